import { isAfter } from '../../../../core/calendar.ts';
import type { PendingAction, PendingActionOf, WriteStatus } from '../../../../core/contracts/action.ts';
import type { Outcome, RefusalReason } from '../../../../core/contracts/outcome.ts';
import type { ProjectRef } from '../../../../core/contracts/project.ts';
import { addNote } from '../../../../tools/add-note.ts';
import { cancelAppointment } from '../../../../tools/cancel-appointment.ts';
import { confirmAppointment } from '../../../../tools/confirm-appointment.ts';
import { requestAddressChange } from '../../../../tools/request-address-change.ts';
import { rescheduleAppointment } from '../../../../tools/reschedule-appointment.ts';
import type { WriteValue } from '../../../../tools/write-value.ts';
import { askToConfirm, closeQuestion, type Draft, isSameProject, newTask, pendingBase } from '../draft.ts';
import { call, type Flow } from '../flow.ts';
import { changesVisit, keepOwnWrite } from '../own-writes.ts';
import { keepDone } from '../same-again.ts';
import { takeNext } from '../to-do.ts';
import { proposeAddress } from './address.ts';
import { handOver } from './handoff.ts';
import { reschedule } from './reschedule.ts';
import { goOn, isScheduling } from './scheduling.ts';

/** A bare "yeah" on the phone is not a yes to a write. */
const WEAK_YES =
  /^(?:(?:um+|uh+|well|oh|so)[ ,.]*)*(?:yeah|yea|yah|ya|yep|yup|ok|okay|k|uh[- ]?huh|mm?[- ]?hmm?|mhm|i guess|i suppose|fine|sure|no prob(?:lem|s)?|s[ií]|claro)[ .!,]*$/i;

/** The customer says yes: the stored action runs, and only that one. */
export function* confirm(draft: Draft, action: PendingAction): Flow<void> {
  const { session, turn } = draft;
  if (isAfter(turn.now, action.expires_at)) {
    closeQuestion(draft);
    draft.acts.push({ act: 'pending_expired', tool: action.tool });
    return askAgain(draft, action);
  }
  if (turn.channel === 'voice' && WEAK_YES.test(turn.user_message.trim())) {
    draft.acts.push({ act: 'confirm_clearly', action });
    session.expecting = 'confirmation';
    return;
  }
  const outcome = yield* write(action);
  closeQuestion(draft);
  yield* report(draft, action, outcome);
}

/** Runs a write. Its id is the idempotency key: however often this is reached, PF360 is asked once. */
export function* write(action: PendingAction): Flow<Outcome<WriteValue>> {
  switch (action.tool) {
    case 'confirm_appointment':
      return yield* call(confirmAppointment, action);
    case 'reschedule_appointment':
      return yield* call(rescheduleAppointment, action);
    case 'cancel_appointment':
      return yield* call(cancelAppointment, action);
    case 'add_note':
      return yield* call(addNote, action);
    case 'request_address_change':
      return yield* call(requestAddressChange, action);
  }
}

const STATUS_OF: Record<Exclude<Outcome<WriteValue>['status'], 'ok'>, WriteStatus> = {
  refused: 'refused',
  not_found: 'not_done',
  expired: 'not_done',
  unavailable: 'not_done',
  unknown: 'unknown',
};

