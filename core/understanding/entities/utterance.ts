import type { Expecting } from '../../contracts/understanding.ts';
import type { Day } from './calendar.ts';
import { referenceTokens } from './references.ts';
import { readText, type Text } from './tokens.ts';

/** One message with what is needed to read it. */
export type Utterance = Text & {
  readonly today: Day;
  readonly expecting: Expecting | null;
  /** By token: part of a street address, a code or another reference, never a date or a time. */
  readonly barred: readonly boolean[];
};

export function utterance(message: string, today: Day, expecting: Expecting | null): Utterance {
  const text = readText(message);
  return { ...text, today, expecting, barred: referenceTokens(text) };
}
