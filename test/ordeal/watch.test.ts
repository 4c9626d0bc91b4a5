import { describe, expect, test } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import type { PendingAction } from '../../core/contracts/action.ts';
import type { Answer } from '../../core/contracts/answer.ts';
import type { LoggedRequest } from '../../sandbox/request-log.ts';
import { freshState, type Progress, type SandboxState } from '../../sandbox/state.ts';
import { standingIn } from '../conversations/stage.ts';
import { anAnswer } from '../runtime/turns.ts';
import { createPrivacy, type Done, type Pending, STATE_LIMIT, violations, type WriteResult } from './watch.ts';

const SEEDED = Temporal.Instant.from('2026-06-01T13:00:00Z').toString();
const FRESH = freshState(SEEDED);
const FLOORING = 90_010_001;
const WINDOWS = 90_010_002;
const OFFERED = { dates: () => new Set(['2026-06-12']), times: () => new Set(['13:00']) };

const project = (id: number, progress: Progress, state: SandboxState = FRESH): SandboxState => ({
  ...state,
  progress: { ...state.progress, [id]: progress },
});
const BOOKED = project(FLOORING, {
  status: 'Scheduled',
  appointment: { date: '2026-06-12', time: '13:00', form: 'us' },
  crew_assigned: true,
  request_ids: [],
});
const RELEASED = project(WINDOWS, {
  status: 'Pending Reschedule',
  appointment: null,
  crew_assigned: false,
  request_ids: [],
});
const noted = (project_id: number, text: string): SandboxState => ({
  ...FRESH,
  notes: [{ note_id: 1, project_id, kind: 'note', text, author: 'Dana', created_at: SEEDED }],
});

const pending = (changes: Partial<Pending>): Pending => ({
  tool: 'confirm_appointment',
  project: { number: '41001_1', category: 'Flooring', type: 'Installation' },
  expires_at: '2026-06-01T09:15:00-04:00',
  date: '2026-06-12',
  time: '13:00',
  address: '1418 Bayshore Bend',
  ...changes,
});
const canceled: Pending = {
  tool: 'cancel_appointment',
  project: { number: '41002_1', category: 'Windows', type: 'Installation' },
  expires_at: '2026-06-01T09:15:00-04:00',
  date: '2026-06-09',
  time: '10:00',
  reason: 'a conflict',
};
const WINDOWS_PENDING = { number: '41002_1', category: 'Windows', type: 'Installation' };

const request = (method: string, path: string, body: unknown = null): LoggedRequest => ({
  at: SEEDED,
  method,
  path,
  status: 200,
  body,
});
const SCHEDULE = request('POST', `/scheduler/client/11TB01SB/project/${FLOORING}/schedule`, {
  date: '2026-06-12',
  time: '13:00:00',
});
const RELEASE = request('GET', `/scheduler/client/11TB01SB/project/${WINDOWS}/cancel-reschedule`);
const CANCEL = request('GET', `/scheduler/11TB01SB/${WINDOWS}/cancel-appointment`);
const REASON = request('POST', '/project-notes/add-note', {
  project_id: WINDOWS,
  note_text: 'CANCELLATION REASON: a conflict',
});
const NOTE = request('POST', `/communication/client/11TB01SB/project/${FLOORING}/note`, { note_text: 'two dogs' });
const ADDRESS = request('POST', '/project-notes/update-address-note', {
  project_id: FLOORING,
  note_text: 'New: 9 Gulf Road',
});

const result = (action: Partial<PendingAction>, status: WriteResult['status']): WriteResult => ({
  act: 'write_result',
  action: {
    id: 'action-0001',
    project: {
      project_id: String(FLOORING),
      client_id: '11TB01SB',
      number: '41001_1',
      category: 'Flooring',
      type: 'Installation',
      location: null,
    },
    expires_at: '2026-06-01T09:15:00-04:00',
    tool: 'confirm_appointment',
    date: '2026-06-12',
    time: '13:00',
    address: null,
    address_change: false,
    old_address: null,
    request_id: 1,
    completes_reschedule: false,
    ...action,
  } as PendingAction,
  status,
  refusal: null,
  confirmation_number: null,
  reason_saved: null,
  address_filed: null,
  released_only: false,
});

