import type { DefinitionState, StateVisit } from '../../runtime/inspector/contract.ts';
import { UnifiedDiff } from '../diff/json-diff.tsx';
import { JsonView } from '../parts/json-view.tsx';
import { type Tab, Tabs } from '../parts/tabs.tsx';
import { durationText } from '../parts/times.ts';
import { Marks } from './time-bars.tsx';

/** One visit of a state: what went in, what came out, and what it changed of what the state before had handed on. */
export function StatePanel({
  visit,
  before,
  state,
  runAgain,
}: {
  visit: StateVisit;
  before: StateVisit | null;
  state: DefinitionState | null;
  /** Null where a replay cannot begin. */
  runAgain: (() => void) | null;
}) {
  const { name, input, output, failures, took_ms } = visit;
  const from = before === null ? input : before.output;
  const tabs: Tab[] = [
    ...(failures.length === 0
      ? []
      : [{ name: `Failures (${failures.length})`, draw: () => <Failures failures={failures} /> }]),
    {
      name: 'Changes',
      draw: () => (
        <>
          <p class="muted">
            {before === null ? 'Its output against its input' : `Its output against that of ${before.name}`}
          </p>
          <UnifiedDiff before={from} after={output} label={`What ${name} changed`} />
        </>
      ),
    },
    { name: 'Input', draw: () => <JsonView value={input} label={`Input of ${name}`} /> },
    { name: 'Output', draw: () => <JsonView value={output} label={`Output of ${name}`} /> },
  ];
  return (
    <section class="panel state-panel" aria-label={`State ${name}`}>
      <div class="panel-head">
        <div>
          <h2>{name}</h2>
          <p class="muted">
            {[state?.Type, took_ms === null ? 'not ended' : durationText(took_ms)].filter(Boolean).join(' · ')}{' '}
            <Marks visit={visit} />
          </p>
          {state?.Comment !== undefined && <p class="muted">{state.Comment}</p>}
          {state?.Catch !== undefined && (
            <p class="muted">After a failure: {[...new Set(state.Catch.map(({ Next }) => Next))].join(', ')}</p>
          )}
        </div>
        {runAgain !== null && (
          <button type="button" onClick={runAgain}>
            Run again from here…
          </button>
        )}
      </div>
      <Tabs key={name} label={`State ${name}`} tabs={tabs} />
    </section>
  );
}

function Failures({ failures }: { failures: StateVisit['failures'] }) {
  return (
    <ol class="failures">
      {failures.map(({ error, cause }, at) => (
        <li key={at}>
          <p>
            <strong>{error}</strong>
          </p>
          <JsonView value={readCause(cause)} label={`Cause of failure ${at + 1}`} />
        </li>
      ))}
    </ol>
  );
}

/** A function's cause is JSON within a text. */
function readCause(cause: unknown): unknown {
  if (typeof cause !== 'string') return cause;
  try {
    return JSON.parse(cause);
  } catch {
    return cause;
  }
}
