import { weekdayName } from '../../../../core/calendar.ts';
import type { Appointment, ProjectRef, ProjectView } from '../../../../core/contracts/project.ts';
import type { SessionContext } from '../../../../core/contracts/session.ts';
import { isHoliday } from '../../../../core/understanding/entities/holidays.ts';
import { asksWhetherDone } from '../../../../core/understanding/plain-questions.ts';
import { namingWords, shortOrderSaid } from '../../../../core/understanding/projects.ts';
import { getAppointmentStatus } from '../../../../tools/get-appointment-status.ts';
import { getBusinessHours } from '../../../../tools/get-business-hours.ts';
import { getWeather } from '../../../../tools/get-weather.ts';
import {
  type Draft,
  isSameProject,
  locationName,
  locationNamed,
  locations,
  refOf,
  sayFailure,
  today,
} from '../draft.ts';
import { call, type Flow, together } from '../flow.ts';
import { isInDoubt, tellUnshown } from '../own-writes.ts';
import { candidatesOf, viewOf } from '../read-projects.ts';
import { whichProject } from '../which-project.ts';
import { isInWish, rangeOf } from '../wishes.ts';
import { appointments, daysOf, listBy, whenAsked } from './projects.ts';

/** Asks of all visits rather than of one: "do I have anything on Friday", "what is scheduled next week". */
const OF_ALL_VISITS =
  /\b(?:any ?thing|everything|any (?:visits?|appointments?|jobs?|projects?|installs?)|visits|appointments|projects|jobs|how many|what else|what(?:'s|s| is| are| all is| do (?:i|we) have| have (?:i|we) got)(?: \w+){0,2} (?:scheduled|booked|planned|coming up|set up|lined up|happening|going on))\b|^\W*what(?:'s|s| is| do i have)? (?:on|for)\b/i;

/** "Which windows are scheduled this week": the visits among the projects of a kind. */
const WHICH_OF_A_KIND = /\b(?:which|what|how many|any)\b.*\b(?:scheduled|booked|planned|coming up)\b/i;

/** The visit that comes first, of all there are: "when is my next appointment", "what's next". */
const NEXT_VISIT =
  /\b(?:next|soonest|nearest|earliest) (?:(?:scheduled|booked|upcoming) )?(?:visit|appointment|install(?:ation)?|booking|one)\b|\bwhat(?:'s|’s| is) (?:coming up )?next\b/i;

/** Whether and when there is an appointment. */
export function* status(draft: Draft): Flow<void> {
  const { session, entities, turn } = draft;
  if (session.pending_action !== null && asksWhetherDone(turn.user_message)) {
    draft.acts.push({ act: 'not_yet', tool: session.pending_action.tool });
    return;
  }
  const isNamed =
    (entities.project !== undefined && namingWords(entities.project) !== null) ||
    entities.ordinal !== undefined ||
    shortOrderSaid(turn.user_message) !== null;
  // "The Plant City ones", of those it was asked about, is which.
  const isAnswer = session.expecting === 'project' && turn.intent === 'select_project';
  const isNext = NEXT_VISIT.test(turn.user_message) && whenAsked(draft) === undefined;
  if (!isNamed && !isAnswer && (session.project === null || isNext || OF_ALL_VISITS.test(turn.user_message))) {
    const found = yield* candidatesOf(draft, { group: 'scheduled' }, daysOf(draft));
    if (found === null) return;
    const next = isNext && found.total === found.projects.length ? nextVisit(draft, found.projects) : undefined;
    if (next !== undefined) return yield* tell(draft, next);
    const [visit] = found.total === 0 ? found.instead : found.projects;
    if ((found.total === 0 ? found.insteadTotal : found.total) === 1 && visit?.scheduled != null)
      return yield* tell(draft, visit);
    return yield* appointments(draft);
  }
  const date = whenAsked(draft);
  const kind = entities.project === undefined ? null : namingWords(entities.project);
  if (kind !== null && !/\d/.test(kind) && date !== undefined && WHICH_OF_A_KIND.test(turn.user_message))
    return yield* listBy(draft, { status: 'scheduled', words: kind, ...daysOf(draft), said: kind });
  const view = yield* whichProject(draft, {
    for: 'appointment_status',
    group: null,
    ...(date === undefined ? {} : { on: date }),
  });
  if (view !== null) yield* tell(draft, view);
}

/** The one that is not over and comes first; one whose hour nobody knows may still come that day. */
function nextVisit({ turn }: Draft, visits: readonly ProjectView[]): ProjectView | undefined {
  const now = turn.now.slice(0, 16);
  const [next] = visits
    .flatMap(({ scheduled, ...project }) => (scheduled === null ? [] : [{ ...project, scheduled }]))
    .filter(({ scheduled: { date, time, end_time } }) => `${date}T${end_time ?? time ?? '24:00'}` >= now)
    .sort((a, b) => beginsAt(a.scheduled).localeCompare(beginsAt(b.scheduled)));
  return next;
}

const beginsAt = ({ date, time }: Appointment): string => `${date}T${time ?? '24:00'}`;

function* tell(draft: Draft, view: ProjectView | undefined): Flow<void> {
  if (view === undefined) return;
  const project = refOf(view);
  draft.session.project = project;
  if (isInDoubt(draft, project)) return;
  const { client_id, project_id, location } = project;
  const found = yield* call(getAppointmentStatus, { client_id, project_id, location });
  if (found.status !== 'ok') return sayFailure(draft, found, 'project');
  const { project: now, technician } = found.value;
  const { status, group, scheduled } = now;
  if (tellUnshown(draft, now, scheduled === null ? 'book' : null)) return;
  if (scheduled === null) {
    draft.acts.push({ act: 'no_appointment', project, status, group });
    if (group === 'schedulable') draft.session.proposed = { intent: 'book_appointment', project };
    return;
  }
  const { date } = draft.entities;
  const asked = date !== undefined && !isInWish(scheduled.date, date) ? date : null;
  draft.acts.push({ act: 'show_appointment', project, status, group, appointment: scheduled, technician, asked });
}

/**
 * When the office is open: at the location named, else that of the project the talk is about, else at all of them.
 * Hours of one out of several locations say whose they are.
 */
export function* hours(draft: Draft): Flow<void> {
  const about = locationNamed(draft) === null ? draft.session.project?.client_id : undefined;
  const wanted = about === undefined ? locations(draft).map(({ client_id }) => client_id) : [about];
  const found = yield* together(wanted.map((client_id) => call(getBusinessHours, { client_id })));
  const { date } = draft.entities;
  const asked_day = typeof date === 'string' ? weekdayName(date) : dayNamed(draft.turn.user_message);
  for (const [index, outcome] of found.entries()) {
    if (outcome.status !== 'ok') {
      sayFailure(draft, outcome, 'hours');
      continue;
    }
    const location = locationName(draft, wanted[index] ?? '');
    draft.acts.push({
      act: 'show_hours',
      hours: outcome.value,
      asked_day,
      ...(typeof date === 'string' && isHoliday(date) ? { holiday: true as const } : {}),
      ...(location === null ? {} : { location }),
    });
  }
}

/** "Are you open Saturdays?" names a day without being a date. */
const dayNamed = (message: string): string | null => {
  const day = /\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b/i.exec(message)?.[1];
  return day === undefined ? null : `${day.charAt(0).toUpperCase()}${day.slice(1).toLowerCase()}day`;
};

const LONGEST_PLACE = 40;
const AT_A_VISIT = /\b(?:ones?|jobs?|projects?|visits?|appointments?) (?:in|at)\b/i;

/** The weather of a place, or of the place and day of an appointment. */
export function* weather(draft: Draft): Flow<void> {
  const { entities, session, turn } = draft;
  if (session.asks_place && entities.city === undefined && entities.project === undefined) {
    const place = turn.user_message.replace(/^\W*(?:in|for|at) |[.!?\s]+$/gi, '').trim();
    if (place.length <= LONGEST_PLACE && turn.classified_by === 'context')
      return yield* forecast(draft, { place, zip: null, city: null, state: null }, null);
  }
  // "At the one in Orlando", of who has a location there, is a visit.
  const isOfVisit = AT_A_VISIT.test(turn.user_message) && locationNamed(draft) !== null;
  if (entities.city !== undefined && !isOfVisit) {
    const place = entities.state === undefined ? entities.city : `${entities.city}, ${entities.state}`;
    return yield* forecast(draft, { place, zip: null, city: null, state: null }, null);
  }
  const view = yield* projectForWeather(draft);
  if (view === null) return;
  if (view.city === null && view.zip === null) {
    draft.acts.push({ act: 'no_weather', why: 'no_place', place: null, date: null });
    return;
  }
  session.project = refOf(view);
  yield* forecast(draft, { place: null, zip: view.zip, city: view.city, state: view.state }, view);
}

/** Named or active project, else the one with an appointment, else the only address there is. */
function* projectForWeather(draft: Draft): Flow<ProjectView | null> {
  if (draft.entities.project !== undefined || draft.entities.ordinal !== undefined)
    return yield* whichProject(draft, { for: 'weather', group: null });
  const active = draft.session.project === null ? null : yield* viewOf(draft, draft.session.project);
  if (draft.session.project !== null && (active === null || !meansAnotherVisit(draft, active))) return active;
  const scheduled = yield* candidatesOf(draft, { group: 'scheduled' });
  if (scheduled === null) return null;
  if (active !== null && scheduled.projects.length === 0) return active;
  const all = scheduled.projects.length > 0 ? scheduled.projects : scheduled.instead;
  const { date } = draft.entities;
  const onDate =
    date === undefined
      ? undefined
      : all.find((project) => project.scheduled !== null && isInWish(project.scheduled.date, date));
  const places = new Set(all.map(({ zip, city }) => zip ?? city));
  if (onDate !== undefined || places.size === 1 || scheduled.projects.length === 1) return onDate ?? all[0] ?? null;
  if (all.length === 0) {
    draft.acts.push({ act: 'no_weather', why: 'no_place', place: null, date: null });
    return null;
  }
  return yield* whichProject(draft, { for: 'weather', group: null });
}

/** The day that is being agreed on for a project. */
function chosenDay({ pending_action: pending, task }: SessionContext, project: ProjectRef): string | null {
  if (pending !== null && 'date' in pending && isSameProject(pending.project, project)) return pending.date;
  return task !== null && isSameProject(task.project, project) ? task.date : null;
}

/** "My install day", while the talk is about a project that has none yet. */
const meansAnotherVisit = ({ session, entities, turn }: Draft, { scheduled }: ProjectView): boolean =>
  scheduled === null && entities.date === undefined && session.task?.date == null && VISIT_DAY.test(turn.user_message);

const VISIT_DAY = /\b(?:install\w*|appointment|visit|delivery|measure\w*) (?:day|date)\b|\bday of (?:the|my|our)\b/i;

function* forecast(
  draft: Draft,
  where: { place: string | null; zip: string | null; city: string | null; state: string | null },
  view: ProjectView | null,
): Flow<void> {
  const { entities, session } = draft;
  const planned = view === null ? null : (chosenDay(session, refOf(view)) ?? view.scheduled?.date ?? null);
  const aboutVisit = planned !== null && planned >= today(draft);
  const wanted = entities.date !== undefined ? rangeOf(entities.date) : aboutVisit ? rangeOf(planned) : null;
  const found = yield* call(getWeather, {
    ...where,
    start: wanted?.start ?? null,
    end: wanted?.end ?? null,
    category: view?.category ?? null,
  });
  const place = where.place ?? where.city;
  if (found.status === 'ok' && found.value.days.length > 0) {
    const days = found.value.days.slice(0, wanted === null ? 5 : 16);
    const project = view === null ? null : refOf(view);
    draft.acts.push({
      act: 'show_weather',
      place: found.value.place,
      days,
      project,
      appointment: view?.scheduled ?? null,
    });
    return;
  }
  const why =
    found.status === 'not_found'
      ? 'unknown_place'
      : found.status === 'refused' || found.status === 'ok'
        ? 'too_far'
        : 'unavailable';
  draft.acts.push({ act: 'no_weather', why, place, date: wanted?.start ?? null });
}
