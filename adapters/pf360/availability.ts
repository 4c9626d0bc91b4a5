import * as z from 'zod';
import type { OpenDates, OpenTimes } from '../../core/ports.ts';
import { isEmpty, isRecord, payloadOf, saysNothing, Ticket } from './envelope.ts';
import { readDate, readTime } from './formats.ts';

const List = z.array(z.unknown()).nullish().catch(null);

const Search = z.object({ dates: List, availableDates: List, request_id: Ticket });
const Day = z.object({ slots: List, timeSlots: List, request_id: Ticket });

/**
 * The open dates in an answer, ascending, each once; null when it holds no list of them that can be read. The times that come along are
 * tied to no date and are left where they are. An answer of nothing but a message has no dates and no ticket.
 */
export function readOpenDates(json: unknown): OpenDates | null {
  if (isEmpty(json)) return { dates: [], request_id: null };
  const search = Search.safeParse(payloadOf(json));
  if (!search.success) return null;
  const dates = entries(search.data.dates ?? search.data.availableDates ?? null, ['date'], readDate);
  return dates === null ? null : { dates, request_id: search.data.request_id };
}

/** What a release answers: the dates that are open now, or only that it was done. Null when it is neither. */
export function readRelease(json: unknown): OpenDates | null {
  if (saysNothing(json)) return null;
  return readOpenDates(json) ?? (isRecord(json) ? { dates: [], request_id: null } : null);
}

/** The open times of one day, ascending, each once; null when the answer holds no list of them that can be read. */
export function readOpenTimes(json: unknown): OpenTimes | null {
  if (isEmpty(json)) return { times: [], request_id: null };
  const day = Day.safeParse(payloadOf(json));
  if (!day.success) return null;
  const times = entries(day.data.slots ?? day.data.timeSlots ?? null, ['time', 'start_time', 'start'], readTime);
  return times === null ? null : { times, request_id: day.data.request_id };
}

/**
 * Entries come as plain texts, and as objects that hold the text under one of `keys`. Null for no list, and for one of
 * which nothing can be read: that is not an empty one.
 */
function entries(list: unknown[] | null, keys: string[], read: (text: string) => string | null): string[] | null {
  if (list === null) return null;
  const found = list.map((entry) => {
    const text = isRecord(entry) ? keys.map((key) => entry[key]).find((value) => typeof value === 'string') : entry;
    return typeof text === 'string' ? read(text) : null;
  });
  const entries = [...new Set(found.filter((entry) => entry !== null))].sort();
  return entries.length === 0 && list.length > 0 ? null : entries;
}
