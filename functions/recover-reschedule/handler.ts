import { createActionRecords } from '../../adapters/action-records.ts';
import { createClock } from '../../adapters/clock.ts';
import { readVariables } from '../../adapters/config.ts';
import { createCredentials } from '../../adapters/credentials.ts';
import { createEvents } from '../../adapters/events.ts';
import { createPf360 } from '../../adapters/pf360.ts';
import { createSagas } from '../../adapters/sagas.ts';
import { createTimers, TimerSettings } from '../../adapters/scheduler.ts';
import { createSessions } from '../../adapters/sessions.ts';
import { openTable } from '../../adapters/table.ts';
import { ConfigurationError } from '../../core/errors.ts';
import { type AgentHandler, agentHandler } from '../shared/agent-handler.ts';
import { lazily } from '../shared/lazily.ts';
import { type Log, logger } from '../shared/logger.ts';
import { type RecoveryDeps, RecoveryResult, RecoveryTarget, recover } from './recover.ts';

/** Picks up one unfinished reschedule. What it throws is delivered again by whoever called: nothing is done twice. */
export function createRecovery(deps: RecoveryDeps, log: Log = logger): AgentHandler<RecoveryResult> {
  return agentHandler({
    agent: 'RecoverReschedule',
    input: RecoveryTarget,
    output: RecoveryResult,
    log,
    async run(target) {
      const result = await recover(target, deps);
      log.info('reschedule recovery', { status: result.status });
      return result;
    },
  });
}

export const handler = lazily(() => {
  const config = readVariables(process.env, [
    'ASSISTANT_NOW',
    'SESSION_TABLE',
    'SESSION_TTL_SECONDS',
    'CUSTOMER_SCHEDULER_API_URL',
    'RESCHEDULE_RECOVERY_SECONDS',
    'EVENT_BUS_NAME',
  ]);
  const { CUSTOMER_SCHEDULER_API_URL: baseUrl, EVENT_BUS_NAME: bus } = config;
  if (baseUrl === undefined)
    throw new ConfigurationError('CUSTOMER_SCHEDULER_API_URL must be an http or https address');
  if (bus === undefined) throw new ConfigurationError("EVENT_BUS_NAME must be an event bus's name");
  const clock = createClock(config.ASSISTANT_NOW);
  const table = openTable(config.SESSION_TABLE);
  return createRecovery({
    pf360: createPf360({ baseUrl, clock: clock.real, log: (entry) => logger.info('pf360 call', entry) }),
    actions: createActionRecords(table),
    sagas: createSagas(table),
    timers: createTimers(TimerSettings.parse(process.env)),
    credentials: createCredentials(table, clock),
    pendingActions: createSessions(table, clock, { ttlSeconds: config.SESSION_TTL_SECONDS }),
    events: createEvents(bus),
    now: () => clock.now().toString(),
    clock: clock.real,
    recoverySeconds: config.RESCHEDULE_RECOVERY_SECONDS,
  });
});
