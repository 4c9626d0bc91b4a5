import { Temporal } from 'temporal-polyfill';

/** Local calendar arithmetic on `YYYY-MM-DD` strings, which compare as they sort. */
export const addDays = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString();

/** Days from `from` to `to`; negative when `to` lies before. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;

/** ISO weekday, 1 = Monday … 7 = Sunday. */
export const weekdayOf = (date: string): number => Temporal.PlainDate.from(date).dayOfWeek;

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** "Monday" … "Sunday", computed from the date and never taken from anybody's word. */
export const weekdayName = (date: string): string => WEEKDAYS[weekdayOf(date) - 1] ?? 'Monday';

/** Local date and time of an ISO instant with offset, as that offset shows them. */
export const localParts = (now: string): { date: string; time: string } => ({
  date: now.slice(0, 10),
  time: now.slice(11, 16),
});

/** Adds minutes to an ISO instant with offset, keeping the offset. */
export const addMinutes = (now: string, minutes: number): string => {
  const offset = now.slice(-6);
  const zone = /^[+-]\d\d:\d\d$/.test(offset) ? offset : 'UTC';
  return Temporal.Instant.from(now).add({ minutes }).toZonedDateTimeISO(zone).toString({ timeZoneName: 'never' });
};

/** Whether instant `a` lies after instant `b` (ISO with offset, offsets may differ). */
export const isAfter = (a: string, b: string): boolean =>
  Temporal.Instant.compare(Temporal.Instant.from(a), Temporal.Instant.from(b)) > 0;

const WINDOWS = { morning: ['00:00', '11:59'], afternoon: ['12:00', '16:59'], evening: ['17:00', '23:59'] } as const;
export type Window = keyof typeof WINDOWS;

export const inWindow = (time: string, window: Window): boolean =>
  time >= WINDOWS[window][0] && time <= WINDOWS[window][1];

/** An IANA name. What a runtime takes beside those is none: an offset, or an instant that holds a zone. */
export function isTimezone(name: string): boolean {
  try {
    return (
      !/^[+-]/.test(name) && new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== ''
    );
  } catch {
    return false;
  }
}
