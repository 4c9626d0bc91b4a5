/** What a status allows PF360 to do with a project. Statuses are compared trimmed and in lower case. */
export type Standing = 'open' | 'scheduled' | 'pending confirmation' | 'in progress' | 'waiting' | 'ended';

const STANDINGS: ReadonlyMap<string, Standing> = new Map<string, Standing>([
  ['new', 'open'],
  ['not scheduled', 'open'],
  ['pending reschedule', 'open'],
  ['ready for auto call', 'open'],
  ['ready to schedule', 'open'],
  ['customer scheduled', 'scheduled'],
  ['hdms scheduled', 'scheduled'],
  ['install scheduled', 'scheduled'],
  ['scheduled', 'scheduled'],
  ['store scheduled', 'scheduled'],
  ['tentatively scheduled', 'scheduled'],
  ['pending confirmation', 'pending confirmation'],
  ['in progress', 'in progress'],
  ['missing product', 'waiting'],
  ['needs permit', 'waiting'],
  ['on hold', 'waiting'],
  ['paused - missing product', 'waiting'],
  ['paused - waiting on product', 'waiting'],
  ['pending', 'waiting'],
  ['product ordered', 'waiting'],
  ['ready for quote', 'waiting'],
  ['waiting for permit', 'waiting'],
  ['waiting for product', 'waiting'],
]);

/** The standing of a project with this status; a status that is not in the table has ended. */
export function standingOf(status: string): Standing {
  return STANDINGS.get(status.trim().toLowerCase()) ?? 'ended';
}

/** Whether an appointment on a project of this status is real. In any other it is a leftover and holds no slot. */
export function holdsAppointment(status: string): boolean {
  const standing = standingOf(status);
  return standing === 'scheduled' || standing === 'pending confirmation' || standing === 'in progress';
}
