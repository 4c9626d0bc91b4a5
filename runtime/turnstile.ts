import type { LocalStateMachine } from './state-machine.ts';

/** As the account's concurrency bounds a deployed assistant: what one process runs side by side, and keeps waiting. */
export type Crowd = {
  /** Executions at once: so few that none of their states runs out of time for want of the processor. */
  running: number;
  /** Executions that may wait for one of those to end. */
  waiting: number;
  /** How long one may wait, in milliseconds. */
  patienceMs: number;
};

/** What StartSyncExecution answers when it is asked for too many executions. Nothing was started. */
export class ThrottlingException extends Error {
  override readonly name = 'ThrottlingException';
}

type Waiting = { go(): void; timer: NodeJS.Timeout };

/**
 * Lets so many executions run at once, and the others begin in the order they came as those end.
 *
 * @returns A state machine whose `start` also rejects with a ThrottlingException: too many wait, or it waited too long.
 */
export function withTurnstile(machine: LocalStateMachine, { running, waiting, patienceMs }: Crowd): LocalStateMachine {
  const queue: Waiting[] = [];
  const whenEmpty: (() => void)[] = [];
  let inside = 0;

  function next(): void {
    while (inside < running) {
      const first = queue.shift();
      if (first === undefined) break;
      clearTimeout(first.timer);
      inside += 1;
      first.go();
    }
    if (inside === 0) for (const resolve of whenEmpty.splice(0)) resolve();
  }

  function turn(): Promise<void> {
    if (inside < running && queue.length === 0) {
      inside += 1;
      return Promise.resolve();
    }
    if (queue.length >= waiting) return Promise.reject(new ThrottlingException('too many executions wait already'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        queue.splice(queue.indexOf(mine), 1);
        reject(new ThrottlingException('it waited too long'));
      }, patienceMs);
      const mine: Waiting = { go: resolve, timer };
      queue.push(mine);
    });
  }

  return {
    async start(input, name) {
      await turn();
      try {
        return await machine.start(input, name);
      } finally {
        inside -= 1;
        next();
      }
    },
    async idle() {
      if (inside > 0 || queue.length > 0) await new Promise<void>((resolve) => whenEmpty.push(resolve));
      await machine.idle();
    },
  };
}
