import type { ExecutionView } from '../../runtime/inspector/contract.ts';
import { JsonView } from '../parts/json-view.tsx';
import { Badge } from '../parts/outcome-badge.tsx';
import { inWords } from '../parts/words.ts';

const WRITTEN = { template: 'a template', model: 'a language model', fallback: 'the fallback' };

/** What the reply was made of: the acts with their facts, who put them into words, and whether every word was backed. */
export function ReplyFacts({ view: { acts, gate, model_exchanges } }: { view: ExecutionView }) {
  return (
    <section class="panel" aria-label="What the reply was made of">
      <h2>What the reply was made of</h2>
      {gate === null ? (
        <p class="muted">No reply was written.</p>
      ) : (
        <p>
          Written by {WRITTEN[gate.written_by]}{' '}
          {gate.passed ? (
            <Badge tone="good" sign="✓">
              gate: every word is backed by a fact
            </Badge>
          ) : (
            <Badge tone="warn" sign="!">
              gate: held back a text with unbacked words
            </Badge>
          )}
        </p>
      )}
      {gate !== null && gate.unbacked.length > 0 && (
        <ul class="unbacked" aria-label="Without backing">
          {gate.unbacked.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      {acts.length > 0 && (
        <ol class="acts" aria-label="Facts">
          {acts.map(({ act, ...facts }, at) => (
            <li key={at}>
              <h3>{inWords(act)}</h3>
              {Object.keys(facts).length > 0 && <JsonView value={facts} label={`Facts of ${inWords(act)}`} />}
            </li>
          ))}
        </ol>
      )}
      {model_exchanges.map(({ state, prompt, answer, error }, at) => (
        <details key={at} class="exchange">
          <summary>Model call of {state}</summary>
          <h3>Prompt</h3>
          <Told value={prompt} label={`Prompt of ${state}`} />
          <h3>Answer</h3>
          <Told value={error ?? answer} label={`Answer to ${state}`} />
        </details>
      ))}
    </section>
  );
}

const Told = ({ value, label }: { value: unknown; label: string }) =>
  typeof value === 'string' ? <p class="code said">{value}</p> : <JsonView value={value} label={label} />;
