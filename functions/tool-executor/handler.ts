import { createActionRecords } from '../../adapters/action-records.ts';
import { createClock } from '../../adapters/clock.ts';
import { readVariables } from '../../adapters/config.ts';
import { createCredentials } from '../../adapters/credentials.ts';
import { createOpenMeteo } from '../../adapters/open-meteo.ts';
import { createPf360 } from '../../adapters/pf360.ts';
import { createSagas } from '../../adapters/sagas.ts';
import { createTimers, TimerSettings } from '../../adapters/scheduler.ts';
import { createSessions } from '../../adapters/sessions.ts';
import { openTable } from '../../adapters/table.ts';
import { ToolCall, ToolResult } from '../../core/contracts/tool-call.ts';
import { ConfigurationError } from '../../core/errors.ts';
import { type AgentHandler, agentHandler } from '../shared/agent-handler.ts';
import { lazily } from '../shared/lazily.ts';
import { type Log, logger } from '../shared/logger.ts';
import { execute, type ToolExecutorDeps } from './execute.ts';

/** Runs one tool call; what it makes of it is always a ToolResult. Logs which tool failed and by which error, no more. */
export function createToolExecutor(deps: ToolExecutorDeps, log: Log = logger): AgentHandler<ToolResult> {
  return agentHandler({
    agent: 'ToolExecutor',
    input: ToolCall,
    output: ToolResult,
    log,
    run: (call) =>
      execute(call, deps, (error) => {
        const error_name = error instanceof Error ? error.name : 'Error';
        log.error('tool failed', { tool: call.tool, execution_id: call.caller.execution_id, error_name });
      }),
  });
}

export const handler = lazily(() => {
  const config = readVariables(process.env, [
    'ASSISTANT_NOW',
    'SESSION_TABLE',
    'SESSION_TTL_SECONDS',
    'CUSTOMER_SCHEDULER_API_URL',
    'WEATHER_API_URL',
    'GEOCODING_API_URL',
    'CONFIRM_SCHEDULE_FLAG',
    'CANCEL_SCHEDULE_FLAG',
    'RESCHEDULE_RECOVERY_SECONDS',
  ]);
  const baseUrl = config.CUSTOMER_SCHEDULER_API_URL;
  if (baseUrl === undefined)
    throw new ConfigurationError('CUSTOMER_SCHEDULER_API_URL must be an http or https address');
  const clock = createClock(config.ASSISTANT_NOW);
  const table = openTable(config.SESSION_TABLE);
  return createToolExecutor({
    pf360: createPf360({ baseUrl, clock: clock.real, log: (entry) => logger.info('pf360 call', entry) }),
    weather: createOpenMeteo({
      weatherUrl: config.WEATHER_API_URL ?? 'https://api.open-meteo.com',
      geocodingUrl: config.GEOCODING_API_URL ?? 'https://geocoding-api.open-meteo.com',
      clock: clock.real,
    }),
    actions: createActionRecords(table),
    sagas: createSagas(table),
    timers: createTimers(TimerSettings.parse(process.env)),
    credentials: createCredentials(table, clock),
    pendingActions: createSessions(table, clock, { ttlSeconds: config.SESSION_TTL_SECONDS }),
    clock: clock.real,
    rehearse: { schedule: !config.CONFIRM_SCHEDULE_FLAG, cancel: !config.CANCEL_SCHEDULE_FLAG },
    recoverySeconds: config.RESCHEDULE_RECOVERY_SECONDS,
  });
});
