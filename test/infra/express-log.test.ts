import { describe, expect, test } from '@jest/globals';
import { readRecord } from '../../adapters/execution-records.ts';
import { recordOfExpressLog } from '../../adapters/express-log.ts';

const ARN = 'arn:aws:states:us-east-1:111122223333:express:scheduling-assistant-dev-turn:turn-1:5b1e';
const BEGUN = 1_780_000_000_000;

type Details = Record<string, unknown>;

/** Lines as an Express state machine writes them. Each follows the one before, unless it says which. */
function log(...steps: [type: string, details?: Details, after?: number][]): string[] {
  return steps.map(([type, details, after], index) =>
    JSON.stringify({
      id: String(index + 1),
      type,
      details: details ?? {},
      previous_event_id: String(after ?? index),
      event_timestamp: String(BEGUN + index * 10),
      execution_arn: ARN,
      redrive_count: '0',
    }),
  );
}

const entered = (kind: string, name: string, input: unknown): [string, Details] => [
  `${kind}StateEntered`,
  { name, input: JSON.stringify(input), inputDetails: { truncated: false } },
];
const exited = (kind: string, name: string, output: unknown): [string, Details] => [
  `${kind}StateExited`,
  { name, output: JSON.stringify(output), outputDetails: { truncated: false } },
];
const STARTED: [string, Details] = ['ExecutionStarted', { input: '{"request":{"message":"hi"}}', roleArn: 'arn' }];
const SUCCEEDED: [string, Details] = ['ExecutionSucceeded', { output: '{"turn":1}' }];

