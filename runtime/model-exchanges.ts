import { AsyncLocalStorage } from 'node:async_hooks';
import { keyOfQuestion } from '../adapters/recorded-model.ts';
import type { TurnEvent } from '../core/contracts/execution-record.ts';
import {
  type Model,
  type ModelAnswer,
  ModelUnavailableError,
  NO_MODEL_USAGE,
  outcomeOf,
  recordedError,
} from '../core/ports/model.ts';
import type { LambdaFunction } from './state-machine.ts';

export type ModelAsked = Extract<TurnEvent, { type: 'ModelAsked' }>;

/** Which state of which execution is running: a model's port knows neither. */
const running = new AsyncLocalStorage<{ executionId: string; state: string }>();

/** Lets what a state asks a model be told under its execution. */
export const asking =
  (state: string, agent: LambdaFunction): LambdaFunction =>
  (event, context) => {
    const executionId = typeof event === 'object' && event !== null ? Reflect.get(event, 'execution_id') : undefined;
    return typeof executionId === 'string'
      ? running.run({ executionId, state }, () => agent(event, context))
      : agent(event, context);
  };

/** A model whose questions and answers are told as they come, for the execution's record. */
export function tellingModel(model: Model, tell: (executionId: string, asked: ModelAsked) => void): Model {
  return {
    async ask(question) {
      const answer = await model.ask(question);
      const place = running.getStore();
      if (place === undefined) return answer;
      const { instructions, data } = question;
      const { because } = outcomeOf(answer);
      tell(place.executionId, {
        type: 'ModelAsked',
        at: Date.now(),
        state: place.state,
        item: null,
        question: keyOfQuestion(question),
        prompt: { instructions, data: data.map((part) => ({ ...part })), answer: question.answer.name },
        answer: answer.ok ? answer.value : null,
        error: answer.ok ? null : answer.error.name,
        ...(because === undefined ? {} : { because }),
        usage: answer.usage,
      });
      return answer;
    },
  };
}

/**
 * The answers that a state got then, in place of a model: the same answer to the same question, the same failure where it
 * failed. Any other question gets none.
 *
 * @returns Null when the state asked no model.
 */
export function recordedAnswers(record: readonly TurnEvent[], state: string): Model | null {
  const left = record.filter((event) => event.type === 'ModelAsked').filter((asked) => asked.state === state);
  if (left.length === 0) return null;
  return {
    async ask<Answer>(question: Parameters<typeof keyOfQuestion>[0]): Promise<ModelAnswer<Answer>> {
      const key = keyOfQuestion(question);
      const place = left.findIndex((asked) => asked.question === key);
      const [asked] = place === -1 ? [] : left.splice(place, 1);
      const failure = new ModelUnavailableError('the record holds no answer to this question');
      if (asked === undefined) return { ok: false, error: failure, usage: NO_MODEL_USAGE };
      const { usage, error, because } = asked;
      if (error !== null) return { ok: false, error: recordedError({ outcome: error, because }), usage };
      const { data: value, success } = question.answer.schema.safeParse(asked.answer);
      return success ? { ok: true, value: value as Answer, usage } : { ok: false, error: failure, usage };
    },
  };
}
