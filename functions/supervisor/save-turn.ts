import type { Answer } from '../../core/contracts/answer.ts';
import { NEW_SESSION } from '../../core/contracts/session.ts';
import type { PastTurn, Reply, TurnState } from '../../core/contracts/turn.ts';
import { StateContractError } from '../../core/errors.ts';
import type { SessionState } from '../../core/ports/sessions.ts';
import { nextExpectedIntent, pendingActionView } from '../responder/data.ts';

const TURNS_KEPT = 6;
/** Bytes of JSON that one side of a past turn may take: six turns stay small whatever alphabet they are written in. */
const PAST_TEXT_BYTES = 1500;

/**
 * What a turn leaves for the next one.
 *
 * @param stored What the session held before the turn, needed when the turn failed: the customer then saw neither its
 *   questions nor its outcome, so the session stays where it was. A write that the failed turn did send is not repeated
 *   by another yes: its record by the pending action's id answers for it.
 */
export function stateAfter(turn: TurnState, stored: SessionState | null): SessionState {
  const reply = replyOf(turn);
  const history = pastTurns(turn, reply);
  if (turn.error !== null) {
    return {
      context: stored?.context ?? NEW_SESSION,
      clarification_count: stored?.clarification_count ?? 0,
      next_expected_intent: stored?.next_expected_intent ?? null,
      history,
    };
  }
  return {
    context: { ...turn.session_context, offers: reply.suggestions },
    clarification_count: turn.needs_clarification ? turn.clarification_count : 0,
    next_expected_intent: nextExpectedIntent(turn),
    history,
  };
}

/**
 * The body of the HTTP answer.
 *
 * @param state   As `stateAfter` made it.
 * @param endedAt Epoch milliseconds on the real clock.
 */
export function answerOf(turn: TurnState, state: SessionState, endedAt: number): Answer {
  const reply = replyOf(turn);
  const { context } = state;
  return {
    session_id: turn.session_id,
    turn: turn.turn,
    response: reply.text,
    intent: turn.intent ?? 'out_of_scope',
    confidence: turn.confidence,
    suggestions: reply.suggestions.map((suggestion) => suggestion.text),
    data: reply.data,
    metadata: {
      tools_executed: [...new Set(turn.tool_results.map((result) => result.tool))],
      clarification_needed: turn.needs_clarification,
      clarification_count: state.clarification_count,
      next_expected_intent: state.next_expected_intent,
      secondary_intents: turn.secondary_intents,
      pending_action: context.pending_action === null ? null : pendingActionView(context.pending_action),
      write_outcome: turn.write_outcome,
      handoff: turn.handoff !== null,
      classified_by: turn.classified_by,
      model_calls: turn.usage.model_calls,
      input_tokens: turn.usage.input_tokens,
      output_tokens: turn.usage.output_tokens,
      execution_id: turn.execution_id,
      processing_time_ms: Math.max(0, endedAt - turn.received_at),
    },
  };
}

function replyOf(turn: TurnState): Reply {
  if (turn.agent_response === null) throw new StateContractError('SaveTurn: the turn has no reply');
  return turn.agent_response;
}

function pastTurns(turn: TurnState, reply: Reply): PastTurn[] {
  const past = { user: cut(turn.user_message), assistant: cut(reply.text) };
  return [...turn.conversation_history, past].slice(-TURNS_KEPT);
}

/** The beginning of a text that takes at most `PAST_TEXT_BYTES` as JSON, cut between characters. */
function cut(text: string): string {
  if (Buffer.byteLength(JSON.stringify(text)) <= PAST_TEXT_BYTES) return text;
  let bytes = 2;
  let kept = '';
  for (const character of text) {
    bytes += Buffer.byteLength(JSON.stringify(character)) - 2;
    if (bytes > PAST_TEXT_BYTES - 3) break;
    kept += character;
  }
  return `${kept}…`;
}
