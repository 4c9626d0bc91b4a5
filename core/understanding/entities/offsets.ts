import { addDays, addMonths, type Day, weekdayFrom, weekdayUpTo, workingDaysAfter } from './calendar.ts';
import { weekdayAt } from './calendar-words.ts';
import { calendarDayAt, type DayReading, longest, namedFromToday } from './days.ts';
import { amountAt } from './numbers.ts';
import { after, anyPhrase, phrase } from './phrases.ts';
import { type Days, oneDay, stretch } from './readings.ts';
import { type Match, wordAt } from './tokens.ts';
import type { Utterance } from './utterance.ts';
import { nthWeekdayAt, weekdayPhraseAt } from './weekdays.ts';

type Unit = 'day' | 'working day' | 'week' | 'fortnight' | 'month';
type Offset = { readonly amount: number; readonly unit: Unit };

const UNITS: readonly [Unit, ReturnType<typeof phrase>][] = [
  ['working day', phrase('business|working|work day|days')],
  ['day', phrase("day|days|days'|day's")],
  ['week', phrase("week|weeks|weeks'")],
  ['fortnight', phrase('fortnight|fortnights')],
  ['month', phrase("month|months|months'")],
];

/** "3 days", "a couple of weeks", "a fortnight". */
export function offsetAt(text: Utterance, at: number): Match<Offset> | null {
  const amount = amountAt(text, at);
  if (!amount) return null;
  for (const [unit, read] of UNITS) {
    const next = read(text, amount.next);
    if (next >= 0) return { value: { amount: amount.value, unit }, next };
  }
  return null;
}

function later(day: Day, { amount, unit }: Offset): Day {
  switch (unit) {
    case 'day':
      return addDays(day, amount);
    case 'working day':
      return workingDaysAfter(day, amount);
    case 'week':
      return addDays(day, amount * 7);
    case 'fortnight':
      return addDays(day, amount * 14);
    case 'month':
      return addMonths(day, amount);
  }
}

function earlier(day: Day, { amount, unit }: Offset): Day {
  if (unit === 'month') return addMonths(day, -amount);
  return unit === 'working day' ? addDays(day, -amount) : later(day, { amount: -amount, unit });
}

const IN = phrase('in about|around|like|exactly|maybe?');
const TIME = phrase("time|' time?");
const OR_SO = anyPhrase('or so|two', 'and a half');

/** "in 3 days", "in a couple of weeks", "in two weeks' time". */
export function inSomeTimeAt(text: Utterance, at: number): Match<Days> | null {
  const start = IN(text, at);
  const offset = start >= 0 ? offsetAt(text, start) : null;
  if (!offset) return null;
  const next = after(text, after(text, offset.next, TIME), OR_SO);
  return { value: oneDay(later(text.today, offset.value)), next };
}

const FROM = phrase('from|after|following');
const NOW = phrase('now');
const ON = phrase('on');
const AGO = anyPhrase('ago', 'back');

/** "two weeks from Friday", "a week from today", "3 days after the 5th", "a week on Monday", "two weeks ago". */
export function countedFromAt(text: Utterance, at: number): Match<Days> | null {
  const offset = offsetAt(text, at) ?? bareWeekAt(text, at);
  if (!offset) return null;
  const ago = AGO(text, offset.next);
  if (ago >= 0) return { value: oneDay(earlier(text.today, offset.value), 'whole', true), next: ago };
  const from = FROM(text, offset.next);
  const now = from >= 0 ? NOW(text, from) : -1;
  if (now >= 0) return { value: oneDay(later(text.today, offset.value)), next: now };
  if (from >= 0) return counted(anchorAt(text, from), (day) => later(day, offset.value));
  const before = wordAt(text, offset.next) === 'before' ? anchorAt(text, offset.next + 1) : null;
  if (before) return counted(before, (day) => earlier(day, offset.value));
  const british = offset.value.unit === 'week' || offset.value.unit === 'fortnight';
  return british && wordAt(text, at) !== 'week'
    ? counted(namedOrWeekday(text, after(text, offset.next, ON)), (day) => later(day, offset.value))
    : null;
}

