import type { StatusGroup } from '../contracts/project.ts';

/** Every status that has been met, by what it lets the customer do. The one table: lists, offers and writes read it. */
const STATUSES: Record<Exclude<StatusGroup, 'unknown'>, readonly string[]> = {
  schedulable: ['new', 'pending reschedule', 'not scheduled', 'ready to schedule', 'ready for auto call'],
  scheduled: [
    'scheduled',
    'tentatively scheduled',
    'customer scheduled',
    'store scheduled',
    'install scheduled',
    'hdms scheduled',
  ],
  blocked: ['in progress', 'pending confirmation'],
  waiting: [
    'on hold',
    'waiting for product',
    'waiting product',
    'missing product',
    'paused - missing product',
    'paused - waiting on product',
    'waiting for permit',
    'needs permit',
    'product ordered',
    'pending',
  ],
  completed: ['completed', 'work complete', 'project completed', 'work order completed', 'done', 'completed-archived'],
  cancelled: ['cancelled', 'cancelled/surge', 'ready to cancel'],
  closed: ['closed', 'archived', 'refunded', 'support requested'],
};

const GROUPS: ReadonlyMap<string, StatusGroup> = new Map(
  (Object.keys(STATUSES) as (keyof typeof STATUSES)[]).flatMap((group) =>
    STATUSES[group].map((status): [string, StatusGroup] => [status, group]),
  ),
);

/** The group of a status text, compared trimmed and in lower case; a text that is not in the table is `unknown`. */
export function groupOf(status: string): StatusGroup {
  return GROUPS.get(status.trim().toLowerCase().replace(/\s+/g, ' ')) ?? 'unknown';
}

const NOTHING = { schedule: false, reschedule: false, cancel: false };

const ALLOWED: Record<StatusGroup, { schedule: boolean; reschedule: boolean; cancel: boolean }> = {
  schedulable: { schedule: true, reschedule: false, cancel: false },
  scheduled: { schedule: false, reschedule: true, cancel: true },
  blocked: NOTHING,
  waiting: NOTHING,
  completed: NOTHING,
  cancelled: NOTHING,
  closed: NOTHING,
  unknown: NOTHING,
};

/**
 * Which writes a status group lets through. `unknown` lets none through: dates may be looked up, PF360 has the last
 * word there, but nothing is written on a status that nobody knows.
 */
export function allows(group: StatusGroup): { schedule: boolean; reschedule: boolean; cancel: boolean } {
  return ALLOWED[group];
}

/** Whether the project is over: hidden from lists, without an appointment to speak of. */
export function isEnded(group: StatusGroup): boolean {
  return group === 'completed' || group === 'cancelled' || group === 'closed';
}

/** Whether an appointment that PF360 shows is real. In every other group it is what a cancelled booking left behind. */
export function holdsAppointment(group: StatusGroup): boolean {
  return group === 'scheduled' || group === 'blocked';
}
