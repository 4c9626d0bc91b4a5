import { dayReferredTo, isAfterThat } from './anaphora.ts';
import {
  type Day,
  dayOfMonthFrom,
  daysBetween,
  earlierOf,
  isBefore,
  isOneDay,
  laterOf,
  type Span,
  spanOf,
  weekdayFrom,
} from './calendar.ts';
import { type Context, contextOf } from './context.ts';
import { inTheMonthOf, notBefore, withinLimit } from './dates.ts';
import type { DateOrRange, Entities, Exclusion } from './entities.ts';
import { type DateMention, lists, type Mentions, mentionAt } from './mentions.ts';
import { type Days, type Limit, oneDay, stretch } from './readings.ts';
import { happenedOn } from './tenses.ts';
import { leadUp, wordAt, wordsBetween } from './tokens.ts';
import type { Utterance } from './utterance.ts';

/** What a message may mean by its date, before one is chosen. */
type Candidate = {
  readonly days: Days | null;
  readonly problem: 'impossible' | 'mismatch' | null;
  readonly words: string;
  readonly from: number;
  readonly weight: number;
  readonly existing: boolean;
  /** The weekdays of alternatives that are not one stretch. */
  readonly weekdays: readonly number[];
};

const NOTHING_SAID: Candidate = {
  days: null,
  problem: null,
  words: '',
  from: 0,
  weight: 0,
  existing: false,
  weekdays: [],
};

type ListInContext = { readonly list: readonly DateMention[]; readonly context: Context };

export type DateEntities = Pick<Entities, 'date' | 'date_problem' | 'weekday_filter' | 'existing_date'> & {
  readonly excluded: readonly DateExclusion[];
};
/** With where it was said, so that "Friday morning" can be put together again. */
export type DateExclusion = { readonly exclusion: Exclusion; readonly to: number };

/** The date a message asks for, what it rules out, and what stands in the way. */
export function resolveDates(text: Utterance, mentions: Mentions, intent: string | null): DateEntities {
  const at = mentionAt(text, mentions);
  const inContext = lists(text, mentions.dates, at).map((list) => ({
    list,
    context: contextOf(text, list, at, intent),
  }));
  const ruledOut = inContext.filter(({ context, list }) => context.ruledOut && !list.every(isLimit));
  const open = inContext.filter((entry) => !ruledOut.includes(entry));
  const candidates = narrowed(text, agreed(open.flatMap((entry) => candidatesOf(text, entry, intent))));
  const existing = candidates.find((candidate) => candidate.existing)?.days ?? existingAmong(ruledOut);
  const referred = candidates.length === 0 ? dayReferredTo(text, mentions.dates) : null;
  const chosen = referred
    ? { ...NOTHING_SAID, days: oneDay(referred) }
    : (afterwards(text, choose(candidates)) ?? cannotBeKept(text, existing, intent));
  const filters = referred ? [] : open.flatMap(weekdaysOf);
  const weekdays = [...new Set([...filters, ...(chosen?.weekdays ?? [])])].toSorted((a, b) => a - b);
  return {
    ...(chosen ? dateOf(text.today, chosen) : {}),
    ...(weekdays.length > 0 && { weekday_filter: weekdays }),
    ...(existing && { existing_date: written(existing) }),
    excluded: ruledOut.flatMap(({ list }) => list.flatMap(exclusionsOf)),
  };
}

const isLimit = ({ reading }: DateMention): boolean => reading.kind === 'limit';

function existingAmong(ruledOut: readonly ListInContext[]): Days | undefined {
  const mention = ruledOut.find(({ context }) => context.existing)?.list[0];
  return mention?.reading.kind === 'days' ? mention.reading : undefined;
}

/** "I can't be there tomorrow", of a visit to be moved: the only day said is where it stands. */
function cannotBeKept(text: Utterance, existing: Days | undefined, intent: string | null): Candidate | undefined {
  const answers = text.expecting === 'date' || text.expecting === 'time';
  return existing && intent === 'reschedule_appointment' && !answers ? { ...NOTHING_SAID, days: existing } : undefined;
}

