import { sql } from 'drizzle-orm';
import { customType } from 'drizzle-orm/pg-core';

const OFFSET = /(Z|[+-]\d{2}(?::?\d{2})?)$/;

/**
 * An instant as the Data API gives it, `2026-11-22 14:57:10.091` in UTC, or as PostgreSQL writes it, with `+00` behind.
 * Answers ISO 8601 in UTC with milliseconds, whatever the time zone of this process is.
 */
export function readInstant(text: string): string {
  const [, offset = ''] = OFFSET.exec(text.slice(10)) ?? [];
  const local = text.slice(0, text.length - offset.length).replace(' ', 'T');
  const zone = offset.length === 3 ? `${offset}:00` : offset || 'Z';
  return new Date(`${local}${zone}`).toISOString();
}

/**
 * A `timestamptz` column held as an ISO 8601 string in UTC. drizzle's own reads the Data API's answer, which names no
 * zone, as local time; and the Data API binds text as `varchar`, hence the cast.
 */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp (3) with time zone',
  toDriver: (iso) => sql`cast(${iso} as timestamptz)`,
  fromDriver: readInstant,
});
