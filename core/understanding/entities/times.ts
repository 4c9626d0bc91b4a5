import { dateAt } from './dates.ts';
import { followsANumber, longest, precedesANumber } from './days.ts';
import { cardinalWord } from './numbers.ts';
import { after, anyPhrase, phrase } from './phrases.ts';
import type { SaidTime, TimeReading } from './readings.ts';
import { windowAt } from './time-windows.ts';
import { leadUp, type Match, wordAt } from './tokens.ts';
import type { Utterance } from './utterance.ts';

type Rule<T> = (text: Utterance, at: number) => Match<T> | null;
/** `sure`: said so that it can be nothing but a time of day. */
type Told = { readonly said: SaidTime; readonly sure: boolean };

/** Whatever a time of day can be said as, from one token on; the longest reading wins. */
export function timeAt(text: Utterance, at: number): Match<TimeReading> | null {
  return longest<TimeReading>(text, at, [singleTimeAt, timeRangeAt, timeLimitAt, windowReadingAt]);
}

const windowReadingAt: Rule<TimeReading> = (text, at) => {
  const window = windowAt(text, at);
  return window && { value: { kind: 'window', window: window.value }, next: window.next };
};

const AT = anyPhrase('at|@ about|around|like|exactly?', 'around|about|roughly|round at?');

/** A time that stands for itself: said with am or pm, o'clock or minutes, after "at", or asked for. */
const singleTimeAt: Rule<TimeReading> = (text, at) => {
  const led = AT(text, at);
  const told = clockAt(text, led >= 0 ? led : at, led >= 0);
  if (!told) return null;
  const start = led >= 0 ? led : at;
  const bare = isBareAnswer(text, start) && (text.expecting === 'time' || isCorrected(text, at, told.next));
  const accepted = told.value.sure || (followsANumber(text, told.next) && (isLed(text, at, led) || bare));
  return accepted ? { value: { kind: 'clock', said: told.value.said }, next: told.next } : null;
};

/** "at 3" anywhere; "around 10" unless a date was asked for; "for 11" before the day. */
function isLed(text: Utterance, at: number, led: number): boolean {
  if (led < 0)
    return (
      wordAt(text, at - 1) === 'for' &&
      text.tokens[at]?.kind === 'int' &&
      (wordAt(text, at + 1) === 'on' || dateAt(text, at + 1) !== null)
    );
  const word = wordAt(text, at);
  return word === 'at' || word === '@' || text.expecting !== 'date';
}

const THAT_ONE =
  /^(?:that|this|which|any|each|every|later|earlier|last|first|second|third|next|other|no|another|same|right|wrong|good|only|early|late|afternoon|morning|either)$/;

/** A number that answers "at what time": not "that one", "two of them", or a number inside another phrase. */
function isBareAnswer(text: Utterance, at: number): boolean {
  const start = wordAt(text, at - 1) === 'the' ? at - 1 : at;
  if (/\bof(?: the)?$/.test(leadUp(text, at, 2)) || wordAt(text, at + 1) === 'of') return false;
  if (wordAt(text, at) === 'one' && (wordAt(text, at - 1) === 'the' || THAT_ONE.test(wordAt(text, at - 1))))
    return false;
  return precedesANumber(text, start);
}

/** "Book it for 3 instead", "is 10 available". */
const ASKED_OF = /^(?:instead|works?|available|open|free|possible)$/;
const OTHER_TIME = anyPhrase('instead of', 'not', 'rather than');
const CHANGE =
  /(?:^no ?,?|\bno ,|\b(?:yes|yeah|yep|ok) ,? ?(?:but|except)|\bactually|\bmake (?:it|that)|\bchange (?:it|that) to)(?: at| to| for| do| the| make it)*$/;

/** "3 instead of 9"; "no, 11" and "yes but 2" when asked to confirm. */
function isCorrected(text: Utterance, at: number, next: number): boolean {
  const isAsked =
    text.expecting === 'confirmation' && ASKED_OF.test(wordAt(text, next)) && wordAt(text, next + 1) !== 'of';
  if (isAsked && (text.tokens[at]?.value ?? 1) <= 12) return true;
  const other = OTHER_TIME(text, next);
  if (other >= 0 && hourAt(text, other) !== null && text.expecting !== 'date') return true;
  return text.expecting === 'confirmation' && CHANGE.test(leadUp(text, at, 4)) && (text.tokens[at]?.value ?? 1) <= 12;
}

