import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createActionRecords } from '../../adapters/action-records.ts';
import { createSagas } from '../../adapters/sagas.ts';
import { startLocalTable } from '../../runtime/local-table.ts';

let local: Awaited<ReturnType<typeof startLocalTable>>;
beforeAll(async () => {
  local = await startLocalTable('records', null);
});
afterAll(() => local.close());

const STARTED = { started_at: '2026-06-01T09:00:00-04:00', started_ms: 1_780_000_000_000 };

describe('the record of a write', () => {
  const records = () => createActionRecords(local.table);

  test('is begun by one of many', async () => {
    const begun = await Promise.all(Array.from({ length: 10 }, () => records().begin('a', STARTED)));
    expect(begun.filter((earlier) => earlier === null)).toHaveLength(1);
    expect(begun.find((earlier) => earlier !== null)).toEqual({
      state: 'started',
      outcome: null,
      answered: false,
      ...STARTED,
    });
  });

  test('keeps its beginning and gives its outcome back as it was', async () => {
    await records().begin('b', STARTED);
    const outcome = { status: 'ok', value: { dates: [], number: null, text: 'ü "q"' } };
    await records().finish('b', { state: 'done', outcome, answered: true });
    expect(await records().read('b')).toEqual({ state: 'done', outcome, answered: true, ...STARTED });
    expect(await records().begin('b', { ...STARTED, started_ms: 1 })).toMatchObject({ state: 'done', outcome });
  });

  test('can be begun anew once it is forgotten', async () => {
    await records().begin('c', STARTED);
    await records().forget('c');
    expect(await records().read('c')).toBeNull();
    expect(await records().begin('c', STARTED)).toBeNull();
  });

  test('cannot end before it was begun', async () => {
    const end = records().finish('d', { state: 'done', outcome: null, answered: true });
    await expect(end).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  test('that cannot be written is an error, never a second beginning', async () => {
    const elsewhere = createActionRecords({ ...local.table, name: 'no-such-table' });
    await expect(elsewhere.begin('e', STARTED)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('the record of a reschedule', () => {
  const sagas = () => createSagas(local.table);
  const SAGA = {
    client_id: 'T1',
    project_id: '7',
    customer_id: '1',
    home_client_id: 'T1',
    session_id: 'session-1',
    action_id: 'action-1',
    credential_ref: 'ref-1',
    project: { number: '7_1', category: 'Fence', type: 'Installation' },
    old: { date: '2026-06-09', time: null },
    timezone: 'America/New_York',
    due_at: '2026-06-01T13:20:00Z',
  };

  test('is open when it is written, over an earlier one of the project', async () => {
    await sagas().open(SAGA);
    expect(await sagas().move(SAGA, ['open'], 'restored')).toBe(true);
    await sagas().open({ ...SAGA, action_id: 'action-2' });
    expect(await sagas().read('T1', '7')).toEqual({ ...SAGA, action_id: 'action-2', state: 'open' });
  });

  test('moves on from the states named, and from no other, and by one of many', async () => {
    await sagas().open(SAGA);
    const moved = await Promise.all(Array.from({ length: 5 }, () => sagas().move(SAGA, ['open'], 'recovering')));
    expect(moved.filter(Boolean)).toHaveLength(1);
    expect(await sagas().move(SAGA, ['open'], 'rebooked')).toBe(false);
    expect(await sagas().move(SAGA, ['open', 'recovering'], 'rebooked')).toBe(true);
    expect(await sagas().read('T1', '7')).toMatchObject({ state: 'rebooked' });
  });

  test('of a project that has none is nothing', async () => {
    expect(await sagas().read('T1', '8')).toBeNull();
    expect(await sagas().move({ client_id: 'T1', project_id: '8' }, ['open'], 'rebooked')).toBe(false);
  });

  test('that cannot be written is an error', async () => {
    const elsewhere = createSagas({ ...local.table, name: 'no-such-table' });
    await expect(elsewhere.move(SAGA, ['open'], 'moot')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
