import { type Intent, isTextAsked } from '../../../core/contracts/understanding.ts';
import { mayHoldName } from '../../../core/understanding/projects.ts';
import { countsProjects } from './addressees.ts';
import { type Draft, wordsSaid } from './draft.ts';
import type { Flow } from './flow.ts';
import { find } from './read-projects.ts';

/** Requests that are about one project or several. */
const ABOUT_PROJECTS: ReadonlySet<Intent> = new Set([
  'check_availability',
  'book_appointment',
  'reschedule_appointment',
  'cancel_appointment',
  'project_details',
  'appointment_status',
  'weather',
  'installation_address',
  'add_note',
  'list_notes',
  'change_address',
]);

/**
 * The draft with the project that its message names by a word of a category of the customer's own, be it one that nobody
 * else uses for a kind of work. What answers a question for a text names nothing, nor do "all my projects".
 */
export function* withOwnName(draft: Draft): Flow<Draft> {
  const { entities, intent, session } = draft;
  const { project, ordinal, city } = entities;
  if (
    !ABOUT_PROJECTS.has(intent) ||
    isTextAsked(session.expecting) ||
    [project, ordinal, city].some((said) => said !== undefined)
  )
    return draft;
  const said = wordsSaid(draft).join(' ');
  if (!mayHoldName(said) || countsProjects(said)) return draft;
  const found = yield* find(draft, null, { for: intent, group: null });
  return found === null || found.named === null ? draft : { ...draft, entities: { ...entities, project: found.named } };
}
