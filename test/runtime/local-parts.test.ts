import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Hono } from 'hono';
import { createClock, inZone } from '../../adapters/clock.ts';
import { createCredentials } from '../../adapters/credentials.ts';
import { createEvents } from '../../adapters/events.ts';
import { fileExecutionRecords, memoryExecutionRecords, readRecord } from '../../adapters/execution-records.ts';
import { createSessions } from '../../adapters/sessions.ts';
import type { TurnEvent } from '../../core/contracts/execution-record.ts';
import { createClosers } from '../../runtime/closers.ts';
import { DataDirInUseError, openDataDir } from '../../runtime/data-dir.ts';
import { deleteExpired } from '../../runtime/expiry.ts';
import { clearLeases } from '../../runtime/leases.ts';
import { listen, onPort } from '../../runtime/listen.ts';
import { type LocalTable, startLocalTable } from '../../runtime/local-table.ts';
import { readMappingTemplate } from '../../runtime/mapping.ts';
import { itemsOfKind } from '../../runtime/table-scan.ts';
import { createThrottle } from '../../runtime/throttle.ts';
import { createLocalTimers } from '../../runtime/timers.ts';
import { movableClock, OWNER } from './turns.ts';

let local: LocalTable;
let folder: string;

beforeAll(async () => {
  local = await startLocalTable('sessions', null);
  folder = await mkdtemp(join(tmpdir(), 'assistant-'));
});
afterAll(async () => {
  await local.close();
  await rm(folder, { recursive: true, force: true });
});

const put = (Item: Record<string, unknown>) => local.table.client.send(new PutCommand({ TableName: 'sessions', Item }));
const keysOf = async (kind: string) => (await itemsOfKind(local.table, kind)).map(({ pk }) => pk).sort();

describe('The clock', () => {
  test('stands still where it is told to; the real one does not', async () => {
    const clock = createClock('2026-06-01T09:00:00-04:00');
    const before = clock.real();
    await sleep(5);
    expect(clock.now().toString()).toBe('2026-06-01T13:00:00Z');
    expect(clock.real()).toBeGreaterThan(before);
    expect(Math.abs(createClock(undefined).now().epochMilliseconds - Date.now())).toBeLessThan(10_000);
  });

  test('reads as the wall clock of a zone, with the offset of the day', () => {
    const { now } = createClock('2026-12-01T18:30:00Z');
    expect(inZone(now(), 'America/New_York')).toBe('2026-12-01T13:30:00.000-05:00');
    expect(inZone(createClock('2026-06-01T18:30:00Z').now(), 'America/Chicago')).toBe('2026-06-01T13:30:00.000-05:00');
  });
});

describe('Credentials', () => {
  test('are found by their handle until they expire, and by nothing else', async () => {
    const clock = movableClock();
    const credentials = createCredentials(local.table, clock);
    const expiresAt = clock.realMs / 1000 + 60;
    const ref = await credentials.store('the.token.itself', expiresAt);
    expect(ref).not.toContain('token');
    expect(await credentials.store('the.token.itself', expiresAt)).toBe(ref);
    expect(await credentials.token(ref)).toBe('the.token.itself');
    expect(await credentials.token(`${ref}x`)).toBeNull();
    clock.realMs += 60_000;
    expect(await credentials.token(ref)).toBeNull();
  });
});

describe('Events', () => {
  const event = {
    type: 'HandoffRequested',
    reason: 'reschedule_stuck',
    client_id: 'c',
    customer_id: '1',
    project_id: 'p',
    session_id: 's',
  } as const;

  test('go to the bus with their type and ids', async () => {
    const sent: unknown[] = [];
    const client = { send: async ({ input }: { input: unknown }) => ({ FailedEntryCount: sent.push(input) - 1 }) };
    await createEvents('bus-1', client as never).emit(event);
    expect(sent).toEqual([
      {
        Entries: [
          {
            EventBusName: 'bus-1',
            Source: 'scheduling-assistant',
            DetailType: 'HandoffRequested',
            Detail: '{"reason":"reschedule_stuck","client_id":"c","customer_id":"1","project_id":"p","session_id":"s"}',
          },
        ],
      },
    ]);
  });

  test('that the bus does not take are an error', async () => {
    const answers = [{ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] }, { FailedEntryCount: 1 }];
    const events = createEvents('bus-1', { send: async () => answers.shift() } as never);
    await expect(events.emit(event)).rejects.toThrow('HandoffRequested was not taken: InternalFailure');
    await expect(events.emit(event)).rejects.toThrow('no reason given');
  });
});

