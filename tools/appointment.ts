import * as z from 'zod';
import { addDays } from '../core/calendar.ts';
import type { Outcome } from '../core/contracts/outcome.ts';
import type { CustomerProject, Pf360, RequestTicket, ToolContext } from '../core/ports.ts';
import { holdsAppointment } from '../core/rules/status.ts';
import { theProject } from './the-project.ts';
import type { ReadBack, WriteRun } from './write-run.ts';

/** One open slot of a project, `YYYY-MM-DD` and `HH:MM`. */
export type Slot = { project_id: string; date: string; time: string };

type Held = { project_id: string; date: string; time: string | null };

/** `seen`: how the booking was read back, null when that has still to be done. */
export const Booked = z.object({
  confirmation_number: z.string().nullable(),
  seen: z.enum(['confirmed', 'requested']).nullable(),
});
export type Booked = z.infer<typeof Booked>;

/**
 * The ticket with which the slot can be booked now; `slot_taken` when date or time are no longer offered. Always that of
 * a new search: PF360 books with a project's latest search alone, and one may have been made since the slot was shown.
 */
export async function ticketFor(pf360: Pf360, { project_id, date, time }: Slot): Promise<Outcome<RequestTicket>> {
  const search = await pf360.openDates(project_id, { start: date, end: date });
  if (search.status !== 'ok') return search;
  const { dates, request_id } = search.value;
  if (!dates.includes(date)) return TAKEN;
  if (request_id === null) return { status: 'unavailable' };
  const day = await pf360.openTimes(project_id, date, request_id);
  if (day.status !== 'ok') return day;
  return day.value.times.includes(time) ? { status: 'ok', value: day.value.request_id ?? request_id } : TAKEN;
}

/**
 * Books the slot as one step of a write; a booking of unknown outcome, or one that PF360 says no to, is looked for at
 * once. `afterRelease`: an appointment was given up just before, which the dashboard may go on showing.
 */
export function book(
  run: WriteRun,
  name: string,
  slot: Slot,
  request_id: RequestTicket | null,
  { pf360, now, afterRelease }: Pick<ToolContext, 'pf360' | 'now'> & { afterRelease: boolean },
): Promise<Outcome<Booked>> {
  return run.step(name, Booked, {
    async send() {
      // Only a run that may not send comes without a ticket, and that one never gets here.
      if (request_id === null) return { status: 'unavailable' };
      const reply = await pf360.schedule(slot.project_id, { date: slot.date, time: slot.time, request_id, at: now });
      return reply.status === 'ok' ? { status: 'ok', value: { ...reply.value, seen: null } } : reply;
    },
    readBack: (_, isDenied) =>
      isDenied ? lookForDeniedBooking(pf360, slot, afterRelease) : lookForBooking(pf360, slot),
  });
}

/** `confirmed` only for a booking that PF360 now shows as scheduled at that time; anything less is a request. */
export async function standing(pf360: Pf360, slot: Slot, { seen }: Booked): Promise<'confirmed' | 'requested'> {
  if (seen !== null) return seen;
  const project = theProject(await pf360.reread(), slot.project_id);
  return project.status === 'ok' && isAt(project.value, slot) && project.value.group === 'scheduled'
    ? 'confirmed'
    : 'requested';
}

/**
 * Whether a booking that may or may not have been made was made. The dashboard lags behind, so a project that it shows
 * without an appointment is searched as well: PF360 refuses that once it holds a booking.
 */
async function lookForBooking(pf360: Pf360, slot: Slot): Promise<ReadBack<Booked>> {
  const project = theProject(await pf360.reread(), slot.project_id);
  if (project.status !== 'ok') return { took: 'unclear' };
  if (isAt(project.value, slot)) {
    return booked(project.value.group === 'scheduled' ? 'confirmed' : 'requested');
  }
  if (project.value.scheduled !== null) return { took: 'unclear' };
  const search = await pf360.openDates(slot.project_id, { start: slot.date, end: slot.date });
  if (search.status === 'ok') return { took: 'no' };
  return holdsOne(search) ? booked('requested') : { took: 'unclear' };
}

