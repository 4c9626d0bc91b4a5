import * as z from 'zod';
import { WEEKDAYS } from '../../core/calendar.ts';
import type { WorkWeek } from '../../core/ports.ts';
import { isEmpty, isRecord, payloadOf, Text } from './envelope.ts';
import { readTime } from './formats.ts';

const Day = z.object({
  day: z.string(),
  is_working: z.unknown().optional(),
  start: z.unknown().optional(),
  start_time: z.unknown().optional(),
  open: z.unknown().optional(),
  end: z.unknown().optional(),
  end_time: z.unknown().optional(),
  close: z.unknown().optional(),
});

/**
 * A tenant's working hours, Monday first. A day that is not a working day, or has no hours, is closed. Null when the
 * answer holds no hours at all, or some that cannot be read: an office is not closed because of that.
 */
export function readWorkWeek(json: unknown): WorkWeek | null {
  if (isEmpty(json)) return { timezone: null, days: [] };
  const payload = payloadOf(json);
  const hours = isRecord(payload) ? (payload.workHours ?? payload.office_hours ?? payload.hours) : payload;
  const timezone = isRecord(payload) ? Text.parse(payload.timezone) : null;
  const days = Array.isArray(hours)
    ? hours.flatMap(dayOf)
    : isRecord(hours)
      ? Object.entries(hours).flatMap(spanOf)
      : null;
  if (days === null || days.includes(null)) return null;
  if (days.length === 0 && !isEmpty(hours)) return null;
  return { timezone, days: WEEKDAYS.flatMap((name) => days.find((each) => each?.day === name) ?? []) };
}

type WorkDay = WorkWeek['days'][number];

function dayOf(row: unknown): (WorkDay | null)[] {
  const read = Day.safeParse(row);
  const day = read.success ? weekday(read.data.day) : undefined;
  if (!read.success || day === undefined) return [];
  const { is_working, start, start_time, open, end, end_time, close } = read.data;
  const isOff = is_working === false || is_working === 0 || is_working === 'false';
  return [isOff ? closed(day) : hoursOf(day, start ?? start_time ?? open, end ?? end_time ?? close)];
}

/** `"monday": "8:00-17:00"` */
function spanOf([name, span]: [string, unknown]): (WorkDay | null)[] {
  const day = weekday(name);
  if (day === undefined) return [];
  if (typeof span !== 'string' || !/\d/.test(span)) return [closed(day)];
  const [from, to] = span.split(/\s*[-–]\s*/);
  return [hoursOf(day, from, to)];
}

/** Null for hours that are given and cannot be read. */
function hoursOf(day: string, from: unknown, to: unknown): WorkDay | null {
  if (isNone(from) || isNone(to)) return closed(day);
  const [open, close] = [from, to].map((time) => (typeof time === 'string' ? readTime(time) : null));
  return open == null || close == null ? null : { day, open, close };
}

/** Nothing, or a word such as "closed". */
const isNone = (time: unknown): boolean => time == null || (typeof time === 'string' && !/\d/.test(time));

function closed(day: string): WorkDay {
  return { day, open: null, close: null };
}

function weekday(name: string): string | undefined {
  return WEEKDAYS.find((day) => day.toLowerCase() === name.trim().toLowerCase());
}
