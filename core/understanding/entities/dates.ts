import { addDays, dayOf, dayOfMonthFrom, isBefore, type Span, weekdayFrom } from './calendar.ts';
import { calendarDayAt, followsANumber, longest, namedFromToday } from './days.ts';
import { edgeOfMonthAt, monthSpanAt, weekOfMonthAt } from './months.ts';
import { besideAt, comingDaysAt, countedFromAt, inSomeTimeAt, weekFromNamedAt } from './offsets.ts';
import { after, anyPhrase, phrase } from './phrases.ts';
import type { DateReading, Days, FromTo, Limit, NoSuchDay, Weekdays } from './readings.ts';
import { oneDay } from './readings.ts';
import { type Match, wordAt } from './tokens.ts';
import type { Utterance } from './utterance.ts';
import { nthWeekdayAt, weekdayPhraseAt, weekdaysFromNowAt, weekThenWeekdayAt } from './weekdays.ts';
import { midweekAt, weekendAt, weekendsOrWeekdaysAt, weekSpanAt } from './weeks.ts';

type Single = Days | Weekdays | NoSuchDay;

/** Whatever a date can be said as, from one token on; the longest reading wins. */
export function dateAt(text: Utterance, at: number): Match<DateReading> | null {
  const single = singleAt(text, at);
  return longest<DateReading>(text, at, [
    () => single,
    () => rangeAt(text, at, single),
    () => limitAt(text, at, single),
  ]);
}

function singleAt(text: Utterance, at: number): Match<Single> | null {
  return longest<Single>(text, at, [
    calendarDayAt,
    namedFromToday,
    weekdayPhraseAt,
    weekThenWeekdayAt,
    nthWeekdayAt,
    weekdaysFromNowAt,
    besideAt,
    countedFromAt,
    weekFromNamedAt,
    inSomeTimeAt,
    comingDaysAt,
    weekSpanAt,
    midweekAt,
    weekendAt,
    weekendsOrWeekdaysAt,
    monthSpanAt,
    weekOfMonthAt,
    edgeOfMonthAt,
  ]);
}

function daysAt(text: Utterance, at: number): Match<Days> | null {
  const single = singleAt(text, at);
  return single?.value.kind === 'days' ? { value: single.value, next: single.next } : null;
}

const FROM = anyPhrase('anywhere|anytime|sometime|somewhere? from|between');
const TO = anyPhrase('- and|to -', 'all? the? way? to|till|until|through|-');
const AND = anyPhrase('and|to|-|till');

/** "from June 8 to 12", "between the 6th and the 9th", "Monday through Thursday", "8-12 June". */
function rangeAt(text: Utterance, at: number, single: Match<Single> | null): Match<FromTo | Weekdays> | null {
  const opened = FROM(text, at);
  const start = opened >= 0 ? opened : at;
  const first = start === at ? single : singleAt(text, start);
  if (!first) return bareRangeAt(text, start);
  const link = (wordAt(text, start - 1) === 'between' && opened >= 0 ? AND : TO)(text, first.next);
  if (link < 0) return null;
  if (first.value.kind === 'weekdays') return weekdayRange(first.value, singleAt(text, link));
  const second = first.value.kind === 'days' ? (daysAt(text, link) ?? bareDayAt(text, link, first.value)) : null;
  return first.value.kind === 'days' && second ? fromTo(first.value, second.value, second.next) : null;
}

function fromTo(first: Days, second: Days, next: number): Match<FromTo> {
  const from = inTheMonthOf(first, second);
  return { value: { kind: 'from-to', from, to: notBefore(from, second) }, next };
}

/** "8-12 June", "10 to the 15th of May": the first day gets its month from the second. */
function bareRangeAt(text: Utterance, at: number): Match<FromTo> | null {
  const number = numberOfDay(text, at);
  const link = number === null ? -1 : TO(text, at + 1);
  const second = link >= 0 ? calendarDayAt(text, link) : null;
  if (number === null || second?.value.kind !== 'days' || second.value.said !== 'whole') return null;
  const { year, month } = second.value.span.start;
  const first = dayOf(year, month, number);
  return first && fromTo(oneDay(first), second.value, second.next);
}

/** The bare second number of "June 8 to 12". */
export function bareDayAt(text: Utterance, at: number, first: Days): Match<Days> | null {
  const number = first.unit === 'day' && first.said !== 'weekday' ? numberOfDay(text, at) : null;
  const day = number !== null && followsANumber(text, at + 1) ? dayOfMonthFrom(first.span.start, number) : null;
  return day && { value: oneDay(day, 'monthday'), next: at + 1 };
}

