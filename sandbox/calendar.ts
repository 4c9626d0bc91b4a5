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

/** The n-th working day after the calendar's date (n > 0) or before it (n < 0), `YYYY-MM-DD`. The date never counts. */
export type WorkCalendar = (n: number) => string;

/**
 * Counts working days from the date. Each day is worked out once, however often it is asked for.
 *
 * @param workDays ISO weekdays, 1 = Monday to 7 = Sunday; at least one.
 */
export function workCalendar(date: Temporal.PlainDate, workDays: readonly number[]): WorkCalendar {
  const after = walkWorkDays(date, workDays, 1);
  const before = walkWorkDays(date, workDays, -1);
  return (n) => (n > 0 ? after(n) : before(-n));
}

function walkWorkDays(date: Temporal.PlainDate, workDays: readonly number[], step: 1 | -1) {
  const met: string[] = [];
  let day = date;
  return (n: number): string => {
    while (met.length < n) {
      day = day.add({ days: step });
      if (workDays.includes(day.dayOfWeek)) met.push(day.toString());
    }
    return met[n - 1] ?? date.toString();
  };
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
