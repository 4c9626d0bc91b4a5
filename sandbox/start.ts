import { readSandboxConfig } from './config.ts';
import { startSandbox } from './server.ts';

try {
  const sandbox = await startSandbox(readSandboxConfig(process.env));
  console.log(`PF360 sandbox: ${sandbox.url}`);
  let closing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // npm hands on a signal that its whole group had already.
    process.on(signal, () => {
      if (closing) return;
      closing = true;
      void sandbox.close().then(() => process.exit(0));
    });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
