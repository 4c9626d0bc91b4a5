import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { openBedrock } from '../../adapters/bedrock/client.ts';
import { createBedrockModel } from '../../adapters/bedrock.ts';
import { signOf, withCircuit } from '../../adapters/model-circuit.ts';
import type { Understanding } from '../../core/contracts/understanding.ts';
import {
  ContentFilteredError,
  GuardrailIntervenedError,
  type Model,
  ModelAccessDeniedError,
  type ModelAnswer,
  ModelCapReachedError,
  type ModelError,
  ModelNotReadyError,
  ModelRequestRefusedError,
  ModelThrottledError,
  ModelTimeoutError,
  ModelUnavailableError,
  outcomeOf,
  UnknownModelError,
  UnreadableModelAnswerError,
} from '../../core/ports/model.ts';
import { createAskModel } from '../../functions/classifier/ask-model.ts';
import { aTurn } from '../runtime/turns.ts';
import { type Behaviour, calls, fails, type StandIn, startStandIn } from './stand-in.ts';
import { HAIKU, startWorld, type World } from './world.ts';

const ONE_CALL = { model_calls: 1, input_tokens: 0, output_tokens: 0 };
const failed = (error: ModelError, usage = ONE_CALL): ModelAnswer<never> => ({ ok: false, error, usage });
const PAUSE = 30_000;
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
const few = { failures: 2, pause_ms: PAUSE, longest_ms: 10 * PAUSE };

describe('what an answer says of its provider', () => {
  test.each<[string, ModelAnswer<unknown>, number, ReturnType<typeof signOf>]>([
    ['an answer', { ok: true, value: 1, usage: ONE_CALL }, 6000, 'serves'],
    ['a filter', failed(new ContentFilteredError('')), 6000, 'serves'],
    ['a guardrail', failed(new GuardrailIntervenedError('')), 6000, 'serves'],
    ['nonsense', failed(new UnreadableModelAnswerError('')), 6000, 'serves'],
    ['a bound of ours', failed(new ModelCapReachedError('')), 6000, 'nothing'],
    [
      'a time-out before anything was sent',
      failed(new ModelTimeoutError(''), { ...ONE_CALL, model_calls: 0 }),
      6000,
      'nothing',
    ],
    ['a time-out of a turn that was late', failed(new ModelTimeoutError('')), 2000, 'nothing'],
    ['a time-out', failed(new ModelTimeoutError('')), 6000, few],
    ['a failure', failed(new ModelUnavailableError('')), 6000, few],
    ['a throttle', failed(new ModelThrottledError('')), 6000, few],
    [
      'a throttle for 45 s',
      failed(new ModelThrottledError('', { retry_after_ms: 45_000 })),
      6000,
      { failures: 1, pause_ms: 45_000, longest_ms: 45_000 },
    ],
    [
      'a throttle for a day',
      failed(new ModelThrottledError('', { retry_after_ms: 86_400_000 })),
      6000,
      { failures: 1, pause_ms: 300_000, longest_ms: 300_000 },
    ],
    [
      'a throttle for no time',
      failed(new ModelThrottledError('', { retry_after_ms: 0 })),
      6000,
      { failures: 1, pause_ms: 1000, longest_ms: 1000 },
    ],
    ['a model that is being loaded', failed(new ModelNotReadyError('')), 6000, { ...few, failures: 1 }],
    ['a denial', failed(new ModelAccessDeniedError('')), 6000, { failures: 1, pause_ms: 300_000, longest_ms: 300_000 }],
    ['a wrong id', failed(new UnknownModelError('')), 6000, { failures: 1, pause_ms: 300_000, longest_ms: 300_000 }],
    [
      'a refused form',
      failed(new ModelRequestRefusedError('')),
      6000,
      { failures: 2, pause_ms: 300_000, longest_ms: 300_000 },
    ],
  ])('%s', (_, answer, patience, sign) => expect(signOf(answer, patience, PAUSE)).toEqual(sign));
});

