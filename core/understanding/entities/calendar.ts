import { Temporal } from 'temporal-polyfill';

export type Day = Temporal.PlainDate;
/** Both ends included; `start` is never after `end`. */
export type Span = { readonly start: Day; readonly end: Day };
/** A month of a certain year. */
export type Month = { readonly year: number; readonly month: number };

export const parseDay = (iso: string): Day => Temporal.PlainDate.from(iso);

/** A day known to exist; throws RangeError when it does not. */
export function certainDay(year: number, month: number, day: number): Day {
  return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
}

/** That day, or null when the calendar has none. */
export function dayOf(year: number, month: number, day: number): Day | null {
  if (month < 1 || month > 12 || day < 1 || day > daysIn({ year, month })) return null;
  return Temporal.PlainDate.from({ year, month, day });
}

export function daysIn({ year, month }: Month): number {
  return Temporal.PlainYearMonth.from({ year, month }).daysInMonth;
}

export const addDays = (day: Day, days: number): Day => day.add({ days });
export const addMonths = (day: Day, months: number): Day => day.add({ months });

export const isBefore = (a: Day, b: Day): boolean => Temporal.PlainDate.compare(a, b) < 0;
export const laterOf = (a: Day, b: Day): Day => (isBefore(a, b) ? b : a);
export const earlierOf = (a: Day, b: Day): Day => (isBefore(a, b) ? a : b);
export const sameDay = (a: Day, b: Day): boolean => Temporal.PlainDate.compare(a, b) === 0;
export const daysBetween = (a: Day, b: Day): number => a.until(b, { largestUnit: 'day' }).days;

/** The first day from `from` on (itself counting) that falls on an ISO weekday. */
export const weekdayFrom = (from: Day, weekday: number): Day => addDays(from, (weekday - from.dayOfWeek + 7) % 7);

/** The last day up to `until` (itself counting) that falls on an ISO weekday. */
export const weekdayUpTo = (until: Day, weekday: number): Day => addDays(until, -((until.dayOfWeek - weekday + 7) % 7));

export const mondayOf = (day: Day): Day => weekdayUpTo(day, 1);

export function monthOf(day: Day): Month {
  return { year: day.year, month: day.month };
}

export function monthAfter({ year, month }: Month, months: number): Month {
  const index = year * 12 + (month - 1) + months;
  return { year: Math.floor(index / 12), month: (index % 12) + 1 };
}

export function monthDays(month: Month): Span {
  const start = Temporal.PlainDate.from({ ...month, day: 1 });
  return { start, end: start.with({ day: start.daysInMonth }) };
}

export const spanOf = (a: Day, b: Day): Span => (isBefore(b, a) ? { start: b, end: a } : { start: a, end: b });
export const isOneDay = ({ start, end }: Span): boolean => sameDay(start, end);

/** `month` (1–12) when it next comes, this month counting. */
export function nextMonthNamed(today: Day, month: number): Month {
  return { year: month < today.month ? today.year + 1 : today.year, month };
}

/** The first day from `from` on that is the `day`th of its month; months without it are passed over. */
export function dayOfMonthFrom(from: Day, day: number): Day | null {
  for (let months = 0; months <= 12; months++) {
    const { year, month } = monthAfter(monthOf(from), months);
    const found = dayOf(year, month, day);
    if (found && !isBefore(found, from)) return found;
  }
  return null;
}

/** The `count`th working day (Monday to Friday) after a day. */
export function workingDaysAfter(day: Day, count: number): Day {
  const workingDay = day.dayOfWeek > 5 ? weekdayUpTo(day, 5) : day;
  let found = addDays(workingDay, Math.floor(count / 5) * 7);
  for (let left = count % 5; left > 0; ) {
    found = addDays(found, 1);
    if (found.dayOfWeek <= 5) left -= 1;
  }
  return found;
}
