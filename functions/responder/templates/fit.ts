import type { Speech } from '../speech.ts';
import { ascii } from '../wording/plain.ts';
import type { Said } from './said.ts';

/** Most characters of a reply. SMS: ten segments' worth; voice: well under a minute of speech. */
export const MOST = { chat: 6000, sms: 1500, voice: 900 } as const;

/** Joins what is said, tells before asks, and shortens what may be shortened until the channel can carry it. */
export function fitted(said: readonly Said[], speech: Speech): string {
  // One question at a time, the last: that is the one that the session takes the answer to.
  const asks = said.flatMap(({ ask }) => (ask === null || ask === '' ? [] : [ask])).slice(-1);
  const tells = said.filter(({ tell }) => tell !== '');
  const clean = (text: string): string => (speech.channel === 'sms' ? ascii(text) : text);
  const whole = clean(assemble(tells, asks, speech));
  const most = MOST[speech.channel];
  if (whole.length <= most) return whole;

  const kept = clean(
    assemble(
      tells.filter(({ keep }) => keep),
      asks,
      speech,
    ),
  ).length;
  const loose = tells.filter(({ keep }) => !keep).length;
  const share = Math.max(0, Math.floor((most - kept) / Math.max(1, loose)) - 2);
  const shortened = tells.map((each) => (each.keep ? each : { ...each, tell: cut(clean(each.tell), share) }));
  return clean(
    assemble(
      shortened.filter(({ tell }) => tell !== ''),
      asks,
      speech,
    ),
  );
}

/** Lists stand on lines of their own; plain sentences follow one another. */
function assemble(tells: readonly Said[], asks: readonly string[], { channel }: Speech): string {
  const parts = [...tells.map(({ tell }) => tell), asks.join(' ')].filter((part) => part !== '');
  if (channel === 'voice') return parts.join(' ');
  return parts.reduce((text, part) => {
    if (text === '') return part;
    return `${text}${text.includes('\n') || part.includes('\n') ? '\n' : ' '}${part}`;
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
