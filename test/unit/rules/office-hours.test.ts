import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WorkWeek } from '../../../core/ports.ts';
import { officeHours } from '../../../core/rules/office-hours.ts';

const open = (day: string) => ({ day, open: '08:00', close: '17:00' });
const WEEK: WorkWeek = {
  timezone: 'America/New_York',
  days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'].map(open),
};
const at = (now: string, week = WEEK) => officeHours(week, now, 'America/Chicago');

describe('whether the office is open', () => {
  test.each([
    ['in the middle of a day', '2026-06-01T09:00:00-04:00', true],
    ['at the opening minute', '2026-06-01T08:00:00-04:00', true],
    ['at the closing minute', '2026-06-01T17:00:59-04:00', true],
    ['a minute before', '2026-06-01T07:59:00-04:00', false],
    ['a minute after', '2026-06-01T17:01:00-04:00', false],
    ['on a day that is left out', '2026-06-06T09:00:00-04:00', false],
    ['by the tenant’s zone, not the caller’s', '2026-06-01T23:00:00+09:00', true],
  ])('%s', (_, now, expected) => {
    expect(at(now).open_now).toBe(expected);
  });
});

describe('the next opening', () => {
  test.each([
    ['later today', '2026-06-01T06:00:00-04:00', { date: '2026-06-01', time: '08:00', days_ahead: 0 }],
    ['tomorrow', '2026-06-01T18:00:00-04:00', { date: '2026-06-02', time: '08:00', days_ahead: 1 }],
    ['after the weekend', '2026-06-05T18:00:00-04:00', { date: '2026-06-08', time: '08:00', days_ahead: 3 }],
    ['tomorrow, while it is open', '2026-06-01T09:00:00-04:00', { date: '2026-06-02', time: '08:00', days_ahead: 1 }],
  ])('%s', (_, now, next) => {
    expect(at(now).next_open).toEqual(next);
  });

  test('is a week ahead where one day a week is worked', () => {
    const sunday = { ...WEEK, days: [open('sunday')] };
    expect(at('2026-06-07T18:00:00-04:00', sunday).next_open).toEqual({
      date: '2026-06-14',
      time: '08:00',
      days_ahead: 7,
    });
  });

  test('is unknown when every day is closed', () => {
    const closed = { ...WEEK, days: [{ day: 'Monday', open: null, close: null }] };
    expect(at('2026-06-01T09:00:00-04:00', closed)).toMatchObject({ open_now: false, next_open: null });
  });
});

test('all seven days are told, Monday first, closed ones too', () => {
  const { days, timezone } = at('2026-06-01T09:00:00-04:00');
  expect(days.map(({ day }) => day)).toEqual([
    ...['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  ]);
  expect(days[0]).toEqual({ day: 'Monday', open: '08:00', close: '17:00' });
  expect(days[6]).toEqual({ day: 'Sunday', open: null, close: null });
  expect(timezone).toBe('America/New_York');
});

test('a tenant without hours counts as open, and nothing is made up', () => {
  const unknown = { timezone: null, days: [] };
  expect(at('2026-06-01T03:00:00-04:00', unknown)).toEqual({
    timezone: 'America/Chicago',
    days: [],
    open_now: true,
    next_open: null,
  });
});

test('a zone that does not exist gives way to the fallback', () => {
  expect(at('2026-06-01T09:00:00-04:00', { ...WEEK, timezone: 'Mars/Olympus' }).timezone).toBe('America/Chicago');
});

test('the next opening always lies ahead, on a day that is worked', () => {
  const instants = fc
    .date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString());
  fc.assert(
    fc.property(instants, (now) => {
      const { next_open } = at(now);
      const ahead = next_open?.days_ahead ?? -1;
      expect(ahead).toBeGreaterThanOrEqual(0);
      expect(ahead).toBeLessThanOrEqual(3);
      const weekday = new Date(`${next_open?.date}T12:00:00Z`).getUTCDay();
      expect([1, 2, 3, 4, 5]).toContain(weekday);
    }),
  );
});