type Given = {
  said?: Partial<Done['said']>;
  answer?: Partial<Omit<Answer, 'metadata'>> & { metadata?: Partial<Answer['metadata']> };
  before?: SandboxState;
  after?: SandboxState;
} & Partial<Pick<Done, 'requests' | 'results' | 'largestState' | 'listed' | 'besides' | 'recovered'>>;

function wrong({ said = {}, answer = {}, before = FRESH, after = before, ...rest }: Given): string[] {
  const usual = anAnswer({ response: 'Here you are.', session_id: 'session-1' });
  const standing = standingIn(before);
  const results = rest.results ?? [];
  const last = results.at(-1);
  const done: Done = {
    at: Temporal.Instant.from(SEEDED),
    said: {
      message: 'yes',
      isYes: true,
      channel: 'chat',
      customer: '7001001',
      session: 'session-1',
      pending: null,
      shown: [],
      affirmed: [],
      ...said,
    },
    besides: [],
    answer: {
      ...usual,
      ...answer,
      metadata: {
        ...usual.metadata,
        write_outcome: last === undefined ? null : { tool: last.action.tool, status: last.status },
        ...answer.metadata,
      },
    },
    requests: [],
    before: standing,
    after: standingIn(after),
    results,
    recovered: new Set(),
    listed: () => [standingIn(after)],
    largestState: 1000,
    ...rest,
  };
  return violations(done, createPrivacy(standing), OFFERED);
}

describe('a turn in which all is well', () => {
  test('that saves the reason of a cancel whose outcome was not known at the yes', () => {
    const said = { message: 'hello', isYes: false, affirmed: [canceled] };
    expect(wrong({ said, requests: [REASON] })).toEqual([]);
    // Not twice, and not without that yes.
    const before = noted(WINDOWS, 'CANCELLATION REASON: a conflict');
    expect(wrong({ said, requests: [REASON], before })).toEqual([expect.stringMatching(/^a write without its yes/)]);
    const none = { ...said, affirmed: [], shown: [canceled] };
    expect(wrong({ said: none, requests: [REASON] })).toEqual([expect.stringMatching(/^a write without its yes/)]);
  });

  test('whose list lags shows what was so before', () => {
    const visit = { date: '2026-06-12', time: '13:00' };
    const short = { number: '41001_1', category: 'Flooring', type: 'Installation' };
    const data = { kind: 'appointment' as const, project: short, ...visit, status: 'Scheduled' };
    const gone = { answer: { data }, before: FRESH };
    expect(wrong({ ...gone, listed: () => [standingIn(BOOKED), standingIn(FRESH)] })).toEqual([]);
    expect(wrong(gone)).toEqual([expect.stringMatching(/^41001_1 is shown on 2026-06-12/)]);
  });

  test('says of no project without a visit that it has none, and of none with one', () => {
    const none = { response: "Your Flooring Installation (order 41001_1) doesn't have an appointment right now." };
    expect(wrong({ answer: none })).toEqual([]);
    expect(wrong({ answer: none, before: BOOKED })).toEqual([expect.stringContaining('but PF360 has')]);
  });

  test('that only talks', () => {
    expect(wrong({})).toEqual([]);
  });

  test('that books what a yes was asked for', () => {
    const results = [result({}, 'confirmed')];
    expect(wrong({ said: { pending: pending({}) }, requests: [SCHEDULE], after: BOOKED, results })).toEqual([]);
  });

  test.each([
    ['a release', { tool: 'reschedule_appointment', project: WINDOWS_PENDING }, [RELEASE]],
    [
      'a cancel with its reason',
      { tool: 'cancel_appointment', project: WINDOWS_PENDING, reason: 'a conflict' },
      [CANCEL, REASON],
    ],
    ['a note', { tool: 'add_note', note_text: 'two dogs' }, [NOTE]],
    ['an address', { tool: 'request_address_change', address: '9 Gulf Road' }, [ADDRESS]],
    ['a booking with its address', { address: '9 Gulf Road', address_change: true }, [ADDRESS, SCHEDULE]],
  ])('that writes %s after a yes to it', (_, asked, requests) => {
    expect(wrong({ said: { pending: pending(asked) }, requests })).toEqual([]);
  });

  test('whose message states the note', () => {
    expect(wrong({ said: { message: 'Note: two dogs!', isYes: false }, requests: [NOTE] })).toEqual([]);
  });
});

