import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createDataApi, type DataApi, type DataApiOptions } from './service.ts';

export type DataApiServer = Pick<DataApi, 'id' | 'pause' | 'paused'> & {
  url: string;
  close(): Promise<void>;
};

/** Serves the Data API on a free port of this machine. Resolves once it listens, which is before the database is open. */
export async function serveDataApi(options: DataApiOptions): Promise<DataApiServer> {
  const { app, id, pause, paused, close } = createDataApi(options);
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    id,
    pause,
    paused,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await close();
    },
  };
}
