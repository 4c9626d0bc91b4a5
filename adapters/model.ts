import type { Model, ModelCaps } from '../core/ports/model.ts';
import type { Clock } from './clock.ts';
import type { Config, VariableName } from './config.ts';
import { withCircuit } from './model-circuit.ts';
import type { Table } from './table.ts';

/** The agents that may ask a model, each with a model of its own if so configured. */
export type ModelRole = 'classifier' | 'responder';

/** What an agent asks with. */
export type AgentModel = { model: Model; caps: ModelCaps };

/** The variables that decide which model is asked, and how often. */
export const MODEL_VARIABLES = [
  'MODEL_PROVIDER',
  'BEDROCK_MODEL_ID',
  'BEDROCK_CLASSIFIER_MODEL_ID',
  'BEDROCK_RESPONDER_MODEL_ID',
  'BEDROCK_GUARDRAIL_ID',
  'BEDROCK_GUARDRAIL_VERSION',
  'MODEL_CALLS_PER_SESSION',
  'MODEL_CALLS_PER_CUSTOMER_DAY',
  'MODEL_PAUSE_SECONDS',
] as const satisfies readonly VariableName[];

export type ModelConfig = Pick<Config, (typeof MODEL_VARIABLES)[number]>;

/**
 * The model of an agent, or null when none is configured. The SDK is loaded, and the table opened, when the model is
 * first asked: a start without a question pays for neither.
 *
 * @param openTable  The session table, for the counters.
 */
export function openModel(
  config: ModelConfig,
  role: ModelRole,
  { openTable, clock }: { openTable: () => Promise<Table> | Table; clock: Pick<Clock, 'real'> },
): AgentModel | null {
  const modelId = modelIdOf(config, role);
  if (modelId === null) return null;
  const { BEDROCK_GUARDRAIL_ID: id, BEDROCK_GUARDRAIL_VERSION: version } = config;
  const guardrail = id === undefined || version === undefined ? null : { id, version };
  const model = once(async () => {
    const [{ createBedrockModel }, { openBedrock, standInOptions }] = await Promise.all([
      import('./bedrock.ts'),
      import('./bedrock/client.ts'),
    ]);
    return createBedrockModel({
      modelId,
      guardrail,
      client: openBedrock(standInOptions(process.env)),
      now: clock.real,
    });
  });
  const caps = once(async () => {
    const { createModelCaps } = await import('./usage.ts');
    return createModelCaps(await openTable(), clock, {
      perSession: config.MODEL_CALLS_PER_SESSION,
      perCustomerDay: config.MODEL_CALLS_PER_CUSTOMER_DAY,
    });
  });
  return {
    model: withCircuit(
      { ask: async (question) => (await model()).ask(question) },
      config.MODEL_PAUSE_SECONDS * 1000,
      clock.real,
    ),
    caps: { take: async (caller) => (await caps()).take(caller) },
  };
}

/** The configured model or inference profile of an agent; null when no model is to be called. */
export function modelIdOf(config: ModelConfig, role: ModelRole): string | null {
  if (config.MODEL_PROVIDER !== 'bedrock') return null;
  const own = { classifier: config.BEDROCK_CLASSIFIER_MODEL_ID, responder: config.BEDROCK_RESPONDER_MODEL_ID }[role];
  return own ?? config.BEDROCK_MODEL_ID ?? null;
}

/** The value of the first call that succeeds, for all calls. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
