import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { readConfig } from '../../adapters/config.ts';
import { modelIdOf, openModel } from '../../adapters/model.ts';
import { createModelCaps } from '../../adapters/usage.ts';
import { type LocalTable, startLocalTable } from '../../runtime/local-table.ts';
import { calls, startStandIn } from './stand-in.ts';

let local: LocalTable;
beforeAll(async () => {
  local = await startLocalTable('sessions', null);
});
afterAll(() => local.close());

const NOON = Date.parse('2026-06-01T12:00:00Z');
const clockAt = (at: { ms: number }) => ({ real: () => at.ms });

describe('bounds on the model’s use', () => {
  test('hold for a customer and a day, however many ask at once, and begin anew the next day', async () => {
    const at = { ms: NOON };
    const caps = createModelCaps(local.table, clockAt(at), { perSession: 100, perCustomerDay: 5 });
    const caller = { owner: 'T#1', session_calls: 0 };
    const taken = await Promise.all(Array.from({ length: 12 }, () => caps.take(caller)));
    expect(taken.filter(Boolean)).toHaveLength(5);
    expect(await caps.take({ ...caller, owner: 'T#2' })).toBe(true);
    at.ms += 24 * 3600 * 1000;
    expect(await caps.take(caller)).toBe(true);
  });

  test('leave an item that goes away by itself', async () => {
    await createModelCaps(local.table, clockAt({ ms: NOON }), { perSession: 9, perCustomerDay: 9 }).take({
      owner: 'T#3',
      session_calls: 0,
    });
    const { Item } = await local.table.client.send(
      new GetCommand({ TableName: 'sessions', Key: { pk: 'usage#T#3#2026-06-01' } }),
    );
    expect(Item).toMatchObject({ kind: 'usage', calls: 1, expires_at: NOON / 1000 + 2 * 24 * 3600 });
  });

  test('hold for a session', async () => {
    const caps = createModelCaps(local.table, clockAt({ ms: NOON }), { perSession: 2, perCustomerDay: 100 });
    expect(await caps.take({ owner: 'T#4', session_calls: 1 })).toBe(true);
    expect(await caps.take({ owner: 'T#4', session_calls: 2 })).toBe(false);
  });

  test('of 0 switch the model off', async () => {
    const caps = createModelCaps(local.table, clockAt({ ms: NOON }), { perSession: 2, perCustomerDay: 0 });
    expect(await caps.take({ owner: 'T#5', session_calls: 0 })).toBe(false);
  });

  test('that cannot be counted are an error to the caller', async () => {
    const caps = createModelCaps({ ...local.table, name: 'no-such-table' }, clockAt({ ms: NOON }), {
      perSession: 2,
      perCustomerDay: 2,
    });
    await expect(caps.take({ owner: 'T#6', session_calls: 0 })).rejects.toThrow();
  });
});

describe('the configuration', () => {
  const config = (env: Record<string, string>) =>
    readConfig({ MODEL_PROVIDER: 'bedrock', BEDROCK_MODEL_ID: 'a', ...env });

  test('gives each agent its own model, or the one for both, or none', () => {
    expect(modelIdOf(config({}), 'classifier')).toBe('a');
    expect(modelIdOf(config({ BEDROCK_CLASSIFIER_MODEL_ID: 'b' }), 'classifier')).toBe('b');
    expect(modelIdOf(config({ BEDROCK_RESPONDER_MODEL_ID: 'c' }), 'classifier')).toBe('a');
    expect(modelIdOf(config({ BEDROCK_RESPONDER_MODEL_ID: 'c' }), 'responder')).toBe('c');
    expect(modelIdOf(config({ MODEL_PROVIDER: 'none' }), 'responder')).toBeNull();
  });

  test.each([
    [{ BEDROCK_GUARDRAIL_ID: 'g' }, /BEDROCK_GUARDRAIL_ID must be set beside BEDROCK_GUARDRAIL_VERSION/],
    [
      { BEDROCK_GUARDRAIL_ID: 'g', BEDROCK_GUARDRAIL_VERSION: 'DRAFT' },
      /BEDROCK_GUARDRAIL_VERSION must be a numbered version/,
    ],
    [{ MODEL_CALLS_PER_SESSION: 'many' }, /MODEL_CALLS_PER_SESSION must be a whole number/],
  ])('%o stops the start with a line that names it', (env, complaint) => {
    expect(() => config(env as never)).toThrow(complaint);
  });

  test('opens nothing until it is asked, and then the real thing', async () => {
    let opened = 0;
    const openTable = () => {
      opened += 1;
      return local.table;
    };
    const clock = { real: () => Date.now() };
    expect(openModel(config({ MODEL_PROVIDER: 'none' }), 'classifier', { openTable, clock })).toBeNull();
    const asked = openModel(config({ BEDROCK_GUARDRAIL_ID: 'g', BEDROCK_GUARDRAIL_VERSION: '1' }), 'classifier', {
      openTable,
      clock,
    });
    expect(opened).toBe(0);
    const standIn = await startStandIn((call) => calls(call, { answer: 'ok' }));
    process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME = standIn.url;
    try {
      const question = {
        instructions: 'Answer.',
        data: [{ text: 'x', untrusted: true }],
        answer: { name: 'answer', description: 'An answer.', schema: z.strictObject({ answer: z.string() }) },
        max_tokens: 10,
        until: Date.now() + 5_000,
        allow: () => asked!.caps.take({ owner: 'T#7', session_calls: 0 }),
      };
      expect(await asked?.model.ask(question)).toMatchObject({ ok: true, value: { answer: 'ok' } });
      expect(await asked?.model.ask(question)).toMatchObject({ ok: true });
      expect(opened).toBe(1);
      expect(standIn.calls[0]?.request.guardrailConfig).toMatchObject({
        guardrailIdentifier: 'g',
        guardrailVersion: '1',
      });
    } finally {
      delete process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME;
      await standIn.close();
    }
  });
});
