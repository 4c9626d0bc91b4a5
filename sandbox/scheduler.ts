import type { Book } from './book.ts';
import { parseDate } from './calendar.ts';
import { type Project, slotKey } from './seed.ts';
import { offeredSlots, openDates, shuffleDates, takenSlots } from './slots.ts';
import { type Note, type Progress, VISIT_TIMES } from './state.ts';
import { standingOf } from './status.ts';

/** PF360 says no. The text is what its callers match on. */
export type Refusal = { refused: 400 | 409; text: string };

export type Search = { dates: string[]; slots: string[]; request_id: number | string };
export type DaySlots = { slots: string[]; request_id: number | string };

/** How many searches of one project stay usable side by side. */
const LIVE_SEARCHES = 20;

/**
 * Looks for dates from `from` to `to` and opens a new search. `slots` are the crew's usual times, tied to no date: a
 * trap of the live API, kept.
 */
export function searchDates(book: Book, project: Project, from: string, to: string): Search | Refusal {
  const window = readWindow(from, to);
  if ('refused' in window) return window;
  const refusal = refuseSearch(book, project);
  if (refusal !== null) return refusal;
  return openSearch(book, project, window);
}

/** The times of one date, for an open search of the project. */
export function searchSlots(
  book: Book,
  project: Project,
  from: string,
  to: string,
  requestId: string,
): DaySlots | Refusal {
  const window = readWindow(from, to);
  if ('refused' in window) return window;
  if (from !== to) return { refused: 400, text: 'startDate and endDate must be the same when request_id is given' };
  const refusal = refuseSearch(book, project);
  if (refusal !== null) return refusal;
  const known = book.progress(project).request_ids.find((id) => String(writeRequestId(project, id)) === requestId);
  if (known === undefined) return UNKNOWN_REQUEST;
  return {
    slots: (offeredSlots(book, project).get(from) ?? []).map(withSeconds),
    request_id: writeRequestId(project, known),
  };
}

export type Booking = { date: unknown; time: unknown; request_id: unknown };

/**
 * Books a slot with the project's latest search and spends it. A second booking of the same flow is refused with
 * `Invalid process step`, a slot that another project holds with 409.
 */
export function schedule(book: Book, project: Project, booking: Booking): { scheduled: true } | Refusal {
  const { date, time, request_id: requestId } = booking;
  if (typeof date !== 'string' || parseDate(date) === null) return { refused: 400, text: 'date must be YYYY-MM-DD' };
  if (typeof time !== 'string' || !/^\d{2}:\d{2}:\d{2}$/.test(time)) {
    return { refused: 400, text: 'time must be HH:MM:SS' };
  }
  if (typeof requestId !== 'number' && typeof requestId !== 'string') {
    return { refused: 400, text: 'request_id is required' };
  }
  const progress = book.progress(project);
  const standing = standingOf(progress.status);
  if (standing === 'scheduled' || standing === 'pending confirmation') {
    return { refused: 400, text: 'Invalid process step' };
  }
  const refusal = refuseSearch(book, project);
  if (refusal !== null) return refusal;
  const latest = progress.request_ids.at(-1);
  if (latest === undefined || String(writeRequestId(project, latest)) !== String(requestId)) return UNKNOWN_REQUEST;
  const start = VISIT_TIMES.find((visit) => withSeconds(visit) === time);
  const open = openDates(project.tenant, book.now()).includes(date);
  if (open && start !== undefined && takenSlots(book, project.tenant).has(slotKey(project, date, start))) {
    return { refused: 409, text: 'The selected slot was taken by another booking' };
  }
  if (start === undefined || !(offeredSlots(book, project).get(date) ?? []).includes(start)) {
    return { refused: 400, text: 'The selected date and time are not available' };
  }
  const { booking: outcome, dates } = project.tenant.dialect;
  update(book, project, {
    status: outcome === 'scheduled' ? 'Scheduled' : 'Pending Confirmation',
    appointment: { date, time: start, form: dates },
    crew_assigned: outcome === 'scheduled',
    request_ids: [],
  });
  return { scheduled: true };
}

/**
 * Gives the appointment back for good. The project is Ready To Schedule again, but its date and technician stay on
 * show: a trap of the live API, kept.
 */
export function cancel(book: Book, project: Project): { cancelled: true } | Refusal {
  const progress = book.progress(project);
  if (standingOf(progress.status) !== 'scheduled') return WRONG_STATUS;
  release(book, project, { ...progress, status: 'Ready To Schedule', request_ids: [] });
  return { cancelled: true };
}

