import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { ReplyData } from '../../core/contracts/answer.ts';
import { readDefinition } from '../../runtime/definition.ts';
import type { Definition, StateVisit } from '../../runtime/inspector/contract.ts';
import { advance, beganAnew, type Conversation, emptyConversation, waitingIn } from '../../web/chat/conversation.ts';
import { isInWidget } from '../../web/chat/widgets/offers.ts';
import { diffOfJson, foldEqual, jsonText, sideBySide } from '../../web/diff/json-lines.ts';
import { type Placed, placeStates, waysOut } from '../../web/execution/graph-layout.ts';
import { passagesOf, passageText, visitBefore, waysGone } from '../../web/execution/way.ts';
import { addressOf, filtersIn, routeQuery } from '../../web/executions/filters.ts';
import { clockTime, durationText } from '../../web/parts/times.ts';
import { anAnswer } from '../runtime/turns.ts';

describe('a conversation on the chat page', () => {
  const said = (conversation: Conversation, message_id: string) =>
    advance(conversation, { does: 'say', message: `said ${message_id}`, message_id, at: 1 });
  const begun = said(emptyConversation('session-1'), 'first');

  test('waits for one answer at a time', () => {
    expect(waitingIn(begun)?.message_id).toBe('first');
    expect(said(begun, 'second')).toEqual(begun);
    const answered = advance(begun, { does: 'answer', message_id: 'first', answer: anAnswer() });
    expect(waitingIn(answered)).toBeNull();
    expect(said(answered, 'second').exchanges).toHaveLength(2);
  });

  test('asks again for a refused message under the same id, or takes it back', () => {
    const refusal = { status: 502, title: 'The assistant failed', detail: 'It could not finish.' };
    const refused = advance(begun, { does: 'refuse', message_id: 'first', refusal });
    expect(refused.exchanges[0]?.outcome).toEqual({ is: 'refused', refusal });
    expect(waitingIn(advance(refused, { does: 'ask again', message_id: 'first', at: 2 }))).toMatchObject({
      message_id: 'first',
      message: 'said first',
      at: 2,
    });
    expect(advance(refused, { does: 'withdraw', message_id: 'first' }).exchanges).toEqual([]);
  });

  test('lets go of answers to messages that are not there any more', () => {
    const anew = advance(begun, { does: 'begin', session_id: 'session-2' });
    expect(advance(anew, { does: 'answer', message_id: 'first', answer: anAnswer() })).toEqual(anew);
    expect(advance(anew, { does: 'wait on', message_id: 'first' })).toEqual(anew);
  });

  test('tells where the session began anew', () => {
    const answer = (conversation: Conversation, id: string, turn: number) =>
      advance(said(conversation, id), { does: 'answer', message_id: id, answer: anAnswer({ turn }) });
    const { exchanges } = answer(answer(answer(emptyConversation('session-1'), 'a', 1), 'b', 2), 'c', 1);
    expect(exchanges.map((_, index) => beganAnew(exchanges, index))).toEqual([false, false, true]);
  });
});

describe('a diff of JSON', () => {
  const told = (before: unknown, after: unknown) =>
    diffOfJson(before, after).flatMap(({ is, text }) => (is === 'same' ? [] : [`${is} ${text.trim()}`]));

  test('says what changed in each field, and nothing of their order', () => {
    expect(told({ a: 1, b: [1, 2] }, { b: [1, 3], a: 1 })).toEqual(['gone 2', 'new 3']);
    expect(told({ a: { deep: null } }, { a: { deep: 'x', more: true } })).toEqual([
      'gone "deep": null,',
      'new "deep": "x",',
      'new "more": true',
    ]);
    expect(told([1], { a: 1 }).length).toBeGreaterThan(0);
  });

  test('compares no field to another one, however alike', () => {
    const list = Array.from({ length: 5 }, (_, at) => ({ at }));
    const changed = told({ a: list, b: [], kept: 1 }, { a: [], b: list, kept: 1 });
    expect(changed.filter((line) => line.includes('kept'))).toEqual([]);
  });

  test('holds all of both sides', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        const lines = diffOfJson(before, after);
        const side = (leftOut: 'gone' | 'new') =>
          lines.flatMap(({ is, text }) => (is === leftOut ? [] : [text])).join('\n');
        // A comma after the last field of a side stands where the other side has more.
        const plain = (text: string) => text.replace(/,(?=\s*(?:[}\]]|$))/g, '').replace(/\{\s+\}/g, '{}');
        expect(plain(side('new'))).toBe(plain(jsonText(before)));
        expect(plain(side('gone'))).toBe(plain(jsonText(after)));
      }),
      { numRuns: 200 },
    );
  });

  test('has equal lines folded and changed ones side by side', () => {
    const value = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [`field${String(at).padStart(2, '0')}`, at]),
    );
    const lines = diffOfJson(value, { ...value, field15: 'changed' });
    const folds = foldEqual(lines, ({ is }) => is === 'same');
    expect(folds.map(({ is }) => is)).toEqual(['folded', 'shown', 'folded']);
    expect(folds[1]?.lines).toHaveLength(8);
    expect(folds.flatMap((fold) => fold.lines)).toEqual(lines);
    const pair = sideBySide(lines).find(({ before }) => before?.is === 'gone');
    expect(pair).toEqual({
      before: { is: 'gone', text: '  "field15": 15,' },
      after: { is: 'new', text: '  "field15": "changed",' },
    });
  });
});

