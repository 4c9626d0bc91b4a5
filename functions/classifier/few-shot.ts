import type { Expecting, Intent } from '../../core/contracts/understanding.ts';
import { INTENT_NAMES } from '../../core/intents.ts';

/** A line of the prompt: a message, what was asked for last, and its intents, the main one first. */
export type Example = { text: string; expecting: Expecting | null; intents: readonly Intent[] };

type Labelled = {
  readonly text: string;
  readonly intent: Intent;
  readonly expecting: Expecting | null;
  readonly secondary_intents: readonly Intent[];
};

const LENGTH = { least: 12, most: 70 };

/**
 * Picks the prompt's examples from the messages that the local model learns from: for each intent two that open a
 * conversation and one that answers or changes the subject, and a few with two requests. Each is as unlike as can be to
 * those picked before it. The same messages always give the same examples.
 */
export function pickExamples(messages: readonly Labelled[]): Example[] {
  const short = messages.filter(({ text }) => text.length >= LENGTH.least && text.length <= LENGTH.most);
  const single = short.filter(({ secondary_intents }) => secondary_intents.length === 0);
  const perIntent = INTENT_NAMES.flatMap((intent) => {
    const own = single.filter((message) => message.intent === intent);
    return [
      ...mostUnlike(
        own.filter(({ expecting }) => expecting === null),
        2,
      ),
      ...mostUnlike(
        own.filter(({ expecting }) => expecting !== null),
        1,
      ),
    ];
  });
  const double = mostUnlike(
    short.filter(({ secondary_intents }) => secondary_intents.length === 1),
    4,
  );
  return [...perIntent, ...double].map(({ text, expecting, intent, secondary_intents }) => ({
    text,
    expecting,
    intents: [intent, ...secondary_intents],
  }));
}

/** The most ordinary message first, then each time the one that shares the fewest words with those taken. */
function mostUnlike(messages: readonly Labelled[], count: number): Labelled[] {
  const pool = messages.map((message) => ({ message, words: wordsOf(message.text) }));
  const frequency = new Map<string, number>();
  for (const { words } of pool) for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const ordinary = ({ words }: { words: ReadonlySet<string> }) =>
    [...words].reduce((sum, word) => sum + (frequency.get(word) ?? 0), 0) / words.size;
  const taken: typeof pool = [];
  while (taken.length < Math.min(count, pool.length)) {
    const worth = (one: (typeof pool)[number]) =>
      taken.length === 0 ? ordinary(one) : -Math.max(...taken.map((other) => likeness(one.words, other.words)));
    const rest = pool.filter((one) => !taken.includes(one));
    const best = rest.reduce((a, b) => (worth(b) > worth(a) ? b : a));
    taken.push(best);
  }
  return taken.map(({ message }) => message);
}

const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [text]);

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared / (a.size + b.size - shared);
}
