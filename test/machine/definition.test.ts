import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import aslValidator from 'asl-validator';
import * as errors from '../../core/errors.ts';
import { AGENTS } from '../../runtime/agents.ts';
import { allStates, Definition, localArn, prepareDefinition, readDefinition } from '../../runtime/definition.ts';
import { createStateMachine, ValidationException } from '../../runtime/state-machine.ts';

const TEXT = readDefinition();
const definition = Definition.parse(JSON.parse(TEXT));
const states = allStates(definition);
const tasks = states.filter(([, { Type }]) => Type === 'Task');
/** `$` and `{XArn}`, which looks like a mistake in a text that is no template. */
const placeholder = (name: string) => `$\{${name}Arn}`;
const kebab = (name: string) => name.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

describe('The definition', () => {
  test('is valid JSON and valid ASL, with its placeholders filled in', () => {
    expect(aslValidator(prepareDefinition(TEXT, AGENTS) as never)).toMatchObject({
      isValid: true,
    });
  });

  test.each(tasks)(
    '%s is a step of the supervisor or an agent of its name, with a folder and a handler',
    async (name, { Resource, Parameters }) => {
      const agent = /^\$\{(\w+)Arn\}$/.exec(Resource ?? '')?.[1] ?? '';
      expect(AGENTS).toContain(agent);
      if (agent === 'Supervisor') expect(Parameters).toMatchObject({ step: name });
      else expect(name).toBe(agent);
      const file = `functions/${kebab(agent)}/handler.ts`;
      expect(existsSync(file)).toBe(true);
      const handler = await import(`../../${file}`);
      expect(handler).toMatchObject({ handler: expect.any(Function), [`create${agent}`]: expect.any(Function) });
    },
  );

  test('calls every agent', () => {
    expect(new Set(tasks.map(([, { Resource }]) => Resource))).toEqual(new Set(AGENTS.map((name) => `\${${name}Arn}`)));
  });

  test('names only errors that there are', () => {
    const named = [...TEXT.matchAll(/"ErrorEquals": \[([^\]]*)\]/g)].flatMap(
      ([, list]) => JSON.parse(`[${list}]`) as string[],
    );
    const service = ['InternalServerError', 'ProvisionedThroughputExceededException', 'ThrottlingException'];
    expect(
      named.filter((name) => !(/^(States|Lambda)\./.test(name) || name in errors || service.includes(name))),
    ).toEqual([]);
  });

  test('gives every task less time than the whole has, and the whole less than the lease', () => {
    expect(tasks.every(([, { TimeoutSeconds = 0 }]) => TimeoutSeconds > 0 && TimeoutSeconds < 290)).toBe(true);
    expect(definition.TimeoutSeconds).toBeLessThan(300);
  });
});

describe('A definition that would run otherwise here than in Step Functions is refused:', () => {
  const one = (state: object) =>
    JSON.stringify({
      StartAt: 'A',
      States: { A: { Type: 'Task', Resource: placeholder('X'), TimeoutSeconds: 5, End: true, ...state } },
    });

  test.each([
    ['a function that there is not', one({ Resource: placeholder('Y') }), /\$\{YArn\} stands for no function/],
    [
      'a resource of AWS',
      one({ Resource: 'arn:aws:states:::lambda:invoke' }),
      /A calls arn:aws:states:::lambda:invoke/,
    ],
    ['a task that may take for ever', one({ TimeoutSeconds: undefined }), /A has no TimeoutSeconds/],
    ['JSONata', one({ QueryLanguage: 'JSONata' }), /QueryLanguage is not supported/],
    ['variables', one({ Assign: { x: 1 } }), /Assign is not supported/],
    ['the context of a Map', one({ Parameters: { 'x.$': '$$.Map.Item.Index' } }), /reads \$\$\.Map/],
    ['a selection from a list', one({ Parameters: { 'x.$': '$.list[*].y' } }), /selects with \$\.list\[\*\]\.y/],
    ['a Parallel', one({ Type: 'Parallel' }), /A is a Parallel/],
  ])('%s', (_, text, message) => {
    expect(() => prepareDefinition(text, ['X'])).toThrow(message);
    expect(() => prepareDefinition(one({}), ['X'])).not.toThrow();
  });

  test('not ASL at all', () => {
    const functions = { X: async () => null };
    expect(() => createStateMachine({ definition: one({ Next: 'Nowhere' }), functions })).toThrow(/invalid/);
  });
});

describe('Between a function and the machine', () => {
  const run = (X: (event: unknown) => Promise<unknown>, state: object = {}) => {
    const text = JSON.stringify({
      StartAt: 'A',
      States: {
        A: {
          Type: 'Task',
          Resource: placeholder('X'),
          TimeoutSeconds: 1,
          Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'B' }],
          End: true,
          ...state,
        },
        B: { Type: 'Succeed' },
      },
    });
    return createStateMachine({ definition: text, functions: { X } });
  };

  test('nothing passes but JSON', async () => {
    const machine = run(async (event) => ({ event, when: new Date(0), gone: undefined }));
    expect(await machine.start({ a: 1 }, 'e1')).toEqual({
      status: 'SUCCEEDED',
      output: '{"event":{"a":1},"when":"1970-01-01T00:00:00.000Z"}',
    });
    expect(await run(async () => undefined).start({}, 'e2')).toEqual({ status: 'SUCCEEDED', output: 'null' });
  });

  test('a caught error is its name and a JSON cause, as of Lambda', async () => {
    const machine = run(async () => Promise.reject(Object.assign(new Error('why'), { name: 'Boom' })));
    const result = await machine.start({ a: 1 }, 'e1');
    const output = JSON.parse(result.status === 'SUCCEEDED' ? result.output : '{}');
    expect(output).toMatchObject({ a: 1, error: { Error: 'Boom' } });
    expect(JSON.parse(output.error.Cause)).toMatchObject({
      errorType: 'Boom',
      errorMessage: 'why',
      trace: expect.any(Array),
    });
    expect(await run(() => Promise.reject('just a text')).start({}, 'e2')).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('nothing passes that Step Functions would not carry, and no Catch sees it', async () => {
    const big = 'x'.repeat(262_144);
    expect(await run(async () => big).start({}, 'e1')).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
    });
    expect(await run(async () => big.slice(2)).start({}, 'e2')).toMatchObject({ status: 'SUCCEEDED' });
    await expect(run(async () => 1).start({ big }, 'e3')).rejects.toThrow(ValidationException);
  });

  test('a function that takes too long is a States.Timeout', async () => {
    const result = await run(() => new Promise(() => {})).start({}, 'e1');
    expect(JSON.parse(result.status === 'SUCCEEDED' ? result.output : '{}')).toMatchObject({
      error: { Error: 'States.Timeout' },
    });
  });

  test('an execution that takes too long is timed out', async () => {
    const text = JSON.stringify({
      StartAt: 'A',
      TimeoutSeconds: 1,
      States: { A: { Type: 'Task', Resource: localArn('X'), TimeoutSeconds: 2, End: true } },
    });
    const events: string[] = [];
    const machine = createStateMachine({
      definition: text,
      functions: { X: () => new Promise(() => {}) },
      record: (_, event) => events.push(event.type === 'TurnEnded' ? event.outcome : event.type),
    });
    expect(await machine.start({}, 'e1')).toMatchObject({ status: 'TIMED_OUT' });
    expect(events.at(-1)).toBe('timed_out');
    await machine.idle();
  });
});
