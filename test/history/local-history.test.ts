import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createWriterHealth } from '../../adapters/history/writer-health.ts';
import { claimDirectory } from '../../runtime/data-api/claim.ts';
import type { Engine } from '../../runtime/data-api/engine.ts';
import { pgliteEngine } from '../../runtime/data-api/pglite-engine.ts';
import { readSeed, unpackSeed, writeSeed } from '../../runtime/data-api/seed.ts';
import { serveDataApi } from '../../runtime/data-api/server.ts';
import { startDataApi } from '../../runtime/data-api.ts';
import { startLocalHistory } from '../../runtime/history.ts';
import { type LocalTable, startLocalTable } from '../../runtime/local-table.ts';
import { aTurn, fakeTime, OWNER, saved } from './history-fixtures.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'local-history-'));

let local: LocalTable;
beforeAll(async () => {
  local = await startLocalTable('sessions', null);
});
afterAll(() => local.close());

describe('the history on this machine', () => {
  const lines: unknown[] = [];
  const line = (...what: unknown[]) => void lines.push(what);
  const log = { debug: line, info: line, warn: line, error: line } as never;
  const start = (directory: string | null) => startLocalHistory(directory, local.table, log);

  test('answers before its database is open, keeps what it is told, and finds it again', async () => {
    const directory = join(folder(), 'deep', 'history');
    const first = await start(directory);
    // Nobody waits for the database: the calls do.
    const turn = aTurn({ user_message: 'kept' });
    expect(await first.writer({ Records: [saved(turn)] })).toEqual({ batchItemFailures: [] });
    await first.close();

    const again = await start(directory);
    expect((await again.history.get(OWNER, 'session-0001'))?.turns[0]?.user_message).toBe('kept');
    expect((await again.history.list(OWNER, { limit: 5, cursor: null })).conversations).toHaveLength(1);
    expect(await again.history.status()).toBe('ok');

    await expect(start(directory)).rejects.toMatchObject({ name: 'DirectoryInUseError' });
    expect(await again.history.erase(OWNER, 'session-0001')).toBe(true);
    expect(await again.history.get(OWNER, 'session-0001')).toBeNull();
    await again.writer({ Records: [saved(turn)] });
    expect(await again.history.get(OWNER, 'session-0001')).toBeNull();
    await again.close();
  });

  test('in memory is gone at once when it is closed, even while it opens', async () => {
    const { close, ready } = await startDataApi({ directory: null });
    await close();
    await expect(ready).rejects.toThrow('the database has ended');
  });

  test('whose directory cannot be made into a database fails its calls, and says why', async () => {
    const directory = join(folder(), 'history');
    mkdirSync(directory);
    writeFileSync(join(directory, 'PG_VERSION'), '18');
    const broken = await startDataApi({ directory });
    await expect(broken.ready).rejects.toThrow();
    await broken.close();
  });
});

describe('a claim on a directory', () => {
  const serve = async () => {
    const engine = Promise.resolve({ connect: () => Promise.reject(new Error('not asked')), close: async () => {} });
    return serveDataApi({ engine });
  };

  test('holds as long as its holder answers', async () => {
    const directory = join(folder(), 'history');
    const [holder, other] = [await serve(), await serve()];
    const release = await claimDirectory(directory, holder);
    await expect(claimDirectory(directory, other)).rejects.toMatchObject({ name: 'DirectoryInUseError' });
    await release();
    await (await claimDirectory(directory, other))();
    await Promise.all([holder.close(), other.close()]);
  });

  test.each([
    ['that was killed', { url: 'http://127.0.0.1:9' }],
    ['whose port somebody else has by now', {}],
  ])('of a holder %s counts for nothing', async (_what, where) => {
    const directory = join(folder(), 'history');
    const [stranger, holder] = [await serve(), await serve()];
    await claimDirectory(directory, { url: stranger.url, id: 'gone', ...where });
    await (await claimDirectory(directory, holder))();
    await Promise.all([stranger.close(), holder.close()]);
  });

  test('that was cut short while it was written counts for nothing', async () => {
    const directory = join(folder(), 'history');
    writeFileSync(`${directory}.claim`, '{"url": "http://127.');
    const holder = await serve();
    await (await claimDirectory(directory, holder))();
    await holder.close();
  });

  test('goes to one of those that find a dead one at the same time', async () => {
    const directory = join(folder(), 'history');
    await claimDirectory(directory, { url: 'http://127.0.0.1:9', id: 'gone' });
    const holders = await Promise.all([serve(), serve(), serve(), serve()]);
    const claims = await Promise.allSettled(holders.map((holder) => claimDirectory(directory, holder)));
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await Promise.all(holders.map((holder) => holder.close()));
  });
});

