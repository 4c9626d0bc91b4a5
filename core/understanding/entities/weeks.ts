import { addDays, type Day, isBefore, laterOf, mondayOf, type Span, sameDay, weekdayFrom } from './calendar.ts';
import { calendarDayAt } from './days.ts';
import { type Part, partAt } from './parts.ts';
import { after, anyPhrase, phrase } from './phrases.ts';
import { type Days, stretch, type Weekdays } from './readings.ts';
import { leadUp, type Match, wordAt } from './tokens.ts';
import type { Utterance } from './utterance.ts';

/** A week by its Monday. */
export type Week = { readonly monday: Day; readonly told: boolean };

const THIS_WEEK = phrase('this week');
const COMING_WEEK = anyPhrase('the? next|upcoming week', 'this|the? coming week');
const WEEK_AFTER_NEXT = anyPhrase('the? week after next', 'next next week');
const WEEK_AFTER = anyPhrase('the? week after that?', 'the? following week');
const LAST_WEEK = phrase('last|past week');
const WEEK_OF = phrase('the? week of|starting|beginning|commencing on?');
const WEEK_FOLLOWING = phrase('the? week after|following');
const WEEK_BEFORE = phrase('the? week before');
const THE_WEEK = phrase('the? week');
const WITHIN = phrase('of|in|during');

/** "this week", "next week", "the week after next", "the week of the 12th"; with `the` also "the week", this one. */
export function weekAt(text: Utterance, at: number, the: boolean): Match<Week> | null {
  const ahead = (weeks: number, next: number): Match<Week> => ({
    value: { monday: addDays(mondayOf(text.today), weeks * 7), told: weeks < 0 },
    next,
  });
  const afterNext = WEEK_AFTER_NEXT(text, at);
  if (afterNext >= 0) return ahead(2, afterNext);
  const ofDay =
    weekOfDay(text, WEEK_OF(text, at), 0) ??
    weekOfDay(text, WEEK_FOLLOWING(text, at), 1) ??
    weekOfDay(text, WEEK_BEFORE(text, at), -1);
  if (ofDay) return ofDay;
  const coming = COMING_WEEK(text, at);
  if (coming >= 0) return ahead(1, coming);
  const weekAfter = WEEK_AFTER(text, at);
  const counted = weekAfter >= 0 ? /\b(this|next) week\b/.exec(leadUp(text, at, 12)) : null;
  if (counted) return ahead(counted[1] === 'next' ? 2 : 1, weekAfter);
  const current = THIS_WEEK(text, at);
  if (current >= 0) return ahead(0, current);
  const last = LAST_WEEK(text, at);
  if (last >= 0) return ahead(-1, last);
  const bare = the ? THE_WEEK(text, at) : -1;
  return bare >= 0 ? ahead(0, bare) : null;
}

function weekOfDay(text: Utterance, at: number, weeks: number): Match<Week> | null {
  const day = at >= 0 ? calendarDayAt(text, at) : null;
  if (day?.value.kind !== 'days') return null;
  return { value: { monday: addDays(mondayOf(day.value.span.start), weeks * 7), told: false }, next: day.next };
}

/** A week or a part of it: "next week", "early next week", "the end of the week", "mid week". */
export function weekSpanAt(text: Utterance, at: number): Match<Days> | null {
  const part = partAt(text, at);
  const week = weekAt(text, part ? after(text, part.next, WITHIN) : at, part !== null);
  if (!week) return null;
  const { monday, told } = week.value;
  return { value: stretch(partOfWeek(text.today, monday, part?.value ?? 'whole'), 'week', told), next: week.next };
}

const MIDWEEK = anyPhrase('midweek', 'mid - week');

/** "midweek": Tuesday to Thursday, of the next week once this week's Thursday is over. */
export function midweekAt(text: Utterance, at: number): Match<Days> | null {
  const next = MIDWEEK(text, at);
  if (next < 0) return null;
  const monday = mondayOf(addDays(text.today, 3));
  return { value: stretch(partOfWeek(text.today, monday, 'middle'), 'week'), next };
}

const THIS_WEEKEND = anyPhrase('this|the coming? weekend', 'coming|upcoming weekend');
const NEXT_WEEKEND = anyPhrase('the? next|following weekend', 'the weekend after');
const WEEKEND_AFTER_NEXT = phrase('the? weekend after next');
const LAST_WEEKEND = phrase('last|past weekend');
const WEEKEND_OF = phrase('the? weekend of');

