import * as z from 'zod';

/** A body as PF360 sent it, read once: JSON, or null where it is none, and its text for what is matched by words. */
export type Envelope = { json: unknown; message: string; error: boolean };

/**
 * Reads a body. `message`: what it says, lower-cased, from `message` or `error` or, when it is no JSON, the text itself.
 * `error`: it says that this failed, which makes a failure of a 200 too.
 */
export function readEnvelope(body: string): Envelope {
  const json = readJson(body);
  if (!isRecord(json)) {
    return { json: json ?? null, message: (typeof json === 'string' ? json : body).toLowerCase(), error: false };
  }
  const said = [json.message, json.error, isRecord(json.error) ? json.error.message : null];
  const message = said.filter((part) => typeof part === 'string').join(' ');
  return { json, message: message.toLowerCase(), error: saysFailed(json) };
}

/** A truthy `error`, or a flag that is down: `{"data": false}`, `{"success": false}`, `{"status": "error"}`. */
function saysFailed({ error, data, success, status }: Record<string, unknown>): boolean {
  const isFailure = typeof status === 'string' && /^(?:error|fail)/i.test(status.trim());
  return Boolean(error) || data === false || success === false || isFailure;
}

/** What is inside: `data` where it holds something, else the body itself. */
export function payloadOf(json: unknown): unknown {
  if (isRecord(json) && typeof json.data === 'object' && json.data !== null) return json.data;
  return json;
}

/** An envelope without anything in it: `{}`, `{"data": null}`, `{"data": []}`, `{"data": {}}`. Valid, and empty. */
export function isEmpty(json: unknown): boolean {
  const payload = isRecord(json) && 'data' in json ? json.data : json;
  return payload === null ? json !== null : typeof payload === 'object' && Object.keys(payload ?? {}).length === 0;
}

/** Nothing in it, and no message either: whether anything was done cannot be told from it. */
export function saysNothing(json: unknown): boolean {
  return isEmpty(json) && !(isRecord(json) && typeof json.message === 'string');
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text or number of PF360 as trimmed text; null for anything else, for nothing, and for a field that is missing. */
export const Text = z
  .unknown()
  .optional()
  .transform((value): string | null => {
    if (typeof value !== 'string' && typeof value !== 'number') return null;
    return String(value).trim() || null;
  });

/** Search tickets come as numbers and as strings; they go back as they came. */
export const Ticket = z
  .union([z.string().min(1), z.number()])
  .nullable()
  .catch(null);

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