describe('a write without its yes is found:', () => {
  const asked = { pending: pending({}) };
  test.each<[string, Given]>([
    ['nothing was pending', { requests: [SCHEDULE] }],
    ['no yes was said', { said: { ...asked, isYes: false, message: 'maybe' }, requests: [SCHEDULE] }],
    ['another day', { said: { pending: pending({ date: '2026-06-15' }) }, requests: [SCHEDULE] }],
    ['another time', { said: { pending: pending({ time: '15:00' }) }, requests: [SCHEDULE] }],
    ['another project', { said: { pending: pending({ project: WINDOWS_PENDING }) }, requests: [SCHEDULE] }],
    ['twice for one yes', { said: asked, requests: [SCHEDULE, SCHEDULE] }],
    ['a release for a cancel', { said: { pending: pending({ tool: 'cancel_appointment' }) }, requests: [RELEASE] }],
    ['a cancel for a booking', { said: asked, requests: [CANCEL] }],
    ['an address that was not corrected', { said: asked, requests: [ADDRESS, SCHEDULE] }],
    [
      'a note of other words',
      { said: { pending: pending({ tool: 'add_note', note_text: 'no dogs' }) }, requests: [NOTE] },
    ],
    ['a note nobody stated', { said: { message: 'hello', isYes: false }, requests: [NOTE] }],
  ])('%s', (_, given) => {
    expect(wrong(given)).toContainEqual(expect.stringMatching(/^a write without its yes/));
  });
});

describe('an untrue outcome is found:', () => {
  const tool = { tool: 'cancel_appointment', date: '2026-06-09', time: '10:00' } as const;
  const windows = { project: { ...result({}, 'confirmed').action.project, number: '41002_1' } };
  test.each<[string, Given]>([
    ['confirmed, not booked', { results: [result({}, 'confirmed')] }],
    ['requested, not booked', { results: [result({}, 'requested')] }],
    [
      'confirmed, but the office has still to agree',
      {
        results: [result({}, 'confirmed')],
        after: project(FLOORING, {
          status: 'Pending Confirmation',
          appointment: { date: '2026-06-12', time: '13:00', form: 'us' },
          crew_assigned: false,
          request_ids: [],
        }),
      },
    ],
    ['refused, but booked', { results: [result({}, 'refused')], after: BOOKED }],
    ['not done, but booked', { results: [result({}, 'not_done')], after: BOOKED }],
    ['rehearsed, but booked', { results: [result({}, 'rehearsed')], after: BOOKED }],
    ['cancelled, but it stands', { results: [result({ ...tool, ...windows, reason: 'x' } as never, 'confirmed')] }],
    [
      'not cancelled, but it is',
      { results: [result({ ...tool, ...windows, reason: 'x' } as never, 'not_done')], after: RELEASED },
    ],
    [
      'released, but it stands',
      {
        results: [
          {
            ...result({ ...tool, ...windows, tool: 'reschedule_appointment', new_date: null } as never, 'confirmed'),
            released_only: true,
          },
        ],
      },
    ],
    ['noted, but it is not', { results: [result({ tool: 'add_note', note_text: 'two dogs' } as never, 'confirmed')] }],
    [
      'not noted, but it is',
      {
        results: [result({ tool: 'add_note', note_text: 'two dogs' } as never, 'not_done')],
        after: noted(FLOORING, 'two dogs'),
      },
    ],
    [
      'no address was filed',
      { results: [result({ tool: 'request_address_change', address: '9 Gulf Road' } as never, 'requested')] },
    ],
    ['words of a deed without one', { answer: { response: "You're booked: Friday." } }],
    [
      'an outcome that the reply does not speak of',
      { answer: { metadata: { write_outcome: { tool: 'add_note', status: 'confirmed' } } } },
    ],
    [
      '"no appointment" where there is one',
      {
        results: [result({ completes_reschedule: true, date: '2026-06-15' } as never, 'not_done')],
        answer: { response: 'There is no appointment right now.' },
        after: BOOKED,
        before: BOOKED,
      },
    ],
  ])('%s', (_, given) => {
    expect(wrong(given)).not.toEqual([]);
  });

  test('what stood there before the turn was not its doing', () => {
    expect(wrong({ results: [result({}, 'refused')], before: BOOKED })).toEqual([]);
  });

  test('a project that is being recovered may be anywhere', () => {
    const said = { pending: pending({}) };
    expect(wrong({ said, results: [result({}, 'confirmed')], recovered: new Set(['41001_1']) })).toEqual([]);
  });
});