function numberOfDay(text: Utterance, at: number): number | null {
  const token = text.tokens[at];
  if (token?.kind !== 'int' || text.barred[at] || token.value < 1 || token.value > 31) return null;
  return token.value;
}

/** "Mondays through Thursdays". */
function weekdayRange({ weekdays: [from = 1] }: Weekdays, second: Match<Single> | null): Match<Weekdays> | null {
  if (second?.value.kind !== 'weekdays') return null;
  const [to = 7] = second.value.weekdays;
  const days = Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, index) => ((from - 1 + index) % 7) + 1);
  return { value: { kind: 'weekdays', weekdays: days }, next: second.next };
}

/** "the 8th" of "the 8th to the 12th of June". */
export function inTheMonthOf(first: Days, second: Days): Days {
  if (first.said !== 'monthday' || second.said !== 'whole' || second.unit !== 'day') return first;
  const { year, month } = second.span.start;
  const day = dayOf(year, month, first.span.start.day);
  return day && !isBefore(second.span.start, day) ? oneDay(day) : first;
}

/** A bare weekday or day of the month that follows another day is the one not before it. */
export function notBefore(first: Days, second: Days): Days {
  const { start } = first.span;
  if (!isBefore(second.span.start, start)) return second;
  if (second.said === 'weekday') return oneDay(weekdayFrom(start, second.span.start.dayOfWeek), 'weekday');
  const day = second.said === 'monthday' ? dayOfMonthFrom(start, second.span.start.day) : null;
  return day ? oneDay(day, 'monthday') : second;
}

const LIMITS: readonly [Limit['side'], ReturnType<typeof anyPhrase>][] = [
  ['by', anyPhrase('no|not later than', 'not past', 'on or before|by', 'by')],
  [
    'from',
    anyPhrase('no|not earlier|sooner|before than?', 'on or after', 'starting|beginning on|from?', 'as of', 'from'),
  ],
  ['before', anyPhrase('any? time? before|prior to?', 'earlier|sooner than', 'ahead of')],
  ['after', anyPhrase('any? time? after|following', 'later than', 'past the')],
  ['until', anyPhrase('up? until|till', 'up to', 'through')],
];
const TRAILING: readonly [Limit['side'], ReturnType<typeof anyPhrase>][] = [
  [
    'from',
    anyPhrase(
      'or any? time? later|after|onwards|onward|beyond',
      'and|or up',
      'onwards|onward|forward',
      'and onwards|onward|after|later|beyond',
      'at the earliest',
      'on out',
    ),
  ],
  ['by', anyPhrase('or earlier|sooner|before', 'at the latest', 'and before|earlier')],
];
const ON_FROM = phrase('on');

/** "by Friday", "before the 12th", "after next week", "from Monday on", "the 15th or later". */
function limitAt(text: Utterance, at: number, single: Match<Single> | null): Match<Limit> | null {
  for (const [side, read] of LIMITS) {
    const start = read(text, at);
    const of = start >= 0 ? (daysAt(text, start) ?? theDayAt(text, start)) : null;
    if (of && side === 'from')
      return { value: { kind: 'limit', side, of: of.value }, next: after(text, of.next, ON_FROM) };
    if (of) return { value: { kind: 'limit', side, of: of.value }, next: of.next };
  }
  if (single?.value.kind !== 'days') return null;
  for (const [side, read] of TRAILING) {
    const next = read(text, single.next);
    if (next >= 0) return { value: { kind: 'limit', side, of: single.value }, next };
  }
  return null;
}

/** The day whose article the limit took in: "past the 15th". */
function theDayAt(text: Utterance, at: number): Match<Days> | null {
  return wordAt(text, at - 1) === 'the' ? daysAt(text, at - 1) : null;
}

/** How many days an open end is taken to reach: as far as the scheduler looks at most. */
const OPEN_END_DAYS = 21;

/** The days within a limit, from today on; "after" and "from" reach three weeks. */
export function withinLimit(text: Utterance, side: 'by' | 'before' | 'after' | 'from', of: Days): Span {
  const { start, end } = of.span;
  switch (side) {
    case 'by':
      return isBefore(end, text.today) ? of.span : { start: text.today, end };
    case 'before':
      return isBefore(text.today, start)
        ? { start: text.today, end: addDays(start, -1) }
        : { start: addDays(start, -1), end: addDays(start, -1) };
    case 'after':
      return { start: addDays(end, 1), end: addDays(end, OPEN_END_DAYS) };
    case 'from':
      return { start, end: addDays(start, OPEN_END_DAYS) };
  }
}
