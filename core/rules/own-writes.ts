import { addMinutes, isAfter } from '../calendar.ts';
import { OWN_WRITES_KEPT, type OwnWrite } from '../contracts/own-write.ts';
import type { ProjectView, Unshown } from '../contracts/project.ts';
import type { CustomerProject } from '../ports.ts';

/**
 * How long a dashboard that shows what was so before a write is taken for one that lags. The caches met in front of
 * PF360 hold a minute and a write may take three to be committed; ten minutes are well beyond both, and end before an
 * unfinished move has its old time booked again (twenty minutes by default), from when on the old state is the true one.
 */
const LAGS_FOR_MINUTES = 10;

/** How long one that has shown what was done may show the state before once more: what is cached somewhere holds a minute. */
const FLICKERS_FOR_MINUTES = 1;

/** How long PF360 may take to commit what it said yes to. */
const COMMITS_IN_MINUTES = 3;

/** What a list says of a project's status while PF360 does not show what was done. */
const STATUS: Record<Unshown['did'], string> = {
  booked: 'Booked here, not shown yet',
  requested: 'Requested here, not shown yet',
  canceled: 'Canceled here, still shown',
  cancel_requested: 'Cancellation requested here',
  released: 'Given up here, still shown',
};

/**
 * A project as it is known to be: what this conversation made of it, marked as not shown yet, while the dashboard shows
 * exactly what was so before. Whatever else the dashboard shows is newer than what is remembered, and stands.
 */
export function asKnown(project: CustomerProject, writes: readonly OwnWrite[], now: string): CustomerProject {
  const write = writes.find((one) => isOf(one, project) && isRecent(one, now));
  if (write === undefined || !isBehind(project, write)) return project;
  const { did, slot } = write;
  const status = STATUS[did];
  if (slot === null) {
    const last = write.earlier.findLast((one) => one !== null) ?? null;
    const gone = { ...project, status, group: 'schedulable' as const, scheduled: null, technician: null };
    return { ...gone, unshown: { did, date: last?.date ?? null, time: last?.time ?? null } };
  }
  const unshown = { did, ...slot };
  if (did === 'cancel_requested') return { ...project, status, unshown };
  const scheduled = { ...slot, end_time: null };
  return { ...project, status, group: 'scheduled', scheduled, technician: null, unshown };
}

/** What a session remembers after one more write: every state that the project went through may still be shown. */
export function withWrite(writes: readonly OwnWrite[], write: OwnWrite): OwnWrite[] {
  const recent = recentWrites(writes, write.at);
  const before = recent.find((one) => isOf(one, write));
  const states = before === undefined ? write.earlier : [...before.earlier, before.slot, ...write.earlier];
  const isStill = write.did === 'cancel_requested';
  const earlier = states.filter(
    (state, index) =>
      (isStill || !isSame(state, write.slot)) && states.findIndex((other) => isSame(other, state)) === index,
  );
  return [...ofOthers(recent, write), { ...write, earlier: earlier.slice(-4) }].slice(-OWN_WRITES_KEPT);
}

/**
 * The bookings that the dashboard shows nothing of though it has shown them, or should by now: either it lags, or the
 * office has taken them back. PF360's search tells, which finds no dates for a project with an appointment and does not
 * lag.
 */
export function doubtful(writes: readonly OwnWrite[], projects: readonly CustomerProject[], now: string): OwnWrite[] {
  return recentWrites(writes, now).filter((write) => {
    const isDue = write.seen === true || isAfter(now, addMinutes(write.at, COMMITS_IN_MINUTES));
    const project = projects.find((one) => isOf(one, write));
    const isGone = project !== undefined && project.scheduled === null && isBehind(project, write);
    return write.slot !== null && isDue && isGone;
  });
}

/**
 * What is still remembered after a look at the dashboard. A write is forgotten once something newer is shown. A booking
 * that is shown is kept, for the dashboard may show the state before once more and the search can tell; the end of an
 * appointment only for as long as that is likely.
 */
export function withoutOvertaken(writes: readonly OwnWrite[], views: readonly ProjectView[], now: string): OwnWrite[] {
  const kept = writes.flatMap((write): OwnWrite[] => {
    const view = views.find((one) => isOf(one, write));
    if (write.at === now || view === undefined || view.unshown !== undefined) return [write];
    if (!isSame(write.slot, view.scheduled)) return [];
    return [{ ...write, seen: true }];
  });
  return recentWrites(kept, now);
}

const ofOthers = (writes: readonly OwnWrite[], project: Key): OwnWrite[] => writes.filter((one) => !isOf(one, project));

/** Those that the dashboard may still be behind. */
export const recentWrites = (writes: readonly OwnWrite[], now: string): OwnWrite[] =>
  writes.filter((write) => isRecent(write, now));

const isRecent = ({ at, slot, seen }: OwnWrite, now: string): boolean =>
  slot === null && seen === true
    ? isAfter(addMinutes(at, FLICKERS_FOR_MINUTES), now)
    : !isAfter(now, addMinutes(at, LAGS_FOR_MINUTES));

/** Whether the dashboard shows what was so before, and not what is so since. */
function isBehind({ group, scheduled }: CustomerProject, { did, slot, earlier }: OwnWrite): boolean {
  // Any other status, or an appointment of which no date is told, is news.
  if (group !== 'scheduled' && group !== 'schedulable') return false;
  if ((group === 'scheduled') !== (scheduled !== null)) return false;
  if (did !== 'cancel_requested' && isSame(scheduled, slot)) return false;
  return earlier.some((state) => isSame(state, scheduled));
}

type Slot = OwnWrite['slot'];

/** A time that one of the two does not know counts as the same. */
function isSame(a: Slot, b: Slot): boolean {
  if (a === null || b === null) return a === b;
  return a.date === b.date && (a.time === b.time || a.time === null || b.time === null);
}

type Key = Pick<OwnWrite, 'client_id' | 'project_id'>;
const isOf = (a: Key, b: Key): boolean => a.client_id === b.client_id && a.project_id === b.project_id;
