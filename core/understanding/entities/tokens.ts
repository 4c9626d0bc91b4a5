import { respell } from './spelling.ts';

/**
 * `reference`: order and phone numbers; `quantity`: prices, decimals, percentages, measures; neither is ever a date or
 * a time. `iso` and `slash` are dates written in figures, `clock` a time of day with its minutes.
 */
export type TokenKind = 'word' | 'int' | 'ordinal' | 'clock' | 'iso' | 'slash' | 'reference' | 'quantity' | 'symbol';

export type Token = {
  readonly kind: TokenKind;
  /** Lower case, date words spelt right, without a possessive's ending. */
  readonly word: string;
  /** Of an `int` or `ordinal`, else NaN. */
  readonly value: number;
  /** "Thursday's", where the ending is left out of the word (as it is from "Friday'll"). */
  readonly possessive: boolean;
  /** Where it stands in the message, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Whether white space, or nothing, comes before. */
  readonly spaced: boolean;
};

/** A message as the readers see it. */
export type Text = {
  readonly original: string;
  readonly tokens: readonly Token[];
};

/** What a reader found at a token, and the token after it. */
export type Match<T> = { readonly value: T; readonly next: number };

const PATTERNS: readonly [TokenKind, string][] = [
  ['quantity', String.raw`[$£€]\s?\d[\d,]*(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?\s?%`],
  [
    'reference',
    String.raw`\d+(?:_[a-z]*\d[a-z\d]*)+|\(\d{3}\)\s?\d{3}[-. ]?\d{4}|\d{3}[-. ]\d{3}[-. ]\d{4}(?!\d)|\d{3}-\d{4}(?!\d)`,
  ],
  ['iso', String.raw`\d{4}[-/]\d{1,2}(?:[-/]\d{1,2})?(?![\d/-])`],
  [
    'slash',
    String.raw`\d{1,2}(?:/\d{1,2}/\d{2,4}|-\d{1,2}-\d{2,4}|\.\d{1,2}\.\d{2,4}|/\d{1,2})(?![\d/])|0\d-\d{2}(?!\d)|\d{1,2}-0\d(?!\d)`,
  ],
  ['clock', String.raw`\d{1,2}[:.]\d{2}(?![\d:]|\.\d)`],
  ['quantity', String.raw`\d+\.\d+`],
  ['ordinal', String.raw`\d{1,2}(?:st|nd|rd|th)(?![a-z0-9])`],
  ['word', '2(?:m[or]+w?|mmrw|morr?ow|day|nite|night)(?![a-z0-9])|b4(?![a-z0-9])'],
  ['int', String.raw`\d+`],
  ['word', "[a-z]+(?:'[a-z]+)*"],
  ['symbol', String.raw`\S`],
];
const TOKEN = new RegExp(PATTERNS.map(([, pattern]) => `(${pattern})`).join('|'), 'g');

/** Splits a message into words, numbers and signs. */
export function readText(original: string): Text {
  const tokens: Token[] = [];
  const folded = fold(original);
  let end = 0;
  for (const match of folded.matchAll(TOKEN)) {
    const kind = PATTERNS[match.slice(1).findIndex((group) => group !== undefined)]?.[0] ?? 'symbol';
    const start = match.index;
    const spaced = start === 0 || start > end;
    end = start + match[0].length;
    tokens.push({ ...wordOf(kind, match[0]), kind, start, end, spaced });
  }
  return { original, tokens };
}

/** The word at a token; the empty string outside the message, so that comparisons simply fail there. */
export function wordAt(text: Text, at: number): string {
  return text.tokens[at]?.word ?? '';
}

/** The customer's own words from one token up to (not including) another. */
export function wordsBetween(text: Text, from: number, to: number): string {
  const first = text.tokens[from];
  const last = text.tokens[to - 1];
  return first && last && to > from ? text.original.slice(first.start, last.end) : '';
}

const POSSESSIVE_OF =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|tonight|week|month|morning|afternoon|evening|weekend|noon|o'clock|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)$/;

function wordOf(kind: TokenKind, folded: string): Pick<Token, 'word' | 'value' | 'possessive'> {
  if (kind === 'int' || kind === 'ordinal')
    return { word: folded, value: Number.parseInt(folded, 10), possessive: false };
  if (kind !== 'word') return { word: folded, value: Number.NaN, possessive: false };
  const ending = /'(?:s|ll|d)$/.exec(folded)?.[0];
  if (ending !== undefined) {
    const owner = respell(folded.slice(0, -ending.length));
    if (POSSESSIVE_OF.test(owner)) return { word: owner, value: Number.NaN, possessive: ending === "'s" };
  }
  return { word: respell(folded), value: Number.NaN, possessive: false };
}

const DASHES = /[\u2010-\u2015\u2212]/;
const QUOTES = /[\u2018\u2019\u02bc\u00b4`]/;

/** Lower case, plain dashes, quotes, letters and digits; every UTF-16 unit stays where it is. */
function fold(text: string): string {
  return text.replace(/[^\0-\x7f]|[A-Z`]/g, (unit) => {
    if (DASHES.test(unit)) return '-';
    if (QUOTES.test(unit)) return "'";
    const plain = unit.normalize('NFKD').charAt(0);
    return /[\0-\x7f]/.test(plain) ? plain.toLowerCase() : unit;
  });
}

const ENDS_A_SENTENCE = new Set(['.', '!', '?', ';', ':']);

/** Up to `most` words of the sentence that come before a token, joined by spaces. */
export function leadUp(text: Text, at: number, most: number): string {
  const words: string[] = [];
  for (let back = at - 1; back >= 0 && words.length < most; back--) {
    const word = wordAt(text, back);
    if (ENDS_A_SENTENCE.has(word)) break;
    words.unshift(word);
  }
  return words.join(' ');
}
