import { addDays, inWindow, weekdayOf } from '../../../../core/calendar.ts';
import type { PendingActionOf } from '../../../../core/contracts/action.ts';
import type { Failure } from '../../../../core/contracts/outcome.ts';
import type { ProjectRef, ProjectView } from '../../../../core/contracts/project.ts';
import type { Task } from '../../../../core/contracts/session.ts';
import { isOutdoor } from '../../../../core/rules/weather.ts';
import { getAppointmentStatus } from '../../../../tools/get-appointment-status.ts';
import { getAvailableDates } from '../../../../tools/get-available-dates.ts';
import { getInstallationAddress } from '../../../../tools/get-installation-address.ts';
import { getTimeSlots } from '../../../../tools/get-time-slots.ts';
import { getWeather } from '../../../../tools/get-weather.ts';
import { selectDate } from '../../../../tools/select-date.ts';
import {
  askToConfirm,
  closeQuestion,
  correctionOf,
  type Draft,
  isSameProject,
  keepMove,
  newTask,
  pendingBase,
  refOf,
  sayFailure,
  today,
} from '../draft.ts';
import { call, type Flow, together } from '../flow.ts';
import { tellUnshown } from '../own-writes.ts';
import { viewOf, whichProject } from '../which-project.ts';
import {
  ADDS,
  broken,
  dateFits,
  isInWish,
  isSameWeek,
  namesOnlyWeekday,
  namesSlot,
  nearest,
  searchWindow,
  timeFits,
  wayFrom,
  wishAfter,
  wishFrom,
} from '../wishes.ts';
import { handOver } from './handoff.ts';

/** How many dates are put before the customer at once. */
const datesAtOnce = (draft: Draft): number => (draft.turn.channel === 'voice' ? 3 : 5);

/** Books a first visit, or only looks at what is open: the same search, and a date that is picked goes on to a booking. */
export function* schedule(draft: Draft, intent: 'book_appointment' | 'check_availability'): Flow<void> {
  const { session } = draft;
  const running = session.task;
  if (running?.project != null && isScheduling(running) && !namesAnotherProject(draft)) {
    if (running.intent === 'check_availability') running.intent = intent;
    return yield* goOn(draft, running);
  }
  const view = yield* whichProject(draft, { for: intent, group: 'schedulable' });
  if (view === null) return keepWish(draft, intent, running);
  session.project = refOf(view);
  if (!mayBook(draft, view)) return;
  keepMove(draft, refOf(view));
  yield* goOn(draft, takeUp(draft, view) ?? startTask(intent, view, running), view);
}

/** Goes on with a scheduling task after an answer: a project, a date, a time, a change of mind. */
export function* goOn(draft: Draft, task: Task, view: ProjectView | null = null): Flow<void> {
  const { session } = draft;
  takeAnswer(draft, task);
  session.task = task;
  const turnsPage = wantsMore(draft, task);
  closeQuestion(draft);
  const project = task.project;
  if (project === null) return;
  if (saidImpossibleDate(draft, task)) task.wish.date = null;

  if (task.search === null || task.search.dates.every((date) => date <= today(draft)) || outOfReach(draft, task)) {
    if (!(yield* search(draft, task, project, view))) return;
  }
  if (task.date === null && !chooseDate(draft, task, turnsPage)) return yield* adviseOnWeather(draft, task, view);
  if (task.time === null && !(yield* chooseTime(draft, task, project))) return;
  yield* summarise(draft, task, project);
}

export const isScheduling = (task: Task): boolean =>
  task.intent === 'book_appointment' ||
  task.intent === 'check_availability' ||
  task.intent === 'reschedule_appointment';

const namesAnotherProject = ({ entities, session }: Draft): boolean =>
  entities.project !== undefined || (entities.ordinal !== undefined && session.expecting === 'project');

/** The wish that came with a request survives the question which project is meant. */
function keepWish(draft: Draft, intent: Task['intent'], asked: Task | null): void {
  if (draft.session.expecting !== 'project') return;
  const task = newTask(intent, null);
  task.wish = wishAfter(asked !== null && asked.project === null ? asked.wish : task.wish, draft.entities);
  draft.session.task = task;
}

/** A move of this very project that was put aside after its old time was given up: a new time for it is what ends it. */
function takeUp({ session }: Draft, view: ProjectView): Task | null {
  const { interrupted } = session;
  if (interrupted === null || interrupted.released === null || !isSameProject(interrupted.project, refOf(view)))
    return null;
  session.interrupted = null;
  return interrupted;
}

function startTask(intent: Task['intent'], view: ProjectView, waiting: Task | null): Task {
  const task = newTask(intent, refOf(view));
  if (waiting !== null && waiting.project === null) task.wish = waiting.wish;
  return task;
}

