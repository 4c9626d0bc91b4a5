import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { ConfigurationError } from '../core/errors.ts';
import { claimDirectory, DirectoryInUseError } from './data-api/claim.ts';

/** Where the local stores keep their files. */
export type DataDir = {
  table: string;
  history: string;
  executions: string;
  /** A line for each execution, made from its record. */
  summaries: string;
  /** The sandbox as it was when each turn began. */
  snapshots: string;
  sandbox: string;
  /** Gives the folder free for another start. */
  release(): Promise<void>;
};

/** Another assistant is at work in the folder. */
export class DataDirInUseError extends Error {
  override readonly name = 'DataDirInUseError';
}

/**
 * Makes the folder where there is none, and takes it for this process alone: the stores in it lose data when two
 * processes have them open. A killed process leaves nothing to clear away, since a claim counts only while its maker
 * answers.
 *
 * @throws {DataDirInUseError}  another process has it.
 * @throws {ConfigurationError} it cannot be made.
 */
export async function openDataDir(path: string): Promise<DataDir> {
  const root = resolve(path);
  await mkdir(root, { recursive: true }).catch((error: unknown) => {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
    throw new ConfigurationError(`DATA_DIR must be a folder that can be made and written: ${path} (${code})`);
  });
  const id = randomUUID();
  const server = createServer((_, response) => response.end(id));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // It answers as long as the process lives, and keeps none alive.
  server.unref();
  const close = () => new Promise<void>((done) => server.close(() => done()));
  const { port } = server.address() as AddressInfo;
  try {
    const giveUp = await claimDirectory(join(root, 'assistant'), { url: `http://127.0.0.1:${port}`, id });
    return {
      table: join(root, 'dynamodb'),
      history: join(root, 'history'),
      executions: join(root, 'executions'),
      summaries: join(root, 'summaries.jsonl'),
      snapshots: join(root, 'snapshots'),
      sandbox: join(root, 'sandbox.json'),
      async release() {
        await giveUp();
        await close();
      },
    };
  } catch (error) {
    await close();
    if (!(error instanceof DirectoryInUseError)) throw error;
    throw new DataDirInUseError(`DATA_DIR ${path} is in use by another assistant: stop it, or set another DATA_DIR`);
  }
}
