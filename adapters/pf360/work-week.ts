import * as z from 'zod';
import { WEEKDAYS } from '../../core/calendar.ts';
import type { WorkWeek } from '../../core/ports.ts';
import { isEmpty, isRecord, payloadOf, Text } from './envelope.ts';
import { readTime } from './formats.ts';

const Day = z.object({
  day: z.string(),
  is_working: z.unknown().optional(),
  start: Text,
  start_time: Text,
  open: Text,
  end: Text,
  end_time: Text,
  close: Text,
});

/**
 * A tenant's working hours, Monday first. A day that is not a working day, or whose hours cannot be read, is closed.
 * Null when the answer holds no hours at all.
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
  if (days === null) return null;
  return { timezone, days: WEEKDAYS.flatMap((name) => days.find(({ day }) => day === name) ?? []) };
}

type WorkDay = WorkWeek['days'][number];

function dayOf(row: unknown): WorkDay[] {
  const read = Day.safeParse(row);
  const day = read.success ? weekday(read.data.day) : undefined;
  if (!read.success || day === undefined) return [];
  const { is_working, start, start_time, open, end, end_time, close } = read.data;
  const isOff = is_working === false || is_working === 0 || is_working === 'false';
  return [isOff ? closed(day) : hoursOf(day, start ?? start_time ?? open, end ?? end_time ?? close)];
}

/** `"monday": "8:00-17:00"` */
function spanOf([name, span]: [string, unknown]): WorkDay[] {
  const day = weekday(name);
  if (day === undefined) return [];
  const [from, to] = typeof span === 'string' ? span.split(/\s*[-–]\s*/) : [];
  return [hoursOf(day, from ?? null, to ?? null)];
}

function hoursOf(day: string, from: string | null, to: string | null): WorkDay {
  const open = from === null ? null : readTime(from);
  const close = to === null ? null : readTime(to);
  return open === null || close === null ? closed(day) : { day, open, close };
}

function closed(day: string): WorkDay {
  return { day, open: null, close: null };
}

function weekday(name: string): string | undefined {
  return WEEKDAYS.find((day) => day.toLowerCase() === name.trim().toLowerCase());
}
