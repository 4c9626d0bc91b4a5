import { inWindow, type Window } from '../../../core/calendar.ts';
import type { Backing } from './backing.ts';
import { numberOf } from './numbers.ts';
import { complain, cover, matches, type Reading } from './text.ts';

const HALF = '(?:[ap]\\.? ?m\\b|in the (?:morning|afternoon|evening)|at night)';
const HOUR_WORD = '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)';
const HOUR = `(?:\\d{1,2}|${HOUR_WORD})`;
const MINUTES_WORD =
  "(?:o'?clock|thirty|fifteen|forty[ -]five|twenty|ten|five|forty|fifty|twenty[ -]five|thirty[ -]five|fifty[ -]five|oh[ -]five)";

/** Units that make a number after "at", "by" or "after" something else than an hour. */
const NO_HOUR =
  '(?![\\d:/%$_-]|\\w|,\\d| ?(?:degrees|%|percent|more|other|others|open|projects?|visits?|appointments?|dates?|days?|times?|slots?|notes?|orders?|options?|choices?|of|minutes?|hours?|hrs?|weeks?|months?|years?|mph|miles|business|working|or|new|different|-))';

interface Way {
  readonly pattern: RegExp;
  /** Minutes past midnight before the half of the day is known; null when it is no time. */
  readonly minutes: (groups: Record<string, string | undefined>) => number | null;
}

const hourOf = (groups: Record<string, string | undefined>): number => numberOf(groups.hour ?? '0');

const WAYS: readonly Way[] = [
  {
    pattern: new RegExp(
      `\\b(?<way>half past|quarter past|a quarter past|quarter after|a quarter after|a quarter to|quarter to|quarter of|a quarter of|quarter till|ten past|twenty past|five past|(?<!\\b(?:from|between) )(?:ten|twenty|five) to) (?<hour>${HOUR}|noon|midnight)\\b(?: ?(?<half>${HALF}))?`,
      'giu',
    ),
    minutes: (groups) => {
      const hour = groups.hour === 'noon' || groups.hour === 'midnight' ? 12 : hourOf(groups);
      const way = groups.way?.toLowerCase().replace(/^a /, '') ?? '';
      const amount = way.startsWith('half') ? 30 : way.startsWith('quarter') ? 15 : numberOf(way.split(' ')[0] ?? '');
      return hour * 60 + (/(?:past|after)$/.test(way) ? amount : -amount);
    },
  },
  {
    pattern: new RegExp(`\\b(?<hour>\\d{1,2})(?:[:.](?<minute>\\d\\d))? ?(?<half>${HALF})`, 'giu'),
    minutes: (groups) => hourOf(groups) * 60 + Number(groups.minute ?? 0),
  },
  {
    pattern: /\b(?<hour>\d{1,2}):(?<minute>\d\d)(?::00)?\b/giu,
    minutes: (groups) => hourOf(groups) * 60 + Number(groups.minute),
  },
  {
    pattern: new RegExp(
      `\\b(?<hour>${HOUR})[ -]?(?<words>${MINUTES_WORD})\\b(?: ?(?<half>${HALF}))?(?! ?(?:minutes?|hours?|days?|dollars|degrees|percent|projects?|dates?|times?))`,
      'giu',
    ),
    minutes: (groups) => {
      const hour = hourOf(groups);
      const words = groups.words?.toLowerCase() ?? '';
      if (hour < 1 || hour > 12) return null;
      return hour * 60 + (words.startsWith('o') ? (words.includes('five') ? 5 : 0) : numberOf(words));
    },
  },
  {
    pattern: new RegExp(`\\b(?<hour>${HOUR_WORD}) (?<half>${HALF})`, 'giu'),
    minutes: (groups) => hourOf(groups) * 60,
  },
  // One of several: "8, 10 or 1 PM".
  {
    pattern: new RegExp(`(?<![\\d:$.])\\b(?<hour>${HOUR})(?=(?:,|,? or|,? and) (?:at )?\\uE006)`, 'giu'),
    minutes: (groups) => hourOf(groups) * 60,
  },
  // Both ends of a bare range: "8-5".
  {
    pattern: new RegExp(`(?<![\\d:$.])\\b(?<hour>\\d{1,2})(?=-\\d{1,2}\\b${NO_HOUR})`, 'giu'),
    minutes: (groups) => hourOf(groups) * 60,
  },
  // The open end of a range: "8 to 5 PM", "10-12", "between 10 and noon".
  {
    pattern: new RegExp(`\\b(?<hour>${HOUR})(?= ?(?:-|to|until|till|and|through) ?(?:\\uE006|noon|midnight))`, 'giu'),
    minutes: (groups) => hourOf(groups) * 60,
  },
  {
    pattern: new RegExp(`(?<=\\uE006 ?(?:-|to|until|till|and|or|,) ?)(?<hour>${HOUR})\\b${NO_HOUR}`, 'giu'),
    minutes: (groups) => hourOf(groups) * 60,
  },
  {
    pattern: new RegExp(
      `(?<=\\b(?:from|between|open|hours:|hours (?:are|is|run)|week|(?:sun|mon|tues|wednes|thurs|fri|satur)?days?:?) )(?<hour>${HOUR})(?= ?(?:-|to|until|till|and) ?${HOUR}\\b${NO_HOUR})`,
      'giu',
    ),
    minutes: (groups) => hourOf(groups) * 60,
  },
  {
    pattern: new RegExp(
      `(?<=\\b(?:at|by|around|about|after|before|until|till|from|to|past|@|the|your|for) )(?<hour>${HOUR})(?= ?(?:-|to|until|till|and) ?(?:\\uE006|${HOUR}\\b${NO_HOUR}))`,
      'giu',
    ),
    minutes: (groups) => hourOf(groups) * 60,
  },
  {
    pattern: new RegExp(
      `(?<=\\b(?:at|around|after|before|until|till|@|the \\uE005+ at) )(?<hour>${HOUR})\\b${NO_HOUR}`,
      'giu',
    ),
    minutes: (groups) => hourOf(groups) * 60,
  },
  {
    pattern: new RegExp(`(?<=\\uE005,? )(?<hour>${HOUR})\\b${NO_HOUR}`, 'giu'),
    minutes: (groups) => hourOf(groups) * 60,
  },
  {
    pattern: new RegExp(
      `(?<=^|[.!?] )(?<hour>${HOUR_WORD})(?= (?:is|isn't|was|wasn't|works|would) (?:not |also |still )?(?:open|available|taken|free|gone|work))`,
      'gimu',
    ),
    minutes: (groups) => hourOf(groups) * 60,
  },
  { pattern: /\b(?<word>noon|midday)\b/giu, minutes: () => 12 * 60 },
  { pattern: /\b(?<word>midnight)\b/giu, minutes: () => 0 },
];