/** "week from Friday", without its article. */
function bareWeekAt(text: Utterance, at: number): Match<Offset> | null {
  return wordAt(text, at) === 'week' && wordAt(text, at + 1) === 'from'
    ? { value: { amount: 1, unit: 'week' }, next: at + 1 }
    : null;
}

function counted(anchor: Match<Day> | null, shift: (day: Day) => Day): Match<Days> | null {
  return anchor && { value: oneDay(shift(anchor.value)), next: anchor.next };
}

/** "today", "tomorrow" or a plain weekday: what "a week Friday" counts from. */
function namedOrWeekday(text: Utterance, at: number): Match<Day> | null {
  const named = namedFromToday(text, at);
  if (named) return dayOf(named);
  const weekday = weekdayAt(text, at);
  return weekday && !weekday.value.plural
    ? { value: weekdayFrom(text.today, weekday.value.weekday), next: weekday.next }
    : null;
}

/** Any single day that others are counted from. */
function anchorAt(text: Utterance, at: number): Match<Day> | null {
  const reading = longest<DayReading | { kind: 'weekdays' }>(text, at, [
    namedFromToday,
    calendarDayAt,
    weekdayPhraseAt,
    nthWeekdayAt,
  ]);
  return reading && reading.value.kind === 'days' ? dayOf({ value: reading.value, next: reading.next }) : null;
}

function dayOf(match: Match<DayReading>): Match<Day> | null {
  return match.value.kind === 'days' && match.value.unit === 'day'
    ? { value: match.value.span.start, next: match.next }
    : null;
}

const TOMORROW_WEEK = phrase('tomorrow|today week');

/** "tomorrow week". */
export function weekFromNamedAt(text: Utterance, at: number): Match<Days> | null {
  const next = TOMORROW_WEEK(text, at);
  const days = wordAt(text, at) === 'tomorrow' ? 8 : 7;
  return next >= 0 ? { value: oneDay(addDays(text.today, days)), next } : null;
}

const DAY_AFTER = phrase('the? day after|following');
const DAY_BEFORE = phrase('the? day before');

/** "the day after Halloween", "the day before the 5th"; "the Monday after Easter", "Wednesday before Thanksgiving". */
export function besideAt(text: Utterance, at: number): Match<Days> | null {
  const following = DAY_AFTER(text, at);
  if (following >= 0) return counted(anchorAt(text, following), (day) => addDays(day, 1));
  const preceding = DAY_BEFORE(text, at);
  if (preceding >= 0) return counted(anchorAt(text, preceding), (day) => addDays(day, -1));
  const weekday = weekdayAt(text, wordAt(text, at) === 'the' ? at + 1 : at);
  if (!weekday || weekday.value.plural) return null;
  const { weekday: wanted } = weekday.value;
  switch (wordAt(text, weekday.next)) {
    case 'after':
    case 'following':
      return counted(calendarAnchor(text, weekday.next + 1), (day) => weekdayFrom(addDays(day, 1), wanted));
    case 'before':
      return counted(calendarAnchor(text, weekday.next + 1), (day) => weekdayUpTo(addDays(day, -1), wanted));
    default:
      return null;
  }
}

function calendarAnchor(text: Utterance, at: number): Match<Day> | null {
  const day = calendarDayAt(text, at) ?? namedFromToday(text, at);
  return day && dayOf(day);
}

const NEXT = anyPhrase('in|over|for|during|within? the? next|coming', 'within|inside of?', 'in under', 'in less than');
const COMING = phrase('in|over|during? the? coming days|weeks');

/** "over the next three days", "within two weeks", "the next few days", "the coming weeks": from tomorrow on. */
export function comingDaysAt(text: Utterance, at: number): Match<Days> | null {
  const start = NEXT(text, at);
  const offset = start >= 0 ? offsetAt(text, start) : null;
  if (offset && offset.value.amount > 0) return untilLater(text.today, offset.value, offset.next);
  const next = COMING(text, at);
  if (next < 0) return null;
  return untilLater(
    text.today,
    wordAt(text, next - 1) === 'days' ? { amount: 7, unit: 'day' } : { amount: 4, unit: 'week' },
    next,
  );
}

function untilLater(today: Day, offset: Offset, next: number): Match<Days> {
  return { value: stretch({ start: addDays(today, 1), end: later(today, offset) }, 'range'), next };
}
