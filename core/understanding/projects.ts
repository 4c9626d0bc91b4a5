import { familyOf, isTypeWord, relatedTo, vocabularyWord } from './entities/project-vocabulary.ts';
import { withinEdits } from './entities/spelling.ts';

/** What a customer may call a project by. */
export type NamedProject = {
  readonly number: string;
  readonly category: string;
  readonly type: string;
  readonly status: string;
  readonly city?: string | null;
  readonly street?: string | null;
  readonly location?: string | null;
};

/** `index` into the projects given; `score` from 0 to 1. */
export type ProjectMatch = { readonly index: number; readonly score: number };

/** Below this, the words name none of the projects. */
const LEAST = 0.4;
/** Scores this near to the best are as good as it. */
const TIE = 0.02;

/**
 * The projects that a customer's words fit best, in the order given: several when they fit equally, none when nothing
 * does. Order numbers count first, in full or in part ("41003", "ending in 02"); then kinds of work with their synonyms
 * and misspellings, types, towns, streets and locations. Words that fit no project at all are passed over.
 */
export function matchProjects(words: string, projects: readonly NamedProject[], tie = TIE): ProjectMatch[] {
  const numbers = saidNumbers(words);
  const byNumber = best(projects.map(({ number }) => numberScore(numbers, number)));
  if (byNumber.length > 0) return byNumber;
  const meaningOf = remembered(vocabularyMeaning);
  const wordsOf = remembered(splitWords);
  const fit = saidWords(words, meaningOf).map((said) => ({
    ...said,
    scores: projects.map(fitWith(said, wordsOf, meaningOf)),
  }));
  const telling = fit.filter(({ scores }) => scores.some((score) => score > 0));
  const total = telling.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return [];
  const coverage = remembered((category) => covered(wordsOf(category).map(meaningOf), telling));
  return best(
    projects.map(({ category }, index) => {
      const matched = telling.reduce((sum, { weight, scores }) => sum + weight * (scores[index] ?? 0), 0) / total;
      return matched === 0 ? 0 : Math.min(1, matched * (1 - COVERAGE) + COVERAGE * coverage(category));
    }),
    tie,
  );
}

/** Doors and Garage Doors are both called doors; the carpet and the flooring are not both called carpet. */
const NEAR = 0.25;

/** Of projects that were found apart, in one list each, those that the words fit best or nearly so; all when none does. */
export function bestNamed<Named extends NamedProject>(words: string, found: readonly Named[]): Named[] {
  const fitting = matchProjects(words, found, NEAR).flatMap(({ index }) => found[index] ?? []);
  return fitting.length > 0 ? fitting : [...found];
}

function best(scores: readonly number[], tie = TIE): ProjectMatch[] {
  const most = Math.max(0, ...scores);
  if (most < LEAST) return [];
  return scores.flatMap((score, index) => (score >= most - tie ? [{ index, score }] : []));
}

/** How much it tells that all words of a category were said: "doors" is rather Doors than Garage Doors. */
const COVERAGE = 0.06;

function covered(kinds: readonly string[], said: readonly SaidWord[]): number {
  if (kinds.length === 0) return 0;
  return kinds.filter((kind) => said.some(({ meaning }) => meaning === kind)).length / kinds.length;
}

/** Words that say what state projects are in, or that there are some: none of them names one. */
const STATES =
  /\b(?:(?:un|re)?scheduled|schedulable|booked|completed?|finished|done|cancel+ed|pending|upcoming|open|active|ready(?: to (?:schedule|book))?|on hold|waiting|visits?|appointments?|bookings?)\b/gi;

/** What of the words can name a project: "scheduled visits" names none. Null when nothing is left. */
export function namingWords(words: string): string | null {
  const left = words.replace(STATES, ' ').replace(/\s+/g, ' ').trim();
  return splitWords(left).some((word) => !FILLERS.has(word)) || /\d/.test(left) ? left : null;
}