describe('making a database', () => {
  const version = async (engine: Engine) => {
    const connection = await engine.connect();
    const { rows } = await connection.query('select current_database(), version()', []);
    connection.release();
    await engine.close();
    return rows;
  };

  test('a start that is cut short leaves none that is half made', async () => {
    const directory = join(folder(), 'history');
    mkdirSync(`${directory}.new`);
    writeFileSync(join(`${directory}.new`, 'PG_VERSION'), '18');
    expect(await version(await pgliteEngine(directory))).toEqual([['postgres', expect.stringContaining('PGlite')]]);
  });

  test('there is a seed for the PGlite that is installed', async () => {
    expect(await readSeed()).not.toBeNull();
  });

  test('without a seed PGlite makes its own, and finds it again', async () => {
    const nowhere = join(folder(), 'no-seed');
    expect(await readSeed(nowhere)).toBeNull();
    const directory = join(folder(), 'history');
    const seeded = await version(await pgliteEngine(null));
    expect(await version(await pgliteEngine(directory, nowhere))).toEqual(seeded);
    expect(await version(await pgliteEngine(directory, nowhere))).toEqual(seeded);
  });

  test('a seed that is written can be read and unpacked', async () => {
    const [file, directory] = [join(folder(), 'seeds', 'a.tar.zst'), join(folder(), 'unpacked')];
    await writeSeed(file);
    const seed = await readSeed(file);
    await unpackSeed(seed!, directory);
    const made = readdirSync(directory, { recursive: true });
    expect(made).toEqual(expect.arrayContaining(['PG_VERSION', 'base', 'pg_notify', join('global', 'pg_control')]));
    expect(statSync(join(directory, 'global', 'pg_control')).size).toBe(8192);
  });
});

describe('the health of the writer', () => {
  const TEN_MINUTES = 600_000;

  test('is told without the database: down after a failure, until a batch is stored or ten minutes have gone', async () => {
    const time = fakeTime();
    const writer = createWriterHealth(local.table, time.clock);
    const reader = createWriterHealth(local.table, time.clock);
    expect(await reader.status()).toBe('ok');
    await writer.failed();
    expect(await reader.status()).toBe('down');
    await writer.recovered();
    expect(await reader.status()).toBe('ok');
    await writer.failed();
    time.advance(TEN_MINUTES - 1_000);
    expect(await reader.status()).toBe('down');
    time.advance(1_000);
    expect(await reader.status()).toBe('ok');
  });

  test('is cleared by the next function that stores a batch, when the one that failed is gone', async () => {
    const time = fakeTime();
    await createWriterHealth(local.table, time.clock).failed();
    const next = createWriterHealth(local.table, time.clock);
    await next.recovered();
    expect(await next.status()).toBe('ok');
  });

  test('is not written again and again while all is well', async () => {
    const time = fakeTime();
    const writer = createWriterHealth(local.table, time.clock);
    await writer.recovered();
    await createWriterHealth(local.table, time.clock).failed();
    await writer.recovered();
    expect(await writer.status()).toBe('down');
  });
});
