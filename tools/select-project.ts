import * as z from 'zod';
import { ProjectView } from '../core/contracts/project.ts';
import { defineTool } from './define-tool.ts';
import { findProjects } from './project-filter.ts';

export const selectProject = defineTool({
  name: 'select_project',
  effect: 'read',
  description: 'Find the project or projects that the customer names by number, category, type, address or free words.',
  input: z.object({
    client_id: z.string(),
    location: z.string().nullable(),
    words: z.string().describe('The words that name the project, as the customer said them.'),
  }),
  output: z.object({
    /** Ended projects only when no active one matches. */
    matches: z.array(ProjectView).max(8),
    total: z.int(),
    /** What there is, when nothing matches. */
    others: z.array(ProjectView).max(8),
  }),
  async run({ location, words }, { pf360 }) {
    const all = await pf360.projects();
    if (all.status !== 'ok') return all;
    const { matches, active } = findProjects(
      all.value.map((project) => ({ ...project, location })),
      words,
    );
    return {
      status: 'ok',
      value: {
        matches: matches.slice(0, 8),
        total: matches.length,
        others: matches.length === 0 ? active.slice(0, 8) : [],
      },
    };
  },
});
