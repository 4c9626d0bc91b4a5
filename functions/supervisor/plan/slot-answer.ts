import { addDays, inWindow, weekdayOf } from '../../../core/calendar.ts';
import type { Task } from '../../../core/contracts/session.ts';
import type { Draft } from './draft.ts';
import {
  ADDS,
  dateFits,
  isInWish,
  isSameWeek,
  namesOnlyWeekday,
  namesSlot,
  timeFits,
  wayFrom,
  wishAfter,
  wishFrom,
} from './wishes.ts';

/** Reads this message's date and time against what was shown, and drops what it replaces. */
export function takeAnswer(draft: Draft, task: Task): void {
  const { entities, session } = draft;
  const { expecting } = session;
  const isTimeInFront = expecting === 'time' || (expecting === 'confirmation' && task.date !== null);
  const aboutTime = isTimeInFront && entities.date === undefined && entities.weekday_filter === undefined;
  const { relative_order: order = null, ...besides } = entities;
  const wish = wishAfter(task.wish, aboutTime ? besides : entities);
  // Another part of the day that would do as well narrows nothing.
  if (entities.time_window !== undefined && ADDS.test(draft.turn.user_message)) wish.window = null;

  const byPlace =
    expecting === 'date' && entities.ordinal !== undefined ? atOrdinal(task.shown_dates, entities.ordinal) : undefined;
  const shifted = dayFromTheOne(draft, task);
  const pickedDate = byPlace ?? shifted ?? weekdayMeant(draft, task);
  const way = shifted === undefined && !namesSlot(entities) ? wayFrom(draft.turn.user_message) : null;
  const beside = way === null ? undefined : daysBeside(draft, task, way);
  const newDay =
    pickedDate ?? entities.date ?? shifted ?? beside ?? (aboutTime ? undefined : order) ?? entities.weekday_filter;
  const backToDates = draft.intent === 'deny' && (expecting === 'date' || expecting === 'time');
  if (newDay !== undefined && newDay !== null) {
    const day = pickedDate ?? shifted ?? beside;
    if (day !== undefined) Object.assign(wish, { date: day, order: null });
    // What was narrowed before stays narrowed: "the later one" of the two days that were shown.
    else if (entities.date === undefined && expecting === 'date') wish.date ??= task.within ?? null;
    // "Any weekend?", of a day that was chosen: that one is let go of.
    else if (entities.date === undefined && entities.weekday_filter !== undefined && typeof wish.date === 'string')
      wish.date = task.within ?? null;
    // "Monday morning then", of an evening that was chosen: that time is let go of as well.
    const { time_window: part } = entities;
    if (part === undefined || (task.time !== null && inWindow(task.time, part))) wish.time ??= task.time;
    Object.assign(task, { date: null, time: null, slots: null });
  } else if (way !== null && isTimeInFront) {
    wish.bound = boundBeside(task, way);
    Object.assign(wish, { time: null, window: null });
    task.time = null;
  } else if (backToDates) {
    Object.assign(wish, { date: task.within ?? null, order: null });
    Object.assign(task, { date: null, time: null, slots: null });
  } else if (expecting === 'date') {
    wish.date ??= task.within ?? null;
  }

  const pickedTime = aboutTime
    ? entities.ordinal !== undefined
      ? atOrdinal(task.shown_times, entities.ordinal)
      : order === null || entities.time !== undefined
        ? undefined
        : (task.shown_times.length > 0 ? task.shown_times : (task.slots?.times ?? [])).at(order === 'earliest' ? 0 : -1)
    : undefined;
  if (pickedTime !== undefined) Object.assign(wish, { time: pickedTime, window: null, bound: null });
  if (
    pickedTime !== undefined ||
    entities.time !== undefined ||
    entities.time_window !== undefined ||
    entities.time_bound !== undefined
  )
    task.time = null;
  task.wish = wish;
  dropWhatIsRuledOut(draft, task);
}

/** "A day later": counted from the day that is chosen, else from the one that is given up. */
function dayFromTheOne({ turn, entities }: Draft, task: Task): Task['wish']['date'] | undefined {
  const day = task.date ?? task.released?.date;
  return day === undefined ? undefined : wishFrom(entities, turn.user_message, day);
}

/** The open days before or after those that were shown. */
function daysBeside({ session, turn }: Draft, task: Task, way: 'earlier' | 'later'): Task['wish']['date'] | undefined {
  const [first] = task.shown_dates;
  const last = task.shown_dates.at(-1);
  const end = task.search?.dates.at(-1);
  if (session.expecting !== 'date' || first === undefined || last === undefined || end === undefined) return undefined;
  if (way === 'later') return end > last ? { start: addDays(last, 1), end } : undefined;
  const tomorrow = addDays(turn.now.slice(0, 10), 1);
  return first > tomorrow ? { start: tomorrow, end: addDays(first, -1) } : undefined;
}

/** The times before or after the one that was chosen, else those that leave out the last or first one shown. */
function boundBeside({ time, shown_times }: Task, way: 'earlier' | 'later'): Task['wish']['bound'] {
  const at = time ?? shown_times.at(way === 'later' ? 0 : -1);
  if (at === undefined) return null;
  return way === 'later' ? { after: at, strictly: true } : { before: at, strictly: true };
}