/** Gives the appointment back at once and, where the tenant's PF360 does so, opens the search for a new one. */
export function releaseForReschedule(book: Book, project: Project): Search | { released: true } | Refusal {
  const progress = book.progress(project);
  if (standingOf(progress.status) !== 'scheduled') return WRONG_STATUS;
  release(book, project, { status: 'Pending Reschedule', appointment: null, crew_assigned: false, request_ids: [] });
  return project.tenant.dialect.release === 'dates' ? openSearch(book, project, null) : { released: true };
}

/** The office agrees to a booking it had to review. False when the project waits for no such thing. */
export function approve(book: Book, project: Project): boolean {
  const progress = book.progress(project);
  if (standingOf(progress.status) !== 'pending confirmation') return false;
  update(book, project, { ...progress, status: 'Scheduled', crew_assigned: true });
  return true;
}

/** Files a note. Never idempotent: the same note twice is two notes. */
export function addNote(book: Book, project: Project, kind: Note['kind'], text: string, author: string): Note {
  const { next_note_id, notes } = book.state();
  const note: Note = {
    note_id: next_note_id,
    project_id: project.id,
    kind,
    text,
    author,
    created_at: book.now().toString({ smallestUnit: 'second' }),
  };
  book.change({ next_note_id: next_note_id + 1, notes: [...notes, note] });
  return note;
}

/** The project's notes of every kind, oldest first. */
export function listNotes(book: Book, project: Project): Note[] {
  return [...book.seed().notes, ...book.state().notes].filter((note) => note.project_id === project.id);
}

type Window = { from: string; to: string };

const UNKNOWN_REQUEST: Refusal = { refused: 400, text: 'request_id is invalid or has expired' };
const WRONG_STATUS: Refusal = { refused: 400, text: 'The project status should be Scheduled' };

function readWindow(from: string, to: string): Window | Refusal {
  if (parseDate(from) === null || parseDate(to) === null) {
    return { refused: 400, text: 'startDate and endDate must be YYYY-MM-DD' };
  }
  return from > to ? { refused: 400, text: 'endDate is before startDate' } : { from, to };
}

/** Why the project cannot be searched for or booked, in the texts of the live API; null when it can. */
function refuseSearch(book: Book, project: Project): Refusal | null {
  switch (standingOf(book.progress(project).status)) {
    case 'scheduled':
      return { refused: 400, text: 'This project is already scheduled' };
    case 'pending confirmation':
      return { refused: 400, text: 'A schedule was already requested for this project' };
    case 'in progress':
      return { refused: 400, text: 'The project already contains a technician' };
    case 'waiting':
      return { refused: 400, text: 'Not allowed' };
    case 'ended':
      return { refused: 400, text: 'The project is not eligible for scheduling' };
    case 'open':
      return project.withheld ? { refused: 400, text: 'Not allowed' } : null;
  }
}

/** Opens a search over the dates of the window, or over all open dates. */
function openSearch(book: Book, project: Project, window: Window | null): Search {
  const id = book.state().next_request_id;
  const progress = book.progress(project);
  const request_ids = [...progress.request_ids, id].slice(-LIVE_SEARCHES);
  book.change({
    next_request_id: id + 1,
    progress: { ...book.state().progress, [project.id]: { ...progress, request_ids } },
  });
  const dates = [...offeredSlots(book, project).keys()].filter(
    (date) => window === null || (date >= window.from && date <= window.to),
  );
  return {
    dates: shuffleDates(project, dates),
    slots: dates.length === 0 ? [] : VISIT_TIMES.map(withSeconds),
    request_id: writeRequestId(project, id),
  };
}

/** Moves the project on and opens the slot it held to the whole crew. */
function release(book: Book, project: Project, next: Progress): void {
  const { appointment } = book.progress(project);
  const released = new Set(book.state().released);
  if (appointment !== null) released.add(slotKey(project, appointment.date, appointment.time));
  book.change({
    released: [...released],
    progress: { ...book.state().progress, [project.id]: next },
  });
}

function update(book: Book, project: Project, next: Progress): void {
  book.change({ progress: { ...book.state().progress, [project.id]: next } });
}

function writeRequestId(project: Project, id: number): number | string {
  return project.tenant.dialect.requestIds === 'number' ? id : `req_${id}`;
}

function withSeconds(time: string): string {
  return `${time}:00`;
}
