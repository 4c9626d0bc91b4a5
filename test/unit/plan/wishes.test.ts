import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, weekdayOf } from '../../../core/calendar.ts';
import { NO_CONSTRAINTS } from '../../../core/contracts/session.ts';
import {
  broken,
  constraintsAfter,
  dateFits,
  namesOnlyWeekday,
  nearest,
  searchWindow,
  timeFits,
  wayFrom,
  weekdayWithin,
  wishAfter,
  wishFrom,
} from '../../../functions/supervisor/plan/wishes.ts';

const NO_WISH = { date: null, time: null, window: null, order: null, bound: null };
const aDate = fc.integer({ min: 0, max: 400 }).map((days) => addDays('2026-01-01', days));
const aTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30'))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${m}`);

describe('a wish', () => {
  test('keeps what is not said anew', () => {
    const wish = { ...NO_WISH, date: '2026-03-06', time: '10:00' };
    expect(wishAfter(wish, {})).toEqual(wish);
    expect(wishAfter(wish, { date: '2026-03-09' })).toEqual({ ...wish, date: '2026-03-09' });
  });

  test('a part of the day replaces a time, and a time the part of the day', () => {
    expect(wishAfter({ ...NO_WISH, time: '10:00' }, { time_window: 'afternoon' })).toEqual({
      ...NO_WISH,
      window: 'afternoon',
    });
    expect(wishAfter({ ...NO_WISH, window: 'morning' }, { time: '14:00' })).toEqual({ ...NO_WISH, time: '14:00' });
  });

  test('a limit is kept until a time or a part of the day is said, and takes the place of one', () => {
    const after2 = { after: '14:00' };
    expect(wishAfter({ ...NO_WISH, window: 'morning' }, { time_bound: after2 })).toEqual({ ...NO_WISH, bound: after2 });
    expect(wishAfter({ ...NO_WISH, bound: after2 }, { date: '2026-03-09' }).bound).toEqual(after2);
    expect(wishAfter({ ...NO_WISH, bound: after2 }, { time_window: 'morning' }).bound).toBeNull();
    expect(wishAfter({ ...NO_WISH, bound: after2 }, { time: '08:00' }).bound).toBeNull();
  });

  test('"the soonest" replaces a day that was wished', () => {
    expect(wishAfter({ ...NO_WISH, date: '2026-03-06' }, { relative_order: 'earliest' })).toEqual({
      ...NO_WISH,
      order: 'earliest',
    });
  });
});

describe('a constraint', () => {
  test.each([
    ['only mornings please', { time_window: 'morning' as const }, { windows: ['morning'] }],
    ['it has to be after 3', { time_bound: { after: '15:00' } }, { after: '15:00' }],
    ['only Tuesdays or Thursdays', { weekday_filter: [2, 4] }, { weekdays: [2, 4] }],
    ['never Fridays', { excluded: [{ weekday: 5 }] }, { excluded: [{ weekday: 5 }] }],
  ])('"%s" binds later offers', (message, entities, expected) => {
    expect(constraintsAfter(NO_CONSTRAINTS, entities, message)).toMatchObject(expected);
  });

  test('a plain wish binds nothing', () => {
    expect(constraintsAfter(NO_CONSTRAINTS, { time_window: 'afternoon' }, 'friday afternoon?')).toEqual(NO_CONSTRAINTS);
  });

  test('"any time is fine" takes it back', () => {
    const bound = constraintsAfter(NO_CONSTRAINTS, { time_window: 'morning' }, 'only mornings');
    expect(constraintsAfter(bound, {}, 'ok any time is fine')).toEqual(NO_CONSTRAINTS);
  });

  test('"any day next week" takes back nothing, and "afternoons too" adds', () => {
    const noMondays = constraintsAfter(NO_CONSTRAINTS, { excluded: [{ weekday: 1 }] }, 'not Mondays');
    const date = { start: '2026-03-09', end: '2026-03-13' };
    expect(constraintsAfter(noMondays, { date }, 'any day next week')).toEqual(noMondays);
    const mornings = constraintsAfter(NO_CONSTRAINTS, { time_window: 'morning' }, 'only mornings');
    expect(constraintsAfter(mornings, { time_window: 'afternoon' }, 'afternoons are fine too').windows).toEqual([
      'morning',
      'afternoon',
    ]);
  });

  test('a ruled-out part of a weekday leaves its rest', () => {
    const noFridayMornings = { ...NO_CONSTRAINTS, excluded: [{ weekday: 5, time_window: 'morning' as const }] };
    expect(dateFits('2026-03-06', noFridayMornings)).toBe(true);
    expect(timeFits('2026-03-06', '09:00', noFridayMornings)).toBe(false);
    expect(timeFits('2026-03-06', '13:00', noFridayMornings)).toBe(true);
    expect(timeFits('2026-03-05', '09:00', noFridayMornings)).toBe(true);
  });

  test('names what a slot breaks', () => {
    expect(broken({ ...NO_CONSTRAINTS, weekdays: [1] }, '2026-03-06', '09:00')).toBe('day');
    expect(broken({ ...NO_CONSTRAINTS, before: '09:00' }, '2026-03-06', '09:00')).toBe('time of day');
    expect(broken(NO_CONSTRAINTS, '2026-03-06', '09:00')).toBeNull();
  });

  test('a weekday that is ruled out never fits, and one that is asked for always does', () => {
    fc.assert(
      fc.property(aDate, aTime, (date, time) => {
        const weekday = weekdayOf(date);
        expect(dateFits(date, { ...NO_CONSTRAINTS, excluded: [{ weekday }] })).toBe(false);
        expect(dateFits(date, { ...NO_CONSTRAINTS, weekdays: [weekday] })).toBe(true);
        expect(timeFits(date, time, { ...NO_CONSTRAINTS, excluded: [{ date }] })).toBe(true);
      }),
    );
  });
});

