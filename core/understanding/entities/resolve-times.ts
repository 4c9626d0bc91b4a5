import { clockText, minuteOfDay, windowOfBound } from './clock.ts';
import { type Context, contextOf } from './context.ts';
import type { Entities, Exclusion, TimeWindow } from './entities.ts';
import { lists, type Mentions, mentionAt, type TimeMention } from './mentions.ts';
import type { Clock, TimeReading } from './readings.ts';
import type { Utterance } from './utterance.ts';

export type TimeEntities = Pick<Entities, 'time' | 'time_window' | 'time_bound'> & {
  readonly excluded: readonly TimeExclusion[];
};
/** With where it was said, so that "Friday morning" can be put together again. */
export type TimeExclusion = { readonly exclusion: Exclusion; readonly from: number };

type ListInContext = { readonly list: readonly TimeMention[]; readonly context: Context };
type Weighed<T> = { readonly value: T; readonly weight: number };

/** The time of day a message asks for, exactly, by its limits or by the part of the day, and what it rules out. */
export function resolveTimes(text: Utterance, mentions: Mentions, intent: string | null): TimeEntities {
  const at = mentionAt(text, mentions);
  const inContext = lists(text, mentions.times, at).map((list) => ({
    list,
    context: contextOf(text, list, at, intent),
  }));
  const ruledOut = inContext.filter(
    ({ context, list }) => context.ruledOut && !list.some(({ reading }) => reading.kind === 'bound'),
  );
  const open = inContext.filter((entry) => !ruledOut.includes(entry) && !isStory(mentions, entry));
  const window = heaviest(open.flatMap(windowsOf));
  const hint = window?.value ?? null;
  const time = heaviest(open.flatMap((entry) => clocksOf(entry, hint)))?.value;
  const { after, before } = boundOf(open, hint);
  const fits = time === undefined || ((after === null || time >= after) && (before === null || time <= before));
  const bound = fits && (after !== null || before !== null);
  const said = hint ?? (bound ? windowOfBound(after, before) : undefined);
  return {
    ...(time !== undefined && { time: clockText(time) }),
    ...(said && { time_window: said }),
    ...(bound && {
      time_bound: {
        ...(after !== null && { after: clockText(after) }),
        ...(before !== null && { before: clockText(before) }),
      },
    }),
    excluded: ruledOut.flatMap(({ list }) => list.flatMap((mention) => exclusionsOf(mention, hint))),
  };
}

/** "you called this morning": the part of a day that is told of, or a clock time in a story. */
function isStory({ dates }: Mentions, { list, context }: ListInContext): boolean {
  const from = list[0]?.from ?? 0;
  const ofToldDay = dates.some(({ to, reading }) => to === from && reading.kind === 'days' && reading.told);
  return context.told || ofToldDay;
}

/** One part of the day; two of them as alternatives rule nothing out and say nothing. */
function windowsOf({ list, context }: ListInContext): Weighed<TimeWindow>[] {
  const windows = new Set(list.flatMap(({ reading }) => (reading.kind === 'window' ? [reading.window] : [])));
  const [only] = windows;
  return only !== undefined && windows.size === 1 ? [{ value: only, weight: context.weight }] : [];
}

/** The time said, or where one is moved to: "move my 10am to 2pm". */
function clocksOf({ list, context }: ListInContext, window: TimeWindow | null): Weighed<Clock>[] {
  for (const { reading } of list) {
    if (reading.kind === 'clock') return [{ value: minuteOfDay(reading.said, window), weight: context.weight }];
    if (reading.kind === 'bound' && reading.after && reading.before && context.moving) {
      return [{ value: minuteOfDay(reading.before, window), weight: context.weight + 4 }];
    }
  }
  return [];
}

type Bound = { readonly after: Clock | null; readonly before: Clock | null };

/** All limits of a message together, the first said of each; one that contradicts an earlier one is left out. */
function boundOf(open: readonly ListInContext[], window: TimeWindow | null): Bound {
  const bounds = open.flatMap(({ list, context }) =>
    context.existing
      ? []
      : list.flatMap(({ reading }) => (reading.kind === 'bound' ? [inClocks(reading, context, window)] : [])),
  );
  const after = bounds.find((bound) => bound.after !== null)?.after ?? null;
  const before = bounds.find((bound) => bound.before !== null)?.before ?? null;
  return { after, before: after !== null && before !== null && before <= after ? null : before };
}

/** "11 to 1" ends after noon; a limit said in the negative is turned round ("not before 10" is after 10). */
function inClocks(reading: TimeReading & { kind: 'bound' }, { negated }: Context, window: TimeWindow | null): Bound {
  const after = reading.after && minuteOfDay(reading.after, window);
  const before = reading.before && minuteOfDay(reading.before, window);
  if (after === null || before === null) return negated ? { after: before, before: after } : { after, before };
  if (before > after) return { after, before };
  return before < HALF_A_DAY && before + HALF_A_DAY > after
    ? { after, before: before + HALF_A_DAY }
    : { after: before, before: after };
}

const HALF_A_DAY = 12 * 60;

function exclusionsOf({ reading, from }: TimeMention, window: TimeWindow | null): TimeExclusion[] {
  switch (reading.kind) {
    case 'window':
      return [{ exclusion: { time_window: reading.window }, from }];
    case 'clock':
      return [{ exclusion: { time: clockText(minuteOfDay(reading.said, window)) }, from }];
    default:
      return [];
  }
}

function heaviest<T>(options: readonly Weighed<T>[]): Weighed<T> | undefined {
  return options.reduce<Weighed<T> | undefined>(
    (best, next) => (best && best.weight >= next.weight ? best : next),
    undefined,
  );
}
