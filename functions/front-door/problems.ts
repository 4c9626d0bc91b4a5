import * as z from 'zod';

/** The body of every answer that is not a 2xx (RFC 9457), as `application/problem+json`. Says nothing of the inside. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  request_id: z.string(),
});
export type Problem = z.infer<typeof Problem>;

type Row = {
  status: number;
  title: string;
  /** What the caller is told unless the error itself names a field. */
  detail: string;
  /** Seconds after which the same request may be sent again. */
  retryAfter?: number;
};

/** Every failure that a caller can see. */
export const PROBLEMS = {
  'invalid-request': {
    status: 400,
    title: 'The request is wrong',
    detail: 'The body must be one JSON object with the field message, a text of 1 to 2000 characters.',
  },
  unauthorized: {
    status: 401,
    title: 'Not signed in',
    detail: 'A valid bearer token is needed in the Authorization header.',
  },
  'location-not-allowed': {
    status: 403,
    title: 'Not allowed',
    detail: 'The client_id is none of the locations of the token.',
  },
  forbidden: { status: 403, title: 'Not allowed', detail: 'The token does not allow this.' },
  'not-found': { status: 404, title: 'Not found', detail: 'There is nothing here.' },
  'session-not-found': { status: 404, title: 'Not found', detail: 'There is no such session.' },
  'method-not-allowed': { status: 405, title: 'Method not allowed', detail: 'This address takes other methods.' },
  'turn-running': {
    status: 409,
    title: 'A turn is still running',
    detail: 'Another turn of this session is still running. Send the same request again in a moment.',
    retryAfter: 2,
  },
  'too-large': { status: 413, title: 'The request is too large', detail: 'The body must be at most 16 KiB.' },
  'unsupported-media-type': {
    status: 415,
    title: 'Unsupported media type',
    detail: 'The body must be application/json.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    detail: 'Please send fewer requests.',
    retryAfter: 1,
  },
  'assistant-failed': {
    status: 502,
    title: 'The assistant failed',
    detail: 'The assistant could not finish this turn.',
  },
  'turn-takes-long': {
    status: 504,
    title: 'The turn takes longer',
    detail: 'The turn goes on. Send the same session_id and message_id again to get its answer.',
    retryAfter: 2,
  },
  'history-waking': {
    status: 504,
    title: 'The history is waking up',
    detail: 'The history database is waking up. Send the same request again in a moment.',
    retryAfter: 10,
  },
} as const satisfies Record<string, Row>;

export type ProblemKind = keyof typeof PROBLEMS;

/** Errors of an execution, by name. Any other one, and a failed start, is `assistant-failed`. */
export const PROBLEM_OF_ERROR: Readonly<Record<string, ProblemKind>> = {
  InvalidRequestError: 'invalid-request',
  RequestTooLargeError: 'too-large',
  LocationNotAllowedError: 'location-not-allowed',
  SessionNotFoundError: 'session-not-found',
  SessionBusyError: 'turn-running',
};

/** API Gateway's own failures, by the type of gateway response. */
export const PROBLEM_OF_GATEWAY: Readonly<Record<string, ProblemKind>> = {
  ACCESS_DENIED: 'forbidden',
  API_CONFIGURATION_ERROR: 'assistant-failed',
  AUTHORIZER_CONFIGURATION_ERROR: 'assistant-failed',
  AUTHORIZER_FAILURE: 'assistant-failed',
  BAD_REQUEST_BODY: 'invalid-request',
  BAD_REQUEST_PARAMETERS: 'invalid-request',
  DEFAULT_4XX: 'invalid-request',
  DEFAULT_5XX: 'assistant-failed',
  EXPIRED_TOKEN: 'unauthorized',
  INTEGRATION_FAILURE: 'assistant-failed',
  INTEGRATION_TIMEOUT: 'turn-takes-long',
  INVALID_API_KEY: 'forbidden',
  INVALID_SIGNATURE: 'unauthorized',
  // What the gateway answers to an address or a method that it does not have.
  MISSING_AUTHENTICATION_TOKEN: 'not-found',
  QUOTA_EXCEEDED: 'too-many-requests',
  REQUEST_TOO_LARGE: 'too-large',
  RESOURCE_NOT_FOUND: 'not-found',
  THROTTLED: 'too-many-requests',
  UNAUTHORIZED: 'unauthorized',
  UNSUPPORTED_MEDIA_TYPE: 'unsupported-media-type',
  WAF_FILTERED: 'forbidden',
};

export const typeOf = (kind: ProblemKind): string => `urn:problem-type:scheduling-assistant:${kind}`;

/** @param detail Instead of the table's: only a text of our own making, never an error's inside. */
export function problemOf(kind: ProblemKind, requestId: string, detail?: string): Problem {
  const row: Row = PROBLEMS[kind];
  return {
    type: typeOf(kind),
    title: row.title,
    status: row.status,
    detail: detail ?? row.detail,
    request_id: requestId,
  };
}

/** Headers of a problem beside the content type. */
export function problemHeaders(kind: ProblemKind): Record<string, string> {
  const { retryAfter }: Row = PROBLEMS[kind];
  return {
    'content-type': 'application/problem+json',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    ...(kind === 'unauthorized' ? { 'www-authenticate': 'Bearer' } : {}),
  };
}
