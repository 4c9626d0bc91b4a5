import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Answer } from '../../core/contracts/answer.ts';
import { developmentToken } from '../../runtime/sandbox-customers.ts';
import { smoke } from '../../scripts/smoke.ts';
import { type Deployed, serveAssembly } from './assembly/deployed.ts';

const SECRET = 'a-secret-that-only-this-test-and-its-stand-in-know';
const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'assembly-')));

/** Without network where the machine lets a process have none, without credentials, with a home of its own. */
async function synthesize(output: string): Promise<void> {
  const command = ['node', 'node_modules/aws-cdk/bin/cdk', 'synth', '-c', 'stage=dev', '--quiet', '--output', output];
  const [file = '', ...args] = networkCanBeCut() ? ['unshare', '-rn', ...command] : command;
  const env = { PATH: process.env.PATH, HOME: output, AWS_EC2_METADATA_DISABLED: 'true', CI: 'true' };
  await promisify(execFile)(file, args, { env });
}

function networkCanBeCut(): boolean {
  try {
    execFileSync('unshare', ['-rn', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

let deployed: Deployed;
let token: string;

beforeAll(async () => {
  await Promise.all(folders.map(synthesize));
  deployed = await serveAssembly(folders[0] as string, { stage: 'dev', secret: SECRET });
  token = await developmentToken('7001001', SECRET);
});

afterAll(async () => {
  await deployed?.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Every file of an assembly that a deploy reads, by its path. */
const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && !['performance-counters.json', 'validation-report.json'].includes(entry.name),
      )
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.includes('/.cdk/'))
      .map((path) => [path.slice(folder.length), readFileSync(path, 'base64')]),
  );

async function say(message: string, session_id: string): Promise<Answer> {
  const response = await fetch(`${deployed.url}/api/chat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ message, session_id }),
  });
  expect([message, response.status]).toEqual([message, 200]);
  return Answer.parse(await response.json());
}

describe('the assembly', () => {
  test('two syntheses of the same commit are the same, byte for byte', () => {
    const [one, two] = folders.map(filesOf) as [Record<string, string>, Record<string, string>];
    expect(Object.keys(one).sort()).toEqual(Object.keys(two).sort());
    expect(Object.keys(one).filter((path) => one[path] !== two[path])).toEqual([]);
    expect(Object.keys(one).filter((path) => path.endsWith('index.mjs')).length).toBeGreaterThan(10);
  });

  test('it passes the smoke test that a deployed stage has to pass', async () => {
    const lines: string[] = [];
    const well = await smoke({ url: deployed.url, token, historySeconds: 20, report: (line) => lines.push(line) });
    expect(lines.filter((line) => !line.startsWith('ok'))).toEqual([]);
    expect(well).toBe(true);
  });

  test('it books a visit, once, and PF360 has it', async () => {
    const session = 'assembly-booking-1';
    let answer = await say('I want to schedule my flooring installation', session);
    for (let step = 0; step < 4 && answer.metadata.pending_action === null; step++) {
      answer = await say(answer.suggestions[0] ?? 'the first one', session);
    }
    expect(answer.metadata.pending_action).toMatchObject({
      tool: 'confirm_appointment',
      project: { category: 'Flooring' },
    });
    const booked = await say('yes', session);
    expect(booked.metadata.write_outcome).toEqual({ tool: 'confirm_appointment', status: 'confirmed' });

    const requests = (await (await fetch(`${deployed.sandboxUrl}/sandbox/requests`)).json()) as {
      method: string;
      path: string;
    }[];
    expect(requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/schedule'))).toHaveLength(1);
  });

  test('a finished turn reaches the history, and a turn that begins wakes nothing', () => {
    expect(deployed.stream.passed.length).toBeGreaterThan(5);
    expect(deployed.stream.held).toBeGreaterThanOrEqual(5);
    const lines = deployed.functions.HistoryWriter.log();
    expect(lines).toContain('history written');
    expect(lines).not.toContain('history not written');
  });

  test('a Bedrock that is down was asked by the classifier or the responder alone, and nobody noticed', () => {
    const others = deployed.asked.filter(
      ({ service }) => !/^(secretsmanager|AWSEvents)|^\/(schedules|model)\//.test(service),
    );
    expect(others).toEqual([]);
  });

  test('each saved turn left its figures', () => {
    const figures = deployed.functions.Supervisor.log()
      .split('\n')
      .filter((line) => line.includes('"_aws"'))
      .map((line) => JSON.parse(line));
    expect(figures.length).toBeGreaterThan(5);
    expect(figures.at(-1)).toMatchObject({ stage: 'dev', Turns: 1, write: 'confirm_appointment:confirmed' });
    expect(deployed.functions.HistoryWriter.log()).toContain('"HistoryLag"');
  });

  test('no message, reply, name, address or token is in any function’s log', () => {
    const logs = Object.values(deployed.functions)
      .map((fn) => fn.log())
      .join('\n');
    expect(logs.length).toBeGreaterThan(1000);
    const said = ['flooring', 'my projects', 'Hello!', 'quoted'];
    const known = ['Tampa Bay', 'Marco', 'Reyes', 'Street', 'Avenue', '90010001', 'Open dates', token.slice(0, 30)];
    for (const words of [...said, ...known]) expect([words, logs.includes(words)]).toEqual([words, false]);
  });

  test('no token and no secret is in any execution', () => {
    const executions = JSON.stringify(deployed.events);
    expect(executions).toContain('credential_ref');
    for (const hidden of [token, token.split('.')[2] ?? '', SECRET]) expect(executions).not.toContain(hidden);
  });
});
