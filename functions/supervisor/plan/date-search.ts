import type { ProjectRef, ProjectView } from '../../../core/contracts/project.ts';
import type { Task } from '../../../core/contracts/session.ts';
import { getAvailableDates } from '../../../tools/get-available-dates.ts';
import { type Draft, sayFailure, today } from './draft.ts';
import { call, type Flow } from './flow.ts';
import { handOver } from './flows/handoff.ts';
import { tellUnshown } from './own-writes.ts';
import { viewOf } from './read-projects.ts';
import { searchWindow } from './wishes.ts';

/** The open dates around the day that is wished, as PF360 answers. */
export const openDates = (draft: Draft, task: Task, { client_id, project_id }: ProjectRef) =>
  call(getAvailableDates, { client_id, project_id, ...searchWindow(today(draft), task.wish.date) });

/** Finds the open dates, or says why there are none: booked already, not to be booked, or not readable now. */
export function* search(draft: Draft, task: Task, project: ProjectRef, view: ProjectView | null): Flow<boolean> {
  const found = yield* openDates(draft, task, project);
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

/** The wish lies beyond what was searched. */
export function outOfReach(draft: Draft, task: Task): boolean {
  const last = task.search?.dates.at(-1);
  return task.wish.date !== null && last !== undefined && searchWindow(today(draft), task.wish.date).end !== undefined;
}
