/** What a route said in place of an answer (RFC 9457). `status` 0: nothing answered at all. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly { at: string; message: string }[];
  /** How long to wait before the same may be asked again; null when that was not said. */
  readonly retryAfterMs: number | null;

  constructor(
    status: number,
    title: string,
    detail: string,
    more: { errors?: readonly { at: string; message: string }[]; retryAfterMs?: number | null } = {},
  ) {
    super(detail);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.errors = more.errors ?? [];
    this.retryAfterMs = more.retryAfterMs ?? null;
  }
}

/** Reads the problem out of an answer that is none. */
export async function problemIn(response: Response): Promise<Problem> {
  const { status, headers } = response;
  const body: unknown = await response.json().catch(() => null);
  const told: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {};
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return new Problem(
    status,
    typeof told.title === 'string' ? told.title : `Status ${status}`,
    typeof told.detail === 'string' ? told.detail : 'The answer says no more than that.',
    {
      errors: Array.isArray(told.errors) ? told.errors : [],
      retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : null,
    },
  );
}

/** Any failure as a problem, for those who show it. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, 'The page failed', error instanceof Error ? error.message : String(error));
}
