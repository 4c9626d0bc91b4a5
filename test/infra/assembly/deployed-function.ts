import { fork } from 'node:child_process';
import { join, resolve } from 'node:path';

export type DeployedFunction = {
  /** @throws Error with the name that the function's error has. */
  invoke(event: unknown): Promise<unknown>;
  /** All that it wrote to its log so far. */
  log(): string;
  stop(): void;
};

type Reply = { id: string; value: string } | { id: string; error: { name: string; message: string } };

const HOST = resolve('test/infra/assembly/lambda-host.mjs');

/** Starts a packaged function in a process of its own that knows nothing but `environment`. */
export async function startFunction(directory: string, environment: Record<string, string>): Promise<DeployedFunction> {
  const child = fork(HOST, [join(directory, 'index.mjs')], {
    env: environment,
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      written += chunk;
    });
  }
  const waiting = new Map<string, PromiseWithResolvers<unknown>>();
  const ready = Promise.withResolvers<void>();
  child.on('message', (message: 'ready' | Reply) => {
    if (message === 'ready') return ready.resolve();
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if ('value' in message) call?.resolve(JSON.parse(message.value));
    else call?.reject(Object.assign(new Error(message.error.message), { name: message.error.name }));
  });
  child.on('exit', () => {
    const gone = new Error(`the function has ended: ${written.slice(-2000)}`);
    ready.reject(gone);
    for (const call of waiting.values()) call.reject(gone);
  });
  await ready.promise;
  let calls = 0;
  return {
    invoke(event) {
      const id = String(calls++);
      const call = Promise.withResolvers<unknown>();
      waiting.set(id, call);
      child.send({ id, event });
      return call.promise;
    },
    log: () => written,
    stop: () => child.kill(),
  };
}
