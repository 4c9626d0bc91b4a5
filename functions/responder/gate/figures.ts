import { daysBetween } from '../../../core/calendar.ts';
import type { Backing } from './backing.ts';
import { NUMBER_WORDS, numberOf, ORDINAL_WORDS } from './numbers.ts';
import { complain, cover, matches, type Reading } from './text.ts';

const DIGITS = '\\d[\\d,]*(?:\\.\\d+)?';
const NUMBER = `(?:${DIGITS}|${NUMBER_WORDS})`;
const EACH_NUMBER = new RegExp(`\\b${NUMBER}`, 'giu');

/** Reads what looks like a number, the closer forms first; runs after dates and times have been covered. */
export function readFigures(reading: Reading, backing: Backing): void {
  readPrices(reading);
  readDurations(reading, backing);
  readOrdinals(reading, backing);
  readNumbers(reading, backing);
}

/** "1. …", "2. …" at the heads of lines, when they count up from 1, or from where a longer list goes on. */
export function readListNumbers(reading: Reading, { counts }: Backing): void {
  let next = 1;
  for (const match of matches(reading, /^(\d{1,2})[.)] (?=\S)/gmu)) {
    const number = Number(match[1]);
    const isStart = number === 1 || counts.has(number);
    if (number !== next && !isStart) continue;
    next = number + 1;
    cover(reading, match.index, match.index + (match[1]?.length ?? 0), 'figure');
  }
}

const SPOKEN_DIGIT = '(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|\\d)';

const PHONES = [
  /(?<![\d/:])(?!(?:19|20)\d\d-\d\d?-\d\d?\b|\d\d?-\d\d?-\d{2,4}\b)\+?\(?\d(?:[ ().+-]{0,3}\d){6,}(?![\d:])/gu,
  /\b\d(?:[ ,]{1,3}\d\b){6,}/gu,
  new RegExp(`\\b${SPOKEN_DIGIT}(?:[ ,-]{1,2}(?:double )?${SPOKEN_DIGIT}){6,}\\b`, 'giu'),
  /\b1?-?8\d\d-[A-Z\d-]{4,}\b/gu,
];

/** Seven or more digits in a row, whatever stands between them, also spoken one by one. */
export function readPhones(reading: Reading, { phones }: Backing): void {
  const known = phones.map((phone) => phone.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, ''));
  for (const pattern of PHONES)
    for (const match of matches(reading, pattern)) {
      const spelled = match[0].replace(/[a-z]+/gi, (word) => (word === 'oh' ? '0' : String(numberOf(word))));
      const digits = spelled.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '');
      if (!known.includes(digits)) complain(reading, 'phone', match[0]);
      cover(reading, match.index, match.index + match[0].length, 'figure');
    }
}