/** An order number said as one, too short to be read as a number by itself: "order 55". Null when none is. */
export function shortOrderSaid(message: string): string | null {
  const digits = /\b(?:orders?|po|ticket)(?: (?:number|num|no|nr))?[ .:#]*(\d{1,3})\b(?![\d_:/-])/i.exec(message)?.[1];
  return digits === undefined ? null : `order ${digits}`;
}

/** Where a note says that it belongs: the words for the project, and the note without them. */
export type NoteDestination = {
  readonly words: string;
  readonly rest: string;
  /** Nothing else can be meant: "… to the flooring job"; "… to kitchen" may be what the note says. */
  readonly sure: boolean;
};

const JOB = '(?:projects?|jobs?|orders?|one|appointment|visit|install(?:ation)?|notes?)';
const NOTE_ENDS = new RegExp(
  `^(.*\\S)[,;]? +(to|onto|on|for|in) +(?:(?:the|my|our) +)?((?:${JOB} +(?:number +)?#?)?#?\\d{4,}\\w*|(?!(?:the|my|our|order|project|job)\\b)[a-z]+(?: +[a-z]+){0,2}?)(?: +(${JOB}))?[.!]*$`,
  'is',
);
const NOTE_BEGINS = /^#?(\d{4,}_\w+)[:,]? +(.*\S)$/s;

/** The project at the end of a note's words ("gate code is 1234 to flooring"), or an order number at their beginning. */
export function noteDestination(note: string): NoteDestination | null {
  const [, number, after] = NOTE_BEGINS.exec(note) ?? [];
  if (number !== undefined && after !== undefined) return { words: number, rest: after, sure: true };
  const [, before, link, words, noun] = NOTE_ENDS.exec(note) ?? [];
  if (before === undefined || link === undefined || words === undefined) return null;
  const isNumber = /\d/.test(words);
  if (!isNumber && namingWords(words) === null) return null;
  // "The dog is in the kitchen" says where the dog is.
  if (/^in$/i.test(link) && !isNumber && noun === undefined) return null;
  // "For the flooring job" may well be part of what is to be read: it is left where it is.
  const rest = /^(?:for|in)$/i.test(link) ? note : before.replace(/[,;: -]+$/, '');
  return { words, rest, sure: isNumber || noun !== undefined };
}

/** Where a project is, as far as known. */
type Placed = { readonly street?: string | null | undefined; readonly city?: string | null | undefined };

/** The best fit of a place among projects: their indexes, how well they fit (0: no place is named), and its name. */
export type PlaceMatch = { readonly indexes: readonly number[]; readonly score: number; readonly place: string | null };

const PLACE_WORDS: Readonly<Record<string, string>> = {
  saint: 'st',
  street: 'st',
  avenue: 'ave',
  road: 'rd',
  drive: 'dr',
  lane: 'ln',
  court: 'ct',
  boulevard: 'blvd',
  terrace: 'ter',
  circle: 'cir',
  place: 'pl',
  trail: 'trl',
  fort: 'ft',
  mount: 'mt',
  petersburg: 'pete',
};
const STREET_ENDS = new Set('st ave rd dr ln ct blvd ter cir pl trl way bend landing point square pkwy hwy'.split(' '));

/** Lower case, signs left out, "Street" and "St." alike. */
const placeWords = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => PLACE_WORDS[word] ?? word);

/**
 * The projects whose street or town a message names best: a house number with its street before a street, a street
 * before a town; "Heron Way in Orlando" is the one that fits both.
 */
export function matchPlace(message: string, projects: readonly Placed[]): PlaceMatch {
  const said = ` ${placeWords(message).join(' ')} `;
  const isSaid = (words: readonly string[]): boolean => words.length > 0 && said.includes(` ${words.join(' ')} `);
  const cityScore = remembered((city) => (isSaid(placeWords(city)) ? 1 : 0));
  const streetScore = remembered((street) => {
    const words = placeWords(street);
    const number = /^\d/.test(words[0] ?? '') ? 1 : 0;
    const end = words.length - number > 1 && STREET_ENDS.has(words.at(-1) ?? '') ? -1 : undefined;
    const name = words.slice(number, end);
    if (!isSaid(words.slice(number)) && !(isSaid(name) && name.join('').length >= 4)) return 0;
    return number > 0 && isSaid(words.slice(0, end)) ? 4 : 2;
  });
  const scores = projects.map(({ street, city }) => streetScore(street ?? '') + cityScore(city ?? ''));
  const score = Math.max(0, ...scores);
  if (score === 0) return { indexes: [], score, place: null };
  const indexes = scores.flatMap((each, index) => (each === score ? [index] : []));
  const { street, city } = projects[indexes[0] ?? 0] ?? {};
  const place = score === 1 ? city : score % 2 === 1 ? `${withoutNumber(street)}, ${city}` : withoutNumber(street);
  return { indexes, score, place: place ?? null };
}

