import { useEffect, useRef, useState } from 'preact/hooks';
import type { ExecutionSummary, LIVE_EVENT } from '../../runtime/inspector/contract.ts';

const EVENT: typeof LIVE_EVENT = 'execution';

/**
 * Tells of every turn as it starts and as it changes, and when some may have been missed: the line was down. It is held
 * only while the page is looked at, since a browser has few of them for one server. Says whether it is open.
 */
export function useLiveExecutions(told: { changed: (summary: ExecutionSummary) => void; missed: () => void }): boolean {
  const [isOpen, setOpen] = useState(false);
  const latest = useRef(told);
  latest.current = told;
  useEffect(() => {
    let source: EventSource | null = null;
    let hasBeenOpen = false;
    const open = () => {
      source = new EventSource('/local/executions/live');
      source.addEventListener('open', () => {
        setOpen(true);
        if (hasBeenOpen) latest.current.missed();
        hasBeenOpen = true;
      });
      // The browser opens it again by itself.
      source.addEventListener('error', () => setOpen(false));
      source.addEventListener(EVENT, ({ data }: MessageEvent<string>) => latest.current.changed(JSON.parse(data)));
    };
    const close = () => {
      source?.close();
      source = null;
      setOpen(false);
    };
    const follow = () => {
      if (document.visibilityState === 'hidden') close();
      else if (source === null) open();
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      close();
    };
  }, []);
  return isOpen;
}
