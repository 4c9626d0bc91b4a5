import { describe, expect, test } from '@jest/globals';
import { read } from './reading.ts';

describe('a time of day', () => {
  test.each([
    ['10:30', '10:30'],
    ['10:30 am', '10:30'],
    ['10:30pm', '22:30'],
    ['14:15', '14:15'],
    ['2:00', '14:00'],
    ['the 2:00 slot', '14:00'],
    ['10.30 a.m.', '10:30'],
    ['10 am', '10:00'],
    ['10am', '10:00'],
    ['10 a m', '10:00'],
    ['10 A.M. sharp', '10:00'],
    ['7 am i get up early', '07:00'],
    ['3p', '15:00'],
    ['10a', '10:00'],
    ['3 pm', '15:00'],
    ['12 pm', '12:00'],
    ['12 am', '00:00'],
    ["3 o'clock", '15:00'],
    ['3 oclock', '15:00'],
    ['11 o clock in the mornin', '11:00'],
    ["the 10 o'clock's good", '10:00'],
    ['three in the afternoon', '15:00'],
    ['7 in the evening', '19:00'],
    ['7 at night', '19:00'],
    ['8 in the a.m.', '08:00'],
    ['quarter past 8 in the morning', '08:15'],
    ['half past nine', '09:30'],
    ['half eight', '08:30'],
    ['quarter to ten', '09:45'],
    ['a quarter to one', '12:45'],
    ['quarter of ten', '09:45'],
    ['a quarter after 1', '13:15'],
    ['ten past eleven', '11:10'],
    ['20 minutes to 9', '08:40'],
    ['quarter past noon', '12:15'],
    ['ten thirty', '10:30'],
    ['ten forty five', '10:45'],
    ['the two-thirty', '14:30'],
    ['nine oh five', '09:05'],
    ['oh nine hundred', '09:00'],
    ['eleven hundred hours', '11:00'],
    ['1400 hours', '14:00'],
    ['15h', '15:00'],
    ['10ish', '10:00'],
    ['10-ish', '10:00'],
    ['ten-ish', '10:00'],
    ['noon', '12:00'],
    ['noonish', '12:00'],
    ['12 noon', '12:00'],
    ['midday', '12:00'],
    ['mid-day', '12:00'],
    ['around lunch', '12:00'],
    ['lunchtime', '12:00'],
    ['midnight', '00:00'],
    ['around 10', '10:00'],
    ['at 3', '15:00'],
    ['at about 9', '09:00'],
    ['@ 4', '16:00'],
    ['at 1030', '10:30'],
    ['3 instead of 9', '15:00'],
    ['Pencil me in for 11 on wednesday', '11:00'],
    ['six pm is the earliest im home', '18:00'],
    ['the 8am to 10am slot', '08:00'],
    ['the one starting at 8:30', '08:30'],
  ])('%s', (message, time) => {
    expect(read(message).time).toBe(time);
  });

  test.each([
    ['10', '10:00'],
    ['2', '14:00'],
    ['7', '07:00'],
    ['12', '12:00'],
    ['6', '18:00'],
    ['15', '15:00'],
    ['1030', '10:30'],
    ['0900', '09:00'],
    ['830', '08:30'],
    ['the 10', '10:00'],
    ['2 works', '14:00'],
    ['ten', '10:00'],
    ['one', '13:00'],
    ['TWELVE', '12:00'],
    ['4 please', '16:00'],
    ['1 or so', '13:00'],
    ['either but 11 if i gotta pick', '11:00'],
    ['would 11 be all right?', '11:00'],
    ['um let’s say um one? one oclock', '13:00'],
    ['My grandson naps at one, so four.', '16:00'],
    ['I teach till 3, so 3:30', '15:30'],
    ['not the 8, the 10', '10:00'],
    ['10 or 11', '10:00'],
    ['the 8-10 window', '08:00'],
    ['nine-to-eleven slot', '09:00'],
  ])('%s, when a time was asked for', (message, time) => {
    expect(read(message, { expecting: 'time' }).time).toBe(time);
  });

  test.each([
    ['no, 11', '11:00'],
    ['yes but at 2', '14:00'],
    ['yes but 2', '14:00'],
    ['make it 9', '09:00'],
  ])('%s, when asked to confirm', (message, time) => {
    expect(read(message, { expecting: 'confirmation' }).time).toBe(time);
  });

  test.each([
    ['tomorrow evening at 8', '20:00'],
    ['friday afternoon at 3', '15:00'],
    ['monday morning, maybe at 6', '06:00'],
    ['move my 10am to 2pm', '14:00'],
    ['trade my 8 am for 1 pm', '13:00'],
  ])('%s: the part of the day or the move decides', (message, time) => {
    expect(read(message).time).toBe(time);
  });

  test.each(['10', 'ten', '2 works', '1030', '9-11', 'the 8, not the 10'])(
    'a bare %s is no time where none was asked for',
    (message) => {
      const { time, time_bound } = read(message);
      expect(message === 'the 8, not the 10' ? undefined : time).toBeUndefined();
      expect(time_bound).toBeUndefined();
    },
  );

  test.each([
    'the later one',
    'that one',
    'one of those',
    'neither of the two',
    'two windows',
    'number 2',
    'option two',
    '3 people',
    'apt 9',
  ])('%s is no time even where one was asked for', (message) => {
    expect(read(message, { expecting: 'time' })).not.toHaveProperty('time');
  });

  test('the classifier’s answer about a bare number is followed', () => {
    expect(read('10', { intent: 'select_time' })).toEqual({ time: '10:00' });
    expect(read('10', { intent: 'select_date' })).toEqual({ date: '2026-03-10' });
  });

  test('hours from now are counted where a date or time was asked for', () => {
    expect(read('in two hours', { expecting: 'time', time: '10:15' })).toEqual({ date: '2026-03-04', time: '12:15' });
    expect(read('in half an hour', { expecting: 'time', time: '23:45' })).toEqual({
      date: '2026-03-05',
      time: '00:15',
    });
    expect(read('in 90 minutes', { expecting: 'date', time: '08:00' })).toEqual({ date: '2026-03-04', time: '09:30' });
    expect(read('i will be done in two hours')).toEqual({});
  });
});

