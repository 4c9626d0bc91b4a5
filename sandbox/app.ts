import { setTimeout } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { type Book, openBook } from './book.ts';
import type { Clock } from './calendar.ts';
import { controlRoutes } from './control-routes.ts';
import { createFaults, faultResponse, type MetFault } from './faults.ts';
import { pf360Routes } from './pf360-routes.ts';
import { createRequestLog, logBody } from './request-log.ts';
import type { SandboxState } from './state.ts';
import { weatherRoutes } from './weather-routes.ts';

export type { SandboxState } from './state.ts';

export type SandboxOptions = {
  /** The clock: real, or standing still. Read anew at every request. */
  now: Clock;
  /** Where the state is kept after every change, so that it survives a restart. Without it, in memory only. */
  dataFile?: string | undefined;
};

type Env = { Bindings: Partial<HttpBindings> };

export type Sandbox = {
  /** Serves PF360, the weather and the controls; in process through `app.request`, or behind a server. */
  app: Hono<Env>;
  /** A JSON copy of what the sandbox remembers, without the request log and the faults. */
  snapshot(): SandboxState;
  /** Goes back to a snapshot. @throws Error when it is none. */
  restore(state: unknown): void;
  /** Abandons the requests that a fault keeps waiting; their connections are cut and no more work is done for them. */
  abandonRequests(): void;
};

/**
 * A PF360 that keeps its state to itself, with Open-Meteo beside it.
 *
 * @throws Error when the data file holds something other than a sandbox's state.
 */
export function createSandbox({ now, dataFile }: SandboxOptions): Sandbox {
  const book = openBook(now, dataFile);
  const log = createRequestLog();
  const faults = createFaults();
  let abandonment = new AbortController();
  const abandonRequests = () => {
    abandonment.abort();
    abandonment = new AbortController();
  };

  const services = servicesOf(book, now);
  const servicesAsOf = (state: SandboxState) => {
    const then = openBook(now, undefined);
    then.restore(state);
    return servicesOf(then, now);
  };

  const app = new Hono<Env>();
  app.route('/sandbox', controlRoutes({ book, log, faults, abandonRequests }));
  app.all('/sandbox/*', (c) => c.json({ message: 'There is no such control' }, 404));
  app.all('*', async (c) => {
    const abandoned = abandonment.signal;
    const { method } = c.req;
    const { pathname, search } = new URL(c.req.url);
    const entry = log.open(method, `${pathname}${search}`, book.now());
    const body = await c.req.text();
    entry.body = logBody(body);

    const gone = () => AbortSignal.any([abandoned, c.req.raw.signal]);
    const serve = async (from = services) => {
      const { headers } = c.req.raw;
      // Fetch allows no body on these two; what a client sent with them is in the log.
      const bodiless = method === 'GET' || method === 'HEAD';
      const request = new Request(c.req.url, { method, headers, ...(bodiless ? {} : { body }) });
      return from.fetch(request);
    };
    const met = faults.take(method, pathname);
    const asOf = met?.asOf ?? null;
    const stale = asOf === null ? serve : () => serve(servicesAsOf(asOf));
    const response = await meetFault(met?.fault, stale, gone);
    if (response === null) return cutConnection(c);
    entry.status = response.status;
    return response;
  });

  return { app, snapshot: book.snapshot, restore: book.restore, abandonRequests };
}

/** PF360 and the weather, of what a book holds. */
function servicesOf(book: Book, now: Clock): Hono {
  const services = new Hono();
  services.route('/', pf360Routes(book));
  services.route('/', weatherRoutes(now));
  services.notFound((c) => c.json({ message: 'Resource not found' }, 404));
  services.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    return c.json({ message: error.message }, 500);
  });
  return services;
}

/**
 * Serves a request in the way its fault wants. Null: there is no answer, because the fault cuts the connection or
 * because the caller left while the fault kept it waiting. A caller that leaves before its work began gets none done.
 */
async function meetFault(
  fault: MetFault['fault'] | undefined,
  serve: () => Promise<Response>,
  gone: () => AbortSignal,
): Promise<Response | null> {
  if (fault === undefined) return serve();
  const answer = fault.after_commit ? await serve() : undefined;
  if (fault.delay_ms !== undefined && !(await wait(fault.delay_ms, gone()))) return null;
  if (fault.drop) return null;
  return faultResponse(fault) ?? answer ?? serve();
}

/** Waits, unless the signal comes first. True when the whole time went by. */
async function wait(ms: number, gone: AbortSignal): Promise<boolean> {
  try {
    await setTimeout(ms, undefined, { signal: gone });
    return true;
  } catch {
    return false;
  }
}

/** Ends the connection without an answer: a reset socket behind a server, a network error (status 0) in process. */
function cutConnection(c: Context<Env>): Response {
  const socket = c.env?.incoming?.socket;
  if (socket === undefined) return Response.error();
  socket.destroy();
  return RESPONSE_ALREADY_SENT;
}
