import { inWindow, weekdayOf } from '../../../core/calendar.ts';
import type { Failure } from '../../../core/contracts/outcome.ts';
import type { ProjectRef, ProjectView } from '../../../core/contracts/project.ts';
import type { Task } from '../../../core/contracts/session.ts';
import { isOutdoor } from '../../../core/rules/weather.ts';
import { getAppointmentStatus } from '../../../tools/get-appointment-status.ts';
import { getTimeSlots } from '../../../tools/get-time-slots.ts';
import { getWeather } from '../../../tools/get-weather.ts';
import { selectDate } from '../../../tools/select-date.ts';
import { search } from './date-search.ts';
import { type Draft, sayFailure } from './draft.ts';
import { call, type Flow, together } from './flow.ts';
import { dateFits, isInWish, nearest, timeFits } from './wishes.ts';

/** How many dates are put before the customer at once. */
const datesAtOnce = (draft: Draft): number => (draft.turn.channel === 'voice' ? 3 : 5);

/** Settles the date, or shows which are open. */
export function chooseDate(draft: Draft, task: Task, turnsPage: boolean): boolean {
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
export function* adviseOnWeather(draft: Draft, task: Task, view: ProjectView | null): Flow<void> {
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
export function* chooseTime(draft: Draft, task: Task, project: ProjectRef): Flow<boolean> {
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
  // A ticket that is refused as soon as it was given tells nothing of the day.
  const isFault =
    failure !== null &&
    (failure.status !== 'refused' || failure.reason === 'stale_request' || failure.reason === 'other');
  if (isFault) {
    sayFailure(draft, failure.status === 'refused' ? { status: 'unavailable' } : failure, 'times');
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
