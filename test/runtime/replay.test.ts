import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TurnEvent } from '../../core/contracts/execution-record.ts';
import type { TurnState } from '../../core/contracts/turn.ts';
import type { Assistant } from '../../runtime/assistant.ts';
import { readDefinition } from '../../runtime/definition.ts';
import { NotInRecordError, replay } from '../../runtime/replay.ts';
import { call, chat, SILENT, startForTest } from '../http/front-door.ts';

let assistant: Assistant;
let record: TurnEvent[];

const NOW = '2026-06-01T09:00:00-04:00';

async function recordOf(body: object): Promise<TurnEvent[]> {
  const answered = await chat(assistant, body);
  const id = String(answered.headers.get('x-amzn-requestid'));
  const events = await assistant.records.read(id);
  if (events === null) throw new Error(`no record of ${id}`);
  return events;
}

beforeAll(async () => {
  assistant = await startForTest({ ASSISTANT_NOW: NOW });
  record = await recordOf({ message: 'Show me my projects', session_id: 'session-replay' });
});
afterAll(() => assistant.close());

const again = (options: Parameters<typeof replay>[1] = {}, of: readonly TurnEvent[] = record) =>
  replay(of, { log: SILENT, ...options });

describe('A recorded turn runs again', () => {
  test('on the same path to the same outputs, byte for byte', async () => {
    const { path, events, differences } = await again();
    expect(differences).toEqual([]);
    expect(path).toEqual([
      'OpenTurn',
      'RouteOnRepeat',
      'Classifier',
      'RouteOnConfidence',
      'Plan',
      'RouteOnPlan',
      'ExecuteTools',
      'ToolExecutor[0]',
      'Plan#2',
      'RouteOnPlan#2',
      'Responder',
      'SaveTurn',
      'TurnEnded',
    ]);
    const [then, now] = [record, events].map((of) => of.find(({ type }) => type === 'TurnEnded'));
    expect(JSON.stringify((now as { output: unknown }).output)).toBe(
      JSON.stringify((then as { output: unknown }).output),
    );
  });

  test.each(['Classifier', 'Plan', 'Plan#2', 'Responder', 'SaveTurn'])('from %s', async (from) => {
    const { path, differences } = await again({ from });
    expect(differences).toEqual([]);
    expect(path[0]).toBe(from);
    expect(path.at(-1)).toBe('TurnEnded');
  });

  test('with edited input, and says where that leads', async () => {
    const entered = record.find((event) => event.type === 'StateEntered' && event.state === 'Plan');
    const turn = (entered as { input: TurnState }).input;
    const { differences } = await again({ from: 'Plan', input: { ...turn, intent: 'thanks' } });
    expect(differences).toContainEqual({ where: 'path', at: 'ExecuteTools', before: 'visited', after: null });
    expect(differences.find(({ where, at }) => where === 'SaveTurn' && at === '$.intent')).toEqual({
      where: 'SaveTurn',
      at: '$.intent',
      before: 'list_projects',
      after: 'thanks',
    });
  });

  test('with its tools answering as they did then, and no others', async () => {
    const { differences } = await again({
      definition: readDefinition(),
      toolExecutor:
        ({ turn, sessions }) =>
        async (event) => {
          expect(turn.user_message).toBe('Show me my projects');
          expect(await sessions.stored(turn.session_id)).toMatchObject({
            lease_holder: turn.execution_id,
            pending_action: null,
          });
          await expect(sessions.remove('x', 'y')).rejects.toThrow(NotInRecordError);
          await sessions.ping();
          const { call_id, tool } = event as { call_id: string; tool: string };
          return { call_id, tool, outcome: { status: 'expired' } };
        },
    });
    expect(differences).toContainEqual({
      where: 'ToolExecutor[0]',
      at: '$.outcome.status',
      before: 'ok',
      after: 'expired',
    });
    const other = record.map((event) =>
      event.type === 'StateEntered' && event.item !== null
        ? { ...event, input: { call_id: 'other', tool: 'add_note' } }
        : event,
    );
    const { events } = await again({}, other);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'StateExited',
        item: 0,
        output: expect.objectContaining({ outcome: { status: 'unavailable' } }),
      }),
    );
  });

  test('that failed fails again by the same name', async () => {
    const refused = await recordOf({ message: 'Hi', session_id: 'x' });
    expect(refused.at(-1)).toMatchObject({ type: 'TurnEnded', outcome: 'failed', error: 'InvalidRequestError' });
    const { events, differences } = await again({}, refused);
    expect(events.at(-1)).toMatchObject({ outcome: 'failed', error: 'InvalidRequestError' });
    expect(differences).toEqual([]);
  });

  test('that was answered before is answered so again', async () => {
    const said = { message: 'Hello', session_id: 'session-replay-2', message_id: 'message-replay-1' };
    await recordOf(said);
    const { path, differences } = await again({}, await recordOf(said));
    expect(path).toEqual(['OpenTurn', 'RouteOnRepeat', 'AnsweredBefore']);
    expect(differences).toEqual([]);
  });

  test('that ended in an apology leaves the session where it was again', async () => {
    const broken = record.flatMap((event): TurnEvent[] => {
      if (event.type === 'StateExited' && event.state === 'Responder') return [];
      return [event];
    });
    const entered = broken.find((event) => event.type === 'StateEntered' && event.state === 'SaveTurn') as {
      input: TurnState;
    };
    const { events } = await again({ from: 'SaveTurn', input: { ...entered.input, error: { Error: 'Boom' } } });
    expect(events.at(-1)).toMatchObject({
      outcome: 'succeeded',
      output: { turn: 1, metadata: { pending_action: null } },
    });
  });

  test('and what cannot be done is said', async () => {
    await expect(again({ from: 'Nowhere' })).rejects.toThrow(/^the record has no Nowhere; it has OpenTurn, /);
    await expect(again({ from: 'Plan#7' })).rejects.toThrow(NotInRecordError);
    await expect(again({}, [])).rejects.toThrow(NotInRecordError);
    await expect(again({}, record.slice(1))).rejects.toThrow('does not begin with the turn');
    const onlyStart = record.slice(0, 1);
    const { events } = await again({}, onlyStart);
    expect(events.at(-1)).toMatchObject({ outcome: 'failed', error: 'NotInRecordError' });
  });
});

test('A record never holds a token', async () => {
  const { headers } = await call(assistant, '/api/chat', { body: { message: 'Hello' } });
  const events = await assistant.records.read(String(headers.get('x-amzn-requestid')));
  expect(JSON.stringify(events)).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
  expect(JSON.stringify(events)).toContain('credential_ref');
});