const withoutNumber = (street: string | null | undefined): string => (street ?? '').replace(/^\d+\w* +/, '');

const compact = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * Whether a text holds an order number in full, whatever its shape and the signs inside it: "GD/77#1", "wo 2291 b". One
 * without a digit could be any word, and has to be the whole text.
 */
export function saysNumber(text: string, number: string): boolean {
  const whole = compact(number);
  if (whole === '') return false;
  if (!/\d/.test(whole)) return compact(text) === whole;
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.some((_, from) => {
    let run = '';
    for (let at = from; run.length < whole.length && at < words.length; at++) run += words[at];
    return run === whole;
  });
}

type SaidNumbers = {
  readonly words: string;
  readonly numbers: readonly string[];
  readonly ending: boolean;
  readonly alone: boolean;
};

/** Numbers as said, digits dictated one by one put together. */
function saidNumbers(words: string): SaidNumbers {
  const spoken = words.toLowerCase().replace(/(?<=\b\d)\s+(?=\d\b)/g, '');
  return {
    words,
    numbers: (spoken.match(/[a-z]*\d[a-z0-9]*(?:[_-][a-z]*\d[a-z0-9]*)*/g) ?? []).map(compact),
    ending: /\b(?:ending|ends?|finishing|last)\b/.test(spoken),
    alone: /^\W*(?:the |number |one |#)*\d+(?: one)?\W*$/.test(spoken),
  };
}

/** 1 for a number in full, less for the part before the underscore, for another part, for its end and for its beginning. */
function numberScore({ words, numbers, ending, alone }: SaidNumbers, number: string): number {
  if (saysNumber(words, number)) return 1;
  if (numbers.length === 0) return 0;
  const whole = compact(number);
  const base = compact(number.split('_')[0] ?? number);
  const parts = number.split(/[^a-z0-9]+/i).filter((part) => /^\d{3,}$/.test(part));
  return Math.max(
    ...numbers.map((digits) => {
      if (digits === whole) return 1;
      if (digits === base) return 0.98;
      if (parts.includes(digits)) return 0.9;
      if (digits.length < 2 && !ending) return 0;
      if (base.endsWith(digits) && (digits.length >= 3 || ending || alone)) return 0.9;
      return digits.length >= 3 && base.startsWith(digits) && !ending ? 0.8 : 0;
    }),
  );
}

const FILLERS = new Set(
  (
    'the a an my our your that this one ones job jobs project projects order orders number appointment visit please pls i ' +
    'want need like to for of and or with in on at it is its the us me do can you book schedule thing work stuff about ' +
    'which what guys crew people just also other new old ending ends end last first second'
  ).split(' '),
);
const PREPOSITION = /^(?:in|for|at|on|of)$/;

type MeaningOf = (word: string) => string;
type SaidWord = { readonly word: string; readonly meaning: string; readonly weight: number };

/** A function of a text that works each one out once. */
function remembered<T>(find: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>();
  return (word) => {
    const found = known.get(word) ?? find(word);
    known.set(word, found);
    return found;
  };
}

/** The family of a known word (misspelt or not), else the word without its plural. */
function vocabularyMeaning(word: string): string {
  const known = vocabularyWord(word);
  return (known && familyOf(known)) ?? (word.length > 3 ? word.replace(/(?<![su])s$/, '') : word);
}

/** Telling words with their weights: the noun the others belong to, last or before "in the", weighs most; "install" little. */
function saidWords(words: string, meaningOf: MeaningOf): SaidWord[] {
  const all = splitWords(words);
  const isKind = (word: string): boolean => isCategory(meaningOf(word));
  const preposition = all.findIndex((word, index) => PREPOSITION.test(word) && all.slice(0, index).some(isKind));
  const head = all.slice(0, preposition < 0 ? undefined : preposition).findLastIndex(isKind);
  return all.flatMap((word, index) => {
    if (FILLERS.has(word) || word.length < 2) return [];
    const meaning = meaningOf(word);
    return [{ word, meaning, weight: index === head ? 1.5 : meaning === 'installation' ? 0.3 : 1 }];
  });
}

const isCategory = (meaning: string): boolean => familyOf(meaning) !== undefined && !isTypeWord(meaning);

type WordsOf = (text: string) => readonly string[];

/** Accents are left out: "crème brûlée" is said "creme brulee", and typed so. */
const splitWords: WordsOf = (text) => plainLetters(text).match(/[a-z]+/g) ?? [];

const plainLetters = (text: string): string => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

/** From which length on a word of a name tells the name: "bar" may be any, "septic" is none of the usual words. */
const TELLING = 5;

/**
 * The words of a message that are those of some category, whether or not the vocabulary knows them: "septic" of Septic
 * Tank, "playhouse" of Kids' Playhouse, "spa" where that is all of the name. Null where it says none of them.
 */
export function ownWordsOf(message: string, categories: readonly string[]): string | null {
  const said = splitWords(message);
  const isSaid = (word: string): boolean => said.some((one) => isSameWord(one, word));
  const names = [...new Set(categories)].map((category) => splitWords(category).filter((word) => word.length > 1));
  const own = names.flatMap((words) =>
    words.length > 0 && words.every(isSaid)
      ? words
      : words.filter((word) => word.length >= TELLING && !FILLERS.has(word) && !isTypeWord(word) && isSaid(word)),
  );
  const named = said.filter((one) => own.some((word) => isSameWord(one, word)));
  return named.length === 0 ? null : named.join(' ');
}

/** What is spoken of beside projects, whose name it is not. */
const NO_NAMES = new Set(
  (
    'appointment appointments visits install installation installer installers technician team people guy person someone office ' +
    'hours date dates day days time times week weeks month today tomorrow tonight morning afternoon evening monday tuesday wednesday ' +
    'thursday friday saturday sunday note notes address weather forecast status update reason weekend house home next same other ' +
    'first last future past address door code list phone details schedule booking slot moment minute address'
  ).split(' '),
);
const DETERMINED = /\b(?:the|my|our|this|that|for|on|about|with)\s+(?=(\S+(?:\s+\S+){0,2}))/giu;

/** Whether a message may name a project by words that are not known for it: "the septic guy", "for Crème Brûlée Bar". */
export const mayHoldName = (message: string): boolean =>
  [...message.matchAll(DETERMINED)].some(([, after = '']) =>
    splitWords(after).some((word) => word.length > 2 && !FILLERS.has(word) && !NO_NAMES.has(word)),
  );

/** "And for the water heater?": what was said of one project, of another. */
export const goesOnWithAName = (message: string): boolean => GOES_ON_WITH_A_NAME.test(message.trim());
const GOES_ON_WITH_A_NAME =
  /^(?:(?:ok(?:ay)?|so|oh)[ ,]+)*(?:and|what about|how about|what of)(?: (?:for|at|on|with))? (?:the|my|our) (?!(?:day|week|next|other|same|first|last|second|one)\b)[\p{L}'’-]+(?: [\p{L}'’-]+){0,2}[?.! ]*$/iu;