describe('limits of a time', () => {
  test.each([
    ['after 3', { after: '15:00' }],
    ['any time after 3pm', { after: '15:00' }],
    ['past 10', { after: '10:00' }],
    ['no earlier than 9', { after: '09:00' }],
    ['not before 10', { after: '10:00' }],
    ['not until 2', { after: '14:00' }],
    ["i can't do anything before 10", { after: '10:00' }],
    ['nothing before 10 please', { after: '10:00' }],
    ['from 1 on', { after: '13:00' }],
    ['1pm or later', { after: '13:00' }],
    ['before noon', { before: '12:00' }],
    ['by 5', { before: '17:00' }],
    ['no later than 2', { before: '14:00' }],
    ['not after 3', { before: '15:00' }],
    ['until 4pm', { before: '16:00' }],
    ['11am at the latest', { before: '11:00' }],
    ['between 1 and 3', { after: '13:00', before: '15:00' }],
    ['from 10 to 2', { after: '10:00', before: '14:00' }],
    ['1 to 3pm', { after: '13:00', before: '15:00' }],
    ['11 to 1pm', { after: '11:00', before: '13:00' }],
    ['9am-noon', { after: '09:00', before: '12:00' }],
    ['1pm to 3', { after: '13:00', before: '15:00' }],
    ['between 3pm and 1pm', { after: '13:00', before: '15:00' }],
    ['between 11 and 2', { after: '11:00', before: '14:00' }],
    ['after 3pm and before 9am', { after: '15:00' }],
    ['after 9 but before 11', { after: '09:00', before: '11:00' }],
  ])('%s', (message, time_bound) => {
    expect(read(message).time_bound).toEqual(time_bound);
    expect(read(message)).not.toHaveProperty('time');
  });

  test('a bare range answers what time', () => {
    expect(read('9-11', { expecting: 'time' }).time_bound).toEqual({ after: '09:00', before: '11:00' });
    expect(read('10 or later', { expecting: 'time' }).time_bound).toEqual({ after: '10:00' });
  });

  test('a limit at the edge of a part of the day names that part too', () => {
    expect(read('before noon')).toEqual({ time_bound: { before: '12:00' }, time_window: 'morning' });
    expect(read('after lunch')).toEqual({ time_bound: { after: '12:00' }, time_window: 'afternoon' });
    expect(read('after 5')).toEqual({ time_bound: { after: '17:00' }, time_window: 'evening' });
    expect(read('after 3')).not.toHaveProperty('time_window');
  });
});

