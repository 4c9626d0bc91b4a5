import * as z from 'zod';
import { HandoffReason } from './act.ts';
import { WriteOutcome, WriteTool } from './action.ts';
import { LocalDate, LocalTime } from './project.ts';
import { ToolName } from './tool-call.ts';
import { Channel } from './turn.ts';
import { ClassifiedBy, Intent } from './understanding.ts';

/** The `kind` of the reply's data, see `ReplyData`. */
export const DataKind = z.enum([
  'projects',
  'project',
  'dates',
  'time_slots',
  'appointment',
  'notes',
  'weather',
  'hours',
  'address',
]);
export type DataKind = z.infer<typeof DataKind>;

/**
 * What a write was about, without ids. `date`, `time`: the slot that was booked, given up or cancelled;
 * `new_date`, `new_time`: where one write moved it. All four are null for a note or an address.
 */
export const RecordedAction = z.object({
  tool: WriteTool,
  project: z.object({ number: z.string(), category: z.string(), type: z.string() }),
  date: LocalDate.nullable(),
  time: LocalTime.nullable(),
  new_date: LocalDate.nullable(),
  new_time: LocalTime.nullable(),
});
export type RecordedAction = z.infer<typeof RecordedAction>;

/**
 * One finished turn, as the session item carries it (attribute `last_turn`) to the history by way of the table's
 * stream. Built by `recordOfTurn` in core/rules/turn-record.ts. Holds no token, no ids of PF360 and no session state.
 */
export const TurnRecord = z.object({
  /** The execution id: the key under which history stores a turn once, however often it is told. */
  turn_id: z.string().min(1).max(128),
  session_id: z.string().min(1).max(64),
  turn: z.int().min(1),
  /** The turn's business clock reading, an ISO instant with offset: what the customer is shown. */
  at: z.iso.datetime({ offset: true }),
  /** Epoch milliseconds on the real clock: the order of turns, and whether one precedes an erasure. */
  received_at: z.int().min(0),
  /** With `client_id` the owner of the conversation. */
  customer_id: z.string().min(1).max(128),
  /** The tenant that the token was issued for, whichever location the turn was about. */
  client_id: z.string().min(1).max(64),
  client_name: z.string().nullable(),
  channel: Channel,
  user_message: z.string(),
  reply: z.string(),
  intent: Intent,
  confidence: z.number().min(0).max(1),
  classified_by: ClassifiedBy,
  tools: z.array(ToolName).max(40),
  write_outcome: WriteOutcome.nullable(),
  /** Null without a write. */
  action: RecordedAction.nullable(),
  handoff: HandoffReason.nullable(),
  data_kind: DataKind.nullable(),
  usage: z.object({ model_calls: z.int().min(0), input_tokens: z.int().min(0), output_tokens: z.int().min(0) }),
});
export type TurnRecord = z.infer<typeof TurnRecord>;
