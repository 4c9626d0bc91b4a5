import type { Location } from '../contracts/turn.ts';

export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Whether a word of a name is among those said, as a possessive or without its apostrophe too: "St Pauls". */
export const isWordSaid = (word: string, said: Iterable<string>): boolean =>
  [...said].some((one) => one === word || one === `${word}s`);

/** The words of a location's name that no other of them has: "Orlando" of "Orlando Interiors". */
export function ownWords(location: Location, all: readonly Location[]): string[] {
  const others = new Set(all.filter((other) => other !== location).flatMap((other) => wordsOf(other.client_name)));
  return wordsOf(location.client_name).filter((word) => word.length > 2 && !others.has(word));
}
