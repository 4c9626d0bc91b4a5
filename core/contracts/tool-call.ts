import * as z from 'zod';
import { Denial } from './outcome.ts';
import { OWN_WRITES_KEPT, OwnWrite } from './own-write.ts';

export const ToolName = z.enum([
  'list_projects',
  'select_project',
  'get_project_details',
  'get_business_hours',
  'get_available_dates',
  'get_time_slots',
  'select_date',
  'confirm_appointment',
  'cancel_appointment',
  'add_note',
  'get_weather',
  'reschedule_appointment',
  'get_appointment_status',
  'list_notes',
  'get_installation_address',
  'request_address_change',
]);
export type ToolName = z.infer<typeof ToolName>;

/** On whose behalf a tool acts. `credential_ref` names a stored token; the token itself never enters an execution. */
export const Caller = z.object({
  customer_id: z.string(),
  /** The tenant of this call: a project's own tenant once one is chosen. */
  client_id: z.string(),
  /** The tenant the token was issued for: with `customer_id` the owner of the session. */
  home_client_id: z.string(),
  credential_ref: z.string(),
  session_id: z.string(),
  execution_id: z.string(),
});
export type Caller = z.infer<typeof Caller>;

/** One tool to run, complete in itself: the Map hands it to the tool executor as it stands. */
export const ToolCall = z.object({
  /** Tool and arguments, so that a read is asked once a turn. */
  call_id: z.string(),
  tool: ToolName,
  input: z.record(z.string(), z.unknown()),
  caller: Caller,
  /** ISO instant with offset, in the tenant's zone: the turn's one clock reading. */
  now: z.string(),
  timezone: z.string(),
  /** Epoch milliseconds on the real clock when the call must be over, so that its turn can still be answered. */
  until: z.int().optional(),
  /** What the session did to appointments of this tenant that its dashboard may not show yet; left out without any. */
  own_writes: z.array(OwnWrite).max(OWN_WRITES_KEPT).optional(),
});
export type ToolCall = z.infer<typeof ToolCall>;

/** `crashed`: the executor itself failed or timed out; a read then counts as unavailable, a write as unknown. */
export const ToolResult = z.object({
  call_id: z.string(),
  tool: ToolName,
  outcome: z.union([
    z.object({ status: z.literal('ok'), value: z.unknown() }),
    z.object({ status: z.literal('refused'), reason: z.string() }),
    z.object({ status: z.literal('unknown'), denial: Denial.optional() }),
    z.object({ status: z.enum(['not_found', 'expired', 'unavailable', 'crashed']) }),
  ]),
});
export type ToolResult = z.infer<typeof ToolResult>;
