import { Temporal } from 'temporal-polyfill';
import { createOpenMeteo } from '../adapters/open-meteo.ts';
import { createPf360 } from '../adapters/pf360.ts';
import type { ActionRecord, ActionRecords, Saga, Sagas } from '../core/ports.ts';
import type { Log } from '../functions/shared/logger.ts';
import { createToolExecutor } from '../functions/tool-executor/handler.ts';
import { startSandbox } from '../sandbox/server.ts';
import type { SandboxState } from '../sandbox/state.ts';
import { NotInRecordError, type ReplayedTurn } from './replay.ts';
import { developmentToken, isSandboxCustomer } from './sandbox-customers.ts';
import type { LambdaFunction } from './state-machine.ts';
import type { KnownWrites } from './write-memory.ts';

export type PrivateTools = {
  /** Runs the tools of a turn here, as they ran then. */
  toolExecutor: LambdaFunction;
  close(): Promise<void>;
};

/** Whoever has the secret of a sandbox that checks none. */
const SECRET = 'a secret that only this sandbox will never check';

/**
 * The tools of one turn over a sandbox of their own, which is gone afterwards: whatever they write is written there and
 * nowhere else. The sandbox's clock stands at the turn's time; what was known of the session's writes is known again.
 *
 * @param began  When the turn began, on the real clock of then; null: when its message came in.
 * @param state  What the sandbox is like; null: as at its start, at the turn's time.
 * @param recoverySeconds After how long an unfinished reschedule would be picked up; nothing here ever is.
 * @throws {NotInRecordError} the turn's customer is none of the sandbox's.
 */
export async function openPrivateTools(
  { turn, sessions }: ReplayedTurn,
  {
    state,
    writes,
    began,
    recoverySeconds,
    log,
  }: {
    state: SandboxState | null;
    writes: KnownWrites;
    began: number | null;
    recoverySeconds: number;
    log: Log;
  },
): Promise<PrivateTools> {
  const { customer_id, settings } = turn;
  if (!isSandboxCustomer(customer_id)) throw new NotInRecordError('the customer of this turn is none of the sandbox');
  const token = await developmentToken(customer_id, SECRET);
  const now = Temporal.Instant.from(turn.now);
  const sandbox = await startSandbox({ port: 0, now: () => now });
  if (state !== null) sandbox.restore(state);
  const startedAt = Date.now();
  // Runs on from the turn's own time: what waits and what expires does so as it did then.
  const clock = () => (began ?? turn.received_at) + (Date.now() - startedAt);
  return {
    toolExecutor: createToolExecutor(
      {
        pf360: createPf360({ baseUrl: sandbox.url, clock, log: () => {} }),
        weather: createOpenMeteo({ weatherUrl: sandbox.url, geocodingUrl: sandbox.url, clock }),
        actions: actionsInMemory(writes.actions),
        sagas: sagasInMemory(writes.sagas),
        timers: { schedule: async () => {} },
        credentials: { token: async () => token },
        pendingActions: sessions,
        clock,
        rehearse: { schedule: settings.rehearse_schedule, cancel: settings.rehearse_cancel },
        recoverySeconds,
      },
      log,
    ),
    close: () => sandbox.close(),
  };
}

function actionsInMemory(known: KnownWrites['actions']): ActionRecords {
  const records = new Map<string, ActionRecord>(Object.entries(structuredClone(known)));
  return {
    async begin(key, started) {
      const earlier = records.get(key);
      if (earlier !== undefined) return earlier;
      records.set(key, { state: 'started', outcome: null, ...started, answered: false });
      return null;
    },
    read: async (key) => records.get(key) ?? null,
    async finish(key, end) {
      const record = records.get(key);
      if (record !== undefined) records.set(key, { ...record, ...end });
    },
    async forget(key) {
      records.delete(key);
    },
  };
}

function sagasInMemory(known: readonly Saga[]): Sagas {
  const keyOf = ({ client_id, project_id }: Pick<Saga, 'client_id' | 'project_id'>) => `${client_id}#${project_id}`;
  const sagas = new Map<string, Saga>(known.map((saga) => [keyOf(saga), { ...saga }]));
  return {
    async open(saga) {
      sagas.set(keyOf(saga), { ...saga, state: 'open' });
    },
    read: async (client_id, project_id) => sagas.get(keyOf({ client_id, project_id })) ?? null,
    async move(key, from, to) {
      const saga = sagas.get(keyOf(key));
      if (saga === undefined || !from.includes(saga.state)) return false;
      sagas.set(keyOf(key), { ...saga, state: to });
      return true;
    },
  };
}
