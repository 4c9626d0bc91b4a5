import { parseArgs } from 'node:util';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { cutShortIn, recordOfExpressLog, UnreadableExecutionLogError } from '../adapters/express-log.ts';
import { isExecution, linesOfExecution } from '../adapters/express-log-group.ts';
import { EXECUTION_LOG_PREFIX } from '../lib/names.ts';
import { stageNamed } from '../lib/stages.ts';

/**
 * `npm run --silent record -- EXECUTION_ID --stage prod > turn.jsonl`: one turn of a deployed stage, out of the log of its
 * executions, in the form that `npm run replay -- turn.jsonl` takes. It holds what the customer said: treat it so.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { stage: { type: 'string', default: 'dev' } },
});
const [executionId] = positionals;
if (executionId === undefined || !isExecution(executionId)) {
  console.error('npm run --silent record -- EXECUTION_ID [--stage dev|staging|prod] > turn.jsonl');
  process.exit(2);
}

const stage = stageNamed(values.stage);
const messages = await linesOfExecution(new CloudWatchLogsClient({ region: stage.region }), {
  logGroup: `${EXECUTION_LOG_PREFIX}${stage.name}`,
  execution: executionId,
});

try {
  for (const event of recordOfExpressLog(messages)) console.log(JSON.stringify(event));
  const cut = cutShortIn(messages);
  if (cut.length > 0) console.error(`the log has cut short: ${cut.join(', ')}`);
} catch (error) {
  if (!(error instanceof UnreadableExecutionLogError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