const clockAt = (text: Utterance, at: number, led: boolean): Match<Told> | null =>
  longest<Told>(text, at, [
    figuresWithMinutes,
    (t, i) => hourOnly(t, i),
    (t, i) => runTogether(t, i, led),
    spelledWithMinutes,
    halfOrQuarter,
    minutesPast,
    namedTime,
  ]);

/** "10:30", "10.30 am", "14:15". */
const figuresWithMinutes: Rule<Told> = (text, at) => {
  const token = text.tokens[at];
  if (token?.kind !== 'clock' || text.barred[at]) return null;
  const [hour = 24, minute = 60] = token.word.split(/[:.]/).map(Number);
  return finish(text, at + 1, hour, minute, token.word.includes(':'));
};

/** "10", "ten", "3p", "10 am", "3 o'clock", "9ish". */
const hourOnly: Rule<Told> = (text, at) => {
  const hour = hourAt(text, at);
  return hour && finish(text, hour.next, hour.value, 0, false);
};

function hourAt(text: Utterance, at: number): Match<number> | null {
  const token = text.tokens[at];
  if (token === undefined || text.barred[at]) return null;
  if (token.kind === 'int')
    return token.word.length <= 2 && token.value <= 24 ? { value: token.value, next: at + 1 } : null;
  const word = cardinalWord(text, at);
  return word && word.value >= 1 && word.value <= 12 ? word : null;
}

/** "1030", "0900", "1400 hours": sure with am, pm or hours, or where a time is expected. */
function runTogether(text: Utterance, at: number, led: boolean): Match<Told> | null {
  const token = text.tokens[at];
  if (token?.kind !== 'int' || text.barred[at] || !/^\d{3,4}$/.test(token.word)) return null;
  const end = finish(text, at + 1, Math.floor(token.value / 100), token.value % 100, false);
  if (!end) return null;
  const expected = (led && wordAt(text, at - 1) === 'at' && token.value % 5 === 0) || text.expecting === 'time';
  return end.value.sure || (expected && followsANumber(text, end.next))
    ? { value: { ...end.value, sure: true }, next: end.next }
    : null;
}

/** "ten thirty", "nine oh five", "ten forty five", "9 30", "oh nine hundred". */
const spelledWithMinutes: Rule<Told> = (text, at) => {
  const oh = wordAt(text, at) === 'oh' ? 1 : 0;
  const hour = hourAt(text, at + oh);
  if (!hour || (hour.value < 1 && oh === 0)) return null;
  if (wordAt(text, hour.next) === 'hundred') return fullHour(text, hour, oh === 1);
  const inWords = text.tokens[at + oh]?.kind === 'word';
  const between = /^(?:oh|o)$/.test(wordAt(text, hour.next)) || (inWords && wordAt(text, hour.next) === '-') ? 1 : 0;
  const zero = between === 1 && wordAt(text, hour.next) !== '-' ? 1 : 0;
  const minutes = minuteAt(text, hour.next + between);
  if (!minutes || (minutes.value < 10 && zero === 0)) return null;
  return finish(text, minutes.next, hour.value, minutes.value, inWords);
};

/** "eleven hundred hours", "oh nine hundred"; "nine hundred" of anything else is no time. */
function fullHour(text: Utterance, hour: Match<number>, zero: boolean): Match<Told> | null {
  const hours = HOURS(text, hour.next + 1);
  if (hours < 0 && !zero && text.expecting !== 'time') return null;
  return {
    value: { said: { hour: hour.value, minute: 0, meridiem: null }, sure: true },
    next: Math.max(hours, hour.next + 1),
  };
}

function minuteAt(text: Utterance, at: number): Match<number> | null {
  const token = text.tokens[at];
  if (token?.kind === 'int') return /^[0-5]\d$/.test(token.word) ? { value: token.value, next: at + 1 } : null;
  const word = cardinalWord(text, at);
  return word && word.value < 60 ? word : null;
}

const HOURS = phrase('hours|hour');
const HALF_PAST = anyPhrase('half past|after?');
const QUARTER_AFTER = anyPhrase('a? quarter past|after');
const QUARTER_TO = anyPhrase('a? quarter to|till|of|before|until');

