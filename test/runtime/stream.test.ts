import { setTimeout as sleep } from 'node:timers/promises';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createSessions } from '../../adapters/sessions.ts';
import { readChange } from '../../functions/history-writer/stream-record.ts';
import { type LocalTable, startLocalTable } from '../../runtime/local-table.ts';
import { createStream, type SessionStream, type StreamConsumer } from '../../runtime/stream.ts';
import { itemsOfKind } from '../../runtime/table-scan.ts';
import { movableClock, OWNER, saved } from './turns.ts';

const NO_LOG = { warn() {} };
let local: LocalTable;
let clock: ReturnType<typeof movableClock>;
let streams: SessionStream[];
let told: string[];

beforeEach(async () => {
  local = await startLocalTable('sessions', null);
  clock = movableClock();
  streams = [];
  told = [];
});
afterEach(async () => {
  for (const stream of streams) await stream.stop();
  await local.close();
});

function open(): SessionStream {
  const stream = createStream(local.table, clock, NO_LOG);
  streams.push(stream);
  return stream;
}

type Records = { eventID: string; dynamodb: { NewImage: { last_turn: { S: string } } } }[];
const repliesIn = (event: { Records: object[] }) =>
  (event.Records as Records).map(({ dynamodb }) => JSON.parse(dynamodb.NewImage.last_turn.S).reply as string);

const listen: StreamConsumer = async (event) => {
  told.push(...repliesIn(event));
  return { batchItemFailures: [] };
};

async function runTurn(stream: SessionStream, response: string, session_id = 'session-1'): Promise<void> {
  const sessions = stream.watch(createSessions(local.table, clock, { ttlSeconds: 1800 }));
  const execution = `e-${response}`;
  const opened = await sessions.open({ session_id, owner: OWNER, message_id: null, execution_id: execution });
  await sessions.save(saved(opened, { execution, response }));
  clock.realMs += 1;
}

describe('The stream', () => {
  test('tells each saved turn once, in order, in the form that the history writer reads', async () => {
    const stream = open();
    const events: object[] = [];
    await stream.start(async (event) => {
      events.push(...event.Records);
      return listen(event);
    });
    for (const response of ['one', 'two', 'three']) await runTurn(stream, response);
    await stream.idle();
    expect(told).toEqual(['one', 'two', 'three']);
    expect(readChange(events[1] as never)).toMatchObject({
      type: 'turn',
      record: { session_id: 'session-1', turn: 2, reply: 'two', customer_id: '7001001' },
    });
    expect(await itemsOfKind(local.table, 'stream')).toEqual([]);
  });

  test('tells again what failed, and what followed it, until it is taken', async () => {
    const stream = open();
    let failures = 3;
    await stream.start(async (event) => {
      if (failures-- > 0) throw new Error('the database sleeps');
      return listen(event);
    });
    await runTurn(stream, 'one');
    await runTurn(stream, 'two');
    await stream.idle();
    expect(told).toEqual(['one', 'two']);
  });

  test('begins again where a batch failed in part', async () => {
    const stream = open();
    for (const response of ['one', 'two', 'three']) await runTurn(stream, response);
    let first = true;
    await stream.start(async (event) => {
      const { Records } = event;
      if (!first) return listen(event);
      first = false;
      told.push(...repliesIn({ Records: Records.slice(0, 1) }));
      return { batchItemFailures: [{ itemIdentifier: (Records as Records)[1]!.eventID }] };
    });
    await stream.idle();
    expect(told).toEqual(['one', 'two', 'three']);
  });

  test('starts with what an earlier process had noted and not told', async () => {
    const earlier = open();
    await runTurn(earlier, 'one');
    await runTurn(earlier, 'two');
    const next = open();
    await next.start(listen);
    await next.idle();
    expect(told).toEqual(['one', 'two']);
  });

  test('tells a turn that was saved when the process died, before it could be noted', async () => {
    const sessions = createSessions(local.table, clock, { ttlSeconds: 1800 });
    const opened = await sessions.open({ session_id: 'session-1', owner: OWNER, message_id: null, execution_id: 'e1' });
    await sessions.save(saved(opened, { execution: 'e1', response: 'the last word' }));
    const stream = open();
    await stream.start(listen);
    await stream.idle();
    expect(told).toEqual(['the last word']);
  });

  test('does not tell all history at each start', async () => {
    const stream = open();
    await stream.start(listen);
    await runTurn(stream, 'old', 'session-1');
    clock.realMs += 3_600_000;
    await runTurn(stream, 'new', 'session-2');
    await stream.idle();
    await stream.stop();
    told = [];
    const next = open();
    await next.start(listen);
    await next.idle();
    expect(told).toEqual(['new']);
  });

  test('keeps what it could not tell when it is stopped', async () => {
    const stream = open();
    await stream.start(async () => {
      throw new Error('down');
    });
    await runTurn(stream, 'one');
    await stream.stop();
    expect(await itemsOfKind(local.table, 'stream')).toHaveLength(1);
  });

  test('refuses to go on over a note that it cannot read', async () => {
    await local.table.client.send(
      new PutCommand({ TableName: 'sessions', Item: { pk: 'stream#1', kind: 'stream', surprise: 1 } }),
    );
    await expect(open().start(listen)).rejects.toMatchObject({ name: 'ZodError' });
    await sleep(1);
  });
});
