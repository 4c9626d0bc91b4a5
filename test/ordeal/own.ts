import type { Project } from '../../sandbox/seed.ts';
import { holdsAppointment } from '../../sandbox/status.ts';
import type { Standing } from '../conversations/stage.ts';

/** The projects of one customer, as they were planted. */
export const projectsOf = (customer: string, { seed }: Standing): Project[] =>
  [...seed.projects.values()].filter((project) => String(project.customer.id) === customer);

/** `YYYY-MM-DD` and `HH:MM` of the visit that PF360 holds for a project; null when it holds none. */
export function visitOf(project: Project, standing: Standing): { date: string; time: string; end: string } | null {
  const { status, appointment } = standing.progress(project);
  if (appointment === null || !holdsAppointment(status)) return null;
  const { date, time } = appointment;
  const end = `${String(Number(time.slice(0, 2)) + project.durationHours).padStart(2, '0')}${time.slice(2)}`;
  return { date, time, end };
}

/** A project's state in PF360 in one text: two that differ have seen something happen. */
export function stateOf(project: Project, standing: Standing): string {
  const { status, appointment } = standing.progress(project);
  const notes = standing.state.notes.filter(({ project_id }) => project_id === project.id).length;
  return `${status} ${appointment?.date ?? ''} ${appointment?.time ?? ''} ${notes} notes`;
}
