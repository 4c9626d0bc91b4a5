import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { openBedrock } from '../../adapters/bedrock/client.ts';
import { modelErrorOf } from '../../adapters/bedrock/failures.ts';
import { familyOf } from '../../adapters/bedrock/families.ts';
import { createBedrockModel, type Guardrail } from '../../adapters/bedrock.ts';
import type { Model, ModelAnswer } from '../../core/ports/model.ts';
import { HOSTILE, HOSTILE_MODES } from './hostile.ts';
import { type Behaviour, calls, fails, type Reply, type StandIn, scripted, startStandIn } from './stand-in.ts';

const HAIKU = 'us.anthropic.claude-haiku-5-5';
const Colour = z.strictObject({ colour: z.enum(['red', 'green']), sure: z.number().min(0).max(1) });
const RED = { colour: 'red', sure: 0.9 };

let standIn: StandIn;
const closers: (() => void)[] = [];
beforeEach(async () => {
  standIn = await startStandIn(() => fails(500, 'NothingScripted'));
});
afterEach(async () => {
  for (const close of closers.splice(0)) close();
  await standIn.close();
});

function modelOf(
  options: { modelId?: string; guardrail?: Guardrail | null; attempts?: number; url?: string } = {},
): Model {
  const client = openBedrock({
    endpoint: options.url ?? standIn.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    ...(options.attempts === undefined ? {} : { maxAttempts: options.attempts }),
  });
  closers.push(() => client.destroy());
  return createBedrockModel({ modelId: options.modelId ?? HAIKU, guardrail: options.guardrail ?? null, client });
}

type Asked = {
  budgetMs?: number;
  instructions?: string;
  allow?: () => Promise<boolean>;
  data?: { text: string; untrusted: boolean }[];
};

const ask = (
  model: Model,
  { budgetMs = 5000, instructions = 'Name the colour.', allow = async () => true, data }: Asked = {},
) =>
  model.ask({
    instructions,
    data: data ?? [
      { text: 'Channel: chat', untrusted: false },
      { text: 'A ripe tomato', untrusted: true },
    ],
    answer: { name: 'colour', description: 'The colour of a thing.', schema: Colour },
    max_tokens: 100,
    until: Date.now() + budgetMs,
    allow,
  });

const nameOf = (answer: ModelAnswer<unknown>): string => (answer.ok ? 'ok' : answer.error.name);

