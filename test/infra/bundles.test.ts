import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readVariables, type VariableName } from '../../adapters/config.ts';
import { TimerSettings } from '../../adapters/scheduler.ts';
import { FUNCTIONS, type FunctionName } from '../../lib/functions.ts';
import { type Measured, measure } from '../../scripts/size.ts';
import { type Properties, resourcesOf, synthesized } from './synthesized.ts';

const NAMES = Object.keys(FUNCTIONS) as FunctionName[];
const made = new Map<FunctionName, Measured & { code: string }>();
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  for (const name of NAMES) {
    const measured = measure(name, folder, 0);
    made.set(name, { ...measured, code: readFileSync(join(folder, name, 'index.mjs'), 'utf8') });
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const bundle = (name: FunctionName) => made.get(name) as Measured & { code: string };

/** What a function is told, with something that looks right in the place of each ARN that only a deploy knows. */
function environmentOf(name: FunctionName): Record<string, string> {
  const [, properties] = resourcesOf(synthesized('prod').service, 'AWS::Lambda::Function').find(([id]) =>
    new RegExp(`^${name}[0-9A-F]{8}$`).test(id),
  ) as [string, Properties];
  return Object.fromEntries(
    Object.entries(properties.Environment.Variables).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : `arn:aws:something:us-east-1:111122223333:${key.toLowerCase()}`,
    ]),
  );
}

/** Names that the runtime, the logger and the metrics look at by themselves. */
const OF_THE_PLATFORM = ['NODE_OPTIONS', 'STAGE', 'LOG_LEVEL'];

describe.each(NAMES)('the package of %s', (name) => {
  test('is within its bounds, holds nothing that it must not, and exports its handler', () => {
    expect(bundle(name).complaints).toEqual([]);
  });

  test('holds its code, the map of it, its files, and nothing else', () => {
    expect(readdirSync(join(folder, name)).sort()).toEqual(
      ['index.mjs', 'index.mjs.map', ...FUNCTIONS[name].files.map((file) => basename(file))].sort(),
    );
    const map = JSON.parse(readFileSync(join(folder, name, 'index.mjs.map'), 'utf8'));
    expect((map.sourcesContent ?? []).length).toBe(0);
    expect(
      map.sources.filter(
        (source: string) =>
          !/^(node_modules|adapters|core|functions|tools|package\.json|statemachines\/turn\.asl\.json)/.test(source),
      ),
    ).toEqual([]);
  });

  test('can be imported by a plain Node process with an empty environment', () => {
    const script = `const { handler } = await import(${JSON.stringify(join(folder, name, 'index.mjs'))}); console.log(typeof handler)`;
    const told = execFileSync('node', ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH },
    });
    expect(told.trim()).toBe('function');
  });

  test('is told what its configuration takes', () => {
    const told = environmentOf(name);
    const timer = Object.keys(told).filter((key) => key.startsWith('TIMER_'));
    const variables = Object.keys(told).filter((key) => ![...OF_THE_PLATFORM, ...timer].includes(key));
    expect(() => readVariables(told, variables as VariableName[])).not.toThrow();
    expect(Object.keys(readVariables(told, variables as VariableName[]))).toEqual(expect.arrayContaining(variables));
    if (timer.length > 0) expect(Object.keys(TimerSettings.parse(told)).sort()).toEqual(timer.sort());
  });

  test('is told nothing that its code does not ask for', () => {
    // The table of all variables is in every bundle: who asks for one is another file.
    const asking = bundle(name)
      .sources.filter((source) => source !== 'adapters/config.ts')
      .map((source) => readFileSync(source, 'utf8'))
      .join();
    for (const key of Object.keys(environmentOf(name))) {
      if (!OF_THE_PLATFORM.includes(key)) expect([key, new RegExp(`\\b${key}\\b`).test(asking)]).toEqual([key, true]);
    }
  });

  test('may use the services whose clients it holds, and no others', () => {
    const [role] = [`${name}Role`];
    const actions = resourcesOf(synthesized('prod').service, 'AWS::IAM::Policy')
      .filter(([id]) => id.startsWith(role))
      .flatMap(([, { PolicyDocument }]) => PolicyDocument.Statement.flatMap(({ Action }: Properties) => Action));
    const granted = new Set(actions.map((action: string) => action.split(':')[0] ?? ''));
    for (const [service, client] of Object.entries(CLIENTS)) {
      const holds = bundle(name).packages.some(([held]) => held === client);
      expect([service, granted.has(service)]).toEqual([service, holds]);
    }
  });
});

const CLIENTS = {
  bedrock: '@aws-sdk/client-bedrock-runtime',
  events: '@aws-sdk/client-eventbridge',
  'rds-data': '@aws-sdk/client-rds-data',
  scheduler: '@aws-sdk/client-scheduler',
  dynamodb: '@aws-sdk/client-dynamodb',
};

describe('one function for another', () => {
  test('a bundle made again is the same, byte for byte', () => {
    const again = mkdtempSync(join(tmpdir(), 'bundles-'));
    measure('Authorizer', again, 0);
    expect(readFileSync(join(again, 'Authorizer', 'index.mjs'), 'utf8')).toBe(bundle('Authorizer').code);
    rmSync(again, { recursive: true });
  });
});