describe('an untrue fact is found:', () => {
  const short = { number: '41001_1', category: 'Flooring', type: 'Installation' };
  const row = { ...short, status: 'Scheduled', location: null };
  const metadata = { pending_action: pending({ time: '15:00' }), next_expected_intent: 'affirm' as const };
  test.each<[string, Given['answer']]>([
    [
      'a date that was never open',
      { data: { kind: 'dates', project: short, items: [{ date: '2026-06-13', weekday: 'Saturday' }] } },
    ],
    [
      'a time that was never open',
      {
        data: { kind: 'time_slots', project: short, date: '2026-06-12', weekday: 'Friday', items: [{ time: '13:30' }] },
      },
    ],
    [
      'an appointment that is not there',
      { data: { kind: 'projects', items: [{ ...row, scheduled: { date: '2026-06-12', time: null } }] } },
    ],
    [
      'an appointment that is not shown',
      { data: { kind: 'projects', items: [{ ...row, number: '41002_1', scheduled: null }] } },
    ],
    [
      'another time of an appointment',
      {
        data: {
          kind: 'appointment',
          project: { ...short, number: '41002_1' },
          date: '2026-06-09',
          time: '11:00',
          status: 'Scheduled',
        },
      },
    ],
    ['a yes asked for a time that was never open', { metadata }],
  ])('%s', (_, answer) => {
    expect(wrong({ answer: answer ?? {} })).not.toEqual([]);
  });
});

describe('what else must not be seen is found:', () => {
  test.each<[string, Given]>([
    ['an order number of another customer', { answer: { response: 'Order 52001_1 is yours.' } }],
    ['an address of another customer', { answer: { suggestions: ['2210 Sheridan Square'] } }],
    ['a project id', { answer: { response: 'Project 90010001 is ready.' } }],
    ['JSON', { answer: { response: 'Done: {"data": true}' } }],
    ['a stack trace', { answer: { response: 'It failed at run (plan.mjs:3)' } }],
    ['the session id', { answer: { response: 'This is session-1.' } }],
    ['an empty reply', { answer: { response: ' ' } }],
    ['a turn that broke', { answer: { response: 'Sorry, something went wrong on my side before I could finish.' } }],
    ['a list read out', { said: { channel: 'voice' }, answer: { response: 'Open:\n- Monday\n- Tuesday' } }],
    ['an SMS that is too long', { said: { channel: 'sms' }, answer: { response: 'word '.repeat(400) } }],
    ['an SMS with a dash that is none', { said: { channel: 'sms' }, answer: { response: 'Monday – Friday' } }],
    ['a pending action that nothing waits for', { answer: { metadata: { pending_action: pending({}) } } }],
    ['a turn state that is too large', { largestState: STATE_LIMIT }],
  ])('%s', (_, given) => {
    expect(wrong(given)).not.toEqual([]);
  });

  test('a note’s word that belongs to another session’s customer', () => {
    const privacy = createPrivacy(standingIn(FRESH));
    privacy.own('zeta4821q1', '7001002');
    const answer = anAnswer({ response: 'The code is zeta4821q1.' });
    const said = {
      message: 'x',
      isYes: false,
      channel: 'chat',
      customer: '7001001',
      session: 's',
      pending: null,
      shown: [],
      affirmed: [],
    };
    expect(privacy.strangersIn({ said, answer })).toHaveLength(1);
    expect(privacy.strangersIn({ said: { ...said, customer: '7001002' }, answer })).toEqual([]);
  });
});

