import { ExecutionTimeoutError, StateMachine } from 'aws-local-stepfunctions';
import type { TurnEvent } from '../core/contracts/execution-record.ts';
import { allStates, type Definition, localArn, prepareDefinition } from './definition.ts';
import { turnEvents } from './execution-events.ts';

/** Bytes of JSON that Step Functions carries into or out of a state. */
const PAYLOAD_LIMIT = 262_144;

/** The last definition that was found valid: looking at it again takes hundreds of milliseconds and finds the same. */
let validated: string | null = null;

export type LambdaFunction = (event: unknown, context?: unknown) => Promise<unknown>;

/** StartSyncExecution's answer, as far as the front door reads it. `output` is JSON text, and so is a function's `cause`. */
export type ExecutionResult =
  | { status: 'SUCCEEDED'; output: string }
  | { status: 'FAILED'; error: string; cause: string }
  | { status: 'TIMED_OUT'; error: string; cause: string };

export type LocalStateMachine = {
  /** Runs one execution; resolves when it has ended, however it ended. */
  start(input: unknown, name: string): Promise<ExecutionResult>;
  /** Resolves when no execution is running. */
  idle(): Promise<void>;
};

/** What StartSyncExecution answers when its input is larger than Step Functions takes. Nothing was started. */
export class ValidationException extends Error {
  override readonly name = 'ValidationException';
}

/**
 * Walks the deployed definition on a local Amazon States Language engine, with the functions called as Lambda calls them:
 * JSON in, JSON out, an error as name and JSON cause.
 *
 * @param definition The text of the definition, placeholders included.
 * @param functions  By name: `Supervisor` is what `${SupervisorArn}` stands for.
 * @param record     Takes each execution's events as they happen.
 * @param startAt    The state to begin with, for a replay; the definition's own when absent.
 * @throws {ConfigurationError} the engine would not run it as Step Functions does.
 */
export function createStateMachine({
  definition,
  functions,
  record = () => {},
  startAt,
}: {
  definition: string;
  functions: Readonly<Record<string, LambdaFunction>>;
  record?: (executionId: string, event: TurnEvent) => void;
  startAt?: string;
}): LocalStateMachine {
  const prepared = prepareDefinition(definition, Object.keys(functions));
  // What comes before `startAt` is out of reach then, which a whole definition may not have.
  const isValid = startAt !== undefined || definition === validated;
  const engine = new StateMachine(
    (startAt === undefined ? prepared : { ...prepared, StartAt: startAt }) as never,
    isValid ? { validationOptions: { noValidate: true } } : {},
  );
  if (startAt === undefined) validated = definition;
  const taskResourceLocalHandlers = handlersOf(prepared, functions);
  const running = new Set<Promise<unknown>>();

  async function execute(input: unknown, name: string): Promise<ExecutionResult> {
    const run = engine.run(input as never, {
      overrides: { taskResourceLocalHandlers: taskResourceLocalHandlers as never },
      context: { Execution: { Name: name } },
    });
    const recorded = (async () => {
      for await (const event of turnEvents(name, run.eventLogs)) record(name, event);
    })();
    try {
      return { status: 'SUCCEEDED', output: JSON.stringify(await run.result) };
    } catch (error) {
      if (error instanceof ExecutionTimeoutError) {
        return { status: 'TIMED_OUT', error: 'States.Timeout', cause: 'the execution ran out of time' };
      }
      const failure = error instanceof Error && error.cause instanceof Error ? error.cause : (error as Error);
      return { status: 'FAILED', error: failure.name, cause: failure.message };
    } finally {
      await recorded;
    }
  }

  return {
    start(input, name) {
      if (sizeOf(input) > PAYLOAD_LIMIT) {
        return Promise.reject(new ValidationException(`the input is larger than ${PAYLOAD_LIMIT} bytes`));
      }
      const execution = execute(input, name);
      running.add(execution);
      const forget = () => running.delete(execution);
      execution.then(forget, forget);
      return execution;
    },
    async idle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

function handlersOf(definition: Definition, functions: Readonly<Record<string, LambdaFunction>>) {
  const byArn = new Map(Object.entries(functions).map(([name, run]) => [localArn(name), run]));
  return Object.fromEntries(
    allStates(definition).flatMap(([name, state]) => {
      const run = state.Resource === undefined ? undefined : byArn.get(state.Resource);
      return run === undefined ? [] : [[name, (input: unknown) => invoke(run, input)]];
    }),
  );
}

/** What Lambda and Step Functions do around a function: nothing but JSON passes, and not too much of it. */
async function invoke(run: LambdaFunction, input: unknown): Promise<unknown> {
  let output: unknown;
  bounded(input);
  try {
    output = await run(JSON.parse(JSON.stringify(input)));
  } catch (error) {
    throw asLambdaError(error);
  }
  bounded(output);
  return JSON.parse(JSON.stringify(output ?? null));
}

function bounded(payload: unknown): void {
  if (sizeOf(payload) <= PAYLOAD_LIMIT) return;
  const error = new Error(`a payload is larger than ${PAYLOAD_LIMIT} bytes`);
  error.name = 'States.DataLimitExceeded';
  // Step Functions lets no Retry and no Catch see this one.
  throw Object.assign(error, { isRetryable: false, isCatchable: false });
}

const sizeOf = (payload: unknown): number => Buffer.byteLength(JSON.stringify(payload) ?? '');

function asLambdaError(error: unknown): Error {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const trace = (stack ?? '').split('\n').slice(0, 12);
  const reported = new Error(JSON.stringify({ errorType: name, errorMessage: message, trace }));
  reported.name = name;
  return reported;
}
