import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Answer } from '../../core/contracts/answer.ts';
import type { TurnEvent } from '../../core/contracts/execution-record.ts';
import type { Assistant } from '../../runtime/assistant.ts';
import { chat, startForTest, tokenOf } from '../http/front-door.ts';
import { pathOf } from '../machine/walk.ts';

let assistant: Assistant;
let token: string;
let session: string;
let number = 0;
const logged: string[] = [];
const log = Object.fromEntries(
  ['info', 'warn', 'error'].map((level) => [level, (...line: unknown[]) => logged.push(JSON.stringify(line))]),
) as never;

beforeAll(async () => {
  assistant = await startForTest(
    { ASSISTANT_NOW: '2026-06-01T09:00:00-04:00' },
    { gatewayTimeoutMs: 10_000, log: { ...(log as object), debug() {} } as never },
  );
  token = await tokenOf('7001002');
});
afterAll(() => assistant.close());
beforeEach(async () => {
  session = `session-booking-${++number}`;
  await fetch(`${assistant.sandboxUrl}/sandbox/reset`, { method: 'POST' });
});

const post = (message: string, message_id?: string) =>
  chat(assistant, { message, session_id: session, ...(message_id === undefined ? {} : { message_id }) }, { token });

async function say(message: string, message_id?: string): Promise<Answer> {
  const { status, body } = await post(message, message_id);
  expect({ status, body }).toMatchObject({ status: 200 });
  return Answer.parse(body);
}

const schedules = async (): Promise<number> => {
  const log = (await (await fetch(`${assistant.sandboxUrl}/sandbox/requests`)).json()) as {
    method: string;
    path: string;
  }[];
  return log.filter(({ method, path }) => method === 'POST' && /\/schedule$/.test(path.split('?')[0] ?? '')).length;
};

const fault = (body: object) =>
  fetch(`${assistant.sandboxUrl}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function pathOfTurn({ metadata }: Answer): Promise<string> {
  const events: TurnEvent[] = (await assistant.records.read(metadata.execution_id)) ?? [];
  return pathOf(events).join(' ');
}

/** Up to the question whether to book. */
async function toTheQuestion(): Promise<Answer> {
  const dates = await say('I would like to schedule my fence installation');
  const times = await say(dates.suggestions[0]!);
  return say(times.suggestions[0]!);
}

describe('A booking, following only the replies,', () => {
  test('goes through the machine and reaches PF360 once', async () => {
    const dates = await say('I would like to schedule my fence installation');
    expect(dates.data).toMatchObject({ kind: 'dates', project: { number: '52001_1' } });
    expect(await pathOfTurn(dates)).toMatch(
      /^OpenTurn RouteOnRepeat Classifier RouteOnConfidence Plan RouteOnPlan ExecuteTools ToolExecutor\[0\] .*Plan RouteOnPlan Responder SaveTurn TurnEnded$/,
    );
    const times = await say(dates.suggestions[0]!);
    expect(times.data).toMatchObject({
      kind: 'time_slots',
      date: (dates.data as { items: { date: string }[] }).items[0]?.date,
    });
    const question = await say(times.suggestions[0]!);
    expect(question.metadata.pending_action).toMatchObject({
      tool: 'confirm_appointment',
      project: { number: '52001_1' },
    });
    expect(await schedules()).toBe(0);

    const receipt = await say(question.suggestions[0]!);
    expect(receipt.metadata).toMatchObject({
      write_outcome: { tool: 'confirm_appointment', status: 'requested' },
      pending_action: null,
      tools_executed: ['confirm_appointment'],
    });
    expect(await pathOfTurn(receipt)).toBe(
      'OpenTurn RouteOnRepeat Classifier RouteOnConfidence Plan RouteOnPlan ExecuteTools ToolExecutor[0] ' +
        'Plan RouteOnPlan Responder SaveTurn TurnEnded',
    );
    expect(await schedules()).toBe(1);
    expect([dates, times, question, receipt].map(({ turn }) => turn)).toEqual([1, 2, 3, 4]);
  });

  test('is done once when the yes is sent again, or twice at the same time', async () => {
    const { suggestions } = await toTheQuestion();
    const yes = () => post(suggestions[0]!, 'message-yes');
    const both = await Promise.all([yes(), yes()]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const first = both.find(({ status }) => status === 200)?.body;
    expect((await yes()).body).toEqual(first);
    expect((await say('yes')).metadata.write_outcome).toBeNull();
    expect(await schedules()).toBe(1);
  });

  test('that takes PF360 longer than the gateway waits is done once, and its answer is not lost', async () => {
    const { suggestions } = await toTheQuestion();
    await fault({ match: 'POST /scheduler/*/schedule', delay_ms: 12_000, times: 1 });
    const yes = () => post(suggestions[0]!, 'message-yes');
    expect((await yes()).status).toBe(504);
    let answered = await yes();
    expect(answered.status).toBe(409);
    for (let waited = 0; waited < 120_000 && answered.status !== 200; waited += 200) {
      await sleep(200);
      answered = await yes();
    }
    expect(Answer.parse(answered.body).metadata.write_outcome).toEqual({
      tool: 'confirm_appointment',
      status: 'requested',
    });
    expect(await schedules()).toBe(1);
  });
});

test('A turn whose responder fails after the write leaves the yes standing, and another yes tells what became of it', async () => {
  let broken = true;
  const { createResponder } = await import('../../functions/responder/handler.ts');
  const responder = createResponder({ log });
  const own = await startForTest(
    { ASSISTANT_NOW: '2026-06-01T09:00:00-04:00' },
    {
      agents: {
        Responder: async (event) => {
          if (broken && (event as { write_outcome: unknown }).write_outcome !== null) throw new Error('out of words');
          return responder(event);
        },
      },
    },
  );
  const [outer, outerSession] = [assistant, session];
  assistant = own;
  try {
    const { suggestions } = await toTheQuestion();
    const apology = await say(suggestions[0]!);
    expect(apology.response).toMatch(/^Sorry, something went wrong/);
    expect(apology.metadata.pending_action).toMatchObject({ tool: 'confirm_appointment' });
    broken = false;
    expect((await say('yes')).metadata.write_outcome).toEqual({ tool: 'confirm_appointment', status: 'requested' });
    expect(await schedules()).toBe(1);
  } finally {
    assistant = outer;
    session = outerSession;
    await own.close();
  }
});

test('What is logged at INFO and above holds no message, reply, address or token', async () => {
  logged.length = 0;
  const question = await toTheQuestion();
  await say('Yes, book it');
  const text = logged.join('\n');
  expect(logged.length).toBeGreaterThan(20);
  for (const secret of ['fence', 'Sheridan', 'Evanston', 'book it', question.response.slice(0, 20), 'eyJ', '7001002']) {
    expect(text).not.toContain(secret);
  }
});
