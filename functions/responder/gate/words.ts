import type { Backing } from './backing.ts';
import { complain, matches, type Reading } from './text.ts';
import { isCommonWord } from './vocabulary.ts';

const WORD = /[\p{L}\p{M}]+(?:'[\p{L}]+)*/gu;

/** Contracted and possessive endings. */
const TAIL = /(?:n't|'(?:s|re|ve|ll|d|m|all))$/u;

/** Written large wherever they stand. */
const LARGE = new Set(['i', 'a', 'ok', 'am', 'pm', 'okay', 'yes', 'no']);

const TITLE = /\b(?:mr|mrs|ms|dr|miss|sir)\b\.? \p{Lu}/giu;

/**
 * Reads the words that are left. A word that is neither ordinary English nor part of a fact is a name, a place, another
 * language or nonsense; an ordinary word written large in mid-sentence is a name too.
 */
export function readWords(reading: Reading, backing: Backing): void {
  const known = knownWords(backing);
  for (const match of matches(reading, TITLE)) complain(reading, 'name', match[0]);
  for (const match of matches(reading, WORD)) {
    const word = match[0].replace(/'s$|'$/u, '');
    if (known.has(word)) {
      if (isBesideName(reading, match)) complain(reading, 'name', word);
      continue;
    }
    if (/^[aio]$/i.test(word)) continue;
    const small = word.toLowerCase();
    if (LARGE.has(small) || /^i'/.test(small)) continue;
    const isLarge = /^\p{Lu}/u.test(word);
    const isOrdinary = isCommonWord(small) || isContraction(small);
    if (!isOrdinary) complain(reading, isLarge ? 'name' : 'word', word);
    else if (isLarge && !isHead(reading.text, match.index) && !isShouted(word)) complain(reading, 'name', word);
  }
}

/** "Evanston Showroom" out of one name and another. */
const isBesideName = ({ masked }: Reading, { index, 0: word }: RegExpExecArray): boolean =>
  /^\p{Lu}/u.test(word) &&
  (/[\uE002\uE003\uE008] $/.test(masked.slice(0, index)) ||
    /^ [\uE002\uE003\uE008]/.test(masked.slice(index + word.length)));

function isContraction(word: string): boolean {
  if (!TAIL.test(word)) return false;
  const stem = word.replace(TAIL, '');
  return (
    stem === 'i' ||
    stem === 'y' ||
    stem === 'ca' ||
    stem === 'wo' ||
    stem === 'ai' ||
    stem === 'sha' ||
    isCommonWord(stem)
  );
}

/** Where a sentence, a line, a list row, a quotation or a label's value begins. */
const isHead = (text: string, index: number): boolean =>
  /(?:^|[.!?:;\n(/"•-] *|\n\s*\d+[.)] ?)["'(]*$/u.test(text.slice(Math.max(0, index - 12), index));

/** A word in capitals for weight: "do NOT". */
const isShouted = (word: string): boolean => word.length > 1 && word.length <= 5 && word === word.toUpperCase();

/** Single words of facts, in the letters they have there: categories, offices, places, people. */
function knownWords({ phrases }: Backing): ReadonlySet<string> {
  const words = phrases.filter(({ mark }) => mark !== 'status').flatMap(({ text }) => text.match(WORD) ?? []);
  return new Set(words.filter((word) => word.length > 2 || /^\p{Lu}/u.test(word)));
}
