import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Model, type ModelQuestion, ModelUnavailableError, NO_MODEL_USAGE } from '../core/ports/model.ts';

/** One answer of a model, under a hash of the question. Failures are not kept. */
export const RecordedAnswer = z.object({
  question: z.string(),
  value: z.unknown(),
  usage: z.object({ model_calls: z.int(), input_tokens: z.int(), output_tokens: z.int() }),
});
export type RecordedAnswer = z.infer<typeof RecordedAnswer>;

/** A model whose answers are kept as they come, in the order in which they come. */
export function recordingModel(model: Model, keep: (answer: RecordedAnswer) => void): Model {
  return {
    async ask(question) {
      const answer = await model.ask(question);
      if (answer.ok) keep({ question: keyOfQuestion(question), value: answer.value, usage: answer.usage });
      return answer;
    },
  };
}

/**
 * Recorded answers in place of a model. A question asked several times gets its answers one after the other, the last one
 * for good; one that was never recorded gets none. What was recorded is parsed again: schemas may have changed since.
 */
export function replayingModel(answers: readonly RecordedAnswer[]): Model {
  const waiting = new Map<string, RecordedAnswer[]>();
  for (const answer of answers) waiting.set(answer.question, [...(waiting.get(answer.question) ?? []), answer]);
  return {
    async ask(question) {
      const left = waiting.get(keyOfQuestion(question)) ?? [];
      const recorded = left.length > 1 ? left.shift() : left[0];
      const value = question.answer.schema.safeParse(recorded?.value);
      return recorded !== undefined && value.success
        ? { ok: true, value: value.data, usage: recorded.usage }
        : {
            ok: false,
            error: new ModelUnavailableError('nothing is recorded for this question'),
            usage: NO_MODEL_USAGE,
          };
    },
  };
}

/** A hash of all that makes a question. */
export const keyOfQuestion = ({ instructions, data, answer }: ModelQuestion<unknown>): string =>
  createHash('sha256')
    .update(JSON.stringify([instructions, data, answer.name, z.toJSONSchema(answer.schema)]))
    .digest('base64url')
    .slice(0, 22);
