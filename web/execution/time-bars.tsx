import type { ExecutionSummary, StateVisit } from '../../runtime/inspector/contract.ts';
import { durationText } from '../parts/times.ts';

/** Every visit in its order, as a bar from when it began to when it ended. */
export function TimeBars({
  summary: { started_at, took_ms },
  visits,
  selected,
  select,
}: {
  summary: ExecutionSummary;
  visits: readonly StateVisit[];
  selected: StateVisit | null;
  select: (visit: StateVisit) => void;
}) {
  const lastEnd = Math.max(0, ...visits.map((visit) => visit.entered_at + (visit.took_ms ?? 0) - started_at));
  const total = Math.max(1, took_ms ?? 0, lastEnd);
  return (
    <ol class="bars" aria-label="States in the order they were visited">
      {visits.map((visit) => (
        <li key={visit.name} class={visit.item === null ? undefined : 'within'}>
          <button
            type="button"
            aria-pressed={visit.name === selected?.name}
            onClick={() => select(visit)}
            class={visit.name === selected?.name ? 'selected' : undefined}
          >
            <span class="visit">{visit.name}</span>
            <span class="marks">
              <Marks visit={visit} />
            </span>
            <span class="lane">
              <span
                class={visit.failures.length > 0 ? 'bar failed' : 'bar'}
                style={{
                  left: `${(100 * (visit.entered_at - started_at)) / total}%`,
                  width: `${(100 * (visit.took_ms ?? total - (visit.entered_at - started_at))) / total}%`,
                }}
              />
            </span>
            <span class="took">{visit.took_ms === null ? 'not ended' : durationText(visit.took_ms)}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

/** Failures and retries, by sign and by word. */
export function Marks({ visit: { failures, retries, caught } }: { visit: StateVisit }) {
  return (
    <>
      {failures.length > 0 && (
        <span class="mark bad">
          <span aria-hidden="true">✕</span> {failures.length} failed
        </span>
      )}
      {retries > 0 && (
        <span class="mark warn">
          <span aria-hidden="true">↻</span> {retries} retried
        </span>
      )}
      {caught !== null && (
        <span class="mark warn">
          <span aria-hidden="true">⤷</span> caught, on to {caught.next}
        </span>
      )}
    </>
  );
}
