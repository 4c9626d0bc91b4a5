import { Worker } from 'node:worker_threads';
import type { WorkerData, WorkerMessage } from './data-api/worker.ts';

export type LocalDataApi = {
  /** Where the Data API answers: the endpoint for `@aws-sdk/client-rds-data`. */
  url: string;
  /** Settles once the database is open. Calls may be made before: they wait for it. */
  ready: Promise<void>;
  /** Rolls back what is open, closes the database and ends its thread. One in memory is gone at once. */
  close(): Promise<void>;
};

/** How long a database may take to close; what was committed is safe without it. */
const CLOSING_MS = 5_000;

/**
 * Starts the stand-in for the RDS Data API with its PostgreSQL in a thread of its own, and resolves as soon as it
 * listens: the database opens in the background, which takes seconds the first time.
 *
 * @param directory where the database is kept, made if need be; null keeps it in memory.
 * @throws Error when another process has the directory in use.
 */
export async function startDataApi({ directory }: WorkerData): Promise<LocalDataApi> {
  const worker = new Worker(new URL('./data-api/worker.ts', import.meta.url), { workerData: { directory } });
  const listening = Promise.withResolvers<string>();
  const ready = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  // Whoever does not wait for it hears of a failure from the calls that fail.
  ready.promise.catch(() => {});
  const fail = (error: Error) => {
    listening.reject(error);
    ready.reject(error);
  };
  worker.on('message', (message: WorkerMessage) => {
    if (message.type === 'listening') listening.resolve(message.url);
    else if (message.type === 'ready') ready.resolve();
    else if (message.type === 'closed') closed.resolve();
    else fail(Object.assign(new Error(message.message), { name: message.name }));
  });
  worker.on('error', fail);
  worker.on('exit', () => {
    fail(new Error('the database has ended'));
    closed.resolve();
  });
  try {
    const url = await listening.promise;
    return {
      url,
      ready: ready.promise,
      close: async () => {
        if (directory === null) {
          await worker.terminate();
          return;
        }
        worker.postMessage('close');
        const tooLong = setTimeout(closed.resolve, CLOSING_MS);
        await closed.promise;
        clearTimeout(tooLong);
        await worker.terminate();
      },
    };
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}
