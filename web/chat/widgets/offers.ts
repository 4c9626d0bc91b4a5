import type { ReplyData } from '../../../core/contracts/answer.ts';
import { calendarDate, clockTime } from '../../parts/times.ts';

/** The quick reply that means one item of a widget, if there is one: the item itself is then its button. */
export const offerOfDate = (offers: readonly string[], date: string): string | null =>
  offers.find((offer) => offer === calendarDate(date)) ?? null;

export const offerOfTime = (offers: readonly string[], time: string): string | null =>
  offers.find((offer) => offer === clockTime(time)) ?? null;

export const offerOfProject = (offers: readonly string[], number: string): string | null =>
  offers.find((offer) => offer.includes(`(${number})`)) ?? null;

/** Whether a quick reply is one of the widget's own buttons. */
export function isInWidget(data: ReplyData, offer: string): boolean {
  if (data.kind === 'dates') return data.items.some(({ date }) => offerOfDate([offer], date) !== null);
  if (data.kind === 'time_slots') return data.items.some(({ time }) => offerOfTime([offer], time) !== null);
  if (data.kind === 'projects') return data.items.some(({ number }) => offerOfProject([offer], number) !== null);
  return false;
}
