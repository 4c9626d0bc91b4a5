import { parseArgs } from 'node:util';
import { behaviourOf, MODES } from '../test/bedrock/repeated-talks.ts';
import { startStandIn } from '../test/bedrock/stand-in.ts';

/** A model to try the assistant with on this machine: `--mode sensible | obedient | mixed | <a hostile mode>`. */
const { values } = parseArgs({
  options: {
    mode: { type: 'string', default: 'sensible' },
    port: { type: 'string', default: '4010' },
    seed: { type: 'string', default: '1' },
  },
});

const behaviour = behaviourOf(values.mode, Number(values.seed));
if (behaviour === null) {
  console.error(`--mode must be one of ${MODES.join(', ')}`);
  process.exit(1);
}
const standIn = await startStandIn(
  (call) => {
    console.log(`${call.number}. ${call.tool} of ${call.modelId}: ${call.said.length} characters`);
    return behaviour(call);
  },
  { port: Number(values.port) },
);
console.log(`A ${values.mode} model answers at ${standIn.url}. In another terminal:

  MODEL_PROVIDER=bedrock BEDROCK_MODEL_ID=us.anthropic.claude-haiku-5-5 \\
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME=${standIn.url} npm start
`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void standIn.close());
