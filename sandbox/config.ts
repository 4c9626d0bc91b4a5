import { Temporal } from 'temporal-polyfill';
import type { Clock } from './calendar.ts';

export type SandboxConfig = { port: number; now: Clock };

/**
 * Reads the environment: `PF360_SANDBOX_PORT` (default 3001) and `ASSISTANT_NOW` (default: the real clock).
 *
 * @throws Error with one line that names the variable and says what it must be.
 */
export function readSandboxConfig(env: Readonly<Record<string, string | undefined>>): SandboxConfig {
  return { port: readPort(env.PF360_SANDBOX_PORT || '3001'), now: readNow(env.ASSISTANT_NOW) };
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error('PF360_SANDBOX_PORT must be a port number, 0 to 65535');
  return port;
}

function readNow(text: string | undefined): Clock {
  if (!text) return () => Date.now();
  try {
    const instant = Temporal.Instant.from(text);
    return () => instant;
  } catch (error) {
    throw new Error('ASSISTANT_NOW must be an ISO 8601 instant with offset, such as 2026-06-01T09:00:00-04:00', {
      cause: error,
    });
  }
}
