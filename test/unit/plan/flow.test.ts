import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import type { ToolResult } from '../../../core/contracts/tool-call.ts';
import { call, drive, type Flow, together } from '../../../functions/supervisor/plan/flow.ts';

const read = {
  name: 'get_time_slots',
  effect: 'read',
  input: z.object({ date: z.string() }),
  output: z.object({ n: z.int() }),
} as const;
const write = {
  name: 'add_note',
  effect: 'write',
  input: z.object({ id: z.string() }),
  output: z.object({ n: z.int() }),
} as const;

const ok = (n: number): ToolResult['outcome'] => ({ status: 'ok', value: { n } });

function* sum(a: string, b: string): Flow<number> {
  const first = yield* call(read, { date: a });
  const second = yield* call(read, { date: b });
  return (first.status === 'ok' ? first.value.n : 0) + (second.status === 'ok' ? second.value.n : 0);
}

describe('a flow', () => {
  test('stops at the first outcome that is not known, and asks for it once', () => {
    expect(drive(sum('a', 'b'), new Map())).toEqual({
      done: false,
      missing: [{ call_id: 'get_time_slots:{"date":"a"}', tool: 'get_time_slots', input: { date: 'a' } }],
    });
  });

  test('runs to its value when everything is known', () => {
    const known = new Map([
      ['get_time_slots:{"date":"a"}', ok(1)],
      ['get_time_slots:{"date":"b"}', ok(2)],
    ]);
    expect(drive(sum('a', 'b'), known)).toEqual({ done: true, value: 3 });
  });

  test('side by side with another asks for both in one round, and for a shared call once', () => {
    const driven = drive(together([sum('a', 'b'), sum('c', 'd'), sum('a', 'd')]), new Map());
    expect(driven.done ? [] : driven.missing.map(({ input }) => input)).toEqual([{ date: 'a' }, { date: 'c' }]);
  });

  test('side by side keeps each flow to its own outcomes, however they interleave', () => {
    const known = new Map(['a', 'b', 'c', 'd'].map((date, n) => [`get_time_slots:{"date":"${date}"}`, ok(10 ** n)]));
    expect(drive(together([sum('a', 'b'), sum('c', 'd'), sum('d', 'a')]), known)).toEqual({
      done: true,
      value: [11, 1100, 1001],
    });
  });
});

describe('an outcome', () => {
  const outcomeOf = (tool: typeof read | typeof write, outcome: ToolResult['outcome']) => {
    const flow = tool.effect === 'write' ? call(write, { id: 'w-1' }) : call(read, { date: 'a' });
    const id = tool.effect === 'write' ? 'add_note:w-1' : 'get_time_slots:{"date":"a"}';
    const driven = drive(flow as Flow<unknown>, new Map([[id, outcome]]));
    return driven.done ? driven.value : 'missing';
  };

  test.each([
    ['a crashed read was not served', read, { status: 'crashed' as const }, { status: 'unavailable' }],
    ['a crashed write may have taken effect', write, { status: 'crashed' as const }, { status: 'unknown' }],
    [
      'a read of another form was not served',
      read,
      { status: 'ok' as const, value: { n: 'x' } },
      { status: 'unavailable' },
    ],
    ['a write of another form is unknown', write, { status: 'ok' as const, value: null }, { status: 'unknown' }],
    [
      'a refusal keeps its reason',
      write,
      { status: 'refused' as const, reason: 'slot_taken' },
      { status: 'refused', reason: 'slot_taken' },
    ],
  ])('%s', (_, tool, outcome, expected) => {
    expect(outcomeOf(tool, outcome)).toEqual(expected);
  });
});
