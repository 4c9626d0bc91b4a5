import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cutShortIn, recordOfExpressLog } from '../../adapters/express-log.ts';
import type { TurnEvent } from '../../core/contracts/execution-record.ts';
import type { TurnState } from '../../core/contracts/turn.ts';
import type { Assistant } from '../../runtime/assistant.ts';
import type { ReplayAnswer } from '../../runtime/inspector/contract.ts';
import { cutShort, expressLinesOf } from './express-lines.ts';
import { posted, say, startLocal } from './local.ts';

let assistant: Assistant;
let folder: string;
let yes: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-command-'));
  assistant = await startLocal({ DATA_DIR: folder, ASSISTANT_NOW: '2026-06-01T09:00:00-04:00' });
  await say(assistant, '7001001', { message: 'Book my flooring for June 12 at 1 pm', session_id: 'session-1' });
  yes = await say(assistant, '7001001', { message: 'yes', session_id: 'session-1' });
  await assistant.records.idle();
});
afterAll(async () => {
  await assistant.close();
  await rm(folder, { recursive: true, force: true });
});

function run(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['scripts/replay.ts', ...args], {
    env: { PATH: process.env.PATH ?? '', DATA_DIR: folder, ...env },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

const recordOf = async (id: string): Promise<TurnEvent[]> => (await assistant.records.read(id)) ?? [];

describe('npm run replay', () => {
  test('in the sandbox of then, while the assistant runs, a yes books again in a copy', async () => {
    const { code, out, err } = await run([yes, '--tools', 'sandbox', '--diff']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('a private copy of the sandbox as it was when the turn began');
    expect(out).toContain('Writes (confirm_appointment) went there and nowhere else.');
    expect(out.trim().endsWith('Same path, same outputs.')).toBe(true);
  });

  test('from a state with another input goes elsewhere and says where; with --diff it fails', async () => {
    const plan = (await recordOf(yes)).find((event) => event.type === 'StateEntered' && event.state === 'Plan');
    const { input } = plan as { input: TurnState };
    const file = join(folder, 'input.json');
    await writeFile(file, JSON.stringify({ ...input, intent: 'thanks' }));
    const { code, out } = await run([yes, '--from', 'Plan', '--input', file, '--diff']);
    expect(code).toBe(1);
    expect(out).toMatch(/^≠ Plan\n[\s\S]+ differences:\n[\s\S]+path ExecuteTools/);
    expect(out).toContain('No write was sent: the tools answered what they had answered then.');
    expect((await run([yes, '--from', 'Plan', '--input', file])).code).toBe(0);
  });

  test('takes no input that the state would not', async () => {
    const file = join(folder, 'wrong.json');
    await writeFile(file, JSON.stringify({ intent: 'thanks' }));
    const { code, err } = await run([yes, '--from', 'Plan', '--input', file]);
    expect(code).toBe(1);
    expect(err).toMatch(/holds no input of Plan:\n {2}\$\.session_id /);
    await writeFile(file, 'not JSON');
    expect(await run([yes, '--input', file])).toMatchObject({
      code: 1,
      err: expect.stringContaining('--input must be'),
    });
  });

  test('runs a replay of the inspector again', async () => {
    const request = { execution_id: yes, from: 'Plan#2', tools: 'sandbox_then' };
    const { replay_id } = await posted<ReplayAnswer>(assistant, '/local/replays', request);
    await assistant.records.idle();
    const { code, out, err } = await run([replay_id, '--diff', '--tools', 'sandbox']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^= Plan#2\n/);
  });

  test('refuses what it does not know in one line', async () => {
    expect(await run([yes, '--tools', 'pf360'])).toMatchObject({
      code: 1,
      err: '--tools must be recorded or sandbox\n',
    });
    const logged = ['--log-group', 'turns', '--execution', 'x"}'];
    expect(await run(logged)).toMatchObject({ code: 1, err: "--execution must be an execution's ARN or name\n" });
  });
});

describe('from the log of an Express state machine', () => {
  let arn: string;
  let lines: string[];
  let asked: Record<string, unknown>[];
  let server: Server;
  let env: Record<string, string>;

  beforeAll(async () => {
    arn = `arn:aws:states:us-east-1:111122223333:express:scheduling-assistant-dev-turn:${yes}:5b1e2c3d`;
    // CloudWatch Logs, as far as a page at a time of what is asked for.
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const { nextToken, ...question } = JSON.parse(body) as Record<string, unknown>;
        asked.push({ ...question, target: request.headers['x-amz-target'] });
        const half = Math.ceil(lines.length / 2);
        const page = nextToken === undefined ? lines.slice(0, half) : lines.slice(half);
        const events = page.map((message, at) => ({ message, timestamp: at, eventId: String(at) }));
        response.setHeader('content-type', 'application/x-amz-json-1.1');
        response.end(JSON.stringify(nextToken === undefined ? { events, nextToken: 'more' } : { events }));
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    env = {
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'nobody',
      AWS_SECRET_ACCESS_KEY: 'nothing',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  });
  afterAll(() => new Promise<void>((done) => server.close(() => done())));

  const replayFromLog = (...args: string[]) =>
    run(['--log-group', '/aws/vendedlogs/states/turn', '--execution', arn, ...args], env);

  test('the record is the one that was kept here', async () => {
    const record = await recordOf(yes);
    const read = recordOfExpressLog(expressLinesOf(record, arn));
    const compared = (events: readonly TurnEvent[]) =>
      events.map((event) =>
        'item' in event && event.type.startsWith('Map') ? { type: event.type } : { ...event, took_ms: 0 },
      );
    expect(compared(read)).toEqual(compared(record));
  });

  test('a turn runs again through the SDK, page by page', async () => {
    asked = [];
    lines = expressLinesOf(await recordOf(yes), arn);
    const { code, out, err } = await replayFromLog('--diff');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^= OpenTurn\n[\s\S]+\n\nsucceeded\n/);
    expect(out.trim().endsWith('Same path, same outputs.')).toBe(true);
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatchObject({
      target: 'Logs_20140328.FilterLogEvents',
      logGroupName: '/aws/vendedlogs/states/turn',
      filterPattern: `{ $.execution_arn = "${arn}" }`,
    });
  });

  test('what the log cut short is said, and what follows from it runs otherwise', async () => {
    asked = [];
    const whole = expressLinesOf(await recordOf(yes), arn);
    lines = whole.map((line) =>
      /"type":"TaskStateExited","details":\{"name":"ToolExecutor"/.test(line) ? cutShort(line, 'output') : line,
    );
    expect(cutShortIn(lines)).toEqual(['output of ToolExecutor']);
    expect(cutShortIn(whole)).toEqual([]);
    const { code, err } = await replayFromLog('--diff');
    expect(code).toBe(1);
    expect(err).toBe('The log has cut short: output of ToolExecutor. What follows from it runs otherwise.\n');
  });

  test('a turn whose input was cut short cannot begin, and the log of nothing holds nothing', async () => {
    asked = [];
    const whole = expressLinesOf(await recordOf(yes), arn);
    lines = whole.map((line) => (/"ExecutionStarted"/.test(line) ? cutShort(line, 'input') : line));
    const { code, out, err } = await replayFromLog('--diff');
    expect(err).toMatch(/^The log has cut short: input of the turn\./);
    expect(out).toMatch(/^≠ OpenTurn\n\nfailed: /);
    expect(code).toBe(1);
    lines = [];
    expect(await replayFromLog()).toMatchObject({ code: 1, err: 'the log holds no such execution\n' });
  });
});
