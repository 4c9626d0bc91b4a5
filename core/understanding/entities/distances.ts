import { addDays, weekdayOf } from '../../calendar.ts';
import type { DateOrRange } from './entities.ts';

const COUNTED: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, couple: 2 };
/** A day that is named by its distance from another: "a day later", "two weeks earlier", "push it back a week". */
const SHIFTED =
  /\b(an?|one|two|three|four|\d|(?:a )?couple(?: of)?) (days?|weeks?) (later|after(?!\s+(?:next|tomorrow|the|my|\w+day)\b)|further|out|earlier|sooner|before(?!\s+(?:the|my|\w+day)\b))/i;
const PUSHED =
  /\b(?:push|move|bump|shift|delay|postpone|slide|pull|bring)\w*\b.{0,40}?\b(back|out|off|by|up|forward|ahead|earlier)(?: by)? (an?|one|two|three|four|\d|(?:a )?couple(?: of)?) (days?|weeks?)\b/i;
const NEXT_DAY =
  /\b(?:(?:the )?(?:next|following) day|(?:the |one )?day after(?!\s+(?:next|tomorrow|the|my|\w+day)\b))/i;
const DAY_BEFORE = /\b(?:(?:the )?(?:previous|prior) day|(?:the )?day before(?!\s+(?:the|my|\w+day)\b))/i;
const WEEK_AFTER = /\b(?:the )?(?:following week|week after(?!\s+(?:next|the|my)\b))/i;

/** The day or week that a message names by its distance from `anchor`, the day being talked of; undefined: none. */
export function dayFrom(message: string, anchor: string): DateOrRange | undefined {
  const shifted = SHIFTED.exec(message);
  if (shifted !== null) {
    const [, count = '', unit = '', way = ''] = shifted;
    return addDays(anchor, (/^(?:earlier|sooner|before)/i.test(way) ? -1 : 1) * daysOf(count, unit));
  }
  const pushed = PUSHED.exec(message);
  if (pushed !== null) {
    const [, way = '', count = '', unit = ''] = pushed;
    return addDays(anchor, (/^(?:up|forward|ahead|earlier)$/i.test(way) ? -1 : 1) * daysOf(count, unit));
  }
  if (NEXT_DAY.test(message)) return addDays(anchor, 1);
  if (DAY_BEFORE.test(message)) return addDays(anchor, -1);
  if (!WEEK_AFTER.test(message)) return undefined;
  const monday = addDays(anchor, 8 - weekdayOf(anchor));
  return { start: monday, end: addDays(monday, 4) };
}

function daysOf(count: string, unit: string): number {
  const [word = ''] = count
    .toLowerCase()
    .replace(/^a couple/, 'couple')
    .split(' ');
  return (COUNTED[word] ?? Number(word)) * (/^week/i.test(unit) ? 7 : 1);
}
