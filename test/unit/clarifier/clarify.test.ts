import { describe, expect, test } from '@jest/globals';
import { NEW_SESSION, type SessionContext } from '../../../core/contracts/session.ts';
import type { Channel, TurnState } from '../../../core/contracts/turn.ts';
import type { Suggestion } from '../../../core/contracts/understanding.ts';
import { clarify } from '../../../functions/clarifier/clarify.ts';
import { createClarifier } from '../../../functions/clarifier/handler.ts';
import { respond } from '../../../functions/responder/respond.ts';
import {
  BOOKING,
  CANCEL,
  CORRECTION,
  FLOORING,
  MOVE,
  NOTE,
  turnWith,
  WINDOWS,
} from '../../fixtures/speech/scenarios.ts';

const MOVE_OR_CANCEL: TurnState['alternatives'] = [
  { intent: 'reschedule_appointment', probability: 0.45 },
  { intent: 'cancel_appointment', probability: 0.4 },
  { intent: 'greeting', probability: 0.1 },
];
const DATES: Suggestion[] = [
  { text: 'Thursday, December 3', intent: 'select_date', entities: { date: '2026-12-03' } },
  { text: 'Friday, December 4', intent: 'select_date', entities: { date: '2026-12-04' } },
  { text: 'Show more dates', intent: 'check_availability', entities: {} },
];

const unsure = (
  session: Partial<SessionContext> = {},
  alternatives = MOVE_OR_CANCEL,
  channel: Channel = 'chat',
): TurnState => turnWith([], channel, { alternatives, session_context: { ...NEW_SESSION, ...session } });

/** The questions of messages that are not understood, one after the other. */
function questions(turn: TurnState, times = 3): { asked: string[]; last: TurnState } {
  const asked: string[] = [];
  let state = turn;
  for (let round = 0; round < times; round += 1) {
    const patch = clarify(state);
    state = { ...state, ...patch };
    asked.push(state.clarifying_question ?? '');
  }
  return { asked, last: state };
}

describe('the clarifying question', () => {
  test('separates the likely readings, naming the visit the talk is about', () => {
    const patch = clarify(unsure({ project: WINDOWS }));
    expect(patch.clarifying_question).toBe('Do you want to move the windows installation visit, or cancel it?');
    expect(patch.acts).toEqual([
      {
        act: 'clarify',
        question: patch.clarifying_question,
        options: [
          { label: 'Move my visit', intent: 'reschedule_appointment' },
          { label: 'Cancel my visit', intent: 'cancel_appointment' },
        ],
        attempt: 1,
        offer_person: false,
      },
    ]);
    expect(patch).toMatchObject({ needs_clarification: true, clarification_count: 1, next_expected_intent: null });
  });

  test('of a single likely reading can be answered with a yes', () => {
    const patch = clarify(unsure({ project: WINDOWS }, MOVE_OR_CANCEL.slice(0, 1)));
    expect(patch.clarifying_question).toBe('Do you want to move the windows installation visit?');
    expect(patch.session_context?.proposed).toEqual({ intent: 'reschedule_appointment', project: WINDOWS });
  });

  test('between several drops what a yes meant before', () => {
    const proposed = { intent: 'reschedule_appointment', project: WINDOWS } as const;
    const first = clarify(unsure({ proposed }));
    expect(first.clarifying_question).toBe('Would you like to move the windows installation visit, yes or no?');
    expect(first.session_context?.proposed).toEqual(proposed);
    const second = clarify({ ...unsure(), ...first } as TurnState);
    expect(second.clarifying_question).toMatch(/^Do you want to move a visit, or cancel one\?$/);
    expect(second.session_context?.proposed).toBeNull();
  });

  test('without any likely reading offers what there is', () => {
    expect(clarify(unsure({}, [])).clarifying_question).toBe(
      'Which of these is closest: book a visit, check when a visit is, move one, or see your projects?',
    );
    expect(clarify(unsure({}, [], 'voice')).clarifying_question).toBe(
      'Which of these is closest: book a visit, check when a visit is, or move one?',
    );
  });

  test.each([['greeting'], ['affirm'], ['out_of_scope']] as const)('never asks about %s', (intent) => {
    expect(clarify(unsure({}, [{ intent, probability: 0.6 }])).clarifying_question).toMatch(
      /^Which of these is closest/,
    );
  });
});

