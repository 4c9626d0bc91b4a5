import { TurnState } from '../../core/contracts/turn.ts';
import { type AgentHandler, agentHandler } from '../shared/agent-handler.ts';
import { functionModel } from '../shared/function-model.ts';
import { lazily } from '../shared/lazily.ts';
import { type Log, logger } from '../shared/logger.ts';
import { createPhrase } from './phrase.ts';
import { type RespondDeps, respond } from './respond.ts';
import { summaryAfter } from './summary.ts';

/** The responder: acts in, the reply to the customer out. */
export function createResponder({ log, ...deps }: RespondDeps & { readonly log?: Log } = {}): AgentHandler<TurnState> {
  return agentHandler({
    agent: 'Responder',
    input: TurnState,
    output: TurnState,
    run: async (turn) => {
      const { reply, usage, outcome } = await respond(turn, deps);
      if (!reply.gate.passed) {
        const { execution_id, session_id } = turn;
        (log ?? logger).warn('the gate turned a text down', { kinds: reply.gate.unbacked, execution_id, session_id });
      }
      const session_context = {
        ...turn.session_context,
        summary: summaryAfter(turn),
        model_calls: turn.session_context.model_calls + usage.model_calls,
      };
      return {
        ...turn,
        agent_response: reply,
        usage,
        ...(outcome === undefined
          ? {}
          : { model_outcomes: [...(turn.model_outcomes ?? []), { agent: 'Responder', ...outcome }] }),
        session_context,
        current_agent: 'Responder',
      };
    },
    ...(log === undefined ? {} : { log }),
  });
}

export const handler = lazily(() => {
  const asked = functionModel('responder');
  return createResponder(asked === null ? {} : { phrase: createPhrase(asked) });
});
