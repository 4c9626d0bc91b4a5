import * as z from 'zod';
import { Note } from '../core/contracts/act.ts';
import { defineTool } from './define-tool.ts';

export const listNotes = defineTool({
  name: 'list_notes',
  effect: 'read',
  description: 'The notes on a project, newest first.',
  input: z.object({ client_id: z.string(), project_id: z.string() }),
  output: z.object({ notes: z.array(Note).max(10), total: z.int() }),
  async run({ project_id }, { pf360 }) {
    const found = await pf360.notes(project_id);
    if (found.status !== 'ok') return found;
    return { status: 'ok', value: { notes: found.value.slice(0, 10), total: found.value.length } };
  },
});
