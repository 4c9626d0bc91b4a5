import { describe, expect, test } from '@jest/globals';
import { read } from './reading.ts';

describe('what a customer rules out', () => {
  test.each<[string, object[]]>([
    ['not Friday', [{ weekday: 5 }]],
    ["Thursday's no good any more", [{ weekday: 4 }]],
    ['my schedule changed, thursdays no good any more', [{ weekday: 4 }]],
    ["Thursdays don't work for us anymore", [{ weekday: 4 }]],
    ["mornings don't work", [{ time_window: 'morning' }]],
    ['mornings dont work for me', [{ time_window: 'morning' }]],
    ['any day but Monday', [{ weekday: 1 }]],
    ['anything except the 12th', [{ date: '2026-03-12' }]],
    ['any time other than the morning', [{ time_window: 'morning' }]],
    ["i can't do friday", [{ weekday: 5 }]],
    ["I can't make it on the 12th", [{ date: '2026-03-12' }]],
    ['cant do next friday', [{ date: '2026-03-13' }]],
    ["i don't want friday", [{ weekday: 5 }]],
    ["we won't be home tomorrow", [{ date: '2026-03-05' }]],
    ['im not available the 12th', [{ date: '2026-03-12' }]],
    ["I'm busy friday", [{ weekday: 5 }]],
    ["we're out of town next week", [{ date: { start: '2026-03-09', end: '2026-03-13' } }]],
    ['i work fridays', [{ weekday: 5 }]],
    ['friday I have a doctor appointment', [{ weekday: 5 }]],
    ['no fridays', [{ weekday: 5 }]],
    ['no mornings please', [{ time_window: 'morning' }]],
    ['no weekends', [{ weekday: 6 }, { weekday: 7 }]],
    ['neither Monday nor Tuesday', [{ weekday: 1 }, { weekday: 2 }]],
    ["I can't do Monday, Tuesday or Wednesday", [{ weekday: 1 }, { weekday: 2 }, { weekday: 3 }]],
    ['friday is bad', [{ weekday: 5 }]],
    ['friday is out', [{ weekday: 5 }]],
    ['thursday is too soon', [{ weekday: 4 }]],
    ['too early in the morning for me', [{ time_window: 'morning' }]],
    ['not friday morning', [{ weekday: 5, time_window: 'morning' }]],
    ["can't do the 12th at 10am", [{ date: '2026-03-12', time: '10:00' }]],
    ["10am doesn't work", [{ time: '10:00' }]],
    ['I’m not a morning person', [{ time_window: 'morning' }]],
    ['not from the 10th to the 12th', [{ date: { start: '2026-03-10', end: '2026-03-12' } }]],
    ['avoid mondays', [{ weekday: 1 }]],
  ])('%s', (message, excluded) => {
    const entities = read(message);
    expect(entities.excluded).toEqual(excluded);
    expect(entities).not.toHaveProperty('date');
    expect(entities).not.toHaveProperty('time');
    expect(entities).not.toHaveProperty('time_window');
    expect(entities).not.toHaveProperty('weekday_filter');
  });

  test.each([
    ['not monday, wednesday', '2026-03-04', [{ weekday: 1 }]],
    ['not Friday but Saturday', '2026-03-07', [{ weekday: 5 }]],
    ['thursday is fine but not friday', '2026-03-05', [{ weekday: 5 }]],
    ["i can't do friday, monday works", '2026-03-09', [{ weekday: 5 }]],
    ["can't do Friday and Saturday works", '2026-03-07', [{ weekday: 5 }]],
    ['the 16th tho not the 15th', '2026-03-16', [{ date: '2026-03-15' }]],
    ['thursday but not in the morning', '2026-03-05', [{ time_window: 'morning' }]],
  ])('%s: what is left is the date', (message, date, excluded) => {
    expect(read(message)).toEqual({ date, excluded });
  });

  test('a day ruled out of a week', () => {
    expect(read('next week but not Monday')).toEqual({
      date: { start: '2026-03-09', end: '2026-03-13' },
      excluded: [{ weekday: 1 }],
    });
  });

  test('a limit said in the negative is turned round, not ruled out', () => {
    expect(read('not until the 15th').date).toEqual({ start: '2026-03-15', end: '2026-04-05' });
    expect(read("i can't do anything before the 20th").date).toEqual({ start: '2026-03-20', end: '2026-04-10' });
    expect(read("I'm away until the 15th").date).toEqual({ start: '2026-03-15', end: '2026-04-05' });
    expect(read('i am home until the 15th').date).toEqual({ start: '2026-03-04', end: '2026-03-15' });
    expect(read('not after the 15th').date).toEqual({ start: '2026-03-04', end: '2026-03-15' });
  });
});

describe('negatives that rule nothing out', () => {
  test.each([
    "can't you do friday",
    "don't you have anything on friday",
    "isn't friday open",
    'why not friday',
    'not only friday',
    'nothing on friday?',
    'is friday too soon',
    'is friday not available?',
    'no, friday',
    'no do friday',
    'no friday',
    'if not friday then monday',
    'not sure if friday works',
    "don't mind friday",
    "I can't do any day but friday",
    'nothing but friday works',
    "don't cancel friday, just tell me the time",
    "that isn't too early, friday works",
    'yes except friday',
  ])('%s', (message) => {
    expect(read(message, { expecting: 'confirmation' }).date).toBe('2026-03-06');
    expect(read(message)).not.toHaveProperty('excluded');
  });

  test('days off are free days', () => {
    expect(read("i don't work fridays")).toEqual({ weekday_filter: [5] });
    expect(read('im off on the 19th')).toEqual({ date: '2026-03-19' });
  });

  test('the visit that a cancellation names is not ruled out', () => {
    expect(read("don't send anybody out thursday", { intent: 'cancel_appointment' })).toMatchObject({
      date: '2026-03-05',
    });
    expect(read("I can't make it friday, cancel", { intent: 'cancel_appointment' })).toMatchObject({
      date: '2026-03-06',
      existing_date: '2026-03-06',
    });
  });

  test('a day that cannot be kept is where the appointment stands', () => {
    const entities = read('cant make it today can we redo for another time', { intent: 'reschedule_appointment' });
    expect(entities).toMatchObject({
      excluded: [{ date: '2026-03-04' }],
      existing_date: '2026-03-04',
      date: '2026-03-04',
    });
    const moved = read("tomorrow's visit has to move to Friday", { intent: 'reschedule_appointment' });
    expect(moved.date).toBe('2026-03-06');
    const refused = read('not the 12th', { intent: 'reschedule_appointment', expecting: 'date' });
    expect(refused).not.toHaveProperty('date');
  });
});
