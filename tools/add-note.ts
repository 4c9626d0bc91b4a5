import * as z from 'zod';
import type { PendingActionOf } from '../core/contracts/action.ts';
import type { Outcome } from '../core/contracts/outcome.ts';
import type { ToolContext } from '../core/ports.ts';
import { defineTool } from './define-tool.ts';
import { lookForNote, noteStep } from './note-step.ts';
import { PENDING } from './pending-actions.ts';
import { theProject } from './the-project.ts';
import { runOnce, type WriteRun } from './write-run.ts';
import { WriteValue, writeValue } from './write-value.ts';

export const addNote = defineTool({
  name: 'add_note',
  effect: 'write',
  description: 'Save a note of the customer on a project, in the words given.',
  input: PENDING.add_note,
  output: WriteValue,
  run: (action, context) => runOnce(action.id, WriteValue, context, (run) => save(action, context, run)),
});

async function save(
  { project, note_text }: PendingActionOf<'add_note'>,
  { pf360, now }: ToolContext,
  run: WriteRun,
): Promise<Outcome<WriteValue>> {
  const { project_id } = project;
  if (run.fresh) {
    const own = theProject(await pf360.projects(), project_id);
    if (own.status !== 'ok') return own;
  }
  const saved = await run.step(
    'note',
    z.null(),
    noteStep(pf360, project_id, note_text, () => pf360.addNote(project_id, note_text, now)),
  );
  if (saved.status !== 'ok') return saved;
  const seen = await lookForNote(pf360, project_id, note_text, now);
  return { status: 'ok', value: writeValue(seen.took === 'yes' ? 'confirmed' : 'requested') };
}
