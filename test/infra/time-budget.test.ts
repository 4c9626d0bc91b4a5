import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import validate from 'asl-validator';
import { LEASE_SECONDS } from '../../adapters/sessions.ts';
import { FUNCTIONS, type FunctionName } from '../../lib/functions.ts';
import { longestPath, states, TURN, tasks, waits } from './state-machine-definition.ts';
import { only, type Properties, synthesized } from './synthesized.ts';

const functionOf = (resource = ''): FunctionName => /^\$\{(\w+)Arn\}$/.exec(resource)?.[1] as FunctionName;
const rounds = (count: number) => (state: string) =>
  ({ Plan: count + 1, RouteOnPlan: count + 1, ExecuteTools: count })[state] ?? 1;

describe('time', () => {
  test.each(tasks())(
    '%s has a time-out of its own, and its function has ended before',
    (_, { Resource, TimeoutSeconds }) => {
      expect(TimeoutSeconds).toBeGreaterThan(0);
      expect(FUNCTIONS[functionOf(Resource)].timeoutSeconds).toBeLessThan(TimeoutSeconds ?? 0);
    },
  );

  test('a turn with a round of tools ends inside the machine’s time whatever path it takes, all at their slowest', () => {
    const longest = longestPath(TURN, rounds(1));
    expect(longest.states).toEqual(expect.arrayContaining(['OpenTurn', 'ExecuteTools', 'Responder', 'SaveTurn']));
    expect(longest.seconds).toBeGreaterThan(200);
    expect(longest.seconds).toBeLessThanOrEqual(TURN.TimeoutSeconds ?? 0);
  });

  test('a turn without tools ends while the gateway waits, but for the very slowest', () => {
    const usual = tasks()
      .filter(([name]) => ['OpenTurn', 'Plan', 'SaveTurn'].includes(name))
      .reduce((total, [, { TimeoutSeconds = 0 }]) => total + TimeoutSeconds, 0);
    const { Integration } = chatMethod();
    expect(usual).toBeLessThan(Integration.TimeoutInMillis / 1000);
  });

  test('the machine ends a turn before Express would, and before the session’s lease runs out', () => {
    expect(TURN.TimeoutSeconds).toBeLessThan(300);
    expect(TURN.TimeoutSeconds).toBeLessThan(LEASE_SECONDS);
  });

  test('a longer loop is longer: the walk sees rounds', () => {
    expect(longestPath(TURN, rounds(2)).seconds).toBeGreaterThan(longestPath(TURN, rounds(1)).seconds + 150);
    expect(longestPath(TURN, rounds(0)).states).not.toContain('ExecuteTools');
  });

  test('the gateway waits as long as it can, and no longer than it may', () => {
    expect(chatMethod().Integration.TimeoutInMillis).toBe(29_000);
  });
});

describe('retries', () => {
  test('the state that may write is tried again only when it certainly has not run', () => {
    const [[, executor] = []] = tasks().filter(([name]) => name === 'ToolExecutor');
    expect(executor?.Retry?.flatMap(({ ErrorEquals }) => ErrorEquals)).toEqual(['Lambda.TooManyRequestsException']);
  });

  test.each(states().filter(([, { Retry }]) => Retry !== undefined))(
    '%s: few, short, and only for what passes',
    (_, state) => {
      for (const { ErrorEquals, MaxAttempts } of state.Retry ?? []) {
        expect(MaxAttempts).toBeLessThanOrEqual(3);
        for (const name of ErrorEquals) expect(PASSING).toContain(name);
      }
      expect(waits(state)).toBeLessThanOrEqual(7);
    },
  );

  test('nothing waits for a callback or for another execution: Express could not', () => {
    for (const [, { Resource = '' }] of states()) expect(Resource).not.toMatch(/sync|waitForTaskToken|activity/);
  });

  test('beside the state machine only the stream and the timers call again, and what they give up is kept', () => {
    const all = Object.values(synthesized('prod').service.Resources);
    const settings = all
      .filter(({ Type }) => Type === 'AWS::Lambda::EventInvokeConfig')
      .map(({ Properties }) => Properties);
    expect(settings).toMatchObject([
      { MaximumRetryAttempts: 2, FunctionName: { Ref: expect.stringContaining('Recover') } },
    ]);
    expect(all.filter(({ Type }) => Type === 'AWS::Lambda::EventSourceMapping')).toHaveLength(1);
    const keeping = all.filter(({ Properties }) => Properties?.DeadLetterConfig !== undefined);
    expect(keeping.map(({ Properties }) => Properties?.FunctionName)).toEqual([
      'scheduling-assistant-prod-recover-reschedule',
    ]);
  });
});

describe('the definition that is deployed', () => {
  test('it is valid with its placeholders filled', () => {
    const { DefinitionString } = only(synthesized('prod').service, 'AWS::StepFunctions::StateMachine').Properties;
    const filled = String(DefinitionString).replaceAll(
      /\$\{(\w+)Arn\}/g,
      'arn:aws:lambda:us-east-1:111122223333:function:$1',
    );
    expect(filled).not.toContain('${');
    const { isValid, errors } = validate(JSON.parse(filled));
    expect(errors).toEqual([]);
    expect(isValid).toBe(true);
  });

  test('it is the file that the local runtime walks', () => {
    expect(readFileSync('runtime/definition.ts', 'utf8')).toContain('turn.asl.json');
  });

  test('no state hands a token on: none is named in it', () => {
    expect(JSON.stringify(TURN)).not.toMatch(/token|authorization/i);
  });
});

/** Errors that may be gone a second later. A time-out is none of them. */
const PASSING = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'InternalServerError',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
];

function chatMethod(): Properties {
  const method = Object.values(synthesized('prod').service.Resources).find(
    ({ Type, Properties }) =>
      Type === 'AWS::ApiGateway::Method' && JSON.stringify(Properties).includes('StartSyncExecution'),
  );
  return method?.Properties as Properties;
}