function candidatesOf(text: Utterance, { list, context }: ListInContext, intent: string | null): Candidate[] {
  const first = list[0];
  const last = list.at(-1);
  if (first === undefined || last === undefined) return [];
  const base: Candidate = {
    ...NOTHING_SAID,
    words: wordsBetween(text, first.from, last.to),
    from: first.from,
    weight: context.weight,
    existing: context.existing,
  };
  if (list.length > 1) return context.told ? [] : alternatives(text, list, base);
  const { reading } = first;
  switch (reading.kind) {
    case 'days':
      return isStory(text, first, reading, context) || namesAJob(reading, context, intent)
        ? []
        : [{ ...base, days: reading }];
    case 'from-to': {
      const { from, to } = reading;
      if (!context.moving)
        return [{ ...base, days: stretch(spanOf(from.span.start, laterOf(from.span.end, to.span.end)), 'range') }];
      return [
        { ...base, days: from, existing: true, weight: context.weight - 3 },
        { ...base, days: to, existing: false, weight: context.weight + 4 },
      ];
    }
    case 'limit':
      return [limited(text, reading, context, base, intent)];
    case 'problem':
      return [{ ...base, problem: reading.problem }];
    case 'weekdays':
      return [];
  }
}

const WANTED = /\b(?:for|book|schedule|make it|how about|what about|do|to)(?: the)?$/;

/** A day of a story is no wish; a day gone by that is asked for all the same is, and will be told that it has passed. */
function isStory(text: Utterance, { from }: DateMention, reading: Days, context: Context): boolean {
  if (context.told) return true;
  if (!reading.told) return false;
  return happenedOn(text, from) || !(text.expecting === 'date' || WANTED.test(leadUp(text, from, 3)));
}

/** "who did the April job": a month that tells one job from another, not a wish for next April. */
const namesAJob = ({ unit }: Days, { existing }: Context, intent: string | null): boolean =>
  unit === 'month' && existing && intent === 'project_details';

/** "Tuesday or Thursday": the days from the first to the last, and only those weekdays when others lie between. */
function alternatives(text: Utterance, list: readonly DateMention[], base: Candidate): Candidate[] {
  const said = list.flatMap(({ reading }) => (reading.kind === 'days' && !reading.told ? [reading] : []));
  if (list.some(({ reading }) => reading.kind === 'weekdays')) return [];
  const options = inOrder(text, said);
  const [first, ...rest] = options;
  if (first === undefined) return [];
  if (rest.length === 0) return [{ ...base, days: first }];
  const start = options.map(({ span }) => span.start).reduce(earlierOf);
  const end = options.map(({ span }) => span.end).reduce(laterOf);
  const days = options.reduce((sum, { span }) => sum + daysBetween(span.start, span.end) + 1, 0);
  const gaps = options.every(({ unit }) => unit === 'day') && daysBetween(start, end) + 1 > days;
  return [
    {
      ...base,
      days: stretch({ start, end }, 'range'),
      weekdays: gaps ? options.map(({ span }) => span.start.dayOfWeek) : [],
    },
  ];
}

/** Each option takes its month from its neighbours: "June 5 or 6", "the 5th or 6th of June". */
function inOrder(text: Utterance, said: readonly Days[]): Days[] {
  const options = said.map((days, index) => {
    const next = said[index + 1];
    return next ? inTheMonthOf(days, next) : days;
  });
  for (const [index, days] of options.entries()) {
    const previous = options[index - 1];
    if (previous && followsOn(text, previous, days)) options[index] = notBefore(previous, days);
  }
  return options;
}

/** A day of the month after a date, or today's own weekday after a later one ("Monday or Tuesday", said on a Tuesday). */
function followsOn(text: Utterance, previous: Days, days: Days): boolean {
  if (days.said === 'monthday') return previous.said !== 'weekday';
  return days.said === 'weekday' && days.span.start.equals(text.today);
}

const TURNED: Record<Limit['side'], 'by' | 'before' | 'after' | 'from'> = {
  by: 'after',
  before: 'from',
  until: 'from',
  after: 'by',
  from: 'before',
};

/** "away until Friday" leaves what comes from Friday on; the weather "by Saturday" is Saturday's. */
function limited(
  text: Utterance,
  { side, of }: Limit,
  context: Context,
  base: Candidate,
  intent: string | null,
): Candidate {
  if (side === 'from' && context.moving && wordAt(text, base.from) === 'from')
    return { ...base, days: of, existing: true, weight: base.weight - 3 };
  if (side === 'until' && context.moving) return { ...base, days: of, weight: base.weight + 4 };
  if (side === 'by' && of.unit === 'day' && intent === 'weather') return { ...base, days: of };
  const effective = context.negated ? TURNED[side] : side === 'until' ? 'by' : side;
  const background = side === 'until' ? 1 : 0;
  return {
    ...base,
    days: stretch(withinLimit(text, effective, of), 'range', of.told),
    weight: base.weight - background,
  };
}

