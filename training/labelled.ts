import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { Expecting, Intent } from '../core/contracts/understanding.ts';

const labelled = {
  project: z.string().min(1),
  date: z.union([z.iso.date(), z.object({ start: z.iso.date(), end: z.iso.date() })]),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  time_window: z.enum(['morning', 'afternoon', 'evening']),
  ordinal: z.int(),
  city: z.string().min(1),
  note_text: z.string().min(1),
  reason: z.string().min(1),
  address: z.string().min(1),
};

/** The kinds of entity that a data set may label. */
export const ENTITY_KINDS = Object.keys(labelled) as (keyof typeof labelled)[];

/** One row of a data set in the published format. */
export const LabelledMessage = z.object({
  id: z.string().optional(),
  text: z.string(),
  now: z.iso.datetime({ offset: true }).optional(),
  expecting: Expecting.nullish(),
  intent: Intent,
  secondary_intents: z.array(Intent).default([]),
  entities: z.object(labelled).partial().default({}),
});
export type LabelledMessage = z.infer<typeof LabelledMessage>;

/**
 * Reads JSON Lines; blank lines are passed over.
 * @throws Error that names the line when one is no JSON or not of the format.
 */
export function parseLabelled(source: string, file: string): LabelledMessage[] {
  const rows: LabelledMessage[] = [];
  for (const [index, line] of source.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    rows.push(parseRow(line, `${file}:${index + 1}`));
  }
  return rows;
}

function parseRow(line: string, where: string): LabelledMessage {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Error(`${where}: not a line of JSON`);
  }
  const row = LabelledMessage.safeParse(value);
  if (row.success) return row.data;
  const [issue] = row.error.issues;
  throw new Error(`${where}: ${issue?.path.join('.') || 'the row'}: ${issue?.message ?? 'not of the format'}`);
}

export function readLabelled(file: string): LabelledMessage[] {
  return parseLabelled(readFileSync(file, 'utf8'), file);
}
