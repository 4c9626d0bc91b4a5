import type { Backing } from './backing.ts';
import { numberOf } from './numbers.ts';
import { HARMLESS_WORDS, SAME } from './plain-words.ts';
import { recognised } from './recognised.ts';
import type { Find, Reading } from './text.ts';
import { formsOf, isFormIn } from './vocabulary.ts';

/**
 * What a draft holds and a text does not: projects, dates, times, figures, people, addresses and quotations. What was added
 * is for the gate to see; this is what is missing, or a text that speaks of something else altogether. Each as it stands in
 * the draft, at most 60 characters.
 */
export function leftOut(draft: string, text: string, backing: Backing): string[] {
  const [wanted, given] = [recognised(draft, backing), recognised(text, backing)];
  return wanted.finds
    .filter((find) => isFact(wanted, find) && !given.finds.some((other) => isSame(wanted, find, given, other)))
    .map(({ start, end }) => wanted.text.slice(start, end).slice(0, 60));
}

const MARKS: ReadonlySet<string> = new Set(['project', 'date', 'time', 'figure', 'person', 'address', 'quote']);

/** Weekdays without a day, and the numbers of a list's rows, may go. */
function isFact({ text }: Reading, { mark, start, end, means }: Find): boolean {
  if (!MARKS.has(mark)) return false;
  if (mark === 'date') return means.length > 0 && /\d/.test(text.slice(start, end));
  if (mark === 'figure') return !/(?:^|\n)$/.test(text.slice(0, start));
  return true;
}

function isSame(one: Reading, a: Find, other: Reading, b: Find): boolean {
  if (a.mark !== b.mark) return false;
  const [said, told] = [one.text.slice(a.start, a.end), other.text.slice(b.start, b.end)];
  if (a.mark === 'figure') return figuresOf(said).every((figure) => figuresOf(told).includes(figure));
  if (a.mark === 'quote') return said.toLowerCase() === told.toLowerCase();
  return a.means.length === 0 || a.means.some((meaning) => b.means.includes(meaning));
}

const figuresOf = (text: string): number[] =>
  (text.match(/-?\d+(?:[.,]\d+)*/g) ?? [text.replace(/[^a-z -]/gi, '')]).map(numberOf);

/** The words of a question that its rewording has to keep, each in some form or by another word for the same. */
export function askedOtherwise(draft: string, text: string): string[] {
  const said = new Set(wordsOf(text).flatMap(alikeTo));
  return wordsOf(draft).filter(
    (word) => !isFormIn(word, HARMLESS_WORDS) && !alikeTo(word).some((form) => said.has(form)),
  );
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\d]{2,}/gu) ?? [];

const alikeTo = (word: string): string[] => {
  const forms = formsOf(word);
  return [...forms, ...SAME.filter((row) => forms.some((form) => row.has(form))).flatMap((row) => [...row])];
};
