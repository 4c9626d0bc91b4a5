import { daysBetween, weekdayOf } from '../../../core/calendar.ts';
import type { Backing } from './backing.ts';
import { numberOf, ORDINAL_WORDS } from './numbers.ts';
import { complain, cover, matches, type Reading } from './text.ts';

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?';
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAY =
  '(?:mon(?:day)?|tues?(?:day)?|wed(?:s|nesday)?|thu(?:rs?|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)';
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const DAY = `(?:\\d{1,2}(?:st|nd|rd|th)?|${ORDINAL_WORDS})(?!\\d|:\\d|\\s*[ap]\\.?m\\b|\\w)`;
const YEAR = "(?:,? (?:of )?((?:19|20)\\d\\d)(?!\\d)|,? '(\\d\\d)(?!\\d))";
const NAMED = `(?:\\b(?<weekday>${WEEKDAY})\\b\\.?,? (?:the )?)?`;

/** Ways to write a date; the groups are named alike. Longer ways first. */
const WRITTEN: readonly RegExp[] = [
  new RegExp(`${NAMED}\\b(?<month>${MONTH}),? (?:the )?(?<day>${DAY})${YEAR}?`, 'giu'),
  new RegExp(`${NAMED}\\b(?:the )?(?<day>${DAY})(?: day)?(?: of)? (?<month>${MONTH})${YEAR}?`, 'giu'),
  /\b(?<year>(?:19|20)\d\d)-(?<number>\d\d?)-(?<day>\d\d?)\b/giu,
  new RegExp(
    `${NAMED}\\b(?<number>\\d{1,2})[/.](?<day>\\d{1,2})(?:[/.](?<year>\\d{4}|\\d\\d))?(?![\\d/]|\\s*[ap]\\.?m\\b)`,
    'giu',
  ),
  /\b(?<number>\d{1,2})-(?<day>\d{1,2})-(?<year>\d{4}|\d\d)\b/giu,
];

/** A day of a month that is not named: "Thursday the 3rd", "the 12th", "on the twelfth". */
const DAY_ALONE: readonly RegExp[] = [
  new RegExp(`\\b(?<weekday>${WEEKDAY})\\b\\.?,? (?:the )?(?<day>\\d{1,2}(?:st|nd|rd|th)|${ORDINAL_WORDS})\\b`, 'giu'),
  /\b(?:the )?(?<day>\d{1,2}(?:st|nd|rd|th))\b/giu,
  new RegExp(
    `\\b(?:on|for|by|until|till|through|from|to|before|after|between|not) the (?<day>${ORDINAL_WORDS})\\b(?! (?:one|option|choice|project|visit|date|day|time|slot|item|row|line))`,
    'giu',
  ),
  /\bthe (?<day>(?:fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|twentieth|thirtieth|(?:twenty|thirty)[ -]\w+))\b(?! (?:one|option|choice|project|item|row|line))/giu,
];

/** Day numbers that go on from a date just named: "December 3, 4 and 7", "the 3rd or the 4th". */
const CONTINUED =
  /(?<=[\uE005]) ?(?:,|and|or|&|-|to|through|,? and|,? or|until) ?(?:the )?(?<day>\d{1,2}(?:st|nd|rd|th)?)(?![\d:/%]|\s*[ap]\.?m\b|\w| ?(?:-|to|until|till|or|and) ?\d{1,2}(?::\d\d)? ?[ap]\.?m\b| (?:more|other|open|projects?|dates?|days?|times?|slots?|hours?|notes?|options?|degrees))/giu;

type Parts = { weekday?: string; month?: string; number?: string; day?: string; year?: string };

/** Finds every date, weekday, month, year and relative day, and complains of those that no fact holds. */
export function readDates(reading: Reading, backing: Backing): void {
  for (const pattern of WRITTEN) for (const match of matches(reading, pattern)) readDate(reading, backing, match);
  for (let round = 0; round < 8; round += 1) {
    const [match] = matches(reading, CONTINUED);
    if (match === undefined) break;
    readContinued(reading, backing, match);
  }
  for (const pattern of DAY_ALONE) for (const match of matches(reading, pattern)) readDate(reading, backing, match);
  readRelative(reading, backing);
  readWeekdays(reading, backing);
  readMonths(reading, backing);
}

