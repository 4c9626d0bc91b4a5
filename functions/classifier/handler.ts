import { localModel } from '../../adapters/local-model.ts';
import { TurnState } from '../../core/contracts/turn.ts';
import type { Model } from '../../core/understanding/model.ts';
import { type AgentHandler, agentHandler } from '../shared/agent-handler.ts';
import { functionModel } from '../shared/function-model.ts';
import { lazily } from '../shared/lazily.ts';
import type { Log } from '../shared/logger.ts';
import { createAskModel } from './ask-model.ts';
import { type AskModel, CASCADE, type CascadeSettings, classify } from './classify.ts';

export type ClassifierDeps = {
  /** Gives the trained model; read from its file at the first turn. */
  model?: () => Model;
  /** The language model, where one is configured. */
  askModel?: AskModel | undefined;
  cascade?: CascadeSettings;
  log?: Log;
};

/** Says what the turn's message means, and how sure that is. */
export function createClassifier({
  model = localModel,
  askModel,
  cascade = CASCADE,
  log,
}: ClassifierDeps = {}): AgentHandler<TurnState> {
  return agentHandler({
    agent: 'Classifier',
    input: TurnState,
    output: TurnState,
    async run(turn) {
      const classification = await classify(turn, { model: model(), cascade, askModel });
      return { ...turn, ...classification, current_agent: 'Classifier' };
    },
    ...(log === undefined ? {} : { log }),
  });
}

export const handler = lazily(() => {
  const asked = functionModel('classifier');
  return createClassifier(asked === null ? {} : { askModel: createAskModel(asked) });
});
