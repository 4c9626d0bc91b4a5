import * as z from 'zod';
import { LocalDate, LocalTime, ProjectRef } from './project.ts';

export const WriteTool = z.enum([
  'confirm_appointment',
  'reschedule_appointment',
  'cancel_appointment',
  'add_note',
  'request_address_change',
]);
export type WriteTool = z.infer<typeof WriteTool>;

const base = {
  /** Also the idempotency key of the write. */
  id: z.string().min(8),
  project: ProjectRef,
  /** ISO instant; a yes after it does nothing. */
  expires_at: z.iso.datetime({ offset: true }),
};

/**
 * A write that waits for the customer's yes, with the exact arguments that were shown.
 * A write runs only from one of these, stored by an earlier turn of the same session.
 */
export const PendingAction = z.discriminatedUnion('tool', [
  z.object({
    ...base,
    tool: z.literal('confirm_appointment'),
    date: LocalDate,
    time: LocalTime,
    address: z.string().nullable(),
    /** The customer corrected the address at the summary: one yes books and files the correction. */
    address_change: z.boolean(),
    /** The address on file, kept for the office's note when `address_change`. */
    old_address: z.string().nullable(),
    request_id: z.union([z.string(), z.number()]).nullable(),
    /** This booking is the second half of a reschedule whose old time was released. */
    completes_reschedule: z.boolean(),
  }),
  z.object({
    ...base,
    tool: z.literal('reschedule_appointment'),
    /** The appointment that will be given up. */
    date: LocalDate,
    time: LocalTime.nullable(),
    /** Set where PF360 shows new times before the release: then one yes does both. */
    new_date: LocalDate.nullable(),
    new_time: LocalTime.nullable(),
    request_id: z.union([z.string(), z.number()]).nullable(),
  }),
  z.object({
    ...base,
    tool: z.literal('cancel_appointment'),
    date: LocalDate,
    time: LocalTime.nullable(),
    reason: z.string().min(1).max(500),
  }),
  z.object({ ...base, tool: z.literal('add_note'), note_text: z.string().min(1).max(2000) }),
  z.object({
    ...base,
    tool: z.literal('request_address_change'),
    address: z.string().min(1).max(300),
    old_address: z.string().nullable(),
  }),
]);
export type PendingAction = z.infer<typeof PendingAction>;
export type PendingActionOf<Tool extends WriteTool> = Extract<PendingAction, { tool: Tool }>;

/** What became of a write in this turn, as the customer may be told. */
export const WriteStatus = z.enum(['confirmed', 'requested', 'refused', 'not_done', 'unknown', 'rehearsed']);
export type WriteStatus = z.infer<typeof WriteStatus>;

export const WriteOutcome = z.object({ tool: WriteTool, status: WriteStatus });
export type WriteOutcome = z.infer<typeof WriteOutcome>;