/** "half past nine", "half eight", "quarter past 3", "a quarter to ten". */
const halfOrQuarter: Rule<Told> = (text, at) => {
  const quarterTo = QUARTER_TO(text, at);
  if (quarterTo >= 0) return relative(text, quarterTo, -15);
  const quarterAfter = QUARTER_AFTER(text, at);
  if (quarterAfter >= 0) return relative(text, quarterAfter, 15);
  const half = HALF_PAST(text, at);
  return half >= 0 && wordAt(text, at - 1) !== 'a' && wordAt(text, at - 1) !== 'and' ? relative(text, half, 30) : null;
};

const PAST = anyPhrase('minutes? past', 'minutes after');
const TO = anyPhrase('minutes to|till|of|before');

/** "ten past eleven", "20 minutes to 9"; "ten to two" alone is left to be a range. */
const minutesPast: Rule<Told> = (text, at) => {
  const minutes = minuteOrFive(text, at);
  if (!minutes) return null;
  const past = PAST(text, minutes.next);
  if (past >= 0) return relative(text, past, minutes.value);
  const to = TO(text, minutes.next);
  return to >= 0 ? relative(text, to, -minutes.value) : null;
};

function minuteOrFive(text: Utterance, at: number): Match<number> | null {
  const token = text.tokens[at];
  const minutes = token?.kind === 'int' ? { value: token.value, next: at + 1 } : cardinalWord(text, at);
  return minutes && minutes.value >= 5 && minutes.value <= 30 && minutes.value % 5 === 0 ? minutes : null;
}

function relative(text: Utterance, at: number, shift: number): Match<Told> | null {
  const hour = hourAt(text, at);
  if (!hour || hour.value < 1 || hour.value > 12) {
    const noon = namedTime(text, at);
    return noon && { value: { said: shifted(noon.value.said, shift), sure: true }, next: noon.next };
  }
  const end = finish(text, hour.next, hour.value, 0, true);
  return end && { value: { said: shifted(end.value.said, shift), sure: true }, next: end.next };
}

function shifted({ hour, minute, meridiem }: SaidTime, shift: number): SaidTime {
  if (shift >= 0) return { hour, minute: minute + shift, meridiem };
  return {
    hour: hour === 1 ? 12 : hour - 1,
    minute: 60 + shift,
    meridiem: hour === 12 && meridiem === 'pm' ? 'am' : meridiem,
  };
}

const NAMED: readonly [SaidTime, ReturnType<typeof anyPhrase>][] = [
  [
    { hour: 12, minute: 0, meridiem: 'pm' },
    anyPhrase('12|twelve? noon|noonish|noontime|midday', 'mid - day', 'lunchtime|lunch time?'),
  ],
  [{ hour: 12, minute: 0, meridiem: 'am' }, anyPhrase('12|twelve? midnight')],
];

const AROUND_LUNCH = /^(?:at|around|about|by|near|before|after|past|over|till|until)$/;

/** Noon (also "midday", "lunchtime") and midnight. */
const namedTime: Rule<Told> = (text, at) => {
  for (const [said, read] of NAMED) {
    const next = read(text, at);
    if (next >= 0 && (wordAt(text, next - 1) !== 'lunch' || AROUND_LUNCH.test(leadUp(text, at, 1)))) {
      return { value: { said, sure: true }, next: after(text, next, ISH) };
    }
  }
  return null;
};

const OCLOCK = anyPhrase("o'clock|h", 'o clock');
const ISH = anyPhrase('- ish', 'ish', 'sharp', 'on the dot', 'exactly', 'or so', 'hours');
const IN_THE = anyPhrase('in the|this?', 'at', 'this|that');
const MORNING = phrase('morning|mornings|a');
const AFTERNOON = phrase('afternoon|afternoons');
const EVENING = phrase('evening|evenings|night');

/** What may follow the figures of a time: o'clock, am or pm, "in the morning", "ish"; and whether they make a time. */
function finish(text: Utterance, at: number, hour: number, minute: number, sure: boolean): Match<Told> | null {
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return null;
  const oclock = after(text, at, OCLOCK);
  const ish = after(text, oclock, ISH);
  const meridiem = meridiemAt(text, ish) ?? partOfDayAt(text, ish, hour);
  const next = meridiem?.next ?? ish;
  if (meridiem && hour > 12) return { value: { said: { hour, minute, meridiem: null }, sure: true }, next };
  const certain =
    sure ||
    meridiem !== null ||
    oclock > at ||
    (ish > oclock && wordAt(text, ish - 1) !== 'so' && !/^(?:exactly|hours)$/.test(wordAt(text, ish - 1)));
  const military = wordAt(text, ish - 1) === 'hours' && text.tokens[at - 1]?.word.length === 4;
  if (wordAt(text, ish - 1) === 'hours' && !military) return null;
  const said = { hour: hour % 24, minute, meridiem: meridiem?.value ?? null };
  return { value: { said, sure: certain || military }, next: after(text, next, ISH_AFTER) };
}