describe('what was being asked', () => {
  test.each([
    [
      'date',
      DATES,
      'Which day would you like for the flooring installation: Thursday, December 3 or Friday, December 4?',
      'select_date',
    ],
    [
      'time',
      [{ text: '10:00 AM', intent: 'select_time', entities: { time: '10:00' } }],
      'Which time would you like for the flooring installation: 10:00 AM?',
      'select_time',
    ],
    [
      'project',
      [{ text: 'Flooring (41001_1)', intent: 'select_project', entities: { project: '41001_1' } }],
      'Which project is it about: Flooring (41001_1)?',
      'select_project',
    ],
    ['project', [], 'Which project is it about?', 'select_project'],
    ['reason', [], 'What is your reason for canceling? A few words are enough.', 'cancel_appointment'],
    ['note_text', [], 'What should the note say?', 'add_note'],
    ['address', [], 'What is the right address, with street and city?', 'change_address'],
  ] as const)('is asked again: %s', (expecting, offers, question, next) => {
    const patch = clarify(unsure({ project: FLOORING, expecting, offers: [...offers] as Suggestion[] }));
    expect(patch.clarifying_question).toBe(question);
    expect(patch.next_expected_intent).toBe(next);
    expect(patch.session_context?.expecting).toBe(expecting);
  });

  test('is spoken without order numbers', () => {
    const offers: Suggestion[] = [
      { text: 'Flooring (41001_1)', intent: 'select_project', entities: { project: '41001_1' } },
    ];
    expect(clarify(unsure({ expecting: 'project', offers }, [], 'voice')).clarifying_question).toBe(
      'Which project is it about: flooring?',
    );
  });

  test('keeps the meaning of its quick replies', async () => {
    const turn = unsure({ project: FLOORING, expecting: 'date', offers: DATES });
    const { reply } = await respond({ ...turn, ...clarify(turn) }, {});
    expect(reply.suggestions).toEqual(DATES);
  });

  test.each([
    [BOOKING, 'book the flooring installation visit on Thursday, December 3 at 10:00 AM'],
    [MOVE, 'move the windows installation visit from Tuesday, December 8 at 10:00 AM'],
    [CANCEL, 'cancel the windows installation visit on Tuesday, December 8 at 10:00 AM'],
    [NOTE, 'save the note on the flooring installation project'],
    [CORRECTION, 'send the office the address correction for the flooring installation project'],
  ])(
    'a write that waits for its yes: every question is about it, and it goes on waiting (%#)',
    (pending_action, words) => {
      const { asked, last } = questions(unsure({ pending_action, expecting: 'confirmation' }), 4);
      for (const question of asked) expect(question).toContain(words);
      expect(new Set(asked.slice(0, 3)).size).toBe(3);
      expect(last.session_context.pending_action).toEqual(pending_action);
      expect(last.next_expected_intent).toBe('affirm');
      expect(last.acts[0]).toMatchObject({ options: [{ intent: 'affirm' }, { intent: 'deny' }] });
    },
  );
});

describe('attempt after attempt', () => {
  test.each([
    ['nothing known', unsure({}, [])],
    ['two readings', unsure({ project: WINDOWS })],
    ['one reading', unsure({}, MOVE_OR_CANCEL.slice(0, 1))],
    ['a day asked for', unsure({ project: FLOORING, expecting: 'date', offers: DATES })],
  ])('the question differs, and the third offers a person: %s', async (_, turn) => {
    const { asked, last } = questions(turn);
    expect(new Set(asked).size).toBe(3);
    expect(asked[0]).not.toMatch(/person/);
    expect(asked[2]).toMatch(/talk to a person/);
    expect(last.acts[0]).toMatchObject({ attempt: 3, offer_person: true });
    const { reply } = await respond(last, {});
    expect(reply.suggestions.map(({ intent }) => intent)).toContain('talk_to_human');
    expect(reply.gate).toEqual({ passed: true, unbacked: [] });
  });

  test('a yes to the third means the person only where nothing else was asked', () => {
    const person = { intent: 'talk_to_human', project: null };
    expect(questions(unsure({}, [])).last.session_context.proposed).toEqual(person);
    expect(questions(unsure({ expecting: 'date', offers: DATES })).last.session_context.proposed).toBeNull();
  });

  test('a person who is one of the choices is offered once', () => {
    const readings: TurnState['alternatives'] = [
      { intent: 'weather', probability: 0.5 },
      { intent: 'talk_to_human', probability: 0.3 },
    ];
    const third = { ...unsure({}, readings), clarification_count: 2 };
    expect(clarify(third).clarifying_question?.match(/talk to a person/g)).toHaveLength(1);
  });

  test('once the person is all that is left to ask about, that is asked again', () => {
    const { asked } = questions(unsure({}, []), 4);
    expect(asked[3]).toBe('Would you like to talk to a person, yes or no?');
  });

  test('a person is offered as soon as the settings allow no further question', () => {
    const turn = unsure();
    const settings = { ...turn.settings, max_clarification_attempts: 1 };
    expect(clarify({ ...turn, settings }).acts).toMatchObject([{ offer_person: true }]);
  });
});

test('the clarifier puts its question into the turn', async () => {
  const turn = await createClarifier({ log: { debug() {}, info() {}, warn() {}, error() {} } })(unsure());
  expect(turn).toMatchObject({ current_agent: 'Clarifier', needs_clarification: true, clarification_count: 1 });
});