describe('the record of a deployed turn', () => {
  test('states in their order, with input, output and time', () => {
    const lines = log(
      STARTED,
      entered('Task', 'OpenTurn', { a: 1 }),
      ['LambdaFunctionScheduled', { input: '{}', resource: 'arn' }],
      ['LambdaFunctionStarted'],
      ['LambdaFunctionSucceeded', { output: '{"b":2}' }],
      exited('Task', 'OpenTurn', { b: 2 }),
      entered('Choice', 'RouteOnRepeat', { b: 2 }),
      exited('Choice', 'RouteOnRepeat', { b: 2 }),
      SUCCEEDED,
    );
    const at = (index: number) => BEGUN + index * 10;

    expect(recordOfExpressLog(lines.toReversed())).toEqual([
      { type: 'TurnStarted', at: at(0), execution_id: 'turn-1', input: { request: { message: 'hi' } } },
      { type: 'StateEntered', at: at(1), state: 'OpenTurn', item: null, input: { a: 1 } },
      { type: 'StateExited', at: at(5), state: 'OpenTurn', item: null, output: { b: 2 }, took_ms: 40 },
      { type: 'StateEntered', at: at(6), state: 'RouteOnRepeat', item: null, input: { b: 2 } },
      { type: 'StateExited', at: at(7), state: 'RouteOnRepeat', item: null, output: { b: 2 }, took_ms: 10 },
      { type: 'TurnEnded', at: at(8), outcome: 'succeeded', output: { turn: 1 }, error: null, took_ms: 80 },
    ]);
  });

  test('what is inside of the Map is known by its place, however the items interleave', () => {
    const lines = log(
      STARTED,
      entered('Map', 'ExecuteTools', { tools: ['x', 'y'] }),
      ['MapStateStarted', { length: 2 }],
      ['MapIterationStarted', { name: 'ExecuteTools', index: 0 }, 3],
      ['MapIterationStarted', { name: 'ExecuteTools', index: 1 }, 3],
      [...entered('Task', 'ToolExecutor', 'x'), 4],
      [...entered('Task', 'ToolExecutor', 'y'), 5],
      [...exited('Task', 'ToolExecutor', 'Y'), 7],
      [...exited('Task', 'ToolExecutor', 'X'), 6],
      ['MapIterationSucceeded', { name: 'ExecuteTools', index: 1 }, 8],
      ['MapIterationSucceeded', { name: 'ExecuteTools', index: 0 }, 9],
      ['MapStateSucceeded', {}, 11],
      exited('Map', 'ExecuteTools', { done: true }),
      entered('Task', 'Plan', {}),
    );
    const record = recordOfExpressLog(lines);

    expect(record.filter((event) => 'state' in event && event.state === 'ToolExecutor')).toMatchObject([
      { type: 'StateEntered', item: 0, input: 'x' },
      { type: 'StateEntered', item: 1, input: 'y' },
      { type: 'StateExited', item: 1, output: 'Y', took_ms: 10 },
      { type: 'StateExited', item: 0, output: 'X', took_ms: 30 },
    ]);
    expect(record.filter(({ type }) => type.startsWith('MapItem'))).toMatchObject([
      { type: 'MapItemStarted', state: 'ExecuteTools', item: 0, input: 'x' },
      { type: 'MapItemStarted', state: 'ExecuteTools', item: 1, input: 'y' },
      { type: 'MapItemEnded', state: 'ExecuteTools', item: 1, output: 'Y', error: null },
      { type: 'MapItemEnded', state: 'ExecuteTools', item: 0, output: 'X', error: null },
    ]);
    expect(record.at(-1)).toMatchObject({ state: 'Plan', item: null });
    expect(record.at(-2)).toMatchObject({ type: 'StateExited', state: 'ExecuteTools', item: null });
  });

  test('failures, what was tried again, and what was caught', () => {
    const lines = log(
      STARTED,
      entered('Task', 'Classifier', {}),
      ['LambdaFunctionScheduled'],
      ['LambdaFunctionFailed', { error: 'Lambda.TooManyRequestsException', cause: 'busy' }],
      ['LambdaFunctionScheduled'],
      ['LambdaFunctionFailed', { error: 'Lambda.ServiceException', cause: 'down' }],
      ['LambdaFunctionScheduled'],
      ['LambdaFunctionTimedOut'],
      exited('Task', 'Classifier', { error: {} }),
      entered('Pass', 'Apologize', { error: {} }),
    );

    expect(recordOfExpressLog(lines).slice(2)).toMatchObject([
      { type: 'StateFailed', state: 'Classifier', error: 'Lambda.TooManyRequestsException', cause: 'busy' },
      { type: 'StateRetried', state: 'Classifier', error: 'Lambda.TooManyRequestsException', attempt: 1 },
      { type: 'StateFailed', state: 'Classifier', error: 'Lambda.ServiceException' },
      { type: 'StateRetried', state: 'Classifier', error: 'Lambda.ServiceException', attempt: 2 },
      { type: 'StateFailed', state: 'Classifier', error: 'States.Timeout', cause: null },
      { type: 'StateCaught', state: 'Classifier', error: 'States.Timeout', next: 'Apologize' },
      { type: 'StateExited', state: 'Classifier' },
      { type: 'StateEntered', state: 'Apologize' },
    ]);
  });

  test.each([
    ['ExecutionFailed', { error: 'InvalidRequestError', cause: '{}' }, 'failed', 'InvalidRequestError'],
    ['ExecutionTimedOut', {}, 'timed_out', 'States.Timeout'],
    ['ExecutionAborted', {}, 'aborted', 'States.TaskFailed'],
  ])('%s ends it', (type, details, outcome, error) => {
    expect(recordOfExpressLog(log(STARTED, [type, details])).at(-1)).toMatchObject({
      type: 'TurnEnded',
      outcome,
      error,
      output: null,
    });
  });

  test('an item that failed says so', () => {
    const lines = log(
      STARTED,
      entered('Map', 'ExecuteTools', {}),
      ['MapIterationStarted', { name: 'ExecuteTools', index: 0 }],
      ['MapIterationFailed', { name: 'ExecuteTools', index: 0, error: 'States.Runtime' }],
    );
    expect(recordOfExpressLog(lines).at(-1)).toMatchObject({ type: 'MapItemEnded', item: 0, error: 'States.Runtime' });
  });

  test('what the log cut short stays the text that it is', () => {
    const lines = log(STARTED, ['TaskStateEntered', { name: 'Plan', input: '{"a":[1,2' }]);
    expect(recordOfExpressLog(lines)[1]).toMatchObject({ state: 'Plan', input: '{"a":[1,2' });
  });

  test('it is a record like one of this machine', () => {
    const record = recordOfExpressLog(log(STARTED, SUCCEEDED));
    expect(readRecord(`${record.map((event) => JSON.stringify(event)).join('\n')}\n`)).toEqual(record);
  });

  test('an execution that the log does not hold, or without its data, is told as that', () => {
    expect(() => recordOfExpressLog([])).toThrow('the log holds no such execution');
    expect(() => recordOfExpressLog(log(['ExecutionStarted', { roleArn: 'arn' }]))).toThrow('executionData off');
  });
});