const MONEY = new RegExp(
  `[$€£¥] ?${DIGITS}|\\b${NUMBER} (?:dollars?|bucks|usd|euros?|cents?|grand)\\b|\\b(?:usd|eur) ?${DIGITS}`,
  'giu',
);
const FREE =
  /\b(?:free of charge|for free|at no (?:extra |additional |further )?(?:cost|charge|fee)|no (?:extra |additional |hidden )?(?:costs?|charges?|fees?)|complimentary|on the house|half[ -]price|half off|(?:a |any )?(?:discount(?:ed|s)?|coupons?|rebates?|surcharges?)|(?:costs?|charges?|fee|price) (?:is|are|will be|of)|charge[sd]? (?:double|triple|more|less|extra)|cheap(?:er|est)?|(?:more|less|very|too) expensive|waive[ds]?|\b(?:moving|cancel+ing|cancellation|booking|rescheduling|changing|visit|measurement|service|it|that|this|change|move)(?: \w+){0,2}(?: is| are|'s)(?: \w+)? free|free this time|(?:our|new|special|current) (?:\w+ )?offers?|(?:missing|late|unpaid|outstanding|overdue) (?:payments?|balances?|deposits?|invoices?|fees?|bills?)|reduced rate|special rate|free (?:upgrade|service|estimate|installation|visit|consultation|repair)s?)\b/giu;
const NOT_OURS = /\b(?:can't|cannot|can not|don't|not|outside|isn't|unable|beyond|instead of|won't)\b/iu;

/** No fact holds a price: sums, and words that say that something costs nothing or less, are never backed. */
function readPrices(reading: Reading): void {
  for (const match of matches(reading, MONEY)) {
    complain(reading, 'price', match[0]);
    cover(reading, match.index, match.index + match[0].length, 'figure');
  }
  for (const match of matches(reading, FREE)) {
    const before =
      reading.masked
        .slice(0, match.index)
        .split(/[.!?\n]/)
        .at(-1) ?? '';
    if (NOT_OURS.test(before)) continue;
    complain(reading, 'price', match[0]);
  }
}

const MEASURES: readonly (readonly [string, 'percent' | 'degrees' | 'mph'])[] = [
  ['(?:%|percent|per cent)', 'percent'],
  ['(?:° ?[fc]?|degrees?(?: fahrenheit| celsius| f\\b)?|f\\b)', 'degrees'],
  ['(?:mph|miles (?:per|an) hour)', 'mph'],
];

const SIGNED = `(?<number>(?<![^\\s(,])-${DIGITS}|\\b${NUMBER})`;

/** The lower end of a range comes first: it is known by the unit of the upper end. */
const MEASURES_AND_RANGES = MEASURES.flatMap(([unit, measure]) => [
  [new RegExp(`${SIGNED}(?= ?(?:-|to|and|through) ?${NUMBER} ?${unit})`, 'giu'), measure] as const,
  [new RegExp(`${SIGNED} ?${unit}`, 'giu'), measure] as const,
]);

/** Percentages, temperatures and wind speeds: those of the forecast, rounded. */
export function readMeasures(reading: Reading, { weather }: Backing): void {
  for (const [pattern, measure] of MEASURES_AND_RANGES) {
    for (const match of matches(reading, pattern)) {
      const value = numberOf(match.groups?.number ?? '0');
      const days = weather.filter((day) => figuresOf(day)[measure].includes(value));
      if (days.length === 0) complain(reading, 'number', match[0]);
      cover(
        reading,
        match.index,
        match.index + match[0].length,
        'figure',
        days.map(({ date }) => date),
      );
    }
  }
  for (const match of matches(
    reading,
    /\b(?<word>high|low|highs|lows|temperature|temperatures)(?: (?:of|near|around|is|at|about))* (?<number>\d{1,3})\b(?!\d)/giu,
  )) {
    const value = Number(match.groups?.number);
    const days = weather.filter((day) => figuresOf(day).degrees.includes(value));
    if (days.length === 0) complain(reading, 'number', match[0]);
    cover(
      reading,
      match.index,
      match.index + match[0].length,
      'figure',
      days.map(({ date }) => date),
    );
  }
}

function figuresOf({ high_f, low_f, precipitation_percent, wind_mph }: Backing['weather'][number]) {
  const rounded = (values: (number | null)[]): number[] =>
    values.flatMap((value) => (value === null ? [] : [value, Math.round(value)]));
  return { percent: rounded([precipitation_percent]), degrees: rounded([high_f, low_f]), mph: rounded([wind_mph]) };
}

const UNIT =
  '(?:business |working |more |full |whole |extra )?(?<unit>seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|months?|years?)';
const AMOUNT = `(?:${NUMBER}(?: ?(?:-|to|or) ?${NUMBER})?|half an|an?|a couple(?: of)?|a few|several|couple(?: of)?)`;
const DURATION = new RegExp(`\\b(?<amount>${AMOUNT})[ -]?(?:and a half )?${UNIT}\\b`, 'giu');
const VAGUE_TIME =
  /\b(?:shortly|momentarily|overnight|within the (?:hour|day|week)|by (?:the )?end of (?:the )?(?:day|week|business)|same[ -]day|around the clock|day (?:and|or) night|24\/7|asap)\b/giu;
/** Lengths that people say without measuring anything. */
/** A length of time that goes from what was to what is. */
const STEP = /^ (?<way>later|earlier|sooner|before|after)\b/iu;
const IDIOM = /^(?:a|one) (?:moment|second|minute|day)$/iu;
/** Before a length of time that is meant as one. */
const MEASURED = /\b(?:within|takes?|lasts?|in|every|under|after|before|than|next|last) $/iu;

function readDurations(reading: Reading, backing: Backing): void {
  for (const match of matches(reading, DURATION)) {
    const { amount = '', unit = '' } = match.groups ?? {};
    const isStep = STEP.test(reading.masked.slice(match.index + match[0].length));
    if (IDIOM.test(`${amount} ${unit}`) && !isStep && !MEASURED.test(reading.masked.slice(0, match.index))) continue;
    if (!isDuration(reading, backing, match, amount, unit)) complain(reading, 'duration', match[0]);
    cover(reading, match.index, match.index + match[0].length, 'span');
  }
  for (const match of matches(reading, VAGUE_TIME)) {
    if (/\btry again $/iu.test(reading.masked.slice(0, match.index))) continue;
    complain(reading, 'duration', match[0]);
  }
}

function isDuration(
  { masked }: Reading,
  backing: Backing,
  match: RegExpExecArray,
  amount: string,
  unit: string,
): boolean {
  const numbers = /^an?$/i.test(amount) ? [1] : [...amount.matchAll(EACH_NUMBER)].map(([number]) => numberOf(number));
  const name = unit.toLowerCase().replace(/s$/, '').replace(/^hr$/, 'hour').replace(/^min$/, 'minute');
  const asKnown =
    numbers.length > 0 && numbers.every((number) => backing.durations.some((text) => tells(text, number, name)));
  if (asKnown) return true;
  const before = masked.slice(0, match.index);
  const after = masked.slice(match.index + match[0].length);
  const [first] = numbers;
  const way = STEP.exec(after)?.groups?.way?.toLowerCase();
  if (way !== undefined && first !== undefined && !/\bmore\b/i.test(match[0]) && (name === 'day' || name === 'week')) {
    const step = (name === 'week' ? 7 : 1) * first * (way === 'later' || way === 'after' ? 1 : -1);
    return stepsOf(backing).includes(step);
  }
  if (name !== 'day' || first === undefined || numbers.length > 1) return false;
  const isAhead =
    /\bin $/iu.test(before) || /^ (?:from (?:now|today)|away|ahead|out|to go|left|until then)\b/iu.test(after);
  const forecast = new Set(backing.weather.map(({ date }) => date)).size;
  if (/\bnext $/iu.test(before) && forecast > 0) return first === forecast;
  if (/^ ago\b/iu.test(after)) return backing.days.some(({ date }) => daysBetween(date, backing.today) === first);
  if (isAhead) return backing.days.some(({ date }) => daysBetween(backing.today, date) === first);
  const isLength =
    /\b(?:within|takes?|lasts?|for|about|another|every|next|last) $/iu.test(before) ||
    (/^ (?:before|after|later|earlier|long|notice|in advance)\b/iu.test(after) && !/\bmore\b/i.test(match[0]));
  return !isLength && backing.counts.has(first);
}

/** Whether a text of a fact has the figure beside the unit: "2-3 hours" has 2 and 3 hours. */
function tells(text: string, number: number, unit: string): boolean {
  if (!text.toLowerCase().includes(unit.slice(0, 2))) return false;
  return [...text.matchAll(EACH_NUMBER)].some(([each]) => numberOf(each) === number);
}

const ORDINALS = new RegExp(`\\b${ORDINAL_WORDS}\\b`, 'giu');

/** "The second one" counts along a list; a place beyond every list counts along nothing. */
function readOrdinals(reading: Reading, { counts }: Backing): void {
  const most = Math.max(3, ...counts);
  for (const match of matches(reading, ORDINALS)) {
    if (numberOf(match[0]) > Math.min(most, 31)) complain(reading, 'number', match[0]);
    cover(reading, match.index, match.index + match[0].length, 'figure');
  }
}

const TALLY = new RegExp(
  `\\b(?<number>${NUMBER})(?: (?:open|other|more|upcoming|scheduled|different))* (?<thing>notes?|appointments?|visits?|bookings?)\\b`,
  'giu',
);

/** Notes and visits are counted by themselves: a figure of another list says nothing of them. */
function readCounts(reading: Reading, { noteCounts, days, writes, projects }: Backing): void {
  const visits = days.filter(({ role }) => role === 'appointment').map(({ project }) => project);
  const standing = new Set([...visits, ...projects.filter(({ visit }) => visit === 'some').map(({ key }) => key)]).size;
  for (const match of matches(reading, TALLY)) {
    const value = numberOf(match.groups?.number ?? '0');
    const isSingledOut =
      value === 1 && !/^(?: (?:on|for|in|so far)\b|[.!,;]|$)/.test(reading.masked.slice(match.index + match[0].length));
    if (isSingledOut) continue;
    const isNote = match.groups?.thing?.toLowerCase().startsWith('note') === true;
    const isKnown = isNote
      ? noteCounts.length === 0 || noteCounts.includes(value)
      : standing === 0 || writes.length > 0 || value <= standing;
    if (!isKnown) complain(reading, 'number', match[0]);
    else if (!isNote && value === standing)
      cover(reading, match.index, match.index + (match.groups?.number ?? '').length, 'figure');
  }
}

const COUNTED =
  '(?:(?:open|other|more|upcoming|active|available|different|scheduled|possible|single) )*(?:projects?|appointments?|visits?|orders?|dates?|days?|times?|slots?|openings?|notes?|options?|choices?|jobs?|mornings?|afternoons?)';
const ONE = new RegExp(
  `(?:\\b(?:just|only|exactly|have|has|is|are|got|see|find) )(?<number>one|a single) ${COUNTED}\\b(?! (?:of|at|that|to|you|has|is|can))`,
  'giu',
);
const FIGURE = new RegExp(`(?<![\\p{L}\\d])(?:${DIGITS}|${NUMBER_WORDS})(?![\\p{L}\\d])`, 'giu');

/** Counts of what a list holds, shows and leaves out. "One" mostly counts nothing. */
function readNumbers(reading: Reading, backing: Backing): void {
  readCounts(reading, backing);
  for (const match of matches(reading, ONE)) if (!backing.counts.has(1)) complain(reading, 'number', match[0]);
  for (const match of matches(reading, FIGURE)) {
    const value = numberOf(match[0]);
    const isWord = !/^\d/.test(match[0]);
    if (isWord && (value === 1 || match[0].toLowerCase() === 'zero')) continue;
    const warm = backing.weather.filter((day) => figuresOf(day).degrees.includes(value)).map(({ date }) => date);
    const isKnown = backing.counts.has(value) || warm.length > 0 || isBareHour(reading, backing, match, value);
    if (!isKnown) complain(reading, 'number', match[0]);
    cover(reading, match.index, match.index + match[0].length, 'figure', backing.counts.has(value) ? [] : warm);
  }
  for (const match of matches(reading, /[\p{L}]*\d[\p{L}\d_]*/gu)) complain(reading, 'number', match[0]);
  for (const match of matches(reading, /[^\P{N}\d]/gu)) complain(reading, 'number', match[0]);
}

/** "8 or 10", with nothing counted after it, among times that are known. */
function isBareHour({ text }: Reading, { days }: Backing, { index, 0: said }: RegExpExecArray, value: number): boolean {
  if (!/^(?:[,.;?!)]|$|,? (?:or|and)\b)/.test(text.slice(index + said.replace(/,$/, '').length))) return false;
  return days.some(({ times }) =>
    times.some((time) => time.endsWith(':00') && Number(time.slice(0, 2)) % 12 === value % 12),
  );
}

/** Steps in days from what was, or was asked for, to what is or may be instead. */
function stepsOf({ days, writes, proposals }: Backing): number[] {
  const isMove = [...writes, ...proposals].some(({ tool }) => tool === 'reschedule_appointment');
  const datesOf = (...roles: readonly string[]) =>
    days.filter(({ role }) => roles.includes(role)).map(({ date }) => date);
  const given = datesOf('given_up');
  const from = given.length > 0 ? given : isMove ? datesOf('appointment') : datesOf('asked');
  const to = given.length > 0 ? datesOf('appointment', 'requested') : isMove ? datesOf('proposed') : datesOf('offered');
  return from.flatMap((old) => to.map((date) => daysBetween(old, date)));
}
