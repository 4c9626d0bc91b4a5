import type { Match, Text } from './tokens.ts';
import { wordAt } from './tokens.ts';

const UNITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'] as const;
const TEENS = [
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
] as const;
const TENS: ReadonlyMap<string, number> = new Map([
  ['twenty', 20],
  ['thirty', 30],
  ['forty', 40],
  ['fifty', 50],
]);
const CARDINALS: ReadonlyMap<string, number> = new Map<string, number>([
  ...[...UNITS, ...TEENS].map((word, value): [string, number] => [word, value]),
  ...TENS,
]);

const ORDINALS: ReadonlyMap<string, number> = new Map<string, number>(
  [
    'first',
    'second',
    'third',
    'fourth',
    'fifth',
    'sixth',
    'seventh',
    'eighth',
    'ninth',
    'tenth',
    'eleventh',
    'twelfth',
    'thirteenth',
    'fourteenth',
    'fifteenth',
    'sixteenth',
    'seventeenth',
    'eighteenth',
    'nineteenth',
    'twentieth',
  ].map((word, index): [string, number] => [word, index + 1]),
).set('thirtieth', 30);

/** A number in words, 0 to 59: "nine", "thirty", "forty five", "twenty-one". */
export function cardinalWord(text: Text, at: number): Match<number> | null {
  const value = CARDINALS.get(wordAt(text, at));
  if (value === undefined) return null;
  if (value < 20) return { value, next: at + 1 };
  const unitAt = wordAt(text, at + 1) === '-' ? at + 2 : at + 1;
  const unit = CARDINALS.get(wordAt(text, unitAt));
  return unit !== undefined && unit >= 1 && unit <= 9
    ? { value: value + unit, next: unitAt + 1 }
    : { value, next: at + 1 };
}

/** An ordinal in words, 1 to 39: "third", "twelfth", "twenty first", "thirty-first". */
export function ordinalWord(text: Text, at: number): Match<number> | null {
  const word = wordAt(text, at);
  const simple = ORDINALS.get(word);
  if (simple !== undefined) return { value: simple, next: at + 1 };
  const tens = word === 'twenty' || word === 'thirty' ? TENS.get(word) : undefined;
  if (tens === undefined) return null;
  const unitAt = wordAt(text, at + 1) === '-' ? at + 2 : at + 1;
  const unit = ORDINALS.get(wordAt(text, unitAt));
  return unit !== undefined && unit <= 9 ? { value: tens + unit, next: unitAt + 1 } : null;
}

/** An ordinal in figures or words: "3rd", "third". */
export function ordinalAt(text: Text, at: number): Match<number> | null {
  const token = text.tokens[at];
  if (token?.kind === 'ordinal') return { value: token.value, next: at + 1 };
  return ordinalWord(text, at);
}

/** How many of something: "3", "three", "a", "a couple of", "a few" (read as three). At most 999. */
export function amountAt(text: Text, at: number): Match<number> | null {
  const token = text.tokens[at];
  if (token?.kind === 'int') return token.value <= 999 ? { value: token.value, next: at + 1 } : null;
  const article = wordAt(text, at) === 'a' || wordAt(text, at) === 'an' || wordAt(text, at) === 'the';
  const first = article ? at + 1 : at;
  const word = wordAt(text, first);
  if (word === 'couple') return { value: 2, next: wordAt(text, first + 1) === 'of' ? first + 2 : first + 1 };
  if (word === 'few') return { value: 3, next: first + 1 };
  if (article) return wordAt(text, at) === 'the' ? null : { value: 1, next: at + 1 };
  return cardinalWord(text, at);
}