describe('the drawing of the state machine', () => {
  const definition: Definition = JSON.parse(readDefinition());
  const placed = placeStates(definition, () => false);
  const all = ({ states }: Placed): string[] =>
    states.flatMap(({ name, inner }) => [name, ...(inner === null ? [] : all(inner))]);

  test('has every state of the definition, those within the Map too, and no two over each other', () => {
    const names = Object.entries(definition.States).flatMap(([name, { ItemProcessor }]) => [
      name,
      ...Object.keys(ItemProcessor?.States ?? {}),
    ]);
    expect(all(placed).sort()).toEqual(names.sort());
    for (const [at, a] of placed.states.entries()) {
      for (const b of placed.states.slice(at + 1)) {
        const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect({ of: [a.name, b.name], apart }).toEqual({ of: [a.name, b.name], apart: true });
      }
    }
  });

  test('has every daily way, a way to every state, and those after a failure that were gone', () => {
    const ways = placed.edges.map(({ from, to }) => `${from} ${to}`);
    for (const [from, state] of Object.entries(definition.States)) {
      for (const { to, kind } of waysOut(state)) if (kind !== 'catch') expect(ways).toContain(`${from} ${to}`);
    }
    const reached = new Set(placed.edges.map(({ to }) => to));
    expect(Object.keys(definition.States).filter((name) => !reached.has(name))).toEqual([definition.StartAt]);
    expect(ways).not.toContain('Plan Apologize');
    const failed = placeStates(definition, (from, to) => from === 'Plan' && to === 'Apologize');
    expect(failed.edges.map(({ from, to }) => `${from} ${to}`)).toContain('Plan Apologize');
  });
});

describe('the way of an execution', () => {
  const visit = (name: string, changes: Partial<StateVisit> = {}): StateVisit => {
    const [, state = '', item] = /^(\w+)(?:\[(\d+)\])?/.exec(name) ?? [];
    return {
      name,
      state,
      item: item === undefined ? null : Number(item),
      visit: 1,
      entered_at: 0,
      took_ms: 10,
      input: null,
      output: null,
      failures: [],
      retries: 0,
      caught: null,
      ...changes,
    };
  };
  const failures = [{ error: 'Lambda.ServiceException', cause: '' }];
  const way = [
    visit('Plan'),
    visit('Tools'),
    visit('Executor[0]'),
    visit('Executor[1]'),
    visit('Crashed[1]'),
    visit('Plan#2', { failures, retries: 1 }),
  ];

  test('goes from state to state, each item of a Map for itself', () => {
    expect([...waysGone(way)]).toEqual(['Plan → Tools', 'Executor → Crashed', 'Tools → Plan']);
    expect(visitBefore(way, way[5]!)?.name).toBe('Tools');
    expect(visitBefore(way, way[0]!)).toBeNull();
    expect(visitBefore(way, way[3]!)).toBeNull();
  });

  test('counts visits, retries and failures of a state, and says them', () => {
    const plan = passagesOf(way).get('Plan')!;
    expect(plan).toMatchObject({ took_ms: 20, retries: 1, failures: 1, isRunning: false });
    expect(passageText(plan)).toBe('visited 2 times, 1 retry, 1 failure');
    const running = passagesOf([visit('Plan', { took_ms: null })]).get('Plan')!;
    expect(passageText(running)).toBe('visited once, still running');
  });
});

describe('small things', () => {
  test('filters are the same in the address and in the question to the server', () => {
    const filters = filtersIn(new URLSearchParams('intent=greeting&text=%20a%26b%20&tool=&nonsense=1'));
    expect(filters).toEqual({ intent: 'greeting', text: 'a&b' });
    const address = new URL(addressOf(filters, { before: 'c', from: 50 }), 'http://localhost');
    expect(filtersIn(address.searchParams)).toEqual(filters);
    expect(address.searchParams.get('before')).toBe('c');
    expect(addressOf({})).toBe('/executions');
    expect(routeQuery(filters, null).toString()).toBe('intent=greeting&text=a%26b&limit=50');
  });

  test('times and durations read as a person writes them', () => {
    expect(['00:05', '09:30', '12:00', '23:59'].map(clockTime)).toEqual([
      '12:05 AM',
      '9:30 AM',
      '12:00 PM',
      '11:59 PM',
    ]);
    expect([0.4, 999, 1240, 59_900, 125_000].map(durationText)).toEqual([
      '0 ms',
      '999 ms',
      '1.24 s',
      '59.9 s',
      '2 min 5 s',
    ]);
  });

  test('quick replies that a widget offers are told from the others', () => {
    const project = { number: '41001_1', category: 'Flooring', type: 'Installation' };
    const dates: ReplyData = { kind: 'dates', project, items: [{ date: '2026-06-03', weekday: 'Wednesday' }] };
    const times: ReplyData = {
      kind: 'time_slots',
      project,
      date: '2026-06-03',
      weekday: 'Wednesday',
      items: [{ time: '13:00' }],
    };
    const projects: ReplyData = {
      kind: 'projects',
      items: [{ ...project, status: 'Ready To Schedule', location: null, scheduled: null }],
    };
    expect([isInWidget(dates, 'Wednesday, June 3'), isInWidget(dates, 'Show more dates')]).toEqual([true, false]);
    expect([isInWidget(times, '1:00 PM'), isInWidget(times, 'Another day')]).toEqual([true, false]);
    expect([isInWidget(projects, 'Flooring (41001_1)'), isInWidget(projects, 'Show more')]).toEqual([true, false]);
    expect(isInWidget({ kind: 'address', project, address: null }, 'Yes')).toBe(false);
  });
});
