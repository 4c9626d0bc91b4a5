import type { TurnRecord } from '../../core/contracts/turn-record.ts';
import { type HistoryStore, type RejectedRecord, UnstorableTurnError } from '../../core/ports/history-store.ts';
import { type Change, readChange, type StreamRecord } from './stream-record.ts';

export type BatchResult = {
  /** Sequence numbers of the records that are to be told again: all from the first failure on. */
  failed: string[];
  /** Why it stopped; null when it did not. */
  failure: unknown;
  stored: number;
  known: number;
  erased: number;
  rejected: number;
  /** Whether the database was called and answered. */
  wrote: boolean;
};

type Turn = { index: number; record: TurnRecord; rejection: (problem: string) => RejectedRecord };

/**
 * Takes a batch of the stream over into the history, in order. Turns are stored together; one that can never be stored is
 * kept aside and holds up no other. Any other failure ends the batch there: the stream tells the rest again.
 */
export async function writeBatch(records: readonly StreamRecord[], store: HistoryStore): Promise<BatchResult> {
  const result: BatchResult = { failed: [], failure: null, stored: 0, known: 0, erased: 0, rejected: 0, wrote: false };
  let waiting: Turn[] = [];

  const reject = async (rejected: RejectedRecord) => {
    await store.reject(rejected);
    result.rejected += 1;
    result.wrote = true;
  };
  const record = async (turns: Turn[]) => {
    const recorded = await store.record(turns.map((turn) => turn.record));
    result.stored += recorded.stored;
    result.known += recorded.known;
    result.erased += recorded.erased;
    result.wrote = true;
  };
  /** One by one, so that a turn that fails for what is in it is told from the others. */
  const recordSingly = async () => {
    for (let turn = waiting[0]; turn !== undefined; turn = waiting[0]) {
      try {
        await record([turn]);
      } catch (error) {
        if (!(error instanceof UnstorableTurnError)) throw error;
        await reject(turn.rejection(error.message));
      }
      waiting = waiting.slice(1);
    }
  };
  const flush = async () => {
    if (waiting.length === 0) return;
    try {
      await record(waiting);
      waiting = [];
    } catch (error) {
      if (!(error instanceof UnstorableTurnError)) throw error;
      await recordSingly();
    }
  };
  const take = async (index: number, change: Change) => {
    switch (change.type) {
      case 'none':
        return;
      case 'turn':
        waiting.push({ index, record: change.record, rejection: change.rejection });
        return;
      case 'erased':
        await flush();
        await store.erase(change.owner, change.sessionId, change.upTo);
        result.wrote = true;
        return;
      case 'unreadable':
        await reject(change.rejected);
    }
  };

  let reached = 0;
  try {
    for (const [index, streamed] of records.entries()) {
      reached = index;
      await take(index, readChange(streamed));
    }
    reached = records.length;
    await flush();
  } catch (error) {
    const from = waiting[0]?.index ?? reached;
    result.failed = records.slice(from).map(({ dynamodb }) => dynamodb.SequenceNumber);
    result.failure = error;
  }
  return result;
}
