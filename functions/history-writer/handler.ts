import * as z from 'zod';
import { readVariables } from '../../adapters/config.ts';
import { historyAddress, historyDatabase } from '../../adapters/history/database.ts';
import { describeFailure } from '../../adapters/history/failures.ts';
import { createHistoryStore } from '../../adapters/history/history-store.ts';
import { waitUpTo } from '../../adapters/history/wake.ts';
import { createWriterHealth, type WriterHealth } from '../../adapters/history/writer-health.ts';
import { createMeasurements, type Measurements } from '../../adapters/metrics.ts';
import { openTable } from '../../adapters/table.ts';
import { StateContractError } from '../../core/errors.ts';
import type { HistoryStore } from '../../core/ports/history-store.ts';
import { lazily } from '../shared/lazily.ts';
import { type Log, logger } from '../shared/logger.ts';
import { redrive } from './redrive.ts';
import { StreamEvent, type StreamRecord } from './stream-record.ts';
import { writeBatch } from './write-batch.ts';

export type HistoryWriterDeps = {
  store: HistoryStore;
  health: Pick<WriterHealth, 'failed' | 'recovered'>;
  measurements: Pick<Measurements, 'historyWritten'>;
  /** Epoch milliseconds on the real clock. */
  clock: () => number;
  log?: Log;
};

/** Partial batch response: what is named, and for a stream all that follows it, is told again. */
export type BatchResponse = { batchItemFailures: { itemIdentifier: string }[] };
export type RedriveResponse = { settled: number; left: number };

const WriterEvent = z.union([StreamEvent, z.object({ redrive: z.literal(true) })]);

/** How long a batch waits for a sleeping database, well within the function's own time. */
const WAKING_MS = 90_000;

/**
 * Copies finished turns from the session table's stream into the history database. Told twice, it stores once.
 * `{"redrive": true}` tries what was kept aside again.
 *
 * @throws {StateContractError} the event is neither.
 */
export function createHistoryWriter(
  deps: HistoryWriterDeps,
): (event: unknown) => Promise<BatchResponse | RedriveResponse> {
  const { store, log = logger } = deps;
  return async (event) => {
    const parsed = WriterEvent.safeParse(event);
    if (!parsed.success) throw new StateContractError('input of HistoryWriter: no batch of a stream and no redrive');
    if ('Records' in parsed.data) return write(parsed.data.Records, deps);
    return tryAgain(store, log);
  };
}

async function tryAgain(store: HistoryStore, log: Log): Promise<RedriveResponse> {
  try {
    const result = await redrive(store);
    log.info('rejected records tried again', result);
    return result;
  } catch (error) {
    // Lambda logs what is thrown, and a statement's error quotes its values: only its name goes on.
    throw new Error(`the history could not be reached: ${describeFailure(error)}`);
  }
}

async function write(
  records: readonly StreamRecord[],
  { store, health, measurements, clock, log = logger }: HistoryWriterDeps,
): Promise<BatchResponse> {
  const { failed, failure, wrote, ...counts } = await writeBatch(records, store);
  if (wrote) {
    const lagMs = Math.max(0, clock() - oldest(records));
    measurements.historyWritten({ turns: counts.stored, rejected: counts.rejected, lagMs });
    log.info('history written', { ...counts, records: records.length, lag_ms: lagMs });
  }
  if (failure !== null)
    log.error('history not written', { failed: failed.length, error_name: describeFailure(failure) });
  try {
    if (failure !== null) await health.failed();
    else if (wrote) await health.recovered();
  } catch (error) {
    log.warn('health of the history not told', { error_name: describeFailure(error) });
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** When the first of the changes was made, epoch milliseconds. */
const oldest = (records: readonly StreamRecord[]): number =>
  Math.min(...records.map(({ dynamodb }) => (dynamodb.ApproximateCreationDateTime ?? Number.POSITIVE_INFINITY) * 1000));

export const handler = lazily(() => {
  const config = readVariables(process.env, [
    'SESSION_TABLE',
    'HISTORY_CLUSTER_ARN',
    'HISTORY_SECRET_ARN',
    'HISTORY_DATABASE',
  ]);
  const clock = Date.now;
  return createHistoryWriter({
    store: createHistoryStore(historyDatabase({ ...historyAddress(config), waiting: waitUpTo(WAKING_MS) }), clock),
    health: createWriterHealth(openTable(config.SESSION_TABLE), clock),
    measurements: createMeasurements(process.env),
    clock,
  });
});
