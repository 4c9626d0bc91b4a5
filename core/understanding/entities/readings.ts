import type { Day, Span } from './calendar.ts';
import type { TimeWindow } from './entities.ts';

/** One day or one stretch of days, as it was said. */
export type Days = {
  readonly kind: 'days';
  readonly span: Span;
  readonly unit: 'day' | 'week' | 'weekend' | 'month' | 'range';
  /**
   * What was said of it: only a weekday ("Friday"), only a day of the month ("the 15th"), only a month; or enough to
   * stand on its own. The first two take their week or month from what is around them.
   */
  readonly said: 'weekday' | 'monthday' | 'whole';
  /** Named as gone by: "yesterday", "last week", "I called Friday". */
  readonly told: boolean;
};

/** Days with no date of their own: "Fridays", "weekends", "any weekday". */
export type Weekdays = { readonly kind: 'weekdays'; readonly weekdays: readonly number[] };

/** "from A to B": a stretch of days, or a move from one to the other when something is being moved. */
export type FromTo = { readonly kind: 'from-to'; readonly from: Days; readonly to: Days };

/** "by Friday", "before the 12th", "until Tuesday", "after next week", "from Monday on". */
export type Limit = {
  readonly kind: 'limit';
  readonly side: 'by' | 'before' | 'until' | 'after' | 'from';
  readonly of: Days;
};

export type NoSuchDay = { readonly kind: 'problem'; readonly problem: 'impossible' | 'mismatch' };

export type DateReading = Days | Weekdays | FromTo | Limit | NoSuchDay;

/** Minutes since midnight. */
export type Clock = number;

/** `hour` and `minute` as said; without a meridiem the hour still has to be settled. */
export type SaidTime = {
  readonly hour: number;
  readonly minute: number;
  readonly meridiem: 'am' | 'pm' | null;
};

export type TimeReading =
  | { readonly kind: 'clock'; readonly said: SaidTime }
  | { readonly kind: 'window'; readonly window: TimeWindow }
  | { readonly kind: 'bound'; readonly after: SaidTime | null; readonly before: SaidTime | null };

export function oneDay(day: Day, said: Days['said'] = 'whole', told = false): Days {
  return { kind: 'days', span: { start: day, end: day }, unit: 'day', said, told };
}

export function stretch(span: Span, unit: Exclude<Days['unit'], 'day'>, told = false): Days {
  return { kind: 'days', span, unit, said: 'whole', told };
}

export const impossible: NoSuchDay = { kind: 'problem', problem: 'impossible' };
export const mismatch: NoSuchDay = { kind: 'problem', problem: 'mismatch' };
