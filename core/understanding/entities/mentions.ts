import { bareDayAt, dateAt } from './dates.ts';
import type { DateReading, TimeReading } from './readings.ts';
import { timeAt } from './times.ts';
import { type Match, wordAt, wordsBetween } from './tokens.ts';
import type { Utterance } from './utterance.ts';

/** One date or time said in a message, from token `from` up to (not including) `to`. */
export type Mention<Reading = DateReading | TimeReading> = {
  readonly from: number;
  readonly to: number;
  /** The customer's own words for it. */
  readonly words: string;
  readonly reading: Reading;
};

export type DateMention = Mention<DateReading>;
export type TimeMention = Mention<TimeReading>;

export type Mentions = { readonly dates: readonly DateMention[]; readonly times: readonly TimeMention[] };

/** All dates and times of a message in order; `silent` tokens (a note's text, a reason, an address) are passed over. */
export function mentionsIn(text: Utterance, silent: readonly boolean[]): Mentions {
  const dates: DateMention[] = [];
  const times: TimeMention[] = [];
  for (let at = 0; at < text.tokens.length; ) {
    if (silent[at] || isMark(text, at)) {
      at += 1;
      continue;
    }
    const date = longerOf(dateAt(text, at), secondDay(text, at, dates.at(-1)));
    const time = timeAt(text, at);
    const next = Math.max(date?.next ?? 0, time?.next ?? 0, at + 1);
    if (date && date.next === next)
      dates.push({ from: at, to: next, words: wordsBetween(text, at, next), reading: date.value });
    if (time && time.next === next)
      times.push({ from: at, to: next, words: wordsBetween(text, at, next), reading: time.value });
    at = next;
  }
  return { dates, times };
}

/** A sign that begins neither a date nor a time. */
const isMark = (text: Utterance, at: number): boolean => text.tokens[at]?.kind === 'symbol' && wordAt(text, at) !== '@';

const OR = /^(?:or|and|\/|&)$/;

/** The "6" of "June 5 or 6", which only its neighbour makes a day. */
function secondDay(text: Utterance, at: number, previous: DateMention | undefined): Match<DateReading> | null {
  if (previous?.reading.kind !== 'days' || previous.to !== at - 1 || !OR.test(wordAt(text, at - 1))) return null;
  return bareDayAt(text, at, previous.reading);
}

function longerOf(a: Match<DateReading> | null, b: Match<DateReading> | null): Match<DateReading> | null {
  return a === null || (b !== null && b.next > a.next) ? b : a;
}

/** By token: the mention it belongs to. */
export type MentionAt = readonly (Mention | undefined)[];

export function mentionAt(text: Utterance, { dates, times }: Mentions): MentionAt {
  const at = new Array<Mention | undefined>(text.tokens.length).fill(undefined);
  for (const mention of [...times, ...dates]) at.fill(mention, mention.from, mention.to);
  return at;
}

type Link = 'joined' | 'comma' | 'none';

const JOINS = /^(?:or|and|nor|\/|&)$/;
const MAY_STAND_BETWEEN =
  /^(?:or|and|nor|\/|&|,|\?|on|the|in|at|maybe|even|perhaps|possibly|either|else|also|any|both|for|then|preferably|a|how|about)$/;
const STARTS_A_CLAUSE = /^(?:works|would|sounds|looks|is|suits)$/;

/**
 * The mentions in order, those said in one list together ("Monday, Tuesday or Friday"); what only commas join is no
 * list. mentions of the other kind may stand in between ("Friday morning or Saturday").
 */
export function lists<M extends Mention>(text: Utterance, mentions: readonly M[], at: MentionAt): M[][] {
  const groups: M[][] = [];
  let run: M[] = [];
  let joined = 0;
  const close = (): void => {
    if (joined > 0) groups.push(run.slice(0, joined));
    groups.push(...run.slice(joined).map((mention) => [mention]));
    run = [];
    joined = 0;
  };
  for (const mention of mentions) {
    const previous = run.at(-1);
    const link = previous ? linkBetween(text, previous, mention, at) : 'none';
    if (link === 'none') close();
    run.push(mention);
    if (link === 'joined') joined = run.length;
  }
  close();
  return groups;
}

function linkBetween(text: Utterance, first: Mention, second: Mention, mentionOf: MentionAt): Link {
  let link: Link = 'none';
  for (let at = first.to; at < second.from; at++) {
    const word = wordAt(text, at);
    const between = mentionOf[at];
    if (between?.reading.kind === 'clock') return 'none';
    if (between) continue;
    if (!MAY_STAND_BETWEEN.test(word)) return 'none';
    if (JOINS.test(word)) link = 'joined';
    else if (word === ',' && link === 'none') link = 'comma';
  }
  const and = wordAt(text, second.from - 1) === 'and';
  return link === 'joined' && and && STARTS_A_CLAUSE.test(wordAt(text, second.to)) ? 'none' : link;
}
