import * as z from 'zod';
import type { SandboxState } from './state.ts';

/** Longest delay, in milliseconds. */
const LONGEST_DELAY = 600_000;

/** A failure made to order. */
export const Fault = z
  .strictObject({
    match: z
      .string()
      .regex(/^(?:[A-Z]+|\*) [/*][^\s?]*$|^\*[^\s?]*$/, 'must be a method and a path without query, * for anything')
      .describe('`METHOD /path`; `*` stands for anything, slashes too.'),
    status: z.int().min(200).max(599).optional().describe('Answer this instead.'),
    body: z.json().optional().describe('Body of that answer: JSON, or a string sent as it is. Status 200 by default.'),
    delay_ms: z.int().min(0).max(LONGEST_DELAY).optional().describe('Wait this long before answering.'),
    drop: z.boolean().optional().describe('Cut the connection instead of answering.'),
    stale: z.literal(true).optional().describe('Answer as things stood when this fault was set: a list that lags.'),
    after_commit: z.boolean().optional().describe('Do the work at once, and only then fail or wait.'),
    times: z.int().min(1).default(1).describe('How many requests it meets.'),
  })
  .refine(
    ({ status, body, delay_ms, drop, stale }) =>
      [status, body, delay_ms, drop, stale].some((effect) => effect !== undefined),
    { path: ['status'], message: 'one of status, body, delay_ms, drop and stale is needed' },
  )
  .refine(({ stale, match }) => stale !== true || /^GET \/(?:dashboard|communication)\//.test(match), {
    path: ['stale'],
    message: 'only the lists lag: match must begin with GET /dashboard/ or GET /communication/',
  })
  .refine((fault) => !fault.drop || (fault.status === undefined && fault.body === undefined), {
    path: ['drop'],
    message: 'a connection that is cut has no status and no body',
  });
export type Fault = z.infer<typeof Fault>;

export type Faults = {
  /** `asOf`: what the sandbox remembers at that moment, for a fault that answers by it; null for any other. */
  add(fault: Fault, asOf: SandboxState | null): void;
  clear(): void;
  /** The first fault set that matches and is not used up, now used once more; undefined when there is none. */
  take(method: string, path: string): MetFault | undefined;
};

/** A fault that a request meets, with the state of the moment at which it was set if it answers by that. */
export type MetFault = { fault: Fault; asOf: SandboxState | null };

export function createFaults(): Faults {
  let waiting: (MetFault & { pattern: RegExp; left: number })[] = [];
  return {
    add: (fault, asOf) => {
      waiting.push({ fault, asOf, pattern: wildcard(fault.match), left: fault.times });
    },
    clear: () => {
      waiting = [];
    },
    take: (method, path) => {
      const met = waiting.find(({ pattern }) => pattern.test(`${method} ${path}`));
      if (met === undefined) return undefined;
      met.left -= 1;
      if (met.left === 0) waiting = waiting.filter((other) => other !== met);
      return met;
    },
  };
}

/** The answer that a fault with a status or a body makes; null when it leaves the answer alone. */
export function faultResponse({ status, body }: Fault): Response | null {
  if (status === undefined && body === undefined) return null;
  const code = status ?? 200;
  if (code === 204 || code === 205 || code === 304) return new Response(null, { status: code });
  if (typeof body === 'string') return new Response(body, { status: code });
  return Response.json(body === undefined ? { message: `Fault ${code}` } : body, { status: code });
}

function wildcard(match: string): RegExp {
  const literals = match.split(/\*+/).map((literal) => literal.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`, 's');
}
