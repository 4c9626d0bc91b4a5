import type { Outcome } from '../core/contracts/outcome.ts';
import type { CustomerProject, Pf360 } from '../core/ports.ts';
import { allows } from '../core/rules/status.ts';
import { isAt } from './appointment.ts';
import { theProject } from './the-project.ts';

/**
 * The project, if it still holds the appointment that the customer was shown and its status lets go of it.
 * `wrong_status` otherwise: the yes was to something that is no longer so.
 */
export async function heldAppointment(
  pf360: Pf360,
  { project_id, date, time }: { project_id: string; date: string; time: string | null },
  wanted: 'reschedule' | 'cancel',
): Promise<Outcome<CustomerProject>> {
  const project = theProject(await pf360.projects(), project_id);
  if (project.status !== 'ok') return project;
  return allows(project.value.group)[wanted] && isAt(project.value, { date, time })
    ? project
    : { status: 'refused', reason: 'wrong_status' };
}
