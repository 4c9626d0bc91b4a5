import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../adapters/config.ts';
import { readRecord } from '../adapters/execution-records.ts';
import type { TurnEvent } from '../core/contracts/execution-record.ts';
import { ConfigurationError } from '../core/errors.ts';
import { createAgents, forAgents } from '../runtime/agents.ts';
import { createClosers } from '../runtime/closers.ts';
import { type Difference, NotInRecordError, type Replayed, replay } from '../runtime/replay.ts';
import { developmentToken, isSandboxCustomer } from '../runtime/sandbox-customers.ts';
import { openStores } from '../runtime/stores.ts';

const USAGE = `npm run replay -- FILE_OR_EXECUTION_ID [--from STATE] [--tools recorded|sandbox] [--diff]

Runs a recorded execution again, state by state, with the agents as they are now. Nothing is saved, and no PF360 but a
sandbox of its own is ever called.

  --from STATE     begin with this state (STATE#2: with its second visit), with the input that it had
  --tools WHICH    recorded: tools answer what they answered then (default)
                   sandbox: they run against a fresh sandbox at the turn's own time
  --diff           print every difference whole, and fail when there is one`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      tools: { type: 'string', default: 'recorded' },
      diff: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [which] = positionals;
  if (values.help || which === undefined) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  if (values.tools !== 'recorded' && values.tools !== 'sandbox')
    throw new RangeError('--tools must be recorded or sandbox');
  const record = read(which, readConfig(process.env).DATA_DIR);
  const from = values.from ?? null;
  const replayed =
    values.tools === 'sandbox' ? await inSandbox(record, from) : await replay(record, { from, log: QUIET });
  show(replayed, values.diff);
  if (values.diff && replayed.differences.length > 0) process.exitCode = 1;
}

function read(which: string, dataDir: string): TurnEvent[] {
  const places = [which, join(dataDir, 'executions', `${which}.jsonl`)];
  const file = places.find((place) => existsSync(place));
  if (file === undefined) throw new NotInRecordError(`there is neither a file ${places.join(' nor ')}`);
  const record = readRecord(readFileSync(file, 'utf8'));
  if (record.length === 0) throw new NotInRecordError(`${file} holds no event`);
  return record;
}

/** The tools against a sandbox that is as at its start, on the clock of then. */
async function inSandbox(record: readonly TurnEvent[], from: string | null): Promise<Replayed> {
  const closers = createClosers();
  try {
    const now = nowIn(record);
    const config = { ...readConfig({}), PF360_SANDBOX_PORT: 0, DATA_DIR: ':memory:', ASSISTANT_NOW: now };
    const stores = await openStores(config, { closers, log: QUIET, withoutHistory: true });
    return await replay(record, {
      from,
      log: QUIET,
      toolExecutor:
        ({ turn, sessions }) =>
        async (event) => {
          const { customer_id } = turn;
          if (!isSandboxCustomer(customer_id)) throw new NotInRecordError(`the sandbox has no customer ${customer_id}`);
          const token = await developmentToken(customer_id, 'a secret that only this sandbox will never check');
          const credentials = { ...stores.credentials, token: async () => token };
          const agents = createAgents(config, { ...forAgents(config, stores, QUIET), sessions, credentials });
          return agents.ToolExecutor(event);
        },
    });
  } finally {
    await closers.closeAll();
  }
}

/** The turn's own time, from the first state that says it. */
function nowIn(record: readonly TurnEvent[]): string {
  for (const event of record) {
    const output = event.type === 'StateExited' ? event.output : null;
    const now = typeof output === 'object' && output !== null && 'now' in output ? output.now : undefined;
    if (typeof now === 'string') return now;
  }
  throw new NotInRecordError('the record does not say when the turn was');
}

function show({ path, events, differences }: Replayed, whole: boolean): void {
  const differing = new Set(differences.map(({ where }) => where));
  for (const name of path) console.log(`${differing.has(name) ? '≠' : '='} ${name}`);
  const ended = events.at(-1);
  if (ended?.type === 'TurnEnded') {
    console.log(`\n${ended.outcome}${ended.error === null ? '' : `: ${ended.error}`}`);
    const { output } = ended;
    if (typeof output === 'object' && output !== null && 'response' in output) console.log(`\n${output.response}`);
  }
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
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  if (!isExpected) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
