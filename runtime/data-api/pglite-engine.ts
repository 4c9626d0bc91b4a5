import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Mutex, PGlite, types } from '@electric-sql/pglite';
import { type Connection, type Engine, QueryError } from './engine.ts';
import { readSeed, seedFile, unpackSeed } from './seed.ts';

/**
 * PostgreSQL in this process. It has one session, so whoever has it keeps the others waiting.
 *
 * @param directory where the database lies; null keeps it in memory. A directory is made whole or not at all: a first
 *   start that is cut short leaves nothing behind that the next one would take for a database.
 * @param seed what a new database is made of; without that file PGlite makes it, which takes longer.
 */
export async function pgliteEngine(directory: string | null, seed = seedFile()): Promise<Engine> {
  const database = directory === null ? await openMemory(seed) : await openDirectory(directory, seed);
  const session = new Mutex();
  return {
    connect: async () => connection(database, await session.acquire()),
    close: () => database.close(),
  };
}

async function openDirectory(directory: string, file: string): Promise<PGlite> {
  if (!existsSync(join(directory, 'PG_VERSION'))) {
    const unfinished = `${directory}.new`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(dirname(directory), { recursive: true });
    const seed = await readSeed(file);
    if (seed === null) await (await started(new PGlite(unfinished))).close();
    else await unpackSeed(seed, unfinished);
    await rename(unfinished, directory);
  }
  return started(new PGlite(directory));
}

async function openMemory(file: string): Promise<PGlite> {
  const seed = await readSeed(file);
  return started(new PGlite(seed === null ? {} : { loadDataDir: new Blob([seed]) }));
}

async function started(database: PGlite): Promise<PGlite> {
  await database.waitReady;
  return database;
}

function connection(database: PGlite, release: Awaited<ReturnType<Mutex['acquire']>>): Connection {
  return {
    query: async (sql, values) => {
      try {
        const result = await database.query<QueryRow>(
          sql,
          values.map(({ text }) => text),
          { rowMode: 'array', paramTypes: values.map(({ oid }) => oid), serializers: AS_TEXT, parsers: AS_TEXT },
        );
        return {
          columns: result.fields.map(({ name, dataTypeID }) => ({ name, oid: dataTypeID })),
          rows: result.rows,
          affected: result.affectedRows ?? 0,
        };
      } catch (error) {
        throw queryError(error);
      }
    },
    release,
  };
}

type QueryRow = (string | null | unknown[])[];

function queryError(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  return new QueryError(error.code, error.message);
}

/** Values go in and come out as PostgreSQL writes them, not as JavaScript would have them. */
const AS_TEXT = Object.fromEntries(
  Object.keys({ ...types.parsers, ...types.serializers }).map((oid) => [Number(oid), (value: string) => value]),
);