function readDate(reading: Reading, backing: Backing, match: RegExpExecArray): void {
  if (isCovered(reading, match)) return;
  const groups = (match.groups ?? {}) as Parts;
  const month = groups.number === undefined ? monthOf(groups.month) : Number(groups.number);
  const day = numberOf(groups.day ?? '0');
  const year = fullYear(
    groups.year ??
      match
        .slice(1)
        .find(
          (group) =>
            group !== undefined && /^\d\d(?:\d\d)?$/.test(group) && group !== groups.day && group !== groups.number,
        ),
  );
  if (month !== null && (month < 1 || month > 12 || day < 1 || day > 31)) return;
  const known = dates(backing).filter(
    (date) =>
      Number(date.slice(8)) === day &&
      (month === null || Number(date.slice(5, 7)) === month) &&
      (year === null || date.startsWith(String(year))),
  );
  const fitting = known.filter(
    (date) => groups.weekday === undefined || weekdayOf(date) === weekdayNumber(groups.weekday),
  );
  if (known.length === 0) complain(reading, 'date', match[0]);
  else if (fitting.length === 0) complain(reading, 'weekday', match[0]);
  cover(reading, match.index, match.index + match[0].length, 'date', fitting);
}

/** The month of the date before it. */
function readContinued(reading: Reading, backing: Backing, match: RegExpExecArray): void {
  const before = reading.finds.findLast(({ mark, end }) => mark === 'date' && end === match.index);
  const day = numberOf(match.groups?.day ?? '0');
  const months = (before?.means ?? []).map((date) => date.slice(0, 7));
  const fitting = dates(backing).filter((date) => months.includes(date.slice(0, 7)) && Number(date.slice(8)) === day);
  if (fitting.length === 0) complain(reading, 'date', match[0]);
  cover(reading, match.index, match.index + match[0].length, 'date', fitting);
}

/** Words that make "today" a figure of speech and not the date of anything. */
const TODAY_IN_PASSING =
  /(?:\b(?:help|assist|do|doing|need|like|question|for you|with|reaching out|contacting|chatting|stopping by)\b[^.!]*|^(?:hi|hello|hey)[^.!?]*)$/iu;
const RELATIVE =
  /\b(?<word>the day after tomorrow|tomorrow|tonight|today|yesterday|(?:this|next|coming|the) weekend|weekends?|(?:(?:this|next|last|the following) )(?:week|month)|the week after next)\b/giu;
const COMING = new RegExp(`\\b(?<word>this|next|coming|upcoming)(?: coming)? (?<weekday>${WEEKDAY})\\b`, 'giu');

function readRelative(reading: Reading, backing: Backing): void {
  const { today } = backing;
  const known = dates(backing);
  for (const match of matches(reading, COMING)) {
    const weekday = weekdayNumber(match.groups?.weekday ?? '');
    const within = match.groups?.word?.toLowerCase() === 'next' ? 13 : 7;
    const fitting = known.filter((date) => {
      const ahead = daysBetween(today, date);
      return weekdayOf(date) === weekday && ahead >= 0 && ahead <= within;
    });
    if (fitting.length === 0 && backing.hours === null) complain(reading, 'weekday', match[0]);
    cover(reading, match.index, match.index + match[0].length, 'date', fitting);
  }
  for (const match of matches(reading, RELATIVE)) {
    const word = match[0].toLowerCase();
    const fitting = known.filter((date) => isMeant(word, date, today));
    const inPassing = word === 'today' && TODAY_IN_PASSING.test(lineBefore(reading, match.index));
    const isAllowed =
      fitting.length > 0 ||
      inPassing ||
      (word.includes('weekend') && backing.hours !== null) ||
      (word === 'today' && backing.hours !== null) ||
      (word.includes('week') && speaksOfNoDate(reading, match));
    if (!isAllowed) complain(reading, 'date', match[0]);
    cover(reading, match.index, match.index + match[0].length, 'date', fitting);
  }
}

