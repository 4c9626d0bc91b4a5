import { TurnState } from '../../core/contracts/turn.ts';
import { type AgentHandler, agentHandler } from '../shared/agent-handler.ts';
import type { Log } from '../shared/logger.ts';
import { clarify } from './clarify.ts';

/** Asks the one question that separates the likely readings. */
export const createClarifier = ({ log }: { log?: Log } = {}): AgentHandler<TurnState> =>
  agentHandler({
    agent: 'Clarifier',
    input: TurnState,
    output: TurnState,
    run: (turn) => ({ ...turn, ...clarify(turn), current_agent: 'Clarifier' }),
    ...(log === undefined ? {} : { log }),
  });

export const handler = createClarifier();
