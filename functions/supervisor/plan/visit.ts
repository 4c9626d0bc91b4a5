import type { Appointment, ProjectView } from '../../../core/contracts/project.ts';
import { closeQuestion, type Draft, refOf } from './draft.ts';
import type { Flow } from './flow.ts';
import { whichProject } from './which-project.ts';
import { isInWish } from './wishes.ts';

/** The appointment that a request to move or cancel is about; otherwise asks or says why there is none, and is null. */
export function* visitOf(
  draft: Draft,
  intent: 'reschedule_appointment' | 'cancel_appointment',
): Flow<{ view: ProjectView; appointment: Appointment } | null> {
  const date = draft.entities.existing_date ?? draft.entities.date;
  const view = yield* whichProject(draft, {
    for: intent,
    group: 'scheduled',
    ...(date === undefined ? {} : { prefer: ({ scheduled }) => scheduled !== null && isInWish(scheduled.date, date) }),
  });
  if (view === null) return null;
  const project = refOf(view);
  draft.session.project = project;
  if (view.group === 'scheduled' && view.scheduled !== null) return { view, appointment: view.scheduled };

  closeQuestion(draft);
  draft.session.task = null;
  const { status, group } = view;
  if (group === 'schedulable') {
    draft.acts.push({ act: 'no_appointment', project, status, group });
    draft.session.proposed = { intent: 'book_appointment', project };
  } else if (group === 'completed' || group === 'cancelled' || group === 'closed') {
    draft.acts.push({ act: 'ended_project', project, status, group });
    draft.session.proposed = { intent: 'talk_to_human', project };
  } else {
    draft.acts.push({
      act: 'not_allowed',
      project,
      status,
      group,
      wanted: intent === 'reschedule_appointment' ? 'reschedule' : 'cancel',
    });
    draft.session.proposed = { intent: 'talk_to_human', project };
  }
  return null;
}