/** "the Tuesday slot three weeks from today": a bare weekday that another day said is, is that day. */
function agreed(candidates: readonly Candidate[]): Candidate[] {
  const whole = candidates.filter(({ days }) => days?.unit === 'day' && days.said === 'whole');
  return candidates.filter(
    ({ days }) =>
      days?.said !== 'weekday' ||
      !whole.some((other) => other.days?.span.start.dayOfWeek === days.span.start.dayOfWeek),
  );
}

/** A bare weekday or day of the month beside a week or month is that one's: "next week, maybe Thursday". */
function narrowed(text: Utterance, candidates: readonly Candidate[]): Candidate[] {
  const frame = candidates.find(({ days, existing }) => days !== null && !existing && days.unit !== 'day');
  if (!frame?.days) return [...candidates];
  const within = frame.days.span;
  const inFrame = candidates.flatMap((candidate) => {
    const day =
      candidate.days && !candidate.existing && belongs(text, frame, candidate)
        ? dayWithin(within, candidate.days)
        : null;
    return day ? [{ ...candidate, days: oneDay(day), weight: candidate.weight + 1 }] : [];
  });
  if (inFrame.length === 0) return [...candidates];
  return candidates
    .filter((candidate) => candidate !== frame)
    .map((candidate) => inFrame.find(({ from }) => from === candidate.from) ?? candidate);
}

const ENDS_SENTENCE = /^[.!?]$/;

/** In the same sentence, or the week or month came first. */
function belongs(text: Utterance, frame: Candidate, candidate: Candidate): boolean {
  if (frame.from < candidate.from) return true;
  return !text.tokens.slice(candidate.from, frame.from).some(({ word }) => ENDS_SENTENCE.test(word));
}

function dayWithin({ start, end }: Span, { span, said }: Days): Day | null {
  const day =
    said === 'weekday' && daysBetween(start, end) < 7
      ? weekdayFrom(start, span.start.dayOfWeek)
      : said === 'monthday'
        ? dayOfMonthFrom(start, span.start.day)
        : null;
  return day && !isBefore(end, day) ? day : null;
}

function choose(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.reduce<Candidate | undefined>(
    (best, next) => (best && best.weight >= next.weight ? best : next),
    undefined,
  );
}

/** A day that only sets the scene, followed by "after that", is where the wanted days begin. */
function afterwards(text: Utterance, chosen: Candidate | undefined): Candidate | undefined {
  if (!chosen?.days || chosen.weight >= 0 || !isAfterThat(text, chosen.from)) return chosen;
  return { ...chosen, days: stretch(withinLimit(text, 'after', chosen.days), 'range') };
}

function dateOf(today: Day, { days, problem, words }: Candidate): Pick<Entities, 'date' | 'date_problem'> {
  if (days === null) return problem ? { date_problem: { kind: problem, words } } : {};
  const past = isBefore(days.span.end, today);
  return { date: written(days), ...(past && { date_problem: { kind: 'past', words } }) };
}

function weekdaysOf({ list, context }: ListInContext): readonly number[] {
  if (context.told || !list.some(({ reading }) => reading.kind === 'weekdays')) return [];
  return list.flatMap(({ reading }) => {
    if (reading.kind === 'weekdays') return reading.weekdays;
    return reading.kind === 'days' && reading.said === 'weekday' ? [reading.span.start.dayOfWeek] : [];
  });
}

function exclusionsOf({ reading, to }: DateMention): DateExclusion[] {
  switch (reading.kind) {
    case 'weekdays':
      return reading.weekdays.map((weekday) => ({ exclusion: { weekday }, to }));
    case 'days':
      if (reading.told) return [];
      return [
        {
          exclusion:
            reading.said === 'weekday' ? { weekday: reading.span.start.dayOfWeek } : { date: written(reading) },
          to,
        },
      ];
    case 'from-to':
      return [
        { exclusion: { date: written(stretch(spanOf(reading.from.span.start, reading.to.span.end), 'range')) }, to },
      ];
    default:
      return [];
  }
}

function written({ span, unit }: Days): DateOrRange {
  return unit === 'day' && isOneDay(span)
    ? span.start.toString()
    : { start: span.start.toString(), end: span.end.toString() };
}
