import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { TurnRecord } from '../../core/contracts/turn-record.ts';
import type { HistoryStore } from '../../core/ports/history-store.ts';
import { createHistoryWriter, handler } from '../../functions/history-writer/handler.ts';
import { pgliteEngine } from '../../runtime/data-api/pglite-engine.ts';
import { aBooking, aTurn, change, imageOf, OWNER, saved, serveHistory, type TestHistory } from './history-fixtures.ts';

const TTL = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };

describe('the history writer', () => {
  let served: TestHistory;
  beforeAll(async () => {
    served = await serveHistory(await pgliteEngine(null));
    await served.migrate();
  });
  afterAll(() => served.server.close());
  beforeEach(() => served.empty());

  /** A writer with what it told of itself. */
  function aWriter(store: HistoryStore = served.store, health: () => Promise<void> = async () => {}) {
    const told: string[] = [];
    const lines: [string, string, Record<string, unknown>][] = [];
    const line = (level: string) => (message: string, extra: Record<string, unknown>) =>
      lines.push([level, message, extra]);
    const measured: { turns: number; rejected: number; lagMs: number }[] = [];
    const write = createHistoryWriter({
      store,
      health: {
        failed: async () => {
          told.push('failed');
          await health();
        },
        recovered: async () => {
          told.push('recovered');
          await health();
        },
      },
      measurements: { historyWritten: (figures) => void measured.push(figures) },
      clock: served.clock,
      log: { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') } as never,
    });
    return { write: (...Records: unknown[]) => write({ Records }), run: write, told, lines, measured };
  }

  const held = async (session = 'session-0001') =>
    (await served.history.get(OWNER, session))?.turns.map((turn) => turn.user_message) ?? null;
  const NOTHING_FAILED = { batchItemFailures: [] };

  test('a batch told twice is stored once', async () => {
    const { write } = aWriter();
    const batch = [saved(aTurn({ user_message: 'a' })), saved(aBooking({ user_message: 'b' }))];
    expect(await write(...batch)).toEqual(NOTHING_FAILED);
    const before = await served.query('select * from turns, conversations, appointments');
    expect(await write(...batch)).toEqual(NOTHING_FAILED);
    expect(await served.query('select * from turns, conversations, appointments')).toEqual(before);
    expect(await held()).toEqual(['a', 'b']);
  });

  test.each<[string, (good: TurnRecord) => unknown]>([
    ['that is not JSON', () => change('MODIFY', 'session-0001', { NewImage: imageOf('{') })],
    [
      'that is no turn record',
      () => change('MODIFY', 'session-0001', { NewImage: imageOf(JSON.stringify({ turn_id: 'x', words: 'secret' })) }),
    ],
    ['that the database refuses', () => saved(aTurn({ turn: 2 ** 40 }))],
    [
      'whose owner is not the item’s',
      (good) => change('MODIFY', 'session-0001', { NewImage: imageOf(good, 'session-0001', '22CH01SB#7001002') }),
    ],
    [
      'whose session is not the item’s',
      (good) => change('MODIFY', 'session-0002', { NewImage: imageOf(good, 'session-0002') }),
    ],
  ])('a record %s holds up no other and is kept aside', async (_what, poison) => {
    const { write, measured } = aWriter();
    const batch = [
      saved(aTurn({ user_message: 'before' })),
      poison(aTurn({ user_message: 'poison' })),
      saved(aTurn({ user_message: 'after' })),
    ];
    expect(await write(...batch)).toEqual(NOTHING_FAILED);
    expect(await write(...batch)).toEqual(NOTHING_FAILED);
    expect(await held()).toEqual(['before', 'after']);
    expect(await served.store.rejected(null)).toHaveLength(1);
    expect(measured[0]).toMatchObject({ turns: 2, rejected: 1 });
  });

  test('the problem of a record that is kept aside does not quote it', async () => {
    const poison = { ...aTurn({ user_message: 'my secret' }), intent: 'steal my secret' };
    await aWriter().write(change('MODIFY', 'session-0001', { NewImage: imageOf(JSON.stringify(poison)) }));
    const [rejected] = await served.store.rejected(null);
    expect(rejected).toMatchObject({ session_id: 'session-0001', owner: OWNER, problem: 'intent (invalid_value)' });
    expect(JSON.parse(rejected!.body)).toEqual(poison);
  });

  test('what was kept aside is stored once it can be, and what still cannot stays', async () => {
    const { write, run } = aWriter();
    await write(saved(aTurn({ turn: 2 ** 40 })), change('MODIFY', 'session-0001', { NewImage: imageOf('{') }));
    expect(await run({ redrive: true })).toEqual({ settled: 0, left: 2 });
    await served.query('alter table turns alter column turn type bigint');
    expect(await run({ redrive: true })).toEqual({ settled: 1, left: 1 });
    expect(await held()).toHaveLength(1);
    expect(await run({ redrive: true })).toEqual({ settled: 0, left: 1 });
    await served.empty();
    await served.query('alter table turns alter column turn type integer');
  });

  test.each([
    ['a lease was taken', () => ({ NewImage: imageOf(same), OldImage: imageOf(same) })],
    ['a session began', () => ({ NewImage: { owner: { S: OWNER } } })],
    ['a session began anew', () => ({ NewImage: { owner: { S: OWNER } }, OldImage: imageOf(same) })],
    ['an image is missing', () => ({})],
  ])('a change that finishes no turn leaves a sleeping database asleep: %s', async (_what, images) => {
    const { write, told, measured } = aWriter();
    served.server.pause(60_000);
    expect(await write(change('MODIFY', 'session-0001', images()))).toEqual(NOTHING_FAILED);
    expect(served.server.paused()).toBe(true);
    expect({ told, measured }).toEqual({ told: [], measured: [] });
    served.server.pause(0);
  });
  const same = aTurn();

  test('items that are no sessions are not looked at', async () => {
    const other = saved(aTurn());
    other.dynamodb.Keys.pk.S = 'answer#session-0001#x';
    expect(await aWriter().write(other)).toEqual(NOTHING_FAILED);
    expect(await held()).toBeNull();
  });

  describe('a session that is gone from the table', () => {
    const turn = aTurn({ received_at: Date.parse('2026-11-22T14:59:00.700Z') });
    const removed = (extra: object = {}) => ({
      ...change('REMOVE', 'session-0001', { OldImage: imageOf(turn) }, Date.parse('2026-11-22T14:59:00.900Z')),
      ...extra,
    });

    test('because its time was up stays in the history', async () => {
      await aWriter().write(saved(turn), removed({ userIdentity: TTL }));
      expect(await held()).toHaveLength(1);
    });

    test('because its owner removed it is gone from the history too, and stays so', async () => {
      const { write } = aWriter();
      expect(await write(saved(turn), removed())).toEqual(NOTHING_FAILED);
      expect(await held()).toBeNull();
      await write(saved(turn));
      expect(await held()).toBeNull();
    });

    test('does not take along what the owner began after it', async () => {
      const { write } = aWriter();
      const anew = aTurn({ received_at: Date.parse('2026-11-22T14:59:01.500Z'), user_message: 'anew' });
      await write(saved(anew), saved(turn));
      await write(removed());
      expect(await held()).toEqual(['anew']);
    });

    test('before any turn was finished means nothing', async () => {
      const { write, told } = aWriter();
      await write(change('REMOVE', 'session-0001', { OldImage: { owner: { S: OWNER } } }));
      expect(told).toEqual([]);
    });

    test('is erased even when its last turn cannot be read', async () => {
      const { write } = aWriter();
      await write(saved(turn));
      await write(change('REMOVE', 'session-0001', { OldImage: imageOf('{') }, Date.parse('2026-11-22T14:59:02Z')));
      expect(await held()).toBeNull();
    });
  });

  describe('a database that is away', () => {
    /** Fails every call while `down`. */
    function awayStore() {
      const state = { down: true };
      const guarded =
        <Arguments extends unknown[], Value>(call: (...given: Arguments) => Promise<Value>) =>
        async (...given: Arguments) => {
          if (state.down) throw Object.assign(new Error('no route to my secret'), { name: 'ServiceUnavailableError' });
          return call(...given);
        };
      const { record, erase, reject, rejected, settle } = served.store;
      const store: HistoryStore = {
        record: guarded(record),
        erase: guarded(erase),
        reject: guarded(reject),
        rejected: guarded(rejected),
        settle: guarded(settle),
      };
      return { state, store };
    }

    test('loses nothing: the batch is told again, and is stored once it is back', async () => {
      const { state, store } = awayStore();
      const { write, told, lines } = aWriter(store);
      const batch = [saved(aTurn({ user_message: 'a' })), saved(aTurn({ user_message: 'b' }))];
      const again = batch.map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber }));
      expect(await write(...batch)).toEqual({ batchItemFailures: again });
      expect(await write(...batch)).toEqual({ batchItemFailures: again });
      state.down = false;
      expect(await write(...batch)).toEqual(NOTHING_FAILED);
      expect(await held()).toEqual(['a', 'b']);
      expect(told).toEqual(['failed', 'failed', 'recovered']);
      expect(JSON.stringify(lines)).not.toContain('secret');
    });

    test('is told from the first record on that is not stored', async () => {
      const { state, store } = awayStore();
      state.down = false;
      const goesAway: HistoryStore = {
        ...store,
        erase: async () => {
          state.down = true;
          throw new Error('away');
        },
      };
      const batch = [
        saved(aTurn({ user_message: 'a' })),
        change('REMOVE', 'session-0009', { OldImage: imageOf(aTurn({ session_id: 'session-0009' })) }),
        saved(aTurn({ user_message: 'c' })),
      ];
      const { write } = aWriter(goesAway);
      expect(await write(...batch)).toEqual({
        batchItemFailures: batch.slice(1).map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })),
      });
      expect(await held()).toEqual(['a']);
    });

    test('while a poisoned batch is taken apart loses nothing either', async () => {
      const { state, store } = awayStore();
      state.down = false;
      const { write } = aWriter({
        ...store,
        reject: async () => {
          throw new Error('away');
        },
      });
      const batch = [
        saved(aTurn({ user_message: 'a' })),
        saved(aTurn({ user_message: 'poison', turn: 2 ** 40 })),
        saved(aTurn({ user_message: 'c' })),
      ];
      const response = await write(...batch);
      expect(response).toEqual({
        batchItemFailures: batch.slice(1).map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })),
      });
      await aWriter().write(...batch.slice(1));
      expect(await held()).toEqual(['a', 'c']);
    });

    test('keeps a redrive from ending well, and its error names nothing of what was kept aside', async () => {
      const { store } = awayStore();
      await expect(aWriter(store).run({ redrive: true })).rejects.toThrow(
        /^the history could not be reached: ServiceUnavailableError$/,
      );
    });

    test('for a minute of sleep is waited for', async () => {
      const { write, told } = aWriter();
      served.server.pause(60_000);
      expect(await write(saved(aTurn({ user_message: 'a' })))).toEqual(NOTHING_FAILED);
      expect(await held()).toEqual(['a']);
      expect(told).toEqual(['recovered']);
    });
  });

  test('measures how far behind it is', async () => {
    const { write, measured } = aWriter();
    const now = served.clock();
    await write(
      saved(aTurn({ received_at: now - 9_000 }), { createdAt: now - 8_000 }),
      saved(aTurn({ received_at: now - 4_000 }), { createdAt: now - 3_000 }),
    );
    expect(measured).toHaveLength(1);
    expect(measured[0]).toMatchObject({ turns: 2, rejected: 0 });
    expect(measured[0]!.lagMs).toBeGreaterThanOrEqual(8_000);
    expect(measured[0]!.lagMs).toBeLessThan(9_100);
  });

  test('logs figures and names, and nothing that a customer wrote', async () => {
    const { write, lines } = aWriter();
    await write(saved(aTurn({ user_message: 'my secret', reply: 'my secret' })));
    expect(lines).toMatchObject([['info', 'history written', { stored: 1, records: 1 }]]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  test('goes on when its health cannot be told', async () => {
    const { write, lines } = aWriter(served.store, async () => {
      throw new Error('throttled');
    });
    expect(await write(saved(aTurn()))).toEqual(NOTHING_FAILED);
    expect(lines.at(-1)).toEqual(['warn', 'health of the history not told', { error_name: 'Error' }]);
  });

  test.each([[undefined], [{}], [{ Records: [{ eventName: 'OTHER' }] }], [{ redrive: false }]])(
    'an event of another form is refused: %j',
    async (event) => {
      await expect(aWriter().run(event)).rejects.toMatchObject({ name: 'StateContractError' });
    },
  );
});

test('the deployed function names the variable that it lacks', async () => {
  await expect(handler({ Records: [] })).rejects.toMatchObject({
    name: 'ConfigurationError',
    message: "HISTORY_CLUSTER_ARN must be an Aurora cluster's ARN",
  });
});
