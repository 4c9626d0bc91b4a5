import type { ExecutionSummary } from '../../runtime/inspector/contract.ts';
import { useLiveExecutions } from '../api/live.ts';
import { local } from '../api/local.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { WhenLoaded } from '../parts/loaded.tsx';
import { Badge, OutcomeBadge, WriteBadge } from '../parts/outcome-badge.tsx';
import { Page } from '../parts/page.tsx';
import { durationText, momentText } from '../parts/times.ts';
import { inWords, percent } from '../parts/words.ts';

/** A conversation as a line of turns, and as files to hand on. */
export function SessionPage({ id }: { id: string }) {
  const session = useLoaded(id, (signal) => local.session(id, signal));
  useLiveExecutions({
    changed: ({ session_id }) => {
      if (session_id === id) session.reload();
    },
    missed: session.reload,
  });
  const files = `/local/sessions/${encodeURIComponent(id)}`;
  return (
    <Page
      title="Session"
      aside={
        <p class="row">
          <a class="button" href={`${files}/export.json`} download>
            Export JSON
          </a>
          <a class="button" href={`${files}/export.talk`} download>
            Export as a test
          </a>
        </p>
      }
    >
      <p class="muted">
        {id}. A test runs as it is: <code>npm run talk -- FILE</code>
      </p>
      <WhenLoaded loaded={session}>
        {({ turns }) => (
          <ol class="timeline">
            {turns.map((turn) => (
              <Turn key={turn.execution_id} turn={turn} />
            ))}
          </ol>
        )}
      </WhenLoaded>
    </Page>
  );
}

function Turn({ turn }: { turn: ExecutionSummary }) {
  const { execution_id, user_message, response, intent, confidence, tools, write_outcome } = turn;
  return (
    <li>
      <p class="when">
        <a href={`/executions/${execution_id}`}>{turn.turn === null ? 'Execution' : `Turn ${turn.turn}`}</a>{' '}
        <span class="muted">
          {momentText(turn.started_at)}
          {turn.took_ms !== null && ` · ${durationText(turn.took_ms)}`}
          {turn.channel !== null && turn.channel !== 'chat' && ` · ${turn.channel}`}
        </span>
      </p>
      <p class="said mine">{user_message ?? '(no message)'}</p>
      <p class="said theirs">{response ?? '(no reply)'}</p>
      <div class="badges">
        <OutcomeBadge summary={turn} />
        {intent !== null && (
          <Badge tone="plain">
            {inWords(intent)}
            {confidence !== null && ` ${percent(confidence)}`}
          </Badge>
        )}
        {turn.clarification_needed && (
          <Badge tone="warn" sign="?">
            asked back
          </Badge>
        )}
        {turn.handoff && (
          <Badge tone="warn" sign="☎">
            handed over
          </Badge>
        )}
        {turn.pending_tool !== null && (
          <Badge tone="accent" sign="⏸">
            waits for a yes: {inWords(turn.pending_tool)}
          </Badge>
        )}
        {write_outcome !== null && <WriteBadge write={write_outcome} />}
        {turn.replay_of !== null && <Badge tone="accent">replay</Badge>}
      </div>
      {tools.length > 0 && <p class="muted tools">{tools.map(inWords).join(' → ')}</p>}
    </li>
  );
}
