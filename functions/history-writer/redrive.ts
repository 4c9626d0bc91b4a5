import { type HistoryStore, UnstorableTurnError } from '../../core/ports/history-store.ts';
import { readTurn } from './stream-record.ts';

/**
 * Tries the records that were kept aside once more, after what was wrong with them has been repaired. What still cannot
 * be stored stays where it is.
 */
export async function redrive(store: HistoryStore): Promise<{ settled: number; left: number }> {
  const result = { settled: 0, left: 0 };
  let after: string | null = null;
  for (;;) {
    const page = await store.rejected(after);
    for (const { event_id, body } of page) {
      const settled = await storeAgain(store, body);
      if (settled) await store.settle(event_id);
      result[settled ? 'settled' : 'left'] += 1;
      after = event_id;
    }
    if (page.length === 0) return result;
  }
}

async function storeAgain(store: HistoryStore, body: string): Promise<boolean> {
  const read = readTurn(body);
  if (!read.ok) return false;
  try {
    await store.record([read.turn]);
    return true;
  } catch (error) {
    if (error instanceof UnstorableTurnError) return false;
    throw error;
  }
}