/** A day or time chosen before gives way to what this message rules out ("but not before nine", "not on a Friday"). */
function dropWhatIsRuledOut({ entities, session }: Draft, task: Task): void {
  const { wish } = task;
  const { time_bound: bound, excluded = [] } = entities;
  const isOut = (time: string) =>
    (bound?.after !== undefined && time < bound.after) || (bound?.before !== undefined && time >= bound.before);
  if (entities.time === undefined && wish.time !== null && isOut(wish.time)) wish.time = null;
  const { date, time } = task;
  if (date === null || excluded.length === 0) return;
  if (!dateFits(date, session.constraints)) {
    Object.assign(task, { date: null, time: null, slots: null });
    Object.assign(wish, { date: null, order: null });
  } else if (time !== null && !timeFits(date, time, session.constraints)) {
    task.time = null;
    wish.time = null;
  }
}

/**
 * A weekday alone ("Wednesday works", "make it Thursday") means the week of the date that was chosen, else the one that
 * was shown, if only one was; undefined leaves it the next such day.
 */
function weekdayMeant(
  { entities: { date }, turn: { user_message, now } }: Draft,
  task: Task,
): Task['wish']['date'] | undefined {
  if (date === undefined || !namesOnlyWeekday(user_message)) return undefined;
  if (typeof date !== 'string') return daysMeant(date, now.slice(0, 10), task);
  const sameDay = (other: string) => weekdayOf(other) === weekdayOf(date);
  const { date: chosen } = task;
  const inWeek = chosen === null ? [] : (task.search?.dates ?? []).filter((other) => isSameWeek(other, chosen));
  const ofWeek = inWeek.find(sameDay);
  if (ofWeek !== undefined || task.shown_dates.includes(date)) return ofWeek;
  // "What about Saturday", of a Friday that was chosen: the next day, open or not.
  const inThatWeek = chosen === null ? null : addDays(chosen, weekdayOf(date) - weekdayOf(chosen));
  if (inThatWeek !== null && inThatWeek > now.slice(0, 10)) return inThatWeek;
  const shown = task.shown_dates.filter(sameDay);
  if (shown.length === 1) return shown[0];
  // Said on a Monday, "Monday" means no visit that cannot be had any more.
  return date === now.slice(0, 10) ? (task.search?.dates.find(sameDay) ?? addDays(date, 7)) : undefined;
}

/** "Monday or Tuesday", said on a Monday: those of this week cannot be had any more. */
function daysMeant(span: { start: string; end: string }, today: string, { search }: Task): typeof span | undefined {
  const isOpen = (days: typeof span) => search === null || search.dates.some((open) => isInWish(open, days));
  if (span.start !== today || (search !== null && isOpen(span))) return undefined;
  const next = { start: addDays(span.start, 7), end: addDays(span.end, 7) };
  return isOpen(next) ? next : undefined;
}

const atOrdinal = <Item>(shown: readonly Item[], ordinal: number): Item | undefined =>
  shown.at(ordinal > 0 ? ordinal - 1 : ordinal);

/**
 * A number alone is a day of the month or an hour where one of those is open, and else a place among what was shown:
 * "1", of June 3, 4 and 5.
 */
export function withPlace(draft: Draft, { shown_dates, shown_times, search, slots }: Task): Draft {
  const { entities, session, turn } = draft;
  const place = Number(NUMBER_ALONE.exec(turn.user_message)?.[1] ?? 0);
  const isOfDays = session.expecting === 'date';
  const shown = isOfDays ? shown_dates : session.expecting === 'time' ? shown_times : [];
  if (place < 1 || place > shown.length || session.pending_action !== null) return draft;
  const open: readonly unknown[] = isOfDays ? (search?.dates ?? shown) : (slots?.times ?? shown);
  return open.includes(isOfDays ? entities.date : entities.time) ? draft : { ...draft, entities: { ordinal: place } };
}

const NUMBER_ALONE =
  /^\W*(?:(?:ok(?:ay)?|yes|um+|the|number|no\.?|option|#)\W*)*(\d{1,2})(?:\W*(?:please|pls|thanks))?\W*$/i;

/** "What else is there?" after dates were shown: the next page instead of the same one. */
export function wantsMore({ intent, entities, session, turn }: Draft, task: Task): boolean {
  if (session.expecting !== 'date' || task.shown_dates.length === 0) return false;
  const nothingNew =
    entities.date === undefined &&
    entities.ordinal === undefined &&
    entities.relative_order == null &&
    entities.weekday_filter === undefined;
  const asksOn = intent === 'check_availability' || intent === 'deny' || GOES_ON.test(turn.user_message);
  return nothingNew && wayFrom(turn.user_message) === null && asksOn;
}

/** "Next", "the next ones", "keep going": of a list of days that has more. */
const GOES_ON =
  /^\W*(?:(?:ok(?:ay)?|and|yes|show(?: me)?|see|the)\W+)*(?:(?:next|following)(?: (?:few|ones?|days|dates|page|set|five|three|week'?s))*|others?|other (?:ones|days|dates)|keep going|go on|continue|more)(?:\W+(?:please|pls|thanks))?\W*$/i;
