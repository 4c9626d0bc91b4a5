/** As the gateway counts: `burst` at once, `perSecond` in the long run. */
export type Rate = { perSecond: number; burst: number };

/**
 * A token bucket.
 *
 * @param nowMs A monotonic clock in milliseconds.
 * @returns Whether the next request may pass.
 */
export function createThrottle(
  { perSecond, burst }: Rate,
  nowMs: () => number = () => performance.now(),
): () => boolean {
  let tokens = burst;
  let at = nowMs();
  return () => {
    const now = nowMs();
    tokens = Math.min(burst, tokens + ((now - at) / 1000) * perSecond);
    at = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
