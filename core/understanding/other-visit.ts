import { Temporal } from 'temporal-polyfill';
import { addDays, weekdayOf } from '../calendar.ts';
import { readEntities } from './entities/read-entities.ts';

/** A day told by another visit: "the same day as the windows", "right after my bathroom measurement". */
export interface OtherVisit {
  /** All of it, as it stands in the message. */
  readonly phrase: string;
  /** What names the other project, with whatever else stands there. */
  readonly words: string;
  readonly relation: 'same' | 'after' | 'before';
  /** How many days from that visit; null where that is not said. */
  readonly days: number | null;
  /** How many weeks from that of the visit, where the week is meant as a whole. */
  readonly weeks: number | null;
  /** The nearest day on that side ("right after"). */
  readonly isNearest: boolean;
  /** "At the same time as the windows". */
  readonly isSameTime: boolean;
  /** Can mean nothing but a day; "before the windows" may be the order of two requests. */
  readonly isSure: boolean;
}

const AMOUNTS: Readonly<Record<string, number>> = {
  a: 1,
  one: 1,
  two: 2,
  couple: 2,
  of: 2,
  three: 3,
  four: 4,
  five: 5,
};
const TRADE = "(?:the|my|our|that|those|when the|when my) +(?<words>[a-z][\\w' -]*?)";
/** Where the name ends: a mark, or a word that begins something else. */
const END =
  '(?= *(?:$|[,.;:?!()]| (?:if|in|at|on|and|so|please|pls|but|for|with|because|since|around|or|then|instead|works?|would|is (?:fine|good)|too|also|as long)\\b))';
const LEAD =
  "(?:(?:so )?(?:it(?: is|'s)|that(?: is|'s)) )?(?:(?:just|maybe|only|also|preferably|ideally) )?(?:(?:on|for|to|at|in|of) )?(?:the )?";

const FORMS: readonly { pattern: RegExp; isSure: boolean }[] = [
  {
    pattern: new RegExp(
      `${LEAD}(?:very )?same (?<same>day(?: and (?:at the )?(?:same )?time)?|date|time|week) (?:as|that|when|with) ${TRADE}${END}`,
      'i',
    ),
    isSure: true,
  },
  {
    pattern: new RegExp(
      `${LEAD}(?:(?<amount>\\d{1,2}|a|one|two|three|four|five|a couple(?: of)?) )?(?:(?:working|business) )?(?<unit>days?|weeks?) (?:right |just )?(?<side>after|before) ${TRADE}${END}`,
      'i',
    ),
    isSure: true,
  },
  { pattern: new RegExp(`${LEAD}(?<same>day|week|date) (?:of|that|when) ${TRADE}${END}`, 'i'), isSure: true },
  {
    pattern: new RegExp(
      `(?:for )?(?:(?:the day )?when|while|the day) (?:the|my|our) +(?<words>[a-z][\\w' -]*? (?:guys?|crew|people|team|folks|installers?|come|comes|here|there|done))\\b${END}`,
      'i',
    ),
    isSure: false,
  },
  {
    pattern: new RegExp(
      `(?<near>right|straight|directly|immediately|just|soon|shortly) (?<side>after|before) ${TRADE}${END}`,
      'i',
    ),
    isSure: true,
  },
  {
    pattern: new RegExp(
      `(?:any ?time |some ?time |some day |any day |only )?(?<side>after|before) ${TRADE}${END}`,
      'i',
    ),
    isSure: false,
  },
];

/** The day of a message that is told by another visit, or null. */
export function otherVisitIn(message: string): OtherVisit | null {
  const said = message.replaceAll('\u2019', "'");
  for (const { pattern, isSure } of FORMS) {
    const match = pattern.exec(said);
    const words = match?.groups?.words;
    if (match === null || words === undefined || !namesAProject(words)) continue;
    const { same, amount, unit = same, side, near } = match.groups ?? {};
    const relation = side === undefined ? 'same' : side.toLowerCase() === 'before' ? 'before' : 'after';
    const count = amount === undefined ? 1 : (AMOUNTS[amount.toLowerCase().split(' ').at(-1) ?? ''] ?? Number(amount));
    const isWeek = /week/i.test(unit ?? '');
    const isWholeWeek = isWeek && amount === undefined;
    const isNamed = relation === 'same' || unit !== undefined;
    return {
      phrase: said.slice(match.index, match.index + match[0].length),
      words: words.trim(),
      relation,
      days: !isNamed || isWholeWeek ? null : relation === 'same' ? 0 : count * (isWeek ? 7 : 1),
      weeks: isWholeWeek ? (relation === 'same' ? 0 : 1) : null,
      isNearest: near !== undefined,
      isSameTime: /time/i.test(same ?? ''),
      isSure,
    };
  }
  return null;
}

/** "The same day as the windows", unlike "the day after the holiday". */
const namesAProject = (words: string): boolean => {
  const read = readEntities(`the ${words}`, {
    today: '2026-01-05',
    time: '09:00',
    expecting: null,
    intent: 'project_details',
  });
  return read.project !== undefined && read.date === undefined;
};

/** The same day or days in words that need no other visit, given when that one is. */
export function inDates(
  { relation, days, weeks, isNearest, isSameTime }: OtherVisit,
  visit: { date: string; time: string | null },
): string {
  const sign = relation === 'before' ? -1 : 1;
  if (weeks !== null)
    return `the week of ${inWords(addDays(visit.date, 1 - weekdayOf(visit.date) + sign * weeks * 7))}`;
  if (days !== null)
    return `${inWords(addDays(visit.date, sign * days))}${isSameTime && visit.time !== null ? ` at ${visit.time}` : ''}`;
  const side = `${relation} ${inWords(visit.date)}`;
  return isNearest ? `the ${relation === 'after' ? 'first available' : 'latest'} ${side}` : side;
}

/** Without a comma, which could be taken for the end of a request. */
const inWords = (date: string): string =>
  Temporal.PlainDate.from(date)
    .toLocaleString('en-US', { year: 'numeric', month: 'long', day: 'numeric' })
    .replace(',', '');
