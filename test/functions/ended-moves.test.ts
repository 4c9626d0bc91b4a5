import { describe, expect, test } from '@jest/globals';
import { NEW_SESSION, type SessionContext } from '../../core/contracts/session.ts';
import type { Saga, Sagas } from '../../core/ports.ts';
import { withEndedMoves } from '../../functions/supervisor/ended-moves.ts';
import { newTask } from '../../functions/supervisor/plan/draft.ts';
import { WINDOWS } from '../fixtures/speech/scenarios.ts';

const OLD = { date: '2026-06-09', time: '10:00' };
const move = { ...newTask('reschedule_appointment', WINDOWS), released: OLD };
const asked: string[] = [];
const inState = (state: Saga['state']): Pick<Sagas, 'read'> => ({
  async read(client_id, project_id) {
    asked.push(`${client_id} ${project_id}`);
    return { state } as Saga;
  },
});
const errors: unknown[] = [];
const LOG = { debug() {}, info() {}, warn() {}, error: (...line: unknown[]) => errors.push(line) } as never;

describe('a move that the customer left in the middle', () => {
  test.each<[string, SessionContext]>([
    ['is what the talk is about', { ...NEW_SESSION, task: move }],
    ['was put aside', { ...NEW_SESSION, interrupted: move }],
  ])('whose old time was booked again is known as such when it %s', async (_, context) => {
    const { task, interrupted } = await withEndedMoves(context, inState('restored'), LOG);
    expect(task ?? interrupted).toMatchObject({ released: { ...OLD, put_back: true } });
    expect(asked.pop()).toBe('11TB01SB 90010002');
  });

  test('whose old time could not be had again is known as such, and goes on being known as told', async () => {
    const { task } = await withEndedMoves({ ...NEW_SESSION, task: move }, inState('handed_over'), LOG);
    expect(task?.released).toEqual({ ...OLD, lost: 'untold' });
    const told = { ...move, released: { ...OLD, lost: 'told' as const } };
    const later = await withEndedMoves({ ...NEW_SESSION, task: told }, inState('handed_over'), LOG);
    expect(later.task?.released).toEqual({ ...OLD, lost: 'told' });
  });

  test.each<Saga['state']>(['open', 'recovering', 'rebooked', 'moot'])(
    'goes on as it was while it is %s',
    async (state) => {
      const context = { ...NEW_SESSION, task: move };
      expect(await withEndedMoves(context, inState(state), LOG)).toEqual(context);
    },
  );

  test('goes on as it was when its record cannot be read, and the log says so', async () => {
    const context = { ...NEW_SESSION, task: move };
    const read = async () => {
      throw new TypeError('the table is away');
    };
    expect(await withEndedMoves(context, { read }, LOG)).toEqual(context);
    expect(errors).toEqual([['move cannot be read', { error_name: 'TypeError' }]]);
  });
});

describe('an old time that was given up here', () => {
  const given = {
    client_id: '11TB01SB',
    project_id: '90010002',
    slot: null,
    earlier: [OLD],
    at: '2026-06-01T09:00:00Z',
  };
  const released = { ...NEW_SESSION, own_writes: [{ ...given, did: 'released' as const }] };

  test.each<[Saga['state'], number]>([
    ['restored', 0],
    ['rebooked', 0],
    ['open', 1],
    ['handed_over', 1],
  ])('and whose move is %s is remembered as such: %s', async (state, kept) => {
    const { own_writes } = await withEndedMoves(released, inState(state), LOG);
    expect(own_writes).toHaveLength(kept);
  });

  test('is remembered when the record of the move cannot be read', async () => {
    const read = async () => {
      throw new TypeError('the table is away');
    };
    expect(await withEndedMoves(released, { read }, LOG)).toEqual(released);
  });
});

test('a session without such a move asks for no record', async () => {
  asked.length = 0;
  const context = { ...NEW_SESSION, task: newTask('book_appointment', WINDOWS) };
  expect(await withEndedMoves(context, inState('restored'), LOG)).toEqual(context);
  expect(asked).toEqual([]);
});
