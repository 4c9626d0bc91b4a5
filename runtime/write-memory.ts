import type { TurnState } from '../core/contracts/turn.ts';
import type { ActionRecord, ActionRecords, Saga, Sagas } from '../core/ports.ts';

/** What was known of a session's writes when a turn began: idempotency records by key, and reschedules. */
export type KnownWrites = { actions: Record<string, ActionRecord>; sagas: Saga[] };

export const NO_WRITES: KnownWrites = { actions: {}, sagas: [] };

export type WriteMemory = {
  actions: ActionRecords;
  sagas: Sagas;
  /** What is known of the writes that a turn may go on with: its pending action, those of open outcome, its reschedules. */
  of(turn: Pick<TurnState, 'session_id' | 'session_context'>): KnownWrites;
};

/** Writes of one process are few; those of long ago are asked for by nobody. */
const MOST = 5_000;

/**
 * Idempotency records and reschedules with a memory beside the table, so that what was known of a turn's writes can be
 * kept at its start without asking the table for it. It begins with the process.
 */
export function rememberWrites(actions: ActionRecords, sagas: Sagas): WriteMemory {
  const known = new Map<string, ActionRecord>();
  const open = new Map<string, Saga>();
  const remember = (key: string, record: ActionRecord | null) => {
    known.delete(key);
    if (record !== null) known.set(key, record);
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
  };
  const keyOf = ({ client_id, project_id }: { client_id: string; project_id: string }) => `${client_id}#${project_id}`;

  return {
    actions: {
      async begin(key, started) {
        const earlier = await actions.begin(key, started);
        remember(key, earlier ?? { state: 'started', outcome: null, ...started, answered: false });
        return earlier;
      },
      async read(key) {
        const record = await actions.read(key);
        remember(key, record);
        return record;
      },
      async finish(key, end) {
        await actions.finish(key, end);
        const before = known.get(key);
        if (before !== undefined) remember(key, { ...before, ...end });
      },
      async forget(key) {
        await actions.forget(key);
        remember(key, null);
      },
    },
    sagas: {
      async open(saga) {
        await sagas.open(saga);
        if (open.size >= MOST) open.clear();
        open.set(keyOf(saga), { ...saga, state: 'open' });
      },
      read: sagas.read,
      async move(key, from, to) {
        const moved = await sagas.move(key, from, to);
        const saga = open.get(keyOf(key));
        if (moved && saga !== undefined) open.set(keyOf(key), { ...saga, state: to });
        return moved;
      },
    },
    of({ session_context: { pending_action, unresolved }, session_id }) {
      const ids = [...(pending_action === null ? [] : [pending_action]), ...unresolved].map(({ id }) => id);
      const keys = [...known].filter(([key]) => ids.some((id) => key === id || key.startsWith(`${id}/`)));
      return structuredClone({
        actions: Object.fromEntries(keys),
        sagas: [...open.values()].filter((saga) => saga.session_id === session_id),
      });
    },
  };
}
