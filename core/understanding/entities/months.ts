import {
  addDays,
  type Day,
  dayOf,
  daysIn,
  isBefore,
  laterOf,
  type Month,
  monthAfter,
  monthDays,
  monthOf,
  nextMonthNamed,
  type Span,
  spanOf,
  weekdayFrom,
} from './calendar.ts';
import { wholeMonthAt } from './calendar-words.ts';
import { ordinalAt } from './numbers.ts';
import { type Part, partAt } from './parts.ts';
import { after, anyPhrase, phrase } from './phrases.ts';
import { type Days, oneDay, stretch } from './readings.ts';
import { wasOn } from './tenses.ts';
import { type Match, wordAt } from './tokens.ts';
import type { Utterance } from './utterance.ts';

const THIS_MONTH = phrase('this month');
const NEXT_MONTH = anyPhrase('the? next|coming|following month', 'the? month after');
const MONTH_AFTER_NEXT = phrase('the? month after next');
const LAST_MONTH = phrase('last|past month');
const THE_MONTH = phrase('the? month');
const OF = phrase('of|in|during');

export type SaidMonth = { readonly month: Month; readonly told: boolean };

/** "May", "next May", "May 2027", "this month", "next month"; with `the` also "the month", meaning this one. */
export function monthNamedAt(text: Utterance, at: number, the: boolean): Match<SaidMonth> | null {
  const ahead = (months: number, next: number, told = false): Match<SaidMonth> => ({
    value: { month: monthAfter(monthOf(text.today), months), told },
    next,
  });
  const afterNext = MONTH_AFTER_NEXT(text, at);
  if (afterNext >= 0) return ahead(2, afterNext);
  const next = NEXT_MONTH(text, at);
  if (next >= 0) return ahead(1, next);
  const current = THIS_MONTH(text, at);
  if (current >= 0) return ahead(0, current);
  const last = LAST_MONTH(text, at);
  if (last >= 0) return ahead(-1, last, true);
  const named = namedMonthAt(text, at);
  if (named) return named;
  const bare = the ? THE_MONTH(text, at) : -1;
  return bare >= 0 ? ahead(0, bare) : null;
}

function namedMonthAt(text: Utterance, at: number): Match<SaidMonth> | null {
  const qualifier = wordAt(text, at);
  const qualified = /^(?:this|next|last|coming)$/.test(qualifier);
  const found = wholeMonthAt(text, qualified ? at + 1 : at);
  if (!found) return null;
  const year = yearAt(text, found.next);
  if (year) return { value: { month: { year: year.value, month: found.value }, told: false }, next: year.next };
  const upcoming = nextMonthNamed(text.today, found.value);
  const told = qualifier === 'last' || (found.value < text.today.month && wasOn(text, at));
  const strictlyNext = qualifier === 'next' && found.value === text.today.month;
  const years = told ? (found.value >= text.today.month ? -1 : 0) : null;
  if (years !== null)
    return { value: { month: { year: text.today.year + years, month: found.value }, told }, next: found.next };
  return { value: { month: strictlyNext ? monthAfter(upcoming, 12) : upcoming, told: false }, next: found.next };
}

/** A year in full, perhaps after a comma or "of": 1900 to 2199. */
export function yearAt(text: Utterance, at: number): Match<number> | null {
  const skipped = wordAt(text, at) === ',' || wordAt(text, at) === 'of' ? at + 1 : at;
  const token = text.tokens[skipped];
  if (token?.kind !== 'int' || !/^(?:19|20|21)\d\d$/.test(token.word) || text.barred[skipped]) return null;
  return { value: token.value, next: skipped + 1 };
}

/** A month or a part of it: "in May", "early June", "the end of the month", "first half of next month". */
export function monthSpanAt(text: Utterance, at: number): Match<Days> | null {
  const part = partAt(text, at);
  const said = monthNamedAt(text, part ? after(text, part.next, OF) : at, part !== null);
  if (!said) return null;
  const { month, told } = said.value;
  const span = partOfMonth(text.today, month, part?.value ?? 'whole');
  return { value: stretch(span, 'month', told), next: said.next };
}

const FIRST_OR_LAST_DAY = phrase('the? very? first|last day|night of|in');

