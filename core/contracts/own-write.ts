import * as z from 'zod';
import { LocalDate, LocalTime, Unshown } from './project.ts';

const Slot = z.object({ date: LocalDate, time: LocalTime.nullable() });

/**
 * What a write of this conversation made of a project's appointment, remembered for as long as PF360's dashboard may go
 * on showing what was so before.
 */
export const OwnWrite = z.object({
  client_id: z.string(),
  project_id: z.string(),
  did: Unshown.shape.did,
  /** The appointment since then, as far as is known; null: none. */
  slot: Slot.nullable(),
  /** What was so before it in this conversation, oldest first; null: no appointment. */
  earlier: z.array(Slot.nullable()).min(1).max(4),
  /** ISO instant of the turn that wrote it. */
  at: z.iso.datetime({ offset: true }),
  /** The dashboard has shown it since. */
  seen: z.literal(true).optional(),
});
export type OwnWrite = z.infer<typeof OwnWrite>;

/** Projects whose writes a session remembers at once. */
export const OWN_WRITES_KEPT = 4;
