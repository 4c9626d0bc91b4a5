import { local } from '../api/local.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { WhenLoaded } from '../parts/loaded.tsx';
import { momentText } from '../parts/times.ts';

const RECENT = new URLSearchParams({ limit: '50' });

/** The other side of a comparison, out of the newest executions. */
export function OtherChoice({ before }: { before: string }) {
  const recent = useLoaded('recent', (signal) => local.executions(RECENT, signal));
  return (
    <section class="panel" aria-label="Compare to">
      <h2>Compare to</h2>
      <WhenLoaded loaded={recent}>
        {({ items }) => (
          <ul class="plain">
            {items
              .filter(({ execution_id }) => execution_id !== before)
              .map(({ execution_id, user_message, started_at, replay_of }) => (
                <li key={execution_id}>
                  <a href={`/compare?before=${before}&after=${execution_id}`}>{user_message ?? '(no message)'}</a>{' '}
                  <span class="muted">
                    {momentText(started_at)}
                    {replay_of === before && ' · replay of this one'}
                  </span>
                </li>
              ))}
          </ul>
        )}
      </WhenLoaded>
    </section>
  );
}
