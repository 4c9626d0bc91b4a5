import { describe, expect, test } from '@jest/globals';
import { read } from './reading.ts';

const temporal = ({
  date,
  time,
  time_window,
  time_bound,
  weekday_filter,
  excluded,
  date_problem,
}: ReturnType<typeof read>): object =>
  JSON.parse(JSON.stringify({ date, time, time_window, time_bound, weekday_filter, excluded, date_problem }));

describe('words and numbers that are no date and no time', () => {
  test.each([
    '',
    '   ',
    '???',
    '👍',
    'maybe',
    'maybe so, I dunno',
    'may I book something',
    'you may be right',
    'or may we call you',
    'they march in here with their boots on',
    'the paint may march on',
    'I mar everything I touch',
    'ask for June at the store',
    'April called me back',
    'is Jan from the office there',
    'one second please',
    'just a second',
    'on second thought',
    'the second bathroom',
    'second floor apartment',
    'will there be sun',
    'is it going to be sun or rain',
    'I sat here all day',
    'the guy who sat down',
    'we wed like to book',
    'wed like to know',
    'in the fall',
    'gate code is 4821',
    'the gate code is 1030',
    'code for the gate is 0930',
    'pin: 1215',
    'apt 3',
    'unit 12',
    'suite 10 on the left',
    'order 41003_1',
    'order number 1030',
    'my number is 555-0142',
    'call me at (813) 555-0142',
    '813-555-0142',
    '12 Oak St',
    'at 12 Oak Street',
    '1030 Elm Ave, Tampa FL 33601',
    '3 Park Way',
    '900 s 4th st',
    'zip 33601',
    'it costs $10',
    'about $10.30 each',
    'it was 10% off',
    '3.5 inches',
    '2 windows and 3 doors',
    'I have 2 dogs',
    'around 10 windows',
    'about 3 hours',
    'it takes 2 days',
    '24/7',
    '24 hours',
    '3/4 inch plywood',
    '5 3/4 wide',
    '10/10',
    '12 x 14',
    'a 2x4',
    '10 ft',
    'b12',
    'what day of the week do they work?',
    'any day is fine',
    'some other time',
    'last time it was late',
    'the last week was long ago',
    'how are you today',
    'hi how are you doing today',
    "that's all for today",
    "what's the date today",
    'i called yesterday',
    'nobody showed up yesterday',
    'I called monday and nobody answered',
    'you were here on tuesday',
    'the guy came friday',
    'they installed it last week',
    'two weeks ago',
    'your van backed over my mailbox this morning',
    'it broke last night',
    'happy friday',
    'merry christmas',
    'have a good weekend',
    'twelve-month financing',
    'it weighs three hundred pounds',
    'do you have me at 114 or 141',
    '0% apr',
    'the year 2026',
    '1234567890',
    '99999999999999999999',
    'in 99999999 days',
    '0000-00-00',
    '13/45/2026',
    '25:61',
    '12:75',
  ])('%s', (message) => {
    expect(temporal(read(message))).toEqual({});
  });
});

describe('the same words where they are dates', () => {
  test.each([
    ['in may', { start: '2026-05-01', end: '2026-05-31' }],
    ['sometime in may or so', { start: '2026-05-01', end: '2026-05-31' }],
    ['sun or sat', { start: '2026-03-07', end: '2026-03-08' }],
    ['on sat', '2026-03-07'],
    ['next sun', '2026-03-15'],
    ['wed at 3', '2026-03-04'],
    ['march 10', '2026-03-10'],
    ['the 2nd of april', '2026-04-02'],
    ['april would be fine', { start: '2026-04-01', end: '2026-04-30' }],
  ])('%s', (message, date) => {
    expect(read(message).date).toEqual(date);
  });
});

describe('what stands in a note, a reason or an address is no wish', () => {
  test('a note', () => {
    expect(read('street sweeping tuesday mornings, 7 to 9', { expecting: 'note_text' })).toEqual({
      note_text: 'street sweeping tuesday mornings, 7 to 9',
    });
  });

  test('a reason', () => {
    expect(read('we fly out on the 12th at 9', { expecting: 'reason' })).toEqual({
      reason: 'we fly out on the 12th at 9',
    });
  });

  test('an address', () => {
    expect(read('15 May St', { expecting: 'address' })).toEqual({ address: '15 May St' });
  });

  test('a change of subject is read for what it is', () => {
    expect(read('actually friday', { expecting: 'note_text', intent: 'select_date' })).toEqual({ date: '2026-03-06' });
    expect(read('move it to friday', { expecting: 'reason', intent: 'reschedule_appointment' })).toEqual({
      date: '2026-03-06',
    });
  });
});

test('a leave-taking asks for no day', () => {
  expect(read('not for today, bye', { intent: 'goodbye' })).toEqual({});
  expect(read('nothing more for now, talk tomorrow', { intent: 'goodbye' })).toEqual({});
});

test('a month that only names a job is no wish', () => {
  expect(read('who did the April job', { intent: 'project_details' })).not.toHaveProperty('date');
  expect(read('book it for April', { intent: 'book_appointment' })).toHaveProperty('date');
});
