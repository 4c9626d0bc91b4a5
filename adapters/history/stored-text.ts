/** Bytes of UTF-8 that a message or a reply may take in the database: the Data API gives rows of at most 64 KB. */
export const STORED_TEXT_LIMIT = 8 * 1024;

/**
 * Text as PostgreSQL can hold it: NUL becomes `␀`, half a surrogate pair becomes `�`, and what is beyond `limit` bytes
 * of UTF-8 is cut between two characters, with `…` at the end.
 */
export function storable(text: string, limit = STORED_TEXT_LIMIT): string {
  const clean = text.replaceAll('\0', '␀').toWellFormed();
  if (Buffer.byteLength(clean) <= limit) return clean;
  const room = limit - Buffer.byteLength('…');
  let bytes = 0;
  let end = 0;
  for (const character of clean) {
    bytes += Buffer.byteLength(character);
    if (bytes > room) break;
    end += character.length;
  }
  return `${clean.slice(0, end)}…`;
}

/** The first `count` characters (code points) of a text. */
export const firstCharacters = (text: string, count: number): string => [...text].slice(0, count).join('');
