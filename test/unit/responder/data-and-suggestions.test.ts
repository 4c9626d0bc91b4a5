import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Act } from '../../../core/contracts/act.ts';
import { PendingActionView, ReplyData } from '../../../core/contracts/answer.ts';
import { NEW_SESSION } from '../../../core/contracts/session.ts';
import { Suggestion } from '../../../core/contracts/understanding.ts';
import { dataOf, nextExpectedIntent, pendingActionView } from '../../../functions/responder/data.ts';
import { suggestionsOf } from '../../../functions/responder/suggestions.ts';
import { someActs } from '../../fixtures/speech/arbitrary-acts.ts';
import {
  BOOKING,
  CANCEL,
  CORRECTION,
  MOVE,
  NOTE,
  result,
  SCENARIOS,
  type Scenario,
  turnOf,
  turnWith,
} from '../../fixtures/speech/scenarios.ts';

const dataIn = (name: Scenario) => dataOf(turnOf(name).acts);
const FLOORING = { number: '41001_1', category: 'Flooring', type: 'Installation' };
const WINDOWS = { number: '41002_1', category: 'Windows', type: 'Installation' };

describe('the data of a reply', () => {
  test.each<[Scenario, unknown]>([
    ['greet', null],
    ['none_at_all', null],
    ['confirm_booking', null],
    ['canceled', null],
    ['released', null],
    ['rehearsed', null],
    [
      'dates_asked',
      {
        kind: 'dates',
        project: FLOORING,
        items: [
          { date: '2026-12-04', weekday: 'Friday' },
          { date: '2026-12-07', weekday: 'Monday' },
        ],
      },
    ],
    [
      'times',
      {
        kind: 'time_slots',
        project: FLOORING,
        date: '2026-12-03',
        weekday: 'Thursday',
        items: [{ time: '08:00' }, { time: '10:00' }, { time: '13:00' }],
      },
    ],
    ['visit', { kind: 'appointment', project: WINDOWS, date: '2026-12-08', time: '10:00', status: 'Scheduled' }],
    ['no_visit', { kind: 'appointment', project: FLOORING, date: null, time: null, status: 'Ready To Schedule' }],
    ['already', { kind: 'appointment', project: WINDOWS, date: '2026-12-08', time: '10:00', status: 'Scheduled' }],
    ['booked', { kind: 'appointment', project: FLOORING, date: '2026-12-03', time: '10:00', status: 'Confirmed' }],
    ['requested', { kind: 'appointment', project: FLOORING, date: '2026-12-03', time: '10:00', status: 'Requested' }],
    ['moved', { kind: 'appointment', project: WINDOWS, date: '2026-12-10', time: '13:00', status: 'Confirmed' }],
    ['address', { kind: 'address', project: FLOORING, address: '412 Heron Way, Tampa, FL 33606' }],
  ])('for %s', (name, data) => expect(dataIn(name)).toEqual(data));

  test('is of the last act that has something to show', () => {
    expect(dataOf([...SCENARIOS.dates, { act: 'thanks' }] as Act[])?.kind).toBe('dates');
    expect(dataIn('hours_and_dates')?.kind).toBe('dates');
    expect(dataIn('no_times')?.kind).toBe('dates');
    expect(dataIn('none_matching')?.kind).toBe('projects');
    expect(dataIn('which')?.kind).toBe('projects');
  });

  test('holds of a forecast what the contract names, and hours and notes as they are', () => {
    expect(dataIn('weather_visit')).toEqual({
      kind: 'weather',
      place: 'Tampa, Florida',
      items: [
        {
          date: '2026-12-08',
          weekday: 'Tuesday',
          summary: 'Partly cloudy',
          high_f: 70,
          low_f: 54,
          precipitation_percent: 10,
          advice: 'good',
        },
      ],
    });
    expect(dataIn('hours')).toMatchObject({
      kind: 'hours',
      items: expect.arrayContaining([{ day: 'Sunday', open: null, close: null }]),
    });
    expect(dataIn('notes')).toMatchObject({
      kind: 'notes',
      items: [{ text: 'gate code is 4821' }, { text: 'dog in the yard' }],
    });
    expect(dataIn('details')).toMatchObject({
      kind: 'project',
      technician: 'Marco Reyes',
      store: 'Westshore Design Center',
    });
  });

  test('is of its schema and holds no id for any acts', () => {
    fc.assert(
      fc.property(someActs, (acts) => {
        const data = dataOf(acts);
        expect(ReplyData.nullable().parse(data)).toEqual(data);
        expect(JSON.stringify(data)).not.toMatch(/(?<!\\)"(?:project_id|client_id|request_id)"|"900\d{5}"/);
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});

describe('the pending action as a client sees it', () => {
  const expires_at = '2026-11-30T09:15:00-05:00';
  test.each([
    [BOOKING, { project: FLOORING, date: '2026-12-03', time: '10:00', address: '412 Heron Way, Tampa, FL 33606' }],
    [
      { ...BOOKING, address_change: true },
      {
        project: FLOORING,
        date: '2026-12-03',
        time: '10:00',
        address: '412 Heron Way, Tampa, FL 33606',
        address_change: true,
      },
    ],
    [MOVE, { project: WINDOWS, date: '2026-12-08', time: '10:00', new_date: '2026-12-10', new_time: '13:00' }],
    [
      { ...MOVE, new_date: null, new_time: null },
      { project: WINDOWS, date: '2026-12-08', time: '10:00' },
    ],
    [CANCEL, { project: WINDOWS, date: '2026-12-08', time: '10:00', reason: 'we are selling the house' }],
    [NOTE, { project: FLOORING, note_text: 'gate code is 4821' }],
    [CORRECTION, { project: FLOORING, address: '77 Pelican Court, Largo, FL 33770' }],
  ])('%#', (action, fields) => {
    const view = pendingActionView(action);
    expect(view).toEqual({ tool: action.tool, expires_at, ...fields });
    expect(PendingActionView.parse(view)).toEqual(view);
  });
});

describe('the intent expected next', () => {
  test.each([
    ['project', 'select_project'],
    ['date', 'select_date'],
    ['time', 'select_time'],
    ['confirmation', 'affirm'],
    ['reason', 'cancel_appointment'],
    ['note_text', 'add_note'],
    ['address', 'change_address'],
    [null, null],
  ] as const)('after asking for %s is %s', (expecting, intent) =>
    expect(nextExpectedIntent({ session_context: { ...NEW_SESSION, expecting } })).toBe(intent),
  );

  test('is a yes while a write waits for it', () =>
    expect(
      nextExpectedIntent({ session_context: { ...NEW_SESSION, expecting: 'date', pending_action: BOOKING } }),
    ).toBe('affirm'));
});

describe('quick replies', () => {
  const offered = (name: Scenario) => suggestionsOf(turnOf(name));

  test('carry their whole meaning', () => {
    expect(offered('dates_asked')).toEqual([
      { text: 'Friday, December 4', intent: 'select_date', entities: { date: '2026-12-04' } },
      { text: 'Monday, December 7', intent: 'select_date', entities: { date: '2026-12-07' } },
    ]);
    expect(offered('times')).toEqual([
      { text: '8:00 AM', intent: 'select_time', entities: { time: '08:00' } },
      { text: '10:00 AM', intent: 'select_time', entities: { time: '10:00' } },
      { text: '1:00 PM', intent: 'select_time', entities: { time: '13:00' } },
      { text: 'Another day', intent: 'deny', entities: {} },
    ]);
    expect(offered('which')[0]).toEqual({
      text: 'Flooring (41001_1)',
      intent: 'select_project',
      entities: { project: '41001_1' },
    });
    expect(offered('confirm_booking')).toEqual([
      { text: 'Yes, book it', intent: 'affirm', entities: {} },
      { text: 'No', intent: 'deny', entities: {} },
    ]);
    expect(offered('ask_reason')[0]).toMatchObject({
      intent: 'cancel_appointment',
      entities: { reason: 'My plans changed' },
    });
    expect(offered('visit')[0]).toMatchObject({ intent: 'reschedule_appointment', entities: { project: '41002_1' } });
  });

  test('offer the next page of a longer list', () => {
    expect(offered('dates').at(-1)).toEqual({ text: 'Show more dates', intent: 'check_availability', entities: {} });
    expect(offered('many').at(-1)).toEqual({ text: 'Show more projects', intent: 'list_projects', entities: {} });
  });

  test('about an order that has no number name none', () => {
    const [first] = SCENARIOS.visit;
    const act = { ...first, project: { ...first?.project, number: '' } } as Act;
    const suggestions = suggestionsOf(turnWith([act]));
    expect(suggestions.length).toBeGreaterThan(0);
    for (const each of suggestions) expect(Suggestion.safeParse(each).success).toBe(true);
  });

  test('repeat what an earlier one meant when a question takes it up', () => {
    const offers = [{ text: 'Friday, December 4', intent: 'select_date' as const, entities: { date: '2026-12-04' } }];
    const act: Act = {
      act: 'clarify',
      question: 'Which day?',
      options: [
        { label: 'Friday, December 4', intent: 'select_date' },
        { label: 'Cancel my visit', intent: 'cancel_appointment' },
      ],
      attempt: 3,
      offer_person: true,
    };
    expect(suggestionsOf(turnWith([act], 'chat', { session_context: { ...NEW_SESSION, offers } }))).toEqual([
      offers[0],
      { text: 'Cancel my visit', intent: 'cancel_appointment', entities: {} },
      { text: 'Talk to a person', intent: 'talk_to_human', entities: {} },
    ]);
  });

  test.each([
    ['project', ['Flooring (41001_1)']],
    ['date', ['Thursday, December 3']],
    ['time', ['10:00 AM']],
    ['note_text', []],
  ] as const)('of a resumed question for a %s are those that were open', (expecting, texts) => {
    const task = {
      intent: 'book_appointment' as const,
      project: BOOKING.project,
      wish: { date: null, time: null, window: null, order: null },
      search: null,
      shown_dates: ['2026-12-03'],
      shown_times: ['10:00'],
      slots: null,
      date: null,
      time: null,
      reason: null,
      note_text: null,
      address: null,
      released: null,
    };
    const session_context = { ...NEW_SESSION, expecting, task: task as never, last_list: [BOOKING.project] };
    const act: Act = { act: 'resume', intent: 'book_appointment', project: BOOKING.project, expecting };
    expect(suggestionsOf(turnWith([act], 'chat', { session_context })).map(({ text }) => text)).toEqual(texts);
  });

  test('of a resumed confirmation are the yes to that write and the no', () => {
    const session_context = { ...NEW_SESSION, expecting: 'confirmation' as const, pending_action: CANCEL };
    const act: Act = { act: 'resume', intent: 'cancel_appointment', project: null, expecting: 'confirmation' };
    expect(suggestionsOf(turnWith([act], 'chat', { session_context })).map(({ text }) => text)).toEqual([
      'Yes, cancel it',
      'No',
    ]);
  });

  test('after a write that nobody knows about ask where it stands', () =>
    expect(suggestionsOf(turnWith([result(BOOKING, 'unknown')]))[0]).toMatchObject({ intent: 'appointment_status' }));

  test('are at most six, of at most 40 characters, distinct and of their schema, for any acts', () => {
    fc.assert(
      fc.property(someActs, (acts) => {
        const all = suggestionsOf(turnWith(acts));
        const texts = all.map(({ text }) => text.toLowerCase());
        expect(all.length).toBeLessThanOrEqual(6);
        expect(new Set(texts).size).toBe(texts.length);
        for (const each of all) {
          expect(Suggestion.parse(each)).toEqual(each);
          expect(each.text.length).toBeLessThanOrEqual(40);
        }
      }),
      { numRuns: 300, seed: 4 },
    );
  });
});
