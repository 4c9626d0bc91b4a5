import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { type Migration, readMigrations } from '../../adapters/history/migrations/migration-files.ts';
import * as schema from '../../adapters/history/schema.ts';
import { createMigrateHistory } from '../../functions/migrate-history/handler.ts';
import { aTurn, ENGINES, NO_SERVER, OWNER, serveHistory, type TestHistory } from './history-fixtures.ts';

const ALL = readMigrations();
const TAGS = ALL.map(({ tag }) => tag);
const step = (tag: string, ...statements: string[]): Migration => ({ tag, statements, hash: `hash of ${tag}` });

if (NO_SERVER) test.skip('migrations on PostgreSQL: no server is installed here', () => {});

describe.each(ENGINES)('migrations on %s', (_name, open) => {
  let served: TestHistory;
  beforeAll(async () => {
    served = await serveHistory(await open());
  });
  afterAll(() => served.server.close());
  beforeEach(() => served.clear());

  /** Every column, constraint and index there is. */
  const shape = async () => ({
    columns: await served.query(
      `select table_name, column_name, data_type, is_nullable, column_default, character_maximum_length
       from information_schema.columns where table_schema = 'public' order by 1, 2`,
    ),
    constraints: await served.query(
      `select conrelid::regclass::text as of, conname, pg_get_constraintdef(oid) as says
       from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n' order by 1, 2`,
    ),
    indexes: await served.query(`select indexname, indexdef from pg_indexes where schemaname = 'public' order by 1`),
  });
  const journal = async () =>
    (await served.query('select tag from history_migrations order by number')).map((row) => row.tag);

  test('an empty database comes to the newest schema, and a second run finds nothing to do', async () => {
    expect(await served.migrate()).toEqual(TAGS);
    const before = await shape();
    expect(await served.migrate()).toEqual([]);
    expect(await shape()).toEqual(before);
    expect(await journal()).toEqual(TAGS);
  });

  test.each(ALL.map(({ tag }, index) => [tag, index + 1] as const))('from %s', async (_tag, version) => {
    await served.migrate();
    const newest = await shape();
    await served.clear();
    expect(await served.migrate(ALL.slice(0, version))).toEqual(TAGS.slice(0, version));
    await served.query(`insert into conversations values ('${OWNER}', 'session-0001', '11TB01SB', '7001001', null, 'chat',
      'kept', '2026-11-22 14:00Z', '2026-11-22 14:00Z', '2026-11-22 14:00Z', 1)`);
    expect(await served.migrate()).toEqual(TAGS.slice(version));
    expect(await shape()).toEqual(newest);
    expect((await served.history.list(OWNER, { limit: 1, cursor: null })).conversations[0]?.title).toBe('kept');
    expect(await served.store.record([aTurn()])).toMatchObject({ stored: 1 });
  });

  test('several runs at once apply each migration once', async () => {
    const runs = await Promise.all([served.migrate(), served.migrate(), served.migrate()]);
    expect(runs.flat().sort()).toEqual(TAGS);
    expect(await journal()).toEqual(TAGS);
  });

  test('a migration that fails halfway leaves nothing of itself, and the repaired one goes on from there', async () => {
    const first = step('0000_a', 'create table a (x integer)');
    const broken = step('0001_b', 'create table b (x integer)', 'insert into a values (1)', 'create table oops (');
    await expect(served.migrate([first, broken])).rejects.toMatchObject({
      name: 'MigrationFailedError',
      message: '0001_b could not be applied',
    });
    expect(await journal()).toEqual(['0000_a']);
    expect(await served.query("select to_regclass('b')::text as b, (select count(*) from a)::text as rows")).toEqual([
      { b: null, rows: '0' },
    ]);
    const repaired = step('0001_b', 'create table b (x integer)');
    expect(await served.migrate([first, repaired])).toEqual(['0001_b']);
  });

  test('an applied migration whose text has changed since stops the run', async () => {
    const first = step('0000_a', 'create table a (x integer)');
    await served.migrate([first]);
    const changed = [{ ...first, hash: 'other' }, step('0001_b', 'create table b (x integer)')];
    await expect(served.migrate(changed)).rejects.toMatchObject({ name: 'MigrationFailedError' });
    expect(await journal()).toEqual(['0000_a']);
  });

  test('an older version of the code leaves a newer schema alone', async () => {
    await served.migrate();
    expect(await served.migrate(ALL.slice(0, 1))).toEqual([]);
    expect(await journal()).toEqual(TAGS);
  });

  test('a database that takes a minute to wake is waited for', async () => {
    served.server.pause(60_000);
    const before = served.clock();
    expect(await served.migrate()).toEqual(TAGS);
    expect(served.clock() - before).toBeGreaterThanOrEqual(60_000);
  });

  test('the function of the deploy tells what it applied, and fails the deploy when it fails', async () => {
    const lines: unknown[] = [];
    const line = (message: unknown, extra: unknown) => lines.push([message, extra]);
    const log = { debug: line, info: line, warn: line, error: line } as never;
    expect(await createMigrateHistory({ run: () => served.migrate(), log })()).toEqual({ applied: TAGS });
    const broken = [...ALL, step('0099_x', 'select 1 / 0')];
    await expect(createMigrateHistory({ run: () => served.migrate(broken), log })()).rejects.toMatchObject({
      name: 'MigrationFailedError',
    });
    expect(lines).toEqual([
      ['history migrated', { applied: TAGS }],
      ['history not migrated', { error_name: 'MigrationFailedError', because: 'DatabaseErrorException 22012' }],
    ]);
  });
});

