import { localParts } from '../../core/calendar.ts';
import type { Channel, TurnState } from '../../core/contracts/turn.ts';
import { ascii, LIMITS, plain } from './wording/plain.ts';

/** Who speaks to whom, when, and over which channel: what wording depends on besides the facts. */
export interface Speech {
  readonly channel: Channel;
  /** `YYYY-MM-DD` in the tenant's zone. */
  readonly today: string;
  /** The office's name, null when the token has none. */
  readonly office: string | null;
  readonly support_number: string | null;
}

export const speechOf = ({ channel, now, client_name, identity }: TurnState): Speech => ({
  channel,
  today: localParts(now).date,
  office: client_name ?? identity.client_name,
  support_number: identity.support_number,
});

/** Other people's words made fit for the channel; the only way such words get into a reply. */
export function repeat(text: string, kind: keyof typeof LIMITS, { channel }: Pick<Speech, 'channel'>): string {
  const most = channel === 'chat' ? LIMITS[kind] : Math.min(LIMITS[kind], channel === 'voice' ? 200 : 500);
  const clean = plain(text, most);
  return channel === 'sms' ? ascii(clean) : clean;
}

/** A quotation: free text always stands between double quotes, so that nobody takes it for our own statement. */
export const quote = (text: string, kind: keyof typeof LIMITS, speech: Pick<Speech, 'channel'>): string =>
  `"${repeat(text, kind, speech) || UNREADABLE}"`;

/** A quotation that ends its sentence: the mark that it ends with is not followed by another. */
export function quoteLast(text: string, kind: keyof typeof LIMITS, speech: Pick<Speech, 'channel'>): string {
  const quoted = quote(text, kind, speech);
  return /[.!?]"$/.test(quoted) ? quoted : `${quoted}.`;
}

/** Stands for words that the channel cannot carry at all. */
export const UNREADABLE = '...';