/**
 * Whether a booking that PF360 said no to was made all the same: only if the project is shown at that very time. The
 * dashboard and the search are read side by side, for the customer waits. Where the search finds an appointment that
 * the dashboard does not show (or shows as the one just given up), whose it is cannot be told.
 */
async function lookForDeniedBooking(pf360: Pf360, slot: Slot, afterRelease: boolean): Promise<ReadBack<Booked>> {
  const [projects, search] = await Promise.all([
    pf360.reread(),
    pf360.openDates(slot.project_id, { start: slot.date, end: slot.date }),
  ]);
  const project = theProject(projects, slot.project_id);
  const isShown = project.status === 'ok' && isAt(project.value, slot);
  if (isShown) return booked(project.value.group === 'scheduled' ? 'confirmed' : 'requested');
  // PF360 searches for no project that holds an appointment.
  if (search.status === 'ok') return { took: 'no' };
  if (project.status !== 'ok') return { took: 'unclear' };
  const isSomebodyElses = project.value.scheduled !== null && !afterRelease;
  return isSomebodyElses || !holdsOne(search) ? { took: 'no' } : { took: 'unclear' };
}

/**
 * Whether an appointment is gone although PF360 said no to giving it up. One at another time was put there by somebody
 * else: the refusal stands.
 */
export async function lookForDeniedRelease(
  pf360: Pf360,
  { project_id, date, time }: Held,
  today: string,
): Promise<ReadBack<null>> {
  const [projects, search] = await Promise.all([pf360.reread(), pf360.openDates(project_id, searchWindow(today))]);
  const project = theProject(projects, project_id);
  // A dashboard that lags may not show the appointment yet, let alone its end.
  if (project.status === 'ok' && !holdsAppointment(project.value.group)) {
    return holdsOne(search) ? { took: 'unclear' } : { took: 'yes', value: null };
  }
  if (project.status === 'ok' && !isAt(project.value, { date, time })) return { took: 'no' };
  if (search.status === 'ok') return { took: 'unclear' };
  return project.status === 'ok' || holdsOne(search) ? { took: 'no' } : { took: 'unclear' };
}

/** PF360's words for a project that it does not search for because it holds an appointment. */
const holdsOne = (search: Outcome<unknown>): boolean =>
  search.status === 'refused' && search.reason === 'already_scheduled';

/**
 * Whether an appointment that was given up, perhaps, is gone. The dashboard lags behind, so the search has to agree:
 * it works again once the appointment is gone, whatever is shown. `saidYes`: PF360 has said that it is gone; not being
 * shown is then enough.
 */
export async function lookForRelease(
  pf360: Pf360,
  { project_id, date, time }: Held,
  today: string,
  saidYes = false,
): Promise<ReadBack<null>> {
  const project = theProject(await pf360.reread(), project_id);
  if (project.status !== 'ok') return { took: 'unclear' };
  const isShown = holdsAppointment(project.value.group) && isAt(project.value, { date, time });
  if (!isShown && saidYes) return { took: 'yes', value: null };
  const search = await pf360.openDates(project_id, searchWindow(today));
  if (search.status === 'ok' || (!isShown && !holdsOne(search))) return { took: 'yes', value: null };
  return isShown && holdsOne(search) ? { took: 'no' } : { took: 'unclear' };
}

/** From tomorrow as far as an open search looks; both ends included. */
export function searchWindow(today: string): { start: string; end: string } {
  return { start: addDays(today, 1), end: addDays(today, DAYS_AHEAD) };
}

/** Far enough for one search to hold the last of all open dates. */
const DAYS_AHEAD = 60;

/** Whether the project shows that appointment. A time that one of the two does not know counts as the same. */
export function isAt({ scheduled }: CustomerProject, { date, time }: { date: string; time: string | null }): boolean {
  if (scheduled === null || scheduled.date !== date) return false;
  return scheduled.time === null || time === null || scheduled.time === time;
}

const TAKEN = { status: 'refused', reason: 'slot_taken' } as const;

function booked(seen: 'confirmed' | 'requested'): ReadBack<Booked> {
  return { took: 'yes', value: { confirmation_number: null, seen } };
}
