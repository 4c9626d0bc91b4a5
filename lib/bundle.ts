import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { type BuildResult, buildSync } from 'esbuild';

/** What goes into one function's package. Paths are relative to the project's root. */
export type Bundle = {
  /** The file that exports `handler`. */
  entry: string;
  /** Files laid beside the code as they are, under their own names. */
  files: readonly string[];
};

const ROOT = resolve(import.meta.dirname, '..');

/**
 * Writes a function's package: `index.mjs`, its source map and its files, and nothing else. The same sources always
 * give the same bytes.
 *
 * @param bundle     What to pack.
 * @param directory  Where to write; made if it is not there.
 * @returns          esbuild's account of what went in. It stays outside of the package.
 */
export function writeBundle(
  { entry, files }: Bundle,
  directory: string,
): BuildResult<{ metafile: true; write: false }> {
  const result = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile: join(directory, 'index.mjs'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // The SDK goes in too: a bundled client starts faster than the one that the runtime brings.
    external: [],
    mainFields: ['module', 'main'],
    minify: true,
    // Readable stacks. The names that the state machine matches are literals and survive without.
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  mkdirSync(directory, { recursive: true });
  for (const { path, contents, text } of result.outputFiles) {
    writeFileSync(path, path.endsWith('.map') ? placeless(text, directory) : contents);
  }
  for (const file of files) copyFileSync(join(ROOT, file), join(directory, basename(file)));
  return result;
}

/** A source map that names its sources from the project's root, and not from wherever this checkout happens to be. */
function placeless(map: string, directory: string): string {
  const { sources, ...rest } = JSON.parse(map) as { sources: string[] };
  return JSON.stringify({ ...rest, sources: sources.map((source) => relative(ROOT, resolve(directory, source))) });
}
