import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One step of the schema: `0001_erasures`, its statements in order, and a hash of its text. */
export type Migration = { tag: string; statements: string[]; hash: string };

/**
 * The migrations in a directory, `NNNN_name.sql` as drizzle-kit writes them, oldest first. By default those beside this
 * module, which in a bundle are those beside the bundle.
 *
 * @throws Error when a number is missing or given twice.
 */
export function readMigrations(directory = fileURLToPath(new URL('.', import.meta.url))): Migration[] {
  const files = readdirSync(directory)
    .filter((file) => /^\d{4}_\w+\.sql$/.test(file))
    .sort();
  return files.map((file, index) => {
    if (Number(file.slice(0, 4)) !== index) throw new Error(`migration ${file} is not number ${index}`);
    const text = readFileSync(join(directory, file), 'utf8').replaceAll('\r\n', '\n');
    return {
      tag: file.replace(/\.sql$/, ''),
      statements: text
        .split('--> statement-breakpoint')
        .map((statement) => statement.trim())
        .filter((statement) => statement !== ''),
      hash: createHash('sha256').update(text).digest('hex'),
    };
  });
}