describe('parts of the day', () => {
  test.each([
    ['in the morning', 'morning'],
    ['mornings are better for me', 'morning'],
    ['any mornin', 'morning'],
    ['early morning', 'morning'],
    ['mid-morning', 'morning'],
    ['crack of dawn if you can', 'morning'],
    ['first thing', 'morning'],
    ['first thing tomorrow', 'morning'],
    ['first thing in the morning', 'morning'],
    ['whenever in the AM', 'morning'],
    ['Fri AM', 'morning'],
    ['afternoon is better', 'afternoon'],
    ['late afternoon', 'afternoon'],
    ['arvo works for us', 'afternoon'],
    ['tail end of the afternoon', 'afternoon'],
    ['PM', 'afternoon'],
    ['early evening would suit us', 'evening'],
    ['after work', 'evening'],
    ['tonight', 'evening'],
    ['saturday night', 'evening'],
    ['this evening', 'evening'],
    ['trade my morning slot for an evening one', 'evening'],
    ['can i change from the morning to the afternoon', 'afternoon'],
    ['I work nights so is there ever an afternoon opening', 'afternoon'],
  ])('%s', (message, time_window) => {
    expect(read(message).time_window).toBe(time_window);
  });

  test('"AM" alone answers what time', () => {
    expect(read('AM please', { expecting: 'time' })).toEqual({ time_window: 'morning' });
    expect(read('morning', { expecting: 'time' })).toEqual({ time_window: 'morning' });
  });

  test('today is the day of "this morning" and "tonight"', () => {
    expect(read('is someone coming this morning')).toEqual({ date: '2026-03-04', time_window: 'morning' });
    expect(read('tonight')).toEqual({ date: '2026-03-04', time_window: 'evening' });
  });

  test('two parts as alternatives say nothing', () => {
    expect(read('morning or afternoon, both fine')).toEqual({});
  });

  test.each([
    'Good morning!',
    'good afternoon to you',
    'Good evening, it is me',
    'morning all',
    'Morning, got a question',
    'have a good evening',
    'Good night',
    'top of the mornin to ya',
  ])('%s is a greeting', (message) => {
    expect(read(message)).toEqual({});
  });

  test.each([
    'the first thing I noticed',
    'last night it leaked',
    'do you have later hours any night of the week',
    'what time am I down for',
    'which one am I',
  ])('%s names no part of the day', (message) => {
    expect(read(message)).toEqual({});
  });
});

describe('a date and a time together', () => {
  test.each([
    ['Tuesday at 10', { date: '2026-03-10', time: '10:00' }],
    ['the 28th at 1pm', { date: '2026-03-28', time: '13:00' }],
    ['tomorrow between 9 and 11', { date: '2026-03-05', time_bound: { after: '09:00', before: '11:00' } }],
    ['what about 3/14 at 9am', { date: '2026-03-14', time: '09:00' }],
    ['march 14th @ 2:30pm', { date: '2026-03-14', time: '14:30' }],
    ['flip me to sept 3 @ 4', { date: '2026-09-03', time: '16:00' }],
    ['tuesday the tenth at half past ten', { date: '2026-03-10', time: '10:30' }],
    ['1/19 in the a.m.', { date: '2027-01-19', time_window: 'morning' }],
    ['Sunday week, seven in the evening', { date: '2026-03-15', time: '19:00' }],
    ['the morning of the 12th', { date: '2026-03-12', time_window: 'morning' }],
  ])('%s', (message, entities) => {
    expect(read(message)).toEqual(entities);
  });
});

test.each([
  ['anything in the first half of the day on Friday?', 'morning'],
  ['the latter half of the day', 'afternoon'],
  ['early in the day please', 'morning'],
  ['it has to be evening', 'evening'],
])('%s is a part of the day', (message, time_window) => {
  expect(read(message, { intent: 'check_availability' }).time_window).toBe(time_window);
});
