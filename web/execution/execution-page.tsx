import { useState } from 'preact/hooks';
import type { Definition, DefinitionState, ExecutionView, StateVisit } from '../../runtime/inspector/contract.ts';
import { useLiveExecutions } from '../api/live.ts';
import { local } from '../api/local.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { WhenLoaded } from '../parts/loaded.tsx';
import { Badge, OutcomeBadge, WriteBadge } from '../parts/outcome-badge.tsx';
import { Page } from '../parts/page.tsx';
import { durationText, wholeMoment } from '../parts/times.ts';
import { counted, inWords, percent } from '../parts/words.ts';
import { StateGraph } from './graph.tsx';
import { ReplayForm } from './replay-form.tsx';
import { ReplyFacts } from './reply-facts.tsx';
import { StatePanel } from './state-panel.tsx';
import { TimeBars } from './time-bars.tsx';
import { visitBefore } from './way.ts';

/** One execution: the way it took, how long each state had, what went in and came out, and running it again. */
export function ExecutionPage({ id }: { id: string }) {
  const definition = useLoaded('definition', local.definition);
  const execution = useLoaded(id, (signal) => local.execution(id, signal));
  useLiveExecutions({
    changed: ({ execution_id }) => {
      if (execution_id === id) execution.reload();
    },
    missed: execution.reload,
  });
  const message = execution.value?.summary.user_message;
  return (
    <Page
      title={message === undefined || message === null ? 'Execution' : `“${message.slice(0, 60)}”`}
      heading="Execution"
      wide
      aside={execution.value !== null && <Neighbours view={execution.value} />}
    >
      <WhenLoaded loaded={execution}>
        {(view) => (
          <>
            <Head view={view} />
            <WhenLoaded loaded={definition}>{(machine) => <Body view={view} definition={machine} />}</WhenLoaded>
          </>
        )}
      </WhenLoaded>
    </Page>
  );
}

function Neighbours({ view: { previous, next, summary } }: { view: ExecutionView }) {
  return (
    <nav class="neighbours" aria-label="Turns of the session">
      {previous !== null && (
        <a href={`/executions/${previous}`} rel="prev">
          ← Previous turn
        </a>
      )}
      {summary.session_id !== null && (
        <a href={`/sessions/${summary.session_id}`}>Session{summary.turn !== null && `, turn ${summary.turn}`}</a>
      )}
      {next !== null && (
        <a href={`/executions/${next}`} rel="next">
          Next turn →
        </a>
      )}
    </nav>
  );
}

function Head({ view: { summary, note } }: { view: ExecutionView }) {
  const { user_message, response, intent, confidence, classified_by, customer_id, client_name, channel } = summary;
  const facts: [string, string | null][] = [
    ['Intent', intent === null ? null : `${inWords(intent)}${confidence === null ? '' : ` (${percent(confidence)})`}`],
    ['Classified by', classified_by],
    ['Customer', [customer_id, client_name].filter((part) => part !== null).join(' · ') || null],
    ['Channel', channel],
    ['Tools', summary.tools.map(inWords).join(', ') || null],
    ['Model calls', summary.model_calls > 0 ? String(summary.model_calls) : null],
    ['Waits for a yes', summary.pending_tool === null ? null : inWords(summary.pending_tool)],
    ['Error', summary.error],
    ['Started', wholeMoment(summary.started_at)],
    ['Took', summary.took_ms === null ? null : durationText(summary.took_ms)],
    ['Id', summary.execution_id],
  ];
  return (
    <section class="panel head" aria-label="The turn">
      <div class="exchange-line">
        <p class="said mine">{user_message ?? '(no message)'}</p>
        <p class="said theirs">{response ?? '(no reply)'}</p>
      </div>
      <div class="about">
        <div class="badges">
          <OutcomeBadge summary={summary} />
          {summary.write_outcome !== null && <WriteBadge write={summary.write_outcome} />}
          {summary.clarification_needed && <Badge tone="plain">asked back</Badge>}
          {summary.handoff && <Badge tone="plain">handed over</Badge>}
          {summary.retries > 0 && (
            <Badge tone="warn" sign="↻">
              {counted(summary.retries, 'repeated attempt')}
            </Badge>
          )}
          {summary.replay_of !== null && (
            <>
              <Badge tone="accent">replay</Badge>
              <a href={`/compare?before=${summary.replay_of}&after=${summary.execution_id}`}>Compare to the original</a>
            </>
          )}
          {summary.replay_of === null && <a href={`/compare?before=${summary.execution_id}`}>Compare to another…</a>}
        </div>
        {note !== null && <p class="notice">{note}</p>}
        <dl class="facts-line">
          {facts.map(
            ([name, value]) =>
              value !== null && (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ),
          )}
        </dl>
      </div>
    </section>
  );
}

function Body({ view, definition }: { view: ExecutionView; definition: Definition }) {
  const { states, summary } = view;
  const [chosen, setChosen] = useState<string | null>(null);
  /** Undefined: no replay is being prepared. */
  const [replayFrom, setReplayFrom] = useState<string | null | undefined>(undefined);
  const selected = states.find(({ name }) => name === chosen) ?? mostTelling(states);
  const select = ({ name }: StateVisit) => setChosen(name);
  return (
    <div class="execution">
      <div class="panel graph-panel">
        <h2>Path</h2>
        <StateGraph definition={definition} visits={states} selected={selected} select={select} />
      </div>
      <div class="column">
        <section class="panel" aria-label="Time per state">
          <div class="panel-head">
            <h2>Time per state</h2>
            <button type="button" onClick={() => setReplayFrom(null)}>
              Run again from the start…
            </button>
          </div>
          <TimeBars summary={summary} visits={states} selected={selected} select={select} />
        </section>
        {replayFrom !== undefined && (
          <ReplayForm view={view} from={replayFrom} setFrom={setReplayFrom} close={() => setReplayFrom(undefined)} />
        )}
        {selected !== null && (
          <StatePanel
            visit={selected}
            before={visitBefore(states, selected)}
            state={stateNamed(definition, selected.state)}
            runAgain={selected.item === null ? () => setReplayFrom(selected.name) : null}
          />
        )}
        <ReplyFacts view={view} />
      </div>
    </div>
  );
}

/** Where one looks first: at what failed, else at the decision. */
function mostTelling(states: readonly StateVisit[]): StateVisit | null {
  const failed = states.find(({ failures }) => failures.length > 0);
  return failed ?? states.findLast(({ state }) => state === 'Plan') ?? states[0] ?? null;
}

function stateNamed({ States }: Pick<Definition, 'States'>, name: string): DefinitionState | null {
  const own = States[name];
  if (own !== undefined) return own;
  for (const { ItemProcessor } of Object.values(States)) {
    const found = ItemProcessor === undefined ? null : stateNamed(ItemProcessor, name);
    if (found !== null) return found;
  }
  return null;
}