const Answer = z.strictObject({ answer: z.string() });
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** The real SDK against a server of this machine, behind a circuit; the clock of both is set forward by `at`. */
function guarded(url: string, at: { ms: number } = { ms: 0 }): (budgetMs?: number) => Promise<string> {
  const client = openBedrock({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  });
  closers.push(() => client.destroy());
  const now = () => Date.now() + at.ms;
  const model: Model = withCircuit(createBedrockModel({ modelId: HAIKU, guardrail: null, client, now }), PAUSE, now);
  return async (budgetMs = 5_000) => {
    const answer = await model.ask({
      instructions: 'Answer.',
      data: [{ text: 'x', untrusted: true }],
      answer: { name: 'answer', description: 'An answer.', schema: Answer },
      max_tokens: 10,
      until: now() + budgetMs,
      allow: async () => true,
    });
    const { outcome, because } = outcomeOf(answer);
    return because === undefined ? outcome : `${outcome}: ${because}`;
  };
}

async function standInThat(behaviour: Behaviour): Promise<StandIn> {
  const standIn = await startStandIn(behaviour);
  closers.push(() => standIn.close());
  return standIn;
}

const answers: Behaviour = (call) => calls(call, { answer: 'yes' });
const LEFT_OUT = 'ModelLeftOutError: ModelUnavailableError';
const DOWN = fails(503, 'ServiceUnavailableException');

describe('a model that', () => {
  test('fails twice in a row is left out, is asked by one alone after the pause, and is back when it answers', async () => {
    const standIn = await standInThat(() => DOWN);
    const at = { ms: 0 };
    const ask = guarded(standIn.url, at);
    expect([await ask(), await ask(), await ask()]).toEqual([
      'ModelUnavailableError',
      'ModelUnavailableError',
      LEFT_OUT,
    ]);
    const asked = standIn.calls.length;
    at.ms += PAUSE - 1_000;
    expect(await ask()).toBe(LEFT_OUT);
    expect(standIn.calls).toHaveLength(asked);

    at.ms += 2_000;
    expect((await Promise.all([ask(), ask(), ask()])).sort()).toEqual([LEFT_OUT, LEFT_OUT, 'ModelUnavailableError']);
    // Twice as long now.
    at.ms += PAUSE + 5_000;
    expect(await ask()).toBe(LEFT_OUT);
    at.ms += PAUSE;
    standIn.behave(answers);
    expect([await ask(), await ask()]).toEqual(['answered', 'answered']);
    standIn.behave(() => DOWN);
    expect([await ask(), await ask(), await ask()]).toEqual([
      'ModelUnavailableError',
      'ModelUnavailableError',
      LEFT_OUT,
    ]);
  });

  test('hangs costs its time twice', async () => {
    const standIn = await standInThat(() => ({ kind: 'hang' }));
    const ask = guarded(standIn.url);
    expect(await Promise.all([ask(3_100), ask(3_100)])).toEqual(['ModelTimeoutError', 'ModelTimeoutError']);
    const began = performance.now();
    expect(await ask(3_100)).toBe('ModelLeftOutError: ModelTimeoutError');
    expect(performance.now() - began).toBeLessThan(100);
    expect(standIn.calls).toHaveLength(2);
  }, 20_000);

  test('was given too little time is asked again', async () => {
    const standIn = await standInThat(() => ({ kind: 'hang' }));
    const ask = guarded(standIn.url);
    for (let times = 0; times < 4; times += 1) expect(await ask(500)).toBe('ModelTimeoutError');
    standIn.behave(answers);
    expect(await ask()).toBe('answered');
  }, 20_000);

  test('that fails now and then is never left out', async () => {
    const standIn = await standInThat((call) => (call.number % 3 === 0 ? answers(call) : DOWN));
    const ask = guarded(standIn.url);
    for (let times = 0; times < 6; times += 1) expect(await ask()).not.toBe(LEFT_OUT);
  });

  test.each([
    ['may not be called', fails(403, 'AccessDeniedException'), 'ModelAccessDeniedError'],
    ['is not known', fails(404, 'ResourceNotFoundException'), 'UnknownModelError'],
  ])('%s is not asked again for five minutes', async (_, failure, name) => {
    const standIn = await standInThat(() => failure);
    const at = { ms: 0 };
    const ask = guarded(standIn.url, at);
    expect([await ask(), await ask()]).toEqual([name, `ModelLeftOutError: ${name}`]);
    at.ms += 290_000;
    expect(await ask()).toBe(`ModelLeftOutError: ${name}`);
    at.ms += 11_000;
    expect(await ask()).toBe(name);
    expect(standIn.calls).toHaveLength(2);
  });

  test.each([
    ['retry-after', '40'],
    ['x-amz-retry-after', '40000'],
  ])(
    'asks by %s to be left alone is, for as long',
    async (header, wait) => {
      const server = createServer((_, response) => {
        response.writeHead(429, { 'x-amzn-errortype': 'ThrottlingException', [header]: wait }).end('{}');
      });
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      closers.push(() => server.close());
      const at = { ms: 0 };
      const ask = guarded(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, at);
      expect([await ask(), await ask()]).toEqual(['ModelThrottledError', 'ModelLeftOutError: ModelThrottledError']);
      at.ms += 38_000;
      expect(await ask()).toBe('ModelLeftOutError: ModelThrottledError');
      at.ms += 3_000;
      expect(await ask()).toBe('ModelThrottledError');
    },
    20_000,
  );

  test('answers nonsense serves: it goes on being asked', async () => {
    const standIn = await standInThat((call) => calls(call, { nonsense: true }));
    const ask = guarded(standIn.url);
    for (let times = 0; times < 4; times += 1) expect(await ask()).toBe('UnreadableModelAnswerError');
  });
});

