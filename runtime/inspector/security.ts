import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { LocalProblem, problemResponse } from './problems.ts';

export type LocalEnv = { Bindings: HttpBindings };

/** No script, style, picture, font or answer from anywhere else; nothing inline; in nobody's frame. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A report is a file that somebody wrote: it may look as it likes, and do nothing. */
export const REPORT_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS = {
  'content-security-policy': PAGE_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/**
 * Lets in nobody but a browser or a tool of this machine that asked for this server by its own name. A page from elsewhere
 * can make a browser send requests here: by a name of its own that it points at this machine (the Host says so), or by
 * the right one (Origin and Sec-Fetch-Site say so).
 *
 * @param host The configured `HOST`, beside localhost and its addresses.
 */
export function guard(host: string): MiddlewareHandler<LocalEnv> {
  return async (c, next) => {
    const refused = refusal(c, host);
    if (refused === null) await next();
    else c.res = problemResponse(refused);
    for (const [name, value] of Object.entries(HEADERS)) {
      if (!(name === 'content-security-policy' && c.res.headers.has(name))) c.res.headers.set(name, value);
    }
  };
}

function refusal(c: Context<LocalEnv>, configuredHost: string): LocalProblem | null {
  const { socket } = c.env.incoming;
  const { remoteAddress = '', localAddress, localPort } = socket;
  if (!isLoopback(remoteAddress) && remoteAddress !== localAddress) {
    return new LocalProblem(403, 'The local pages are for this machine alone.');
  }
  const host = c.req.header('host') ?? '';
  const names = new Set(['localhost', '127.0.0.1', '[::1]', configuredHost.toLowerCase(), `[${configuredHost}]`]);
  const [, name = '', port = '80'] = /^(\[[0-9a-f:.]+\]|[^:]*)(?::(\d+))?$/i.exec(host) ?? [];
  if (!names.has(name.toLowerCase()) || Number(port) !== localPort) {
    return new LocalProblem(421, 'The local pages answer at localhost and 127.0.0.1, on their own port.');
  }
  return c.req.path.startsWith('/local/') ? refusalOfLocal(c, host) : null;
}

function refusalOfLocal(c: Context<LocalEnv>, host: string): LocalProblem | null {
  const site = c.req.header('sec-fetch-site') ?? 'none';
  if (site !== 'same-origin' && site !== 'none') {
    return new LocalProblem(403, 'Another page may not ask this.');
  }
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return null;
  if (c.req.header('origin')?.toLowerCase() !== `http://${host}`.toLowerCase()) {
    return new LocalProblem(403, 'The Origin must be that of the local pages.');
  }
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  return type === 'application/json' ? null : new LocalProblem(415, 'The body must be application/json.');
}

/** `127.0.0.0/8`, `::1`, and the former as IPv6 writes it. */
const isLoopback = (address: string): boolean => /^(?:::ffff:)?127\.|^::1$/.test(address);
