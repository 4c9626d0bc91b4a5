import { sql } from 'drizzle-orm';
import * as z from 'zod';
import type { HistoryDatabase } from './database.ts';
import type { Migration } from './migrations/migration-files.ts';

/** A migration could not be applied: the database is as the one before it left it. */
export class MigrationFailedError extends Error {
  override readonly name = 'MigrationFailedError';
}

export type MigrationOptions = {
  migrations: readonly Migration[];
  /** How long to wait for another run, in milliseconds. */
  budgetMs: number;
  /** Epoch milliseconds. */
  clock: () => number;
  sleep: (ms: number) => Promise<void>;
};

/** Number of the advisory lock that a run holds while it applies one migration. */
const MIGRATION_LOCK = 7_360_000;
const BUSY_PAUSE_MS = 1_000;

const Locked = z.tuple([z.object({ locked: z.boolean() })]);
const Applied = z.array(z.object({ tag: z.string(), hash: z.string() }));

/**
 * Brings the history database to the newest schema. Each migration is one transaction together with its row in
 * `history_migrations`: it is applied whole or not at all, and once, however many runs there are at a time.
 *
 * @returns the tags that this run applied.
 * @throws {MigrationFailedError} a statement failed, an applied migration's text has changed since, or another run held
 *   the lock for too long.
 */
export async function migrate(db: HistoryDatabase, options: MigrationOptions): Promise<string[]> {
  const { migrations, budgetMs, clock, sleep } = options;
  const giveUpAt = clock() + budgetMs;
  const applied: string[] = [];
  for (;;) {
    const step = await applyNext(db, migrations);
    if (step.type === 'done') return applied;
    if (step.type === 'applied') {
      applied.push(step.tag);
      continue;
    }
    if (clock() > giveUpAt) throw new MigrationFailedError('another migration has been running for too long');
    await sleep(BUSY_PAUSE_MS);
  }
}

type Step = { type: 'done' } | { type: 'busy' } | { type: 'applied'; tag: string };

const applyNext = (db: HistoryDatabase, migrations: readonly Migration[]): Promise<Step> =>
  db.transaction(async (tx): Promise<Step> => {
    const lock = await tx.execute(sql`select pg_try_advisory_xact_lock(${MIGRATION_LOCK}) as locked`);
    if (!Locked.parse(lock.rows)[0].locked) return { type: 'busy' };
    await tx.execute(sql`
      create table if not exists history_migrations (
        number integer primary key, tag text not null, hash text not null,
        applied_at timestamp with time zone not null default now()
      )`);
    const { rows } = await tx.execute(sql`select tag, hash from history_migrations order by number`);
    const done = Applied.parse(rows);
    for (const [index, { tag, hash }] of done.entries()) {
      const known = migrations[index];
      // More than this code knows: a newer version was here, and was rolled back. Its schema holds for this one too.
      if (known === undefined) return { type: 'done' };
      if (known.tag !== tag || known.hash !== hash) {
        throw new MigrationFailedError(`${tag} was applied, and ${known.tag} is not the same`);
      }
    }
    const next = migrations[done.length];
    if (next === undefined) return { type: 'done' };
    try {
      for (const statement of next.statements) await tx.execute(sql.raw(statement));
    } catch (cause) {
      throw new MigrationFailedError(`${next.tag} could not be applied`, { cause });
    }
    await tx.execute(
      sql`insert into history_migrations (number, tag, hash) values (${done.length}, ${next.tag}, ${next.hash})`,
    );
    return { type: 'applied', tag: next.tag };
  });
