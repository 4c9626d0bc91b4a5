import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { UnstorableTurnError } from '../../core/ports/history-store.ts';
import { aBooking, aTurn, ENGINES, NO_SERVER, OWNER, serveHistory, type TestHistory } from './history-fixtures.ts';

const NOBODY = '22CH01SB#7001002';
const at = (seconds: number) => Date.parse('2026-11-22T14:10:00Z') + seconds * 1000;
const iso = (seconds: number) => new Date(at(seconds)).toISOString();
/** The same customer number at another tenant. */
const ELSEWHERE = { customer_id: '7001002', client_id: '22CH01SB' };

if (NO_SERVER) test.skip('the history on PostgreSQL: no server is installed here', () => {});

describe.each(ENGINES)('the history on %s', (_name, open) => {
  let served: TestHistory;
  beforeAll(async () => {
    served = await serveHistory(await open());
    await served.migrate();
  });
  afterAll(() => served.server.close());
  beforeEach(() => served.empty());

  const conversation = (owner = OWNER) => served.history.get(owner, 'session-0001');
  const list = (limit: number, cursor: string | null = null) => served.history.list(OWNER, { limit, cursor });
  const count = async (table: string) => Number((await served.query(`select count(*) from ${table}`))[0]?.count);

  describe('storing', () => {
    test('a stored turn is read as it was told', async () => {
      const turn = aTurn({ at: '2026-11-22T09:00:00.250-05:00', user_message: 'What’s open? 🏠', confidence: 1 });
      expect(await served.store.record([turn])).toEqual({ stored: 1, known: 0, erased: 0 });
      expect(await conversation()).toEqual({
        session_id: 'session-0001',
        turns: [
          {
            turn: 1,
            user_message: 'What’s open? 🏠',
            reply: turn.reply,
            intent: 'list_projects',
            confidence: 1,
            tools: ['list_projects'],
            time: '2026-11-22T14:00:00.250Z',
          },
        ],
      });
    });

    test('turns told twice, in one batch or in two, are stored once', async () => {
      const turns = [aTurn(), aBooking()];
      expect(await served.store.record([...turns, ...turns])).toEqual({ stored: 2, known: 0, erased: 0 });
      const before = await served.query('select * from conversations');
      expect(await served.store.record(turns)).toEqual({ stored: 0, known: 2, erased: 0 });
      expect(await served.query('select * from conversations')).toEqual(before);
      expect([await count('turns'), await count('appointments')]).toEqual([2, 1]);
    });

    test('an empty batch asks nothing of the database', async () => {
      served.server.pause(60_000);
      expect(await served.store.record([])).toEqual({ stored: 0, known: 0, erased: 0 });
      expect(served.server.paused()).toBe(true);
      served.server.pause(0);
    });

    test('turns that arrive out of order are read in order, and the summary is the same', async () => {
      const first = aTurn({ received_at: at(0), user_message: 'first', turn: 1 });
      const second = aTurn({ received_at: at(60), user_message: 'second', turn: 2 });
      await served.store.record([second]);
      await served.store.record([first]);
      expect((await conversation())?.turns.map(({ turn }) => turn)).toEqual([1, 2]);
      expect((await list(5)).conversations).toEqual([
        {
          session_id: 'session-0001',
          started_at: iso(0),
          last_turn_at: iso(60),
          turns: 2,
          channel: 'chat',
          title: 'first',
        },
      ]);
    });

    test('turns of a clock that stands still are in the order in which they came in', async () => {
      const frozen = '2026-06-01T09:00:00-04:00';
      await served.store.record([2, 3, 1].map((turn) => aTurn({ turn, at: frozen, received_at: at(turn) })));
      expect((await conversation())?.turns.map(({ turn }) => turn)).toEqual([1, 2, 3]);
    });

    test.each([
      ['a booking', aBooking(), { tool: 'confirm_appointment', date: '2026-12-03', time: '10:00', new_date: null }],
      [
        'a move',
        aBooking({
          write_outcome: { tool: 'reschedule_appointment', status: 'requested' },
          action: {
            tool: 'reschedule_appointment',
            project: { number: '41001_1', category: 'Flooring', type: 'Installation' },
            date: '2026-12-03',
            time: null,
            new_date: '2026-12-04',
            new_time: '13:00',
          },
        }),
        { tool: 'reschedule_appointment', status: 'requested', time: null, new_date: '2026-12-04', new_time: '13:00' },
      ],
    ])('%s leaves a row among the appointments', async (_what, turn, row) => {
      await served.store.record([turn]);
      const [written] = await served.query('select * from appointments');
      expect(written).toMatchObject({ turn_id: turn.turn_id, owner: OWNER, project_number: '41001_1', ...row });
    });

    test('a note is an outcome, and no appointment', async () => {
      const project = { number: '41001_1', category: 'Flooring', type: 'Installation' };
      const none = { date: null, time: null, new_date: null, new_time: null };
      await served.store.record([
        aTurn({
          write_outcome: { tool: 'add_note', status: 'confirmed' },
          action: { tool: 'add_note', project, ...none },
        }),
      ]);
      expect(await count('appointments')).toBe(0);
      expect((await served.query('select write_outcome from turns'))[0]?.write_outcome).toBe(
        '{"tool": "add_note", "status": "confirmed"}',
      );
    });

    test('one turn that breaks a rule of the database takes its batch with it, and is named unstorable', async () => {
      const broken = aTurn({ turn: 2 ** 40 });
      await expect(served.store.record([aTurn(), broken])).rejects.toThrow(UnstorableTurnError);
      expect(await count('turns')).toBe(0);
    });

    test('an error of an unstorable turn does not repeat what the customer wrote', async () => {
      const broken = aTurn({ turn: 2 ** 40, user_message: 'my secret' });
      await expect(served.store.record([broken])).rejects.toThrow(/^DatabaseErrorException 22003$/);
    });
  });

  describe('hostile text', () => {
    test.each([
      ['NUL, which PostgreSQL cannot hold', 'a\0b', 'a␀b'],
      ['half a surrogate pair', 'a\ud83d', 'a\ufffd'],
      [
        'quotes and the form of parameters',
        `'; drop table turns; -- :1 "x" $1 \\`,
        `'; drop table turns; -- :1 "x" $1 \\`,
      ],
      ['control characters and line separators', '\u0001\u2028\r\n\t', '\u0001\u2028\r\n\t'],
      ['emoji and right-to-left marks', '👩‍👩‍👧‍👦 ‮abc', '👩‍👩‍👧‍👦 ‮abc'],
    ])('%s', async (_what, told, read) => {
      await served.store.record([aTurn({ user_message: told, reply: told, client_name: told })]);
      const held = await conversation();
      expect(held?.turns[0]).toMatchObject({ user_message: read, reply: read });
      expect((await list(1)).conversations[0]?.title).toBe(read);
    });

    test('long texts are cut where a row would become too large to read', async () => {
      await served.store.record([aTurn({ user_message: '😀'.repeat(40_000), reply: 'é'.repeat(40_000) })]);
      const turn = (await conversation())?.turns[0];
      expect(Buffer.byteLength(turn?.user_message ?? '')).toBeLessThanOrEqual(8 * 1024);
      expect(turn?.user_message).toMatch(/^(😀)+…$/u);
      expect(turn?.reply).toMatch(/^é+…$/);
      expect([...((await list(1)).conversations[0]?.title ?? '')]).toHaveLength(120);
    });
  });

  describe('reading', () => {
    test("another owner's conversation is not there, though it has the same session id", async () => {
      await served.store.record([aTurn({ user_message: 'mine' }), aTurn({ ...ELSEWHERE, user_message: 'theirs' })]);
      expect((await conversation())?.turns.map((turn) => turn.user_message)).toEqual(['mine']);
      expect((await conversation(NOBODY))?.turns.map((turn) => turn.user_message)).toEqual(['theirs']);
      expect((await list(100)).conversations).toHaveLength(1);
      expect(await served.history.get('11TB01SB#7001003', 'session-0001')).toBeNull();
      expect(await served.history.get(OWNER, 'session-0002')).toBeNull();
    });

    test('the list is paged, newest first, each conversation once', async () => {
      const ids = Array.from({ length: 23 }, (_, index) => `session-${String(index).padStart(4, '0')}`);
      await served.store.record(
        ids.map((session_id, index) => aTurn({ session_id, received_at: at(Math.floor(index / 3)) })),
      );
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await list(5, cursor);
        expect(page.conversations.length).toBeLessThanOrEqual(5);
        seen.push(...page.conversations.map(({ session_id }) => session_id));
        cursor = page.next_cursor;
      } while (cursor !== null);
      expect(seen).toEqual([...ids].reverse());
    });

    test('a page that holds the last one names no next', async () => {
      await served.store.record([aTurn({ session_id: 'session-a' }), aTurn({ session_id: 'session-b' })]);
      expect((await list(2)).next_cursor).toBeNull();
      expect((await list(1)).next_cursor).not.toBeNull();
    });

    test("a cursor shows nothing of another owner's", async () => {
      await served.store.record([aTurn(), aTurn({ session_id: 'session-b' }), aTurn(ELSEWHERE)]);
      const { next_cursor } = await list(1);
      const theirs = await served.history.list(NOBODY, { limit: 5, cursor: next_cursor });
      expect(theirs.conversations).toEqual([]);
    });

    test.each(['nonsense', '', 'W10', Buffer.from('["x","y"]').toString('base64url')])(
      'the cursor %j is refused as the caller’s mistake',
      async (cursor) => {
        await expect(list(5, cursor)).rejects.toMatchObject({ name: 'InvalidRequestError', field: 'cursor' });
      },
    );

    test('a conversation of many turns is read whole, past what one answer of the service may hold', async () => {
      const turns = Array.from({ length: 130 }, (_, index) =>
        aTurn({ turn: index + 1, received_at: at(index), reply: 'x'.repeat(9_000) }),
      );
      await served.store.record(turns);
      expect((await conversation())?.turns.map(({ turn }) => turn)).toEqual(turns.map(({ turn }) => turn));
    });

    test('of an endless conversation the newest turns are given', async () => {
      const long = 'x'.repeat(9_000);
      const turns = Array.from({ length: 300 }, (_, index) =>
        aTurn({ turn: index + 1, received_at: at(index), user_message: long, reply: long }),
      );
      for (let from = 0; from < turns.length; from += 100) await served.store.record(turns.slice(from, from + 100));
      const held = await conversation();
      expect(held?.turns.at(-1)?.turn).toBe(300);
      expect(held?.turns.length).toBeGreaterThan(250);
      expect(held?.turns.length).toBeLessThan(300);
      expect(Buffer.byteLength(JSON.stringify(held))).toBeLessThan(5 * 1024 * 1024);
    });
  });

  describe('erasing', () => {
    test('an erased conversation is gone, with its appointments and what was kept aside of it', async () => {
      const turn = aBooking({ received_at: at(0) });
      await served.store.record([turn, aTurn({ session_id: 'session-other' })]);
      await served.store.reject({
        event_id: 'event-x',
        session_id: 'session-0001',
        owner: OWNER,
        problem: 'not JSON',
        body: 'my words',
      });
      expect(await served.history.erase(OWNER, 'session-0001')).toBe(true);
      expect(await conversation()).toBeNull();
      expect((await list(5)).conversations.map(({ session_id }) => session_id)).toEqual(['session-other']);
      expect([await count('appointments'), await count('rejected_records'), await count('turns')]).toEqual([0, 0, 1]);
    });

    test('it stays gone when its turns are told again, or arrive only then', async () => {
      const told = aTurn({ received_at: at(0) });
      const late = aTurn({ received_at: at(1) });
      await served.store.record([told]);
      await served.history.erase(OWNER, 'session-0001');
      expect(await served.store.record([told, late])).toEqual({ stored: 0, known: 0, erased: 2 });
      expect(await conversation()).toBeNull();
      expect((await list(5)).conversations).toEqual([]);
    });

    test('a turn that comes in after the erasure begins the conversation anew', async () => {
      await served.store.record([aTurn({ received_at: at(0) })]);
      await served.history.erase(OWNER, 'session-0001');
      const later = aTurn({ received_at: served.clock() + 5, user_message: 'anew' });
      expect(await served.store.record([later])).toEqual({ stored: 1, known: 0, erased: 0 });
      expect((await conversation())?.turns.map((turn) => turn.user_message)).toEqual(['anew']);
    });

    test('an erasure that is told late takes only what was there then', async () => {
      await served.store.record([
        aTurn({ received_at: at(0), user_message: 'before' }),
        aTurn({ received_at: at(60), user_message: 'after' }),
      ]);
      expect(await served.store.erase(OWNER, 'session-0001', iso(30))).toBe(true);
      expect((await list(5)).conversations).toMatchObject([{ turns: 1, title: 'after', started_at: iso(60) }]);
    });

    test('an older erasure does not undo a newer one', async () => {
      await served.store.erase(OWNER, 'session-0001', iso(60));
      await served.store.erase(OWNER, 'session-0001', iso(30));
      expect(await served.store.record([aTurn({ received_at: at(45) })])).toMatchObject({ stored: 0, erased: 1 });
    });

    test('what is not there, or another’s, is not erased', async () => {
      await served.store.record([aTurn(ELSEWHERE)]);
      expect(await served.history.erase(OWNER, 'session-0001')).toBe(false);
      expect((await conversation(NOBODY))?.turns).toHaveLength(1);
    });

    test('a month later the erasure itself is forgotten', async () => {
      await served.history.erase(OWNER, 'session-0001');
      served.advance(31 * 24 * 3600 * 1000);
      await served.history.erase(OWNER, 'session-0002');
      expect((await served.query('select session_id from erasures')).map((row) => row.session_id)).toEqual([
        'session-0002',
      ]);
    });

    test('storing and erasing at the same time leave nothing behind', async () => {
      for (let round = 0; round < 10; round++) {
        const session_id = `session-race-${round}`;
        const turns = [1, 2, 3].map((turn) => aTurn({ session_id, turn, received_at: at(turn) }));
        await Promise.all([
          ...turns.map((turn) => served.store.record([turn])),
          served.history.erase(OWNER, session_id),
          ...turns.map((turn) => served.store.record([turn])),
        ]);
        expect(await served.history.get(OWNER, session_id)).toBeNull();
      }
      expect(await count('turns')).toBe(0);
    });
  });

  describe('what is kept aside', () => {
    const rejected = (event_id: string) => ({
      event_id,
      session_id: 'session-0001',
      owner: null,
      problem: 'not JSON',
      body: `{"a\0`,
    });

    test('is handed out in pages, each record once, and forgotten once it is settled', async () => {
      const ids = Array.from({ length: 13 }, (_, index) => `event-${String(index).padStart(2, '0')}`);
      for (const id of ids) await served.store.reject(rejected(id));
      await served.store.reject(rejected(ids[0]!));
      const first = await served.store.rejected(null);
      const second = await served.store.rejected(first.at(-1)!.event_id);
      expect([...first, ...second].map(({ event_id }) => event_id)).toEqual(ids);
      expect(first[0]).toEqual({ ...rejected(ids[0]!), body: '{"a␀' });
      for (const id of ids) await served.store.settle(id);
      expect(await served.store.rejected(null)).toEqual([]);
    });

    test('is forgotten after two weeks', async () => {
      await served.store.reject(rejected('event-old'));
      served.advance(15 * 24 * 3600 * 1000);
      await served.store.reject(rejected('event-new'));
      expect((await served.store.rejected(null)).map(({ event_id }) => event_id)).toEqual(['event-new']);
    });
  });

  describe('asleep', () => {
    test('storing waits for a database that takes a minute to wake', async () => {
      served.server.pause(60_000);
      const before = served.clock();
      expect(await served.store.record([aTurn()])).toMatchObject({ stored: 1 });
      expect(served.clock() - before).toBeGreaterThanOrEqual(60_000);
      expect(served.clock() - before).toBeLessThan(70_000);
    });

    test('one that does not wake in time fails, and a reader is told that it is waking', async () => {
      served.server.pause(10 * 60_000);
      await expect(served.store.record([aTurn()])).rejects.toMatchObject({ name: 'DatabaseResumingException' });
      await expect(list(5)).rejects.toMatchObject({ name: 'HistoryUnavailableError' });
      served.server.pause(0);
    });
  });
});