describe('a wish counted from a day', () => {
  test('is so many days from it, or the days of the week after', () => {
    expect(wishFrom({ date_shift: -1 }, 'a day sooner', '2026-06-09')).toBe('2026-06-08');
    expect(wishFrom({}, 'the week after', '2026-06-09')).toEqual({ start: '2026-06-15', end: '2026-06-19' });
    expect(wishFrom({}, 'the week after next', '2026-06-09')).toBeUndefined();
  });

  test.each([
    ['something later', 'later'],
    ['not that early', 'later'],
    ['anything sooner?', 'earlier'],
    ['not too late', 'earlier'],
    ['later this week', null],
    ['the 12th', null],
  ])('lies to one side of what is shown: %s', (said, way) => expect(wayFrom(said)).toBe(way));
});

describe('a weekday alone', () => {
  test.each(['Thursday', 'thursday at 10', '10ish on thursday', 'Thursday after lunch', 'thurs around 10:30'])(
    'names no week: %s',
    (said) => expect(namesOnlyWeekday(said)).toBe(true),
  );
  test.each(['next thursday', 'thursday the 12th', 'Thursday 12', 'the thursday after', 'thursday 6/12 at 10'])(
    'is not all of: %s',
    (said) => expect(namesOnlyWeekday(said)).toBe(false),
  );

  test('lies in the days that were said before', () => {
    const span = { start: '2026-06-15', end: '2026-06-19' };
    expect(weekdayWithin(span, '2026-06-03', 'wed')).toBe('2026-06-17');
    expect(weekdayWithin(span, '2026-06-07', 'sunday')).toBeUndefined();
    expect(weekdayWithin(span, '2026-06-10', 'next wed')).toBeUndefined();
    expect(weekdayWithin('2026-06-15', '2026-06-03', 'wed')).toBeUndefined();
  });
});

describe('dates near a wish that is not open', () => {
  test('are open ones, ascending, at most as many as asked for, and never the wish itself', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(aDate, { maxLength: 30 }),
        aDate,
        fc.integer({ min: 1, max: 5 }),
        (open, wish, most) => {
          const dates = open.filter((date) => date !== wish).sort();
          const near = nearest(dates, wish, most);
          expect(near).toEqual(near.filter((date) => dates.includes(date)).sort());
          expect(near.length).toBe(Math.min(most, dates.length));
        },
      ),
    );
  });
});

describe('the search window', () => {
  test('is the default one unless the wish lies beyond it', () => {
    expect(searchWindow('2026-03-02', null)).toEqual({});
    expect(searchWindow('2026-03-02', '2026-03-20')).toEqual({});
    expect(searchWindow('2026-03-02', { start: '2026-06-01', end: '2026-06-30' })).toEqual({
      start: '2026-03-03',
      end: '2026-07-07',
    });
  });
});
