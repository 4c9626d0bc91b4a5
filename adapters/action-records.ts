import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ActionRecord, ActionRecords } from '../core/ports.ts';
import { isConditionFailure, type Table } from './table.ts';

/** Longer than any session, execution or retry: an action that old is never heard of again. */
const TTL_SECONDS = 7 * 24 * 3600;

/** `outcome` is JSON text: it comes back exactly as it was. */
const Item = z.object({
  state: z.enum(['started', 'done', 'refused', 'not_done', 'unknown']),
  outcome: z.string(),
  started_at: z.string(),
  started_ms: z.number(),
  answered: z.boolean(),
});

/** Idempotency records in the session table, one item an action or step: `action#<key>`. */
export function createActionRecords({ client, name: TableName }: Table): ActionRecords {
  async function read(key: string): Promise<ActionRecord | null> {
    const stored = await client.send(new GetCommand({ TableName, Key: keyOf(key), ConsistentRead: true }));
    if (stored.Item === undefined) return null;
    const item = Item.parse(stored.Item);
    return { ...item, outcome: JSON.parse(item.outcome) };
  }

  return {
    async begin(key, { started_at, started_ms }) {
      const item: z.infer<typeof Item> = { state: 'started', outcome: 'null', started_at, started_ms, answered: false };
      const record = {
        ...keyOf(key),
        kind: 'action',
        ...item,
        expires_at: Math.floor(started_ms / 1000) + TTL_SECONDS,
      };
      const begin = new PutCommand({ TableName, Item: record, ConditionExpression: 'attribute_not_exists(pk)' });
      // A record that is there when the write fails may be gone when it is read: then this one begins after all.
      for (let attempt = 0; attempt < 3; attempt += 1) {
        try {
          await client.send(begin);
          return null;
        } catch (error) {
          if (!isConditionFailure(error)) throw error;
        }
        const earlier = await read(key);
        if (earlier !== null) return earlier;
      }
      throw new Error('an action record comes and goes');
    },

    read,

    async finish(key, { state, outcome, answered }) {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: keyOf(key),
          ConditionExpression: 'attribute_exists(pk)',
          UpdateExpression: 'SET #state = :state, #outcome = :outcome, answered = :answered',
          ExpressionAttributeNames: { '#state': 'state', '#outcome': 'outcome' },
          ExpressionAttributeValues: { ':state': state, ':outcome': JSON.stringify(outcome), ':answered': answered },
        }),
      );
    },

    async forget(key) {
      await client.send(new DeleteCommand({ TableName, Key: keyOf(key) }));
    },
  };
}

const keyOf = (key: string) => ({ pk: `action#${key}` });
