import { useEffect, useRef, useState } from 'preact/hooks';
import type { ExecutionSummary, LIVE_EVENT } from '../../runtime/inspector/contract.ts';

const EVENT: typeof LIVE_EVENT = 'execution';

/** Tells of every turn as it starts and as it changes. Says whether the line is open; the browser opens it again itself. */
export function useLiveExecutions(changed: (summary: ExecutionSummary) => void): boolean {
  const [isOpen, setOpen] = useState(false);
  const told = useRef(changed);
  told.current = changed;
  useEffect(() => {
    const source = new EventSource('/local/executions/live');
    source.addEventListener('open', () => setOpen(true));
    source.addEventListener('error', () => setOpen(false));
    source.addEventListener(EVENT, ({ data }: MessageEvent<string>) => told.current(JSON.parse(data)));
    return () => source.close();
  }, []);
  return isOpen;
}
