import { useEffect, useState } from 'preact/hooks';
import { local } from '../api/local.ts';

/** Longest wait that a timer takes. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Whether an instant has passed on the assistant's own clock, which may stand still or be another one than the browser's:
 * it is asked again when the instant should have come. False while nobody can say.
 */
export function useExpired(expiresAt: string, isWatched: boolean): boolean {
  const [isExpired, setExpired] = useState(false);
  useEffect(() => {
    if (!isWatched) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const setup = await local.setup(abort.signal).catch(() => null);
      if (setup === null) return;
      const left = Date.parse(expiresAt) - Date.parse(setup.now);
      setExpired(left <= 0);
      if (left > 0) timer = setTimeout(look, Math.min(left + 100, LONGEST_MS));
    };
    look();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [expiresAt, isWatched]);
  return isExpired;
}
