import * as z from 'zod';

/** A body as PF360 sent it, read once: JSON, or null where it is none, and its text for what is matched by words. */
export type Envelope = {
  json: unknown;
  /** What it says, lower-cased: `message` or `error`, also those inside `data`, or the text itself where it is no JSON. */
  message: string;
  /** It says that this failed, which makes a failure of a 200 too. */
  error: boolean;
  /** The status that it names itself, as a gateway's 200 around somebody's 500 does; null for none, or for a good one. */
  failed_with: number | null;
};

export function readEnvelope(body: string): Envelope {
  const json = readJson(body.replace(/^\ufeff/, ''));
  if (!isRecord(json)) {
    const text = typeof json === 'string' ? json : body;
    return { json: json ?? null, message: text.toLowerCase(), error: false, failed_with: null };
  }
  const parts = [json, ...(isRecord(json.data) ? [json.data] : [])];
  const said = parts.flatMap(({ message, error }) => [message, error, isRecord(error) ? error.message : null]);
  const message = said.filter((part) => typeof part === 'string').join(' ');
  const codes = parts.flatMap(({ statusCode, status, code }) => [statusCode, status, code]).map(Number);
  const failed_with = codes.find((code) => Number.isInteger(code) && code >= 400 && code < 600) ?? null;
  return { json, message: message.toLowerCase(), error: json.data === false || parts.some(saysFailed), failed_with };
}

/** A truthy `error`, errors in a list, or a flag that is down: `{"success": false}`, `{"status": "error"}`. */
function saysFailed({ error, errors, success, status }: Record<string, unknown>): boolean {
  const isFailure = typeof status === 'string' && /^(?:error|fail)/i.test(status.trim());
  const isList = typeof errors === 'object' && errors !== null && Object.keys(errors).length > 0;
  return Boolean(error) || isList || success === false || success === 'false' || isFailure;
}

const FAILURE =
  /\b(?:fail(?:s|ed|ure)?|errors?|unable|unsuccessful|wrong|invalid|denied|rejected|time[sd]? ?out|try again|(?:could|can|did|was|were|has|have|is)(?: ?not|n['’]?t))\b/;

/** Its words are those of a failure, whatever the status: no yes to a write, though perhaps no no either. */
export const soundsFailed = ({ message }: Envelope): boolean => FAILURE.test(message);

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
  return isEmpty(json) && !(isRecord(json) && isText(json.message));
}

export const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

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
