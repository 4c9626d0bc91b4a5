import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { PendingActionOf } from '../core/contracts/action.ts';
import type { Failure, Outcome } from '../core/contracts/outcome.ts';
import { LocalDate } from '../core/contracts/project.ts';
import { RequestId } from '../core/contracts/session.ts';
import type { OpenDates, ToolContext } from '../core/ports.ts';
import { canBeHadBack } from '../core/rules/old-time.ts';
import {
  type Booked,
  book,
  isAt,
  lookForDeniedRelease,
  lookForRelease,
  type Slot,
  searchWindow,
  standing,
  ticketFor,
} from './appointment.ts';
import { defineTool } from './define-tool.ts';
import { heldAppointment } from './held-appointment.ts';
import { PENDING } from './pending-actions.ts';
import { theProject } from './the-project.ts';
import { runOnce, type WriteRun } from './write-run.ts';
import { WriteValue, writeValue } from './write-value.ts';

type Reschedule = PendingActionOf<'reschedule_appointment'>;

export const rescheduleAppointment = defineTool({
  name: 'reschedule_appointment',
  effect: 'write',
  description:
    'Give up the appointment that the customer said yes to moving. With a new date and time, book that in the same ' +
    'call; without, the open dates come back and the new time is booked with confirm_appointment.',
  input: PENDING.reschedule_appointment,
  output: WriteValue,
  run: (action, context) => runOnce(action.id, WriteValue, context, (run) => reschedule(action, context, run)),
});

/** Checks, writes down what will be lost, releases it, and books the new time if one was agreed on. */
async function reschedule(action: Reschedule, context: ToolContext, run: WriteRun): Promise<Outcome<WriteValue>> {
  const { pf360, rehearse, today } = context;
  const { project_id } = action.project;
  const held = { project_id, date: action.date, time: action.time };

  if (run.fresh) {
    const checked = await heldAppointment(pf360, held, 'reschedule');
    if (checked.status !== 'ok') return checked;
    if (rehearse.schedule) return { status: 'ok', value: writeValue('rehearsed') };
    await remember(action, checked.value.scheduled?.time ?? action.time, context);
  }

  const released = await run.step('release', Search.nullable(), {
    send: () => pf360.release(project_id),
    readBack: (_, isDenied) => (isDenied ? lookForDeniedRelease : lookForRelease)(pf360, held, today),
  });
  if (released.status !== 'ok') {
    if (released.status !== 'unknown') await close(action, 'not_released', context);
    return released;
  }

  const { new_date, new_time } = action;
  return new_date === null || new_time === null
    ? offer(held, released.value, context)
    : move(action, { project_id, date: new_date, time: new_time }, context, run);
}

/**
 * What a release brought: the search it opened, while PF360 shows that the appointment is gone. Otherwise a new search,
 * which makes the opened one stale and works only once the appointment is gone, whatever is shown.
 */
async function offer(
  held: { project_id: string; date: string; time: string | null },
  opened: OpenDates | null,
  { pf360, today }: ToolContext,
): Promise<Outcome<WriteValue>> {
  const window = searchWindow(today);
  const project = theProject(await pf360.reread(), held.project_id);
  const isGone = project.status === 'ok' && !isAt(project.value, held);
  const isOpen = opened !== null && opened.request_id !== null && opened.dates.length > 0;
  const search = isGone && isOpen ? null : await pf360.openDates(held.project_id, window);
  const { dates, request_id } = (search?.status === 'ok' ? search.value : opened) ?? NO_SEARCH;
  const value = writeValue(isGone || search?.status === 'ok' ? 'confirmed' : 'requested', {
    request_id,
    dates: request_id === null ? [] : dates.filter((date) => date >= window.start).slice(0, 90),
  });
  return { status: 'ok', value };
}

const NO_SEARCH: OpenDates = { dates: [], request_id: null };

/** Books the new time. If that fails, the old one is booked again at once: then, in the end, nothing was changed. */
async function move(action: Reschedule, slot: Slot, context: ToolContext, run: WriteRun): Promise<Outcome<WriteValue>> {
  const booked = await bookIfOpen(run, 'schedule', slot, context);
  if (booked.status === 'ok') {
    await close(action, 'rebooked', context);
    const status = await standing(context.pf360, slot, booked.value);
    const { confirmation_number } = booked.value;
    return { status: 'ok', value: writeValue(status, { confirmation_number, booked: true }) };
  }
  // It may be booked after all: the old time must not be booked on top of it.
  if (booked.status === 'unknown') return booked;
  const restored = await restore(action, slot.project_id, context, run);
  // Whether the old time stands again has to be known before a new one is looked for.
  if (restored.status === 'unknown') return restored;
  if (restored.status !== 'ok') return { status: 'ok', value: writeValue('confirmed', { booked: false }) };
  await close(action, 'restored', context);
  return booked satisfies Failure;
}

async function restore(
  old: Reschedule,
  project_id: string,
  context: ToolContext,
  run: WriteRun,
): Promise<Outcome<Booked>> {
  if (!canBeHadBack(old, context.today)) return { status: 'refused', reason: 'past_date' };
  return bookIfOpen(run, 'rebook', { project_id, date: old.date, time: old.time }, context);
}

/** Looks whether the slot is open, and books it. */
async function bookIfOpen(run: WriteRun, name: string, slot: Slot, context: ToolContext) {
  const ticket = run.fresh ? await ticketFor(context.pf360, slot) : null;
  if (ticket !== null && ticket.status !== 'ok') return ticket;
  return book(run, name, slot, ticket?.value ?? null, { ...context, afterRelease: true });
}

/** Durable before the release: from here on the old time can be got back, by whatever process. */
async function remember(action: Reschedule, time: string | null, context: ToolContext): Promise<void> {
  const { caller, clock, recoverySeconds, sagas, timers, timezone } = context;
  const { client_id, project_id, number, category, type } = action.project;
  const due_at = Temporal.Instant.fromEpochMilliseconds(clock() + recoverySeconds * 1000).toString();
  await sagas.open({
    client_id,
    project_id,
    customer_id: caller.customer_id,
    home_client_id: caller.home_client_id,
    session_id: caller.session_id,
    action_id: action.id,
    credential_ref: caller.credential_ref,
    project: { number, category, type },
    old: { date: action.date, time },
    timezone,
    due_at,
  });
  await timers.schedule(due_at, { client_id, project_id });
}

function close({ project }: Reschedule, end: 'not_released' | 'rebooked' | 'restored', { sagas }: ToolContext) {
  return sagas.move(project, ['open', 'recovering'], end);
}

const Search = z.object({ dates: z.array(LocalDate), request_id: RequestId.nullable() });
