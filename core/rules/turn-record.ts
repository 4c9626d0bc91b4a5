import type { PendingAction } from '../contracts/action.ts';
import type { Answer } from '../contracts/answer.ts';
import type { TurnState } from '../contracts/turn.ts';
import type { RecordedAction, TurnRecord } from '../contracts/turn-record.ts';

const datesOf = (action: PendingAction): Pick<RecordedAction, 'date' | 'time' | 'new_date' | 'new_time'> => {
  switch (action.tool) {
    case 'confirm_appointment':
    case 'cancel_appointment':
      return { date: action.date, time: action.time, new_date: null, new_time: null };
    case 'reschedule_appointment':
      return { date: action.date, time: action.time, new_date: action.new_date, new_time: action.new_time };
    case 'add_note':
    case 'request_address_change':
      return { date: null, time: null, new_date: null, new_time: null };
  }
};

const recordedAction = (turn: TurnState): RecordedAction | null => {
  const outcome = turn.write_outcome;
  if (outcome === null) return null;
  const result = turn.acts.find((act) => act.act === 'write_result' && act.action.tool === outcome.tool);
  if (result?.act !== 'write_result') return null;
  const { number, category, type } = result.action.project;
  return { tool: outcome.tool, project: { number, category, type }, ...datesOf(result.action) };
};

/** What history keeps of a finished turn: the message and its answer, who understood it, and what it did. */
export const recordOfTurn = (turn: TurnState, answer: Answer): TurnRecord => ({
  turn_id: turn.execution_id,
  session_id: turn.session_id,
  turn: turn.turn,
  at: turn.now,
  received_at: turn.received_at,
  customer_id: turn.identity.customer_id,
  client_id: turn.identity.client_id,
  client_name: turn.identity.client_name,
  channel: turn.channel,
  user_message: turn.user_message,
  reply: answer.response,
  intent: answer.intent,
  confidence: answer.confidence,
  classified_by: answer.metadata.classified_by,
  tools: turn.tool_results.map((result) => result.tool),
  write_outcome: turn.write_outcome,
  action: recordedAction(turn),
  handoff: turn.handoff,
  data_kind: answer.data?.kind ?? null,
  usage: turn.usage,
});
