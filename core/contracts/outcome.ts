import * as z from 'zod';

/** Why PF360, or a rule of ours, said no. Nothing was changed. */
export const RefusalReason = z.enum([
  'already_scheduled',
  'not_allowed',
  'slot_taken',
  'stale_request',
  'wrong_status',
  'not_offered',
  'past_date',
  'other',
]);
export type RefusalReason = z.infer<typeof RefusalReason>;

/** What PF360 answered to a write, where that was a no: why, or that it no longer takes the caller's token. */
export const Denial = z.enum([...RefusalReason.options, 'expired']);
export type Denial = z.infer<typeof Denial>;

/** Whether a note that goes with another write reached PF360: a cancel's reason, the new address of a booking. */
export const Saved = z.union([z.boolean(), z.literal('unknown')]);
export type Saved = z.infer<typeof Saved>;

/**
 * What became of a tool call; never a string between layers.
 * `not_found`: it does not exist · `expired`: PF360 no longer takes the caller's token · `unavailable`: PF360 did not
 * serve it, nothing changed · `unknown`: a write was sent and nobody knows whether it took effect; `denial` is then
 * what PF360 answered, a no that could not be checked.
 */
export const outcomeOf = <Value extends z.ZodType>(value: Value) =>
  z.discriminatedUnion('status', [
    z.object({ status: z.literal('ok'), value }),
    z.object({ status: z.literal('refused'), reason: RefusalReason }),
    z.object({ status: z.literal('not_found') }),
    z.object({ status: z.literal('expired') }),
    z.object({ status: z.literal('unavailable') }),
    z.object({ status: z.literal('unknown'), denial: Denial.optional() }),
  ]);

export type Failure =
  | { status: 'refused'; reason: RefusalReason }
  | { status: 'not_found' }
  | { status: 'expired' }
  | { status: 'unavailable' }
  | { status: 'unknown'; denial?: Denial | undefined };

export type Outcome<Value> = { status: 'ok'; value: Value } | Failure;
