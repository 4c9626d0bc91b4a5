import * as z from 'zod';
import { addressNote } from './address-note.ts';
import { defineTool } from './define-tool.ts';
import { PENDING } from './pending-actions.ts';
import { theProject } from './the-project.ts';
import { runOnce } from './write-run.ts';
import { WriteValue, writeValue } from './write-value.ts';

export const requestAddressChange = defineTool({
  name: 'request_address_change',
  effect: 'write',
  description:
    'Ask the office to change the installation address of a project. The office reviews it: never "changed".',
  input: PENDING.request_address_change,
  output: WriteValue,
  run: (action, context) =>
    runOnce(action.id, WriteValue, context, async (run) => {
      const { project_id } = action.project;
      if (run.fresh) {
        const own = theProject(await context.pf360.projects(), project_id);
        if (own.status !== 'ok') return own;
      }
      const filed = await run.step('address', z.null(), addressNote(context.pf360, project_id, action));
      return filed.status === 'ok' ? { status: 'ok', value: writeValue('requested') } : filed;
    }),
});
