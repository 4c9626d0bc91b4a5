import * as z from 'zod';
import { LocalDate, ProjectView } from '../core/contracts/project.ts';
import { defineTool } from './define-tool.ts';
import { chooseProjects } from './project-filter.ts';

export const listProjects = defineTool({
  name: 'list_projects',
  effect: 'read',
  description:
    'List the projects of the customer at one tenant, all or filtered by status, category, type, scheduled month or ' +
    'day, or free words. Ended projects stay hidden unless asked for by such a status.',
  input: z.object({
    client_id: z.string(),
    location: z.string().nullable().describe('Name of the location, only for a customer with several.'),
    status: z.string().optional().describe('"schedulable" or "scheduled" for those groups, else words of a status.'),
    category: z.string().optional(),
    type: z.string().optional(),
    month: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
      .optional()
      .describe('YYYY-MM of the appointment.'),
    date: LocalDate.optional().describe('Day of the appointment.'),
    from: LocalDate.optional().describe('First day that the appointment may be on, with `to`.'),
    to: LocalDate.optional(),
    place: z.string().optional().describe('Words among which a street or town may be named.'),
    include_ended: z.boolean().optional(),
    words: z.string().optional().describe('The words that name or describe the projects.'),
    offset: z.int().min(0).default(0),
    limit: z.int().min(1).max(20).default(20),
  }),
  output: z.object({
    /** In PF360's order, which ordinals refer to. */
    projects: z.array(ProjectView).max(20),
    /** Matching the filter, shown or not. */
    total: z.int(),
    /** Without the filter, ended ones hidden. */
    visible_total: z.int(),
    /** The street or town that the words for a place name, or null when they name none. */
    place: z.string().nullable(),
    /** When nothing matches: those with an appointment at another time if that was asked for, else active ones. */
    instead: z.array(ProjectView).max(5),
    instead_total: z.int(),
    /** The customer's newest project, when that one is ended. */
    newest_ended: ProjectView.nullable(),
  }),
  async run({ location, offset, limit, ...filter }, { pf360 }) {
    const all = await pf360.projects();
    if (all.status !== 'ok') return all;
    const chosen = chooseProjects(
      all.value.map((project) => ({ ...project, location })),
      filter,
    );
    return {
      status: 'ok',
      value: {
        projects: chosen.matching.slice(offset, offset + limit),
        total: chosen.matching.length,
        visible_total: chosen.active.length,
        place: chosen.place,
        instead: chosen.instead.slice(0, 5),
        instead_total: chosen.instead.length,
        newest_ended: chosen.newestEnded,
      },
    };
  },
});
