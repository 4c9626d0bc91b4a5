import {
  type Model,
  type ModelAnswer,
  type ModelError,
  ModelLeftOutError,
  NO_MODEL_USAGE,
} from '../core/ports/model.ts';
import { afterCalling, afterFailure, allows, type Circuit, type CircuitRule, CLOSED } from '../core/rules/circuit.ts';

/** What an answer says of whoever gave it: he serves, nothing at all, or he fails, to be taken by a rule. */
export type Sign = 'serves' | 'nothing' | CircuitRule;

/** One time-out may be bad luck; every more of them is seconds that a customer waits. */
const FEW = 2;
/** The longest pause, in first pauses. */
const LONGEST = 10;
/** Who had less time than this was not slow. */
const ENOUGH_MS = 3_000;
const LEAST_PAUSE_MS = 1_000;

/**
 * How much an answer weighs. A provider that is slow or down is believed after a few failures in a row; one that says itself
 * that it cannot serve now, or that nobody may call it so, at once: asking again in the next turn would change nothing.
 *
 * @param patience_ms  How long would have been waited for it.
 * @param pause_ms     How long to leave out who fails, at first.
 */
export function signOf(answer: ModelAnswer<unknown>, patience_ms: number, pause_ms: number): Sign {
  if (answer.ok) return 'serves';
  const { error, usage } = answer;
  if (usage.model_calls === 0) return 'nothing';
  const longest_ms = pause_ms * LONGEST;
  const asked = 'retry_after_ms' in error ? error.retry_after_ms : null;
  if (asked !== null) {
    const as_asked = Math.min(Math.max(asked, LEAST_PAUSE_MS), longest_ms);
    return { failures: 1, pause_ms: as_asked, longest_ms: as_asked };
  }
  switch (error.name) {
    case 'ModelTimeoutError':
      return patience_ms < ENOUGH_MS ? 'nothing' : { failures: FEW, pause_ms, longest_ms };
    case 'ModelThrottledError':
    case 'ModelUnavailableError':
      return { failures: FEW, pause_ms, longest_ms };
    case 'ModelNotReadyError':
      return { failures: 1, pause_ms, longest_ms };
    case 'ModelAccessDeniedError':
    case 'UnknownModelError':
      return { failures: 1, pause_ms: longest_ms, longest_ms };
    // A single message may be what the model does not take.
    case 'ModelRequestRefusedError':
      return { failures: FEW, pause_ms: longest_ms, longest_ms };
    case 'ContentFilteredError':
    case 'GuardrailIntervenedError':
    case 'UnreadableModelAnswerError':
      return 'serves';
    case 'ModelCapReachedError':
    case 'ModelLeftOutError':
      return 'nothing';
  }
}

/**
 * A model that is left out for a while when it keeps failing, so that not every turn waits for it in vain; then one turn
 * asks, and decides. Of this process alone: what another instance of a function sees may be another matter.
 *
 * @param pauseMs  How long it is left out at first; 0: it never is.
 * @param now      Epoch milliseconds on the real clock.
 */
export function withCircuit(model: Model, pauseMs: number, now: () => number): Model {
  if (pauseMs === 0) return model;
  let circuit: Circuit = CLOSED;
  let because: ModelError['name'] = 'ModelUnavailableError';
  return {
    async ask(question) {
      const asked_at = now();
      if (!allows(circuit, asked_at))
        return { ok: false, error: new ModelLeftOutError(because), usage: NO_MODEL_USAGE };
      const findsOut = circuit.open_until !== null;
      circuit = afterCalling(circuit, asked_at, pauseMs * LONGEST);
      const answer = await model.ask(question);
      const sign = signOf(answer, question.until - asked_at, pauseMs);
      if (sign === 'serves') circuit = CLOSED;
      else if (sign === 'nothing') circuit = findsOut ? { ...circuit, open_until: now() } : circuit;
      // What was asked before it was left out lengthens no pause.
      else if (!answer.ok && (findsOut || circuit.open_until === null)) {
        circuit = afterFailure(circuit, now(), sign);
        because = answer.error.name;
      }
      return answer;
    },
  };
}
