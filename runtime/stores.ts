import { createActionRecords } from '../adapters/action-records.ts';
import { type Clock, createClock } from '../adapters/clock.ts';
import type { Config } from '../adapters/config.ts';
import { type CredentialStore, createCredentials } from '../adapters/credentials.ts';
import { type ExecutionRecords, fileExecutionRecords, memoryExecutionRecords } from '../adapters/execution-records.ts';
import { createSagas } from '../adapters/sagas.ts';
import { createSessions } from '../adapters/sessions.ts';
import type { Table } from '../adapters/table.ts';
import type { Sessions } from '../core/ports/sessions.ts';
import type { Log } from '../functions/shared/logger.ts';
import { startSandbox } from '../sandbox/server.ts';
import type { Closers } from './closers.ts';
import { openDataDir } from './data-dir.ts';
import { deleteExpired } from './expiry.ts';
import { historyInBackground, type LocalHistory, startLocalHistory } from './history.ts';
import { openSummaryIndex, type SummaryIndex } from './inspector/summary-index.ts';
import { clearLeases } from './leases.ts';
import { onPort } from './listen.ts';
import { startLocalTable } from './local-table.ts';
import { openSnapshots, type Snapshots } from './snapshots.ts';
import { createStream, type SessionStream } from './stream.ts';
import { createLocalTimers, type LocalTimers } from './timers.ts';
import { rememberWrites, type WriteMemory } from './write-memory.ts';

const EXECUTIONS_ON_DISK = 1000;
const EXECUTIONS_IN_MEMORY = 200;

/** Everything under the agents, on this machine. */
export type LocalStores = {
  clock: Clock;
  table: Table;
  sessions: Sessions;
  credentials: CredentialStore;
  timers: LocalTimers;
  stream: SessionStream;
  /** Null when it was asked to do without. */
  history: LocalHistory | null;
  records: ExecutionRecords;
  summaries: SummaryIndex;
  /** Null when PF360 is elsewhere: nobody can say then what it was like. */
  snapshots: Snapshots | null;
  writes: WriteMemory;
  /** The embedded PF360 sandbox; null when PF360 is elsewhere. */
  sandboxUrl: string | null;
};

/**
 * Opens the stores: DynamoDB, PostgreSQL and the sandbox in this process, with their files in `DATA_DIR` or without any,
 * and puts right what an earlier process left in them when it was killed.
 *
 * @throws {DataDirInUseError}  another assistant has `DATA_DIR`.
 * @throws {ConfigurationError} the sandbox's port cannot be had.
 */
export async function openStores(
  config: Config,
  {
    closers,
    log,
    withoutHistory,
    clock = createClock(config.ASSISTANT_NOW),
  }: { closers: Closers; log: Log; withoutHistory: boolean; clock?: Clock | undefined },
): Promise<LocalStores> {
  const data =
    config.DATA_DIR === ':memory:'
      ? null
      : closers.add(await openDataDir(config.DATA_DIR), (opened) => opened.release());

  const local = await startLocalTable(config.SESSION_TABLE, data?.table ?? null);
  const { table } = closers.add(local, (opened) => opened.close());
  if (data !== null) {
    await clearLeases(table);
    await deleteExpired(table, clock);
  }

  const sandbox =
    config.CUSTOMER_SCHEDULER_API_URL === undefined
      ? await onPort('PF360_SANDBOX_PORT', config.PF360_SANDBOX_PORT, (port) =>
          startSandbox({ port, now: () => clock.now(), dataFile: data?.sandbox }),
        )
      : null;
  closers.add(sandbox, (opened) => opened?.close());

  const records = closers.add(
    data === null
      ? memoryExecutionRecords(EXECUTIONS_IN_MEMORY)
      : fileExecutionRecords(data.executions, EXECUTIONS_ON_DISK),
    (opened) => opened.idle(),
  );

  const summaries = closers.add(openSummaryIndex(records, data?.summaries ?? null), (opened) => opened.idle());
  const snapshots = closers.add(
    sandbox === null
      ? null
      : openSnapshots(sandbox.snapshot, records, { folder: data?.snapshots ?? null, now: clock.real }),
    (opened) => opened?.idle(),
  );

  const history = withoutHistory
    ? null
    : closers.add(historyInBackground(startLocalHistory(data?.history ?? null, table, log), table, log), (opened) =>
        opened.close(),
      );
  const stream = closers.add(createStream(table, clock, log), (opened) => opened.stop());
  if (history !== null) await stream.start(history.writer);
  const sessions = createSessions(table, clock, { ttlSeconds: config.SESSION_TTL_SECONDS });

  return {
    clock,
    table,
    sessions: history === null ? sessions : stream.watch(sessions),
    credentials: createCredentials(table, clock),
    timers: closers.add(createLocalTimers(table, clock, log), (opened) => opened.stop()),
    stream,
    history,
    records,
    summaries,
    snapshots,
    writes: rememberWrites(createActionRecords(table), createSagas(table)),
    sandboxUrl: sandbox?.url ?? null,
  };
}
