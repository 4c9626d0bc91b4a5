import { describe, expect, test } from '@jest/globals';
import { read } from './reading.ts';

const range = (start: string, end: string): { start: string; end: string } => ({ start, end });

describe('a single day, said on Wednesday 4 March 2026', () => {
  test.each([
    ['today', '2026-03-04'],
    ['today if you can', '2026-03-04'],
    ['tomorrow', '2026-03-05'],
    ['grab me a slot tomorrow, whichever', '2026-03-05'],
    ['day after tomorrow', '2026-03-06'],
    ['do yall have anything the day after tomorrow', '2026-03-06'],
    ['Friday', '2026-03-06'],
    ['this Friday', '2026-03-06'],
    ['on friday', '2026-03-06'],
    ['this coming Friday', '2026-03-06'],
    ['that thursday’s good', '2026-03-05'],
    ["Friday'll do nicely", '2026-03-06'],
    ['FRIDAY!!', '2026-03-06'],
    ['wednesday', '2026-03-04'],
    ['coming wednesday', '2026-03-11'],
    ['next Friday', '2026-03-13'],
    ['next wednesday', '2026-03-11'],
    ['next Monday', '2026-03-16'],
    ['the following friday', '2026-03-13'],
    ['Friday week', '2026-03-13'],
    ['a week from Friday', '2026-03-13'],
    ['week from friday', '2026-03-13'],
    ['a week on friday', '2026-03-13'],
    ['two weeks from Friday', '2026-03-20'],
    ['friday in two weeks', '2026-03-20'],
    ['friday 2 weeks from now', '2026-03-20'],
    ['the Friday after next', '2026-03-20'],
    ['the tuesday after this coming one', '2026-03-17'],
    ['two Mondays from now', '2026-03-16'],
    ['Monday next week', '2026-03-09'],
    ['next week monday', '2026-03-09'],
    ['next week on Thursday', '2026-03-12'],
    ['next week, maybe thursday', '2026-03-12'],
    ['Thursday of next week', '2026-03-12'],
    ['Friday of this week', '2026-03-06'],
    ['thursday the week of the 16th', '2026-03-19'],
    ['the 15th', '2026-03-15'],
    ['the 4th', '2026-03-04'],
    ['the 3rd', '2026-04-03'],
    ['the 31st', '2026-03-31'],
    ['the twelfth', '2026-03-12'],
    ['the twenty-first', '2026-03-21'],
    ['um I think uh the twenty first', '2026-03-21'],
    ['the ninteenth', '2026-03-19'],
    ['how about the 5th', '2026-03-05'],
    ['the 5th of next month', '2026-04-05'],
    ['the 15th next month', '2026-04-15'],
    ['on the first', '2026-04-01'],
    ['Jan 10', '2027-01-10'],
    ['January the 10th', '2027-01-10'],
    ['10th of January', '2027-01-10'],
    ['10 Jan', '2027-01-10'],
    ['Jan. 10th, 2028', '2028-01-10'],
    ['Nov thirtieth', '2026-11-30'],
    ['march twenty third', '2026-03-23'],
    ['the twenty third of march', '2026-03-23'],
    ['March 4', '2026-03-04'],
    ['do away with the March 30 install', '2026-03-30'],
    ['May 6th please', '2026-05-06'],
    ['i may be able to do may 5', '2026-05-05'],
    ['5 May 2027', '2027-05-05'],
    ['Feb 29 2028', '2028-02-29'],
    ['2026-03-20', '2026-03-20'],
    ['2026/3/20', '2026-03-20'],
    ['3/20', '2026-03-20'],
    ['3/5', '2026-03-05'],
    ['03/20/2026', '2026-03-20'],
    ['3-20-26', '2026-03-20'],
    ['03-20', '2026-03-20'],
    ['1/19', '2027-01-19'],
    ['31/12/2026', '2026-12-31'],
    ['Tues the 24th', '2026-03-24'],
    ['Thursday the 5th', '2026-03-05'],
    ['Friday, March 6th', '2026-03-06'],
    ['Fri 3/6', '2026-03-06'],
    ['Friday (3/6)', '2026-03-06'],
    ['Tuesday 24', '2026-03-24'],
    ['Wednesday the 15th', '2026-04-15'],
    ['in 3 days', '2026-03-07'],
    ['in two weeks', '2026-03-18'],
    ["in two weeks' time", '2026-03-18'],
    ['in a week', '2026-03-11'],
    ['in a couple of days', '2026-03-06'],
    ['in a month', '2026-04-04'],
    ['two weeks from today', '2026-03-18'],
    ['3 days from now', '2026-03-07'],
    ['a fortnight from now', '2026-03-18'],
    ['in 3 business days', '2026-03-09'],
    ['a week from tomorrow', '2026-03-12'],
    ['a week tomorrow', '2026-03-12'],
    ['tomorrow week', '2026-03-12'],
    ['3 days after the 15th', '2026-03-18'],
    ['two days before the 15th', '2026-03-13'],
    ['the day after the 15th', '2026-03-16'],
    ['the monday after the 15th', '2026-03-16'],
    ['the Wednesday before Thanksgiving', '2026-11-25'],
    ['the day before Christmas', '2026-12-24'],
    ["New Year's Eve", '2026-12-31'],
    ['day after Halloween', '2026-11-01'],
    ['the Friday before Labor Day', '2026-09-04'],
    ['easter', '2026-04-05'],
    ['MLK day', '2027-01-18'],
    ['memorial day', '2026-05-25'],
    ['first Monday of April', '2026-04-06'],
    ['the last Friday of the month', '2026-03-27'],
    ['second tuesday next month', '2026-04-14'],
    ['first tuesday of the month', '2026-04-07'],
    ['the last day of the month', '2026-03-31'],
    ['the first day of April', '2026-04-01'],
    ['the Tuesday slot three weeks from yesterday week, I mean on the 24th', '2026-03-24'],
  ])('%s', (message, date) => {
    expect(read(message)).toMatchObject({ date });
    expect(read(message)).not.toHaveProperty('date_problem');
  });
});

