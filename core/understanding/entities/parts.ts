import { anyPhrase } from './phrases.ts';
import type { Match, Text } from './tokens.ts';

/** A part of a week or a month. */
export type Part = 'beginning' | 'early' | 'middle' | 'late' | 'end' | 'first half' | 'second half' | 'rest';

const PARTS: readonly [Part, ReturnType<typeof anyPhrase>][] = [
  ['beginning', anyPhrase('the? very? beginning|start of', 'the? first part of')],
  ['early', anyPhrase('early on? in|on?')],
  ['middle', anyPhrase('the? middle of', 'mid -?', 'midway through')],
  ['rest', anyPhrase('the? rest|remainder of', 'later on? in?')],
  ['late', anyPhrase('late in?')],
  ['end', anyPhrase('the? very? tail? end of?', 'the? last|latter part of', 'the? back end of', 'close of')],
  ['first half', anyPhrase('the? first half of')],
  ['second half', anyPhrase('the? second|latter|back|last half of')],
];

/** "early", "the end of", "later in"; what it is a part of comes after. */
export function partAt(text: Text, at: number): Match<Part> | null {
  for (const [value, read] of PARTS) {
    const next = read(text, at);
    if (next >= 0) return { value, next };
  }
  return null;
}
