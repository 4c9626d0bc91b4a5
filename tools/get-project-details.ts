import * as z from 'zod';
import { ProjectDetail } from '../core/contracts/project.ts';
import { defineTool } from './define-tool.ts';
import { theProject } from './the-project.ts';

export const getProjectDetails = defineTool({
  name: 'get_project_details',
  effect: 'read',
  description: 'All that may be said of one project: status, appointment, address, technician, store, duration.',
  input: z.object({ client_id: z.string(), project_id: z.string(), location: z.string().nullable() }),
  output: z.object({ project: ProjectDetail }),
  async run({ project_id, location }, { pf360 }) {
    const found = theProject(await pf360.projects(), project_id);
    return found.status === 'ok' ? { status: 'ok', value: { project: { ...found.value, location } } } : found;
  },
});