describe('a question', () => {
  test('is one Converse request with a forced tool, a small bound and no sampling for a model that takes none', async () => {
    standIn.behave(scripted([(call) => calls(call, RED)]));
    expect(await ask(modelOf())).toEqual({
      ok: true,
      value: RED,
      usage: { model_calls: 1, input_tokens: expect.any(Number), output_tokens: expect.any(Number) },
    });
    expect(standIn.complaints).toEqual([]);
    expect(standIn.calls).toHaveLength(1);
    expect(standIn.calls[0]).toMatchObject({ modelId: HAIKU, tool: 'colour' });
    expect(standIn.calls[0]?.request).toEqual({
      system: [{ text: 'Name the colour.' }],
      messages: [{ role: 'user', content: [{ text: 'Channel: chat' }, { text: 'A ripe tomato' }] }],
      inferenceConfig: { maxTokens: 100 },
      toolConfig: {
        tools: [
          {
            toolSpec: {
              name: 'colour',
              description: 'The colour of a thing.',
              inputSchema: {
                json: {
                  type: 'object',
                  properties: {
                    colour: { type: 'string', enum: ['red', 'green'] },
                    sure: { type: 'number', minimum: 0, maximum: 1 },
                  },
                  required: ['colour', 'sure'],
                  additionalProperties: false,
                },
              },
            },
          },
        ],
        toolChoice: { tool: { name: 'colour' } },
      },
      additionalModelRequestFields: { thinking: { type: 'disabled' } },
    });
  });

  test.each([
    ['us.anthropic.claude-haiku-5-5', { temperature: false, toolChoice: 'tool', off: true }],
    [
      'arn:aws:bedrock:us-east-1:111122223333:inference-profile/eu.anthropic.claude-haiku-5-5',
      { temperature: false, toolChoice: 'tool', off: true },
    ],
    ['global.anthropic.claude-sonnet-5-5', { temperature: false, toolChoice: 'auto', off: false }],
    ['anthropic.claude-opus-5-5', { temperature: false, toolChoice: 'auto', off: false }],
    ['anthropic.claude-opus-4-7', { temperature: false, toolChoice: 'auto', off: false }],
    ['us.anthropic.claude-sonnet-4-6', { temperature: true, toolChoice: 'tool', off: false }],
    ['us.anthropic.claude-haiku-4-5-20251001-v1:0', { temperature: true, toolChoice: 'tool', off: false }],
    ['us.amazon.nova-lite-v1:0', { temperature: true, toolChoice: 'tool', off: false }],
    ['mistral.mistral-large-2407-v1:0', { temperature: true, toolChoice: 'any', off: false }],
    ['meta.llama4-scout', { temperature: false, toolChoice: 'auto', off: false }],
    [
      'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123',
      { temperature: false, toolChoice: 'auto', off: false },
    ],
  ])('to %s asks for what that family takes', async (modelId, { temperature, toolChoice, off }) => {
    standIn.behave(scripted([(call) => calls(call, RED)]));
    expect(nameOf(await ask(modelOf({ modelId })))).toBe('ok');
    expect(standIn.complaints).toEqual([]);
    const { inferenceConfig, toolConfig, additionalModelRequestFields } = standIn.calls[0]!.request;
    expect('temperature' in inferenceConfig).toBe(temperature);
    expect(Object.keys(toolConfig.toolChoice)).toEqual([toolChoice]);
    expect(additionalModelRequestFields !== undefined).toBe(off);
  });

  test('is cached only where its unchanging part is long enough for the family', async () => {
    standIn.behave((call) => calls(call, RED));
    const long = 'Name the colour. '.repeat(600);
    for (const modelId of ['us.anthropic.claude-sonnet-4-6', 'us.anthropic.claude-haiku-5-5', 'meta.llama4-scout'])
      await ask(modelOf({ modelId }), { instructions: long });
    await ask(modelOf({ modelId: 'us.anthropic.claude-sonnet-4-6' }));
    expect(standIn.calls.map(({ request }) => request.system.some((block) => 'cachePoint' in block))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test('under a guardrail shows it all that others wrote, and takes a numbered version', async () => {
    standIn.behave(scripted([(call) => calls(call, RED)]));
    await ask(modelOf({ guardrail: { id: 'gr1', version: '3' } }));
    expect(standIn.calls[0]?.request).toMatchObject({
      guardrailConfig: { guardrailIdentifier: 'gr1', guardrailVersion: '3', trace: 'disabled' },
      messages: [{ content: [{ text: 'Channel: chat' }, { guardContent: { text: { text: 'A ripe tomato' } } }] }],
    });
  });

  test('leaves blank pieces out: Bedrock takes none', async () => {
    standIn.behave(scripted([(call) => calls(call, RED)]));
    await ask(modelOf(), {
      data: [
        { text: ' ', untrusted: true },
        { text: 'x', untrusted: true },
      ],
    });
    expect(standIn.calls[0]?.request.messages[0]?.content).toEqual([{ text: 'x' }]);
  });
});

describe('an answer', () => {
  test('out of form is asked for once more, with what was wrong and nothing of what was written', async () => {
    const script = scripted([
      (call) => calls(call, { colour: 'MAROON<script>', sure: 1.7 }),
      (call) => calls(call, RED),
    ]);
    standIn.behave(script);
    expect(await ask(modelOf())).toMatchObject({ ok: true, value: RED, usage: { model_calls: 2 } });
    script.assertUsedUp();
    expect(standIn.calls[1]?.said).toContain('colour (invalid_value), sure (too_big)');
    expect(standIn.calls[1]?.said).not.toContain('MAROON');
  });

  test('out of form twice is unreadable, and both calls are counted', async () => {
    const script = scripted([(call) => calls(call, {}), (call) => calls(call, 'red')]);
    standIn.behave(script);
    expect(await ask(modelOf())).toMatchObject({
      ok: false,
      error: { name: 'UnreadableModelAnswerError' },
      usage: { model_calls: 2 },
    });
    script.assertUsedUp();
  });

  test.each<[string, Reply, string, number]>([
    ['end_turn', { ...calls({ tool: 'colour' }, RED), stopReason: 'end_turn' } as Reply, 'ok', 1],
    ['tool_use', calls({ tool: 'colour' }, RED), 'ok', 1],
    [
      'max_tokens',
      { ...calls({ tool: 'colour' }, RED), stopReason: 'max_tokens' } as Reply,
      'UnreadableModelAnswerError',
      1,
    ],
    [
      'model_context_window_exceeded',
      { ...calls({ tool: 'colour' }, RED), stopReason: 'model_context_window_exceeded' } as Reply,
      'UnreadableModelAnswerError',
      1,
    ],
    [
      'stop_sequence',
      { ...calls({ tool: 'colour' }, RED), stopReason: 'stop_sequence' } as Reply,
      'UnreadableModelAnswerError',
      2,
    ],
    [
      'malformed_tool_use',
      { ...calls({ tool: 'colour' }, RED), stopReason: 'malformed_tool_use' } as Reply,
      'UnreadableModelAnswerError',
      2,
    ],
    [
      'malformed_model_output',
      { ...calls({ tool: 'colour' }, RED), stopReason: 'malformed_model_output' } as Reply,
      'UnreadableModelAnswerError',
      2,
    ],
    [
      'content_filtered',
      { ...calls({ tool: 'colour' }, RED), stopReason: 'content_filtered' } as Reply,
      'ContentFilteredError',
      1,
    ],
    [
      'guardrail_intervened',
      { ...calls({ tool: 'colour' }, RED), stopReason: 'guardrail_intervened' } as Reply,
      'GuardrailIntervenedError',
      1,
    ],
    [
      'one never heard of',
      { ...calls({ tool: 'colour' }, RED), stopReason: 'went_fishing' } as Reply,
      'UnreadableModelAnswerError',
      2,
    ],
  ])('that stopped with %s', async (_, reply, name, sent) => {
    standIn.behave(() => reply);
    expect(nameOf(await ask(modelOf()))).toBe(name);
    expect(standIn.calls).toHaveLength(sent);
  });

  test('of any shape is either read or refused, never thrown', async () => {
    const model = modelOf();
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (input) => {
        standIn.behave((call) => calls(call, input));
        const answer = await ask(model);
        expect(nameOf(answer)).toBe(Colour.safeParse(input).success ? 'ok' : 'UnreadableModelAnswerError');
      }),
      { numRuns: 60 },
    );
  });
});

describe('a failure', () => {
  const transient = [429, 'ThrottlingException', 'ModelThrottledError', 2] as const;
  test.each<readonly [number, string, string, number]>([
    transient,
    [400, 'ServiceQuotaExceededException', 'ModelThrottledError', 1],
    [408, 'ModelTimeoutException', 'ModelTimeoutError', 1],
    [429, 'ModelNotReadyException', 'ModelNotReadyError', 2],
    [503, 'ServiceUnavailableException', 'ModelUnavailableError', 2],
    [500, 'InternalServerException', 'ModelUnavailableError', 2],
    [424, 'ModelErrorException', 'ModelUnavailableError', 1],
    [403, 'AccessDeniedException', 'ModelAccessDeniedError', 1],
    [403, 'ExpiredTokenException', 'ModelAccessDeniedError', 1],
    [404, 'ResourceNotFoundException', 'UnknownModelError', 1],
    [418, 'TeapotException', 'ModelUnavailableError', 1],
    [403, 'BrandNewException', 'ModelAccessDeniedError', 1],
  ])('%i %s is a %s, after %i requests at most', async (status, name, ours, most) => {
    let requests = 0;
    standIn.behave(() => {
      requests += 1;
      return fails(status, name);
    });
    expect(await ask(modelOf())).toMatchObject({
      ok: false,
      error: { name: ours },
      usage: { model_calls: 1, input_tokens: 0, output_tokens: 0 },
    });
    expect(requests).toBe(most);
  });

  test.each([
    ['The provided model identifier is invalid.', 'UnknownModelError'],
    [
      'Invocation of model ID anthropic.claude-haiku-5-5 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
      'UnknownModelError',
    ],
    ['This model version has reached the end of its life.', 'UnknownModelError'],
    ['`temperature` is deprecated for this model.', 'ModelRequestRefusedError'],
  ])('of validation is told apart: %s', async (message, name) => {
    standIn.behave(() => fails(400, 'ValidationException', message));
    const answer = await ask(modelOf());
    expect(nameOf(answer)).toBe(name);
    expect(answer.ok ? '' : answer.error.message).not.toContain(message);
  });

  test('that passes costs one more request and no failure', async () => {
    standIn.behave(scripted([fails(429, 'ThrottlingException'), (call) => calls(call, RED)]));
    expect(await ask(modelOf())).toMatchObject({ ok: true, usage: { model_calls: 1 } });
  });

  test('to answer ends with the time that there is', async () => {
    standIn.behave(() => ({ kind: 'hang' }));
    const began = Date.now();
    expect(nameOf(await ask(modelOf(), { budgetMs: 700 }))).toBe('ModelTimeoutError');
    expect(Date.now() - began).toBeLessThan(20_000);
  });

  test.each(['retry-after', 'x-amz-retry-after'])(
    'is told at once, however long a wait %s asks for',
    async (header) => {
      const server = createServer((_, response) => {
        response.writeHead(429, { 'x-amzn-errortype': 'ThrottlingException', [header]: '60000' }).end('{}');
      });
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      closers.push(() => server.close());
      const { port } = server.address() as AddressInfo;
      const began = Date.now();
      expect(nameOf(await ask(modelOf({ url: `http://127.0.0.1:${port}` })))).toBe('ModelThrottledError');
      expect(Date.now() - began).toBeLessThan(20_000);
    },
  );

  test('is foreseen when no time is left: nothing is sent', async () => {
    standIn.behave((call) => calls(call, RED));
    expect(await ask(modelOf(), { budgetMs: 100 })).toMatchObject({
      ok: false,
      error: { name: 'ModelTimeoutError' },
      usage: { model_calls: 0 },
    });
    expect(standIn.calls).toHaveLength(0);
  });

  test('to find credentials ends with the time that there is', async () => {
    const client = openBedrock({
      endpoint: standIn.url,
      region: 'us-east-1',
      credentials: () => new Promise(() => {}),
    });
    closers.push(() => client.destroy());
    const model = createBedrockModel({ modelId: HAIKU, guardrail: null, client });
    expect(nameOf(await ask(model, { budgetMs: 600 }))).toBe('ModelTimeoutError');
  });

  test('is foreseen when being allowed took the time: nothing is sent', async () => {
    standIn.behave((call) => calls(call, RED));
    const slowly = async () => {
      await new Promise((done) => setTimeout(done, 600));
      return true;
    };
    expect(await ask(modelOf(), { budgetMs: 500, allow: slowly })).toMatchObject({
      ok: false,
      error: { name: 'ModelTimeoutError' },
      usage: { model_calls: 0 },
    });
    expect(standIn.calls).toHaveLength(0);
  });

  test.each(['1.1', '2'] as const)('to end an answer over HTTP/%s is cut short', async (http) => {
    const endless = await startStandIn(() => ({ kind: 'raw', body: ' '.repeat(3 * 1024 * 1024) }), { http });
    expect(nameOf(await ask(modelOf({ url: endless.url })))).toBe('UnreadableModelAnswerError');
    endless.behave((call) => calls(call, RED));
    expect(nameOf(await ask(modelOf({ url: endless.url })))).toBe('ok');
    await endless.close();
  });

  test.each([
    [404, 'ModelUnavailableError'],
    [503, 'ModelUnavailableError'],
    [200, 'UnreadableModelAnswerError'],
  ])('of something else than Bedrock that answers %i with a page', async (status, name) => {
    standIn.behave(() => ({ kind: 'raw', body: '<html>not here</html>', status }));
    expect(nameOf(await ask(modelOf({ attempts: 1 })))).toBe(name);
  });

  test.each([
    [Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' }), 'ModelUnavailableError'],
    [Object.assign(new Error('connect'), { name: 'TimeoutError', code: 'ETIMEDOUT' }), 'ModelTimeoutError'],
    [
      Object.assign(new Error('Unknown'), { name: 'Unknown', $metadata: { httpStatusCode: 404 } }),
      'ModelUnavailableError',
    ],
  ])('thrown as %s', (thrown, name) => expect(modelErrorOf(thrown).name).toBe(name));

  test('of the connection is that the model is unavailable', async () => {
    standIn.behave(() => ({ kind: 'drop' }));
    expect(nameOf(await ask(modelOf({ attempts: 1 })))).toBe('ModelUnavailableError');
    expect(nameOf(await ask(modelOf({ attempts: 1, url: 'http://127.0.0.1:9' })))).toBe('ModelUnavailableError');
  });

  test('of credentials has its name too', async () => {
    const client = openBedrock({
      endpoint: standIn.url,
      region: 'us-east-1',
      credentials: async () => {
        throw Object.assign(new Error('none'), { name: 'CredentialsProviderError' });
      },
    });
    expect(nameOf(await ask(createBedrockModel({ modelId: HAIKU, guardrail: null, client })))).toBe(
      'ModelAccessDeniedError',
    );
    client.destroy();
  });
});

/** What becomes of each mode; those left out answer out of form. */
const UNDONE_BY: Partial<Record<(typeof HOSTILE_MODES)[number], string>> = {
  filtered: 'ContentFilteredError',
  guardrail: 'GuardrailIntervenedError',
  throttles: 'ModelThrottledError',
  not_ready: 'ModelNotReadyError',
  unavailable: 'ModelUnavailableError',
  internal: 'ModelUnavailableError',
  model_error: 'ModelUnavailableError',
  denied: 'ModelAccessDeniedError',
  retired: 'UnknownModelError',
  new_error: 'ModelUnavailableError',
  drops: 'ModelUnavailableError',
  half: 'ModelUnavailableError',
};

test.each(HOSTILE_MODES.filter((mode) => mode !== 'hangs'))(
  'a model that is hostile by %s gets an answer or a named failure out of it',
  async (mode) => {
    standIn.behave(HOSTILE[mode] as Behaviour);
    const answer = await ask(modelOf({ attempts: 1 }));
    expect(nameOf(answer)).toBe(UNDONE_BY[mode] ?? 'UnreadableModelAnswerError');
    for (const figure of Object.values(answer.usage)) expect(Number.isSafeInteger(figure) && figure >= 0).toBe(true);
  },
);

describe('a bound on calls', () => {
  test('holds for the repair as well', async () => {
    let left = 1;
    standIn.behave((call) => calls(call, {}));
    const answer = await ask(modelOf(), { allow: async () => left-- > 0 });
    expect(answer).toMatchObject({ ok: false, error: { name: 'ModelCapReachedError' }, usage: { model_calls: 1 } });
    expect(standIn.calls).toHaveLength(1);
  });
});

describe('a plain endpoint', () => {
  test.each(['1.1', '2'] as const)('is spoken to in HTTP/%s, if that is what it speaks', async (http) => {
    const other = await startStandIn((call) => calls(call, RED), { http });
    closers.push(() => void other.close());
    const model = modelOf({ url: other.url });
    expect(nameOf(await ask(model))).toBe('ok');
    expect(nameOf(await ask(model))).toBe('ok');
    expect(other.calls).toHaveLength(2);
  });

  test('is found in AWS_ENDPOINT_URL_BEDROCK_RUNTIME', async () => {
    standIn.behave((call) => calls(call, RED));
    process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME = standIn.url;
    try {
      const client = openBedrock({
        region: 'us-east-1',
        credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
      });
      expect(nameOf(await ask(createBedrockModel({ modelId: HAIKU, guardrail: null, client })))).toBe('ok');
      client.destroy();
    } finally {
      delete process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME;
    }
  });
});

test('the newest model of a family is never taken for an older one', () => {
  expect(familyOf('us.anthropic.claude-haiku-5-5').name).toBe('Claude Haiku 5.5');
  expect(familyOf('anthropic.claude-sonnet-12-1').name).toBe('Claude 5 and later');
  expect(familyOf('anthropic.claude-sonnet-4-20250514-v1:0').name).toBe('Claude 4 and 4.1, Sonnet 4.5');
});
