import { createClock } from '../../adapters/clock.ts';
import { readVariables } from '../../adapters/config.ts';
import { createWriterHealth } from '../../adapters/history/writer-health.ts';
import { createSessions } from '../../adapters/sessions.ts';
import { openTable } from '../../adapters/table.ts';
import manifest from '../../package.json' with { type: 'json' };
import { lazily } from '../shared/lazily.ts';
import { type Log, logger } from '../shared/logger.ts';
import { type CheckResult, Health } from './health-contract.ts';
import { openApiDocument } from './openapi.ts';
import { jsonResult, ProxyEvent, type ProxyResult, withCors } from './proxy.ts';

type Checks = { [Name in keyof Health['checks']]: () => Promise<CheckResult> };

/** A check that has not answered by then counts as down: health itself must answer. */
const CHECK_MS = 2500;

/**
 * What anybody may ask: `GET /api/healthz` and `GET /openapi.json`. Health is always a 200: whoever asks whether the
 * service answers has the answer; `status` says how well it is.
 *
 * @param checks None of them may wake a paused database, or cost money.
 */
export function createHealth({
  checks,
  allowedOrigins,
  log = logger,
}: {
  checks: Checks;
  allowedOrigins: readonly string[];
  log?: Pick<Log, 'warn'>;
}) {
  const { version } = manifest;
  const document = jsonResult(200, openApiDocument(version));
  return async (raw: unknown): Promise<ProxyResult> => {
    const event = ProxyEvent.parse(raw);
    if (event.resource === '/openapi.json') return withCors(document, event, allowedOrigins);
    const [sessions, history, model, pf360] = await Promise.all(
      (['sessions', 'history', 'model', 'pf360'] as const).map((name) => resultOf(name, checks[name], log)),
    );
    const results = Health.shape.checks.parse({ sessions, history, model, pf360 });
    const status = Object.values(results).includes('down') ? 'degraded' : 'ok';
    return withCors(jsonResult(200, { status, version, checks: results } satisfies Health), event, allowedOrigins);
  };
}

async function resultOf(name: string, check: () => Promise<CheckResult>, log: Pick<Log, 'warn'>): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), CHECK_MS);
  });
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    log.warn('check failed', { check: name, error_name: error instanceof Error ? error.name : 'Error' });
    return 'down';
  } finally {
    clearTimeout(timer);
  }
}

/** PF360 is there when it answers anything at all: what it says to a stranger is no matter. */
export async function checkPf360(baseUrl: string): Promise<CheckResult> {
  await fetch(baseUrl, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(CHECK_MS - 500) });
  return 'ok';
}

export const handler = lazily(() => {
  const config = readVariables(process.env, [
    'SESSION_TABLE',
    'SESSION_TTL_SECONDS',
    'ALLOWED_ORIGINS',
    'MODEL_PROVIDER',
    'CUSTOMER_SCHEDULER_API_URL',
  ]);
  const clock = createClock(undefined);
  const table = openTable(config.SESSION_TABLE);
  const sessions = createSessions(table, clock, { ttlSeconds: config.SESSION_TTL_SECONDS });
  const pf360 = config.CUSTOMER_SCHEDULER_API_URL;
  return createHealth({
    checks: {
      sessions: () => sessions.ping().then(() => 'ok'),
      history: createWriterHealth(table, clock.real).status,
      model: async () => (config.MODEL_PROVIDER === 'none' ? 'off' : 'ok'),
      pf360: () => (pf360 === undefined ? Promise.resolve('off') : checkPf360(pf360)),
    },
    allowedOrigins: config.ALLOWED_ORIGINS ?? [],
  });
});
