import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../adapters/clock.ts';
import type { Answer } from '../../core/contracts/answer.ts';
import { NEW_SESSION } from '../../core/contracts/session.ts';
import type { ExecutionInput, Identity, TurnState } from '../../core/contracts/turn.ts';
import type { TurnRecord } from '../../core/contracts/turn-record.ts';
import type { OpenedSession, SavedTurn, SessionState } from '../../core/ports/sessions.ts';

export const IDENTITY: Identity = {
  customer_id: '7001001',
  client_id: '11TB01SB',
  client_name: 'Tampa Bay Interiors',
  timezone: 'America/New_York',
  support_number: null,
  locations: [],
  credential_ref: 'ref-1',
};
export const OWNER = '11TB01SB#7001001';

export const anInput = (request: unknown, identity: Identity = IDENTITY): ExecutionInput => ({
  request,
  identity,
  request_id: 'request-1',
  received_at: 1_000,
});

export const aTurn = (changes: Partial<TurnState> = {}): TurnState => ({
  session_id: 'session-1',
  customer_id: '7001001',
  client_id: '11TB01SB',
  client_name: 'Tampa Bay Interiors',
  user_message: 'Hello',
  intent: 'greeting',
  confidence: 0.97,
  entities: {},
  needs_clarification: false,
  clarifying_question: null,
  clarification_count: 0,
  session_context: NEW_SESSION,
  conversation_history: [],
  tools_to_execute: [],
  tool_results: [],
  round_results: [],
  agent_response: {
    text: 'Hello!',
    suggestions: [{ text: 'Show my projects', intent: 'list_projects', entities: {} }],
    data: null,
    written_by: 'template',
    gate: { passed: true, unbacked: [] },
  },
  current_agent: 'Responder',
  error: null,
  next_expected_intent: null,
  turn: 1,
  message_id: null,
  channel: 'chat',
  identity: IDENTITY,
  request_id: 'request-1',
  execution_id: 'execution-1',
  received_at: 1_000,
  now: '2026-06-01T09:00:00.000-04:00',
  timezone: 'America/New_York',
  settings: {
    confidence_threshold: 0.7,
    max_clarification_attempts: 3,
    rehearse_schedule: false,
    rehearse_cancel: false,
  },
  secondary_intents: [],
  alternatives: [],
  classified_by: 'local',
  round: 0,
  acts: [],
  handoff: null,
  write_outcome: null,
  usage: { model_calls: 0, input_tokens: 0, output_tokens: 0 },
  session_version: 0,
  ...changes,
});

export const anAnswer = (changes: Partial<Answer> = {}): Answer => ({
  session_id: 'session-1',
  turn: 1,
  response: 'Hello!',
  intent: 'greeting',
  confidence: 0.97,
  suggestions: [],
  data: null,
  metadata: {
    tools_executed: [],
    clarification_needed: false,
    clarification_count: 0,
    next_expected_intent: null,
    secondary_intents: [],
    pending_action: null,
    write_outcome: null,
    handoff: false,
    classified_by: 'local',
    model_calls: 0,
    input_tokens: 0,
    output_tokens: 0,
    execution_id: 'execution-1',
    processing_time_ms: 5,
  },
  ...changes,
});

export const aRecord = (changes: Partial<TurnRecord> = {}): TurnRecord => ({
  turn_id: 'execution-1',
  session_id: 'session-1',
  turn: 1,
  at: '2026-06-01T09:00:00.000-04:00',
  received_at: 1_000,
  customer_id: '7001001',
  client_id: '11TB01SB',
  client_name: 'Tampa Bay Interiors',
  channel: 'chat',
  user_message: 'Hello',
  reply: 'Hello!',
  intent: 'greeting',
  confidence: 0.97,
  classified_by: 'local',
  tools: [],
  write_outcome: null,
  action: null,
  handoff: null,
  data_kind: null,
  usage: { model_calls: 0, input_tokens: 0, output_tokens: 0 },
  ...changes,
});

export const aState = (changes: Partial<SessionState> = {}): SessionState => ({
  context: NEW_SESSION,
  clarification_count: 0,
  next_expected_intent: null,
  history: [],
  ...changes,
});

/** What SaveTurn hands to the store for an opened session. */
export function saved(
  opened: OpenedSession,
  {
    execution,
    message = null,
    state = aState(),
    response = 'Hello!',
  }: {
    execution: string;
    message?: string | null;
    state?: SessionState;
    response?: string;
  },
): SavedTurn {
  if (opened.answered) throw new Error('the message was answered before');
  const { session_id, turn, version } = opened;
  return {
    owner: OWNER,
    message_id: message,
    version,
    state,
    record: aRecord({ turn_id: execution, session_id, turn, reply: response }),
    answer: anAnswer({ session_id, turn, response }),
  };
}

/** A clock that moves when told to: `business` seconds since 2026-06-01T13:00Z, `real` milliseconds. */
export function movableClock(): Clock & { business: number; realMs: number } {
  const start = Temporal.Instant.from('2026-06-01T13:00:00Z');
  return {
    business: 0,
    realMs: 1_780_000_000_000,
    now() {
      return start.add({ milliseconds: Math.round(this.business * 1000) });
    },
    real() {
      return this.realMs;
    },
  };
}
