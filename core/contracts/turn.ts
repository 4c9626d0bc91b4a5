import * as z from 'zod';
import { Entities } from '../understanding/entities/entities.ts';
import { Act, HandoffReason } from './act.ts';
import { WriteOutcome } from './action.ts';
import { Answer, ReplyData } from './answer.ts';
import { SessionContext } from './session.ts';
import { ToolCall, ToolResult } from './tool-call.ts';
import { ClassifiedBy, Intent, MOST_REQUESTS, Suggestion } from './understanding.ts';

export const Channel = z.enum(['chat', 'sms', 'voice']);
export type Channel = z.infer<typeof Channel>;

/** `session_id`, `message_id`: what a client may choose as an id. */
export const ClientChosenId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, 'must be 8 to 64 letters, digits, _ or -');

/** The body of `POST /api/chat`. */
export const ChatRequest = z.strictObject({
  message: z
    .string()
    .max(2000, 'must be at most 2000 characters')
    .refine((text) => text.trim().length > 0, 'must not be empty'),
  session_id: ClientChosenId.optional(),
  message_id: ClientChosenId.optional(),
  channel: Channel.optional(),
  client_id: z.string().min(1).max(64).optional(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;

export const Location = z.object({ client_id: z.string().min(1), client_name: z.string().min(1) });
export type Location = z.infer<typeof Location>;

/** Who is calling, from the token alone. */
export const Identity = z.object({
  customer_id: z.string().min(1),
  client_id: z.string().min(1),
  client_name: z.string().nullable(),
  timezone: z.string().nullable(),
  support_number: z.string().nullable(),
  locations: z.array(Location),
  credential_ref: z.string().min(1),
});
export type Identity = z.infer<typeof Identity>;

/** What the front door starts an execution with. */
export const ExecutionInput = z.object({
  request: z.unknown(),
  identity: Identity,
  request_id: z.string(),
  /** Epoch milliseconds on the real clock. */
  received_at: z.int(),
});
export type ExecutionInput = z.infer<typeof ExecutionInput>;

/** Figures of the configuration that decisions and Choice states need, put into the turn so that a replay has them. */
export const TurnSettings = z.object({
  confidence_threshold: z.number().min(0).max(1),
  max_clarification_attempts: z.int().min(0),
  /** Dry run: the write is not sent and the reply says that it is a rehearsal. */
  rehearse_schedule: z.boolean(),
  rehearse_cancel: z.boolean(),
});
export type TurnSettings = z.infer<typeof TurnSettings>;

export const StateError = z.object({ Error: z.string(), Cause: z.unknown().optional() });

/** What the responder hands on: text, quick replies with their meaning, and the data for widgets. */
export const Reply = z.object({
  text: z.string().min(1),
  suggestions: z.array(Suggestion).max(10),
  data: ReplyData.nullable(),
  /**
   * Who wrote the text, and what the gate says of it, or of the model's text that it turned down: kinds (`GateKind`), and
   * nobody's words.
   */
  written_by: z.enum(['template', 'model', 'fallback']),
  gate: z.object({ passed: z.boolean(), unbacked: z.array(z.string()).max(20) }),
});
export type Reply = z.infer<typeof Reply>;

export const PastTurn = z.object({ user: z.string(), assistant: z.string() });
export type PastTurn = z.infer<typeof PastTurn>;

/** The state of one turn, as it runs through the state machine. Stays under 64 KiB. */
export const TurnState = z.object({
  session_id: z.string(),
  customer_id: z.string(),
  client_id: z.string(),
  client_name: z.string().nullable(),
  user_message: z.string(),
  intent: Intent.nullable(),
  confidence: z.number().min(0).max(1),
  entities: Entities,
  needs_clarification: z.boolean(),
  clarifying_question: z.string().nullable(),
  /** Clarifying questions in a row, this turn's included. */
  clarification_count: z.int().min(0),
  session_context: SessionContext,
  conversation_history: z.array(PastTurn).max(6),
  tools_to_execute: z.array(ToolCall).max(8),
  tool_results: z.array(ToolResult).max(32),
  /** What the Map brought back last; Plan moves it into `tool_results`. */
  round_results: z.array(ToolResult).max(8),
  agent_response: Reply.nullable(),
  current_agent: z.string(),
  error: StateError.nullable(),
  next_expected_intent: Intent.nullable(),

  turn: z.int().min(1),
  message_id: z.string().nullable(),
  channel: Channel,
  identity: Identity,
  request_id: z.string(),
  execution_id: z.string(),
  received_at: z.int(),
  /** ISO instant with offset, in `timezone`: the one clock reading of the turn. */
  now: z.string(),
  timezone: z.string(),
  settings: TurnSettings,
  secondary_intents: z.array(Intent).max(MOST_REQUESTS - 1),
  alternatives: z.array(z.object({ intent: Intent, probability: z.number() })).max(3),
  classified_by: ClassifiedBy,
  /** Rounds of tools run so far. */
  round: z.int().min(0),
  acts: z.array(Act).max(12),
  handoff: HandoffReason.nullable(),
  write_outcome: WriteOutcome.nullable(),
  usage: z.object({ model_calls: z.int(), input_tokens: z.int(), output_tokens: z.int() }),
  /** What became of each question to a language model; missing where none was worth one. */
  model_outcomes: z
    .array(z.object({ agent: z.string(), outcome: z.string(), because: z.string().optional() }))
    .max(4)
    .optional(),
  /** The session item's version that this turn was opened on: SaveTurn writes only over it. */
  session_version: z.int().min(0),
  /** The execution that began the session; missing in records of before, and of sessions begun then. */
  session_begun_by: z.string().min(1).optional(),
});
export type TurnState = z.infer<typeof TurnState>;

/** What OpenTurn hands on: a turn to run, or the recorded answer of a repeated message. */
export const OpenedTurn = z.union([
  TurnState.extend({ answered: z.literal(false) }),
  z.object({ answered: z.literal(true), answer: Answer }),
]);