/** Says what became of a write, and goes on from there. */
export function* report(draft: Draft, action: PendingAction, outcome: Outcome<WriteValue>): Flow<void> {
  const { session } = draft;
  const value = outcome.status === 'ok' ? outcome.value : null;
  const status = outcome.status === 'ok' ? outcome.value.status : STATUS_OF[outcome.status];
  const released =
    action.tool === 'reschedule_appointment' && value !== null && value.booked !== true && status !== 'rehearsed';
  draft.result.write_outcome = { tool: action.tool, status };
  draft.acts.push({
    act: 'write_result',
    action,
    status,
    refusal: refusalOf(outcome),
    confirmation_number: value?.confirmation_number ?? null,
    reason_saved: value?.reason_saved ?? null,
    address_filed: value?.address_filed ?? null,
    released_only: released,
  });
  session.project = action.project;
  if (value !== null && status !== 'rehearsed') {
    keepCorrection(draft, action, value);
    keepOwnWrite(draft, action, value);
  }
  const givesUp = action.tool === 'cancel_appointment' || action.tool === 'reschedule_appointment';
  if (givesUp && outcome.status === 'ok') session.freed = { date: action.date, time: action.time };
  if (action.tool === 'add_note' && outcome.status === 'ok')
    session.noted = { project: action.project, note_text: action.note_text, turn: draft.turn.turn };

  if (outcome.status === 'ok') {
    if (released && action.tool === 'reschedule_appointment') return yield* chooseNewTime(draft, action, outcome.value);
    return yield* done(draft, action);
  }
  if (outcome.status === 'unknown') {
    session.unresolved = [...session.unresolved, action].slice(-3);
    session.task = null;
    if (outcome.denial === 'expired') draft.acts.push({ act: 'failure', kind: 'expired', of: 'write' });
    return;
  }
  if (outcome.status === 'expired') {
    draft.acts.push({ act: 'failure', kind: 'expired', of: 'write' });
    // The write still waits for its yes; nothing more is asked of a customer who has to sign in first.
    session.pending_action = { ...action, ...pendingBase(draft, action.project) };
    session.expecting = 'confirmation';
    return;
  }
  if (outcome.status === 'refused' && action.tool === 'confirm_appointment') return yield* offerAnew(draft, action);
  if (outcome.status === 'refused') {
    session.task = null;
    // The old time stands: another new one can be agreed on.
    if (action.tool === 'reschedule_appointment' && outcome.reason === 'slot_taken')
      return yield* reschedule({ ...draft, intent: 'reschedule_appointment', entities: {} });
    return yield* handOver(draft, action.tool === 'reschedule_appointment' ? 'reschedule_stuck' : 'blocked');
  }
  askAgain(draft, action);
}

/** Why PF360 said no, whether or not it could be checked that nothing was changed. */
function refusalOf(outcome: Outcome<WriteValue>): RefusalReason | null {
  if (outcome.status === 'refused') return outcome.reason;
  return outcome.status !== 'unknown' || outcome.denial === 'expired' ? null : (outcome.denial ?? null);
}

/** From now on the corrected address is spoken of, as one that the office reviews. */
function keepCorrection({ session }: Draft, action: PendingAction, { address_filed }: WriteValue): void {
  const isFiled = action.tool === 'request_address_change' || address_filed === true;
  if (!isFiled || !('address' in action) || action.address === null) return;
  const { project, address } = action;
  const { client_id, project_id } = project;
  session.corrections = [...session.corrections, { client_id, project_id, address }].slice(-5);
}

/** The task is over; an interrupted one is gone on with, unless this has settled it. */
function* done(draft: Draft, action: PendingAction): Flow<void> {
  const { session } = draft;
  session.failures = 0;
  keepDone(draft, action);
  const others = session.task?.others ?? [];
  session.task = null;
  if (yield* forOthers(draft, action, others)) return;
  const { interrupted } = session;
  const isOfVisit =
    interrupted !== null && interrupted.intent !== 'add_note' && interrupted.intent !== 'change_address';
  if (isOfVisit && changesVisit(action) && isSameProject(interrupted.project, action.project))
    session.interrupted = null;
  yield* resumeInterrupted(draft);
}

/** The same note or address for the next of the projects it is for; false when there is none. */
function* forOthers(draft: Draft, action: PendingAction, [next, ...others]: ProjectRef[]): Flow<boolean> {
  if (next === undefined) return false;
  if (action.tool === 'request_address_change') {
    yield* proposeAddress(draft, next, action.address, others);
    return true;
  }
  if (action.tool !== 'add_note') return false;
  const { note_text } = action;
  draft.session.task = { ...newTask('add_note', next), note_text, others };
  askToConfirm(draft, { ...pendingBase(draft, next), tool: 'add_note', note_text });
  return true;
}

