import type { Location } from '../contracts/turn.ts';

export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The words of a location's name that no other of them has: "Orlando" of "Orlando Interiors". */
export function ownWords(location: Location, all: readonly Location[]): string[] {
  const others = new Set(all.filter((other) => other !== location).flatMap((other) => wordsOf(other.client_name)));
  return wordsOf(location.client_name).filter((word) => word.length > 2 && !others.has(word));
}
