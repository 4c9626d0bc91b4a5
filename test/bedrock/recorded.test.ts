import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { type RecordedAnswer, recordingModel, replayingModel } from '../../adapters/recorded-model.ts';
import { type Model, type ModelQuestion, ModelTimeoutError } from '../../core/ports/model.ts';
import { sensible, startStandIn } from './stand-in.ts';

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

describe('an evaluation with a model', () => {
  const folder = mkdtempSync(join(tmpdir(), 'model-eval-'));
  const data = join(folder, 'set.jsonl');
  writeFileSync(
    data,
    [
      { text: 'cancel the windows visit', intent: 'cancel_appointment' },
      { text: 'so like is the thing still a thing or nah', intent: 'out_of_scope' },
    ]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(''),
  );
  const run = (script: string, flags: string[], env: Record<string, string> = {}) =>
    new Promise<{ status: number | null; out: string; err: string }>((done) => {
      const child = spawn(process.execPath, [`scripts/${script}.ts`, '--data', data, ...flags], {
        env: { PATH: process.env.PATH ?? '', ASSISTANT_NOW: '2026-03-02T09:00:00-05:00', ...env },
      });
      let out = '';
      let err = '';
      child.stdout.on('data', (chunk) => {
        out += chunk;
      });
      child.stderr.on('data', (chunk) => {
        err += chunk;
      });
      child.on('close', (status) => done({ status, out, err }));
    });
  const jsonOf = (out: string) => {
    const { ms_per_message: _, ...found } = JSON.parse(out.trim().split('\n').at(-1) ?? '');
    return found;
  };

  test('can be recorded, and replayed to the same figures without one', async () => {
    const standIn = await startStandIn(sensible);
    const env = { BEDROCK_MODEL_ID: 'us.anthropic.claude-haiku-5-5', AWS_ENDPOINT_URL_BEDROCK_RUNTIME: standIn.url };
    const tape = join(folder, 'tape.jsonl');
    const live = await run('model-eval', ['--runs', '2', '--record', tape, '--json'], env);
    const whole = await run('eval', ['--json'], { ...env, MODEL_PROVIDER: 'bedrock' });
    await standIn.close();
    expect(live.status).toBe(0);
    expect(jsonOf(live.out)).toMatchObject({ n: 2, runs: 2, model_calls: 2, read_by_model: 2, failures: {} });
    const replayed = await run('model-eval', ['--runs', '2', '--replay', tape, '--json']);
    expect(jsonOf(replayed.out)).toEqual(jsonOf(live.out));
    expect(whole.out).toContain('the language model was called 1 times; no answer: none');
    expect(jsonOf(live.out)).toMatchObject(jsonOf(whole.out));
  });

  test('in which the model never answers says so, by the error’s name, and fails', async () => {
    const env = { BEDROCK_MODEL_ID: 'x', AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://127.0.0.1:9' };
    const { status, out, err } = await run('model-eval', [], env);
    expect(out).toMatch(/failures +ModelUnavailableError 1/);
    expect(err).toMatch(/no usable answer \(ModelUnavailableError\)/);
    expect(status).toBe(1);
  });

  test.each([
    [['--runs', 'many'], /--runs must be a whole number/],
    [['--replay', '/no/such/file'], /no such file/],
    [[], /BEDROCK_MODEL_ID must be/],
  ])('that cannot be made ends in one line: %j', async (flags, line) => {
    const { status, err } = await run('model-eval', flags);
    expect(err.trim().split('\n')).toEqual([expect.stringMatching(line)]);
    expect(status).toBe(1);
  });
});
