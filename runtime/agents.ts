import { createActionRecords } from '../adapters/action-records.ts';
import type { Clock } from '../adapters/clock.ts';
import type { Config } from '../adapters/config.ts';
import type { CredentialStore } from '../adapters/credentials.ts';
import { createOpenMeteo } from '../adapters/open-meteo.ts';
import { createPf360 } from '../adapters/pf360.ts';
import { createSagas } from '../adapters/sagas.ts';
import type { Table } from '../adapters/table.ts';
import type { Sessions } from '../core/ports/sessions.ts';
import type { Events, Timers } from '../core/ports.ts';
import { createRecovery } from '../functions/recover-reschedule/handler.ts';
import { createResponder } from '../functions/responder/handler.ts';
import type { Log } from '../functions/shared/logger.ts';
import { createSupervisor, settingsOf } from '../functions/supervisor/handler.ts';
import { plan } from '../functions/supervisor/plan/plan.ts';
import { createToolExecutor } from '../functions/tool-executor/handler.ts';
import type { LambdaFunction } from './state-machine.ts';

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
  clock: Clock;
  log: Log;
  /** Where PF360 and the weather are served. */
  pf360Url: string;
  weatherUrl: string;
  geocodingUrl: string;
};

/** Puts the agents together as their deployed entries do, over the stores of this machine. */
export async function createAgents(config: Config, stores: AgentStores): Promise<Agents> {
  const { table, sessions, credentials, timers, clock, log } = stores;
  const temporary = async (path: string, name: string, otherwise: LambdaFunction): Promise<LambdaFunction> => {
    try {
      const module = await import(path);
      return module[name]({ log });
    } catch {
      return otherwise;
    }
  };
  return {
    Supervisor: createSupervisor({
      sessions,
      clock,
      settings: settingsOf(config),
      defaultTimezone: config.DEFAULT_TIMEZONE,
      plan,
      measurements: { turnSaved() {} },
      log,
    }),
    Classifier: await temporary('../functions/classifier/handler.ts', 'createClassifier', async (turn) => ({
      ...(turn as object),
      intent: 'list_projects',
      confidence: 0.9,
    })),
    Clarifier: await temporary('../functions/clarifier/handler.ts', 'createClarifier', async (turn) => turn),
    ToolExecutor: createToolExecutor(
      {
        pf360: createPf360({
          baseUrl: stores.pf360Url,
          clock: clock.real,
          log: (entry) => log.info('pf360 call', entry),
        }),
        weather: createOpenMeteo({
          weatherUrl: stores.weatherUrl,
          geocodingUrl: stores.geocodingUrl,
          clock: clock.real,
        }),
        actions: createActionRecords(table),
        sagas: createSagas(table),
        timers,
        credentials,
        pendingActions: sessions,
        clock: clock.real,
        rehearse: { schedule: !config.CONFIRM_SCHEDULE_FLAG, cancel: !config.CANCEL_SCHEDULE_FLAG },
        recoverySeconds: config.RESCHEDULE_RECOVERY_SECONDS,
      },
      log,
    ),
    Responder: createResponder(),
  };
}

/** Puts the recovery of unfinished reschedules together in the same way. */
export function createLocalRecovery(config: Config, stores: AgentStores): (event: unknown) => Promise<unknown> {
  const { table, sessions, credentials, timers, events, clock, log, pf360Url } = stores;
  return createRecovery(
    {
      pf360: createPf360({ baseUrl: pf360Url, clock: clock.real, log: (entry) => log.info('pf360 call', entry) }),
      actions: createActionRecords(table),
      sagas: createSagas(table),
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
