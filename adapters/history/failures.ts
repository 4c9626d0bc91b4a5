/** The error under drizzle's: it wraps what the client threw as the cause, with the statement and its values. */
export function rootOf(error: unknown): Error {
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  return root instanceof Error ? root : new Error(String(root));
}

/** The SQLSTATE in a message of the Data API, `ERROR: …; SQLState: 22021`; null when it names none. */
export function sqlStateOf(error: unknown): string | null {
  return /SQLState: ([0-9A-Z]{5})/.exec(rootOf(error).message)?.[1] ?? null;
}

/**
 * Whether a statement failed for what was in it, so that the same again fails the same: a value out of range or not
 * storable (class 22), a broken constraint (23), more than the database takes (54), or a request that the service finds
 * malformed. Everything else may pass: a sleeping or unreachable database, a missing right, a lost transaction.
 */
export function isHopeless(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== null) return ['22', '23', '54'].includes(state.slice(0, 2));
  return rootOf(error).name === 'BadRequestException';
}

/** What may be logged or kept of a failure: its name and SQL state. Messages can quote a customer's words. */
export function describeFailure(error: unknown): string {
  const state = sqlStateOf(error);
  return state === null ? rootOf(error).name : `${rootOf(error).name} ${state}`;
}
