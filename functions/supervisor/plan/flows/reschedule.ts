import { addDays } from '../../../../core/calendar.ts';
import type { Appointment } from '../../../../core/contracts/project.ts';
import type { DateWish } from '../../../../core/contracts/session.ts';
import { keepsTime } from '../../../../core/rules/old-time.ts';
import { saysSameDay } from '../../../../core/understanding/same-day.ts';
import { openDates } from '../date-search.ts';
import {
  askToConfirm,
  closeQuestion,
  type Draft,
  keepMove,
  newTask,
  pendingBase,
  refOf,
  sayFailure,
  today,
} from '../draft.ts';
import type { Flow } from '../flow.ts';
import { leavesOpenWhat, visitOf } from '../visit.ts';
import { wayFrom, wishAfter, wishFrom } from '../wishes.ts';
import { handOver } from './handoff.ts';
import { goOn } from './scheduling.ts';

/**
 * Moves an appointment. Where PF360 shows new times before the old one is released, the new one is agreed first and one
 * yes does both; where it refuses (the rule today), the customer is told that the old time goes first, and says yes to that.
 */
export function* reschedule(draft: Draft): Flow<void> {
  const { session, entities } = draft;
  const running = session.task;
  if (running?.intent === 'reschedule_appointment' && running.released !== null && entities.project === undefined)
    return yield* goOn(draft, running);

  const visit = yield* visitOf(draft, 'reschedule_appointment');
  if (visit === null) return;
  const { view, appointment } = visit;
  if (running?.intent !== 'reschedule_appointment' && leavesOpenWhat(draft)) {
    closeQuestion(draft);
    draft.acts.push({ act: 'ask_cancel_or_move', project: refOf(view), appointment });
    return;
  }
  keepMove(draft, refOf(view));
  const task =
    running?.intent === 'reschedule_appointment' && running.released === null
      ? running
      : newTask('reschedule_appointment', refOf(view));
  task.project = refOf(view);
  const said = newTimeSaid(draft, appointment);
  const isTimeKept = said.time === undefined && appointment.time !== null && keepsTime(draft.turn.user_message);
  task.wish = wishAfter(task.wish, isTimeKept ? { ...said, time: appointment.time ?? undefined } : said);
  const way = onSameDay(draft.turn.user_message) ? wayFrom(draft.turn.user_message) : null;
  if (way !== null && appointment.time !== null)
    task.wish.bound = { [way === 'later' ? 'after' : 'before']: appointment.time, strictly: true };
  session.task = task;
  session.project = refOf(view);
  closeQuestion(draft);

  const found = yield* openDates(draft, task, refOf(view));
  if (found.status === 'ok') {
    task.search = { dates: found.value.dates, request_id: found.value.request_id };
    return yield* goOn({ ...draft, entities: {} }, task, view);
  }
  if (found.status !== 'refused') return sayFailure(draft, found, 'dates');
  if (found.reason === 'not_allowed') {
    session.task = null;
    draft.acts.push({ act: 'not_schedulable', project: refOf(view) });
    return yield* handOver(draft, 'not_schedulable');
  }
  askToConfirm(draft, {
    ...pendingBase(draft, refOf(view)),
    tool: 'reschedule_appointment',
    date: appointment.date,
    time: appointment.time,
    new_date: null,
    new_time: null,
    request_id: null,
  });
}

/** What is said of the new time: the day the visit is on is not the new one, and "a week later" counts from it. */
function newTimeSaid(draft: Draft, { date: present, time: at }: Appointment): Draft['entities'] {
  const { date: said, ...besides } = draft.entities;
  const { existing_date } = besides;
  const later = said === undefined ? undefined : wishFrom(draft.entities, draft.turn.user_message, present);
  if (later !== undefined) return { ...besides, date: later };
  if (said !== undefined && said !== present && JSON.stringify(said) !== JSON.stringify(existing_date))
    return draft.entities;
  if (onSameDay(draft.turn.user_message)) return { ...besides, date: present, relative_order: undefined };
  // "To three o'clock", with no other day: on the day it is on.
  const { time, time_window, time_bound } = besides;
  const saysPart = said !== undefined && (time_window !== undefined || time_bound !== undefined);
  if ((time !== undefined && time !== at) || (time === undefined && saysPart)) return { ...besides, date: present };
  const counted = wishFromVisit(draft, present);
  return counted === undefined ? besides : { ...besides, date: counted };
}

/** "Push it back a week", "a day later", "to an earlier day": days as they lie from the visit that is moved. */
function wishFromVisit(draft: Draft, visit: string): DateWish | undefined {
  const counted = wishFrom(draft.entities, draft.turn.user_message, visit);
  const tomorrow = addDays(today(draft), 1);
  if (counted !== undefined) return typeof counted === 'string' && counted < tomorrow ? undefined : counted;
  return SOONER.test(draft.turn.user_message) && visit > tomorrow
    ? { start: tomorrow, end: addDays(visit, -1) }
    : undefined;
}

const onSameDay = (said: string): boolean => saysSameDay(said) || /\b(?:later|earlier) in the day\b/i.test(said);

/** Sooner by days; "earlier in the day" is a matter of hours. */
const SOONER = /\b(?:earlier|sooner)\b(?! (?:in the|that day|time|slot|than \d|on|the same))/i;
