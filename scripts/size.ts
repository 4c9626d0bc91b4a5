import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { writeBundle } from '../lib/bundle.ts';
import { FUNCTIONS, type FunctionName, type FunctionSpec } from '../lib/functions.ts';

/**
 * `npm run size`: bundles each function as a deploy does, and tells how large it is, what is in it, and how long a fresh
 * process takes to import it (median of `-- --runs 7`). Fails when a bundle is beyond its bound or holds what it must not.
 * `-- --json` prints one JSON object last.
 */

export type Measured = {
  name: FunctionName;
  bytes: number;
  gzipped: number;
  /** Bytes of each package in the bundle, largest first; `own` is this project. */
  packages: [name: string, bytes: number][];
  /** This project's own files in it. */
  sources: string[];
  importMs: number | null;
  complaints: string[];
};

/** Bundles one function into `folder` and measures it. `runs` 0 leaves the import time out. */
export function measure(name: FunctionName, folder: string, runs: number): Measured {
  const spec: FunctionSpec = FUNCTIONS[name];
  const directory = join(folder, name);
  const { outputs } = writeBundle(spec, directory).metafile;
  const [, output] = Object.entries(outputs).find(([path]) => path.endsWith('.mjs')) ?? [];
  if (output === undefined) throw new Error(`esbuild wrote no code for ${name}`);
  const code = join(directory, 'index.mjs');
  const packages = byPackage(output.inputs);
  return {
    name,
    bytes: output.bytes,
    gzipped: gzipSync(readFileSync(code)).length,
    packages,
    sources: Object.keys(output.inputs).filter((path) => !path.includes('node_modules/')),
    importMs: runs === 0 ? null : importTime(code, runs),
    complaints: [
      ...(output.bytes > spec.maxKiB * 1024 ? [`is larger than ${spec.maxKiB} KiB`] : []),
      ...packages.filter(([held]) => spec.forbids.includes(held)).map(([held]) => `must not hold ${held}`),
      ...(output.exports.includes('handler') ? [] : ['exports no handler']),
    ],
  };
}

function byPackage(inputs: Record<string, { bytesInOutput: number }>): [string, number][] {
  const sums = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    if (bytesInOutput === 0) continue;
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'own';
    sums.set(name, (sums.get(name) ?? 0) + bytesInOutput);
  }
  return [...sums].sort(([, a], [, b]) => b - a);
}

/** Median time of an import in a fresh process, in milliseconds. */
function importTime(file: string, runs: number): number {
  const script = `const t = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(performance.now() - t)`;
  const times = Array.from({ length: runs }, () =>
    Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })),
  ).sort((a, b) => a - b);
  return Math.round(times[Math.floor(runs / 2)] ?? 0);
}

function main(): void {
  const runs = Number(process.argv[process.argv.indexOf('--runs') + 1] || 7) || 7;
  const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  try {
    const all = (Object.keys(FUNCTIONS) as FunctionName[]).map((name) => measure(name, folder, runs));
    for (const { name, bytes, gzipped, packages, importMs, complaints } of all) {
      const largest = packages.slice(0, 5).map(([held, size]) => `${held} ${kib(size)}`);
      console.log(
        `${name.padEnd(18)} ${kib(bytes).padStart(5)} KiB  gz ${kib(gzipped).padStart(4)}  import ${String(importMs).padStart(4)} ms  ${largest.join(', ')}`,
      );
      for (const complaint of complaints) console.log(`  ! ${complaint}`);
    }
    if (all.some(({ complaints }) => complaints.length > 0)) process.exitCode = 1;
    if (process.argv.includes('--json')) console.log(JSON.stringify({ functions: all }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const kib = (bytes: number): string => String(Math.round(bytes / 1024));

if (import.meta.main) main();
