import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Act } from '../../../core/contracts/act.ts';
import type { Saved } from '../../../core/contracts/outcome.ts';
import type { Channel } from '../../../core/contracts/turn.ts';
import { speechOf } from '../../../functions/responder/speech.ts';
import { cut } from '../../../functions/responder/templates/fit.ts';
import { render } from '../../../functions/responder/templates/templates.ts';
import { sayDate, sayPhone, sayTime } from '../../../functions/responder/wording/calendar.ts';
import { join } from '../../../functions/responder/wording/list.ts';
import { ascii, clip, plain } from '../../../functions/responder/wording/plain.ts';
import { anyAct, someActs } from '../../fixtures/speech/arbitrary-acts.ts';
import {
  BOOKING,
  CANCEL,
  CORRECTION,
  FLOORING,
  FLOORING_VIEW,
  MOVE,
  NOTE,
  result,
  SCENARIOS,
  type Scenario,
  turnOf,
  turnWith,
  WINDOWS_VIEW,
} from '../../fixtures/speech/scenarios.ts';

const said = (acts: Act[], channel: Channel = 'chat'): string => {
  const turn = turnWith(acts, channel);
  return render(turn.acts, speechOf(turn));
};
const saidIn = (name: Scenario, channel: Channel = 'chat'): string => said(turnOf(name).acts, channel);

describe('dates, times and numbers to call', () => {
  const chat = { channel: 'chat', today: '2026-11-30' } as const;
  const voice = { channel: 'voice', today: '2026-11-30' } as const;

  test.each([
    ['2026-12-03', 'Thursday, December 3', 'Thursday, December 3rd'],
    ['2026-12-11', 'Friday, December 11', 'Friday, December 11th'],
    ['2026-12-22', 'Tuesday, December 22', 'Tuesday, December 22nd'],
    ['2027-01-01', 'Friday, January 1, 2027', 'Friday, January 1st, 2027'],
  ])('%s is %s, spoken %s', (date, written, spoken) => {
    expect([sayDate(date, chat), sayDate(date, voice)]).toEqual([written, spoken]);
  });

  test.each([
    ['08:00', '8:00 AM', '8 AM'],
    ['12:00', '12:00 PM', '12 PM'],
    ['13:30', '1:30 PM', '1:30 PM'],
    ['00:15', '12:15 AM', '12:15 AM'],
  ])('%s is %s, spoken %s', (time, written, spoken) => {
    expect([sayTime(time, chat), sayTime(time, voice)]).toEqual([written, spoken]);
  });

  test('a phone number is spoken in groups of three, three and four; another length as it is configured', () => {
    expect(sayPhone('+1 (813) 555-0142', voice)).toBe('8 1 3, 5 5 5, 0 1 4 2');
    expect(sayPhone('555-0142', voice)).toBe('555-0142');
    expect(sayPhone('813-555-0142', chat)).toBe('813-555-0142');
  });
});

