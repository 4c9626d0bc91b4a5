import type { OwnWrite } from '../../../core/contracts/own-write.ts';
import type { SessionContext } from '../../../core/contracts/session.ts';
import type { ToolCall } from '../../../core/contracts/tool-call.ts';
import type { TurnState } from '../../../core/contracts/turn.ts';
import { recentWrites } from '../../../core/rules/own-writes.ts';
import { decide } from './decide.ts';
import type { Draft } from './draft.ts';
import { drive, type PlannedCall } from './flow.ts';
import { remind } from './open-question.ts';
import { forgetOvertaken } from './own-writes.ts';
import { toolsEndAt } from './time.ts';

/** Rounds of tools in one turn, after which it answers with what it has. */
export const MAX_ROUNDS = 8;

/**
 * The decision of a turn, made anew at every Plan step from the same reading and the results so far: either the tools to
 * run next, or what to say and the session as it will be. Pure: clock and settings come with the turn.
 */
export function plan(turn: TurnState): Partial<TurnState> {
  const tool_results = [...turn.tool_results, ...turn.round_results];
  const known = new Map(tool_results.map(({ call_id, outcome }) => [call_id, outcome]));
  const draft = draftOf(turn);
  const driven = drive(decide(draft), known);
  const seen = { tool_results, round_results: [] };
  if (!driven.done && turn.round < MAX_ROUNDS)
    return {
      ...seen,
      tools_to_execute: driven.missing.slice(0, 8).map((call) => toolCall(turn, call, draft.session.own_writes)),
      round: turn.round + 1,
    };

  if (!driven.done) {
    draft.acts.push({ act: 'failure', kind: 'unavailable', of: 'turn' });
    // A write that was not reached still waits for a yes, and is put before the customer again.
    remind(draft);
  }
  forgetOvertaken(draft, tool_results);
  if (draft.acts.length === 0) draft.acts.push({ act: 'help' });
  return {
    ...seen,
    tools_to_execute: [],
    acts: draft.acts.slice(0, 12),
    session_context: draft.session,
    handoff: draft.result.handoff,
    write_outcome: draft.result.write_outcome,
    needs_clarification: false,
    clarifying_question: null,
    clarification_count: 0,
  };
}

function draftOf(turn: TurnState): Draft {
  const session: SessionContext = structuredClone(turn.session_context);
  return {
    turn,
    intent: turn.intent ?? 'out_of_scope',
    entities: turn.entities,
    session,
    acts: [],
    result: { handoff: null, write_outcome: null },
  };
}

function toolCall(turn: TurnState, { call_id, tool, input }: PlannedCall, ownWrites: readonly OwnWrite[]): ToolCall {
  const { identity, session_id, execution_id, now, timezone } = turn;
  const project = input.project;
  const tenant =
    input.client_id ??
    (typeof project === 'object' && project !== null && 'client_id' in project ? project.client_id : undefined);
  const client_id = typeof tenant === 'string' ? tenant : identity.client_id;
  const own_writes = recentWrites(ownWrites, now).filter((write) => write.client_id === client_id);
  return {
    call_id,
    tool,
    input,
    caller: {
      customer_id: identity.customer_id,
      client_id,
      home_client_id: identity.client_id,
      credential_ref: identity.credential_ref,
      session_id,
      execution_id,
    },
    now,
    timezone,
    until: toolsEndAt(turn.received_at),
    ...(own_writes.length === 0 ? {} : { own_writes }),
  };
}
