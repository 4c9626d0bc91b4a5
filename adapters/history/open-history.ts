import type { History } from '../../core/ports/history.ts';
import { type HistoryAddress, historyDatabase } from './database.ts';
import { createHistory } from './history.ts';
import { createHistoryStore } from './history-store.ts';
import { waitUpTo } from './wake.ts';

/** How long a caller of the endpoints waits for a sleeping database: the gateway gives up after 29 s. */
const WAKING_MS = 20_000;

/** The history for its endpoints, on the real clock. @param status See writer-health.ts. */
export function openHistory(address: HistoryAddress, status: History['status']): History {
  const db = historyDatabase({ ...address, waiting: waitUpTo(WAKING_MS) });
  return createHistory(db, createHistoryStore(db, Date.now), status, Date.now);
}
