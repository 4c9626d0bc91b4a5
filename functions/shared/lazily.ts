type Handler<Result> = (event: unknown, context?: unknown) => Promise<Result>;

/**
 * A Lambda entry that is wired at its first invocation: importing the module reads no environment and opens no client.
 * A wiring that fails is tried again by the next invocation.
 */
export function lazily<Result>(wire: () => Handler<Result>): Handler<Result> {
  let wired: Handler<Result> | undefined;
  return async (event, context) => {
    wired ??= wire();
    return wired(event, context);
  };
}
