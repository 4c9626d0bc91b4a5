import type { Backing, Phrase } from './backing.ts';
import { cover, lower, type Reading } from './text.ts';

/** Covers what may stand as it is: quotations of free text first, then names, addresses, statuses, the longest first. */
export function readPhrases(reading: Reading, { quotes, phrases }: Backing): void {
  for (const quote of byLength(quotes, (text) => text)) coverQuote(reading, quote);
  for (const phrase of byLength(merged(phrases), ({ text }) => text)) coverPhrase(reading, phrase);
}

/** The same words may belong to several projects, and be one's store and another's city. */
function merged(phrases: readonly Phrase[]): Phrase[] {
  const alike = Map.groupBy(phrases, ({ text, where }) => [where === 'any' ? lower(text) : text, where].join('\n'));
  return [...alike.values()].flatMap((group) => {
    const means = [...new Set(group.flatMap((phrase) => phrase.means))];
    const first = group.find(({ mark }) => mark === 'project') ?? group[0];
    return first === undefined ? [] : [{ ...first, means }];
  });
}

const byLength = <Item>(items: readonly Item[], textOf: (item: Item) => string): Item[] =>
  [...new Set(items)].toSorted((a, b) => textOf(b).length - textOf(a).length);

/** A quotation counts with its quotation marks only. */
function coverQuote(reading: Reading, quote: string): void {
  const wanted = lower(`"${quote}"`);
  const text = lower(reading.masked);
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length))
    cover(reading, at + 1, at + wanted.length - 1, 'quote');
}

/** Would be found in dates, times and counts that have nothing to do with it. */
const TOO_SHORT = /^(?:\d{1,3}|[\p{L}\p{P}\p{S}])?$/u;

function coverPhrase(reading: Reading, phrase: Phrase): void {
  const { where, mark, means } = phrase;
  if (TOO_SHORT.test(phrase.text)) return;
  const wanted = where === 'any' ? lower(phrase.text) : phrase.text;
  const text = where === 'any' ? lower(reading.masked) : reading.masked;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const before = text.slice(0, at);
    const after = text.slice(at + wanted.length);
    if (isInsideWord(before, wanted, after)) continue;
    if (where === 'slot' && !SLOT.test(before)) continue;
    cover(reading, at, at + wanted.length, mark, means);
  }
}

const isInsideWord = (before: string, wanted: string, after: string): boolean =>
  (/[\p{L}\d]$/u.test(before) && /^[\p{L}\d]/u.test(wanted)) ||
  (/[\p{L}\d]$/u.test(wanted) && /^[\p{L}\d]/u.test(after));

/** Where a status is named as such: quoted, after a label or a dash, or after "status is". */
const SLOT = /(?:["(:,]| -|•|\bstatus(?: is| of| as)?|\bmarked(?: as)?|\blisted as) ?"?$/iu;
