import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Assistant } from '../../runtime/assistant.ts';
import { chat, startForTest, tokenOf } from '../http/front-door.ts';

let assistant: Assistant;
beforeAll(async () => {
  assistant = await startForTest({ ASSISTANT_NOW: '2026-06-01T09:00:00-04:00', RESCHEDULE_RECOVERY_SECONDS: '2' });
});
afterAll(() => assistant.close());

test('A reschedule that the customer leaves in the middle gets its old time back by itself, once', async () => {
  const token = await tokenOf('7001001');
  const say = async (message: string) =>
    (await chat(assistant, { message, session_id: 'session-recovery' }, { token })).body;
  const requests = async () =>
    (await (await fetch(`${assistant.sandboxUrl}/sandbox/requests`)).json()) as {
      path: string;
      body: Record<string, unknown>;
    }[];
  const schedules = async () => (await requests()).filter(({ path }) => /\/schedule$/.test(path));

  expect(await say('I need to move my windows appointment')).toMatchObject({
    metadata: { pending_action: { tool: 'reschedule_appointment', date: '2026-06-09', time: '10:00' } },
  });
  expect(await say('yes')).toMatchObject({ metadata: { write_outcome: { status: 'confirmed' } } });
  expect(await schedules()).toEqual([]);
  for (let waited = 0; waited < 120_000 && (await schedules()).length === 0; waited += 200) await sleep(200);
  await sleep(500);
  expect(await schedules()).toHaveLength(1);
  const other = await chat(assistant, { message: 'When is my windows appointment?' }, { token });
  expect(other.body).toMatchObject({ data: { kind: 'appointment', date: '2026-06-09', time: '10:00' } });
});
