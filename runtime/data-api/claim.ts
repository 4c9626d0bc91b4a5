import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';

const Claim = z.object({ url: z.url(), id: z.string() });
type Claim = z.infer<typeof Claim>;

/** Another stand-in has the directory open. */
export class DirectoryInUseError extends Error {
  override readonly name = 'DirectoryInUseError';
}

/**
 * Claims a database directory for the stand-in that answers at `url` with `id` under `/claim`. PGlite itself lets a second
 * handle open a directory and lose what the first writes. A claim holds as long as its holder answers, so a killed one
 * leaves nothing to clear away.
 *
 * @returns what gives the claim up.
 * @throws {DirectoryInUseError} it is claimed by one that is alive.
 */
export async function claimDirectory(directory: string, claim: Claim): Promise<() => Promise<void>> {
  const file = `${directory}.claim`;
  await mkdir(dirname(file), { recursive: true });
  const earlier = await read(file);
  if (earlier !== null) {
    if (await alive(earlier)) throw new DirectoryInUseError(`${directory} is in use by another process`);
    await setAside(file, earlier);
  }
  try {
    await writeFile(file, JSON.stringify(claim), { flag: 'wx' });
  } catch (cause) {
    throw new DirectoryInUseError(`${directory} has just been taken into use by another process`, { cause });
  }
  return () => rm(file, { force: true });
}

/** Removes a dead claim, and only that one: another start may have put its own there meanwhile. */
async function setAside(file: string, dead: Claim): Promise<void> {
  const aside = `${file}.${crypto.randomUUID()}`;
  await rename(file, aside).catch(() => {});
  const moved = await read(aside);
  if (moved !== null && moved.id !== dead.id) await rename(aside, file);
  else await rm(aside, { force: true });
}

async function read(file: string): Promise<Claim | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return Claim.parse(JSON.parse(text));
  } catch {
    // Cut short while it was written: its writer was killed.
    return { url: 'http://127.0.0.1:0', id: '' };
  }
}

/** No answer in time counts as alive: a database that is just being made answers late. */
async function alive({ url, id }: Claim): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/claim`, { signal: AbortSignal.timeout(1_000) });
    return (await answer.text()) === id;
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError';
  }
}
