import type { Temporal } from 'temporal-polyfill';
import type { Book } from './book.ts';
import { dateIn, workCalendar } from './calendar.ts';
import { hash } from './hash.ts';
import { type Project, type Seed, slotKey } from './seed.ts';
import { VISIT_TIMES } from './state.ts';
import { holdsAppointment } from './status.ts';
import type { Tenant } from './tenants.ts';

/** The first open date is the 2nd of the tenant's own working days after today. Public holidays are not kept. */
const FIRST_OPEN_DAY = 2;
const OPEN_DAYS = 15;
const FEWEST_SLOTS = 2;

/** The fifteen dates, in order, on which the tenant's crews take bookings: `YYYY-MM-DD`. */
export function openDates(tenant: Tenant, now: Temporal.Instant): string[] {
  const workDay = workCalendar(dateIn(tenant.zone, now), tenant.workDays);
  return Array.from({ length: OPEN_DAYS }, (_, index) => workDay(FIRST_OPEN_DAY + index));
}

/**
 * The times a project can have on a date while its crew has no booking but the seed's: two, three or four of the
 * visit times, fixed by project and date.
 */
export function plannedTimes(seed: Seed, project: Project, date: string): string[] {
  const free = VISIT_TIMES.filter((time) => !seed.taken.has(slotKey(project, date, time)));
  const favourites = [...free].sort((a, b) => hash(project.id, date, a) - hash(project.id, date, b));
  const kept = FEWEST_SLOTS + (hash(project.id, date) % (VISIT_TIMES.length - FEWEST_SLOTS + 1));
  return favourites.slice(0, kept).sort();
}

/** The slots that appointments of the tenant's projects hold at present, as `slotKey`s. */
export function takenSlots(book: Book, tenant: Tenant): Set<string> {
  const taken = new Set<string>();
  for (const project of book.projectsOfTenant(tenant)) {
    const { appointment, status } = book.progress(project);
    if (appointment !== null && holdsAppointment(status)) {
      taken.add(slotKey(project, appointment.date, appointment.time));
    }
  }
  return taken;
}

/**
 * What a project without an appointment can book now, in order of date: its planned times and those that others of
 * the crew gave back, without those that are taken. A date without any is left out.
 */
export function offeredSlots(book: Book, project: Project): Map<string, string[]> {
  const taken = takenSlots(book, project.tenant);
  const released = new Set(book.state().released);
  const offered = new Map<string, string[]>();
  for (const date of openDates(project.tenant, book.now())) {
    const planned = plannedTimes(book.seed(), project, date);
    const times = VISIT_TIMES.filter((time) => {
      const key = slotKey(project, date, time);
      return (planned.includes(time) || released.has(key)) && !taken.has(key);
    });
    if (times.length > 0) offered.set(date, times);
  }
  return offered;
}

/** The dates in the order in which PF360 lists them, which is none: the same each time, but not sorted. */
export function shuffleDates(project: Project, dates: readonly string[]): string[] {
  const sorted = [...dates].sort();
  const shuffled = [...dates].sort((a, b) => hash('order', project.id, a) - hash('order', project.id, b));
  return shuffled.every((date, index) => date === sorted[index]) ? shuffled.reverse() : shuffled;
}
