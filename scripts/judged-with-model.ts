import { createClock, inZone } from '../adapters/clock.ts';
import type { Config } from '../adapters/config.ts';
import { localModel } from '../adapters/local-model.ts';
import { openModel } from '../adapters/model.ts';
import { NEW_SESSION } from '../core/contracts/session.ts';
import type { TurnState } from '../core/contracts/turn.ts';
import type { Model } from '../core/ports/model.ts';
import { createAskModel } from '../functions/classifier/ask-model.ts';
import { CASCADE, classify } from '../functions/classifier/classify.ts';
import type { Log } from '../functions/shared/logger.ts';
import { newTurn } from '../functions/supervisor/open-turn.ts';
import type { Judged } from '../training/figures.ts';
import type { LabelledMessage } from '../training/labelled.ts';

/** How a data set was read by the classifier with its language model, and what that took. */
export type JudgedWithModel = {
  judged: Judged[];
  calls: number;
  /** How often the model gave no usable answer, by the error's name: then the local reading was judged. */
  failures: Record<string, number>;
};

/** The classifier's model as the environment configures it, never left out; no use is counted. */
export function configuredModel(config: Config): Model {
  const opened = openModel({ ...config, MODEL_PAUSE_SECONDS: 0 }, 'classifier', {
    openTable: () => {
      throw new Error('an evaluation counts no use');
    },
    clock: createClock(config.ASSISTANT_NOW),
  });
  if (opened === null) throw new Error('no model is configured: set MODEL_PROVIDER=bedrock and BEDROCK_MODEL_ID');
  return opened.model;
}

/** Reads every message of a data set on its own, with what was asked as its only context, as the classifier does. */
export async function judgeWithModel(
  messages: readonly LabelledMessage[],
  { config, model }: { config: Config; model: Model },
): Promise<JudgedWithModel> {
  const clock = createClock(config.ASSISTANT_NOW);
  const failures: Record<string, number> = {};
  const warn: Log['warn'] = (_, ...[line]) => {
    const name = String(Reflect.get(Object(line), 'error_name'));
    failures[name] = (failures[name] ?? 0) + 1;
  };
  const log = { debug() {}, info() {}, warn, error() {} };
  const askModel = createAskModel({ model, caps: { take: async () => true }, clock, log });
  const judged: Judged[] = [];
  let calls = 0;
  for (const message of messages) {
    const began = performance.now();
    const turn = turnOf(message, config, clock);
    const understood = await classify(turn, { model: localModel(), cascade: CASCADE, askModel });
    calls += understood.usage.model_calls;
    judged.push({ message, understood, ms: performance.now() - began });
  }
  return { judged, calls, failures };
}

function turnOf(message: LabelledMessage, config: Config, clock: ReturnType<typeof createClock>): TurnState {
  const turn = newTurn({
    input: {
      request: {},
      identity: {
        customer_id: 'eval',
        client_id: 'eval',
        client_name: null,
        timezone: null,
        support_number: null,
        locations: [],
        credential_ref: 'none',
      },
      request_id: 'eval',
      received_at: clock.real(),
    },
    request: { message: message.text },
    opened: { answered: false, session_id: 'eval', turn: 1, version: 0, state: null },
    execution_id: 'eval',
    settings: {
      confidence_threshold: config.INTENT_CONFIDENCE_THRESHOLD,
      max_clarification_attempts: config.MAX_CLARIFICATION_ATTEMPTS,
      rehearse_schedule: true,
      rehearse_cancel: true,
    },
    now: message.now ?? inZone(clock.now(), config.DEFAULT_TIMEZONE),
    timezone: config.DEFAULT_TIMEZONE,
  });
  return { ...turn, session_context: { ...NEW_SESSION, expecting: message.expecting ?? null } };
}
