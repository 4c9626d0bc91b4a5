import { Temporal } from 'temporal-polyfill';

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(.+))?$/;
const US = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4})(?:[T ,]+(.+))?$/;
const CLOCK = /^(\d{1,2})(?::(\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*([AaPp])?\.?(?:[Mm]\.?)?(?:Z|[+-]\d{2}:?\d{2})?$/;

/**
 * A date, with or without a time, in any form that PF360 has been met in: `YYYY-MM-DD`, `YYYY-MM-DD HH:MM:SS`,
 * `MM-DD-YYYY hh:mm AM`. Times carry no zone: they are local to the job. Midnight means that no time was given.
 * Null when it is none of these, or no date of the calendar.
 */
export function readDateTime(text: string): { date: string; time: string | null } | null {
  const iso = ISO.exec(text.trim());
  const us = US.exec(text.trim());
  const [year, month, day, rest] = iso !== null ? iso.slice(1) : us !== null ? [us[3], us[1], us[2], us[4]] : [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = calendarDate(Number(year), Number(month), Number(day));
  if (date === null) return null;
  if (rest === undefined) return { date, time: null };
  const time = readTime(rest);
  return time === null ? null : { date, time: time === '00:00' ? null : time };
}

/** A calendar date `YYYY-MM-DD`, or null. */
export function readDate(text: string): string | null {
  return readDateTime(text)?.date ?? null;
}

/** A time of day as `HH:MM` from `HH:MM:SS`, `HH:MM` or `h:mm AM`; null when it is none. */
export function readTime(text: string): string | null {
  const [, hours, minutes = '00', half] = CLOCK.exec(text.trim()) ?? [];
  // A bare number is no time of day, but "9 AM" is.
  if (hours === undefined || (half === undefined && !text.includes(':'))) return null;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  if (hour > 23 || Number(minutes) > 59 || (half !== undefined && (Number(hours) > 12 || Number(hours) === 0)))
    return null;
  return `${String(hour).padStart(2, '0')}:${minutes}`;
}

/** An instant in ISO 8601, UTC, to the second (so that texts sort as times), from an ISO text with or without a zone (then UTC); null when it is none. */
export function readInstant(text: string): string | null {
  const iso = text.trim().replace(' ', 'T');
  for (const candidate of [iso, `${iso}Z`]) {
    try {
      return Temporal.Instant.from(candidate).toString({ smallestUnit: 'second' });
    } catch {
      // Not in this form; the next one, or none.
    }
  }
  return null;
}

function calendarDate(year: number, month: number, day: number): string | null {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).toString();
  } catch {
    return null;
  }
}
