import * as z from 'zod';
import type { PendingActionOf } from '../core/contracts/action.ts';
import type { Outcome } from '../core/contracts/outcome.ts';
import type { RequestTicket, ToolContext } from '../core/ports.ts';
import { allows } from '../core/rules/status.ts';
import { addressNote } from './address-note.ts';
import { type Booked, book, isAt, type Slot, standing, ticketFor } from './appointment.ts';
import { defineTool } from './define-tool.ts';
import { savedIn } from './note-step.ts';
import { PENDING } from './pending-actions.ts';
import { theProject } from './the-project.ts';
import { runOnce, type WriteRun } from './write-run.ts';
import { WriteValue, writeValue } from './write-value.ts';

type Confirmation = PendingActionOf<'confirm_appointment'>;

export const confirmAppointment = defineTool({
  name: 'confirm_appointment',
  effect: 'write',
  description:
    'Book the date and time that the customer said yes to, and file a corrected address with it. Refused as slot_taken ' +
    'when they are no longer open.',
  input: PENDING.confirm_appointment,
  output: WriteValue,
  run: (action, context) => runOnce(action.id, WriteValue, context, (run) => confirm(action, context, run)),
});

/**
 * Checks, books, files the corrected address, reads back: in this order, each request sent once. The address comes after
 * the booking, so that nothing was sent when the booking is refused.
 */
async function confirm(action: Confirmation, context: ToolContext, run: WriteRun): Promise<Outcome<WriteValue>> {
  const { pf360, rehearse, sagas } = context;
  const { project_id, client_id } = action.project;
  const slot = { project_id, date: action.date, time: action.time };

  let ticket: RequestTicket | null = null;
  if (run.fresh) {
    const checked = await check(action, slot, context);
    if (checked.status !== 'ok') return checked;
    ticket = checked.value;
    if (rehearse.schedule) return { status: 'ok', value: writeValue('rehearsed') };
  }

  const isThere = run.fresh && ticket === null;
  const released = { ...context, afterRelease: action.completes_reschedule };
  const booked = isThere ? THERE : await book(run, 'schedule', slot, ticket, released);
  if (booked.status !== 'ok') return booked;
  await sagas.move({ client_id, project_id }, ['open', 'recovering'], 'rebooked');
  const filed = await fileAddress(action, context, run);
  const address_filed = filed === null ? null : savedIn(filed);
  const status = await standing(pf360, slot, booked.value);
  const { confirmation_number } = booked.value;
  return { status: 'ok', value: writeValue(status, { confirmation_number, address_filed }) };
}

/** What the customer says yes to is what PF360 has: an earlier yes to it was committed late. Nothing has to be sent. */
const THERE: Outcome<Booked> = { status: 'ok', value: { confirmation_number: null, seen: null } };

/**
 * Whether the project may be booked and the slot is still open: the ticket to book with, null where it is booked at
 * that very time already. Asked side by side.
 */
async function check(
  { completes_reschedule }: Confirmation,
  slot: Slot,
  { pf360, today }: ToolContext,
): Promise<Outcome<RequestTicket | null>> {
  if (slot.date <= today) return { status: 'refused', reason: 'past_date' };
  const [projects, ticket] = await Promise.all([pf360.projects(), ticketFor(pf360, slot)]);
  const project = theProject(projects, slot.project_id);
  if (project.status !== 'ok') return project;
  const { group } = project.value;
  // Dashboard and search agree: a dashboard alone might show what was given up.
  if (ticket.status === 'refused' && ticket.reason === 'already_scheduled' && isAt(project.value, slot)) {
    return { status: 'ok', value: null };
  }
  // After a release the dashboard goes on showing the old appointment for a while; the search knows better.
  const stillShown = completes_reschedule && group === 'scheduled';
  if (!allows(group).schedule && !stillShown) {
    return { status: 'refused', reason: group === 'scheduled' ? 'already_scheduled' : 'wrong_status' };
  }
  return ticket;
}

/** Files the address that the customer corrected at the summary; null when there is none. */
async function fileAddress(action: Confirmation, { pf360 }: ToolContext, run: WriteRun): Promise<Outcome<null> | null> {
  const { address, old_address, project } = action;
  if (!action.address_change || address === null) return null;
  const note = addressNote(pf360, project.project_id, { address, old_address });
  return run.step('address', z.null(), { ...note, keeps: true });
}
