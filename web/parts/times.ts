const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const WHOLE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
/** Dates of PF360 are dates of a calendar, without a zone: read and written in UTC they stay what they are. */
const CALENDAR_DAY = new Intl.DateTimeFormat('en-US', { month: 'long', day: 'numeric', timeZone: 'UTC' });
const CALENDAR_WEEKDAY = new Intl.DateTimeFormat('en-US', { weekday: 'long', timeZone: 'UTC' });

/** `14:03:09`, with the day when it is another one. */
export function momentText(epochMs: number, now: number = Date.now()): string {
  const at = new Date(epochMs);
  const isToday = at.toDateString() === new Date(now).toDateString();
  return isToday ? CLOCK.format(at) : `${DAY.format(at)}, ${CLOCK.format(at)}`;
}

export const wholeMoment = (epochMs: number): string => WHOLE.format(new Date(epochMs));

/** `8 ms`, `1.24 s`, `2 min 5 s`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** `YYYY-MM-DD` → `November 24`. */
export const calendarDay = (date: string): string => CALENDAR_DAY.format(new Date(`${date}T00:00Z`));

export const calendarWeekday = (date: string): string => CALENDAR_WEEKDAY.format(new Date(`${date}T00:00Z`));

/** `YYYY-MM-DD` → `Tuesday, November 24`. */
export const calendarDate = (date: string): string => `${calendarWeekday(date)}, ${calendarDay(date)}`;

/** `13:00` → `1:00 PM`. */
export function clockTime(time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return `${hours % 12 === 0 ? 12 : hours % 12}:${String(minutes).padStart(2, '0')} ${hours < 12 ? 'AM' : 'PM'}`;
}
