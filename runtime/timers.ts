import * as z from 'zod';
import type { Clock } from '../adapters/clock.ts';
import type { Table } from '../adapters/table.ts';
import type { Timers } from '../core/ports.ts';
import type { Log } from '../functions/shared/logger.ts';
import { itemsOfKind } from './table-scan.ts';

type Target = { client_id: string; project_id: string };

/** Node's timers wait no longer; a later one is looked at again then. */
const LONGEST_MS = 2 ** 31 - 1;
const RETRY_MS = 60_000;

const OpenSaga = z.object({
  client_id: z.string(),
  project_id: z.string(),
  due_at: z.string(),
  state: z.enum(['open', 'recovering']),
});

export type LocalTimers = Timers & {
  /** Sets the timers of reschedules that an earlier process left unfinished, and lets them all call `target`. */
  start(target: (event: Target) => Promise<unknown>): Promise<void>;
  /** Sets no more of them off; resolves when what they have set off is done. */
  stop(): Promise<void>;
};

/** Plays EventBridge Scheduler: one timer a project, gone when it has run; a call that fails is made again. */
export function createLocalTimers(table: Table, clock: Pick<Clock, 'real'>, log: Pick<Log, 'warn'>): LocalTimers {
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  let stopped = false;
  let call: ((event: Target) => Promise<unknown>) | undefined;

  function set(atMs: number, target: Target): void {
    // What is not set any more is set again by the next start.
    if (stopped) return;
    const key = JSON.stringify([target.client_id, target.project_id]);
    clearTimeout(timers.get(key));
    const wait = Math.max(0, atMs - clock.real());
    const timer = setTimeout(
      () => {
        timers.delete(key);
        if (wait > LONGEST_MS) set(atMs, target);
        else follow(run(target));
      },
      Math.min(wait, LONGEST_MS),
    );
    timers.set(key, timer);
  }

  function follow(run: Promise<void>): void {
    running.add(run);
    void run.then(() => running.delete(run));
  }

  async function run(target: Target): Promise<void> {
    try {
      await call?.(target);
    } catch (error) {
      log.warn('timer failed', { error_name: error instanceof Error ? error.name : 'Error' });
      set(clock.real() + RETRY_MS, target);
    }
  }

  return {
    async schedule(at, target) {
      set(Date.parse(at), target);
    },
    async start(target) {
      call = target;
      for (const item of await itemsOfKind(table, 'saga')) {
        const { data: saga } = OpenSaga.safeParse(item);
        if (saga !== undefined)
          set(Date.parse(saga.due_at), { client_id: saga.client_id, project_id: saga.project_id });
      }
    },
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      await Promise.all(running);
    },
  };
}
