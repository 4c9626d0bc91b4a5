import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { claimDirectory } from './claim.ts';
import type { Engine } from './engine.ts';
import { pgliteEngine } from './pglite-engine.ts';
import { serveDataApi } from './server.ts';

/** The thread in which the database lives: making or opening it would hold up the turns for seconds. */
export const WorkerData = z.object({ directory: z.string().nullable() });
export type WorkerData = z.infer<typeof WorkerData>;

/** `listening` comes first, then `ready`; `failed` may come in place of either; `closed` is the last. */
export type WorkerMessage =
  | { type: 'listening'; url: string }
  | { type: 'ready' }
  | { type: 'failed'; name: string; message: string }
  | { type: 'closed' };

const port = parentPort;
if (port !== null) {
  const tell = (message: WorkerMessage) => port.postMessage(message);
  const fail = (error: unknown) => {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    tell({ type: 'failed', name, message });
  };
  try {
    const { directory } = WorkerData.parse(workerData);
    const opening = Promise.withResolvers<Engine>();
    opening.promise.catch(() => {});
    const server = await serveDataApi({ engine: opening.promise });
    const release = directory === null ? async () => {} : await claimDirectory(directory, server);
    port.on('message', () => {
      void server
        .close()
        .then(release)
        .catch(fail)
        .finally(() => tell({ type: 'closed' }));
    });
    tell({ type: 'listening', url: server.url });
    pgliteEngine(directory).then(
      (engine) => {
        opening.resolve(engine);
        tell({ type: 'ready' });
      },
      (error: unknown) => {
        opening.reject(error);
        fail(error);
      },
    );
  } catch (error) {
    fail(error);
  }
}
