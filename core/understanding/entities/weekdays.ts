import {
  addDays,
  type Day,
  dayOfMonthFrom,
  daysBetween,
  isBefore,
  type Month,
  monthAfter,
  monthDays,
  weekdayFrom,
  weekdayUpTo,
} from './calendar.ts';
import { type Weekday, weekdayAt } from './calendar-words.ts';
import { calendarDayAt, type DayReading, followsANumber } from './days.ts';
import { monthNamedAt, nthAt } from './months.ts';
import { amountAt } from './numbers.ts';
import { after, anyPhrase, phrase } from './phrases.ts';
import { type Days, mismatch, oneDay, type Weekdays } from './readings.ts';
import { type Match, wordAt } from './tokens.ts';
import type { Utterance } from './utterance.ts';
import { weekAt } from './weeks.ts';

type Reading = DayReading | Weekdays;

/** Which of the Fridays: the coming one, the one after, one gone by, or any. */
type Which = 'plain' | 'this' | 'coming' | 'next' | 'last' | 'any';

const WHICH: readonly [Which, ReturnType<typeof anyPhrase>][] = [
  ['any', anyPhrase('every other', 'any|every|each|some|most|all|a other?')],
  ['next', anyPhrase('the? next|following')],
  ['coming', anyPhrase('this|the? next? coming|upcoming')],
  ['last', anyPhrase('this past', 'the? last|past')],
  ['this', phrase('this')],
  ['plain', anyPhrase('the', 'that')],
];

/**
 * A weekday and what is said with it: "Friday" (the next one, today counting), "next Friday" (7 to 13 days on), "Friday
 * week", "Tuesday the 24th", "Thursday of next week", "Fridays".
 */
export function weekdayPhraseAt(text: Utterance, at: number): Match<Reading> | null {
  const [which, start] = whichAt(text, at);
  const named = weekdayAt(text, start);
  if (!named) return null;
  if (which === 'any' || isPlural(text, named))
    return { value: { kind: 'weekdays', weekdays: [named.value.weekday] }, next: named.next };
  const qualified = which === 'last' ? null : (inSomeWeek(text, named) ?? withItsDate(text, named));
  return qualified ?? { value: theOne(text.today, named.value.weekday, which), next: named.next };
}

function whichAt(text: Utterance, at: number): [Which, number] {
  for (const [which, read] of WHICH) {
    const next = read(text, at);
    if (next >= 0) return [which, next];
  }
  return ['plain', at];
}

const ONE_VISIT = /^(?:appointment|appt|visit|install|installation|measure|measurement|booking|slot|job|one|thing)$/;
const PARTS_OF_DAY = /^(?:mornings|afternoons|evenings|nights)$/;

/** "Fridays", "Saturday mornings"; but "thursdays visit" is a possessive without its apostrophe. */
function isPlural(text: Utterance, { value, next }: Match<Weekday>): boolean {
  return value.plural ? !ONE_VISIT.test(wordAt(text, next)) : PARTS_OF_DAY.test(wordAt(text, next));
}

function theOne(today: Day, weekday: number, which: Which): Days {
  const coming = weekdayFrom(today, weekday);
  switch (which) {
    case 'next':
      return oneDay(addDays(coming, 7));
    case 'coming':
      return oneDay(weekdayFrom(addDays(today, 1), weekday));
    case 'last':
      return oneDay(weekdayUpTo(addDays(today, -1), weekday), 'whole', true);
    case 'this':
      return oneDay(coming);
    default:
      return oneDay(coming, 'weekday');
  }
}

const WEEK = phrase('week');
const AFTER_NEXT = phrase('after next');
const IN = phrase('in');
const WEEKS = anyPhrase('week|weeks');
const WEEKS_FROM_NOW = anyPhrase('week|weeks from now|today');
const AFTER_THIS = anyPhrase('after this|the coming? one', 'after this|the next one', 'after that one?');
const AFTER = phrase('after');
const BARE_AFTER = /^(?:|please|then|instead|[.,!?;])$/;
const LINK = anyPhrase(', of|in|on', 'of|in|on|during', ',');

/** "Friday week", "Friday after next", "Thursday of next week". */
function inSomeWeek(text: Utterance, { value, next }: Match<Weekday>): Match<Days> | null {
  const coming = weekdayFrom(text.today, value.weekday);
  const afterNext = AFTER_NEXT(text, next);
  if (afterNext >= 0) return { value: oneDay(addDays(coming, 14)), next: afterNext };
  const afterThis = Math.max(AFTER_THIS(text, next), BARE_AFTER.test(wordAt(text, next + 1)) ? AFTER(text, next) : -1);
  if (afterThis >= 0) return { value: oneDay(addDays(coming, 7)), next: afterThis };
  const weeksOn = inWeeks(text, next);
  if (weeksOn) return { value: oneDay(addDays(coming, weeksOn.value * 7)), next: weeksOn.next };
  const week = weekAt(text, after(text, next, LINK), false);
  if (week)
    return { value: oneDay(addDays(week.value.monday, value.weekday - 1), 'whole', week.value.told), next: week.next };
  const aWeekOn = WEEK(text, next);
  return aWeekOn >= 0 ? { value: oneDay(addDays(coming, 7)), next: aWeekOn } : null;
}

