import { parseArgs } from 'node:util';
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { recordOfExpressLog, UnreadableExecutionLogError } from '../adapters/express-log.ts';
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
if (executionId === undefined || !/^[\w-]{1,80}$/.test(executionId)) {
  console.error('npm run --silent record -- EXECUTION_ID [--stage dev|staging|prod] > turn.jsonl');
  process.exit(2);
}

const stage = stageNamed(values.stage);
const client = new CloudWatchLogsClient({ region: stage.region });
const messages: string[] = [];
const pages = paginateFilterLogEvents(
  { client },
  {
    logGroupName: `${EXECUTION_LOG_PREFIX}${stage.name}`,
    filterPattern: `{ $.execution_arn = "*:${executionId}:*" }`,
  },
);
for await (const { events = [] } of pages) messages.push(...events.flatMap(({ message }) => message ?? []));

try {
  for (const event of recordOfExpressLog(messages)) console.log(JSON.stringify(event));
} catch (error) {
  if (!(error instanceof UnreadableExecutionLogError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