describe('a stretch of days, both ends included', () => {
  test.each([
    ['next week', range('2026-03-09', '2026-03-13')],
    ['nxt wk', range('2026-03-09', '2026-03-13')],
    ['any day next week is fine', range('2026-03-09', '2026-03-13')],
    ['this week', range('2026-03-04', '2026-03-06')],
    ['later this week', range('2026-03-05', '2026-03-06')],
    ['the rest of the week', range('2026-03-05', '2026-03-06')],
    ['end of the week', range('2026-03-05', '2026-03-06')],
    ['end of next week', range('2026-03-12', '2026-03-13')],
    ['early next week', range('2026-03-09', '2026-03-11')],
    ['the middle of next week', range('2026-03-10', '2026-03-12')],
    ['midweek', range('2026-03-04', '2026-03-05')],
    ['the week after next', range('2026-03-16', '2026-03-20')],
    ['next week or the week after', range('2026-03-09', '2026-03-20')],
    ['the week of the 16th', range('2026-03-16', '2026-03-20')],
    ['the week after Easter', range('2026-04-06', '2026-04-10')],
    ['this weekend', range('2026-03-07', '2026-03-08')],
    ['the weekend', range('2026-03-07', '2026-03-08')],
    ['next weekend', range('2026-03-14', '2026-03-15')],
    ['the weekend after next', range('2026-03-21', '2026-03-22')],
    ['the weekend of the 21st', range('2026-03-21', '2026-03-22')],
    ['this month', range('2026-03-05', '2026-03-31')],
    ['later in the month', range('2026-03-05', '2026-03-31')],
    ['next month', range('2026-04-01', '2026-04-30')],
    ['the month after next', range('2026-05-01', '2026-05-31')],
    ['January', range('2027-01-01', '2027-01-31')],
    ['in March', range('2026-03-05', '2026-03-31')],
    ['next March', range('2027-03-01', '2027-03-31')],
    ['i’d rather have it in may', range('2026-05-01', '2026-05-31')],
    ['May 2027', range('2027-05-01', '2027-05-31')],
    ['2026-05', range('2026-05-01', '2026-05-31')],
    ['1st week of May', range('2026-05-01', '2026-05-07')],
    ['2nd week of May', range('2026-05-11', '2026-05-17')],
    ['May second week', range('2026-05-11', '2026-05-17')],
    ['week 2 of June', range('2026-06-08', '2026-06-14')],
    ['last week of May', range('2026-05-25', '2026-05-31')],
    ['end of May', range('2026-05-25', '2026-05-31')],
    ['the end of the month', range('2026-03-25', '2026-03-31')],
    ['beginning of next month', range('2026-04-01', '2026-04-07')],
    ['the middle of next month', range('2026-04-11', '2026-04-20')],
    ['early may', range('2026-05-01', '2026-05-10')],
    ['mid-april', range('2026-04-11', '2026-04-20')],
    ['late March', range('2026-03-21', '2026-03-31')],
    ['first half of April', range('2026-04-01', '2026-04-15')],
    ['second half of April', range('2026-04-16', '2026-04-30')],
    ['between the 10th and the 14th', range('2026-03-10', '2026-03-14')],
    ['somewhere between the 6th and the 9th', range('2026-03-06', '2026-03-09')],
    ['from March 10 to March 14', range('2026-03-10', '2026-03-14')],
    ['March 10-14', range('2026-03-10', '2026-03-14')],
    ['March 10 to 14', range('2026-03-10', '2026-03-14')],
    ['8-12 June', range('2026-06-08', '2026-06-12')],
    ['the 8th to the 12th of June', range('2026-06-08', '2026-06-12')],
    ['from the 28th to the 3rd', range('2026-03-28', '2026-04-03')],
    ['Dec 28 through Jan 3', range('2026-12-28', '2027-01-03')],
    ['Monday through Thursday', range('2026-03-09', '2026-03-12')],
    ['mon-fri', range('2026-03-09', '2026-03-13')],
    ['friday till tuesday', range('2026-03-06', '2026-03-10')],
    ['Monday or Tuesday', range('2026-03-09', '2026-03-10')],
    ['either Thursday or Friday of this week', range('2026-03-05', '2026-03-06')],
    ['the 9th or the 10th', range('2026-03-09', '2026-03-10')],
    ['the 5th or 6th of april', range('2026-04-05', '2026-04-06')],
    ['April 5 or 6', range('2026-04-05', '2026-04-06')],
    ['the 23rd and 24th', range('2026-03-23', '2026-03-24')],
    ['by Friday', range('2026-03-04', '2026-03-06')],
    ['no later than the 12th', range('2026-03-04', '2026-03-12')],
    ['friday at the latest', range('2026-03-04', '2026-03-06')],
    ['before the 15th', range('2026-03-04', '2026-03-14')],
    ['after the 15th', range('2026-03-16', '2026-04-05')],
    ['from Monday on', range('2026-03-09', '2026-03-30')],
    ['Monday or later', range('2026-03-09', '2026-03-30')],
    ['in the next few days', range('2026-03-05', '2026-03-07')],
    ['over the next three days', range('2026-03-05', '2026-03-07')],
    ['within two weeks', range('2026-03-05', '2026-03-18')],
    ['in the coming weeks', range('2026-03-05', '2026-04-01')],
    ['between Christmas and New Years', range('2026-12-25', '2027-01-01')],
  ])('%s', (message, date) => {
    expect(read(message).date).toEqual(date);
  });

  test('a weekend day keeps the current week to its end', () => {
    expect(read('this week', { today: '2026-03-07' }).date).toEqual(range('2026-03-07', '2026-03-08'));
    expect(read('this weekend', { today: '2026-03-08' }).date).toEqual(range('2026-03-08', '2026-03-08'));
    expect(read('next week', { today: '2026-03-08' }).date).toEqual(range('2026-03-09', '2026-03-13'));
  });

  test('what is left of a stretch that ends today is today', () => {
    expect(read('this month', { today: '2026-03-31' }).date).toEqual(range('2026-03-31', '2026-03-31'));
    expect(read('later this week', { today: '2026-03-06' }).date).toEqual(range('2026-03-06', '2026-03-06'));
  });
});

