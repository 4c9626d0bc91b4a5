import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { NEW_SESSION } from '../../core/contracts/session.ts';
import {
  ChatRequest,
  type ExecutionInput,
  type Identity,
  type TurnSettings,
  type TurnState,
} from '../../core/contracts/turn.ts';
import { InvalidRequestError, LocationNotAllowedError, RequestTooLargeError } from '../../core/errors.ts';
import type { OpenedSession } from '../../core/ports/sessions.ts';

/** Bytes of a request as JSON. */
const REQUEST_LIMIT = 16 * 1024;

/**
 * Reads the request of an execution. The gateway has looked at its form only: this is where each field is checked.
 *
 * @throws {RequestTooLargeError}    it is beyond 16 KiB.
 * @throws {InvalidRequestError}     names the first wrong field.
 * @throws {LocationNotAllowedError} its `client_id` is none of the caller's locations.
 */
export function readRequest({ request, identity }: ExecutionInput): ChatRequest {
  if (Buffer.byteLength(JSON.stringify(request) ?? '') > REQUEST_LIMIT) {
    throw new RequestTooLargeError('the request is larger than 16 KiB');
  }
  const parsed = ChatRequest.safeParse(request);
  if (!parsed.success) throw wrongField(parsed.error);
  const { client_id } = parsed.data;
  if (client_id !== undefined && locationOf(identity, client_id) === null) {
    throw new LocationNotAllowedError('client_id is none of the locations of the token');
  }
  return parsed.data;
}

/** The session that a request belongs to: the one it names, or a new one, the same however often the state is retried. */
export const sessionIdOf = (request: ChatRequest, executionId: string): string =>
  request.session_id ?? createHash('sha256').update(executionId).digest('base64url').slice(0, 24);

/** Whose sessions a caller sees. A location is no owner: all of a customer's locations share the session. */
export const ownerOf = (identity: Identity): string => `${identity.client_id}#${identity.customer_id}`;

/** The state that a turn starts with. `now` is an ISO instant with the offset of `timezone`. */
export function newTurn({
  input,
  request,
  opened,
  execution_id,
  settings,
  now,
  timezone,
}: {
  input: ExecutionInput;
  request: ChatRequest;
  opened: Extract<OpenedSession, { answered: false }>;
  execution_id: string;
  settings: TurnSettings;
  now: string;
  timezone: string;
}): TurnState {
  const { identity } = input;
  const { state } = opened;
  const context = state?.context ?? NEW_SESSION;
  const client_id = request.client_id ?? identity.client_id;
  return {
    session_id: opened.session_id,
    customer_id: identity.customer_id,
    client_id,
    client_name: locationOf(identity, client_id)?.client_name ?? identity.client_name,
    user_message: request.message,
    intent: null,
    confidence: 0,
    entities: {},
    needs_clarification: false,
    clarifying_question: null,
    clarification_count: state?.clarification_count ?? 0,
    session_context: { ...context, location: request.client_id ?? context.location },
    conversation_history: state?.history ?? [],
    tools_to_execute: [],
    tool_results: [],
    round_results: [],
    agent_response: null,
    current_agent: 'Supervisor',
    error: null,
    next_expected_intent: state?.next_expected_intent ?? null,
    turn: opened.turn,
    message_id: request.message_id ?? null,
    channel: request.channel ?? 'chat',
    identity,
    request_id: input.request_id,
    execution_id,
    received_at: input.received_at,
    now,
    timezone,
    settings,
    secondary_intents: [],
    alternatives: [],
    classified_by: 'local',
    round: 0,
    acts: [],
    handoff: null,
    write_outcome: null,
    usage: { model_calls: 0, input_tokens: 0, output_tokens: 0 },
    session_version: opened.version,
    ...(opened.begun_by === undefined ? {} : { session_begun_by: opened.begun_by }),
  };
}

function locationOf(identity: Identity, clientId: string): { client_name: string | null } | null {
  const location = identity.locations.find((one) => one.client_id === clientId);
  if (location !== undefined) return location;
  return clientId === identity.client_id ? { client_name: identity.client_name } : null;
}

function wrongField(error: z.ZodError): InvalidRequestError {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') {
    return new InvalidRequestError(String(issue.keys[0]).slice(0, 64), 'is not a field of this request');
  }
  const field = issue?.path[0];
  if (field === undefined) return new InvalidRequestError('body', 'must be a JSON object');
  return new InvalidRequestError(String(field), FIELD_RULES[String(field)] ?? 'is wrong');
}

/** What each field must be, in words for the developer of a client. */
const FIELD_RULES: Readonly<Record<string, string>> = {
  message: 'must be a text of 1 to 2000 characters that is not blank',
  session_id: 'must be 8 to 64 letters, digits, _ or -',
  message_id: 'must be 8 to 64 letters, digits, _ or -',
  channel: 'must be chat, sms or voice',
  client_id: 'must be a text of 1 to 64 characters',
};
