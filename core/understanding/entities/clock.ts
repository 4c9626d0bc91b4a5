import type { TimeWindow } from './entities.ts';
import type { Clock, SaidTime } from './readings.ts';

const NOON = 12 * 60;
const EVENING = 17 * 60;

/**
 * The minute of the day. An hour said without am or pm is one of the working day: 7 to 11 before noon, 12 noon, 1 to 6
 * after it; a part of the day said beside it decides first.
 */
export function minuteOfDay({ hour, minute, meridiem }: SaidTime, window: TimeWindow | null): Clock {
  if (hour > 12 || hour === 0) return hour * 60 + minute;
  const half = meridiem ?? halfOf(window, hour);
  return ((hour % 12) + (half === 'pm' ? 12 : 0)) * 60 + minute;
}

function halfOf(window: TimeWindow | null, hour: number): 'am' | 'pm' {
  if (hour === 12) return 'pm';
  if (window !== null) return window === 'morning' ? 'am' : 'pm';
  return hour >= 7 ? 'am' : 'pm';
}

/** `HH:MM`. */
export function clockText(clock: Clock): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(clock / 60) % 24)}:${two(clock % 60)}`;
}

/** The window that a bound amounts to exactly: "before noon", "after lunch", "after 5". */
export function windowOfBound(after: Clock | null, before: Clock | null): TimeWindow | undefined {
  if (before === NOON && after === null) return 'morning';
  if (after === NOON && (before === null || before === EVENING)) return 'afternoon';
  return after === EVENING && before === null ? 'evening' : undefined;
}