describe('weekdays with no date of their own', () => {
  test.each<[string, number[]]>([
    ['Fridays', [5]],
    ['can you do fridays', [5]],
    ['any friday', [5]],
    ['a saturday would be good', [6]],
    ['saturday mornings', [6]],
    ['weekends', [6, 7]],
    ['can i see weekends only', [6, 7]],
    ['a weekday', [1, 2, 3, 4, 5]],
    ['weekdays only', [1, 2, 3, 4, 5]],
    ['during the week', [1, 2, 3, 4, 5]],
    ['Tuesdays and Thursdays', [2, 4]],
    ['Mondays through Wednesdays', [1, 2, 3]],
  ])('%s', (message, weekday_filter) => {
    expect(read(message)).toMatchObject({ weekday_filter });
    expect(read(message)).not.toHaveProperty('date');
  });

  test('alternatives that are not one stretch keep their weekdays beside the days they span', () => {
    expect(read('Tuesday or Thursday')).toEqual({ date: range('2026-03-05', '2026-03-10'), weekday_filter: [2, 4] });
    expect(read('Friday in May').weekday_filter).toBeUndefined();
    expect(read('fridays in may')).toEqual({ date: range('2026-05-01', '2026-05-31'), weekday_filter: [5] });
  });

  test('a weekday today counts, unless it follows another in a list', () => {
    expect(read('Monday or Wednesday').date).toEqual(range('2026-03-09', '2026-03-11'));
  });
});