const ISH_AFTER = anyPhrase('- ish', 'ish', 'sharp', 'on the dot', 'exactly', 'or so');

/** "am", "p.m.", "a m", the "p" of "3p". */
function meridiemAt(text: Utterance, at: number): Match<'am' | 'pm'> | null {
  const token = text.tokens[at];
  const found = /^(a|p)m?$/.exec(token?.word ?? '');
  if (!token || !found) return null;
  const half = found[1] === 'a' ? 'am' : 'pm';
  if (token.word.length === 2)
    return half === 'am' && isVerbAm(text, at) ? null : { value: half, next: skipDot(text, at + 1) };
  const dotted = wordAt(text, at + 1) === '.' && wordAt(text, at + 2) === 'm';
  if (dotted) return { value: half, next: skipDot(text, at + 3) };
  if (wordAt(text, at + 1) === 'm' && text.tokens[at + 1]?.kind === 'word') return { value: half, next: at + 2 };
  return token.spaced ? null : { value: half, next: at + 1 };
}

/** The dot of "a.m." within a sentence. */
function skipDot(text: Utterance, at: number): number {
  const dot = text.tokens[at];
  return dot?.word === '.' && !dot.spaced && wordAt(text, at - 2) === '.' ? at + 1 : at;
}

/** "I am", "which one am I". */
const isVerbAm = (text: Utterance, at: number): boolean =>
  /^(?:i|it)$/.test(wordAt(text, at - 1)) || (wordAt(text, at - 1) === 'one' && wordAt(text, at + 1) === 'i');

/** "in the morning", "at night", "this afternoon" after an hour. */
function partOfDayAt(text: Utterance, at: number, hour: number): Match<'am' | 'pm'> | null {
  const start = IN_THE(text, at);
  if (start < 0 || hour > 12) return null;
  if (wordAt(text, at) === 'at' && !/^(?:night)$/.test(wordAt(text, start))) return null;
  if (meridiemWord(text, start)) return meridiemAt(text, start);
  const morning = wordAt(text, start) === 'a' ? -1 : MORNING(text, start);
  if (morning >= 0) return { value: 'am', next: morning };
  const afternoon = AFTERNOON(text, start);
  if (afternoon >= 0) return { value: 'pm', next: afternoon };
  const evening = EVENING(text, start);
  return evening >= 0 ? { value: 'pm', next: evening } : null;
}

const meridiemWord = (text: Utterance, at: number): boolean =>
  /^[ap]m$/.test(wordAt(text, at)) || (/^[ap]$/.test(wordAt(text, at)) && wordAt(text, at + 1) === '.');

const FROM = anyPhrase('anywhere|anytime|sometime|somewhere? from|between');
const LINK = anyPhrase('- to|til|till -', 'to|till|until|through|-');
const LINK_BETWEEN = anyPhrase('to|and|-');

const SLOT = /^(?:slot|window|one|appointment|block|timeslot|opening)$/;

/** "between 1 and 3", "9-11", "from 8 to noon", "1 to 3pm"; "the 8 to 10 slot" is the one that starts at 8. */
const timeRangeAt: Rule<TimeReading> = (text, at) => {
  const opened = FROM(text, at);
  const start = opened >= 0 ? opened : at;
  const first = clockAt(text, start, false);
  if (!first) return null;
  const between = opened >= 0 && wordAt(text, start - 1) === 'between';
  const link = (between ? LINK_BETWEEN : LINK)(text, first.next);
  const second = link >= 0 ? clockAt(text, link, false) : null;
  if (!second) return null;
  const told = first.value.sure || second.value.sure;
  const asked = text.expecting === 'time' && precedesANumber(text, at);
  const opens = opened >= 0 && text.expecting !== 'date';
  const slot = SLOT.test(wordAt(text, second.next));
  if (!told && !((asked || opens) && (slot || followsANumber(text, second.next)))) return null;
  const [after_, before] = shareMeridiem(first.value.said, second.value.said);
  if (slot) return { value: { kind: 'clock', said: after_ }, next: second.next };
  return { value: { kind: 'bound', after: after_, before }, next: second.next };
};

