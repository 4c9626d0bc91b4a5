import type { Expecting } from '../contracts/understanding.ts';
import { classOf } from './lexicon.ts';

/** What the classifier looks at besides the words. */
export type FeatureContext = { readonly expecting: Expecting | null };

/** Called once per feature that is on, with its name and weight. */
export type Emit = (group: FeatureGroup, name: string, value: number) => void;

export const FEATURE_GROUPS = ['word', 'char', 'shape', 'context', 'form', 'part'] as const;
export type FeatureGroup = (typeof FEATURE_GROUPS)[number];

const NUMBER_SHAPES: readonly [RegExp, string][] = [
  [/^\d{1,2}:\d\d(am|pm)?$/, '<clock>'],
  [/^\d{1,2}(am|pm)$/, '<clock>'],
  [/^\d{1,2}(st|nd|rd|th)$/, '<nth>'],
  [/^\d$/, '<digit>'],
  [/^\d\d$/, '<2digits>'],
  [/^\d{3,4}$/, '<3or4digits>'],
  [/^\d{5}$/, '<5digits>'],
  [/^\d+$/, '<digits>'],
  [/\d/, '<mixed>'],
];

export function shapeOf(word: string): string {
  for (const [pattern, shape] of NUMBER_SHAPES) if (pattern.test(word)) return shape;
  const named = classOf(word);
  return named === null ? word : `<${named}>`;
}

const MARK = /^[^\p{L}\p{N}]$/u;

/**
 * The marks of a message that the linear part weighs, each named and in its group: words and gaps, their classes,
 * letters of words, the same against what was asked, the message's form, and how it opens and closes.
 */
export function features(all: readonly string[], context: FeatureContext, emit: Emit): void {
  const words = all.filter((word) => !MARK.test(word) || word === '?' || /\p{Extended_Pictographic}/u.test(word));
  const shapes = words.map(shapeOf);
  const on = context.expecting ?? 'nothing';

  ngrams(words, 3, (gram) => emit('word', gram, 1));
  skips(words, (gram) => emit('word', gram, 1));
  ngrams(shapes, 4, (gram) => emit('shape', `s${gram}`, 1));
  skips(shapes, (gram) => emit('shape', `s${gram}`, 1));
  for (const word of words) characters(word, (gram) => emit('char', gram, 1));

  const parts = partsOf(all);
  const opening = parts[0] ?? [];
  const closing = parts.at(-1) ?? [];
  if (parts.length > 1) {
    ngrams(opening.map(shapeOf), 2, (gram) => emit('part', `opening ${gram}`, 1));
    ngrams(closing.map(shapeOf), 2, (gram) => emit('part', `closing ${gram}`, 1));
  } else {
    ngrams(opening.map(shapeOf), 2, (gram) => emit('part', `only ${gram}`, 1));
  }

  emit('context', on, 1);
  for (const word of new Set(words)) emit('context', `${on}|${word}`, 1);
  ngrams(shapes, 2, (gram) => emit('context', `${on}|s${gram}`, 1));
  const length = lengthBin(words.length);
  emit('context', `${on}|${length}`, 1);
  emit('context', `${on}|${words.length <= 4 ? shapes.join(' ') : 'long'}`, 1);

  emit('form', length, 1);
  emit('form', `first ${words[0] ?? ''}`, 1);
  emit('form', `first2 ${shapes.slice(0, 2).join(' ')}`, 1);
  emit('form', `first3 ${shapes.slice(0, 3).join(' ')}`, 1);
  emit('form', `last ${shapes.at(-1) ?? ''}`, 1);
  if (all.includes('?')) emit('form', 'question mark', 1);
  const classes = [...new Set(words.map(classOf).filter((name) => name !== null))].sort();
  for (const name of classes) emit('form', `has ${name}`, 1);
  for (const [i, a] of classes.entries()) for (const b of classes.slice(i + 1)) emit('form', `${a}+${b}`, 0.5);
  for (const name of classes) emit('context', `${on}|has ${name}`, 1);
}

const PART_END = new Set(['.', '!', '?', ',', ';', ':', '-']);
const JOINERS = new Set(['and', 'but', 'so', 'also', 'because', 'then', 'plus']);

/** A message cut where a clause ends: at marks and before joining words; marks and empty parts are dropped. */
export function partsOf(words: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (PART_END.has(word) || JOINERS.has(word)) parts.push([]);
    if (!MARK.test(word)) parts.at(-1)?.push(word);
  }
  return parts.filter((part) => part.length > 0);
}

function ngrams(items: readonly string[], longest: number, take: (gram: string) => void): void {
  const padded = ['^', ...items, '$'];
  for (const [start] of padded.entries())
    for (let n = 1; n <= longest && start + n <= padded.length; n++) {
      if (n === 1 && (start === 0 || start === padded.length - 1)) continue;
      take(padded.slice(start, start + n).join(' '));
    }
}

function skips(items: readonly string[], take: (gram: string) => void): void {
  for (const [i, a] of items.entries()) {
    const b = items[i + 2];
    if (b !== undefined) take(`${a} _ ${b}`);
    const c = items[i + 3];
    if (c !== undefined) take(`${a} _ _ ${c}`);
  }
}

function characters(word: string, take: (gram: string) => void): void {
  const padded = `<${word}>`;
  for (let n = 3; n <= 5; n++)
    for (let start = 0; start + n <= padded.length; start++) take(padded.slice(start, start + n));
}

function lengthBin(words: number): string {
  if (words <= 3) return `${words} words`;
  if (words <= 5) return '4-5 words';
  if (words <= 8) return '6-8 words';
  if (words <= 14) return '9-14 words';
  if (words <= 25) return '15-25 words';
  return '26+ words';
}
