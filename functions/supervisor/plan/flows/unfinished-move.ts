import type { Act } from '../../../../core/contracts/act.ts';
import type { ProjectRef } from '../../../../core/contracts/project.ts';
import type { Task } from '../../../../core/contracts/session.ts';
import { INTENTS } from '../../../../core/intents.ts';
import { namesOldTime } from '../../../../core/rules/old-time.ts';
import { closeQuestion, type Draft } from '../draft.ts';
import type { Flow } from '../flow.ts';
import { goOn } from './scheduling.ts';

/** In the middle of a move: the customer would rather have the old time again. */
export const wantsOldTimeBack = ({ session, turn, intent }: Draft): boolean =>
  session.task?.released != null &&
  (session.pending_action === null || session.pending_action.tool === 'confirm_appointment') &&
  intent !== 'affirm' &&
  // "Am I still booked for the old one?" asks, and wants nothing.
  INTENTS[intent].domain !== 'information' &&
  namesOldTime(turn.user_message);

/** The old time is looked for like any other, and booked with a yes of its own. */
export function* oldTimeBack(draft: Draft): Flow<void> {
  const { task } = draft.session;
  if (task === null || task.released === null) return;
  const { date, time } = task.released;
  yield* goOn({ ...draft, intent: 'select_date', entities: { date, ...(time === null ? {} : { time }) } }, task);
}

/** "Cancel it" in the middle of a move whose old time has been given up: there is nothing left that could be cancelled. */
export function cancelsOpenMove({ intent, entities, session }: Draft): boolean {
  return (
    intent === 'cancel_appointment' &&
    session.task?.intent === 'reschedule_appointment' &&
    session.task.released !== null &&
    entities.project === undefined &&
    entities.date === undefined
  );
}

export function moveUnfinished(project: ProjectRef, released: NonNullable<Task['released']>, left: boolean): Act {
  const { date, time, lost } = released;
  return { act: 'move_unfinished', project, date, time, left, ...(lost !== undefined && { lost: true }) };
}

/** Says how a move stands that is dropped half-way. `left`: this was said, and still no; else a yes goes on with it. */
export function tellMoveUnfinished(draft: Draft, left = false): void {
  const { session } = draft;
  const { task } = session;
  if (task === null || task.project === null || task.released === null) return;
  const { project, released } = task;
  closeQuestion(draft);
  draft.acts.push(moveUnfinished(project, released, left));
  if (!left) session.proposed = { intent: 'reschedule_appointment', project };
}
