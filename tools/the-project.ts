import type { Outcome } from '../core/contracts/outcome.ts';
import type { CustomerProject } from '../core/ports.ts';

/**
 * The one project of that id among the customer's own, or `not_found`: an id that is not on the customer's dashboard
 * is nobody's, whoever it belongs to.
 */
export function theProject(projects: Outcome<CustomerProject[]>, projectId: string): Outcome<CustomerProject> {
  if (projects.status !== 'ok') return projects;
  const project = projects.value.find((candidate) => candidate.project_id === projectId);
  return project === undefined ? { status: 'not_found' } : { status: 'ok', value: project };
}
