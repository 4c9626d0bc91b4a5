import type { Act } from '../../../core/contracts/act.ts';
import type { Speech } from '../speech.ts';

/** One act in words: what is told, and what is asked after everything has been told. */
export interface Said {
  readonly tell: string;
  readonly ask: string | null;
  /** Facts of a write: never shortened for a channel. */
  readonly keep: boolean;
}

export type Template<Name extends Act['act']> = (act: Extract<Act, { act: Name }>, speech: Speech) => Said;
export type Templates<Name extends Act['act']> = { readonly [Each in Name]: Template<Each> };

export const tell = (text: string, ask: string | null = null): Said => ({ tell: text, ask, keep: false });

export const tellAll = (text: string, ask: string | null = null): Said => ({ tell: text, ask, keep: true });

/** Sentences with a blank between, empty ones left out. */
export const sentences = (...parts: readonly (string | null | false)[]): string =>
  parts.filter((part) => typeof part === 'string' && part !== '').join(' ');

/** Lines, empty ones left out; one sentence after the other in speech. */
export const lines = ({ channel }: Pick<Speech, 'channel'>, ...parts: readonly (string | null | false)[]): string =>
  parts.filter((part) => typeof part === 'string' && part !== '').join(channel === 'voice' ? ' ' : '\n');

/** Weather advice in words; only advice, any day can be booked. */
export const ADVICE = {
  good: 'good weather for the work',
  caution: 'the weather could get in the way',
  bad: 'bad weather for the work',
} as const;
