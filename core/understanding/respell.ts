const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
/** Shorter words have too many neighbours to guess which was meant. */
const SHORTEST = 4;
const PLAIN_WORD = /^[a-z]{4,18}$/;

/**
 * A mistyped word becomes the commonest word one slip away (a letter dropped, doubled, wrong or swapped).
 * @param known whether a word may stay as it is
 * @param rankOf place of a word among the common ones, 0 the commonest; undefined for a word not to guess
 */
export function respell(
  word: string,
  known: (word: string) => boolean,
  rankOf: (word: string) => number | undefined,
): string {
  if (word.length < SHORTEST || known(word) || !PLAIN_WORD.test(word)) return word;
  let best = word;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const candidate of oneSlipAway(word)) {
    const rank = rankOf(candidate);
    if (rank !== undefined && rank < bestRank) {
      best = candidate;
      bestRank = rank;
    }
  }
  return best;
}

function* oneSlipAway(word: string): Generator<string> {
  for (let at = 0; at <= word.length; at++) {
    const before = word.slice(0, at);
    const after = word.slice(at);
    if (after.length > 0) yield before + after.slice(1);
    if (after.length > 1) yield before + after.charAt(1) + after.charAt(0) + after.slice(2);
    for (const letter of LETTERS) {
      if (after.length > 0) yield before + letter + after.slice(1);
      yield before + letter + after;
    }
  }
}
