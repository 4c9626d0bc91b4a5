import { type Text, wordAt } from './tokens.ts';

/** The token after a phrase that starts at `at`, or -1 when it does not. */
export type Phrase = (text: Text, at: number) => number;

type Part = { readonly optional: boolean; readonly words: ReadonlySet<string> };

/**
 * A phrase as words apart by spaces: `the? week after|following next`. `?` marks a word that may be missing, `|`
 * alternatives. No going back: what may be missing is taken when it is there.
 */
export function phrase(pattern: string): Phrase {
  return anyPhrase(pattern);
}

/** The token after the first of several phrases that fits, or -1. */
export function anyPhrase(...patterns: readonly string[]): Phrase {
  const phrases = patterns.map(partsOf);
  const openings = new Set(phrases.flatMap(openingWords));
  return (text, at) => {
    if (!openings.has(wordAt(text, at))) return -1;
    for (const parts of phrases) {
      const next = follow(text, at, parts);
      if (next >= 0) return next;
    }
    return -1;
  };
}

/** The token after a phrase that may be missing. */
export function after(text: Text, at: number, optional: Phrase): number {
  const next = optional(text, at);
  return next >= 0 ? next : at;
}

function partsOf(pattern: string): Part[] {
  return pattern.split(' ').map((part) => {
    const optional = part.length > 1 && part.endsWith('?');
    return { optional, words: new Set((optional ? part.slice(0, -1) : part).split('|')) };
  });
}

/** Every word the phrase can begin with: most tokens are ruled out by these alone. */
function openingWords(parts: readonly Part[]): string[] {
  const firstNeeded = parts.findIndex(({ optional }) => !optional);
  return parts.slice(0, firstNeeded + 1).flatMap(({ words }) => [...words]);
}

function follow(text: Text, at: number, parts: readonly Part[]): number {
  let next = at;
  for (const { optional, words } of parts) {
    if (words.has(wordAt(text, next))) next += 1;
    else if (!optional) return -1;
  }
  return next;
}
