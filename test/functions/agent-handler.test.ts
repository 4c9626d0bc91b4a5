import { beforeEach, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { SessionBusyError } from '../../core/errors.ts';
import { agentHandler, TURN_STATE_LIMIT } from '../../functions/shared/agent-handler.ts';
import { lazily } from '../../functions/shared/lazily.ts';

type Line = { level: string; message: string; fields: Record<string, unknown> };
let lines: Line[];
const log = Object.fromEntries(
  ['debug', 'info', 'warn', 'error'].map((level) => [
    level,
    (message: string, fields: Record<string, unknown>) => lines.push({ level, message, fields }),
  ]),
) as never;

beforeEach(() => {
  lines = [];
});

const Turn = z.object({ request_id: z.string(), session_id: z.string(), user_message: z.string() });
const event = { request_id: 'r1', session_id: 's1', execution_id: 'e1', user_message: 'my secret words' };

const handlerOf = (run: (turn: z.infer<typeof Turn>) => unknown, output: z.ZodType = z.unknown()) =>
  agentHandler({ agent: 'Classifier', input: Turn, output, run, log });

describe('An agent', () => {
  test('is given what its input schema leaves of the event, and gives what its output schema leaves', async () => {
    const handler = handlerOf(
      (turn) => ({ ...turn, intent: 'greeting', surplus: 1 }),
      z.object({ intent: z.string() }),
    );
    expect(await handler(event)).toEqual({ intent: 'greeting' });
  });

  test.each([
    ['an event that is no object', null, 'input of Classifier: it (invalid_type)'],
    ['an event of another form', { ...event, user_message: 5 }, 'input of Classifier: user_message (invalid_type)'],
  ])('refuses %s by name, without its values', async (_, bad, message) => {
    await expect(handlerOf(() => ({}))(bad)).rejects.toMatchObject({ name: 'StateContractError', message });
  });

  test('refuses its own output of another form', async () => {
    const handler = handlerOf(() => ({ intent: 5 }), z.object({ intent: z.string() }));
    await expect(handler(event)).rejects.toMatchObject({
      name: 'StateContractError',
      message: 'output of Classifier: intent (invalid_type)',
    });
  });

  test('hands on up to 64 KiB of UTF-8 and no more', async () => {
    const text = (bytes: number) => '€'.repeat(Math.floor((bytes - 2) / 3)) + 'x'.repeat((bytes - 2) % 3);
    await expect(handlerOf(() => text(TURN_STATE_LIMIT))(event)).resolves.toHaveLength(21845 + 1);
    await expect(handlerOf(() => text(TURN_STATE_LIMIT + 1))(event)).rejects.toMatchObject({
      name: 'TurnStateTooLargeError',
    });
  });

  test('keeps the names of its errors', async () => {
    const handler = handlerOf(() => {
      throw new SessionBusyError('busy');
    });
    await expect(handler(event)).rejects.toBeInstanceOf(SessionBusyError);
  });
});

describe('Its log line', () => {
  test('tells which turn, how long and which intent, and nothing that the customer said', async () => {
    await handlerOf((turn) => ({ ...turn, intent: 'greeting' }))(event);
    expect(lines).toEqual([
      {
        level: 'info',
        message: 'state done',
        fields: {
          agent: 'Classifier',
          state: null,
          request_id: 'r1',
          execution_id: 'e1',
          session_id: 's1',
          intent: 'greeting',
          duration_ms: expect.any(Number),
        },
      },
    ]);
  });

  test('names the error, and keeps its text for DEBUG', async () => {
    const handler = handlerOf(({ user_message }) => {
      throw new RangeError(`cannot do ${user_message}`);
    });
    await expect(handler(event)).rejects.toThrow(RangeError);
    const [failed, because] = lines;
    expect(failed).toMatchObject({ level: 'error', message: 'state failed', fields: { error_name: 'RangeError' } });
    expect(JSON.stringify(failed)).not.toContain('secret');
    expect(because).toMatchObject({ level: 'debug', fields: { detail: 'cannot do my secret words' } });
  });

  test('finds the turn inside a step of the supervisor', async () => {
    const Step = z.object({ step: z.string(), execution_id: z.string().optional(), input: z.unknown() });
    const handler = agentHandler({ agent: 'Supervisor', input: Step, output: z.unknown(), run: () => null, log });
    await handler({ step: 'Plan', input: { ...event, intent: 'help' } });
    expect(lines[0]?.fields).toMatchObject({ state: 'Plan', session_id: 's1', execution_id: 'e1', intent: 'help' });
    await handler({ step: 'OpenTurn', execution_id: 'e2', input: { request_id: 'r2' } });
    expect(lines[1]?.fields).toMatchObject({ state: 'OpenTurn', request_id: 'r2', execution_id: 'e2' });
  });

  test('finds the turn by the caller of a tool, and takes its arguments for nothing else', async () => {
    const handler = agentHandler({ agent: 'ToolExecutor', input: z.unknown(), output: z.unknown(), run: () => 1, log });
    await handler({
      tool: 'get_weather',
      input: { intent: 'x', session_id: 'wrong' },
      caller: { session_id: 's1', execution_id: 'e1' },
    });
    expect(lines[0]?.fields).toMatchObject({
      state: 'get_weather',
      session_id: 's1',
      execution_id: 'e1',
      intent: null,
    });
  });
});

describe('A lazy entry', () => {
  test('is wired once, at its first call, and again after a wiring that failed', async () => {
    let wirings = 0;
    const handler = lazily(() => {
      if (++wirings === 1) throw new Error('not configured');
      return async (given) => given;
    });
    expect(wirings).toBe(0);
    await expect(handler('a')).rejects.toThrow('not configured');
    expect(await handler('b')).toBe('b');
    expect(await handler('c')).toBe('c');
    expect(wirings).toBe(2);
  });
});