describe('a booking', () => {
  test('is asked for with project, weekday and date, time and address', () => {
    expect(saidIn('confirm_booking')).toBe(
      'Here is what I would book:\nProject: Flooring Installation (order 41001_1)\nDate: Thursday, December 3\n' +
        'Time: 10:00 AM\nAddress: 412 Heron Way, Tampa, FL 33606\n' +
        'Is everything right, including the address, and shall I book it?',
    );
    expect(saidIn('confirm_booking', 'voice')).toBe(
      'Your flooring installation would be on Thursday, December 3rd at 10 AM, at 412 Heron Way, Tampa, FL 33606. ' +
        'Is everything right, including the address, and shall I book it?',
    );
  });

  test('that breaks an earlier wish says so', () => {
    expect(said([{ act: 'ask_confirmation', action: BOOKING, breaks: 'day' }])).toContain(
      "such a day doesn't suit you",
    );
  });

  test('without an address on file says that there is none', () => {
    const action = { ...BOOKING, address: null };
    expect(said([{ act: 'ask_confirmation', action, breaks: null }])).toContain('Address: none on file');
    expect(said([{ act: 'ask_confirmation', action, breaks: null }], 'voice')).toContain('no address on file');
  });

  test('with a corrected address says that the office gets it', () => {
    const action = {
      ...BOOKING,
      address: '77 Pelican Court, Largo',
      address_change: true,
      old_address: '412 Heron Way',
    };
    const text = said([{ act: 'ask_confirmation', action, breaks: null }]);
    expect(text).toContain('Address: "77 Pelican Court, Largo"');
    expect(text).toContain('The office gets the new address with the booking and reviews it.');
  });

  test.each([
    ['confirmed', /^You're booked: Flooring Installation \(order 41001_1\) on Thursday, December 3 at 10:00 AM/],
    ['requested', /requested\. The office reviews it, and it's not final until then\.$/],
    ['not_done', /Nothing was booked\./],
    ['unknown', /I couldn't tell whether the booking went through\. I'm checking; please don't ask for it again/],
    ['rehearsed', /^This was only a rehearsal: nothing was sent, and nothing was booked\./],
  ] as const)('that is %s is told so, with its date and time', (status, words) => {
    const text = said([result(BOOKING, status)]);
    expect(text).toMatch(words);
    expect(text).toContain('Thursday, December 3 at 10:00 AM');
  });

  test.each([
    ['already_scheduled', /already has an appointment/],
    ['not_allowed', /doesn't allow that for this project/],
    ['slot_taken', /just been taken/],
    ['stale_request', /search had run out/],
    ['wrong_status', /status doesn't allow/],
    ['not_offered', /not among the open ones/],
    ['past_date', /already passed/],
    ['other', /didn't accept it/],
    [null, /didn't accept it/],
  ] as const)('refused for %s is told why, and that nothing was booked', (refusal, why) => {
    const text = said([result(BOOKING, 'refused', { refusal })]);
    expect(text).toMatch(why);
    expect(text).toContain('Nothing was booked.');
  });

  test('that PF360 refused, and that could not be looked up, is told as just that', () => {
    const text = said([result(BOOKING, 'unknown', { refusal: 'slot_taken' })]);
    expect(text).toMatch(/just been taken.* is what the scheduling system answered, but I couldn't check/);
    expect(text).toContain('Thursday, December 3 at 10:00 AM');
    expect(text).not.toMatch(/nothing was booked/i);
  });

  test('that was the second half of a move and failed says that the old time is gone as well', () => {
    const action = { ...BOOKING, completes_reschedule: true };
    expect(said([result(action, 'not_done')])).toContain('Nothing was booked, and the old time has been given up.');
  });

  test.each<[Saved, string]>([
    [true, 'The new address went to the office'],
    [false, 'could not be sent to the office'],
    ['unknown', "couldn't tell whether the new address"],
  ])('with a correction that was filed: %s', (address_filed, words) => {
    const action = { ...BOOKING, address_change: true };
    expect(said([result(action, 'confirmed', { address_filed, confirmation_number: 'TB-1' })])).toContain(words);
  });

  test('that was canceled, its reason perhaps saved, claims neither', () => {
    const text = said([result(CANCEL, 'confirmed', { reason_saved: 'unknown' })]);
    expect(text).toContain("I couldn't tell whether the reason was saved");
    expect(text).not.toMatch(/I saved|could not be saved/);
  });

  test.each(['confirmed', 'requested'] as const)('%s without its correction is where the file says', (status) => {
    const action = { ...BOOKING, address: '9 Pine Rd, Tampa', address_change: true, old_address: '1 Bay Bend, Tampa' };
    const text = said([result(action, status, { address_filed: false })]);
    expect(text).toContain('at 1 Bay Bend, Tampa');
    expect(text).not.toContain('at "9 Pine Rd, Tampa"');
    expect(text).toContain('"9 Pine Rd, Tampa", could not be sent');
    const none = said([result({ ...action, old_address: null }, status, { address_filed: false })]);
    expect(none).toContain('There is no address on file.');
    expect(none).not.toContain(' at "9 Pine');
  });
});

describe('what was done here and is not shown yet', () => {
  const act = (did: Extract<Act, { act: 'not_shown_yet' }>['did'], date: string | null = '2026-12-03'): Act => ({
    act: 'not_shown_yet',
    project: BOOKING.project,
    status: 'Ready To Schedule',
    did,
    date,
    time: '10:00',
    next: null,
  });

  test.each([
    ['booked', /was booked for Thursday, December 3 at 10:00 AM\. .* doesn't show it yet\.$/],
    ['requested', /was requested for Thursday, December 3 at 10:00 AM\. .* doesn't show it yet\.$/],
    ['canceled', /appointment on Thursday, December 3 at 10:00 AM was canceled\. .* still shows it\.$/],
    [
      'cancel_requested',
      /asked to cancel .* on Thursday, December 3 at 10:00 AM\. .* still shows it, so it isn't final\.$/,
    ],
    [
      'released',
      /old time .* Thursday, December 3 at 10:00 AM, was given up.* new appointment yet\. .* still shows it\.$/,
    ],
  ] as const)('%s: both facts are told, neither alone', (did, words) => {
    expect(said([act(did)])).toMatch(/^In this conversation/);
    expect(said([act(did)])).toMatch(words);
  });

  test('names no date that is not known', () => {
    expect(said([act('canceled', null)])).toMatch(/appointment was canceled\./);
  });
});

describe('a move', () => {
  test('of an appointment without a known time promises nothing of getting it back', () => {
    const asks = (action: typeof MOVE): Act => ({ act: 'ask_confirmation', action, breaks: null });
    const unfinished = (time: string | null, left: boolean): Act => ({
      act: 'move_unfinished',
      project: MOVE.project,
      date: MOVE.date,
      time,
      left,
    });
    for (const new_date of [null, '2026-12-22']) {
      const known = { ...MOVE, time: '10:00', new_date, new_time: new_date === null ? null : '08:00' };
      const unknown = { ...known, time: null };
      expect(said([asks(known)])).toMatch(/old time back/);
      expect(said([asks(unknown)])).not.toMatch(/time back/);
      expect(said([result(known, 'confirmed', { released_only: true })])).toMatch(/old time back/);
      expect(said([result(unknown, 'confirmed', { released_only: true })])).not.toMatch(/time back/);
    }
    for (const left of [true, false]) {
      expect(said([unfinished('10:00', left)])).toMatch(/we try to get (it|the old time) back/);
      expect(said([unfinished(null, left)])).not.toMatch(/we try to get/);
    }
  });

  test.each(['chat', 'sms', 'voice'] as const)(
    'over %s warns that the old time goes at once and that we try to get it back',
    (channel) => {
      for (const action of [MOVE, { ...MOVE, new_date: null, new_time: null }]) {
        const text = said([{ act: 'ask_confirmation', action, breaks: null }], channel);
        expect(text).toMatch(/given up at once/);
        expect(text).toMatch(/cannot be guaranteed/);
        expect(text).toMatch(/try to get the old time back/);
      }
    },
  );

  test('tells both dates when it is done, and what stands when only the old one is gone', () => {
    expect(saidIn('moved')).toBe(
      'Your Windows Installation (order 41002_1) is moved: it was on Tuesday, December 8 at 10:00 AM and is now on Thursday, December 10 at 1:00 PM.',
    );
    expect(saidIn('released')).toContain("You don't have a new appointment yet");
    expect(said([result(MOVE, 'requested', { released_only: true })])).toContain(
      'The new time, Thursday, December 10 at 1:00 PM, could not be booked.',
    );
    expect(said([result(MOVE, 'requested')])).toContain("it's not final until then");
    expect(said([result(MOVE, 'refused', { refusal: 'slot_taken' })])).toContain('Nothing was moved.');
    expect(said([result({ ...MOVE, new_date: null, new_time: null }, 'not_done')])).toContain('Nothing was moved.');
  });
});

describe('other writes', () => {
  test('a cancellation names project, date and reason, asked and told', () => {
    for (const text of [saidIn('confirm_cancel'), saidIn('canceled')]) {
      expect(text).toContain('Windows Installation (order 41002_1)');
      expect(text).toContain('Tuesday, December 8 at 10:00 AM');
      expect(text).toContain('"we are selling the house"');
    }
    expect(saidIn('canceled_no_reason')).toContain('The reason could not be saved');
    expect(said([result(CANCEL, 'requested')])).toContain('is requested');
    expect(said([result(CANCEL, 'not_done')])).toContain('Nothing was canceled.');
  });

  test('a note and a correction repeat what was sent', () => {
    expect(saidIn('noted')).toBe(
      'I saved this note on your Flooring Installation (order 41001_1): "gate code is 4821".',
    );
    expect(said([result(NOTE, 'requested')])).toContain('I sent this note');
    expect(said([result(NOTE, 'unknown')])).toContain('"gate code is 4821"');
    expect(said([result(NOTE, 'refused')])).toContain('The note was not saved.');
    expect(saidIn('correction')).toContain('until then the address on file stays as it is');
    expect(said([result(CORRECTION, 'not_done')])).toContain('The correction was not sent');
    expect(
      said([{ act: 'ask_confirmation', action: { ...CORRECTION, old_address: null }, breaks: null }]),
    ).not.toContain('On file now');
  });

  test('a "yeah" on the phone is asked again by the name of the write', () => {
    const text = said([{ act: 'confirm_clearly', action: CANCEL }], 'voice');
    expect(text).toContain('Please say "yes, cancel it", or say no.');
    expect(text).toContain('Tuesday, December 8th at 10 AM');
  });
});

describe('a list', () => {
  test('is numbered in the order of its items, with the status and the visit', () => {
    expect(saidIn('list').split('\n').slice(1, 3)).toEqual([
      '1. Flooring Installation (order 41001_1) - Ready To Schedule',
      '2. Windows Installation (order 41002_1) - Scheduled, Tuesday, December 8 from 10:00 AM to 12:00 PM',
    ]);
  });

  test('tells projects of the same kind apart by their place', () => {
    const twin = { ...FLOORING_VIEW, project_id: '90010099', number: '41099_1', street: '9 Oak Lane', city: 'Largo' };
    const items = [FLOORING_VIEW, twin, WINDOWS_VIEW];
    const text = said([{ act: 'show_projects', items, total: 3, offset: 0, filter: null }]);
    expect(text).toContain('(order 41099_1), 9 Oak Lane, Largo - ');
    expect(text).toContain('(order 41002_1) - Scheduled');
    expect(said([{ act: 'show_projects', items, total: 3, offset: 0, filter: null }], 'voice')).toContain(
      'flooring installation, 9 Oak Lane, Largo',
    );
  });

  test('says which part of a longer one it is', () => {
    expect(saidIn('many')).toContain('Here are 21 to 22 of your 500 projects matching "windows"');
  });

  test('of dates that leaves out the wanted one says so; a range that holds them is named', () => {
    expect(saidIn('dates_asked')).toMatch(/^Nothing is open on Saturday, December 5\./);
    const [offer] = SCENARIOS.dates;
    const asked = { start: '2026-12-01', end: '2026-12-12' };
    expect(said([{ ...offer, asked } as Act])).toMatch(
      /^Open dates between Tuesday, December 1 and Saturday, December 12 for your/,
    );
  });

  test.each([
    ['14:00', /^2:00 PM isn't open/],
    ['morning', /^The morning isn't open/],
    ['teatime', /^"teatime" isn't open/],
  ])('of times without the wanted %s says so', (asked, words) => {
    const [offer] = SCENARIOS.times;
    expect(said([{ ...offer, asked } as Act])).toMatch(words);
  });
});

describe('hand-over', () => {
  const [open] = SCENARIOS.handoff_open;
  test('tells when the office opens, and the number only where there is one', () => {
    expect(saidIn('handoff_closed')).toContain('opens again tomorrow at 8:00 AM');
    expect(saidIn('handoff_open')).toContain('You can call the office at 813-555-0142.');
    const nothing = said([{ ...open, support_number: null, hours: null } as Act]);
    expect(nothing).not.toMatch(/\d/);
    expect(nothing).toContain('get in touch with the office directly');
  });

  test.each([
    'clarifications_exhausted',
    'not_schedulable',
    'blocked',
    'repeated_faults',
    'out_of_scope',
    'reschedule_stuck',
  ] as const)('for %s gives its reason', (reason) =>
    expect(said([{ ...open, reason } as Act])).not.toBe(said([open as Act])),
  );
});

describe('several acts', () => {
  test('are told first and asked last', () => {
    const text = said([...SCENARIOS.already, ...SCENARIOS.hours] as Act[]);
    expect(text.indexOf('Would you like to move it instead?')).toBeGreaterThan(text.indexOf('The office hours:'));
    expect(text.endsWith('?')).toBe(true);
  });

  test('no act at all is still an answer that claims nothing', () => {
    expect(said([])).toBe("Sorry, I don't have an answer to that.");
  });
});

describe('SMS', () => {
  test('is ASCII of at most 1500 characters, whatever is in it', () => {
    fc.assert(
      fc.property(someActs, (acts) => {
        const text = said(acts, 'sms');
        expect(text).toMatch(/^[\x20-\x7E\n]+$/);
        expect(text.length).toBeLessThanOrEqual(1500);
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  test('keeps every fact of a write and cuts what stands beside it', () => {
    const notes = Array.from({ length: 10 }, () => ({ text: 'n'.repeat(280), author: null, created_at: null }));
    const text = said(
      [
        { act: 'show_notes', project: FLOORING, notes, total: 10 },
        result(BOOKING, 'confirmed', { confirmation_number: 'TB-20418' }),
      ],
      'sms',
    );
    expect(text.length).toBeLessThanOrEqual(1500);
    expect(text).toContain('Thursday, December 3 at 10:00 AM at 412 Heron Way, Tampa, FL 33606');
    expect(text).toContain('TB-20418');
  });

  test('cuts after a line or a sentence, not after an abbreviation', () => {
    expect(cut('One. Two of St. Mary and more words. Three.', 38)).toBe('One. Two of St. Mary and more words.');
    expect(cut('a first line\nand a second', 20)).toBe('a first line');
    expect(cut('nothing fits in here', 5)).toBe('');
    expect(cut('short', 5)).toBe('short');
  });
});

describe('voice', () => {
  test('has no lists, no order numbers and no list of more than three', () => {
    fc.assert(
      fc.property(anyAct, (act) => {
        fc.pre(act.act !== 'clarify');
        expect(said([act], 'voice')).not.toMatch(/\n|^[•-] |\(order /);
      }),
      { numRuns: 300, seed: 6 },
    );
    expect(saidIn('dates', 'voice')).toBe(
      'Open dates for your flooring installation: Wednesday, December 2nd; Thursday, December 3rd; and Friday, December 4th. ' +
        'There are 12 more. Which day works for you?',
    );
    expect(saidIn('number', 'voice')).not.toContain('41002');
  });
});

describe('words of others', () => {
  test('lose markup, control and invisible characters, and double quotes', () => {
    expect(plain('<b>"Hi"</b>\u0000 {x}\u202E\nthere 🎉', 100)).toBe("b 'Hi' /b x there");
    expect(clip('abcdefghij', 8)).toBe('abcde...');
    expect(ascii('Señor “Łukasz” – ½ 🎉')).toBe('Senor Lukasz - 1/2');
  });

  test('join in a list that may hold commas', () => {
    expect(join(['a', 'b', 'c'], 'and')).toBe('a, b, and c');
    expect(join(['a, 1', 'b, 2', 'c'], 'or')).toBe('a, 1; b, 2; or c');
    expect([join([], 'and'), join(['a'], 'and'), join(['a', 'b'], 'or')]).toEqual(['', 'a', 'a or b']);
  });
});