describe('Execution records', () => {
  const started = (execution_id: string): TurnEvent => ({
    type: 'TurnStarted',
    at: 1,
    execution_id,
    input: { a: 'é' },
  });
  const ended: TurnEvent = { type: 'TurnEnded', at: 2, outcome: 'succeeded', output: null, error: null, took_ms: 1 };

  test.each([
    ['in files', () => fileExecutionRecords(join(folder, 'records'), 1000)],
    ['in memory', () => memoryExecutionRecords(1000)],
  ])('%s come back as they were, newest first', async (_, open) => {
    const records = open();
    records.append('e1', started('e1'));
    await records.idle();
    await sleep(20);
    records.append('e2', started('e2'));
    records.append('e2', ended);
    expect(await records.read('e2')).toEqual([started('e2'), ended]);
    expect(await records.read('e1')).toEqual([started('e1')]);
    expect(await records.list()).toEqual(['e2', 'e1']);
    expect(await records.read('e3')).toBeNull();
    expect(await records.read('../../etc/passwd')).toBeNull();
  });

  test('in files are bounded to the newest', async () => {
    const records = fileExecutionRecords(join(folder, 'bounded'), 3);
    for (let number = 0; number < 60; number++) records.append(`e${number}`, started(`e${number}`));
    await records.idle();
    expect((await readdir(join(folder, 'bounded'))).length).toBeLessThanOrEqual(3 + 50);
    expect((await records.list()).length).toBeLessThan(60);
  });

  test('in files are bounded in bytes, but for the newest', async () => {
    const records = fileExecutionRecords(join(folder, 'large'), 1000, 10);
    for (let number = 0; number < 60; number++) records.append(`e${number}`, started(`e${number}`));
    await records.idle();
    expect((await records.list()).length).toBeLessThan(60);
    expect((await records.list()).length).toBeGreaterThan(0);
  });

  test('in memory are bounded to the newest', async () => {
    const records = memoryExecutionRecords(2);
    for (const id of ['e1', 'e2', 'e3']) records.append(id, started(id));
    expect(await records.list()).toEqual(['e3', 'e2']);
  });

  test('that cannot be written say so to whoever waits', async () => {
    await writeFile(join(folder, 'a-file'), '');
    const records = fileExecutionRecords(join(folder, 'a-file'), 3);
    records.append('e1', started('e1'));
    await expect(records.idle()).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await records.list()).toEqual([]);
    expect(() => records.append('../e1', started('e1'))).toThrow(RangeError);
  });

  test('of a killed process end before the line that was cut', () => {
    const lines = `${JSON.stringify(started('e1'))}\n${JSON.stringify(ended).slice(0, 20)}`;
    expect(readRecord(lines)).toEqual([started('e1')]);
    expect(() => readRecord('{"type":"Other"}\n{}\n')).toThrow('line 1 is no event');
    expect(() => readRecord('nonsense\n{')).toThrow('line 1 is no event');
  });
});

describe('What an earlier process left', () => {
  test('leases of dead turns are given back', async () => {
    const clock = movableClock();
    const sessions = createSessions(local.table, clock, { ttlSeconds: 1800 });
    const request = { session_id: 'session-left', owner: OWNER, message_id: null };
    await sessions.open({ ...request, execution_id: 'dead' });
    await clearLeases(local.table);
    expect(await sessions.open({ ...request, execution_id: 'e2' })).toMatchObject({ turn: 1 });
  });

  test('what has expired by both clocks goes, after an hour’s grace', async () => {
    const clock = movableClock();
    const now = clock.now().epochMilliseconds / 1000;
    clock.realMs = (now + 1_000_000) * 1000;
    await put({ pk: 'answer#old', kind: 'answer', expires_at: now - 3601 });
    await put({ pk: 'answer#lately', kind: 'answer', expires_at: now - 3599 });
    await put({ pk: 'answer#future', kind: 'answer', expires_at: now + 500_000 });
    await put({ pk: 'answer#never', kind: 'answer' });
    await deleteExpired(local.table, clock);
    expect(await keysOf('answer')).toEqual(['answer#future', 'answer#lately', 'answer#never']);
  });

  test('is found over several pages', async () => {
    for (let number = 0; number < 12; number++) {
      await put({ pk: `usage#${number}`, kind: 'usage', filling: 'x'.repeat(100_000) });
    }
    expect(await keysOf('usage')).toHaveLength(12);
  });
});

describe('The data folder', () => {
  test('belongs to one assistant at a time, and to nobody after it was given up', async () => {
    const path = join(folder, 'data');
    const first = await openDataDir(path);
    await expect(openDataDir(path)).rejects.toThrow(DataDirInUseError);
    await expect(openDataDir(path)).rejects.toThrow(/^DATA_DIR .+ is in use by another assistant/);
    await first.release();
    await (await openDataDir(path)).release();
  });

  test('that cannot be made says why', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(openDataDir(join(folder, 'file', 'below'))).rejects.toThrow(
      /^DATA_DIR must be a folder that can be made and written: .+ \(ENOTDIR\)$/,
    );
  });
});

