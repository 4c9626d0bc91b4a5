import { TurnState } from '../../core/contracts/turn.ts';
import {
  type Model,
  type ModelAnswer,
  type ModelCaps,
  type ModelQuestion,
  ModelUnavailableError,
  NO_MODEL_USAGE,
} from '../../core/ports/model.ts';
import { type Log, logger } from './logger.ts';

/** What an agent needs in order to ask a model. */
export type ModelDeps = {
  model: Model;
  caps: ModelCaps;
  clock: { real(): number };
  log?: Log;
};

/** How long may be waited: `alone` for this question, and no longer than until `of_turn` after the message came in. */
export type TimeBudget = { alone_ms: number; of_turn_ms: number };

/**
 * Asks a model on behalf of a turn: within its time, within the caller's bounds, and without ever failing the turn. Why
 * there was no answer goes into the log, by name.
 */
export async function askForTurn<Answer>(
  turn: TurnState,
  question: Pick<ModelQuestion<Answer>, 'instructions' | 'data' | 'answer' | 'max_tokens'>,
  { alone_ms, of_turn_ms }: TimeBudget,
  { model, caps, clock, log = logger }: ModelDeps,
): Promise<ModelAnswer<Answer>> {
  const { identity, session_context: session, usage } = turn;
  const owner = `${identity.client_id}#${identity.customer_id}`;
  let calls = session.model_calls + usage.model_calls;
  const allow = async () => {
    try {
      const allowed = await caps.take({ owner, session_calls: calls });
      if (allowed) calls += 1;
      return allowed;
    } catch (error) {
      log.error('model use cannot be counted', { error_name: error instanceof Error ? error.name : 'unknown' });
      return false;
    }
  };
  const until = Math.min(clock.real() + alone_ms, turn.received_at + of_turn_ms);
  const answer = await answered(model, { ...question, until, allow });
  if (!answer.ok) {
    log.warn('model gave no answer', {
      asked_for: question.answer.name,
      error_name: answer.error.name,
      ...(answer.error.name === 'ModelLeftOutError' ? { because: answer.error.because } : {}),
      model_calls: answer.usage.model_calls,
      execution_id: turn.execution_id,
      session_id: turn.session_id,
    });
  }
  return answer;
}

const Usage = TurnState.shape.usage;

/** A port that throws, or answers with something else than an answer, has given none. */
async function answered<Answer>(model: Model, question: ModelQuestion<Answer>): Promise<ModelAnswer<Answer>> {
  try {
    const answer = await model.ask(question);
    const usage = Usage.parse(answer.usage);
    if (answer.ok) return { ok: true, value: question.answer.schema.parse(answer.value), usage };
    if (answer.error instanceof Error) return { ok: false, error: answer.error, usage };
    throw new TypeError('neither an answer nor an error');
  } catch {
    const error = new ModelUnavailableError('the way to the model failed');
    return { ok: false, error, usage: NO_MODEL_USAGE };
  }
}

/**
 * Others' words as one line that cannot be broken out of: a JSON text in which nothing looks like markup or a line's end.
 */
export const asData = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
