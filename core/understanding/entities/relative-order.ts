import type { Entities } from './entities.ts';
import { anyPhrase, phrase } from './phrases.ts';
import { leadUp, type Text, wordAt } from './tokens.ts';
import type { Utterance } from './utterance.ts';

const EARLIEST = anyPhrase(
  'the? very? earliest|soonest',
  'the? first available',
  'next available',
  'asap',
  'as? soon as possible|you|u|we|they|can|humanly|anyone|your',
  'as early as',
  'as? early as possible',
  'the? early|earlier|sooner one|slot|time|date|option|of',
  'the? earlier|sooner the better',
  'earlier|sooner is better',
  "whichever|whatever|whichever's|whatever's is|comes? first|soonest|earliest|nearest|sooner|earlier",
);
const LATEST = anyPhrase(
  'the? very? latest',
  'as late as',
  'the? late|later one|slot|time|date|option|of',
  'the? later the better',
  'later is better',
  "whichever|whatever|whichever's|whatever's is|comes? last|latest|later",
);
const FIRST = phrase('the? first');
/** No preference among days or times that are put to the customer: the first of them will do. */
const ANY = anyPhrase(
  'either',
  'any one? of those|these|them|the',
  'any|anyone|whichever|whatever|anything works|will|would|is|suits|goes',
  'whenever',
  'whatever you|u have|got|want',
  "it? doesn't matter",
  'you|u pick|choose|decide',
  'your choice|call|pick',
  'surprise me',
  "i don't|do mind|care",
  'no preference',
);

/** "the soonest you have", "first available", "the later one"; not "Friday at the latest" or "the latest news". */
export function readRelativeOrder(
  text: Utterance,
  taken: readonly boolean[],
  isProjectAsked = false,
): Entities['relative_order'] {
  const choosing = text.expecting === 'date' || text.expecting === 'time';
  for (let at = 0; at < text.tokens.length; at++) {
    if (taken[at] || isAnotherUse(text, at)) continue;
    const end = isProjectAsked ? isEndOfOpen(text, at) : null;
    if (end !== null) return end;
    const first = FIRST(text, at);
    if (EARLIEST(text, at) >= 0 || (first >= 0 && isFirstOpen(text, first))) return 'earliest';
    const last = LAST(text, at);
    if (last >= 0 && isFirstOpen(text, last)) return 'latest';
    const latest = LATEST(text, at);
    if (latest >= 0 && !/^(?:news|update|status|word)$/.test(wordAt(text, latest))) return 'latest';
    // Last: "whichever is later" does say which.
    if (choosing && ANY(text, at) >= 0 && !/\b(?:not?|\w+n't)\b/.test(leadUp(text, at, 4))) return 'earliest';
  }
  return undefined;
}

const LAST = phrase('the? last');

/** "First slot", "the last time", where a project is asked for: no row of a list of projects, but an end of what is open. */
export function isEndOfOpen(text: Text, at: number): 'earliest' | 'latest' | null {
  const [first, last] = [FIRST(text, at), LAST(text, at)];
  const next = wordAt(text, Math.max(first, last));
  if (Math.max(first, last) < 0 || !/^(?:slot|opening|time|spot|day|date)$/.test(next)) return null;
  return first >= 0 ? 'earliest' : 'latest';
}

/** "at the earliest", "six is the earliest I'm home", "what's the latest". */
function isAnotherUse(text: Text, at: number): boolean {
  const start = wordAt(text, at) === 'the' ? at + 1 : at;
  return (
    /\b(?:at the|is the|at your)$/.test(leadUp(text, start, 2)) && !/\bwhat(?:'s| is) the$/.test(leadUp(text, start, 3))
  );
}

/** "first slot you have", "first opening": the earliest there is; "the first slot you listed" is a place in a list. */
export function isFirstOpen(text: Text, afterFirst: number): boolean {
  const next = wordAt(text, afterFirst);
  if (/^(?:available|opening|you|free|open|possible|availability)$/.test(next)) return true;
  if (!/^(?:slot|date|day|time|appointment|one|spot)$/.test(next)) return false;
  const whose = wordAt(text, afterFirst + 1);
  if (!/^(?:available|you|that|open|possible|free)$/.test(whose)) return false;
  return !/^(?:listed|said|mentioned|gave|read|showed|offered)$/.test(wordAt(text, afterFirst + 2));
}