/** Saturday and Sunday: "this weekend", "next weekend", "the weekend of the 20th". On a Sunday only that day is left. */
export function weekendAt(text: Utterance, at: number): Match<Days> | null {
  const ahead = (weeks: number, next: number): Match<Days> => {
    const start = addDays(mondayOf(text.today), 5 + weeks * 7);
    const left = weeks === 0 ? laterOf(start, text.today) : start;
    return { value: stretch({ start: left, end: addDays(start, 1) }, 'weekend', weeks < 0), next };
  };
  const of = WEEKEND_OF(text, at);
  const day = of >= 0 ? calendarDayAt(text, of) : null;
  if (day?.value.kind === 'days') {
    const start = weekdayFrom(addDays(day.value.span.start, -2), 6);
    return { value: stretch({ start, end: addDays(start, 1) }, 'weekend'), next: day.next };
  }
  const afterNext = WEEKEND_AFTER_NEXT(text, at);
  if (afterNext >= 0) return ahead(2, afterNext);
  const next = NEXT_WEEKEND(text, at);
  if (next >= 0) return ahead(1, next);
  const last = LAST_WEEKEND(text, at);
  if (last >= 0) return ahead(-1, last);
  const current = THIS_WEEKEND(text, at);
  return current >= 0 && !/\b(?:enjoy|on)$/.test(leadUp(text, at, 1)) ? ahead(0, current) : null;
}

const WEEKENDS = anyPhrase('a|any|the|every|on weekends|weekend', 'weekends|weekend');
const WEEKDAYS = anyPhrase(
  'a|any|the|every|on? weekday|weekdays',
  'during the week',
  'a|any work|working|business day',
  'm - f',
);
const WISHED_WELL = /\b(?:good|great|nice|lovely|wonderful|your|happy|long)$/;

/** "weekends", "a weekday", "during the week". */
export function weekendsOrWeekdaysAt(text: Utterance, at: number): Match<Weekdays> | null {
  const weekends = WEEKENDS(text, at);
  if (weekends >= 0) {
    return WISHED_WELL.test(leadUp(text, weekends - 1, 1))
      ? null
      : { value: { kind: 'weekdays', weekdays: [6, 7] }, next: weekends };
  }
  const weekdays = WEEKDAYS(text, at);
  const certainWeek = /^(?:of|after|before|starting|beginning)$/.test(wordAt(text, weekdays));
  return weekdays >= 0 && !certainWeek
    ? { value: { kind: 'weekdays', weekdays: [1, 2, 3, 4, 5] }, next: weekdays }
    : null;
}

/**
 * A week is Monday to Friday: its first three days are early, Tuesday to Thursday the middle, Thursday and Friday the
 * end. The current week starts today (its rest tomorrow), and at a weekend ends on Sunday.
 */
function partOfWeek(today: Day, monday: Day, part: Part | 'whole'): Span {
  const on = (weekday: number): Day => addDays(monday, weekday - 1);
  const spans: Record<Part | 'whole', Span> = {
    whole: { start: on(1), end: on(5) },
    beginning: { start: on(1), end: on(3) },
    early: { start: on(1), end: on(3) },
    middle: { start: on(2), end: on(4) },
    late: { start: on(4), end: on(5) },
    end: { start: on(4), end: on(5) },
    'first half': { start: on(1), end: on(3) },
    'second half': { start: on(3), end: on(5) },
    rest: { start: on(1), end: on(5) },
  };
  const { start, end } = spans[part];
  if (!sameDay(mondayOf(today), monday)) return { start, end };
  const weekend = today.dayOfWeek > 5;
  const last = weekend && !isBefore(end, on(5)) ? addDays(monday, 6) : end;
  const first = laterOf(weekend ? today : start, part === 'rest' ? addDays(today, 1) : today);
  return isBefore(last, first) ? lapsed({ start, end: last }, first, part) : { start: first, end: last };
}

/** "Later this week" on its last day is that day; a part that is over stays what it was. */
function lapsed(span: Span, first: Day, part: Part | 'whole'): Span {
  return part === 'rest' ? { start: addDays(first, -1), end: addDays(first, -1) } : span;
}
