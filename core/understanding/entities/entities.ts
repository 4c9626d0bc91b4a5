import * as z from 'zod';

const IsoDate = z.iso.date();
const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** ISO weekday number: 1 Monday to 7 Sunday. */
const Weekday = z.int().min(1).max(7);

/** `morning` 00:00–11:59, `afternoon` 12:00–16:59, `evening` 17:00–23:59. */
export const TimeWindow = z.enum(['morning', 'afternoon', 'evening']);
export type TimeWindow = z.infer<typeof TimeWindow>;

/** Both ends included. */
export const DateRange = z.object({ start: IsoDate, end: IsoDate });
export type DateRange = z.infer<typeof DateRange>;

export const DateOrRange = z.union([IsoDate, DateRange]);
export type DateOrRange = z.infer<typeof DateOrRange>;

/**
 * One thing the customer ruled out. The fields of one entry hold together: `{weekday: 5, time_window: 'morning'}` is
 * "not Friday morning", while Friday afternoon stays possible.
 */
export const Exclusion = z.object({
  date: DateOrRange.optional(),
  weekday: Weekday.optional(),
  time_window: TimeWindow.optional(),
  time: ClockTime.optional(),
});
export type Exclusion = z.infer<typeof Exclusion>;

/** "after 3", "before noon", "between 1 and 3": the ends are those said, whether they count is the reader's choice. */
export const TimeBound = z.object({ after: ClockTime.optional(), before: ClockTime.optional() });
export type TimeBound = z.infer<typeof TimeBound>;

/**
 * Why a date said cannot be taken as it stands, with the customer's words for it.
 * `impossible`: the calendar has no such day, `date` is absent. `past`: it has gone by; `date` still says which it was.
 * `mismatch`: weekday and date contradict each other ("Friday the 14th" where the 14th is a Saturday), `date` is absent.
 */
export const DateProblem = z.object({ kind: z.enum(['impossible', 'past', 'mismatch']), words: z.string().min(1) });
export type DateProblem = z.infer<typeof DateProblem>;

/** What one message says, each field only when it was said. */
export const Entities = z.object({
  /** The customer's words for a project: "flooring", "bathroom measurement", "41003_1", "ending in 02". */
  project: z.string().min(1).optional(),
  date: DateOrRange.optional(),
  time: ClockTime.optional(),
  time_window: TimeWindow.optional(),
  /** 1-based place in what was shown; -1 is the last, -2 the one before it. */
  ordinal: z.int().optional(),
  city: z.string().min(1).optional(),
  /** The state said with the city, as said: "FL", "Ohio". */
  state: z.string().min(1).optional(),
  note_text: z.string().min(1).optional(),
  reason: z.string().min(1).optional(),
  address: z.string().min(1).optional(),
  date_problem: DateProblem.optional(),
  time_bound: TimeBound.optional(),
  /** Never repeated in `date`, `time` or `time_window`. */
  excluded: z.array(Exclusion).min(1).optional(),
  /** "the soonest you have", "the later one"; "the last one" is `ordinal` -1. */
  relative_order: z.enum(['earliest', 'latest']).optional(),
  /** Only these weekdays will do ("Fridays", "a weekday", "Tuesday or Thursday"), inside `date` when there is one. */
  weekday_filter: z.array(Weekday).min(1).optional(),
  /**
   * The day an existing appointment is said to be on ("my Tuesday visit", "move it from the 5th to the 12th"). When no
   * other day is said, `date` holds it too: for a new day, look whether the two differ.
   */
  existing_date: DateOrRange.optional(),
  /** By how many days the appointment there is, or the day being chosen, is to be moved: "a week later" 7, "a day sooner" -1. Only without a `date`. */
  date_shift: z.int().optional(),
});
export type Entities = z.infer<typeof Entities>;

/** What says something of a day or a time of day by itself; a place in a list may as well be one of projects. */
export const SlotEntities = Entities.pick({
  date: true,
  time: true,
  time_window: true,
  time_bound: true,
  relative_order: true,
  weekday_filter: true,
  excluded: true,
  date_shift: true,
  date_problem: true,
});
export type SlotEntities = z.infer<typeof SlotEntities>;

/** What is said of a day or a time of day, and nothing else. */
export const slotOf = (entities: Entities): SlotEntities =>
  Object.fromEntries(Object.entries(entities).filter(([name, value]) => value != null && name in SlotEntities.shape));

export const saysSlot = (entities: Entities): boolean => Object.keys(slotOf(entities)).length > 0;
