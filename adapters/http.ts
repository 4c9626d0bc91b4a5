import { afterCalling, afterFailure, allows, type Circuit, type CircuitRule, CLOSED } from '../core/rules/circuit.ts';

/** One HTTP request, complete. `headers` may hold a token: nothing here writes them anywhere. */
export type HttpRequest = { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; body?: string };

/**
 * What came of a request. `not_sent`: the other end never saw it · `timeout`, `cut`: it was sent, or may have been, and
 * the answer never came whole.
 */
export type HttpReply =
  | { kind: 'answer'; status: number; body: string }
  | { kind: 'not_sent' }
  | { kind: 'timeout' }
  | { kind: 'cut' };

export type Send = (request: HttpRequest, timeoutMs: number) => Promise<HttpReply>;

/**
 * Sends by `fetch`, each request on a connection of its own: a write must never meet a kept-alive connection that the
 * other end is just closing, for then nobody knows whether it arrived. Redirects are answers, not followed.
 */
export const send: Send = async ({ method, url, headers, body }, timeoutMs) => {
  try {
    const response = await fetch(url, {
      method,
      headers: { ...headers, connection: 'close' },
      redirect: 'manual',
      signal: AbortSignal.timeout(Math.max(1, Math.floor(timeoutMs))),
      ...(body !== undefined && { body }),
    });
    return { kind: 'answer', status: response.status, body: await response.text() };
  } catch (error) {
    return { kind: failureOf(error) };
  }
};

/** System and TLS errors that come before the first byte of a request is sent. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** `fetch` throws a TimeoutError of the signal, or a TypeError whose cause is the system's error. */
function failureOf(error: unknown): 'not_sent' | 'timeout' | 'cut' {
  if (fieldOf(error, 'name') === 'TimeoutError') return 'timeout';
  const cause = fieldOf(error, 'cause');
  // Where a host has several addresses, each of them has failed to connect.
  const several = fieldOf(cause, 'errors');
  const causes: unknown[] = Array.isArray(several) ? several : [cause];
  return causes.every((each) => BEFORE_SENDING.has(String(fieldOf(each, 'code')))) ? 'not_sent' : 'cut';
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Whether a reply says that the other end is in trouble rather than that the request was wrong. */
export function isFault(reply: HttpReply): boolean {
  return reply.kind !== 'answer' || reply.status >= 500;
}

export type RetryPolicy = {
  /** Tries after the first. */
  retries: number;
  /** Before the first retry at most this long, doubled each time; the wait is drawn between half of it and all. */
  waitMs: number;
  clock: () => number;
};

/**
 * Sends a read until it is answered, within `timeoutMs` in all. A time-out is not tried again: the other end is slow,
 * not shaken, and the customer has waited long enough.
 */
export async function sendWithRetries(
  request: HttpRequest,
  timeoutMs: number,
  { retries, waitMs, clock }: RetryPolicy,
  sendOnce: Send,
): Promise<HttpReply> {
  const end = clock() + timeoutMs;
  for (let attempt = 0; ; attempt += 1) {
    const reply = await sendOnce(request, end - clock());
    if (!isFault(reply) || reply.kind === 'timeout' || attempt === retries) return reply;
    const wait = waitMs * 2 ** attempt * (0.5 + Math.random() / 2);
    if (clock() + wait >= end) return reply;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

export type CircuitBreaker = {
  /** Whether a call may go out: one alone, when the pause after the last failure is over. */
  allows(key: string): boolean;
  record(key: string, failed: boolean): void;
};

/**
 * Keeps calls away from what has just failed `failures` times in a row, for `pauseMs`; then lets one through, which
 * decides. Counted by key, so that one tenant's trouble is not another's.
 */
export function createCircuitBreaker(failures: number, pauseMs: number, clock: () => number): CircuitBreaker {
  const rule: CircuitRule = { failures, pause_ms: pauseMs, longest_ms: pauseMs };
  const circuits = new Map<string, Circuit>();
  return {
    allows(key) {
      const circuit = circuits.get(key) ?? CLOSED;
      if (!allows(circuit, clock())) return false;
      circuits.set(key, afterCalling(circuit, clock(), pauseMs));
      return true;
    },
    record(key, failed) {
      if (failed) circuits.set(key, afterFailure(circuits.get(key) ?? CLOSED, clock(), rule));
      else circuits.delete(key);
    },
  };
}
