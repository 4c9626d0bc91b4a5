import * as z from 'zod';
import type { PendingActionOf } from '../core/contracts/action.ts';
import type { Outcome } from '../core/contracts/outcome.ts';
import type { ToolContext } from '../core/ports.ts';
import { lookForDeniedRelease, lookForRelease } from './appointment.ts';
import { defineTool } from './define-tool.ts';
import { heldAppointment } from './held-appointment.ts';
import { noteStep, savedIn } from './note-step.ts';
import { PENDING } from './pending-actions.ts';
import { runOnce, type WriteRun } from './write-run.ts';
import { WriteValue, writeValue } from './write-value.ts';

export const cancelAppointment = defineTool({
  name: 'cancel_appointment',
  effect: 'write',
  description: 'Cancel the appointment that the customer said yes to cancelling, and save the reason for the office.',
  input: PENDING.cancel_appointment,
  output: WriteValue,
  run: (action, context) => runOnce(action.id, WriteValue, context, (run) => cancel(action, context, run)),
});

/** Checks, cancels, reads back, and only then saves the reason: PF360 takes none along with the cancel. */
async function cancel(
  action: PendingActionOf<'cancel_appointment'>,
  context: ToolContext,
  run: WriteRun,
): Promise<Outcome<WriteValue>> {
  const { pf360, rehearse, today } = context;
  const { project_id } = action.project;
  const held = { project_id, date: action.date, time: action.time };

  if (run.fresh) {
    const checked = await heldAppointment(pf360, held, 'cancel');
    if (checked.status !== 'ok') return checked;
    if (rehearse.cancel) return { status: 'ok', value: writeValue('rehearsed') };
  }

  const cancelled = await run.step('cancel', z.null(), {
    send: () => pf360.cancel(project_id),
    readBack: (_, isDenied) => (isDenied ? lookForDeniedRelease : lookForRelease)(pf360, held, today),
  });
  if (cancelled.status !== 'ok') return cancelled;
  const gone = await lookForRelease(pf360, held, today, true);

  const text = `CANCELLATION REASON: ${action.reason}`;
  const note = noteStep(pf360, project_id, text, () => pf360.addOfficeNote(project_id, text));
  const saved = await run.step('reason', z.null(), { ...note, keeps: true });
  const status = gone.took === 'yes' ? 'confirmed' : 'requested';
  return { status: 'ok', value: writeValue(status, { reason_saved: savedIn(saved) }) };
}
