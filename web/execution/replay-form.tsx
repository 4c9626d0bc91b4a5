import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ExecutionView, ToolsChoice } from '../../runtime/inspector/contract.ts';
import { local } from '../api/local.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { go } from '../shell/address.ts';

const START = '';

const TOOLS: Record<ToolsChoice, { name: string; about: string }> = {
  recorded: { name: 'As recorded', about: 'Tools answer what they answered then. Nothing is called.' },
  sandbox_then: {
    name: 'Sandbox as it was then',
    about: 'A private copy of the sandbox as it was when the turn began, on the clock of then.',
  },
  sandbox_now: { name: 'Sandbox as it is now', about: 'A private copy of the sandbox as it is now.' },
};

/**
 * Runs a turn again, whole or from a state on, with the input that it had or another one. What comes out is shown next to
 * what it was.
 */
export function ReplayForm({
  view,
  from,
  setFrom,
  close,
}: {
  view: ExecutionView;
  /** The visit to begin with; null: the start. */
  from: string | null;
  setFrom: (from: string | null) => void;
  close: () => void;
}) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const original = textOf(inputOf(view, from));
  const [text, setText] = useState(original);
  const [chosen, setChosen] = useState<ToolsChoice | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => heading.current?.focus(), []);
  // Before anything can be written: what is written is not to be taken away again.
  useLayoutEffect(() => {
    setText(original);
    setProblem(null);
  }, [original]);

  const isEdited = text !== original;
  const wrong = isEdited ? faultIn(text) : null;
  // What tools answered then is no answer to another question.
  const tools = chosen ?? (isEdited && view.tools.includes('sandbox_then') ? 'sandbox_then' : 'recorded');
  const visits = view.states.filter(({ item }) => item === null);

  const run = async (event: Event) => {
    event.preventDefault();
    if (wrong !== null || isRunning) return;
    setRunning(true);
    setProblem(null);
    const { execution_id } = view.summary;
    try {
      const input = isEdited ? { input: JSON.parse(text) } : {};
      const { replay_id } = await local.replay({ execution_id, from, tools, ...input });
      go(`/compare?before=${execution_id}&after=${replay_id}`);
    } catch (error) {
      setProblem(asProblem(error));
      setRunning(false);
    }
  };

  return (
    <section class="panel replay" aria-labelledby={`${id}-title`}>
      <form onSubmit={run}>
        <div class="panel-head">
          <h2 id={`${id}-title`} ref={heading} tabIndex={-1}>
            Run again
          </h2>
          <button type="button" onClick={close}>
            Close
          </button>
        </div>
        <div class="field">
          <label for={`${id}-from`}>Begin</label>
          <select
            id={`${id}-from`}
            value={from ?? START}
            onChange={({ currentTarget: { value } }) => setFrom(value === START ? null : value)}
          >
            <option value={START}>from the start</option>
            {visits.map(({ name }) => (
              <option key={name} value={name}>
                from {name}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for={`${id}-input`}>
            Input of {from ?? 'the turn'} {isEdited && <strong class="edited">edited</strong>}
          </label>
          <textarea
            id={`${id}-input`}
            class="code"
            rows={14}
            spellcheck={false}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            aria-invalid={wrong !== null}
            aria-describedby={`${id}-wrong`}
          />
          <p id={`${id}-wrong`} class="wrong" role="status">
            {wrong ?? ''}
          </p>
          {isEdited && (
            <button type="button" onClick={() => setText(original)}>
              As it was
            </button>
          )}
        </div>
        <fieldset class="field">
          <legend>Tools</legend>
          {view.tools.map((choice) => (
            <label key={choice} class="choice">
              <input type="radio" name={`${id}-tools`} checked={tools === choice} onChange={() => setChosen(choice)} />
              <span>
                {TOOLS[choice].name}
                <br />
                <span class="muted">{TOOLS[choice].about}</span>
              </span>
            </label>
          ))}
          {!view.snapshot && (
            <p class="muted">The sandbox was not kept as it was when this turn began: it cannot be gone back to.</p>
          )}
        </fieldset>
        {problem !== null && <ProblemNotice problem={problem} />}
        <div class="row">
          <button type="submit" class="primary" disabled={wrong !== null || isRunning}>
            {isRunning ? 'Running…' : 'Run'}
          </button>
          <p class="muted">A replay never writes to a real PF360.</p>
        </div>
      </form>
    </section>
  );
}

function inputOf({ events, states }: ExecutionView, from: string | null): unknown {
  if (from !== null) return states.find(({ name }) => name === from)?.input;
  const [started] = events;
  return started?.type === 'TurnStarted' ? started.input : undefined;
}

const textOf = (value: unknown): string => JSON.stringify(value, null, 2) ?? '';

/** What keeps a text from being JSON, in the browser's words; null when it is JSON. */
function faultIn(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return `This is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}
