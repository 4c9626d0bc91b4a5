import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../adapters/config.ts';
import { readRecord } from '../adapters/execution-records.ts';
import { cutShortIn, recordOfExpressLog, UnreadableExecutionLogError } from '../adapters/express-log.ts';
import { isExecution, linesOfExecution } from '../adapters/express-log-group.ts';
import type { TurnEvent } from '../core/contracts/execution-record.ts';
import { ConfigurationError } from '../core/errors.ts';
import type { Difference } from '../runtime/inspector/contract.ts';
import { wrongInput } from '../runtime/inspector/input-check.ts';
import { NotInRecordError } from '../runtime/replay.ts';
import { type RanAgain, runAgain, type ToolsAgain } from '../runtime/run-again.ts';
import { readSnapshot } from '../runtime/snapshots.ts';
import { NO_WRITES } from '../runtime/write-memory.ts';

const USAGE = `npm run replay -- FILE_OR_EXECUTION_ID [--from STATE] [--input FILE] [--tools recorded|sandbox] [--diff]
npm run replay -- --log-group NAME --execution ARN [...]

Runs a recorded execution again, state by state, with the agents as they are now. Nothing is saved, and no PF360 but a
sandbox of its own is ever called.

  --from STATE     begin with this state (STATE#2: with its second visit), with the input that it had
  --input FILE     begin with this input instead, JSON
  --tools WHICH    recorded: tools answer what they answered then (default)
                   sandbox: they run against a private sandbox, as it was when the turn began where that is kept
  --diff           print every difference whole, and fail when there is one
  --log-group NAME, --execution ARN
                   read the execution from the log of an Express state machine (AWS credentials as usual)`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      input: { type: 'string' },
      tools: { type: 'string', default: 'recorded' },
      diff: { type: 'boolean', default: false },
      'log-group': { type: 'string' },
      execution: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { from = null, 'log-group': logGroup, execution, tools } = values;
  const [which] = positionals;
  const isFromLog = logGroup !== undefined && execution !== undefined;
  if (values.help || (which === undefined && !isFromLog)) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  if (tools !== 'recorded' && tools !== 'sandbox') throw new RangeError('--tools must be recorded or sandbox');
  const { DATA_DIR } = readConfig(process.env);
  const { record, origin, id } = isFromLog ? await fromLog(logGroup, execution) : fromDisk(which ?? '', DATA_DIR);
  const input = values.input === undefined ? undefined : readInput(values.input, from ?? beginningOf(record));
  const again = await runAgain({
    record,
    origin,
    from,
    input,
    tools: tools === 'recorded' ? null : await privateSandbox(DATA_DIR, id),
    recoverySeconds: readConfig({}).RESCHEDULE_RECOVERY_SECONDS,
    log: QUIET,
  });
  show(again, values.diff);
  if (values.diff && again.differences.length > 0) process.exitCode = 1;
}

/** `id`: that of the turn itself, under which its snapshot is kept. */
type Found = { record: TurnEvent[]; origin: TurnEvent[]; id: string };

function fromDisk(which: string, dataDir: string): Found {
  const places = [which, join(dataDir, 'executions', `${which}.jsonl`)];
  const file = places.find((place) => existsSync(place));
  if (file === undefined) throw new NotInRecordError(`there is neither a file ${places.join(' nor ')}`);
  const record = readRecord(readFileSync(file, 'utf8'));
  const [started] = record;
  if (started === undefined) throw new NotInRecordError(`${file} holds no event`);
  const replayed = record.find((event) => event.type === 'TurnReplayed');
  // A replay runs under the id of the turn that it is of.
  const id = started.type === 'TurnStarted' ? started.execution_id : '';
  return { record, origin: replayed === undefined ? record : fromDisk(replayed.replay_of, dataDir).origin, id };
}

async function fromLog(logGroup: string, execution: string): Promise<Found> {
  if (!isExecution(execution)) throw new RangeError("--execution must be an execution's ARN or name");
  const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
  const region = /^arn:[\w-]+:states:([\w-]+):/.exec(execution)?.[1];
  const client = new CloudWatchLogsClient(region === undefined ? {} : { region });
  const lines = await linesOfExecution(client, { logGroup, execution });
  const record = recordOfExpressLog(lines);
  const cut = cutShortIn(lines);
  if (cut.length > 0) console.error(`The log has cut short: ${cut.join(', ')}. What follows from it runs otherwise.`);
  return { record, origin: record, id: execution };
}

/** @throws {RangeError} it is no JSON, or no input of the state. */
function readInput(file: string, from: string | null): unknown {
  let input: unknown;
  try {
    input = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new RangeError(`--input must be a file of JSON: ${file}`);
  }
  const wrong = wrongInput(from, input);
  if (wrong.length === 0) return input;
  const lines = wrong.slice(0, 10).map(({ at, message }) => `  ${at} ${message}`);
  throw new RangeError(`${file} holds no input of ${from ?? 'the turn'}:\n${lines.join('\n')}`);
}

const beginningOf = (record: readonly TurnEvent[]): string | null =>
  record.find((event) => event.type === 'TurnReplayed')?.from ?? null;

async function privateSandbox(dataDir: string, id: string): Promise<ToolsAgain> {
  const kept = await readSnapshot(join(dataDir, 'snapshots'), id);
  return kept === null
    ? { state: null, writes: NO_WRITES, began: null, words: 'a private sandbox as it is at its start' }
    : {
        state: kept.sandbox,
        writes: kept.writes,
        began: kept.taken_at,
        words: 'a private copy of the sandbox as it was when the turn began',
      };
}

function show({ path, events, differences, note }: RanAgain, whole: boolean): void {
  const differing = new Set(differences.map(({ where }) => where));
  for (const name of path) console.log(`${differing.has(name) ? '≠' : '='} ${name}`);
  const ended = events.at(-1);
  if (ended?.type === 'TurnEnded') {
    console.log(`\n${ended.outcome}${ended.error === null ? '' : `: ${ended.error}`}`);
    const { output } = ended;
    if (typeof output === 'object' && output !== null && 'response' in output) console.log(`\n${output.response}`);
  }
  console.log(`\n${note}`);
  console.log(differences.length === 0 ? '\nSame path, same outputs.' : `\n${differences.length} differences:`);
  for (const difference of whole ? differences : differences.slice(0, 10)) console.log(line(difference, whole));
  if (!whole && differences.length > 10) console.log('  … (all of them with --diff)');
}

function line({ where, at, before, after }: Difference, whole: boolean): string {
  const text = (value: unknown) => {
    const json = JSON.stringify(value) ?? 'nothing';
    return whole || json.length <= 100 ? json : `${json.slice(0, 100)}…`;
  };
  return `  ${where} ${at}\n    - ${text(before)}\n    + ${text(after)}`;
}

const QUIET = { debug() {}, info() {}, warn() {}, error() {} };

try {
  await main();
} catch (error) {
  const isExpected =
    error instanceof NotInRecordError ||
    error instanceof ConfigurationError ||
    error instanceof RangeError ||
    error instanceof UnreadableExecutionLogError ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  const fromAws = error instanceof Error && '$metadata' in error;
  if (!isExpected && !fromAws) throw error;
  console.error(fromAws ? `${error.name}: ${error.message}` : error.message);
  process.exitCode = 1;
}
