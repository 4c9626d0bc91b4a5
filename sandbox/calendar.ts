import { Temporal } from 'temporal-polyfill';

/** What the sandbox takes for a clock: an instant, or milliseconds since the epoch. */
export type Clock = () => Temporal.Instant | number;

/** Reads the clock, whichever of its two forms it answers in. */
export function readClock(now: Clock): Temporal.Instant {
  const reading = now();
  return typeof reading === 'number' ? Temporal.Instant.fromEpochMilliseconds(Math.trunc(reading)) : reading;
}

/** The calendar date at the instant in the zone. */
export function dateIn(zone: string, instant: Temporal.Instant): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(zone).toPlainDate();
}

/**
 * The n-th working day after the date (n > 0) or before it (n < 0); the date itself never counts.
 *
 * @param workDays ISO weekdays, 1 = Monday to 7 = Sunday; at least one.
 */
export function workingDay(
  date: Temporal.PlainDate,
  n: number,
  workDays: readonly number[],
): Temporal.PlainDate {
  const step = Math.sign(n);
  let day = date;
  for (let left = Math.abs(n); left > 0; ) {
    day = day.add({ days: step });
    if (workDays.includes(day.dayOfWeek)) left -= 1;
  }
  return day;
}

/** Parses `YYYY-MM-DD`, and only that; null when it is anything else or no date of the calendar. */
export function parseDate(text: string): Temporal.PlainDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    return null;
  }
}
