import * as z from 'zod';
import { Saved } from '../core/contracts/outcome.ts';
import { LocalDate } from '../core/contracts/project.ts';
import { RequestId } from '../core/contracts/session.ts';

/**
 * What became of a write that PF360 took.
 * `confirmed` was read back · `requested` waits for the office or could not be seen yet · `rehearsed` was not sent.
 * Null means that the field does not apply to this write.
 */
export const WriteValue = z.object({
  status: z.enum(['confirmed', 'requested', 'rehearsed']),
  confirmation_number: z.string().nullable(),
  /** A cancel: whether its reason reached the notes. */
  reason_saved: Saved.nullable(),
  /** A booking with a corrected address: whether the office has the correction. */
  address_filed: Saved.nullable(),
  /** A reschedule with a new time: whether that time was booked. False: the old one is gone and nothing took its place. */
  booked: z.boolean().nullable(),
  /** A release that answered with a new search: its ticket and its open dates, ascending. */
  request_id: RequestId.nullable(),
  dates: z.array(LocalDate).max(90),
});
export type WriteValue = z.infer<typeof WriteValue>;

/** A value with nothing but its status. */
export function writeValue(status: WriteValue['status'], more: Partial<WriteValue> = {}): WriteValue {
  return {
    status,
    confirmation_number: null,
    reason_saved: null,
    address_filed: null,
    booked: null,
    request_id: null,
    dates: [],
    ...more,
  };
}
