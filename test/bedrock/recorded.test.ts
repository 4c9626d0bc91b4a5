import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { type RecordedAnswer, recordingModel, replayingModel } from '../../adapters/recorded-model.ts';
import { type Model, type ModelQuestion, ModelTimeoutError } from '../../core/ports/model.ts';

const usage = { model_calls: 1, input_tokens: 5, output_tokens: 2 };
const question = (text: string): ModelQuestion<{ n: number }> => ({
  instructions: 'Count.',
  data: [{ text, untrusted: true }],
  answer: { name: 'count', description: 'A count.', schema: z.strictObject({ n: z.int() }) },
  max_tokens: 10,
  until: 0,
  allow: async () => true,
});

test('what a model answered is answered again without it, in order, and nothing else is', async () => {
  let n = 0;
  const counting: Model = {
    async ask() {
      n += 1;
      return n === 3
        ? { ok: false, error: new ModelTimeoutError('late'), usage }
        : ({ ok: true, value: { n }, usage } as never);
    },
  };
  const kept: RecordedAnswer[] = [];
  const recording = recordingModel(counting, (answer) => kept.push(answer));
  for (const text of ['a', 'a', 'b', 'c']) await recording.ask(question(text));
  expect(kept).toHaveLength(3);

  const replaying = replayingModel(JSON.parse(JSON.stringify(kept)));
  const answers = [];
  for (const text of ['a', 'a', 'a', 'c', 'b', 'd']) answers.push(await replaying.ask(question(text)));
  expect(answers.map((answer) => (answer.ok ? answer.value.n : answer.error.name))).toEqual([
    1,
    2,
    2,
    4,
    'ModelUnavailableError',
    'ModelUnavailableError',
  ]);
  expect(answers[0]?.usage).toEqual(usage);
});

test('an answer that no longer fits its schema is none', async () => {
  const kept: RecordedAnswer[] = [];
  const any: Model = { ask: async () => ({ ok: true, value: { n: 1.5 }, usage }) as never };
  await recordingModel(any, (answer) => kept.push(answer)).ask(question('a'));
  expect(await replayingModel(kept).ask(question('a'))).toMatchObject({ ok: false });
});