/** "in two weeks", "3 weeks from now" after a weekday. */
function inWeeks(text: Utterance, at: number): Match<number> | null {
  const opened = IN(text, at);
  const amount = amountAt(text, opened >= 0 ? opened : at);
  const next = amount ? (opened >= 0 ? WEEKS : WEEKS_FROM_NOW)(text, amount.next) : -1;
  return amount && next >= 0 ? { value: amount.value, next } : null;
}

const BEFORE_ITS_DATE = anyPhrase(', the|on', ', -?', '(', 'the', '-');

/** "Tuesday the 24th", "Fri 3/6", "Friday, March 6th": both have to agree, this month or next where no month is said. */
function withItsDate(text: Utterance, named: Match<Weekday>): Match<Reading> | null {
  const start = after(text, named.next, BEFORE_ITS_DATE);
  const date =
    calendarDayAt(text, start) ??
    (wordAt(text, start - 1) === 'the' ? calendarDayAt(text, start - 1) : null) ??
    bareNumber(text, start);
  if (!date || date.value.kind === 'problem') return date;
  const next = wordAt(text, date.next) === ')' && wordAt(text, start - 1) === '(' ? date.next + 1 : date.next;
  if (date.value.unit !== 'day') return null;
  const day = date.value.span.start;
  const { weekday } = named.value;
  if (day.dayOfWeek === weekday) return { value: oneDay(day), next };
  const numberOnly = date.value.said === 'monthday';
  const later = numberOnly ? dayOfMonthFrom(addDays(day, 1), day.day) : null;
  if (later && later.dayOfWeek === weekday && daysBetween(text.today, later) <= MOST_DAYS_AHEAD) {
    return { value: oneDay(later), next };
  }
  return numberOnly && text.tokens[start]?.kind === 'int' ? null : { value: mismatch, next };
}

/** How far ahead a weekday may lead a bare day of the month: this month and the next. */
const MOST_DAYS_AHEAD = 62;

/** "Friday 13": only where no date was asked for; there, the day of the month is read by its own rule. */
function bareNumber(text: Utterance, at: number): Match<Days> | null {
  const token = text.tokens[at];
  if (token?.kind !== 'int' || text.barred[at] || token.value < 1 || token.value > 31 || !followsANumber(text, at + 1))
    return null;
  const day = dayOfMonthFrom(text.today, token.value);
  return day && { value: oneDay(day, 'monthday'), next: at + 1 };
}

const OF = phrase('of|in|on');

/** "first Monday of May", "the last Friday of the month", "second Tuesday next month". */
export function nthWeekdayAt(text: Utterance, at: number): Match<Days> | null {
  const start = wordAt(text, at) === 'the' ? at + 1 : at;
  const nth = nthAt(text, start);
  const named = nth && weekdayAt(text, nth.next);
  if (!nth || !named) return null;
  const of = OF(text, named.next);
  const month = monthNamedAt(text, of >= 0 ? of : named.next, of >= 0);
  if (!month) return null;
  const inMonth = (of_: Month): Day | null => nthWeekday(of_, nth.value, named.value.weekday);
  const day = inMonth(month.value.month);
  const gone = day !== null && isBefore(day, text.today) && day.month === text.today.month && !month.value.told;
  const meant = gone ? inMonth(monthAfter(month.value.month, 1)) : day;
  return meant && { value: oneDay(meant, 'whole', month.value.told), next: month.next };
}

function nthWeekday(month: Month, nth: number, weekday: number): Day | null {
  const { start, end } = monthDays(month);
  if (nth === -1) return weekdayUpTo(end, weekday);
  const day = addDays(weekdayFrom(start, weekday), (nth - 1) * 7);
  return isBefore(end, day) ? null : day;
}

const FROM_NOW = anyPhrase('from now|today', 'out|away|hence');

/** "two Mondays from now": the second Monday after today. */
export function weekdaysFromNowAt(text: Utterance, at: number): Match<Days> | null {
  const amount = amountAt(text, at);
  const named = amount && weekdayAt(text, amount.next);
  const next = named ? FROM_NOW(text, named.next) : -1;
  if (!amount || !named || next < 0 || amount.value < 1) return null;
  const first = weekdayFrom(addDays(text.today, 1), named.value.weekday);
  return { value: oneDay(addDays(first, (amount.value - 1) * 7)), next };
}

const BEFORE_WEEKDAY = anyPhrase(', on?', 'on');

/** "next week on Thursday", "next week, Tuesday", "this week Friday". */
export function weekThenWeekdayAt(text: Utterance, at: number): Match<Days> | null {
  const week = weekAt(text, at, false);
  const named = week && weekdayAt(text, after(text, week.next, BEFORE_WEEKDAY));
  if (!week || !named || named.value.plural) return null;
  return {
    value: oneDay(addDays(week.value.monday, named.value.weekday - 1), 'whole', week.value.told),
    next: named.next,
  };
}
