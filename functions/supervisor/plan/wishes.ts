import { addDays, inWindow, weekdayOf } from '../../../core/calendar.ts';
import { type Constraints, NO_CONSTRAINTS, type Task } from '../../../core/contracts/session.ts';
import { type Entities, type Exclusion, saysSlot } from '../../../core/understanding/entities/entities.ts';

type Wish = Task['wish'];
type DateWish = NonNullable<Wish['date']>;

/** What this message adds to the wish: said anew replaces, unsaid stays. */
export function wishAfter(wish: Wish, entities: Entities): Wish {
  const saysDay = entities.date !== undefined || entities.relative_order != null;
  const { time_bound: bound } = entities;
  return {
    date: entities.date ?? (saysDay ? null : wish.date),
    order: entities.relative_order ?? (saysDay ? null : wish.order),
    time: entities.time ?? (entities.time_window === undefined ? wish.time : null),
    window: entities.time_window ?? (entities.time === undefined && bound === undefined ? wish.window : null),
    bound: bound ?? (entities.time === undefined && entities.time_window === undefined ? (wish.bound ?? null) : null),
  };
}

/** Whether a message picks a day or a time of day, or says what it has to be; one that is counted from another may be any. */
export const namesSlot = ({ date_shift: _, ...entities }: Entities): boolean =>
  entities.ordinal !== undefined || saysSlot(entities);

/** "Something later", "anything sooner", "not that early": to one side of what is in front of the customer. */
export function wayFrom(message: string): 'earlier' | 'later' | null {
  if (/\bnot (?:that|so|too|this) early\b|\btoo early\b/i.test(message)) return 'later';
  if (/\bnot (?:that|so|too|this) late\b|\btoo late\b/i.test(message)) return 'earlier';
  const said = WAY.exec(message)?.[0];
  return said === undefined ? null : /^later/i.test(said) ? 'later' : 'earlier';
}

const WAY = /\b(?:later|earlier|sooner)\b(?! (?:on today|today|this|in the (?:week|month|year)))/i;

/**
 * The day or week counted from `anchor`, the day being talked of: "a day later", "the Monday after", "the week after".
 * Undefined: none.
 */
export function wishFrom({ date_shift, date }: Entities, message: string, anchor: string): DateWish | undefined {
  if (typeof date === 'string' && WEEKDAY_AFTER.test(message.trim()))
    return addDays(anchor, ((weekdayOf(date) - weekdayOf(anchor) + 6) % 7) + 1);
  if (date !== undefined) return undefined;
  if (date_shift !== undefined) return addDays(anchor, date_shift);
  if (!WEEK_AFTER.test(message)) return undefined;
  const monday = addDays(anchor, 8 - weekdayOf(anchor));
  return { start: monday, end: addDays(monday, 4) };
}

/** Counted from a day before it, not from today; "Friday after three" and "the Friday after the 10th" are something else. */
const WEEKDAY = '(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?';
const WEEKDAY_AFTER = new RegExp(
  `\\bfollowing ${WEEKDAY}\\b|\\b(?:the|that) ${WEEKDAY} after(?: that)?(?= (?:please|instead|works|then)\\b|\\W*$)`,
  'i',
);
const WEEK_AFTER = /\b(?:the )?(?:following week|week after(?! (?:next|the|my|that)\b))/i;

/** Words that make a preference binding for all later offers, not just for this one. */
const BINDING = /\b(only|always|never|must|has to|have to|needs? to|mornings|afternoons|evenings)\b/i;

/** Adds to what was said before instead of taking its place: "afternoons are fine too". */
export const ADDS = /\b(too|also|as well|either way)\b/i;

const ANYTHING_GOES = /\b(any ?time|any day|whenever|doesn'?t matter|don'?t care)\b/i;

/** Constraints said once bind later offers. A plain wish ("Friday afternoon") is no constraint. */
export function constraintsAfter(constraints: Constraints, entities: Entities, message: string): Constraints {
  // "Any day next week" is said of that week, and takes back nothing that was said of days.
  const takesBack = ANYTHING_GOES.test(message) && entities.date === undefined;
  const next = structuredClone(takesBack ? NO_CONSTRAINTS : constraints);
  if (/\bany ?time\b/i.test(message)) Object.assign(next, { windows: [], after: null, before: null });
  next.excluded = [...next.excluded, ...(entities.excluded ?? [])].slice(-12);
  if (!BINDING.test(message) || ADDS.test(message)) {
    // A part of the day that is asked for is open again, whatever was said before.
    const { time_window: asked } = entities;
    if (asked !== undefined && next.windows.length > 0) next.windows = [...new Set([...next.windows, asked])];
    return next;
  }
  if (entities.time_window !== undefined) next.windows = [entities.time_window];
  if (entities.weekday_filter !== undefined) next.weekdays = entities.weekday_filter;
  next.after = entities.time_bound?.after ?? next.after;
  next.before = entities.time_bound?.before ?? next.before;
  return next;
}

