import { readVariables } from '../../adapters/config.ts';
import { historyAddress, historyDatabase } from '../../adapters/history/database.ts';
import { describeFailure } from '../../adapters/history/failures.ts';
import { migrate } from '../../adapters/history/migrate.ts';
import { readMigrations } from '../../adapters/history/migrations/migration-files.ts';
import { waitUpTo } from '../../adapters/history/wake.ts';
import { lazily } from '../shared/lazily.ts';
import { type Log, logger } from '../shared/logger.ts';

/** Half of the function's time to wake the database and wait for another run; the rest is for the statements. */
const WAITING_MS = 300_000;

/**
 * Brings the history database to the newest schema. Runs at each deploy, before whoever uses the database is put in
 * place; fails the deploy when it fails. Safe to run again, and beside another run.
 *
 * @param run Applies what is missing and answers the tags of what it applied.
 */
export function createMigrateHistory({ run, log = logger }: { run: () => Promise<string[]>; log?: Log }) {
  return async (): Promise<{ applied: string[] }> => {
    try {
      const applied = await run();
      log.info('history migrated', { applied });
      return { applied };
    } catch (error) {
      log.error('history not migrated', {
        error_name: error instanceof Error ? error.name : 'Error',
        because: describeFailure(error),
      });
      throw error;
    }
  };
}

export const handler = lazily(() => {
  const config = readVariables(process.env, ['HISTORY_CLUSTER_ARN', 'HISTORY_SECRET_ARN', 'HISTORY_DATABASE']);
  const waiting = waitUpTo(WAITING_MS);
  const db = historyDatabase({ ...historyAddress(config), waiting });
  return createMigrateHistory({ run: () => migrate(db, { migrations: readMigrations(), ...waiting }) });
});
