import type { Comparison } from '../../runtime/inspector/contract.ts';
import { SplitDiff } from '../diff/json-diff.tsx';
import { jsonText } from '../diff/json-lines.ts';
import { JsonView } from '../parts/json-view.tsx';
import { type Tab, Tabs } from '../parts/tabs.tsx';

/** So many differences are listed; beyond, the outputs next to each other say it better. */
const MOST = 50;

/** One state on both sides. */
export function RowDetail({ row: { name, before, after, differences } }: { row: Comparison['rows'][number] }) {
  const alone = before ?? after;
  if (before === null || after === null) {
    return alone === null ? null : (
      <>
        <p class="muted">
          Only the {before === null ? 'second' : 'first'} execution came by {name}. What came out of it:
        </p>
        <JsonView value={alone.output} label={`Output of ${name}`} />
      </>
    );
  }
  const tabs: Tab[] = [
    {
      name: `Differences (${differences.length})`,
      draw: () =>
        differences.length === 0 ? (
          <p class="empty">Both gave the same, but for ids and times.</p>
        ) : (
          <table class="differences">
            <thead>
              <tr>
                <th scope="col">Where in the output</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
              </tr>
            </thead>
            <tbody>
              {differences.slice(0, MOST).map(({ at, ...sides }) => (
                <tr key={at}>
                  <th scope="row">
                    <code>{at}</code>
                  </th>
                  <td class="gone">
                    <pre>{jsonText(sides.before)}</pre>
                  </td>
                  <td class="new">
                    <pre>{jsonText(sides.after)}</pre>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ),
    },
    {
      name: 'Outputs side by side',
      draw: () => (
        <>
          <p class="muted">Line by line, ids and times too.</p>
          <SplitDiff before={before.output} after={after.output} label={`Outputs of ${name}`} />
        </>
      ),
    },
    {
      name: 'Inputs side by side',
      draw: () => <SplitDiff before={before.input} after={after.input} label={`Inputs of ${name}`} />,
    },
  ];
  return (
    <div class="row-detail">
      <h3>{name}</h3>
      <Tabs label={`Comparison of ${name}`} tabs={tabs} />
    </div>
  );
}
