import { useState } from 'preact/hooks';
import { conversations } from '../api/conversations.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { type Caller, tokenOf } from '../caller/caller.ts';
import { WhenLoaded } from '../parts/loaded.tsx';
import { Badge } from '../parts/outcome-badge.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { wholeMoment } from '../parts/times.ts';
import { inWords, percent } from '../parts/words.ts';
import { go } from '../shell/address.ts';

/** The turns of one conversation, and erasing it. */
export function ConversationView({ caller, id }: { caller: Caller; id: string }) {
  const conversation = useLoaded(id, async (signal) => conversations.get(await tokenOf(caller), id, signal));
  return (
    <>
      <p class="row">
        <a href="/history">← All conversations</a>
        <a href={`/sessions/${id}`}>Executions of this session</a>
      </p>
      <WhenLoaded loaded={conversation}>
        {({ turns }) => (
          <>
            <ol class="timeline">
              {turns.map(({ turn, time, user_message, reply, intent, confidence, tools }) => (
                <li key={time}>
                  <p class="when">
                    Turn {turn} <span class="muted">{wholeMoment(Date.parse(time))}</span>
                  </p>
                  <p class="said mine">{user_message}</p>
                  <p class="said theirs">{reply}</p>
                  <div class="badges">
                    <Badge tone="plain">
                      {inWords(intent)} {percent(confidence)}
                    </Badge>
                    {tools.length > 0 && <span class="muted">{tools.map(inWords).join(' → ')}</span>}
                  </div>
                </li>
              ))}
            </ol>
            <Erase caller={caller} id={id} />
          </>
        )}
      </WhenLoaded>
    </>
  );
}

/** Asks once more before the conversation is gone for good. */
function Erase({ caller, id }: { caller: Caller; id: string }) {
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const erase = async () => {
    try {
      await conversations.erase(await tokenOf(caller), id);
      go('/history', { replace: true });
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <div class="erase">
      {problem !== null && <ProblemNotice problem={problem} />}
      {isAsking ? (
        <section class="row" aria-label="Erase this conversation?">
          <p>It will be gone from sessions and history, for good.</p>
          <button type="button" class="danger" onClick={erase}>
            Erase
          </button>
          <button type="button" onClick={() => setAsking(false)}>
            Keep
          </button>
        </section>
      ) : (
        <button type="button" onClick={() => setAsking(true)}>
          Erase this conversation…
        </button>
      )}
    </div>
  );
}