/** "A day of the week", "days of the week". */
const speaksOfNoDate = (reading: Reading, match: RegExpExecArray): boolean =>
  /\bof $/.test(reading.masked.slice(0, match.index));

const lineBefore = ({ masked }: Reading, index: number): string =>
  masked
    .slice(0, index)
    .split(/[.!?\n]/)
    .at(-1) ?? '';

function isMeant(word: string, date: string, today: string): boolean {
  const ahead = daysBetween(today, date);
  const monday = 1 - weekdayOf(today);
  if (word === 'today' || word === 'tonight') return ahead === 0;
  if (word === 'tomorrow') return ahead === 1;
  if (word === 'the day after tomorrow') return ahead === 2;
  if (word === 'yesterday') return ahead === -1;
  if (word.includes('weekend')) return weekdayOf(date) >= 6;
  if (word === 'this week') return ahead >= 0 && ahead < monday + 7;
  if (word === 'next week' || word === 'the following week') return ahead >= monday + 7 && ahead < monday + 14;
  if (word === 'the week after next') return ahead >= monday + 14 && ahead < monday + 21;
  if (word === 'last week') return ahead >= monday - 7 && ahead < monday;
  const months =
    (Number(date.slice(0, 4)) - Number(today.slice(0, 4))) * 12 + Number(date.slice(5, 7)) - Number(today.slice(5, 7));
  return months === (word === 'this month' ? 0 : word === 'last month' ? -1 : 1);
}

/** Full names in any letters; short ones only as names are written: "sat" and "sun" are words too. */
const WEEKDAYS_ALONE: readonly RegExp[] = [
  /\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekdays|during the week)\b/giu,
  /\b(?:Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?/gu,
];

function readWeekdays(reading: Reading, backing: Backing): void {
  for (const pattern of WEEKDAYS_ALONE)
    for (const match of matches(reading, pattern)) {
      const isAny = /^(?:weekdays|during the week)$/i.test(match[0]);
      const weekday = weekdayNumber(match[0]);
      const fitting = dates(backing).filter((date) => (isAny ? weekdayOf(date) <= 5 : weekdayOf(date) === weekday));
      const isKnown = fitting.length > 0 || (isAny ? backing.hours !== null : backing.weekdays.includes(weekday));
      if (!isKnown) complain(reading, 'weekday', match[0]);
      cover(reading, match.index, match.index + match[0].length, 'date', isAny ? [] : fitting);
    }
}

const MONTHS_ALONE =
  /\b(?:january|february|april|june|july|august|september|october|november|december)\b|(?<=\b(?:in|of|during|early|late|mid|until|since|this|next|all|through) )(?:march|may)\b|\b(?:in|during|early|late|mid)[ -](?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b/giu;
const YEARS_ALONE = /\b(?:19|20)\d\d\b/gu;

function readMonths(reading: Reading, backing: Backing): void {
  for (const match of matches(reading, MONTHS_ALONE)) {
    const month = monthOf(match[0].split(/[ -]/).at(-1));
    const fitting = dates(backing).filter((date) => Number(date.slice(5, 7)) === month);
    if (fitting.length === 0) complain(reading, 'date', match[0]);
    cover(reading, match.index, match.index + match[0].length, 'date', fitting);
  }
  for (const match of matches(reading, YEARS_ALONE)) {
    const fitting = dates(backing).filter((date) => date.startsWith(match[0]));
    if (fitting.length === 0) continue;
    cover(reading, match.index, match.index + match[0].length, 'date', fitting);
  }
}

const isCovered = (reading: Reading, { index, 0: text }: RegExpExecArray): boolean =>
  reading.masked.slice(index, index + text.length) !== text;

const dates = ({ days }: Backing): string[] => [...new Set(days.map(({ date }) => date))];

const monthOf = (name: string | undefined): number | null => {
  const at = MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase());
  return at < 0 ? null : at + 1;
};

const weekdayNumber = (name: string): number => WEEKDAYS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

const fullYear = (year: string | undefined): number | null =>
  year === undefined ? null : year.length === 2 ? 2000 + Number(year) : Number(year);