/** From here on, hours that are known as such by what stands beside them: one may give away the next. */
const BARE = 5;

/** Finds every time of day, in figures and in words, and complains of those that no fact holds. */
export function readTimes(reading: Reading, backing: Backing): void {
  const known = timesOf(backing);
  for (const { pattern, minutes } of [...WAYS, ...WAYS.slice(BARE, -2), ...WAYS.slice(BARE, -2)])
    for (const match of matches(reading, pattern)) {
      if (reading.masked.slice(match.index, match.index + match[0].length) !== match[0]) continue;
      const groups = match.groups ?? {};
      const value = minutes(groups);
      if (value === null || value > 24 * 60) continue;
      const meant = candidates(value, groups);
      const fitting = known.filter((time) => meant.includes(time));
      if (fitting.length === 0 && (isRangeInstead(groups) || isCountInstead(groups, backing))) continue;
      if (fitting.length === 0) complain(reading, 'time', match[0]);
      cover(reading, match.index, endOf(reading, match), 'time', fitting);
    }
  readWindows(reading, backing, known);
}

/** "Two in the morning" counts times of the morning when no fact is at two. */
const isCountInstead = ({ hour = '', half = '' }: Record<string, string | undefined>, { counts }: Backing): boolean =>
  /^[a-z]/i.test(hour) && half.startsWith('in the') && counts.has(numberOf(hour));

/** The dot of "a.m." ends no sentence when the sentence goes on in small letters. */
function endOf({ text }: Reading, { index, 0: said }: RegExpExecArray): number {
  const end = index + said.length;
  return /\.m$/i.test(said) && /^\.(?:,| [\p{Ll}(]|$)/u.test(text.slice(end)) ? end + 1 : end;
}

/** "Ten to twelve" is a range when no fact is at 11:50. */
const isRangeInstead = ({ way }: Record<string, string | undefined>): boolean =>
  /^(?:ten|twenty|five) to$/i.test(way ?? '');

/** The clock times that a reading may mean: both halves of the day unless one is said. */
function candidates(minutes: number, { half, word, way, hour }: Record<string, string | undefined>): string[] {
  const said = half?.toLowerCase().replaceAll('.', '') ?? '';
  const isPm = /^pm|afternoon|evening|night/.test(said);
  const isAm = /^am|morning/.test(said);
  const exact = word !== undefined || Number(hour) > 12 || (minutes >= 13 * 60 && way === undefined && !isPm);
  const base = minutes % (12 * 60);
  const all = exact ? [minutes] : isPm ? [base + 12 * 60] : isAm ? [base] : [base, base + 12 * 60];
  return all.map(
    (value) => `${String(Math.floor(value / 60) % 24).padStart(2, '0')}:${String(value % 60).padStart(2, '0')}`,
  );
}

const timesOf = ({ times, missedTimes, days }: Backing): string[] => [
  ...new Set([...times, ...missedTimes, ...days.flatMap((day) => day.times)]),
];

const WINDOWS: readonly (readonly [RegExp, Window])[] = [
  [/\b(?<!good )mornings?\b/giu, 'morning'],
  [/\b(?<!good )afternoons?\b/giu, 'afternoon'],
  [/\b(?<!good )(?:evenings?|nights?)\b/giu, 'evening'],
];

/** Parts of the day: some time in them must be known, or the customer's wish be for them. */
function readWindows(reading: Reading, backing: Backing, known: readonly string[]): void {
  for (const [pattern, window] of WINDOWS)
    for (const match of matches(reading, pattern)) {
      const fitting = known.filter((time) => inWindow(time, window));
      if (fitting.length === 0 && !backing.windows.includes(window)) complain(reading, 'time', match[0]);
      cover(reading, match.index, match.index + match[0].length, 'part', fitting);
    }
}
