import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Env, Hono } from 'hono';
import { ConfigurationError } from '../core/errors.ts';

export type Listening = {
  url: string;
  /** Takes no more connections and resolves when the requests that are under way are answered. */
  close(): Promise<void>;
};

/**
 * Serves an app.
 *
 * @param appAt Makes it for the port that it is served at, before the first request.
 * @param port  0 = any free one.
 */
export async function listen<Bindings extends Env>(
  appAt: (port: number) => Hono<Bindings>,
  host: string,
  port: number,
): Promise<Listening> {
  let app: Hono<Bindings>;
  // The global Request and Response are the host's: an embedded assistant does not replace them.
  const server = createAdaptorServer({
    fetch: (...call: Parameters<Hono<Bindings>['fetch']>) => app.fetch(...call),
    overrideGlobalObjects: false,
  });
  const bound = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const { port: opened } = server.address() as AddressInfo;
      app = appAt(opened);
      resolve(opened);
    });
  });
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        // A connection that a client keeps open is closed as soon as nothing is asked on it.
        const idle = setInterval(() => 'closeIdleConnections' in server && server.closeIdleConnections(), 50);
        server.close(() => {
          clearInterval(idle);
          resolve();
        });
      }),
  };
}

/**
 * Opens something on a port that a variable of the configuration names.
 *
 * @throws {ConfigurationError} the port is taken or not allowed: one line that names the variable.
 */
export async function onPort<Result>(
  variable: string,
  port: number,
  open: (port: number) => Promise<Result>,
): Promise<Result> {
  try {
    return await open(port);
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') throw new ConfigurationError(`${variable} must be a free port: ${port} is in use`);
    if (code === 'EACCES') throw new ConfigurationError(`${variable} must be a port that may be used: ${port} is not`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new ConfigurationError('HOST must be an address of this machine');
    }
    throw error;
  }
}