describe('Timers', () => {
  const NO_LOG = { warn() {} };
  const clock = createClock(undefined);
  const at = (ms: number) => new Date(clock.real() + ms).toISOString();
  const target = (project_id: string) => ({ client_id: 'c', project_id });
  let timers = createLocalTimers({} as never, clock, NO_LOG);
  afterEach(() => timers.stop());

  test('call their target once, at their time, a later one in place of an earlier one', async () => {
    const called: string[] = [];
    timers = createLocalTimers(local.table, clock, NO_LOG);
    await timers.start(async ({ project_id }) => called.push(project_id));
    await timers.schedule(at(60), target('p1'));
    await timers.schedule(at(20), target('p2'));
    await timers.schedule(at(100), target('p2'));
    await timers.schedule(at(-5000), target('p3'));
    await sleep(50);
    expect(called).toEqual(['p3']);
    await sleep(250);
    expect(called).toEqual(['p3', 'p1', 'p2']);
  });

  test('are set anew for the reschedules that were left unfinished', async () => {
    const saga = (project_id: string, state: string) =>
      put({ pk: `saga#c#${project_id}`, kind: 'saga', client_id: 'c', project_id, due_at: at(10), state });
    await saga('open', 'open');
    await saga('recovering', 'recovering');
    await saga('ended', 'restored');
    const called: string[] = [];
    timers = createLocalTimers(local.table, clock, NO_LOG);
    await timers.start(async ({ project_id }) => called.push(project_id));
    await sleep(150);
    expect(called.sort()).toEqual(['open', 'recovering']);
  });

  test('try again when their target fails, and wait longer than Node’s own', async () => {
    const moving = movableClock();
    timers = createLocalTimers(local.table, moving, NO_LOG);
    await timers.schedule(new Date(moving.realMs + 2 ** 32).toISOString(), target('far'));
    let calls = 0;
    await timers.start(async () => {
      calls++;
      throw new Error('not now');
    });
    await timers.schedule(new Date(moving.realMs).toISOString(), target('p1'));
    await sleep(50);
    expect(calls).toBe(1);
  });
});

describe('The small parts', () => {
  test('a throttle lets a burst pass, and then as many a second as it may', () => {
    let now = 0;
    const mayPass = createThrottle({ perSecond: 10, burst: 3 }, () => now);
    expect([1, 2, 3, 4].map(() => mayPass())).toEqual([true, true, true, false]);
    now = 200;
    expect([1, 2, 3].map(() => mayPass())).toEqual([true, true, false]);
    now = 100_000;
    expect([1, 2, 3, 4].map(() => mayPass())).toEqual([true, true, true, false]);
  });

  test('closers close everything, last first, and tell of a failure', async () => {
    const closed: string[] = [];
    const closers = createClosers();
    for (const name of ['a', 'b', 'c']) {
      closers.add(name, () => {
        closed.push(name);
        if (name === 'b') throw new Error('b does not close');
      });
    }
    await expect(closers.closeAll()).rejects.toThrow('b does not close');
    expect(closed).toEqual(['c', 'b', 'a']);
    await closers.closeAll();
    expect(closed).toHaveLength(3);
  });

  test('a port that cannot be had names its variable', async () => {
    const first = await listen(() => new Hono(), '127.0.0.1', 0);
    const port = Number(new URL(first.url).port);
    const again = () => onPort('PORT', port, (wanted) => listen(() => new Hono(), '127.0.0.1', wanted));
    await expect(again()).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: `PORT must be a free port: ${port} is in use`,
    });
    await first.close();
    await (await again()).close();
    const failing = (code: string) => onPort('PORT', 1, () => Promise.reject(Object.assign(new Error(code), { code })));
    await expect(failing('EACCES')).rejects.toThrow('PORT must be a port that may be used');
    await expect(failing('EADDRNOTAVAIL')).rejects.toThrow('HOST must be an address of this machine');
    await expect(failing('EOTHER')).rejects.toThrow('EOTHER');
  });

  test('a mapping template is read as far as ours go, and no further', () => {
    const scope = { body: '{"a":{"b":[1]}}', headers: {}, requestId: 'r', requestTimeEpoch: 1, authorizer: {} };
    const render = (text: string) => readMappingTemplate(text)(scope).text;
    expect(render("$input.json('$.a') $input.path('$.a.b') $context.requestId")).toBe('{"b":[1]} [1] r');
    expect(render("$input.json('$.none')")).toBe('""');
    expect(() => render("$input.path('$..b')")).toThrow('does not read the path');
    expect(readMappingTemplate('$input.body')({ ...scope, body: '' }).text).toBe('');
  });
});
