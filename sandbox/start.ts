import { readSandboxConfig } from './config.ts';
import { startSandbox } from './server.ts';

try {
  const sandbox = await startSandbox(readSandboxConfig(process.env));
  console.log(`PF360 sandbox: ${sandbox.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void sandbox.close().then(() => process.exit(0));
    });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
