import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cursorOf, positionOf } from '../../adapters/history/cursor.ts';
import { historyAddress, historyDatabase, localHistoryAddress } from '../../adapters/history/database.ts';
import { describeFailure, isHopeless, sqlStateOf } from '../../adapters/history/failures.ts';
import { readInstant } from '../../adapters/history/instant.ts';
import { openHistory } from '../../adapters/history/open-history.ts';
import { firstCharacters, storable } from '../../adapters/history/stored-text.ts';
import { waitUpTo } from '../../adapters/history/wake.ts';
import type { PendingAction } from '../../core/contracts/action.ts';
import { TurnRecord } from '../../core/contracts/turn-record.ts';
import { recordOfTurn } from '../../core/rules/turn-record.ts';
import { handler as migrateHistory } from '../../functions/migrate-history/handler.ts';
import { anAnswer, aTurn } from '../runtime/turns.ts';

describe('text for the database', () => {
  test('never holds what PostgreSQL cannot, and never exceeds its limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 3, max: 120 }), (text, limit) => {
        const stored = storable(text, limit);
        expect(stored).not.toContain('\0');
        expect(stored.isWellFormed()).toBe(true);
        expect(Buffer.byteLength(stored)).toBeLessThanOrEqual(limit);
      }),
    );
  });

  test('is left alone when it is fine and fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('\0'));
        expect(storable(text, 10_000)).toBe(text);
      }),
    );
  });

  test('is cut between two characters', () => {
    expect(storable('a😀😀', 8)).toBe('a😀…');
    expect(storable('a😀😀', 7)).toBe('a…');
    expect(firstCharacters('😀😀😀', 2)).toBe('😀😀');
  });
});

describe('instants', () => {
  test.each([
    ['2026-11-22 14:57:10.091', '2026-11-22T14:57:10.091Z'],
    ['2026-11-22 14:57:10', '2026-11-22T14:57:10.000Z'],
    ['2026-11-22 14:57:10.091+00', '2026-11-22T14:57:10.091Z'],
    ['2026-11-22 09:57:10.5-05', '2026-11-22T14:57:10.500Z'],
    ['2026-11-22 20:27:10+05:30', '2026-11-22T14:57:10.000Z'],
    ['2026-11-22T14:57:10.091Z', '2026-11-22T14:57:10.091Z'],
  ])('%s', (text, iso) => {
    expect(readInstant(text)).toBe(iso);
  });

  test('do not depend on the time zone of the process', () => {
    const zone = process.env.TZ;
    try {
      process.env.TZ = 'Asia/Kathmandu';
      expect(readInstant('2026-11-22 14:57:10.091')).toBe('2026-11-22T14:57:10.091Z');
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });
});

describe('cursors', () => {
  test('lead back to their place', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.stringMatching(/^[A-Za-z0-9_-]{8,64}$/),
        (date, sessionId) => {
          const position = { lastReceivedAt: date.toISOString(), sessionId };
          expect(positionOf(cursorOf(position))).toEqual(position);
          expect(cursorOf(position)).toMatch(/^[\w-]+$/);
        },
      ),
    );
  });

  test('that nobody gave out are refused, whatever they are', () => {
    fc.assert(
      fc.property(fc.string(), (cursor) => {
        expect(() => positionOf(cursor)).toThrow(expect.objectContaining({ name: 'InvalidRequestError' }));
      }),
    );
  });
});

describe('failures of the database', () => {
  const serviceError = (name: string, message = '') => Object.assign(new Error(message), { name });
  const wrapped = (cause: Error) => new Error('Failed query: … params: my secret', { cause });

  test.each([
    ['a value that cannot be stored', serviceError('DatabaseErrorException', 'ERROR: x; SQLState: 22021'), true],
    ['a broken constraint', serviceError('DatabaseErrorException', 'ERROR: x; SQLState: 23502'), true],
    ['too much of something', serviceError('DatabaseErrorException', 'ERROR: x; SQLState: 54000'), true],
    ['a request that is malformed', serviceError('BadRequestException', 'no'), true],
    ['a table that is not there yet', serviceError('DatabaseErrorException', 'ERROR: x; SQLState: 42P01'), false],
    ['a deadlock', serviceError('DatabaseErrorException', 'ERROR: x; SQLState: 40P01'), false],
    ['a database that sleeps', serviceError('DatabaseResumingException'), false],
    ['a network that is down', serviceError('TimeoutError'), false],
  ])('%s: telling it again would %s end the same', (_what, error, hopeless) => {
    expect([isHopeless(error), isHopeless(wrapped(error))]).toEqual([hopeless, hopeless]);
  });

  test('are described without what drizzle quotes', () => {
    const refused = wrapped(serviceError('DatabaseErrorException', 'ERROR: my secret; SQLState: 22021'));
    expect(describeFailure(refused)).toBe('DatabaseErrorException 22021');
    expect(describeFailure(wrapped(serviceError('TimeoutError', 'my secret')))).toBe('TimeoutError');
    expect(describeFailure('my secret')).toBe('Error');
    expect(sqlStateOf(undefined)).toBeNull();
  });
});

