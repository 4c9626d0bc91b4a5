import * as z from 'zod';
import { ProjectView } from '../core/contracts/project.ts';
import { allows } from '../core/rules/status.ts';
import { defineTool } from './define-tool.ts';
import { theProject } from './the-project.ts';

export const getAppointmentStatus = defineTool({
  name: 'get_appointment_status',
  effect: 'read',
  description: 'Whether and when a project has an appointment, who comes, and whether it can be moved or cancelled.',
  input: z.object({ client_id: z.string(), project_id: z.string(), location: z.string().nullable() }),
  output: z.object({
    project: ProjectView,
    technician: z.string().nullable(),
    duration: z.string().nullable(),
    can_reschedule: z.boolean(),
    can_cancel: z.boolean(),
  }),
  async run({ project_id, location }, { pf360 }) {
    const found = theProject(await pf360.projects(), project_id);
    if (found.status !== 'ok') return found;
    const { technician, duration, group } = found.value;
    const { reschedule: can_reschedule, cancel: can_cancel } = allows(group);
    const project = { ...found.value, location };
    return { status: 'ok', value: { project, technician, duration, can_reschedule, can_cancel } };
  },
});
