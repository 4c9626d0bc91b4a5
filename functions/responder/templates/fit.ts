import type { Act } from '../../../core/contracts/act.ts';
import type { Channel } from '../../../core/contracts/turn.ts';
import type { Speech } from '../speech.ts';
import { ascii } from '../wording/plain.ts';
import type { Said } from './said.ts';

/** Most characters of a reply. SMS: ten segments' worth; voice: well under a minute of speech. */
export const MOST = { chat: 6000, sms: 1500, voice: 900 } as const;

/** A piece of a reply that is shown as it is, and the act that it tells of; the question tells of none. */
export interface Part {
  readonly text: string;
  readonly act: Act | null;
}

/** What is said, in order: each tell, then the one question. Shortened where it may be until the channel can carry it. */
export function fitted(said: readonly (Said & { readonly act: Act })[], { channel }: Speech): Part[] {
  // One question at a time, the last: that is the one that the session takes the answer to.
  const asks = said.flatMap(({ ask }) => (ask === null || ask === '' ? [] : [{ text: ask, act: null }])).slice(-1);
  const tells = said.map(({ tell, act, keep }) => ({ text: tell, act, keep }));
  const partsOf = (some: readonly Part[]): Part[] =>
    [...some, ...asks]
      .map(({ text, act }) => ({ text: channel === 'sms' ? ascii(text) : text, act }))
      .filter(({ text }) => text !== '');
  const whole = partsOf(tells);
  const most = MOST[channel];
  if (joined(whole, channel).length <= most) return whole;

  const kept = joined(partsOf(tells.filter(({ keep }) => keep)), channel).length;
  const loose = tells.filter(({ keep, text }) => !keep && text !== '').length;
  const share = Math.max(0, Math.floor((most - kept) / Math.max(1, loose)) - 2);
  const shorten = (text: string) => cut(channel === 'sms' ? ascii(text) : text, share);
  return partsOf(tells.map((each) => (each.keep ? each : { ...each, text: shorten(each.text) })));
}

/** Lists stand on lines of their own; plain sentences follow one another. */
export function joined(parts: readonly Part[], channel: Channel): string {
  return parts.reduce((text, { text: part }) => {
    if (text === '') return part;
    const apart = channel !== 'voice' && (text.includes('\n') || part.includes('\n'));
    return `${text}${apart ? '\n' : ' '}${part}`;
  }, '');
}

/** Cuts after the last whole line that fits, in a text of one line after the last whole sentence; else nothing is left. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, most + 1);
  const line = head.lastIndexOf('\n');
  const end = line > 0 ? line : ([...head.matchAll(SENTENCE_END)].at(-1)?.index ?? 0);
  return head.slice(0, end).trimEnd();
}

/** Not after "St." or "2.". */
const SENTENCE_END = /(?<=[\p{L}\d]{3}["')]*[.!?]["')]*) (?=["'(]*\p{Lu})/gu;
