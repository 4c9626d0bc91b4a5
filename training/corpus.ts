import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Expecting, Intent } from '../core/contracts/understanding.ts';

/** One labelled message of the training part. `author` is the letter of the person who wrote it. */
export type TrainingMessage = {
  readonly text: string;
  readonly intent: Intent;
  readonly expecting: Expecting | null;
  readonly secondary_intents: readonly Intent[];
  readonly author: string;
};

const HEADER = /^##\s+intent=(\w+)(?:\s+expecting=(\w+))?\s*$/;

/**
 * Reads one file of the sectioned format (training/README.md).
 * @throws Error that names file and line when a header or a label is not of the published names.
 */
export function parseSections(source: string, file: string, author: string): TrainingMessage[] {
  const messages: TrainingMessage[] = [];
  let section: { intent: Intent; expecting: Expecting | null } | null = null;
  for (const [index, raw] of source.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('# ')) continue;
    const where = `${file}:${index + 1}`;
    if (line.startsWith('##')) {
      const header = HEADER.exec(line);
      const intent = Intent.safeParse(header?.[1]);
      const expecting = Expecting.nullable().safeParse(header?.[2] ?? null);
      if (!intent.success || !expecting.success) throw new Error(`${where}: not a section header: ${line}`);
      section = { intent: intent.data, expecting: expecting.data };
      continue;
    }
    if (section === null) throw new Error(`${where}: a message before the first section`);
    const [text, labels] = splitSecondary(line);
    const secondary = z.array(Intent).safeParse(labels);
    if (!secondary.success) throw new Error(`${where}: unknown secondary intent: ${labels.join(', ')}`);
    messages.push({ text, ...section, secondary_intents: secondary.data, author });
  }
  return messages;
}

function splitSecondary(line: string): [string, string[]] {
  const at = line.lastIndexOf(' => ');
  if (at < 0) return [line, []];
  return [
    line.slice(0, at).trim(),
    line
      .slice(at + 4)
      .split(',')
      .map((label) => label.trim()),
  ];
}

/** All training messages, in file order; the first letter of a file's name is its author. */
export function readTraining(folder: string): TrainingMessage[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort();
  return files.flatMap((name) => parseSections(readFileSync(join(folder, name), 'utf8'), name, name.charAt(0)));
}
