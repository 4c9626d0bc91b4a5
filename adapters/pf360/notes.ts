import * as z from 'zod';
import type { Note } from '../../core/contracts/act.ts';
import { isEmpty, isRecord, payloadOf, Text } from './envelope.ts';
import { readInstant } from './formats.ts';

const Row = z.object({
  note_id: Text,
  note_text: Text,
  text: Text,
  note: Text,
  author: Text,
  created_by: Text,
  created_at: Text,
  createdAt: Text,
  created_on: Text,
});

/** A project's notes, newest first, those without a time last; null when the answer holds no list of them that can be read. */
export function readNotes(json: unknown): Note[] | null {
  const payload = payloadOf(json);
  const rows = isRecord(payload) ? payload.notes : payload;
  if (!Array.isArray(rows)) return isEmpty(json) ? [] : null;
  const notes = rows.flatMap(noteOf);
  if (notes.length === 0 && rows.length > 0) return null;
  return notes
    .sort((a, b) => (b.note.created_at ?? '').localeCompare(a.note.created_at ?? '') || b.id - a.id)
    .map(({ note }) => note);
}

/** `id`: PF360's running number, which orders notes of the same second; 0 without one. */
function noteOf(row: unknown): { id: number; note: Note }[] {
  const read = Row.safeParse(row);
  if (!read.success) return [];
  const { note_id, author, created_by, ...rest } = read.data;
  const text = rest.note_text ?? rest.text ?? rest.note;
  const created = rest.created_at ?? rest.createdAt ?? rest.created_on;
  if (text === null) return [];
  const created_at = created === null ? null : readInstant(created);
  return [{ id: Number(note_id) || 0, note: { text, author: author ?? created_by, created_at } }];
}
