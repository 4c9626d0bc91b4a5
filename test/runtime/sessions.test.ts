import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createSessions, LEASE_SECONDS } from '../../adapters/sessions.ts';
import { NEW_SESSION } from '../../core/contracts/session.ts';
import { LeaseLostError, SessionBusyError, SessionNotFoundError } from '../../core/errors.ts';
import type { OpenedSession, Sessions } from '../../core/ports/sessions.ts';
import { type LocalTable, startLocalTable } from '../../runtime/local-table.ts';
import { aState, movableClock, OWNER, saved } from './turns.ts';

const TTL = 1800;
let local: LocalTable;
let clock: ReturnType<typeof movableClock>;
let sessions: Sessions;
let number = 0;
let session_id: string;

beforeAll(async () => {
  local = await startLocalTable('sessions', null);
});
afterAll(() => local.close());
beforeEach(() => {
  clock = movableClock();
  sessions = createSessions(local.table, clock, { ttlSeconds: TTL });
  session_id = `session-${++number}`;
});

const open = (execution_id: string, message_id: string | null = null, owner = OWNER): Promise<OpenedSession> =>
  sessions.open({ session_id, owner, message_id, execution_id });

async function runTurn(execution: string, message: string | null = null, response = 'Hello!'): Promise<number> {
  const opened = await open(execution, message);
  const turn = saved(opened, { execution, message, response });
  await sessions.save(turn);
  return turn.record.turn;
}

const item = async () =>
  (await local.table.client.send(new GetCommand({ TableName: 'sessions', Key: { pk: `session#${session_id}` } }))).Item;

describe('A session', () => {
  test('begins at turn 1 with nothing in it, and goes on where it was left', async () => {
    const begun = { answered: false, session_id, begun_by: 'e1' };
    expect(await open('e1')).toEqual({ ...begun, turn: 1, version: 0, state: null });
    const state = aState({ clarification_count: 2, history: [{ user: 'Hi', assistant: 'Hello!' }] });
    await sessions.save(saved(await open('e1'), { execution: 'e1', state }));
    expect(await open('e2')).toEqual({ ...begun, turn: 2, version: 1, state });
    expect(await sessions.state(session_id)).toEqual(state);
  });

  test('keeps every character of what is stored', async () => {
    const text = 'I\'d "like" @@ $' + '{x} #set \u2028 \u0000 😀 \ud800 {}';
    const state = aState({ history: [{ user: text, assistant: text }] });
    await sessions.save(saved(await open('e1'), { execution: 'e1', state }));
    expect(await sessions.state(session_id)).toEqual(state);
  });

  test('of another owner does not exist', async () => {
    await runTurn('e1');
    const strangers = ['11TB01SB#7001002', '22CH01SB#7001001', '11TB01SB#700100'];
    for (const stranger of strangers) {
      await expect(open('e2', null, stranger)).rejects.toThrow(SessionNotFoundError);
      expect(await sessions.remove(session_id, stranger)).toBe(false);
    }
    expect((await open('e3')).answered).toBe(false);
  });

  test('is new to exactly one of many that begin it at once', async () => {
    const results = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((execution) => open(execution)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refusals.every((error) => error instanceof SessionBusyError)).toBe(true);
  });
});

