import type { Temporal } from 'temporal-polyfill';

export type LoggedRequest = {
  /** The sandbox's clock at arrival, ISO 8601. */
  at: string;
  method: string;
  /** With the query. */
  path: string;
  /** Null while the request is under way, and for good when the connection was cut or the caller left before the answer. */
  status: number | null;
  /** The request's body: parsed when it is JSON, else its text; null when there is none. */
  body: unknown;
};

export type RequestLog = {
  /** Logs a request; its status and body are filled in as they become known. */
  open(method: string, path: string, at: Temporal.Instant): LoggedRequest;
  /** In order of arrival. */
  list(): readonly LoggedRequest[];
  clear(): void;
};

export function createRequestLog(): RequestLog {
  let entries: LoggedRequest[] = [];
  return {
    open: (method, path, at) => {
      const entry: LoggedRequest = { at: at.toString(), method, path, status: null, body: null };
      entries.push(entry);
      return entry;
    },
    list: () => entries,
    clear: () => {
      entries = [];
    },
  };
}

/** A request's body as the log shows it. */
export function logBody(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
