import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { createVerifier } from '../../functions/front-door/authorizer.ts';
import type { Assistant } from '../../runtime/assistant.ts';
import { chat, SECRET, startForTest } from '../http/front-door.ts';

let assistant: Assistant;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assistant-commands-'));
  assistant = await startForTest({ DATA_DIR: folder, ASSISTANT_NOW: '2026-06-01T09:00:00-04:00' });
});
afterAll(async () => {
  await assistant.close();
  await rm(folder, { recursive: true, force: true });
});

function run(script: string, args: string[], input = ''): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [`scripts/${script}.ts`, ...args], {
    env: { PATH: process.env.PATH ?? '', JWT_SECRET_KEY: SECRET, DATA_DIR: folder },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  child.stdin.end(input);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

describe('npm run token', () => {
  test('prints a token of a sandbox customer, and nothing else', async () => {
    const { code, out } = await run('token', ['--customer', '7001004', '--hours', '1']);
    expect(code).toBe(0);
    expect(await createVerifier({ secret: SECRET })(out.trim())).toMatchObject({
      customer_id: '7001004',
      client_id: '11TB01SB',
      locations: [{ client_id: '11TB01SB' }, { client_id: '11OR02SB' }],
    });
    const { exp = 0, iat = 0 } = decodeJwt(out.trim());
    expect(exp - iat).toBe(3600);
  });

  test.each([
    [['--customer', '5'], /^--customer must be one of 7001001, /],
    [['--hours', 'x'], /^--hours must be /],
    [['--custom', '5'], /Unknown option/],
  ])('refuses %j in one line', async (args, complaint) => {
    const { code, out, err } = await run('token', args);
    expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 1, out: '', lines: 1 });
    expect(err).toMatch(complaint);
  });
});

describe('npm run chat', () => {
  test('with a message is one turn of a running assistant', async () => {
    const { code, out, err } = await run('chat', ['--url', assistant.url, '--customer', '7001003', 'Hello']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Lakeshore Home Services');
  });

  test('without one is a conversation, in which a number sends that quick reply', async () => {
    const args = ['--url', assistant.url, '--customer', '7001002', '--session', 'session-chat-1'];
    const { code, out } = await run('chat', args, 'I want to schedule my fence installation\n1\n\n1\n');
    expect(code).toBe(0);
    expect(out).toMatch(/Open dates[\s\S]+\[1\] [\s\S]+Open times[\s\S]+\[1\] [\s\S]+shall I book it\?/);
  });

  test('tells what is wrong in one line', async () => {
    expect(await run('chat', ['--url', 'http://127.0.0.1:1', 'Hello'])).toMatchObject({
      code: 1,
      err: 'nothing answers at http://127.0.0.1:1\n',
    });
    expect(await run('chat', ['--channel', 'fax', 'Hello'])).toMatchObject({
      code: 1,
      err: '--channel must be chat, sms or voice\n',
    });
  });
});

describe('npm run replay', () => {
  test.each([[[]], [['--tools', 'sandbox']]])('runs a recorded execution again%j', async (args) => {
    const answered = await chat(assistant, { message: 'Show me my projects' });
    const id = String(answered.headers.get('x-amzn-requestid'));
    await assistant.records.idle();
    const { code, out, err } = await run('replay', [id, '--diff', ...args]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^= OpenTurn\n= RouteOnRepeat\n= Classifier\n[\s\S]+= SaveTurn\n= TurnEnded\n\nsucceeded\n/);
    expect(out).toContain(String(answered.body.response));
    expect(out.trim().endsWith('Same path, same outputs.')).toBe(true);
  });

  test('tells what is wrong in one line', async () => {
    expect(await run('replay', ['none'])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^there is neither a file none nor .+\n$/),
    });
    expect(await run('replay', [])).toMatchObject({ code: 1, out: expect.stringMatching(/^npm run replay/) });
  });
});
