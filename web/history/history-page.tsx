import { useState } from 'preact/hooks';
import type { ConversationSummary } from '../../core/ports/history.ts';
import { conversations } from '../api/conversations.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { type Caller, tokenOf } from '../caller/caller.ts';
import { CallerChoice } from '../caller/caller-choice.tsx';
import { useCaller } from '../caller/use-caller.ts';
import { WhenLoaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { wholeMoment } from '../parts/times.ts';
import { counted } from '../parts/words.ts';
import { go } from '../shell/address.ts';
import { ConversationView } from './conversation-view.tsx';

/** A customer's conversations out of the history database, as the customer may see and erase them. */
export function HistoryPage({ address }: { address: URL }) {
  const { setup, caller, choose } = useCaller();
  const open = address.searchParams.get('session');
  return (
    <Page title="History">
      <WhenLoaded loaded={setup}>
        {(value) => (
          <>
            <div class="settings">
              <CallerChoice
                setup={value}
                caller={caller}
                choose={(chosen) => {
                  choose(chosen);
                  go('/history', { replace: true });
                }}
              />
            </div>
            {caller !== null &&
              (open === null ? (
                <Conversations key={JSON.stringify(caller)} caller={caller} />
              ) : (
                <ConversationView key={open} caller={caller} id={open} />
              ))}
          </>
        )}
      </WhenLoaded>
    </Page>
  );
}

function Conversations({ caller }: { caller: Caller }) {
  const [older, setOlder] = useState<{ items: ConversationSummary[]; next: string | null } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const first = useLoaded('conversations', async (signal) => conversations.list(await tokenOf(caller), null, signal));
  const more = async (cursor: string) => {
    try {
      const page = await conversations.list(await tokenOf(caller), cursor, new AbortController().signal);
      setProblem(null);
      setOlder({ items: [...(older?.items ?? []), ...page.conversations], next: page.next_cursor });
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <WhenLoaded loaded={first}>
      {(page) => {
        const items = [...page.conversations, ...(older?.items ?? [])];
        const next = older === null ? page.next_cursor : older.next;
        if (items.length === 0) {
          return <p class="empty">No conversation of this customer has reached the history yet.</p>;
        }
        return (
          <>
            <ul class="conversations" aria-label="Conversations">
              {items.map(({ session_id, title, turns, channel, last_turn_at }) => (
                <li key={session_id}>
                  <a href={`/history?session=${session_id}`}>{title}</a>
                  <p class="muted">
                    {[counted(turns, 'turn'), channel, wholeMoment(Date.parse(last_turn_at))].join(' · ')}
                  </p>
                </li>
              ))}
            </ul>
            {problem !== null && <ProblemNotice problem={problem} />}
            {next !== null && (
              <button type="button" onClick={() => more(next)}>
                Older
              </button>
            )}
          </>
        );
      }}
    </WhenLoaded>
  );
}
