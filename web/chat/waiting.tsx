import { useEffect, useState } from 'preact/hooks';
import type { Exchange } from './conversation.ts';

/** How often a screen reader is told that it goes on. */
const TOLD_EVERY_S = 15;

/** That an answer is awaited, for how long, and that nothing is sent twice. Below the log, which tells of replies. */
export function Waiting({ exchange }: { exchange: Exchange | null }) {
  const seconds = useSecondsSince(exchange?.at ?? null);
  const isLong = exchange?.outcome.is === 'waiting' && exchange.outcome.long;
  const told = seconds - (seconds % TOLD_EVERY_S);
  return (
    <div class={exchange === null ? 'waiting none' : 'waiting'}>
      <p role="status" class="hidden">
        {exchange !== null &&
          (isLong ? `Still working${told > 0 ? `, for ${told} seconds now` : ''}` : 'The assistant is writing')}
      </p>
      {exchange !== null && (
        <div class="bubble theirs" aria-hidden="true">
          <span class="dots">
            <i />
            <i />
            <i />
          </span>
          {(isLong || seconds >= 2) && (
            <span class="waited">
              {isLong ? 'Still working…' : 'Working…'} {seconds} s
            </span>
          )}
          {isLong && <span class="muted">The answer will appear here. Nothing is sent twice.</span>}
        </div>
      )}
    </div>
  );
}

function useSecondsSince(at: number | null): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (at === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [at]);
  return at === null ? 0 : Math.max(0, Math.floor((now - at) / 1000));
}