const isOn = ({ date: ruledOut, weekday }: Exclusion, date: string): boolean =>
  (ruledOut === undefined || isInWish(date, ruledOut)) && (weekday === undefined || weekday === weekdayOf(date));

const isWholeDay = ({ time, time_window }: Exclusion): boolean => time === undefined && time_window === undefined;

export const dateFits = (date: string, { weekdays, excluded }: Constraints): boolean =>
  (weekdays.length === 0 || weekdays.includes(weekdayOf(date))) &&
  !excluded.some((entry) => isWholeDay(entry) && isOn(entry, date));

export const timeFits = (date: string, time: string, { windows, excluded, after, before }: Constraints): boolean =>
  (windows.length === 0 || windows.some((window) => inWindow(time, window))) &&
  (after === null || time >= after) &&
  (before === null || time < before) &&
  !excluded.some(
    (entry) =>
      !isWholeDay(entry) &&
      isOn(entry, date) &&
      (entry.time === undefined || entry.time === time) &&
      (entry.time_window === undefined || inWindow(time, entry.time_window)),
  );

export const rangeOf = (wish: DateWish): { start: string; end: string } =>
  typeof wish === 'string' ? { start: wish, end: wish } : wish;

export const isInWish = (date: string, wish: DateWish): boolean => {
  const { start, end } = rangeOf(wish);
  return date >= start && date <= end;
};

const WEEKDAY_NAMED = /\b(?:mon|tues?|wed(?:nes|s)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b/i;
/** Words that fix the week, or the date itself. */
const FIXES_THE_WEEK =
  /\d|\b(?:this|next|last|past|coming|following|after|week|tomorrow|january|february|march|april|may|june|july|august|september|october|november|december)\b/i;

/** A time of day is no date: "Thursday at 10", "Thursday after lunch". */
const CLOCK_TIMES =
  /\b\d{1,2}(?::\d\d)?\s*(?:[ap]\.?m\b\.?|-?ish\b|o'?clock\b)|\b\d{1,2}:\d\d\b|\b(?:at|around|about|before|after|past|until|till|by)\s+(?:\d{1,2}(?::\d\d)?\b(?!\s*(?:st|nd|rd|th|[/-])\b)|lunch\w*|work|school|noon|midday)/gi;

/** Weeks begin on Mondays. */
export const isSameWeek = (a: string, b: string): boolean =>
  addDays(a, 1 - weekdayOf(a)) === addDays(b, 1 - weekdayOf(b));

/** Whether a day is named by nothing but its weekday, which leaves open of which week. */
export const namesOnlyWeekday = (message: string): boolean =>
  WEEKDAY_NAMED.test(message) && !FIXES_THE_WEEK.test(message.replace(CLOCK_TIMES, ' '));

/** A weekday alone, said after a span of days, is the one in that span. */
export function weekdayWithin(span: Entities['date'], date: Entities['date'], message: string): string | undefined {
  if (span === undefined || typeof span === 'string' || typeof date !== 'string') return undefined;
  if (!namesOnlyWeekday(message)) return undefined;
  const day = addDays(span.start, (weekdayOf(date) - weekdayOf(span.start) + 7) % 7);
  return day <= span.end ? day : undefined;
}

/** The open dates nearest to a wanted one that is not open, in calendar order. */
export function nearest(dates: readonly string[], wish: DateWish, most: number): string[] {
  const { start, end } = rangeOf(wish);
  const before = dates.filter((date) => date < start).slice(-most);
  const after = dates.filter((date) => date > end).slice(0, most);
  const kept = after.length >= most - 1 ? before.slice(-1) : before.slice(-(most - after.length));
  return [...kept, ...after].slice(0, most);
}

/** The window searched for a wish: the default reach, or as far as the wish goes. */
export function searchWindow(today: string, wish: DateWish | null): { start?: string; end?: string } {
  if (wish === null) return {};
  const { end } = rangeOf(wish);
  const reach = addDays(today, 60);
  return end > reach ? { start: addDays(today, 1), end: addDays(end, 7) } : {};
}

/** The earlier wish that a slot breaks, in words for the summary; null when it breaks none. */
export function broken(constraints: Constraints, date: string, time: string): string | null {
  if (!dateFits(date, constraints)) return 'day';
  if (!timeFits(date, time, constraints)) return 'time of day';
  return null;
}