/** Goes back to what was put aside, or on to what waits for its turn: its question is asked, or a yes goes on. */
export function* resumeInterrupted(draft: Draft): Flow<void> {
  const { session } = draft;
  const waiting = takeNext(session);
  if (waiting === null) return;
  const project = waiting.project ?? (waiting.named === undefined ? session.project : null);
  session.project = project;
  if (waiting.intent === 'add_note' && waiting.note_text !== null && project !== null) {
    session.task = { ...waiting, project };
    return askToConfirm(draft, { ...pendingBase(draft, project), tool: 'add_note', note_text: waiting.note_text });
  }
  if (waiting.intent === 'change_address' && waiting.address !== null && project !== null)
    return yield* proposeAddress(draft, project, waiting.address, waiting.others ?? []);
  session.task = waiting;
  draft.acts.push({ act: 'resume', intent: waiting.intent, project: waiting.project, expecting: null });
  waiting.wish.date ??= waiting.within ?? null;
  if (isScheduling(waiting) && waiting.search !== null)
    return yield* goOn({ ...draft, intent: 'check_availability', entities: {} }, waiting);
  session.proposed = { intent: waiting.intent, project: waiting.project };
}

/** The same write once more, as a new action: it was certainly not done, or its question had run out. */
function askAgain(draft: Draft, action: PendingAction): void {
  askToConfirm(draft, { ...action, ...pendingBase(draft, action.project) });
}

/** The slot is gone, or the search has run out: look again, with the day the customer wanted. */
function* offerAnew(draft: Draft, action: PendingActionOf<'confirm_appointment'>): Flow<void> {
  const { session } = draft;
  const task =
    session.task !== null && isScheduling(session.task) ? session.task : newTask('book_appointment', action.project);
  Object.assign(task, { search: null, slots: null, date: null, time: null, shown_dates: [], shown_times: [] });
  task.wish = { date: action.date, time: null, window: null, order: null };
  session.task = task;
  yield* goOn({ ...draft, intent: 'check_availability', entities: {} }, task);
}

/** The old time is released: the new one is searched at once, with what the customer had wished. */
function* chooseNewTime(
  draft: Draft,
  action: PendingActionOf<'reschedule_appointment'>,
  value: WriteValue,
): Flow<void> {
  const { session } = draft;
  const task =
    session.task?.intent === 'reschedule_appointment'
      ? session.task
      : newTask('reschedule_appointment', action.project);
  task.released = { date: action.date, time: action.time };
  task.search =
    value.dates.length > 0 && value.request_id !== null ? { dates: value.dates, request_id: value.request_id } : null;
  session.task = task;
  const before = draft.acts.length;
  yield* goOn({ ...draft, intent: 'check_availability', entities: {} }, task);
  const stuck = draft.acts.slice(before).some(({ act }) => act === 'failure' || act === 'not_schedulable');
  if (stuck) {
    session.task = task;
    yield* handOver(draft, 'reschedule_stuck');
  }
}

/**
 * The customer says no: nothing is done, and what can be changed is offered. A no is one for the project it was asked of;
 * the others that the same text is for are asked about, unless nothing more is wanted (`isForAll`).
 */
export function* decline(draft: Draft, action: PendingAction, isForAll = false): Flow<void> {
  const { session } = draft;
  closeQuestion(draft);
  draft.acts.push({ act: 'declined', tool: action.tool });
  const task = session.task;
  if (action.tool !== 'confirm_appointment' || task === null || !isScheduling(task)) {
    session.task = null;
    if (!isForAll && (yield* forOthers(draft, action, task?.others ?? []))) return;
    return yield* resumeInterrupted(draft);
  }
  Object.assign(task, { date: null, time: null });
  // The span of days that was asked for stands: only the choice in it is refused.
  Object.assign(task.wish, { date: task.within ?? null, time: null, window: null, order: null, bound: null });
  yield* goOn({ ...draft, intent: 'check_availability', entities: {} }, task);
}

/** A write whose outcome nobody knew is looked up before anything else is said. */
export function* resolveUnknown(draft: Draft): Flow<void> {
  const { session } = draft;
  for (const action of session.unresolved) {
    const outcome = yield* write(action);
    session.unresolved = session.unresolved.filter(({ id }) => id !== action.id);
    yield* report(draft, action, outcome);
  }
}
