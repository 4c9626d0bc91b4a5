import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { DEVELOPMENT_JWT_SECRET } from '../../adapters/config.ts';
import { developmentToken } from '../../runtime/sandbox-customers.ts';
import { call } from '../http/front-door.ts';

let folder: string;
let token: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assistant-start-'));
  token = await developmentToken('7001002', DEVELOPMENT_JWT_SECRET);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Started = { child: ChildProcess; output: () => string; ended: Promise<number | null> };

/** @param npm By `npm start`, in a process group of its own as a terminal would make one. */
function spawnStart(env: Record<string, string>, npm = false): Started {
  const [command, args] = npm ? ['npm', ['start']] : [process.execPath, ['runtime/start.ts']];
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH ?? '', PORT: '0', PF360_SANDBOX_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: npm,
  });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  return { child, output: () => output, ended: new Promise((resolve) => child.once('exit', resolve)) };
}

/** Resolves when it answers, with its addresses. */
async function start(env: Record<string, string>, npm = false): Promise<Started & { url: string; sandboxUrl: string }> {
  const started = spawnStart(env, npm);
  for (let waited = 0; waited < 120_000; waited += 50) {
    const [url, sandboxUrl] = [/Assistant: +(\S+)/, /sandbox: +(\S+)/].map((line) => line.exec(started.output())?.[1]);
    if (url !== undefined && sandboxUrl !== undefined && started.output().includes('curl')) {
      expect((await call({ url }, '/api/healthz', { method: 'GET', token: null })).status).toBe(200);
      return { ...started, url, sandboxUrl };
    }
    await sleep(50);
  }
  throw new Error(`it did not start: ${started.output()}`);
}

const stop = async ({ child, ended }: Started, signal: NodeJS.Signals): Promise<number | null> => {
  child.kill(signal);
  return ended;
};

describe('npm start', () => {
  test.each([
    ['npm alone', 'SIGTERM', 1],
    ['its whole group, as a terminal does', 'SIGINT', -1],
    ['its whole group', 'SIGTERM', -1],
  ] as const)('a signal to %s (%s) stops it cleanly', async (_, signal, whom) => {
    const started = await start({ DATA_DIR: ':memory:' }, true);
    process.kill(whom * (started.child.pid ?? 0), signal);
    expect(await started.ended).toBe(0);
    await expect(fetch(started.url)).rejects.toThrow();
  });

  test('prints a curl that works, and stops cleanly on each signal', async () => {
    const first = await start({ DATA_DIR: ':memory:' });
    const [, bearer] = /Authorization: Bearer (\S+)'/.exec(first.output()) ?? [];
    const body = JSON.parse(/-d '(.+)'/.exec(first.output())?.[1] ?? '{}');
    expect((await call(first, '/api/chat', { body, token: bearer! })).status).toBe(200);
    expect(await stop(first, 'SIGTERM')).toBe(0);
    expect(await stop(await start({ DATA_DIR: ':memory:' }), 'SIGINT')).toBe(0);
  });

  test.each([
    ['PORT', 'eighty', /^PORT must be a port number from 0 to 65535\n$/],
    ['ASSISTANT_NOW', 'noon', /^ASSISTANT_NOW must be an ISO 8601 instant with offset[^\n]*\n$/],
    ['JWT_SECRET_KEY', 'short', /^JWT_SECRET_KEY must be a secret of at least 32 bytes\n$/],
  ])('with a malformed %s stops with one line', async (name, value, line) => {
    const started = spawnStart({ DATA_DIR: ':memory:', [name]: value });
    expect(await started.ended).toBe(1);
    expect(started.output()).toMatch(line);
  });

  test('twice on one DATA_DIR, or one port, is refused the second time, and the first goes on', async () => {
    const data = join(folder, 'twice');
    const first = await start({ DATA_DIR: data });
    const second = spawnStart({ DATA_DIR: data });
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/^DATA_DIR .+ is in use by another assistant: stop it, or set another DATA_DIR\n$/);
    const third = spawnStart({ DATA_DIR: ':memory:', PORT: new URL(first.url).port });
    expect(await third.ended).toBe(1);
    expect(third.output()).toMatch(/^PORT must be a free port: \d+ is in use\n$/);
    expect((await call(first, '/api/healthz', { method: 'GET', token: null })).status).toBe(200);
  });

  test('again after SIGKILL has every finished turn, in the session and in the history', async () => {
    const env = { DATA_DIR: join(folder, 'killed') };
    const session_id = 'session-killed';
    const say = async (url: string, message: string, message_id: string) =>
      (await call({ url }, '/api/chat', { body: { message, session_id, message_id }, token })).body;

    const first = await start(env);
    const one = await say(first.url, 'Hello', 'message-1');
    const two = await say(first.url, 'What are my projects?', 'message-2');
    expect([one.turn, two.turn]).toEqual([1, 2]);
    expect(await stop(first, 'SIGKILL')).toBeNull();

    const second = await start(env);
    expect(await say(second.url, 'What are my projects?', 'message-2')).toEqual(two);
    expect(await say(second.url, 'Thanks', 'message-3')).toMatchObject({ turn: 3 });
    expect(await stop(second, 'SIGKILL')).toBeNull();

    const third = await start(env);
    const history = async () =>
      (await call(third, `/api/conversations/${session_id}`, { method: 'GET', token })).body.turns as
        | unknown[]
        | undefined;
    for (let waited = 0; waited < 120_000 && (await history())?.length !== 3; waited += 200) await sleep(200);
    expect(await history()).toMatchObject([
      { turn: 1, user_message: 'Hello', reply: one.response },
      { turn: 2, user_message: 'What are my projects?', reply: two.response },
      { turn: 3, user_message: 'Thanks' },
    ]);
    expect(await stop(third, 'SIGTERM')).toBe(0);
  });

  test('stopped in mid-turn lets the turn end; killed in mid-turn leaves its session free for the next start', async () => {
    const env = { DATA_DIR: join(folder, 'mid-turn') };
    const said = { message: 'What are my projects?', session_id: 'session-mid-turn', message_id: 'message-1' };
    const hang = (sandboxUrl: string, delay_ms: number) =>
      fetch(`${sandboxUrl}/sandbox/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ match: '*dashboard*', delay_ms, times: 1 }),
      });
    const callsOf = async (sandboxUrl: string) =>
      ((await (await fetch(`${sandboxUrl}/sandbox/requests`)).json()) as unknown[]).length;
    const untilAsked = async (sandboxUrl: string) => {
      for (let waited = 0; waited < 120_000 && (await callsOf(sandboxUrl)) === 0; waited += 50) await sleep(50);
    };

    const first = await start(env);
    await hang(first.sandboxUrl, 60_000);
    const lost = call(first, '/api/chat', { body: said, token }).catch(() => 'cut');
    await untilAsked(first.sandboxUrl);
    expect(await stop(first, 'SIGKILL')).toBeNull();
    expect(await lost).toBe('cut');

    const second = await start(env);
    await hang(second.sandboxUrl, 2000);
    const answer = call(second, '/api/chat', { body: said, token });
    await untilAsked(second.sandboxUrl);
    expect(await stop(second, 'SIGTERM')).toBe(0);
    const { status, body } = await answer;
    expect({ status, body }).toMatchObject({ status: 200, body: { turn: 1, data: { kind: 'projects' } } });

    const third = await start(env);
    expect((await call(third, '/api/chat', { body: said, token })).body).toEqual(body);
  });
});
