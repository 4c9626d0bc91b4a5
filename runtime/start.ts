import { readConfig } from '../adapters/config.ts';
import { ConfigurationError } from '../core/errors.ts';
import { type Assistant, startAssistant } from './assistant.ts';
import { DataDirInUseError } from './data-dir.ts';
import { developmentToken } from './sandbox-customers.ts';

try {
  const config = readConfig(process.env);
  const assistant = await startAssistant(config);
  stopOnSignals(assistant);
  console.log(`Assistant:      ${assistant.url}`);
  if (assistant.sandboxUrl !== null) console.log(`PF360 sandbox:  ${assistant.sandboxUrl}`);
  console.log(`Data:           ${config.DATA_DIR}`);
  if ('secret' in config.JWT_KEY) {
    const token = await developmentToken('7001001', config.JWT_KEY.secret);
    console.log(`
Try it:

curl -s ${assistant.url}/api/chat \\
  -H 'Authorization: Bearer ${token}' \\
  -H 'Content-Type: application/json' \\
  -d '{"message": "Hello, what can I schedule?"}'
`);
  }
} catch (error) {
  if (!(error instanceof ConfigurationError || error instanceof DataDirInUseError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** The first signal lets running turns finish; a second one does not wait for them. */
function stopOnSignals(assistant: Assistant): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      assistant.close().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}