describe('what only the words say is found:', () => {
  test.each<[string, string]>([
    ['a date that was never open', 'Your Flooring Installation (order 41001_1) could be on Monday, June 22.'],
    ['another weekday', 'Your Flooring Installation (order 41001_1) could be on Monday, June 12.'],
    [
      'a time that was never open',
      'On Friday, June 12 your Flooring Installation (order 41001_1) could be at 4:30 PM.',
    ],
    ['another date of an appointment', 'Your Windows Installation (order 41002_1) is scheduled: Friday, June 12.'],
    [
      'another time of an appointment',
      'Your Windows Installation (order 41002_1) is scheduled: Tuesday, June 9 from 1:00 PM to 3:00 PM.',
    ],
    [
      'a booking that is not there',
      "You're booked: Flooring Installation (order 41001_1) on Friday, June 12 at 1:00 PM.",
    ],
    ['a number that is nobody’s', 'You can call the office at 813-555-0199.'],
    ['a price', 'That is $ 250.'],
    ['somebody who is not coming', 'The technician for your Flooring Installation (order 41001_1) is Marco Reyes.'],
    ['degrees without a forecast', 'It will be 75°F.'],
    ['a chance of rain without a forecast', 'There is a 40% chance of rain.'],
  ])('%s', (_, response) => {
    expect(wrong({ answer: { response } })).not.toEqual([]);
  });

  test.each<[string, string]>([
    ['an open date', 'Your Flooring Installation (order 41001_1) could be on Friday, June 12 at 1:00 PM.'],
    [
      'an appointment',
      'Your Windows Installation (order 41002_1) is scheduled: Tuesday, June 9 from 10:00 AM to 12:00 PM.',
    ],
    ['who comes', 'The technician for your Windows Installation (order 41002_1) is Marco Reyes.'],
    ['a date that cannot be had', 'There is no open date on Saturday, June 13 for your Flooring Installation.'],
    ['the office', 'The office is closed right now and opens again on Tuesday, June 2 at 8:00 AM.'],
    ['its number', 'You can call the office at 813-555-0100.'],
    ['the customer’s own words', 'The note would be: "pay $ 20 on Monday, June 22".'],
  ])('%s is true', (_, response) => {
    expect(wrong({ answer: { response } })).toEqual([]);
  });
});

