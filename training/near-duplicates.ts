import { wordsOf } from '../core/understanding/text.ts';
import type { TrainingMessage } from './corpus.ts';

/** Messages this short have only one way to be said ("yes", "the first one"): they may stand in several parts. */
const SHORTEST_COMPARED = 4;
/** Share of common words from which two messages count as the same. */
const NEAR = 0.8;

/**
 * Splits training messages into those kept and those that nearly repeat a message of the parts kept apart: the same words
 * in whatever order, or four in five of them.
 */
export function withoutNearDuplicates(
  messages: readonly TrainingMessage[],
  keptApart: readonly string[],
): { kept: TrainingMessage[]; dropped: TrainingMessage[] } {
  const sets = keptApart.map((text) => new Set(plainWords(text))).filter((words) => words.size >= SHORTEST_COMPARED);
  const byWord = new Map<string, number[]>();
  for (const [n, words] of sets.entries()) {
    for (const word of words) byWord.set(word, [...(byWord.get(word) ?? []), n]);
  }
  const kept: TrainingMessage[] = [];
  const dropped: TrainingMessage[] = [];
  for (const message of messages) (repeats(new Set(plainWords(message.text))) ? dropped : kept).push(message);
  return { kept, dropped };

  function repeats(words: ReadonlySet<string>): boolean {
    if (words.size < SHORTEST_COMPARED) return false;
    const shared = new Map<number, number>();
    for (const word of words) for (const n of byWord.get(word) ?? []) shared.set(n, (shared.get(n) ?? 0) + 1);
    for (const [n, common] of shared) {
      const other = sets[n]?.size ?? 0;
      if (common / (words.size + other - common) >= NEAR) return true;
    }
    return false;
  }
}

const plainWords = (text: string): string[] => wordsOf(text).filter((word) => /[\p{L}\p{N}]/u.test(word));
