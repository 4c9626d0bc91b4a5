import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { DEVELOPMENT_JWT_SECRET } from '../../adapters/config.ts';
import { Answer } from '../../core/contracts/answer.ts';
import { developmentToken } from '../../runtime/sandbox-customers.ts';
import type { LoggedRequest } from '../../sandbox/request-log.ts';
import { type SandboxServer, startSandbox } from '../../sandbox/server.ts';
import { SandboxState } from '../../sandbox/state.ts';
import { KILLED_CASES, nameOfCase } from './fault-matrix.ts';
import { checkSandbox } from './runner.ts';

const NOW = '2026-06-01T09:00:00-04:00';
const SESSION = 'killed-in-the-middle';

let folder: string;
let sandbox: SandboxServer;
let token: string;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assistant-killed-'));
  sandbox = await startSandbox({ port: 0, now: () => Date.parse(NOW) });
  token = await developmentToken('7001001', DEVELOPMENT_JWT_SECRET);
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

/** The assistant as a process of its own, whose PF360 outlives it. Resolves when it answers. */
async function start(dataDir: string): Promise<{ url: string; kill(): Promise<void> }> {
  const child = spawn(process.execPath, ['runtime/start.ts'], {
    env: {
      PATH: process.env.PATH ?? '',
      PORT: '0',
      DATA_DIR: dataDir,
      ASSISTANT_NOW: NOW,
      CUSTOMER_SCHEDULER_API_URL: sandbox.url,
      WEATHER_API_URL: sandbox.url,
      GEOCODING_API_URL: sandbox.url,
      LOG_LEVEL: 'ERROR',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  for (let waited = 0; waited < 120_000; waited += 100) {
    const url = /Assistant: +(\S+)/.exec(output)?.[1];
    if (url !== undefined) {
      const kill = async () => {
        child.kill('SIGKILL');
        await ended;
      };
      return { url, kill };
    }
    await sleep(100);
  }
  throw new Error(`it did not start: ${output}`);
}

async function say(url: string, message: string, message_id: string): Promise<Answer> {
  const response = await fetch(`${url}/api/chat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ message, message_id, session_id: SESSION }),
  });
  return Answer.parse(await response.json());
}

const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  const response = await fetch(`${sandbox.url}/sandbox${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
};

const seen = {
  requests: () => control('GET', '/requests') as Promise<LoggedRequest[]>,
  state: async () => SandboxState.parse(await control('GET', '/state')),
};

/** What is said before a yes and as one, and where the write that it is to arrives. */
type KilledWrite = { says: readonly string[]; yes: string; endpoint: string; afterCommit: boolean };

/** Has a write begun, and kills the assistant while PF360 has it in its hands. Returns the yes's message id. */
async function killInTheMiddle(dataDir: string, { says, yes, endpoint, afterCommit }: KilledWrite): Promise<string> {
  await control('POST', '/reset');
  const assistant = await start(dataDir);
  for (const [index, words] of says.entries()) await say(assistant.url, words, `message-${index}`);
  await control('POST', '/faults', { match: endpoint, delay_ms: 120_000, after_commit: afterCommit });
  const cut = say(assistant.url, yes, 'message-yes').catch(() => null);
  const arrived = () =>
    checkSandbox(seen, `${endpoint} came 1 times`).then(
      () => true,
      () => false,
    );
  for (let waited = 0; !(await arrived()); waited += 50) {
    if (waited > 120_000) throw new Error('the write was never sent');
    await sleep(50);
  }
  await assistant.kill();
  expect(await cut).toBeNull();
  await control('DELETE', '/faults');
  return 'message-yes';
}

/** Each write starts the assistant four times: a booking and a move in every run, all of them with `LONG_TESTS=1`. */
const CASES = KILLED_CASES.filter(
  ({ tool }) => process.env.LONG_TESTS === '1' || tool === 'confirm_appointment' || tool === 'reschedule_appointment',
);

test.each(CASES.map((killed) => [nameOfCase(killed), killed] as const))('%s', async (name, killed) => {
  const { tool, status, endpoint, done, undone, afterCommit } = killed;
  const dataDir = join(folder, name.replace(/\W+/g, '-'));
  const message_id = await killInTheMiddle(dataDir, { ...killed, yes: 'yes' });

  const assistant = await start(dataDir);
  const { metadata, response } = await say(assistant.url, 'yes', message_id);
  expect(metadata.write_outcome).toEqual({ tool, status: afterCommit ? status : 'unknown' });
  await checkSandbox(seen, `${endpoint} came 1 times`);
  await checkSandbox(seen, afterCommit ? done : undone);
  if (!afterCommit) expect(response).not.toMatch(/you're booked|is canceled|has been given up|I saved|I sent/i);
  await assistant.kill();
});

test('a note that is its own yes is written once, however often its message comes', async () => {
  const endpoint = 'POST /communication/*/note';
  const words = 'add a note to my bathroom measurement: park in the alley';
  const dataDir = join(folder, 'note');
  const write: KilledWrite = { says: ['hello'], yes: words, endpoint, afterCommit: true };
  const message_id = await killInTheMiddle(dataDir, write);

  const assistant = await start(dataDir);
  const { metadata } = await say(assistant.url, words, message_id);
  expect(metadata.write_outcome).toEqual({ tool: 'add_note', status: 'confirmed' });
  await checkSandbox(seen, `${endpoint} came 1 times`);
  await checkSandbox(seen, '41003_1 has 1 note with "park in the alley"');
  // The same words in a message of their own are a note of their own.
  await say(assistant.url, words, 'another-message');
  await checkSandbox(seen, `${endpoint} came 2 times`);
  await assistant.kill();
});
