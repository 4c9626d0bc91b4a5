import * as z from 'zod';

/** Calendar date `YYYY-MM-DD`, local to the tenant. */
export const LocalDate = z.iso.date();
/** Time of day `HH:MM`, 24-hour, local to the tenant. */
export const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** What a status lets the customer do; see core/rules/status.ts. */
export const StatusGroup = z.enum([
  'schedulable',
  'scheduled',
  'blocked',
  'waiting',
  'completed',
  'cancelled',
  'closed',
  'unknown',
]);
export type StatusGroup = z.infer<typeof StatusGroup>;

/** Which project is meant. Ids stay on this side: the customer sees number, category and type. */
export const ProjectRef = z.object({
  project_id: z.string(),
  client_id: z.string(),
  number: z.string(),
  category: z.string(),
  type: z.string(),
  /** The location's name, only for a customer who has several. */
  location: z.string().nullable(),
});
export type ProjectRef = z.infer<typeof ProjectRef>;

export const Appointment = z.object({ date: LocalDate, time: LocalTime.nullable(), end_time: LocalTime.nullable() });
export type Appointment = z.infer<typeof Appointment>;

/**
 * What this conversation did to a project's appointment that PF360 does not show yet. `date`, `time`: of the
 * appointment that was booked, or of the one that was given up, where it is known.
 */
export const Unshown = z.object({
  did: z.enum(['booked', 'requested', 'canceled', 'cancel_requested', 'released']),
  date: LocalDate.nullable(),
  time: LocalTime.nullable(),
});
export type Unshown = z.infer<typeof Unshown>;

/** One row of a project list. `scheduled` is null outside the scheduled and blocked groups, whatever PF360 left behind. */
export const ProjectView = ProjectRef.extend({
  status: z.string(),
  group: StatusGroup,
  scheduled: Appointment.nullable(),
  city: z.string().nullable(),
  street: z.string().nullable(),
  state: z.string().nullable(),
  zip: z.string().nullable(),
  /** Left out where PF360 shows what is so. */
  unshown: Unshown.optional(),
});
export type ProjectView = z.infer<typeof ProjectView>;

/** All that may be said of one project; null is "unknown" and is said so. */
export const ProjectDetail = ProjectView.extend({
  address: z.string().nullable(),
  technician: z.string().nullable(),
  store: z.string().nullable(),
  duration: z.string().nullable(),
});
export type ProjectDetail = z.infer<typeof ProjectDetail>;
