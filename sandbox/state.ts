import * as z from 'zod';

/** Start times of visits, `HH:MM`. */
export const VISIT_TIMES = ['08:00', '10:00', '13:00', '15:00'] as const;

export const Appointment = z.strictObject({
  date: z.iso.date(),
  time: z.enum(VISIT_TIMES),
  /** How the dashboard writes it. `date` leaves the time out, as PF360 does for some old bookings. */
  form: z.enum(['us', 'iso', 'date']),
});
export type Appointment = z.infer<typeof Appointment>;

/** What can change in a project. Everything else about it is fixed by the seed. */
export const Progress = z.strictObject({
  status: z.string().min(1),
  /** Real or left over, which only the status tells. */
  appointment: Appointment.nullable(),
  /** Whether the dashboard shows the crew's technician. */
  crew_assigned: z.boolean(),
  /** Ids of the searches that are not spent yet, oldest first. Only the last one books. */
  request_ids: z.array(z.int().positive()),
});
export type Progress = z.infer<typeof Progress>;

export const Note = z.strictObject({
  note_id: z.int().positive(),
  project_id: z.int().positive(),
  kind: z.enum(['note', 'reason', 'address', 'office']),
  text: z.string().min(1),
  author: z.string().min(1),
  created_at: z.iso.datetime(),
});
export type Note = z.infer<typeof Note>;

/**
 * All that the sandbox remembers, as JSON. Small whatever the seed holds: only projects that were touched are in it.
 * The request log and the faults are not part of it.
 */
export const SandboxState = z.strictObject({
  version: z.literal(1),
  /** The instant the data is relative to. The seed is rebuilt from it. */
  seeded_at: z.iso.datetime({ offset: true }),
  next_request_id: z.int().positive(),
  next_note_id: z.int().positive(),
  /** By project id. */
  progress: z.record(z.string().regex(/^\d+$/), Progress),
  /** Slots that were booked and given back, as `tenant|category|date|time`: open to the whole crew. */
  released: z.array(z.string()),
  /** Notes added since the seed, oldest first. */
  notes: z.array(Note),
});
export type SandboxState = z.infer<typeof SandboxState>;

/** The state of a sandbox that was just set up: nothing searched, booked or noted. */
export function freshState(seededAt: string): SandboxState {
  return {
    version: 1,
    seeded_at: seededAt,
    next_request_id: 51_000_001,
    next_note_id: 8001,
    progress: {},
    released: [],
    notes: [],
  };
}