/** "1 to 3pm" is all afternoon, "11 to 1pm" starts before noon. */
function shareMeridiem(first: SaidTime, second: SaidTime): [SaidTime, SaidTime] {
  if (second.meridiem !== null && first.meridiem === null && first.hour <= 12) {
    const sooner = first.hour % 12 < second.hour % 12 || (first.hour === second.hour && first.minute < second.minute);
    const meridiem = sooner ? second.meridiem : second.meridiem === 'pm' ? 'am' : 'pm';
    return [{ ...first, meridiem: first.hour === 12 && !sooner ? second.meridiem : meridiem }, second];
  }
  if (first.meridiem === 'pm' && second.meridiem === null && second.hour < 12)
    return [first, { ...second, meridiem: 'pm' }];
  return [first, second];
}

const LIMITS: readonly ['after' | 'before', ReturnType<typeof anyPhrase>][] = [
  [
    'after',
    anyPhrase(
      'no|not earlier|sooner|before than?',
      'not before|until|till',
      'any? time? after|past',
      'later than',
      'starting|beginning from',
      'from',
      'as of',
    ),
  ],
  [
    'before',
    anyPhrase(
      'no|not later|past than?',
      'any? time? before',
      'earlier|sooner than',
      'by',
      'up? until|till',
      'up to',
      'not after',
    ),
  ],
];
const TRAILING: readonly ['after' | 'before', ReturnType<typeof anyPhrase>][] = [
  [
    'after',
    anyPhrase(
      'or any? time? later|after|onwards|onward',
      'and|or up',
      'and? onwards|onward',
      'and later|after',
      'at the earliest',
      'on',
    ),
  ],
  ['before', anyPhrase('or earlier|sooner|before', 'at the latest', 'and earlier')],
];
const ABOUT = anyPhrase('like|about|around|at', 'say');

/** "after 3", "before noon", "by 5", "no later than 2", "10 or later". */
const timeLimitAt: Rule<TimeReading> = (text, at) => {
  for (const [side, read] of LIMITS) {
    const start = read(text, at);
    const told = start >= 0 ? clockAt(text, after(text, start, ABOUT), false) : null;
    if (told && (told.value.sure || mayBeHour(text, told)))
      return { value: bound(side, told.value.said), next: told.next };
  }
  const told = clockAt(text, at, false);
  for (const [side, read] of TRAILING) {
    const next = told ? read(text, told.next) : -1;
    const weak = next >= 0 && wordAt(text, next - 1) === 'on' && next === (told?.next ?? 0) + 1;
    if (told && next >= 0 && !weak && (told.value.sure || text.expecting === 'time'))
      return { value: bound(side, told.value.said), next };
  }
  return null;
};

/** "after 3" is a time unless what follows is counted, or a date was asked for and it cannot be an hour. */
function mayBeHour(text: Utterance, told: Match<Told>): boolean {
  return told.value.said.hour <= 12 && followsANumber(text, told.next) && wordAt(text, told.next - 1) !== 'one';
}

function bound(side: 'after' | 'before', said: SaidTime): TimeReading {
  return { kind: 'bound', after: side === 'after' ? said : null, before: side === 'before' ? said : null };
}

/** "in 2 hours", "in half an hour", as minutes from now. */
export function minutesFromNowAt(text: Utterance, at: number): Match<number> | null {
  const half = IN_HALF_AN_HOUR(text, at);
  if (half >= 0) return { value: 30, next: half };
  if (wordAt(text, at) !== 'in') return null;
  const start = after(text, at + 1, ABOUT);
  const article = /^an?$/.test(wordAt(text, start)) ? { value: 1, next: start + 1 } : null;
  const token = text.tokens[start];
  const amount =
    article ?? (token?.kind === 'int' ? { value: token.value, next: start + 1 } : cardinalWord(text, start));
  if (!amount || amount.value > 600) return null;
  const unit = wordAt(text, amount.next);
  if (/^hours?$/.test(unit)) return { value: amount.value * 60, next: amount.next + 1 };
  return /^minutes?$/.test(unit) ? { value: amount.value, next: amount.next + 1 } : null;
}

const IN_HALF_AN_HOUR = phrase('in half an hour');
