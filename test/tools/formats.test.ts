import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readDate, readDateTime, readInstant, readTime } from '../../adapters/pf360/formats.ts';

const two = (value: number) => String(value).padStart(2, '0');
const days = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const minutes = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });
const twelveHours = (hour: number) => `${two(hour % 12 || 12)}`;

describe('a date with a time', () => {
  test('means the same in each form of PF360', () => {
    fc.assert(
      fc.property(days, minutes, (date, { hour, minute }) => {
        const time = `${two(hour)}:${two(minute)}`;
        const expected = { date, time: time === '00:00' ? null : time };
        const [year, month, day] = date.split('-');
        const half = hour < 12 ? 'AM' : 'PM';
        expect(readDateTime(`${month}-${day}-${year} ${twelveHours(hour)}:${two(minute)} ${half}`)).toEqual(expected);
        expect(readDateTime(`${date} ${time}:00`)).toEqual(expected);
        expect(readDateTime(`${date}T${time}:00.000Z`)).toEqual(expected);
        expect(readDateTime(date)).toEqual({ date, time: null });
        expect(readDate(`${month}/${day}/${year}`)).toBe(date);
      }),
    );
  });

  test.each(['', 'soon', '2026-02-30', '13-01-2026 08:00 AM', '2026-06-09 25:00', '2026-06-09 8', '20260609', '1-2-3'])(
    '"%s" is none',
    (text) => {
      expect(readDateTime(text)).toBeNull();
    },
  );

  test('of any text is a date of the calendar or none, never an error', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = readDateTime(text);
        if (read !== null) expect(new Date(`${read.date}T12:00:00Z`).toISOString().slice(0, 10)).toBe(read.date);
      }),
    );
  });
});

describe('a time of day', () => {
  test.each([
    ['08:00:00', '08:00'],
    ['8:00', '08:00'],
    ['08:00 AM', '08:00'],
    ['12:15 am', '00:15'],
    ['12:00 PM', '12:00'],
    ['9 AM', '09:00'],
    ['1:30 p.m.', '13:30'],
    ['23:59', '23:59'],
  ])('"%s" is %s', (text, time) => {
    expect(readTime(text)).toBe(time);
  });

  test.each(['9', '24:00', '12:60', '13:00 PM', '0:30 AM', 'Closed', ''])('"%s" is none', (text) => {
    expect(readTime(text)).toBeNull();
  });
});

test.each([
  ['2026-06-01T12:00:00Z', '2026-06-01T12:00:00Z'],
  ['2026-06-01T08:00:00.123-04:00', '2026-06-01T12:00:00Z'],
  ['2026-06-01 12:00:00', '2026-06-01T12:00:00Z'],
  ['2026-06-01', null],
  ['yesterday', null],
])('the instant "%s" is %s', (text, instant) => {
  expect(readInstant(text)).toBe(instant);
});