describe('a run that finds another one at work', () => {
  let served: TestHistory;
  beforeAll(async () => {
    const [, open] = ENGINES.at(-1)!;
    served = await serveHistory(await open());
  });
  afterAll(() => served.server.close());

  (NO_SERVER ? test.skip : test)('waits for it, and gives up when it takes too long', async () => {
    const holder = served.db.transaction(async (tx) => {
      await tx.execute('select pg_advisory_xact_lock(7360000)::text');
      await expect(served.migrate(ALL, 60_000)).rejects.toThrow('another migration has been running for too long');
    });
    await holder;
    expect(await served.migrate()).toEqual(TAGS);
  });
});

describe('migration files', () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'migrations-'));

  test('are what drizzle-kit makes of the schema: nothing is left to generate', async () => {
    const meta = new URL('../../adapters/history/migrations/meta/', import.meta.url);
    const [before, newest] = readdirSync(meta)
      .filter((file) => file.endsWith('_snapshot.json'))
      .sort()
      .slice(-2)
      .map((file) => JSON.parse(readFileSync(new URL(file, meta), 'utf8')));
    const now = generateDrizzleJson(schema, newest.id);
    expect(await generateMigration(newest, now)).toEqual([]);
    expect(await generateMigration(before, now)).not.toEqual([]);
  });

  test('hold one statement each, since the Data API takes one at a time', () => {
    const statements = ALL.flatMap((migration) => migration.statements);
    expect(statements.filter((statement) => statement.replace(/;\s*$/, '').includes(';'))).toEqual([]);
  });

  test('have the same hash whatever line ends a checkout gave them', () => {
    const [unix, windows] = [folder(), folder()];
    writeFileSync(join(unix, '0000_a.sql'), 'create table a (\n x int);\n--> statement-breakpoint\ncreate table b ();');
    writeFileSync(
      join(windows, '0000_a.sql'),
      'create table a (\r\n x int);\r\n--> statement-breakpoint\r\ncreate table b ();',
    );
    expect(readMigrations(windows)).toEqual(readMigrations(unix));
    expect(readMigrations(unix)[0]?.statements).toEqual(['create table a (\n x int);', 'create table b ();']);
  });

  test('that leave out a number are refused', () => {
    const gap = folder();
    writeFileSync(join(gap, '0000_a.sql'), 'select 1');
    writeFileSync(join(gap, '0002_c.sql'), 'select 1');
    expect(() => readMigrations(gap)).toThrow('migration 0002_c.sql is not number 1');
  });
});
