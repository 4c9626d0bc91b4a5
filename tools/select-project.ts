import * as z from 'zod';
import { ProjectView, StatusGroup } from '../core/contracts/project.ts';
import type { CustomerProject } from '../core/ports.ts';
import { matchPlace, matchProjects, ownWordsOf } from '../core/understanding/projects.ts';
import { defineTool } from './define-tool.ts';
import { findProjects } from './project-filter.ts';

/** Most projects in an answer; `total` counts the rest. */
const MOST = 20;

export const selectProject = defineTool({
  name: 'select_project',
  effect: 'read',
  description: 'Find the project or projects that the customer names by number, category, type, address or free words.',
  input: z.object({
    client_id: z.string(),
    location: z.string().nullable(),
    words: z.string().nullable().describe('The words that name the project, as the customer said them; null: none do.'),
    said: z.string().optional().describe('The whole message: a street or town in it tells alike projects apart.'),
    among: z.array(z.string()).max(20).optional().describe('Project ids that were asked about: these before others.'),
    within: z.string().optional().describe('Words that a question was about: what they name comes before others.'),
    group: StatusGroup.optional().describe('A status group whose projects come before others.'),
  }),
  output: z.object({
    /** Ended projects only when no active one matches. */
    matches: z.array(ProjectView).max(MOST),
    /** All that match so well, in the answer or not. */
    total: z.int(),
    /** How much besides the words fits, to compare tenants by: place before `among` before `within` before `group`. */
    fit: z.int().min(0),
    /** The street or town that the message names, or null when it names none of theirs. */
    place: z.string().nullable(),
    /** Words of the message that are those of a category of theirs, or null; looked for only where no words are given. */
    named: z.string().nullable(),
    /** What there is, when nothing matches. */
    others: z.array(ProjectView).max(8),
    others_total: z.int(),
  }),
  async run({ location, words, said, among, within, group }, { pf360 }) {
    const all = await pf360.projects();
    if (all.status !== 'ok') return all;
    const { matches, active } = findProjects(
      all.value.map((project) => ({ ...project, location })),
      words,
    );
    const { score, indexes, place } = matchPlace(said ?? '', matches);
    const placed = score > 0 ? indexes.flatMap((index) => matches[index] ?? []) : matches;
    const asked = preferred(placed, ({ project_id }) => among?.includes(project_id) === true);
    const meant = within === undefined ? [] : matchProjects(within, asked.left).map(({ index }) => asked.left[index]);
    const narrowed = preferred(asked.left, (project) => meant.includes(project));
    const grouped = preferred(narrowed.left, (project) => project.group === group);
    return {
      status: 'ok',
      value: {
        matches: grouped.left.slice(0, MOST),
        total: grouped.left.length,
        fit: score * 8 + asked.fit * 4 + narrowed.fit * 2 + grouped.fit,
        place,
        named:
          words === null
            ? ownWordsOf(
                said ?? '',
                all.value.map(({ category }) => category),
              )
            : null,
        others: matches.length === 0 ? active.slice(0, 8) : [],
        others_total: matches.length === 0 ? active.length : 0,
      },
    };
  },
});

/** Those that a condition holds for, or all when it holds for none. */
function preferred(projects: CustomerProject[], holds: (project: CustomerProject) => boolean) {
  const left = projects.filter(holds);
  return left.length > 0 ? { left, fit: 1 } : { left: projects, fit: 0 };
}