describe('what cannot be taken as it stands', () => {
  test.each([
    ['31 June', '31 June'],
    ['June 31st', 'June 31st'],
    ['how about Feb 30', 'Feb 30'],
    ['Feb 29', 'Feb 29'],
    ['the 31st of april', 'the 31st of april'],
    ['2026-02-30', '2026-02-30'],
    ['9/31', '9/31'],
  ])('%s is no day of the calendar', (message, words) => {
    expect(read(message)).toEqual({ date_problem: { kind: 'impossible', words } });
  });

  test.each([
    ['March 1', '2026-03-01'],
    ['my install was January 20', '2026-01-20'],
    ['3/1/2026', '2026-03-01'],
    ['Feb 2 2026', '2026-02-02'],
    ['book it for yesterday', '2026-03-03'],
  ])('%s has passed', (message, date) => {
    expect(read(message)).toMatchObject({ date, date_problem: { kind: 'past' } });
  });

  test('a week of the current month that is over has passed', () => {
    expect(read('the first week of May', { today: '2026-05-20' })).toMatchObject({
      date: range('2026-05-01', '2026-05-07'),
      date_problem: { kind: 'past', words: 'the first week of May' },
    });
  });

  test('yesterday is an answer that has passed when a date was asked for', () => {
    expect(read('yesterday', { expecting: 'date' })).toMatchObject({
      date: '2026-03-03',
      date_problem: { kind: 'past' },
    });
  });

  test('a weekday that contradicts its date this month and next is a mismatch', () => {
    expect(read('Friday the 14th')).toEqual({ date_problem: { kind: 'mismatch', words: 'Friday the 14th' } });
    expect(read('Friday March 14')).toEqual({ date_problem: { kind: 'mismatch', words: 'Friday March 14' } });
  });
});

describe('a bare number', () => {
  test.each([
    ['14', '2026-03-14'],
    ['14th', '2026-03-14'],
    ['the 14', '2026-03-14'],
    ['maybe 23?', '2026-03-23'],
    ["let's do 9", '2026-03-09'],
    ['twenty one', '2026-03-21'],
    ['2', '2026-04-02'],
  ])('%s is a date where one was asked for', (message, date) => {
    expect(read(message, { expecting: 'date' })).toEqual({ date });
  });

  test.each<[string, { start: string; end: string }]>([
    ['10-12', range('2026-03-10', '2026-03-12')],
    ['14 or 15', range('2026-03-14', '2026-03-15')],
    ['between 10 and 15', range('2026-03-10', '2026-03-15')],
  ])('%s is a range where a date was asked for', (message, date) => {
    expect(read(message, { expecting: 'date' }).date).toEqual(date);
  });

  test.each(['14', 'the 14', 'maybe 23?', 'twenty one', '10-12'])(
    '%s is no date where none was asked for',
    (message) => {
      expect(read(message)).not.toHaveProperty('date');
    },
  );

  test.each(['3 kids', '2 windows and 1 door', 'b12', 'call 555-0142', 'option 3', '7 foot', '45'])(
    '%s is no date even where one was asked for',
    (message) => {
      expect(read(message, { expecting: 'date' })).not.toHaveProperty('date');
    },
  );
});