describe('the address of the database', () => {
  const complete = {
    HISTORY_CLUSTER_ARN: 'arn:cluster',
    HISTORY_SECRET_ARN: 'arn:secret',
    HISTORY_DATABASE: 'history',
  };

  test('comes from the configuration', () => {
    const address = { resourceArn: 'arn:cluster', secretArn: 'arn:secret', database: 'history', endpoint: null };
    expect(historyAddress(complete)).toEqual(address);
  });

  test.each(['HISTORY_CLUSTER_ARN', 'HISTORY_SECRET_ARN'])('is refused without %s', (name) => {
    expect(() => historyAddress({ ...complete, [name]: undefined })).toThrow(
      expect.objectContaining({ name: 'ConfigurationError', message: expect.stringMatching(`^${name} must be`) }),
    );
  });

  test('of a machine without the service is asked at once whether it is there, and no longer', async () => {
    const nowhere = openHistory(localHistoryAddress('http://127.0.0.1:9'), async () => 'ok');
    await expect(nowhere.get('a#b', 'session-0001')).rejects.toThrow();
    expect(await nowhere.status()).toBe('ok');
  });

  test('in AWS is the service of the region', () => {
    const region = process.env.AWS_REGION;
    process.env.AWS_REGION = 'us-east-1';
    const db = historyDatabase({ ...historyAddress(complete), waiting: waitUpTo(0) });
    expect(db).toBeDefined();
    if (region === undefined) delete process.env.AWS_REGION;
    else process.env.AWS_REGION = region;
  });

  test('is what the deployed migration asks for first', async () => {
    await expect(migrateHistory({})).rejects.toMatchObject({ name: 'ConfigurationError' });
  });
});

test('waiting goes by the real clock', async () => {
  const { clock, sleep, budgetMs } = waitUpTo(5);
  const before = clock();
  await sleep(20);
  expect(clock() - before).toBeGreaterThanOrEqual(15);
  expect(budgetMs).toBe(5);
});

describe('the record of a turn', () => {
  const project = {
    project_id: '90010001',
    client_id: '11TB01SB',
    number: '41001_1',
    category: 'Flooring',
    type: 'Installation',
    location: null,
  };
  const base = { id: 'action-0001', project, expires_at: '2026-06-01T13:30:00Z' };
  const wrote = (action: PendingAction) =>
    aTurn({
      acts: [
        { act: 'thanks' },
        {
          act: 'write_result',
          action,
          status: 'confirmed',
          refusal: null,
          confirmation_number: null,
          reason_saved: null,
          address_filed: null,
          released_only: false,
        },
      ],
      write_outcome: { tool: action.tool, status: 'confirmed' },
    });

  test('holds what was said and done, and neither ids of PF360 nor the handle of the token', () => {
    const turn = aTurn({
      tool_results: [{ call_id: 'c', tool: 'list_projects', outcome: { status: 'ok', value: { secret: 1 } } }],
    });
    const record = recordOfTurn(turn, anAnswer());
    expect(TurnRecord.parse(record)).toEqual(record);
    expect(record).toMatchObject({
      turn_id: 'execution-1',
      customer_id: '7001001',
      client_id: '11TB01SB',
      user_message: 'Hello',
      reply: anAnswer().response,
      tools: ['list_projects'],
      action: null,
      at: '2026-06-01T09:00:00.000-04:00',
      received_at: 1_000,
    });
    expect(JSON.stringify(record)).not.toMatch(/secret|ref-1/);
  });

  test('belongs to the tenant of the token, whichever location the turn was about', () => {
    expect(recordOfTurn(aTurn({ client_id: '11OR02SB' }), anAnswer()).client_id).toBe('11TB01SB');
  });

  const none = { date: null, time: null, new_date: null, new_time: null };
  test.each<[string, PendingAction, object]>([
    [
      'a booking',
      {
        ...base,
        tool: 'confirm_appointment',
        date: '2026-12-03',
        time: '10:00',
        address: null,
        address_change: false,
        old_address: null,
        request_id: 1,
        completes_reschedule: false,
      },
      { date: '2026-12-03', time: '10:00' },
    ],
    [
      'a move',
      {
        ...base,
        tool: 'reschedule_appointment',
        date: '2026-12-03',
        time: null,
        new_date: '2026-12-04',
        new_time: '13:00',
        request_id: 1,
      },
      { date: '2026-12-03', new_date: '2026-12-04', new_time: '13:00' },
    ],
    [
      'a cancellation',
      { ...base, tool: 'cancel_appointment', date: '2026-12-03', time: '10:00', reason: 'moved away' },
      { date: '2026-12-03', time: '10:00' },
    ],
    ['a note', { ...base, tool: 'add_note', note_text: 'gate code' }, {}],
    ['an address', { ...base, tool: 'request_address_change', address: 'new', old_address: null }, {}],
  ])('tells of %s by number, category, type and slot', (_what, action, slot) => {
    const record = recordOfTurn(wrote(action), anAnswer());
    expect(record.action).toEqual({
      tool: action.tool,
      project: { number: '41001_1', category: 'Flooring', type: 'Installation' },
      ...none,
      ...slot,
    });
    expect(JSON.stringify(record)).not.toMatch(/90010001|action-0001|moved away|gate code/);
  });

  test('has no action when no act tells of the write', () => {
    const turn = aTurn({ write_outcome: { tool: 'add_note', status: 'unknown' } });
    expect(recordOfTurn(turn, anAnswer()).action).toBeNull();
  });
});