const isSameWord = (said: string, word: string): boolean =>
  said === word || said === `${word}s` || `${said}s` === word || (word.length >= 6 && withinEdits(said, word, 1));

/** How well one word fits a project, from its kind of work down to its status. */
function fitWith(said: SaidWord, wordsOf: WordsOf, meaningOf: MeaningOf): (project: NamedProject) => number {
  const nearness = remembered((word) => likeness(said, word, meaningOf(word)));
  const sameness = remembered((word) => spelling(said.word, word));
  const kind = remembered((text) => Math.max(0, ...wordsOf(text).map(nearness)));
  const name = remembered((text) => Math.max(0, ...wordsOf(text).map(sameness)));
  return ({ category, type, status, city, street, location }) => {
    const place = Math.max(name(city ?? ''), name(street ?? ''), name(location ?? ''));
    return Math.max(kind(category), kind(type) * 0.95, place * 0.9, name(status) * 0.7);
  };
}

const RELATED = 0.45;

function likeness({ word, meaning }: SaidWord, field: string, fieldMeaning: string): number {
  if (fieldMeaning === meaning) return 1;
  if (relatedTo(meaning).includes(fieldMeaning)) return RELATED;
  return familyOf(meaning) === undefined ? spelling(word, field) : 0;
}

/** Places and statuses have no synonyms: only the word itself counts, or nearly. */
function spelling(word: string, field: string): number {
  if (word === field) return 1;
  return word.length >= 5 && withinEdits(word, field, word.length >= 8 ? 2 : 1) ? 0.8 : 0;
}
