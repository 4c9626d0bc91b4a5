import { setTimeout } from 'node:timers/promises';
import type { RDSDataClient } from '@aws-sdk/client-rds-data';

export type Waiting = {
  /** How long to wait for a sleeping database, in milliseconds; 0 does not wait. */
  budgetMs: number;
  /** Epoch milliseconds. */
  clock: () => number;
  sleep: (ms: number) => Promise<void>;
};

/** Waits on the real clock. */
export const waitUpTo = (budgetMs: number): Waiting => ({
  budgetMs,
  clock: Date.now,
  sleep: async (ms) => setTimeout(ms),
});

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Makes every call of a client wait while the database wakes. A paused database refuses the call that wakes it, and all
 * others until it is up; nothing was run then, so even a write may be sent again.
 */
export function waitForDatabase(client: RDSDataClient, { budgetMs, clock, sleep }: Waiting): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const giveUpAt = clock() + budgetMs;
      for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
        try {
          return await next(args);
        } catch (error) {
          if (!isResuming(error) || clock() + pause > giveUpAt) throw error;
        }
        await sleep(pause);
      }
    },
    { step: 'initialize', name: 'waitForDatabase' },
  );
}

const isResuming = (error: unknown): boolean => error instanceof Error && error.name === 'DatabaseResumingException';
