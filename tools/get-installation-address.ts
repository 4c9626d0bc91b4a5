import * as z from 'zod';
import { defineTool } from './define-tool.ts';
import { theProject } from './the-project.ts';

export const getInstallationAddress = defineTool({
  name: 'get_installation_address',
  effect: 'read',
  description: 'The installation address on file for a project, or null when there is none.',
  input: z.object({ client_id: z.string(), project_id: z.string() }),
  output: z.object({ address: z.string().nullable() }),
  async run({ project_id }, { pf360 }) {
    const found = theProject(await pf360.projects(), project_id);
    return found.status === 'ok' ? { status: 'ok', value: { address: found.value.address } } : found;
  },
});
