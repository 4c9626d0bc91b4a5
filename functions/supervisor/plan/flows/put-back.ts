import { getAppointmentStatus } from '../../../../tools/get-appointment-status.ts';
import { closeQuestion, type Draft, isSameProject, refOf } from '../draft.ts';
import { call, type Flow } from '../flow.ts';
import { moveUnfinished } from './unfinished-move.ts';

/**
 * A customer comes back to a move that was not finished, and whose old time could not be had again: what was promised is
 * taken back, once. Where the office has found a time meanwhile, there is nothing to take back.
 */
export function* tellLost(draft: Draft): Flow<void> {
  const { session } = draft;
  const move = [session.task, session.interrupted].find((task) => task?.released?.lost === 'untold');
  if (move?.project == null || move.released === null) return;
  const { client_id, project_id, location } = move.project;
  const found = yield* call(getAppointmentStatus, { client_id, project_id, location });
  if (found.status !== 'ok') return;
  if (found.value.project.scheduled !== null) return;
  move.released = { ...move.released, lost: 'told' };
  draft.acts.push(moveUnfinished(move.project, move.released, true));
}

/**
 * A customer comes back to a move that was not finished, and whose old time has been booked again meanwhile: no new time
 * is looked for any more, and the customer is told what stands. Returns whether that answers the message.
 */
export function* tellPutBack(draft: Draft): Flow<boolean> {
  const { session, entities } = draft;
  const move = [session.task, session.interrupted].find((task) => task?.released?.put_back === true);
  const project = move?.project ?? null;
  if (project === null) return false;
  const { client_id, project_id, location } = project;
  const found = yield* call(getAppointmentStatus, { client_id, project_id, location });
  if (found.status !== 'ok') return false;

  const wasRunning = session.task === move;
  if (wasRunning) session.task = null;
  else session.interrupted = null;
  if (wasRunning || isSameProject(session.pending_action?.project ?? null, project)) closeQuestion(draft);
  const view = found.value.project;
  // Somebody has ended that appointment too.
  if (view.scheduled === null) return false;
  draft.acts.push({ act: 'already_scheduled', project: refOf(view), appointment: view.scheduled, put_back: true });
  session.project = refOf(view);
  session.proposed = { intent: 'reschedule_appointment', project: refOf(view) };
  return wasRunning && entities.project === undefined && LOOKS_FOR_A_TIME.has(draft.intent);
}

/** Answers to what the move had asked, and questions for what is open: there is nothing to choose any more. */
const LOOKS_FOR_A_TIME: ReadonlySet<Draft['intent']> = new Set([
  'select_date',
  'select_time',
  'select_project',
  'affirm',
  'deny',
  'book_appointment',
  'check_availability',
]);