/** "the last day of the month", "first day of April". */
export function edgeOfMonthAt(text: Utterance, at: number): Match<Days> | null {
  const of = FIRST_OR_LAST_DAY(text, at);
  const said = of >= 0 ? monthNamedAt(text, of, true) : null;
  if (!said) return null;
  const last = wordAt(text, of - 3) === 'last';
  const edge = (month: Month): Day => (last ? monthDays(month).end : monthDays(month).start);
  const day = edge(said.value.month);
  const gone = isBefore(day, text.today) && !said.value.told;
  return { value: oneDay(gone ? edge(monthAfter(said.value.month, 1)) : day), next: said.next };
}

const WEEK = phrase('week of|in|for');
const WEEK_NUMBERED = phrase('week');
const THE = phrase('the');

/** "2nd week of May", "last week of next month", "May second week", "week 2 of June". */
export function weekOfMonthAt(text: Utterance, at: number): Match<Days> | null {
  return nthWeekFirst(text, at) ?? numberedWeekFirst(text, at) ?? monthFirst(text, at);
}

function nthWeekFirst(text: Utterance, at: number): Match<Days> | null {
  const nth = nthAt(text, after(text, at, THE));
  if (!nth) return null;
  const of = WEEK(text, nth.next);
  const bare = WEEK_NUMBERED(text, nth.next);
  const said = monthNamedAt(text, of >= 0 ? of : bare, of >= 0);
  return said && (of >= 0 || bare >= 0) ? weekMatch(nth.value, said) : null;
}

function numberedWeekFirst(text: Utterance, at: number): Match<Days> | null {
  const number = text.tokens[at + 1];
  if (wordAt(text, at) !== 'week' || number?.kind !== 'int' || number.value < 1 || number.value > 5) return null;
  const of = OF(text, at + 2);
  const said = of >= 0 ? monthNamedAt(text, of, true) : null;
  return said && weekMatch(number.value, said);
}

function monthFirst(text: Utterance, at: number): Match<Days> | null {
  const said = monthNamedAt(text, at, false);
  const nth = said && nthAt(text, after(text, said.next, THE));
  const next = nth ? WEEK_NUMBERED(text, nth.next) : -1;
  return said && nth && next >= 0 ? weekMatch(nth.value, { ...said, next }) : null;
}

function weekMatch(nth: number, said: Match<SaidMonth>): Match<Days> | null {
  const span = weekOfMonth(said.value.month, nth);
  return span && { value: stretch(span, 'range', said.value.told), next: said.next };
}

/** "first" to "fifth" in figures or words, -1 for "last". */
export function nthAt(text: Utterance, at: number): Match<number> | null {
  if (wordAt(text, at) === 'last') return { value: -1, next: at + 1 };
  const nth = ordinalAt(text, at);
  return nth && nth.value <= 5 ? nth : null;
}

/** Week 1 is the 1st to the 7th, each later one a week from its Monday; the last is the last seven days. */
function weekOfMonth(month: Month, nth: number): Span | null {
  const { start, end } = monthDays(month);
  if (nth === -1) return { start: addDays(end, -6), end };
  if (nth === 1) return { start, end: addDays(start, 6) };
  const monday = addDays(weekdayFrom(addDays(start, 7), 1), (nth - 2) * 7);
  if (isBefore(end, monday)) return null;
  const sunday = addDays(monday, 6);
  return { start: monday, end: isBefore(end, sunday) ? end : sunday };
}

/** Days 1–10, 11–20 and the rest; "beginning" and "end" are the outer seven days. The current month starts tomorrow. */
function partOfMonth(today: Day, month: Month, part: Part | 'whole'): Span {
  const { start, end } = monthDays(month);
  const day = (number: number): Day => dayOf(month.year, month.month, Math.min(number, daysIn(month))) ?? end;
  const span: Record<Part | 'whole', Span> = {
    whole: { start, end },
    beginning: { start, end: day(7) },
    early: { start, end: day(10) },
    middle: { start: day(11), end: day(20) },
    late: { start: day(21), end },
    end: { start: addDays(end, -6), end },
    'first half': { start, end: day(15) },
    'second half': { start: day(16), end },
    rest: { start, end },
  };
  return fromTomorrow(today, span[part]);
}

/** What is left of a stretch of days from tomorrow on, when today lies in it; one that is over stays as it is. */
function fromTomorrow(today: Day, { start, end }: Span): Span {
  const left = laterOf(start, addDays(today, 1));
  if (isBefore(today, start) || isBefore(end, today)) return spanOf(start, end);
  return isBefore(end, left) ? { start: end, end } : { start: left, end };
}
