import { addDays, type Day, dayOf, dayOfMonthFrom, isBefore, type Month, monthDays } from './calendar.ts';
import { monthAt } from './calendar-words.ts';
import { holidayAt } from './holidays.ts';
import { monthNamedAt, yearAt } from './months.ts';
import { cardinalWord, ordinalAt, ordinalWord } from './numbers.ts';
import { after, anyPhrase, phrase } from './phrases.ts';
import { type Days, impossible, type NoSuchDay, oneDay, stretch } from './readings.ts';
import { happenedToday, isSmallTalk, wasOn } from './tenses.ts';
import { leadUp, type Match, wordAt } from './tokens.ts';
import type { Utterance } from './utterance.ts';

export type DayReading = Days | NoSuchDay;
type Rule = (text: Utterance, at: number) => Match<DayReading> | null;

/** A day of the calendar: figures, month and day, "the 15th", a holiday; and a bare number when a date was asked for. */
export const calendarDayAt: Rule = (text, at) =>
  longest(text, at, [isoDay, slashDay, monthThenDay, dayThenMonth, dayOfSomeMonth, holiday]);

/** Of several rules, the match that takes in most. */
export function longest<T>(
  text: Utterance,
  at: number,
  rules: readonly ((text: Utterance, at: number) => Match<T> | null)[],
): Match<T> | null {
  let best: Match<T> | null = null;
  for (const rule of rules) {
    const match = rule(text, at);
    if (match && (best === null || match.next > best.next)) best = match;
  }
  return best;
}

const isoDay: Rule = (text, at) => {
  const token = text.tokens[at];
  if (token?.kind !== 'iso' || text.barred[at]) return null;
  const [year = 0, month = 0, day] = token.word.split(/[-/]/).map(Number);
  if (year < 1900 || year > 2199) return null;
  if (day !== undefined) return found(dayOf(year, month, day), at + 1);
  return month >= 1 && month <= 12 ? { value: stretch(monthDays({ year, month }), 'month'), next: at + 1 } : null;
};

