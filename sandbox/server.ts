import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createSandbox, type Sandbox, type SandboxOptions } from './app.ts';

export type SandboxServerOptions = SandboxOptions & {
  /** 0 = any free one. */
  port: number;
  host?: string;
};

export type SandboxServer = Pick<Sandbox, 'snapshot' | 'restore'> & {
  url: string;
  port: number;
  /** Stops listening and cuts what is still open. What was booked is in the data file already. */
  close(): Promise<void>;
};

/**
 * Starts a sandbox and resolves once it answers.
 *
 * @throws Error when the port is taken or the data file holds something other than a sandbox's state.
 */
export async function startSandbox({
  port,
  host = '127.0.0.1',
  ...options
}: SandboxServerOptions): Promise<SandboxServer> {
  const sandbox = createSandbox(options);
  // The global Request and Response are the host's: an embedded sandbox does not replace them.
  const server = createAdaptorServer({ fetch: sandbox.app.fetch, overrideGlobalObjects: false });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const bound = portOf(server.address());
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    port: bound,
    snapshot: sandbox.snapshot,
    restore: sandbox.restore,
    close: () =>
      new Promise((resolve) => {
        sandbox.abandonRequests();
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the sandbox listens on no port');
  return address.port;
}
