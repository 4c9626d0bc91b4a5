import middy from '@middy/core';
import type * as z from 'zod';
import { StateContractError, TurnStateTooLargeError } from '../../core/errors.ts';
import { type Log, logger } from './logger.ts';

/** Bytes of UTF-8 JSON that an agent may hand on: a quarter of what Step Functions carries between two states. */
export const TURN_STATE_LIMIT = 64 * 1024;

export type AgentHandler<Output> = (event: unknown, context?: unknown) => Promise<Output>;

/**
 * Makes a Lambda handler of an agent's rule: what comes in and what goes out are parsed by the agent's schemas, the size
 * is bounded, and one log line tells how it went.
 *
 * @param agent  The agent's name, as in the state machine: `Classifier`.
 * @param run    The rule with its dependencies already in place. Its errors keep their names: the state machine knows them.
 * @throws {StateContractError}     the event, or what `run` made, is not of its schema.
 * @throws {TurnStateTooLargeError} what `run` made is beyond `TURN_STATE_LIMIT`.
 */
export function agentHandler<Input extends z.ZodType, Output extends z.ZodType>({
  agent,
  input,
  output,
  run,
  log = logger,
}: {
  agent: string;
  input: Input;
  output: Output;
  run(input: z.output<Input>): Promise<z.output<Output>> | z.output<Output>;
  log?: Log;
}): AgentHandler<z.output<Output>> {
  const handle = async (event: unknown): Promise<z.output<Output>> => {
    const made = await run(parse(`input of ${agent}`, input, event));
    return bounded(agent, parse(`output of ${agent}`, output, made));
  };
  const handler = middy()
    .use(runLog(agent, log))
    .handler((event: unknown) => handle(event));
  return async (event, context) => handler(event, (context ?? {}) as never) as Promise<z.output<Output>>;
}

function parse<Schema extends z.ZodType>(what: string, schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  // Paths and codes only: a value could be a customer's words, and errors are logged.
  const problems = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'it'} (${issue.code})`);
  throw new StateContractError(`${what}: ${problems.join(', ')}`);
}

function bounded<Value>(agent: string, value: Value): Value {
  const size = Buffer.byteLength(JSON.stringify(value));
  if (size > TURN_STATE_LIMIT) {
    throw new TurnStateTooLargeError(`${agent} made ${size} bytes, more than ${TURN_STATE_LIMIT}`);
  }
  return value;
}

type Run = { event: unknown; response?: unknown; error?: Error | null | undefined; internal: Record<string, unknown> };

/** One line per invocation: who, which turn, how long, which intent, which error by name. */
function runLog(agent: string, log: Log) {
  const line = ({ event, response, internal }: Run) => ({
    agent,
    ...correlation(event),
    intent: fieldOf(response, 'intent') ?? fieldOf(turnOf(event), 'intent') ?? null,
    duration_ms: Math.round((performance.now() - Number(internal.startedAt)) * 10) / 10,
  });
  return {
    before: ({ internal }: Run) => {
      internal.startedAt = performance.now();
    },
    after: (run: Run) => {
      log.info('state done', line(run));
    },
    onError: (run: Run) => {
      log.error('state failed', { ...line(run), error_name: run.error?.name ?? 'Error' });
      log.debug('state failed because', { agent, detail: run.error?.message ?? '' });
    },
  };
}

/** The ids by which the log lines of a turn are found: from a turn state, a supervisor's step, or a tool call. */
function correlation(event: unknown): Record<string, unknown> {
  const turn = turnOf(event);
  const caller = fieldOf(event, 'caller');
  return {
    state: fieldOf(event, 'step') ?? fieldOf(event, 'tool') ?? null,
    request_id: fieldOf(turn, 'request_id') ?? null,
    execution_id:
      fieldOf(event, 'execution_id') ?? fieldOf(turn, 'execution_id') ?? fieldOf(caller, 'execution_id') ?? null,
    session_id: fieldOf(turn, 'session_id') ?? fieldOf(caller, 'session_id') ?? null,
  };
}

/** A supervisor's event holds the turn one level down; a tool call's `input` are arguments, and no turn. */
const turnOf = (event: unknown): unknown => (fieldOf(event, 'step') === undefined ? event : fieldOf(event, 'input'));

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