describe('months, years and clock changes', () => {
  test.each([
    ['2026-12-31', 'tomorrow', '2027-01-01'],
    ['2026-12-30', 'next friday', '2027-01-08'],
    ['2026-12-31', 'the 5th', '2027-01-05'],
    ['2026-12-15', 'Jan 3', '2027-01-03'],
    ['2026-01-31', 'in a month', '2026-02-28'],
    ['2026-02-28', 'tomorrow', '2026-03-01'],
    ['2028-02-28', 'tomorrow', '2028-02-29'],
    ['2026-04-02', 'the 31st', '2026-05-31'],
    ['2026-03-07', 'tomorrow', '2026-03-08'],
    ['2026-03-08', 'monday', '2026-03-09'],
    ['2026-10-31', 'in two days', '2026-11-02'],
    ['2026-11-01', 'today', '2026-11-01'],
    ['2026-06-19', 'make it the Tuesday after this coming one', '2026-06-30'],
    ['2026-02-10', 'Presidents Day', '2026-02-16'],
  ])('on %s, %s', (today, message, date) => {
    expect(read(message, { today }).date).toBe(date);
  });
});

describe('several dates in one message', () => {
  test.each([
    ['friday, no wait, saturday', '2026-03-07'],
    ['friday actually make it saturday', '2026-03-07'],
    ['not monday, wednesday', '2026-03-04'],
    ['no, do Friday', '2026-03-06'],
    ['instead of march 10 lets do march 17', '2026-03-17'],
    ['Thursday instead of Friday', '2026-03-05'],
    ['can’t do Friday, how about Monday', '2026-03-09'],
    ['my sister visits until Tuesday, so Wednesday it is', '2026-03-04'],
    ['We land back home on the 10th, could the visit be the 12th instead', '2026-03-12'],
    ['my mother in law is staying until the 12th so what do you have on the 16th', '2026-03-16'],
    ['Friday at 3 or Saturday at 10', '2026-03-06'],
    ['08-14 is gone I suppose, then 10-02', '2026-10-02'],
    ['end of the month, the thirtieth', '2026-03-30'],
    ['not this friday but the next', '2026-03-13'],
    ['not friday, the friday after', '2026-03-13'],
    ["my day off is Mondays so let's say this one coming", '2026-03-09'],
  ])('%s', (message, date) => {
    expect(read(message).date).toBe(date);
  });

  test('days after one that only sets the scene', () => {
    expect(read('we close on the house the 15th so whats the first date after that').date).toEqual(
      range('2026-03-16', '2026-04-05'),
    );
  });

  test.each<[string, string, string | undefined]>([
    ['move my Tuesday appointment to Thursday', '2026-03-05', '2026-03-10'],
    ['can we push it from the 5th to the 12th', '2026-03-12', '2026-03-05'],
    ['swap my tuesday for friday', '2026-03-06', '2026-03-10'],
    ['can i come off the 24th and go on the 27th', '2026-03-27', '2026-03-24'],
    ['put the crew off till Monday', '2026-03-09', undefined],
    ['any shot at pulling my install up to this Friday?', '2026-03-06', undefined],
  ])('%s: the new day, and the one it is moved from', (message, date, existing_date) => {
    const entities = read(message, { intent: 'reschedule_appointment' });
    expect([entities.date, entities.existing_date]).toEqual([date, existing_date]);
  });

  test('the day of an existing appointment is also the date when no other is said', () => {
    expect(read('reschedule my Tuesday visit')).toMatchObject({ date: '2026-03-10', existing_date: '2026-03-10' });
    expect(read('please call off Thursday’s visit')).toMatchObject({ date: '2026-03-05', existing_date: '2026-03-05' });
    expect(read('am i still on for the 12th')).toMatchObject({ date: '2026-03-12', existing_date: '2026-03-12' });
  });
});

describe('spelling and shorthand', () => {
  test.each([
    ['tmrw', '2026-03-05'],
    ['2mrw', '2026-03-05'],
    ['2moro plz', '2026-03-05'],
    ['tomorow', '2026-03-05'],
    ['tommorrow', '2026-03-05'],
    ['wensday', '2026-03-04'],
    ['wednsday', '2026-03-04'],
    ['weds', '2026-03-04'],
    ['wed works', '2026-03-04'],
    ['thur', '2026-03-05'],
    ['thurs', '2026-03-05'],
    ['thrusday', '2026-03-05'],
    ['frday', '2026-03-06'],
    ['fri.', '2026-03-06'],
    ['saterday', '2026-03-07'],
    ['sat works', '2026-03-07'],
    ['sunday', '2026-03-08'],
    ['how about sun', '2026-03-08'],
    ['febuary 3', '2027-02-03'],
    ['apirl 3', '2026-04-03'],
    ['ｔｏｍｏｒｒｏｗ', '2026-03-05'],
  ])('%s', (message, date) => {
    expect(read(message).date).toBe(date);
  });
});
