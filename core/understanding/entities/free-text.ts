import type { Text } from './tokens.ts';

/** Words kept as the customer wrote them, and where they stand in the message. */
export type Passage = { readonly words: string; readonly start: number; readonly end: number };

/** By token: whether it lies inside one of the passages. */
export function insidePassages(text: Text, passages: readonly (Passage | undefined)[]): boolean[] {
  return text.tokens.map((token) =>
    passages.some((passage) => passage !== undefined && token.start >= passage.start && token.end <= passage.end),
  );
}

/** All from `start` on, as it was written. */
export function wholePassage(message: string, start: number): Passage | undefined {
  const words = message.slice(start).trim();
  const from = start + message.slice(start).indexOf(words);
  return words === '' ? undefined : { words, start: from, end: from + words.length };
}

/** The passage from `start` to `end`, without blanks, stray signs and a last full stop; undefined when nothing is left. */
export function passage(message: string, start: number, end: number): Passage | undefined {
  const raw = message.slice(start, end);
  const from = start + (/^[\s,.:;\-–—"'“”‘’!?)]*/u.exec(raw)?.[0].length ?? 0);
  const words = message
    .slice(from, end)
    .replace(/[\s,;:\-–—"“”(]+$/u, '')
    .replace(/(?<!\.)\.$/u, '');
  return words === '' || from >= end ? undefined : { words, start: from, end: from + words.length };
}
