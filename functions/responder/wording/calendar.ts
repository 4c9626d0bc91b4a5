import { weekdayName } from '../../../core/calendar.ts';
import type { Appointment } from '../../../core/contracts/project.ts';
import type { DateWish } from '../../../core/contracts/session.ts';
import type { Speech } from '../speech.ts';

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** "Thursday, December 3" (spoken "December 3rd"); the year only when it is not the current one. */
export function sayDate(date: string, { channel, today }: Pick<Speech, 'channel' | 'today'>): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const number = Number(day);
  const spoken = channel === 'voice' ? ordinal(number) : String(number);
  const named = `${weekdayName(date)}, ${MONTHS[Number(month) - 1] ?? ''} ${spoken}`;
  return year === today.slice(0, 4) ? named : `${named}, ${year}`;
}

export function ordinal(number: number): string {
  const teen = number % 100 >= 11 && number % 100 <= 13;
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
}

/** "10:00 AM"; spoken "10 AM" and "10:30 AM". */
export function sayTime(time: string, { channel }: Pick<Speech, 'channel'>): string {
  const hour = Number(time.slice(0, 2));
  const minutes = time.slice(3, 5);
  const half = hour < 12 ? 'AM' : 'PM';
  const clock = channel === 'voice' && minutes === '00' ? String(hour % 12 || 12) : `${hour % 12 || 12}:${minutes}`;
  return `${clock} ${half}`;
}

/** "Thursday, December 3 at 10:00 AM", as far as the time is known. */
export const sayDateTime = (date: string, time: string | null, speech: Speech): string =>
  time === null ? sayDate(date, speech) : `${sayDate(date, speech)} at ${sayTime(time, speech)}`;

/** "Thursday, December 3, 10:00 AM to 12:00 PM" for an appointment with a known end. */
export function sayAppointment({ date, time, end_time }: Appointment, speech: Speech): string {
  if (time === null || end_time === null) return sayDateTime(date, time, speech);
  return `${sayDate(date, speech)} from ${sayTime(time, speech)} to ${sayTime(end_time, speech)}`;
}

/** A day, or "between … and …". */
export function sayWish(wish: DateWish, speech: Speech): string {
  if (typeof wish === 'string') return sayDate(wish, speech);
  if (wish.start === wish.end) return sayDate(wish.start, speech);
  return `between ${sayDate(wish.start, speech)} and ${sayDate(wish.end, speech)}`;
}

/** "813-555-0123" as text; spoken in three groups, 3-3-4, each digit by itself. Other lengths stay as configured. */
export function sayPhone(number: string, { channel }: Pick<Speech, 'channel'>): string {
  if (channel !== 'voice') return number;
  const digits = number.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '');
  if (digits.length !== 10) return number;
  return [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)].map((group) => [...group].join(' ')).join(', ');
}
