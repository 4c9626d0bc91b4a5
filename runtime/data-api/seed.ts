import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import * as z from 'zod';

const { ZSTD_c_compressionLevel, ZSTD_c_enableLongDistanceMatching, ZSTD_c_windowLog } = constants;
const Package = z.object({ version: z.string() });

/** Where the seed of the installed PGlite lies, or would lie. */
export function seedFile(): string {
  const library = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
  const { version } = Package.parse(JSON.parse(readFileSync(join(library, '..', 'package.json'), 'utf8')));
  return join(import.meta.dirname, 'seeds', `pglite-${version}.tar.zst`);
}

/**
 * An empty database cluster as PGlite's `initdb` makes it, as a tar: taking it over takes a third of the time of making
 * one. Null for a version of PGlite that has none here; it then makes its own.
 */
export async function readSeed(file = seedFile()): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!existsSync(file)) return null;
  return new Uint8Array(await promisify(zstdDecompress)(readFileSync(file)));
}

const BLOCK = 512;

/** Writes a seed's folders and files under `directory`. */
export async function unpackSeed(tar: Uint8Array, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  let at = 0;
  while (at + BLOCK <= tar.length && tar[at] !== 0) {
    const header = tar.subarray(at, at + BLOCK);
    const field = (from: number, length: number) =>
      Buffer.from(header.subarray(from, from + length))
        .toString()
        .replace(/\0.*$/s, '');
    const path = join(directory, field(345, 155), field(0, 100));
    const size = Number.parseInt(field(124, 12), 8);
    const content = tar.subarray(at + BLOCK, at + BLOCK + size);
    if (field(156, 1) === '5') await mkdir(path, { recursive: true });
    else await writeFile(path, content);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

/** Packs a new empty cluster of the installed PGlite into `file`: to be done once for each version of it. */
export async function writeSeed(file = seedFile()): Promise<void> {
  const database = new PGlite('memory://');
  await database.waitReady;
  const tar = Buffer.from(await (await database.dumpDataDir('none')).arrayBuffer());
  await database.close();
  const params = {
    [ZSTD_c_compressionLevel]: 9,
    // Wide enough to see that the three databases of a cluster are alike.
    [ZSTD_c_windowLog]: 26,
    [ZSTD_c_enableLongDistanceMatching]: 1,
  };
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, await promisify(zstdCompress)(tar, { params }));
}
