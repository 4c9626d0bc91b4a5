import type { Clock } from '../adapters/clock.ts';
import type { Config } from '../adapters/config.ts';
import type { CredentialStore } from '../adapters/credentials.ts';
import { type AgentModel, openModel } from '../adapters/model.ts';
import { createOpenMeteo } from '../adapters/open-meteo.ts';
import { createPf360 } from '../adapters/pf360.ts';
import type { Table } from '../adapters/table.ts';
import type { Sessions } from '../core/ports/sessions.ts';
import type { Events, Timers } from '../core/ports.ts';
import { createClarifier } from '../functions/clarifier/handler.ts';
import { createAskModel } from '../functions/classifier/ask-model.ts';
import { createClassifier } from '../functions/classifier/handler.ts';
import { createRecovery } from '../functions/recover-reschedule/handler.ts';
import { createResponder } from '../functions/responder/handler.ts';
import { createPhrase } from '../functions/responder/phrase.ts';
import type { Log } from '../functions/shared/logger.ts';
import { createSupervisor, settingsOf } from '../functions/supervisor/handler.ts';
import { plan } from '../functions/supervisor/plan/plan.ts';
import { createToolExecutor } from '../functions/tool-executor/handler.ts';
import { asking, type ModelAsked, tellingModel } from './model-exchanges.ts';
import type { LambdaFunction } from './state-machine.ts';
import type { LocalStores } from './stores.ts';
import type { WriteMemory } from './write-memory.ts';

/** The five agents, by the names that the state machine's placeholders have. */
export const AGENTS = ['Supervisor', 'Classifier', 'Clarifier', 'ToolExecutor', 'Responder'] as const;
export type AgentName = (typeof AGENTS)[number];
export type Agents = Record<AgentName, LambdaFunction>;

export type AgentStores = {
  table: Table;
  sessions: Sessions;
  credentials: CredentialStore;
  timers: Timers;
  events: Events;
  writes: Pick<WriteMemory, 'actions' | 'sagas'>;
  clock: Clock;
  /** Takes what a model was asked and answered, for the execution's record. */
  modelAsked?: (executionId: string, asked: ModelAsked) => void;
  /** How long one call of PF360 or of the weather is waited for; their own times when absent. */
  patienceMs?: number;
  log: Log;
  /** Where PF360 and the weather are served. */
  pf360Url: string;
  weatherUrl: string;
  geocodingUrl: string;
};

const OPEN_METEO = { weather: 'https://api.open-meteo.com', geocoding: 'https://geocoding-api.open-meteo.com' };

/** What the agents need of the stores. PF360 and the weather are the sandbox unless they are configured. */
export const forAgents = (config: Config, stores: LocalStores, log: Log): AgentStores => ({
  ...stores,
  log,
  // Here nobody is on call: the log says that one is needed.
  events: { emit: async ({ type, reason }) => log.warn(type, { reason }) },
  pf360Url: config.CUSTOMER_SCHEDULER_API_URL ?? stores.sandboxUrl ?? '',
  weatherUrl: config.WEATHER_API_URL ?? stores.sandboxUrl ?? OPEN_METEO.weather,
  geocodingUrl: config.GEOCODING_API_URL ?? stores.sandboxUrl ?? OPEN_METEO.geocoding,
});

/** Puts the agents together as their deployed entries do, over the stores of this machine. */
export function createAgents(config: Config, stores: AgentStores): Agents {
  const { table, sessions, credentials, timers, writes, clock, log } = stores;
  const patience = stores.patienceMs === undefined ? {} : { timeoutMs: stores.patienceMs };
  const told = (opened: AgentModel | null): AgentModel | null =>
    opened === null ? null : { ...opened, model: tellingModel(opened.model, stores.modelAsked ?? (() => {})) };
  const reading = told(openModel(config, 'classifier', { openTable: () => table, clock }));
  const phrasing = told(openModel(config, 'responder', { openTable: () => table, clock }));
  return {
    Supervisor: createSupervisor({
      sessions,
      sagas: writes.sagas,
      actions: writes.actions,
      clock,
      settings: settingsOf(config),
      defaultTimezone: config.DEFAULT_TIMEZONE,
      plan,
      measurements: { turnSaved() {} },
      log,
    }),
    Classifier: asking(
      'Classifier',
      createClassifier({
        ...(reading === null ? {} : { askModel: createAskModel({ ...reading, clock, log }) }),
        log,
      }),
    ),
    Clarifier: createClarifier({ log }),
    ToolExecutor: createToolExecutor(
      {
        pf360: createPf360({
          baseUrl: stores.pf360Url,
          clock: clock.real,
          log: (entry) => log.info('pf360 call', entry),
          ...patience,
        }),
        weather: createOpenMeteo({
          weatherUrl: stores.weatherUrl,
          geocodingUrl: stores.geocodingUrl,
          clock: clock.real,
          ...patience,
        }),
        actions: writes.actions,
        sagas: writes.sagas,
        timers,
        credentials,
        pendingActions: sessions,
        clock: clock.real,
        rehearse: { schedule: !config.CONFIRM_SCHEDULE_FLAG, cancel: !config.CANCEL_SCHEDULE_FLAG },
        recoverySeconds: config.RESCHEDULE_RECOVERY_SECONDS,
      },
      log,
    ),
    Responder: asking(
      'Responder',
      createResponder({
        ...(phrasing === null ? {} : { phrase: createPhrase({ ...phrasing, clock, log }) }),
        log,
      }),
    ),
  };
}

/** Puts the recovery of unfinished reschedules together in the same way. */
export function createLocalRecovery(config: Config, stores: AgentStores): (event: unknown) => Promise<unknown> {
  const { sessions, credentials, timers, events, writes, clock, log, pf360Url } = stores;
  return createRecovery(
    {
      pf360: createPf360({
        baseUrl: pf360Url,
        clock: clock.real,
        log: (entry) => log.info('pf360 call', entry),
        ...(stores.patienceMs === undefined ? {} : { timeoutMs: stores.patienceMs }),
      }),
      actions: writes.actions,
      sagas: writes.sagas,
      timers,
      credentials,
      pendingActions: sessions,
      events,
      now: () => clock.now().toString(),
      clock: clock.real,
      recoverySeconds: config.RESCHEDULE_RECOVERY_SECONDS,
    },
    log,
  );
}