describe('a widget that PF360 does not back is found:', () => {
  const short = { number: '41002_1', category: 'Windows', type: 'Installation' };
  const item = { ...short, status: 'Scheduled', location: null, scheduled: { date: '2026-06-09', time: '10:00' } };
  const true_ = { technician: 'Marco Reyes', address: '1418 Bayshore Bend, Tampa, FL 33606', store: null };
  const hours = { day: 'Monday', open: '08:00', close: '17:00' };
  const day = { date: '2026-06-09', weekday: 'Tuesday', summary: 'clear', advice: null };

  test.each<[string, Answer['data']]>([
    ['a status', { kind: 'projects', items: [{ ...item, status: 'On Hold' }] }],
    ['a technician', { kind: 'project', item, ...true_, technician: 'Rosa Delgado' }],
    ['a store', { kind: 'project', item, ...true_, store: 'Corner Shop' }],
    ['an address of a project', { kind: 'project', item, ...true_, address: '1 Main Street' }],
    ['an address', { kind: 'address', project: short, address: '1 Main Street' }],
    ['a note', { kind: 'notes', project: short, items: [{ text: 'free of charge', author: null, created_at: null }] }],
    ['an hour', { kind: 'hours', timezone: 'America/New_York', items: [{ ...hours, close: '18:00' }] }],
    ['an open Sunday', { kind: 'hours', timezone: 'America/New_York', items: [{ ...hours, day: 'Sunday' }] }],
    [
      'the weather',
      { kind: 'weather', place: 'Tampa', items: [{ ...day, high_f: 12, low_f: null, precipitation_percent: null }] },
    ],
  ])('%s', (_, data) => {
    expect(wrong({ answer: { data } })).toHaveLength(1);
  });

  test.each<[string, Answer['data']]>([
    ['a project', { kind: 'project', item, ...true_ }],
    [
      'hours',
      { kind: 'hours', timezone: 'America/New_York', items: [hours, { day: 'Sunday', open: null, close: null }] },
    ],
    ['an address', { kind: 'address', project: short, address: true_.address }],
  ])('%s as PF360 has it is true', (_, data) => {
    expect(wrong({ answer: { data } })).toEqual([]);
  });
});

describe('a deed that the outcome does not tell is found, whatever the assistant’s record says:', () => {
  const booking = { pending: pending({}), shown: [pending({})] };
  const told = (status: 'confirmed' | 'requested' | 'refused' | 'not_done', tool = 'confirm_appointment') => ({
    metadata: { write_outcome: { tool: tool as 'confirm_appointment', status } },
  });
  const ofDeeds = (given: Given) => wrong(given).filter((line) => DEEDS.test(line));
  const DEEDS = /holds none of|has not agreed|, but \S+ was/;

  test.each<[string, Given]>([
    ['booked in silence', { after: BOOKED }],
    ['noted in silence', { after: noted(FLOORING, 'two dogs') }],
    ['refused, but booked', { said: booking, answer: told('refused'), after: BOOKED }],
    ['confirmed, but not booked', { said: booking, answer: told('confirmed') }],
    ['noted, but another text', { answer: told('confirmed', 'add_note'), after: noted(FLOORING, 'something else') }],
    [
      'cancelled, but it stands',
      { said: shownWindows('cancel_appointment'), answer: told('confirmed', 'cancel_appointment') },
    ],
    [
      'released, but it stands',
      { said: shownWindows('reschedule_appointment'), answer: told('confirmed', 'reschedule_appointment') },
    ],
    [
      'an address that was not filed',
      {
        said: { shown: [pending({ tool: 'request_address_change', address: '9 Gulf Road' })] },
        answer: told('requested', 'request_address_change'),
      },
    ],
  ])('%s', (_, given) => {
    expect(ofDeeds(given)).toHaveLength(1);
  });

  test.each<[string, Given]>([
    ['a booking', { said: booking, answer: told('confirmed'), after: BOOKED }],
    [
      'a release',
      {
        said: shownWindows('reschedule_appointment'),
        answer: told('confirmed', 'reschedule_appointment'),
        after: RELEASED,
      },
    ],
    [
      'a note in the message',
      {
        said: { message: 'note: two dogs' },
        answer: told('confirmed', 'add_note'),
        after: noted(FLOORING, 'two dogs'),
      },
    ],
    ['a booking that nobody knows of', { said: booking, answer: told('not_done') }],
  ])('%s that is so is none', (_, given) => {
    expect(ofDeeds(given)).toEqual([]);
  });
});

function shownWindows(tool: string) {
  return { shown: [pending({ tool, project: WINDOWS_PENDING, date: '2026-06-09', time: '10:00', reason: 'x' })] };
}