test('that a model was left out, and why, is in the log', async () => {
  const warned: unknown[] = [];
  const ask = createAskModel({
    model: withCircuit({ ask: async () => failed(new UnknownModelError('')) }, PAUSE, () => 0),
    caps: { take: async () => true },
    clock: { real: () => 0 },
    log: { ...SILENT, warn: (...line) => warned.push(line) },
  });
  const turn = aTurn({ user_message: 'about that other thing', received_at: 0 });
  const local: Understanding = {
    intent: 'help',
    confidence: 0.2,
    entities: {},
    secondary_intents: [],
    alternatives: [],
    classified_by: 'local',
  };
  await ask(turn, local);
  expect((await ask(turn, local)).outcome).toEqual({ outcome: 'ModelLeftOutError', because: 'UnknownModelError' });
  expect(warned).toMatchObject([
    ['model gave no answer', { error_name: 'UnknownModelError', model_calls: 1 }],
    ['model gave no answer', { error_name: 'ModelLeftOutError', because: 'UnknownModelError', model_calls: 0 }],
  ]);
});

describe('a conversation whose model is down', () => {
  let world: World;
  afterEach(() => world.close());

  test('goes on at once, and tells in each turn’s record why the model was not asked', async () => {
    world = await startWorld(() => DOWN, { env: { MODEL_PAUSE_SECONDS: '30' } });
    const say = (message: string) => world.say('7001001', message);
    const down = { agent: 'Classifier', outcome: 'ModelUnavailableError' };
    const left = { outcome: 'ModelLeftOutError', because: 'ModelUnavailableError' };
    const murky = 'well the thing from before, you know how it was';
    expect((await say(murky)).turn?.model_outcomes).toEqual([down]);
    expect((await say(murky)).turn?.model_outcomes).toEqual([down]);
    const calls = world.standIn.calls.length;
    const { answer, turn } = await say(murky);
    expect(turn?.model_outcomes).toEqual([{ agent: 'Classifier', ...left }]);
    expect(answer.metadata).toMatchObject({ classified_by: 'local', model_calls: 0 });
    expect(world.standIn.calls).toHaveLength(calls);
    expect((await say('show me my projects')).turn?.model_outcomes).toBeUndefined();
  });
});