/** Says why a project's status takes no first booking. */
function mayBook(draft: Draft, view: ProjectView): boolean {
  const project = refOf(view);
  const { group, status } = view;
  if (group === 'schedulable') return true;
  closeQuestion(draft);
  draft.session.task = null;
  if (tellUnshown(draft, view, 'move')) return false;
  if (group === 'scheduled') {
    draft.acts.push({ act: 'already_scheduled', project, appointment: view.scheduled });
    draft.session.proposed = { intent: 'reschedule_appointment', project };
  } else if (group === 'completed' || group === 'cancelled' || group === 'closed') {
    draft.acts.push({ act: 'ended_project', project, status, group });
    draft.session.proposed = { intent: 'talk_to_human', project };
  } else {
    draft.acts.push({ act: 'not_allowed', project, status, group, wanted: 'book' });
    draft.session.proposed = { intent: 'talk_to_human', project };
  }
  return false;
}

/** Reads this message's date and time against what was shown, and drops what it replaces. */
function takeAnswer(draft: Draft, task: Task): void {
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
    wish.time ??= task.time;
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

/** "What else is there?" after dates were shown: the next page instead of the same one. */
function wantsMore({ intent, entities, session, turn }: Draft, task: Task): boolean {
  if (session.expecting !== 'date' || task.shown_dates.length === 0) return false;
  const nothingNew =
    entities.date === undefined &&
    entities.ordinal === undefined &&
    entities.relative_order == null &&
    entities.weekday_filter === undefined;
  return nothingNew && wayFrom(turn.user_message) === null && (intent === 'check_availability' || intent === 'deny');
}

function saidImpossibleDate(draft: Draft, task: Task): boolean {
  const { date_problem: problem } = draft.entities;
  const wished = task.wish.date;
  if (problem !== undefined) {
    draft.acts.push({
      act: 'date_problem',
      problem: problem.kind,
      words: problem.words,
      date: draft.entities.date ?? null,
    });
    return true;
  }
  const isToday = typeof wished === 'string' && wished === today(draft);
  if (isToday) draft.acts.push({ act: 'date_problem', problem: 'today', words: null, date: wished });
  return isToday;
}

/** The wish lies beyond what was searched. */
function outOfReach(draft: Draft, task: Task): boolean {
  const last = task.search?.dates.at(-1);
  return task.wish.date !== null && last !== undefined && searchWindow(today(draft), task.wish.date).end !== undefined;
}

function* search(draft: Draft, task: Task, project: ProjectRef, view: ProjectView | null): Flow<boolean> {
  const { client_id, project_id } = project;
  const found = yield* call(getAvailableDates, {
    client_id,
    project_id,
    ...searchWindow(today(draft), task.wish.date),
  });
  if (found.status === 'ok') {
    draft.session.failures = 0;
    task.search = { dates: found.value.dates, request_id: found.value.request_id };
    return true;
  }
  if (found.status === 'refused' && found.reason === 'already_scheduled') {
    const current = view ?? (yield* viewOf(draft, project));
    draft.session.task = null;
    if (current !== null && tellUnshown(draft, current, current.scheduled === null ? null : 'move')) return false;
    draft.acts.push({ act: 'already_scheduled', project, appointment: current?.scheduled ?? null });
    draft.session.proposed = { intent: 'reschedule_appointment', project };
  } else if (found.status === 'refused') {
    draft.acts.push({ act: 'not_schedulable', project });
    draft.session.task = null;
    yield* handOver(draft, 'not_schedulable');
  } else {
    sayFailure(draft, found, 'dates');
  }
  return false;
}

/** Settles the date, or shows which are open. */
function chooseDate(draft: Draft, task: Task, turnsPage: boolean): boolean {
  const { session, entities } = draft;
  const project = task.project;
  const open = task.search?.dates ?? [];
  if (project === null) return false;
  const { wish } = task;
  const filter = entities.weekday_filter;
  const last = task.shown_dates.at(-1);
  // The end of what the dates were narrowed to: more of them are later ones.
  const later = last === undefined ? [] : open.filter((date) => date > last);
  if (turnsPage && later.length > 0 && !later.some((date) => isInWish(date, wish.date ?? date))) wish.date = null;
  const fitting = open.filter((date) => dateFits(date, session.constraints));
  const inSpan = fitting.filter((date) => wish.date === null || isInWish(date, wish.date));
  const asked = filter === undefined ? inSpan : inSpan.filter((date) => filter.includes(weekdayOf(date)));
  const constrained = fitting.length < open.length;

  if (typeof wish.date === 'string' && open.includes(wish.date)) {
    task.date = wish.date;
    if (task.within != null && !isInWish(task.date, task.within)) task.within = null;
    return true;
  }
  if (asked.length === 0) {
    // Days of that span are open, only not on such a weekday.
    const others = inSpan.length > 0 ? inSpan : fitting.length > 0 ? fitting : open;
    const instead = wish.date === null || inSpan.length > 0 ? others.slice(0, 5) : nearest(fitting, wish.date, 5);
    const weekdays = filter === undefined || inSpan.length === 0 ? {} : { weekdays: filter };
    draft.acts.push({ act: 'no_dates', project, asked: wish.date, ...weekdays, constrained, instead });
    offerForChoice(draft, task, instead);
    return false;
  }
  // The span that a day was looked for in stays when that day is refused.
  if (wish.date !== null && typeof wish.date !== 'string' && (wish.order !== null || asked.length === 1))
    task.within = wish.date;
  if (wish.order !== null) {
    task.date = (wish.order === 'earliest' ? asked[0] : asked.at(-1)) ?? null;
    return task.date !== null;
  }
  if (asked.length === 1 && wish.date !== null) {
    task.date = asked[0] ?? null;
    return task.date !== null;
  }
  const rest = turnsPage && last !== undefined ? asked.filter((date) => date > last) : asked;
  const dates = (rest.length > 0 ? rest : asked).slice(0, datesAtOnce(draft));
  const time = wish.time ?? wish.window ?? boundWish(wish.bound ?? null);
  draft.acts.push({
    act: 'offer_dates',
    project,
    dates,
    total: rest.length > 0 ? rest.length : asked.length,
    asked: wish.date,
    weather: [],
    constrained,
    choosing: task.intent !== 'check_availability',
    ...(time === null ? {} : { time }),
  });
  offerForChoice(draft, task, dates);
  return false;
}

function offerForChoice(draft: Draft, task: Task, dates: readonly string[]): void {
  const { date: wished } = task.wish;
  const isNarrowed = wished !== null && typeof wished !== 'string' && dates.every((date) => isInWish(date, wished));
  task.within = isNarrowed ? wished : null;
  Object.assign(task.wish, { date: null, order: null });
  task.shown_dates = [...dates];
  draft.session.expecting = dates.length > 0 ? 'date' : null;
}

/** Puts the forecast beside the offered dates of outdoor work. Without a forecast the dates stand alone. */
function* adviseOnWeather(draft: Draft, task: Task, view: ProjectView | null): Flow<void> {
  const offer = draft.acts.find((act) => act.act === 'offer_dates');
  const { project } = task;
  if (offer === undefined || project === null || !isOutdoor(project.category)) return;
  const seen = view ?? (yield* placeOf(project));
  if (seen === null || seen.city === null) return;
  const { city, state, zip, category } = seen;
  const [start, end] = [offer.dates[0] ?? null, offer.dates.at(-1) ?? null];
  const forecast = yield* call(getWeather, { place: null, zip, city, state, start, end, category });
  if (forecast.status === 'ok')
    offer.weather = forecast.value.days.filter(({ date }) => offer.dates.includes(date)).slice(0, 10);
}

function* placeOf({ client_id, project_id, location }: ProjectRef): Flow<ProjectView | null> {
  const found = yield* call(getAppointmentStatus, { client_id, project_id, location });
  return found.status === 'ok' ? found.value.project : null;
}

/** Settles the time among the slots of the chosen date, or shows them. */
function* chooseTime(draft: Draft, task: Task, project: ProjectRef): Flow<boolean> {
  const { session } = draft;
  const { date } = task;
  if (date === null || task.search === null) return false;
  if (task.slots?.date !== date && !(yield* loadSlots(draft, task, project, date))) return false;
  const times = task.slots?.times ?? [];
  const { wish } = task;

  if (wish.time !== null && times.includes(wish.time)) {
    task.time = wish.time;
    return true;
  }
  const { bound = null } = wish;
  const fitting = times.filter((time) => timeFits(date, time, session.constraints));
  const asked = fitting.filter(
    (time) =>
      (wish.window === null || inWindow(time, wish.window)) &&
      (bound?.after === undefined || (bound.strictly === true ? time > bound.after : time >= bound.after)) &&
      (bound?.before === undefined || time < bound.before),
  );
  const { windows, after, before } = session.constraints;
  const [window = null] = wish.window === null && windows.length === 1 ? windows : [wish.window];
  const limit = bound ?? { ...(after === null ? {} : { after }), ...(before === null ? {} : { before }) };
  const missed = wish.time ?? (asked.length === 0 ? (window ?? boundWish(limit)) : null);
  // "Anything later?" asks what there is; "after two" says what will do.
  const narrowed = wish.window !== null || (bound !== null && bound.strictly !== true);
  if (asked.length === 1 && narrowed && wish.time === null && task.intent !== 'check_availability') {
    task.time = asked[0] ?? null;
    return task.time !== null;
  }
  const shown = (asked.length > 0 ? asked : fitting.length > 0 ? fitting : times).slice(0, 12);
  draft.acts.push({
    act: 'offer_times',
    project,
    date,
    times: shown,
    asked: missed,
    constrained: fitting.length < times.length,
    others: times.filter((time) => !shown.includes(time)).slice(0, 12),
    choosing: task.intent !== 'check_availability',
  });
  Object.assign(wish, { time: null, window: null, bound: null });
  task.shown_times = shown;
  session.expecting = 'time';
  return false;
}

/** A limit that no open time keeps: `after 16:00`. */
function boundWish(bound: NonNullable<Task['wish']['bound']> | null): string | null {
  if (bound?.after !== undefined) return `after ${bound.after}`;
  return bound?.before === undefined ? null : `before ${bound.before}`;
}

/** Fetches the slots of a date; a search ticket that has run out is renewed once. */
function* loadSlots(draft: Draft, task: Task, project: ProjectRef, date: string, isRetry = false): Flow<boolean> {
  const { client_id, project_id } = project;
  const { dates, request_id } = task.search ?? { dates: [], request_id: null };
  if (request_id === null || !dates.includes(date)) return noTimes(draft, task, project, date, null);
  const [chosen, found] = yield* both(
    call(selectDate, { date, offered: dates }),
    call(getTimeSlots, { client_id, project_id, date, request_id }),
  );
  if (found.status === 'ok' && found.value.times.length > 0 && chosen.status === 'ok') {
    task.slots = { date, times: found.value.times, request_id: found.value.request_id };
    task.search = { dates, request_id: found.value.request_id };
    return true;
  }
  if (found.status === 'refused' && found.reason === 'stale_request' && !isRetry)
    return (yield* search(draft, task, project, null)) && (yield* loadSlots(draft, task, project, date, true));
  return noTimes(draft, task, project, date, found.status === 'ok' ? null : found);
}

function noTimes(draft: Draft, task: Task, project: ProjectRef, date: string, failure: Failure | null): false {
  if (failure !== null && failure.status !== 'refused') {
    sayFailure(draft, failure, 'times');
    task.date = null;
    task.wish.date = date;
    draft.session.expecting = 'date';
    return false;
  }
  const rest = (task.search?.dates ?? []).filter(
    (other) => other !== date && dateFits(other, draft.session.constraints),
  );
  if (task.search !== null) task.search.dates = task.search.dates.filter((other) => other !== date);
  const instead = nearest(rest, date, 5);
  draft.acts.push({ act: 'no_times', project, date, constrained: false, instead });
  Object.assign(task, { date: null, slots: null });
  offerForChoice(draft, task, instead);
  return false;
}

function* both<A, B>(a: Flow<A>, b: Flow<B>): Flow<[A, B]> {
  return (yield* together<A | B>([a, b])) as [A, B];
}

/** All is chosen: one summary with the address, and the question for the yes. */
function* summarise(draft: Draft, task: Task, project: ProjectRef): Flow<void> {
  const { date, time } = task;
  if (date === null || time === null) return;
  const breaks = broken(draft.session.constraints, date, time);
  const request_id = task.slots?.request_id ?? task.search?.request_id ?? null;
  if (task.intent === 'reschedule_appointment' && task.released === null) {
    const view = yield* viewOf(draft, project);
    if (view === null || view.scheduled === null) return;
    const { date: oldDate, time: oldTime } = view.scheduled;
    const move = {
      tool: 'reschedule_appointment' as const,
      date: oldDate,
      time: oldTime,
      new_date: date,
      new_time: time,
      request_id,
    };
    return askToConfirm(draft, { ...pendingBase(draft, project), ...move }, breaks);
  }
  const { client_id, project_id } = project;
  const found = yield* call(getInstallationAddress, { client_id, project_id });
  if (found.status !== 'ok') {
    sayFailure(draft, found, 'project');
    draft.session.expecting = 'time';
    return;
  }
  const onFile = found.value.address;
  // What the office has been asked to correct before needs no second request.
  const requested = correctionOf(draft, project);
  const booking: Omit<PendingActionOf<'confirm_appointment'>, 'id' | 'project' | 'expires_at'> = {
    tool: 'confirm_appointment',
    date,
    time,
    address: task.address ?? requested ?? onFile,
    address_change: task.address !== null && task.address !== requested,
    old_address: onFile,
    request_id,
    completes_reschedule: task.released !== null,
  };
  askToConfirm(draft, { ...pendingBase(draft, project), ...booking }, breaks);
}