describe('Its lease', () => {
  test('keeps a second turn out until the first is saved', async () => {
    const first = await open('e1');
    await expect(open('e2')).rejects.toThrow(SessionBusyError);
    await sessions.save(saved(first, { execution: 'e1' }));
    expect(await open('e2')).toMatchObject({ turn: 2 });
  });

  test('is given again to the execution that holds it', async () => {
    const first = await open('e1');
    expect(await open('e1')).toEqual(first);
  });

  test('goes by the real clock: a frozen business clock does not keep a dead turn alive', async () => {
    await open('e1');
    clock.realMs += LEASE_SECONDS * 1000 - 1;
    await expect(open('e2')).rejects.toThrow(SessionBusyError);
    clock.realMs += 1;
    expect(await open('e2')).toMatchObject({ turn: 1 });
  });

  test('that ran out takes the right to save with it', async () => {
    const late = await open('e1');
    clock.realMs += LEASE_SECONDS * 1000;
    const next = await open('e2');
    await expect(sessions.save(saved(late, { execution: 'e1', response: 'late' }))).rejects.toThrow(LeaseLostError);
    await sessions.save(saved(next, { execution: 'e2' }));
    await expect(sessions.save(saved(late, { execution: 'e1', response: 'late' }))).rejects.toThrow(LeaseLostError);
    expect(await open('e3')).toMatchObject({ turn: 2, version: 1 });
  });

  test('passes to one of many when it has run out', async () => {
    await open('dead');
    clock.realMs += LEASE_SECONDS * 1000;
    const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map((execution) => open(execution)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('Saving', () => {
  test('twice changes nothing', async () => {
    const turn = saved(await open('e1', 'message-1'), { execution: 'e1', message: 'message-1' });
    await sessions.save(turn);
    const before = await item();
    await sessions.save(turn);
    expect(await item()).toEqual(before);
  });

  test('two turns in every order keeps one and says so to the other', async () => {
    const a = saved(await open('a'), { execution: 'a', response: 'from a' });
    clock.realMs += LEASE_SECONDS * 1000;
    const b = saved(await open('b'), { execution: 'b', response: 'from b' });
    const results = await Promise.allSettled([sessions.save(a), sessions.save(b)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(JSON.parse(String((await item())?.last_turn)).reply).toBe('from b');
  });

  test('is refused once the session was erased', async () => {
    await runTurn('e1');
    const turn = saved(await open('e2'), { execution: 'e2' });
    expect(await sessions.remove(session_id, OWNER)).toBe(true);
    await expect(sessions.save(turn)).rejects.toThrow(LeaseLostError);
    expect(await item()).toBeUndefined();
  });

  test('carries the turn for the stream and gives the lease back, in one item', async () => {
    await runTurn('e1');
    const stored = await item();
    expect(stored).toMatchObject({ kind: 'session', owner: OWNER, version: 1, turn: 1 });
    expect(JSON.parse(String(stored?.last_turn))).toMatchObject({ turn_id: 'e1', session_id });
    expect(stored).not.toHaveProperty('lease_holder');
  });
});

describe('A repeated message', () => {
  test('gets its first answer and takes no lease', async () => {
    await runTurn('e1', 'message-1', 'first');
    expect(await open('e2', 'message-1')).toMatchObject({ answered: true, answer: { response: 'first', turn: 1 } });
    expect(await runTurn('e3', 'message-2', 'second')).toBe(2);
  });

  test('gets it even while another turn is running', async () => {
    await runTurn('e1', 'message-1', 'first');
    await open('e2', 'message-2');
    expect(await open('e3', 'message-1')).toMatchObject({ answered: true, answer: { response: 'first' } });
    await expect(open('e4', 'message-2')).rejects.toThrow(SessionBusyError);
  });

  test('gets it when it is the oldest of many', async () => {
    for (let turn = 1; turn <= 12; turn++) await runTurn(`e${turn}`, `message-${turn}`, `answer ${turn}`);
    for (const turn of [1, 6, 7, 8, 12]) {
      expect(await open('again', `message-${turn}`)).toMatchObject({
        answered: true,
        answer: { response: `answer ${turn}`, turn },
      });
    }
  });

  test('of another session is another message', async () => {
    await runTurn('e1', 'message-1', 'first');
    session_id = `session-${++number}`;
    expect((await open('e2', 'message-1')).answered).toBe(false);
  });
});

describe('An expired session', () => {
  test('is gone while it is still stored, and begins afresh for its owner', async () => {
    const state = aState({ context: { ...NEW_SESSION, handed_over: true } });
    await sessions.save(saved(await open('e1', 'message-1'), { execution: 'e1', message: 'message-1', state }));
    clock.business += TTL - 1;
    expect(await sessions.state(session_id)).toEqual(state);
    clock.business += 1;
    expect(await sessions.state(session_id)).toBeNull();
    expect(await sessions.stored(session_id)).toBeNull();
    expect(await item()).toBeDefined();
    const anew = { answered: false, turn: 1, state: null, begun_by: 'e2' };
    expect(await open('e2', 'message-1')).toMatchObject(anew);
    expect((await item())?.state).toBeUndefined();
  });

  test('stays its owner’s', async () => {
    await runTurn('e1');
    clock.business += TTL;
    await expect(open('e2', null, '11TB01SB#someone')).rejects.toThrow(SessionNotFoundError);
  });

  test('has its whole time, to the millisecond', async () => {
    clock.business = 0.9;
    await runTurn('e1');
    clock.business = 0.9 + TTL - 0.001;
    expect(await sessions.state(session_id)).not.toBeNull();
    clock.business = 0.9 + TTL;
    expect(await sessions.state(session_id)).toBeNull();
    expect((await item())?.expires_at).toBe(Math.ceil((await item())?.expires_ms / 1000));
  });

  test('goes on from each turn for its whole time', async () => {
    await runTurn('e1');
    for (const execution of ['e2', 'e3', 'e4']) {
      clock.business += TTL - 1;
      await runTurn(execution);
    }
    expect(await open('e5')).toMatchObject({ turn: 5 });
  });

  test('does not end under a turn that is running', async () => {
    await runTurn('e1');
    const running = await open('e2');
    clock.business += TTL + 10;
    expect(await sessions.stored(session_id)).toMatchObject({ lease_holder: 'e2' });
    await sessions.save(saved(running, { execution: 'e2' }));
    expect(await open('e3')).toMatchObject({ turn: 3 });
  });

  test('takes its older answers with it', async () => {
    for (let turn = 1; turn <= 8; turn++) await runTurn(`e${turn}`, `message-${turn}`);
    clock.business += TTL;
    expect(await open('e9', 'message-1')).toMatchObject({ answered: false, turn: 1 });
    const { itemsOfKind } = await import('../../runtime/table-scan.ts');
    const left = (await itemsOfKind(local.table, 'answer')).filter(({ pk }) => String(pk).includes(`#${session_id}#`));
    expect(left).toEqual([]);
  });
});

describe('What the tool executor asks', () => {
  const pending = {
    id: 'action-0001',
    tool: 'add_note' as const,
    project: { project_id: 'p', client_id: 'c', number: '1', category: 'x', type: 'y', location: null },
    expires_at: '2026-06-01T14:00:00Z',
    note_text: 'gate code 12 👍 "x"',
  };

  test('is the action of an earlier turn, who holds the lease, and when the last turn was', async () => {
    expect(await sessions.stored(session_id)).toBeNull();
    const state = aState({ context: { ...NEW_SESSION, pending_action: pending, unresolved: [pending] } });
    await sessions.save(saved(await open('e1'), { execution: 'e1', state }));
    expect(await sessions.stored(session_id)).toEqual({
      pending_action: pending,
      unresolved: [pending],
      lease_holder: null,
      owner: OWNER,
      last_turn_at: clock.realMs,
    });
    await open('e2');
    expect(await sessions.stored(session_id)).toMatchObject({ lease_holder: 'e2' });
    clock.realMs += LEASE_SECONDS * 1000;
    expect(await sessions.stored(session_id)).toMatchObject({ lease_holder: null });
  });
});

test('Erasing removes the session and its older answers', async () => {
  for (let turn = 1; turn <= 8; turn++) await runTurn(`e${turn}`, `message-${turn}`);
  expect(await sessions.remove(session_id, OWNER)).toBe(true);
  expect(await sessions.remove(session_id, OWNER)).toBe(false);
  expect(await open('e9', 'message-1')).toMatchObject({ answered: false, turn: 1 });
});

test('An item stays small after 500 long turns, and still finds its first answer', async () => {
  const long = '😀 "long" '.repeat(250);
  const history = Array.from({ length: 6 }, () => ({ user: long.slice(0, 1400), assistant: long.slice(0, 1400) }));
  for (let turn = 1; turn <= 500; turn++) {
    const [execution, message] = [`e${turn}`, `message-id-${turn}`];
    const opened = await open(execution, message);
    await sessions.save(saved(opened, { execution, message, response: long, state: aState({ history }) }));
  }
  expect(Buffer.byteLength(JSON.stringify(await item()))).toBeLessThan(100 * 1024);
  expect(await open('again', 'message-id-1')).toMatchObject({ answered: true, answer: { turn: 1 } });
});

test('A store that fails is not taken for a lost race', async () => {
  const failing = createSessions({ ...local.table, name: 'no-such-table' }, clock, { ttlSeconds: TTL });
  await expect(failing.open({ session_id, owner: OWNER, message_id: null, execution_id: 'e' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(failing.ping()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(sessions.ping()).resolves.toBeUndefined();
});

test('An item that is no session is refused, not guessed at', async () => {
  await local.table.client.send(
    new UpdateCommand({
      TableName: 'sessions',
      Key: { pk: `session#${session_id}` },
      UpdateExpression: 'SET #owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': OWNER },
    }),
  );
  await expect(open('e1')).rejects.toMatchObject({ name: 'ZodError' });
});
