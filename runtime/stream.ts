import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Clock } from '../adapters/clock.ts';
import type { Table } from '../adapters/table.ts';
import type { Sessions } from '../core/ports/sessions.ts';
import type { BatchResponse } from '../functions/history-writer/handler.ts';
import type { Log } from '../functions/shared/logger.ts';
import { itemsOfKind } from './table-scan.ts';

const BATCH = 10;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;
/** A process that dies between saving a turn and noting it here does so within this time of its last save. */
const LAST_MOMENTS_MS = 60_000;
/** How long stopping waits for the writer; what is left is delivered by the next start. */
const FLUSH_MS = 3000;

const SavedItem = z.object({ pk: z.string(), owner: z.string(), last_turn: z.string(), saved_at: z.number() });
const NotedItem = z.object({ pk: z.string(), session: z.string(), owner: z.string(), last_turn: z.string() });
type Noted = z.infer<typeof NotedItem>;

export type StreamConsumer = (event: { Records: object[] }) => Promise<BatchResponse>;

export type SessionStream = {
  /** The session store whose saved turns come to the consumer. */
  watch(sessions: Sessions): Sessions;
  /** Starts to deliver, with what an earlier process may have left. */
  start(consume: StreamConsumer): Promise<void>;
  /** Resolves when nothing waits. */
  idle(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Plays the session table's stream, which the embedded DynamoDB does not have: each saved turn reaches the consumer at
 * least once and in order, is tried again while the consumer fails, and survives the process: it is noted in the table
 * before its answer goes out.
 */
export function createStream(table: Table, clock: Pick<Clock, 'real'>, log: Pick<Log, 'warn'>): SessionStream {
  const { client, name: TableName } = table;
  const queue: Noted[] = [];
  let wake = () => {};
  let delivering: Promise<void> | undefined;
  const stopping = new AbortController();

  async function note(session: string, owner: string, last_turn: string): Promise<void> {
    // Keys sort by time, and the same millisecond by chance: two turns of one session are never that close.
    const pk = `stream#${String(clock.real()).padStart(15, '0')}#${randomUUID()}`;
    await client.send(new PutCommand({ TableName, Item: { pk, kind: 'stream', session, owner, last_turn } }));
    queue.push({ pk, session, owner, last_turn });
    wake();
  }

  async function deliver(consume: StreamConsumer): Promise<void> {
    let wait = FIRST_WAIT_MS;
    while (!stopping.signal.aborted) {
      if (queue.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const batch = queue.slice(0, BATCH);
      const done = await offer(batch, consume);
      for (const { pk } of batch.slice(0, done)) await client.send(new DeleteCommand({ TableName, Key: { pk } }));
      queue.splice(0, done);
      if (done === batch.length) {
        wait = FIRST_WAIT_MS;
        continue;
      }
      await sleep(wait, undefined, { signal: stopping.signal }).catch(() => {});
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }

  /** How many of the batch are done: like a stream, what follows a failure counts as failed. */
  async function offer(batch: readonly Noted[], consume: StreamConsumer): Promise<number> {
    try {
      const { batchItemFailures } = await consume({ Records: batch.map(streamRecord) });
      const [failed] = batchItemFailures;
      if (failed === undefined) return batch.length;
      const index = batch.findIndex(({ pk }) => pk === failed.itemIdentifier);
      return Math.max(index, 0);
    } catch (error) {
      log.warn('stream not delivered', { error_name: error instanceof Error ? error.name : 'Error' });
      return 0;
    }
  }

  async function leftBehind(): Promise<void> {
    const noted = (await itemsOfKind(table, 'stream')).map((item) => NotedItem.parse(item));
    const saved = (await itemsOfKind(table, 'session')).flatMap((item) => SavedItem.safeParse(item).data ?? []);
    const lastSave = Math.max(0, ...saved.map((item) => item.saved_at));
    const known = new Set(noted.map((item) => item.last_turn));
    queue.splice(0, queue.length, ...noted.sort((a, b) => (a.pk < b.pk ? -1 : 1)));
    for (const { pk, owner, last_turn, saved_at } of saved) {
      // Told once too often is no harm; a turn that is told never is one.
      if (saved_at >= lastSave - LAST_MOMENTS_MS && !known.has(last_turn)) await note(pk, owner, last_turn);
    }
  }

  return {
    watch: (sessions) => ({
      ...sessions,
      async save(turn) {
        await sessions.save(turn);
        await note(`session#${turn.record.session_id}`, turn.owner, JSON.stringify(turn.record));
      },
    }),

    async start(consume) {
      await leftBehind();
      delivering = deliver(consume);
    },

    async idle() {
      while (queue.length > 0) await sleep(10);
    },

    async stop() {
      const deadline = performance.now() + FLUSH_MS;
      while (delivering !== undefined && queue.length > 0 && performance.now() < deadline) await sleep(20);
      stopping.abort();
      wake();
      await Promise.race([delivering, sleep(1000, undefined, { ref: false })]);
    },
  };
}

/** As Lambda is given it, with what the history writer reads of an item. */
const streamRecord = ({ pk, session, owner, last_turn }: Noted) => ({
  eventID: pk,
  eventName: 'MODIFY',
  eventSource: 'aws:dynamodb',
  dynamodb: {
    ApproximateCreationDateTime: Math.floor(Number(pk.split('#')[1]) / 1000),
    SequenceNumber: pk,
    Keys: { pk: { S: session } },
    NewImage: { pk: { S: session }, kind: { S: 'session' }, owner: { S: owner }, last_turn: { S: last_turn } },
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  },
});