const LEADS_TO_FIGURES =
  /^(?:on|for|by|before|after|from|to|until|till|through|between|at|of|is|and|or|say|this|the|,|-|\(|about|around|that)?$/;
const A_MEASURE = /^(?:inch|inches|ft|feet|foot|of|bath|baths|cup|way|scale|off|price|"|'|x)$/;

/** "3/14", "03/14/2027", "3-14-27", month first; day first only where the month leaves no choice. */
const slashDay: Rule = (text, at) => {
  const token = text.tokens[at];
  if (token?.kind !== 'slash' || text.barred[at] || token.word === '24/7') return null;
  const [first = 0, second = 0, year] = token.word.split(/[-/.]/).map(Number);
  const asked = text.expecting === 'date';
  const dated = year !== undefined || asked;
  if (!dated && !looksLikeDate(text, at, second)) return null;
  if (A_MEASURE.test(wordAt(text, at + 1)) || text.tokens[at - 1]?.kind === 'int') return null;
  const dayFirst = first > 12 && second <= 12 && dated;
  const month = dayFirst ? second : first;
  const day = dayFirst ? first : second;
  if (month < 1 || month > 12 || day < 1 || day > 31) return asked ? { value: impossible, next: at + 1 } : null;
  const fullYear = year === undefined ? null : year < 100 ? 2000 + year : year;
  if (fullYear !== null && (fullYear < 1900 || fullYear > 2199)) return null;
  return inMonth(text, { month, day, year: fullYear, told: wasOn(text, at) }, at + 1);
};

/** Nothing like "5/8" or "10/10" out of the blue. */
function looksLikeDate(text: Utterance, at: number, second: number): boolean {
  const word = wordAt(text, at);
  if (word === '10/10') return false;
  return LEADS_TO_FIGURES.test(wordAt(text, at - 1)) || second > 8 || word.includes('-');
}

/** "Jan 10", "January the 10th, 2027", "May twelfth". */
const monthThenDay: Rule = (text, at) => {
  const month = monthAt(text, at);
  if (!month) return null;
  const day = dayNumberAt(text, after(text, month.next, THE));
  if (!day) return null;
  const year = yearAt(text, day.next);
  return inMonth(
    text,
    { month: month.value, day: day.value, year: year?.value ?? null, told: wasOn(text, at) },
    year?.next ?? day.next,
  );
};

/** "10 January", "the 10th of Jan", "twelfth of May 2027". */
const dayThenMonth: Rule = (text, at) => {
  const start = after(text, at, THE);
  const day = ordinalOrNumberAt(text, start);
  if (!day) return null;
  const of = after(text, day.next, OF);
  const month = monthAt(text, of);
  if (!month) return null;
  const verb = of === day.next && text.tokens[start]?.kind === 'int' && !followsANumber(text, month.next);
  if (
    verb ||
    (of === day.next &&
      wordAt(text, of) === 'may' &&
      /^(?:i|we|you|they|be|have|need|not|work|come|do|also|even)$/.test(wordAt(text, of + 1)))
  )
    return null;
  const year = yearAt(text, month.next);
  return inMonth(
    text,
    { month: month.value, day: day.value, year: year?.value ?? null, told: wasOn(text, at) },
    year?.next ?? month.next,
  );
};

const THE = phrase('the');
const OF = phrase('day? of');

/** A day after a month's name: in figures, as an ordinal, or in words where no noun follows. */
function dayNumberAt(text: Utterance, at: number): Match<number> | null {
  const token = text.tokens[at];
  if (token && text.barred[at]) return null;
  if (token?.kind === 'int')
    return token.word.length <= 2 && !isCounted(text, at + 1) ? { value: token.value, next: at + 1 } : null;
  const ordinal = ordinalAt(text, at);
  if (ordinal) return COUNTED.has(wordAt(text, ordinal.next)) ? null : ordinal;
  const cardinal = cardinalWord(text, at);
  return cardinal && cardinal.value >= 1 && followsANumber(text, cardinal.next) ? cardinal : null;
}

/** "march 3 doors", "may 2 people": what a number after the word counts. */
function isCounted(text: Utterance, at: number): boolean {
  if (followsANumber(text, at)) return false;
  const token = text.tokens[at];
  return (
    token?.kind !== 'word' ||
    !token.spaced ||
    /(?:s|people|men|children|percent|ft|foot|feet|inch|mile|hour|day|am|pm)$/.test(token.word)
  );
}

function ordinalOrNumberAt(text: Utterance, at: number): Match<number> | null {
  const token = text.tokens[at];
  if (token === undefined || text.barred[at]) return null;
  if (token.kind === 'ordinal' || (token.kind === 'int' && token.word.length <= 2))
    return { value: token.value, next: at + 1 };
  return ordinalWord(text, at);
}

type MonthDay = { readonly month: number; readonly day: number; readonly year: number | null; readonly told: boolean };

/**
 * Without a year: this year's day while it is ahead; a day of this month that is gone stays gone, and so does one told
 * of in the past; any other month that is gone is next year's.
 */
function inMonth(text: Utterance, { month, day, year, told }: MonthDay, next: number): Match<DayReading> {
  if (year !== null) return found(dayOf(year, month, day), next);
  const thisYear = dayOf(text.today.year, month, day);
  const gone = thisYear ? isBefore(thisYear, text.today) : month < text.today.month;
  if (!gone || told || month === text.today.month) return found(thisYear, next);
  return found(dayOf(text.today.year + 1, month, day), next);
}

function found(day: Day | null, next: number): Match<DayReading> {
  return { value: day ? oneDay(day) : impossible, next };
}

const OF_MONTH = anyPhrase('day? of', 'in');

/** "the 15th", "twelfth", "the 5th of next month", "the 14"; a bare "14" only when a date was asked for. */
const dayOfSomeMonth: Rule = (text, at) => {
  const number = dayOfMonthNumber(text, at);
  if (!number) return null;
  const ofMonth = monthNamedAt(text, after(text, number.next, OF_MONTH), OF_MONTH(text, number.next) >= 0);
  if (ofMonth) return { value: dayIn(text.today, ofMonth.value.month, number.value), next: ofMonth.next };
  const day = dayOfMonthFrom(text.today, number.value);
  return { value: day ? oneDay(day, 'monthday') : impossible, next: number.next };
};

/** A day that is gone this month is next month's, as "the 5th of the month" is said of what is ahead. */
function dayIn(today: Day, { year, month }: Month, number: number): DayReading {
  const day = dayOf(year, month, number);
  if (!day) return impossible;
  if (!isBefore(day, today)) return oneDay(day);
  const next = dayOfMonthFrom(today, number);
  return next ? oneDay(next) : impossible;
}

function dayOfMonthNumber(text: Utterance, at: number): Match<number> | null {
  const the = wordAt(text, at) === 'the';
  const start = the ? at + 1 : at;
  const token = text.tokens[start];
  if (token === undefined || text.barred[start]) return null;
  const before = wordAt(text, at - 1);
  if (/^(?:my|our|your|his|her|their|every|a|each|number|option|east|west|north|south|e|w|n|s)$/.test(before))
    return null;
  if (token.kind === 'ordinal') return ordinalFigure(text, start);
  return ordinalInWords(text, start, the) ?? plainNumber(text, start, the);
}

/** What an ordinal counts when it is no date: "2nd floor", "3rd time", "the 1st one". */
const COUNTED = new Set(
  (
    'street st avenue ave road rd drive lane floor time times grade birthday party story stories level bedroom bathroom ' +
    'room person people house home place attempt call request one ones option choice slot project projects job jobs order ' +
    'orders window windows door doors opening openings appointment appointments appt item anniversary message email week ' +
    'weekend monday tuesday wednesday thursday friday saturday sunday shift coat half quarter year note comment thing ' +
    'thought visit available line row entry guy crew opener set piece batch measure install installation'
  ).split(' '),
);

function ordinalFigure(text: Utterance, at: number): Match<number> | null {
  const value = text.tokens[at]?.value ?? 0;
  if (COUNTED.has(wordAt(text, at + 1))) return null;
  const asked = text.expecting === 'date';
  if (value < 1 || (value > 31 && !asked)) return null;
  const picks =
    (text.expecting === 'project' && value <= MOST_TO_PICK_FROM) || (text.expecting === 'time' && value <= 4);
  return picks && !isLedToADay(text, at) && !dateWordsFollow(text, at + 1) ? null : { value, next: at + 1 };
}

/** "The one on the 4th" is a day even where a row could be picked. */
const isLedToADay = (text: Utterance, at: number): boolean =>
  /^(?:on|by|before|after|until|till|from)$/.test(wordAt(text, wordAt(text, at - 1) === 'the' ? at - 2 : at - 1));

const dateWordsFollow = (text: Utterance, at: number): boolean => /^(?:of|at|in)$/.test(wordAt(text, at));

/** Above this, "the 12th" is a day even where a project was asked for. */
const MOST_TO_PICK_FROM = 10;

const LEADS_TO_AN_ORDINAL_DATE = /^(?:on|by|before|after|until|till|through|from|between|to|for|around|about)$/;

/** "the twelfth"; "the first" to "the third" count the list unless a preposition or "of the month" makes them days. */
function ordinalInWords(text: Utterance, at: number, the: boolean): Match<number> | null {
  const ordinal = ordinalWord(text, at);
  if (!ordinal || COUNTED.has(wordAt(text, ordinal.next))) return null;
  const before = wordAt(text, the ? at - 2 : at - 1);
  const led = LEADS_TO_AN_ORDINAL_DATE.test(before) && !(before === 'for' && ordinal.value <= 3) && the;
  const ofMonth = OF_MONTH(text, ordinal.next) >= 0 && monthNamedAt(text, OF_MONTH(text, ordinal.next), true) !== null;
  const picks = (text.expecting === 'project' || text.expecting === 'time') && ordinal.value <= MOST_TO_PICK_FROM;
  if (ofMonth || (led && !picks)) return ordinal;
  if (ordinal.value <= 3 || picks) return null;
  return the || text.expecting === 'date' ? ordinal : null;
}

/** "after 3" is a time of day even where a date was asked for. */
const LIMITS_A_TIME = /^(?:after|before|by|until|till|at|@|past)$/;

/** A number that is only a date because a date was asked for, or because "the 14" follows "on". */
function plainNumber(text: Utterance, at: number, the: boolean): Match<number> | null {
  const token = text.tokens[at];
  const asked = text.expecting === 'date';
  const led =
    the && /^(?:on|for|by|until|till|before|after|from)$/.test(wordAt(text, at - 2)) && text.expecting !== 'time';
  if (!asked && !led) return null;
  const number =
    token?.kind === 'int' && token.word.length <= 2 ? { value: token.value, next: at + 1 } : cardinalWord(text, at);
  if (!number || number.value < 1 || number.value > 31) return null;
  if (token?.kind === 'word' && (number.value === 1 || wordAt(text, at - 1) === 'number')) return null;
  if (!the && number.value <= 12 && LIMITS_A_TIME.test(wordAt(text, at - 1))) return null;
  const start = the ? at - 1 : at;
  return precedesANumber(text, start) && followsANumber(text, number.next) ? number : null;
}

const MAY_FOLLOW_A_NUMBER = new Set(
  (
    'is works work would was could can will should sounds looks seems does fits suits might may has if of on to through ' +
    'until till between from with by before after around about since near and or but so because as then than instead ' +
    'please thanks thank ok okay too also either only still now again maybe perhaps preferably anytime sometime early ' +
    'late morning afternoon evening i we you it they he she my our your that this which what when where who how there ' +
    'any some all not no yes yeah good great fine perfect best better open available free same next right just the for in ' +
    "at i'm i'll let's lol hopefully ideally sharp ish or- tho though it's that's like sure dear sir ma'am definitely " +
    'will be monday tuesday wednesday thursday friday saturday sunday tomorrow today january february march april june ' +
    'july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec earliest latest ' +
    'onwards onward rather wait actually sorry hmm um uh make everyone everybody mon wed sat sun @ . , ! ? ; : ) - / & …'
  ).split(' '),
);

/** Whether what stands after a number lets it be a date or a time: nothing, a sign, or a word that is not counted. */
export function followsANumber(text: Utterance, at: number): boolean {
  const token = text.tokens[at];
  if (token === undefined) return true;
  if (token.word === '-' && !token.spaced)
    return /^(?:int|ordinal|clock)$/.test(text.tokens[at + 1]?.kind ?? '') || /^(?:ish|to)$/.test(wordAt(text, at + 1));
  if (token.kind === 'symbol') return MAY_FOLLOW_A_NUMBER.has(token.word) || token.word.charCodeAt(0) > 0x7f;
  if (token.kind === 'word') return MAY_FOLLOW_A_NUMBER.has(token.word) || /n't$/.test(token.word);
  return token.spaced;
}

const MAY_PRECEDE_A_NUMBER = new Set(
  (
    'the on for do say said maybe wait scratch that make it at how about around let us take try then or and to and/or book me yes yeah ok ' +
    "okay no not sure um uh hm hmm well fine prefer want think thinking guess like let's lets go with pick choose i'll " +
    "it's that's is be works perhaps probably either both between from until till by before after through actually sorry " +
    'mean meant change instead set put down pencil in please just rather than of even possibly so like nope oh ah er lock but would could can does how should said ' +
    'monday tuesday wednesday thursday friday saturday sunday mon wed sat sun , . ! ? ; : - ( / & … more take'
  ).split(' '),
);

/** Whether what stands before a number lets it be a date or a time on its own. */
export function precedesANumber(text: Utterance, at: number): boolean {
  const token = text.tokens[at - 1];
  if (token === undefined) return true;
  const glued = !(text.tokens[at]?.spaced ?? true) && token.kind !== 'symbol';
  return !glued && (MAY_PRECEDE_A_NUMBER.has(token.word) || token.word.charCodeAt(0) > 0x7f);
}

const holiday: Rule = (text, at) => {
  if (/^(?:happy|merry)$/.test(wordAt(text, at - 1))) return null;
  const day = holidayAt(text, at);
  return day && { value: oneDay(day.value), next: day.next };
};

const DAY_AFTER_TOMORROW = anyPhrase('the? day after tomorrow', 'overmorrow');
const DAY_BEFORE_YESTERDAY = phrase('the? day before yesterday');

/** Days named from today: "today", "tomorrow", "tonight", "the day after tomorrow", "yesterday". */
export const namedFromToday: Rule = (text, at) => {
  const dayAfter = DAY_AFTER_TOMORROW(text, at);
  if (dayAfter >= 0) return { value: oneDay(addDays(text.today, 2)), next: dayAfter };
  const dayBefore = DAY_BEFORE_YESTERDAY(text, at);
  if (dayBefore >= 0) return { value: oneDay(addDays(text.today, -2), 'whole', true), next: dayBefore };
  switch (wordAt(text, at)) {
    case 'today':
      return isSmallTalk(text, at) || /^(?:date|order)$/.test(wordAt(text, at + 1))
        ? null
        : { value: oneDay(text.today, 'whole', happenedToday(text, at)), next: at + 1 };
    case 'tonight':
      return { value: oneDay(text.today), next: at + 1 };
    case 'tomorrow':
      return { value: oneDay(addDays(text.today, 1)), next: at + 1 };
    case 'yesterday':
      return { value: oneDay(addDays(text.today, -1), 'whole', true), next: at + 1 };
    case 'this':
      return /^(?:morning|afternoon|evening)$/.test(wordAt(text, at + 1)) && !isSmallTalk(text, at)
        ? { value: oneDay(text.today, 'whole', happenedToday(text, at)), next: at + 1 }
        : null;
    case 'last':
      return wordAt(text, at + 1) === 'night' && leadUp(text, at, 1) !== 'the'
        ? { value: oneDay(addDays(text.today, -1), 'whole', true), next: at + 2 }
        : null;
    default:
      return null;
  }
};
