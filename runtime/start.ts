import { type Config, readConfig } from '../adapters/config.ts';
import type { Assistant } from './assistant.ts';

/** Starts, and says where it is. */
async function main(): Promise<void> {
  // Before all else is loaded: a mistake in the configuration is told at once.
  const config = readConfig(process.env);
  const { startAssistant } = await import('./assistant.ts');
  const starting = startAssistant(config);
  stopOnSignals(starting);
  const assistant = await starting;
  console.log(`Chat:           ${assistant.url}/`);
  console.log(`Inspector:      ${assistant.url}/executions`);
  console.log(`Assistant:      ${assistant.url}`);
  if (assistant.sandboxUrl !== null) console.log(`PF360 sandbox:  ${assistant.sandboxUrl}`);
  console.log(`Data:           ${config.DATA_DIR}`);
  await printExample(config, assistant);
  // Ready before somebody opens them; a page that does not build says why when it is opened.
  assistant.pages.get().catch(() => {});
}

/** A call to paste. Not in production, whose secret signs nothing for a terminal. */
async function printExample({ JWT_KEY, STAGE }: Config, { url }: Assistant): Promise<void> {
  if (STAGE === 'prod' || !('secret' in JWT_KEY)) return;
  const { developmentToken } = await import('./sandbox-customers.ts');
  const token = await developmentToken('7001001', JWT_KEY.secret);
  console.log(`
Try it:

curl -s ${url}/api/chat \\
  -H 'Authorization: Bearer ${token}' \\
  -H 'Content-Type: application/json' \\
  -d '{"message": "Hello, what can I schedule?"}'
`);
}

/** A terminal signals every process of `npm start`, and npm hands its own signal on: within this time both are one. */
const SAME_SIGNAL_MS = 1000;

/** The first signal lets running turns finish; a later one does not wait for them. */
function stopOnSignals(starting: Promise<Assistant>): void {
  let stoppingSince: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stoppingSince !== undefined) {
        if (performance.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1);
        return;
      }
      stoppingSince = performance.now();
      starting
        .then((assistant) => assistant.close())
        .then(
          () => process.exit(0),
          (error: unknown) => {
            console.error(error);
            process.exit(1);
          },
        );
    });
  }
}

try {
  await main();
} catch (error) {
  const isExpected = error instanceof Error && ['ConfigurationError', 'DataDirInUseError'].includes(error.name);
  if (!isExpected) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
