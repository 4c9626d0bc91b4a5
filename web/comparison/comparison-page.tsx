import { useState } from 'preact/hooks';
import type { Comparison } from '../../runtime/inspector/contract.ts';
import { local } from '../api/local.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { WhenLoaded } from '../parts/loaded.tsx';
import { OutcomeBadge } from '../parts/outcome-badge.tsx';
import { Page } from '../parts/page.tsx';
import { durationText, momentText } from '../parts/times.ts';
import { counted } from '../parts/words.ts';
import { OtherChoice } from './other-choice.tsx';
import { RowDetail } from './row-detail.tsx';

/** Two executions next to each other, state by state, with the first difference marked. */
export function ComparisonPage({ address }: { address: URL }) {
  const before = address.searchParams.get('before');
  const after = address.searchParams.get('after');
  return (
    <Page title="Comparison" wide>
      {before !== null && after !== null ? (
        <Both before={before} after={after} />
      ) : before !== null ? (
        <OtherChoice before={before} />
      ) : (
        <p class="empty">
          Open an <a href="/executions">execution</a> first: it can be compared to another one.
        </p>
      )}
    </Page>
  );
}

function Both({ before, after }: { before: string; after: string }) {
  const comparison = useLoaded('comparison', (signal) => local.comparison(before, after, signal));
  // What became of a replay's writes is told by the replay itself.
  const told = useLoaded('note', (signal) => local.execution(after, signal));
  return (
    <WhenLoaded loaded={comparison}>
      {(value) => (
        <>
          {told.value?.note != null && <p class="notice">{told.value.note}</p>}
          <Sides comparison={value} />
          <Rows comparison={value} />
        </>
      )}
    </WhenLoaded>
  );
}

function Sides({ comparison }: { comparison: Comparison }) {
  const sides = [
    { name: 'Before', summary: comparison.before },
    { name: 'After', summary: comparison.after },
  ];
  return (
    <div class="sides">
      {sides.map(({ name, summary }) => (
        <section key={name} class="panel" aria-label={name}>
          <div class="panel-head">
            <h2>{name}</h2>
            <a href={`/executions/${summary.execution_id}`}>
              {summary.replay_of === null ? 'Execution' : 'Replay'} of {momentText(summary.started_at)}
            </a>
          </div>
          <p class="said mine">{summary.user_message ?? '(no message)'}</p>
          <p class="said theirs">{summary.response ?? '(no reply)'}</p>
          <div class="badges">
            <OutcomeBadge summary={summary} />
            {summary.took_ms !== null && <span class="muted">{durationText(summary.took_ms)}</span>}
          </div>
        </section>
      ))}
    </div>
  );
}

function Rows({ comparison: { rows, first_difference } }: { comparison: Comparison }) {
  const [chosen, setChosen] = useState(first_difference);
  const row = rows.find(({ name }) => name === chosen) ?? null;
  return (
    <section class="panel" aria-label="State by state">
      <div class="panel-head">
        <h2>State by state</h2>
        <p role="status">
          {first_difference === null ? (
            <strong>No difference but ids and times.</strong>
          ) : (
            <>
              First difference: <strong>{first_difference}</strong>
            </>
          )}
        </p>
      </div>
      <div class="rows">
        <div class="table-box">
          <table class="compared">
            <thead>
              <tr>
                <th scope="col">State</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
                <th scope="col">Output</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ name, before, after, differences }) => {
                const isFirst = name === first_difference;
                return (
                  <tr
                    key={name}
                    class={isFirst ? 'first' : undefined}
                    aria-current={name === chosen ? 'true' : undefined}
                  >
                    <th scope="row">
                      <button type="button" class="link" onClick={() => setChosen(name)} aria-pressed={name === chosen}>
                        {name}
                      </button>
                    </th>
                    <td>{passed(before)}</td>
                    <td>{passed(after)}</td>
                    <td>
                      {isFirst && <strong class="first-mark">first difference · </strong>}
                      {before === null || after === null
                        ? 'only on one side'
                        : differences.length === 0
                          ? 'same'
                          : counted(differences.length, 'difference')}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
        {row !== null && <RowDetail key={row.name} row={row} />}
      </div>
    </section>
  );
}

function passed(visit: Comparison['rows'][number]['before']): string {
  if (visit === null) return 'not visited';
  if (visit.failures.length > 0) return `✕ ${counted(visit.failures.length, 'failure')}`;
  return visit.took_ms === null ? 'not ended' : `✓ ${durationText(visit.took_ms)}`;
}
