import { historyDatabase, localHistoryAddress } from '../adapters/history/database.ts';
import { createHistoryStore } from '../adapters/history/history-store.ts';
import { migrate } from '../adapters/history/migrate.ts';
import { readMigrations } from '../adapters/history/migrations/migration-files.ts';
import { openHistory } from '../adapters/history/open-history.ts';
import { waitUpTo } from '../adapters/history/wake.ts';
import { createWriterHealth } from '../adapters/history/writer-health.ts';
import type { Table } from '../adapters/table.ts';
import type { History } from '../core/ports/history.ts';
import { createHistoryWriter } from '../functions/history-writer/handler.ts';
import type { Log } from '../functions/shared/logger.ts';
import { startDataApi } from './data-api.ts';
import type { StreamConsumer } from './stream.ts';

/** Another start may be at the migrations, or the database still opening. */
const MIGRATION_WAIT_MS = 60_000;

export type LocalHistory = {
  history: History;
  writer: StreamConsumer;
  close(): Promise<void>;
};

/**
 * Starts the embedded PostgreSQL behind its stand-in for the Data API. The database opens and is migrated in the
 * background: whoever uses it waits for that.
 *
 * @param directory Folder of its files, or null to keep it in memory.
 * @throws {DirectoryInUseError} another process has the folder.
 */
export async function startLocalHistory(directory: string | null, table: Table, log: Log): Promise<LocalHistory> {
  const dataApi = await startDataApi({ directory });
  const address = localHistoryAddress(dataApi.url);
  const clock = Date.now;
  const health = createWriterHealth(table, clock);
  const waiting = waitUpTo(MIGRATION_WAIT_MS);
  const db = historyDatabase({ ...address, waiting });
  let closing = false;
  const migrated = dataApi.ready.then(() => migrate(db, { migrations: readMigrations(), ...waiting }));
  migrated.catch((error: unknown) => {
    // A start that is given up half-way closes the database under its migration.
    if (!closing) log.error('history not migrated', { error_name: nameOf(error) });
  });

  const history = openHistory(address, health.status);
  const write = createHistoryWriter({
    store: createHistoryStore(db, clock),
    health,
    measurements: { historyWritten() {} },
    clock,
    log,
  });
  return {
    history: {
      list: (owner, page) => migrated.then(() => history.list(owner, page)),
      get: (owner, sessionId) => migrated.then(() => history.get(owner, sessionId)),
      erase: (owner, sessionId) => migrated.then(() => history.erase(owner, sessionId)),
      status: history.status,
    },
    async writer(event) {
      await migrated;
      const result = await write(event);
      return 'batchItemFailures' in result ? result : { batchItemFailures: [] };
    },
    close() {
      closing = true;
      return dataApi.close();
    },
  };
}

/** The history while it is still being started: an assistant that starts does not wait for its database. */
export function historyInBackground(starting: Promise<LocalHistory>, table: Table, log: Log): LocalHistory {
  starting.catch((error: unknown) => log.error('history not started', { error_name: nameOf(error) }));
  return {
    history: {
      list: async (owner, page) => (await starting).history.list(owner, page),
      get: async (owner, sessionId) => (await starting).history.get(owner, sessionId),
      erase: async (owner, sessionId) => (await starting).history.erase(owner, sessionId),
      status: createWriterHealth(table, Date.now).status,
    },
    writer: async (event) => (await starting).writer(event),
    async close() {
      const started = await starting.catch(() => null);
      await started?.close();
    },
  };
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error');
