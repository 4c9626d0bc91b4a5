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

/**
 * What became of a tool call; never a string between layers.
 * `not_found`: it does not exist · `expired`: PF360 no longer takes the caller's token · `unavailable`: PF360 did not
 * serve it, nothing changed · `unknown`: a write was sent and nobody knows whether it took effect.
 */
export const outcomeOf = <Value extends z.ZodType>(value: Value) =>
  z.discriminatedUnion('status', [
    z.object({ status: z.literal('ok'), value }),
    z.object({ status: z.literal('refused'), reason: RefusalReason }),
    z.object({ status: z.literal('not_found') }),
    z.object({ status: z.literal('expired') }),
    z.object({ status: z.literal('unavailable') }),
    z.object({ status: z.literal('unknown') }),
  ]);

export type Failure =
  | { status: 'refused'; reason: RefusalReason }
  | { status: 'not_found' }
  | { status: 'expired' }
  | { status: 'unavailable' }
  | { status: 'unknown' };

export type Outcome<Value> = { status: 'ok'; value: Value } | Failure;
