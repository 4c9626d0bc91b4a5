import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Saga, Sagas } from '../core/ports.ts';
import { isConditionFailure, type Table } from './table.ts';

/** Kept for whoever asks what became of it, long after it ended. */
const TTL_SECONDS = 30 * 24 * 3600;

const Item = z.object({
  client_id: z.string(),
  project_id: z.string(),
  customer_id: z.string(),
  home_client_id: z.string(),
  session_id: z.string(),
  action_id: z.string(),
  credential_ref: z.string(),
  project: z.object({ number: z.string(), category: z.string(), type: z.string() }),
  old: z.object({ date: z.string(), time: z.string().nullable() }),
  timezone: z.string(),
  due_at: z.string(),
  state: z.enum(['open', 'recovering', 'rebooked', 'restored', 'not_released', 'moot', 'handed_over']),
}) satisfies z.ZodType<Saga>;

/** Reschedules in the session table, one item a project: `saga#<client_id>#<project_id>`. */
export function createSagas({ client, name: TableName }: Table): Sagas {
  return {
    async open(saga) {
      const due = Math.floor(Temporal.Instant.from(saga.due_at).epochMilliseconds / 1000);
      const item: Saga = { ...saga, state: 'open' };
      await client.send(
        new PutCommand({ TableName, Item: { ...keyOf(saga), kind: 'saga', ...item, expires_at: due + TTL_SECONDS } }),
      );
    },

    async read(client_id, project_id) {
      const Key = keyOf({ client_id, project_id });
      const stored = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return stored.Item === undefined ? null : Item.parse(stored.Item);
    },

    async move(key, from, to) {
      const names = from.map((_, index) => `:from${index}`);
      try {
        await client.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(key),
            ConditionExpression: `#state IN (${names.join(', ')})`,
            UpdateExpression: 'SET #state = :to',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: {
              ':to': to,
              ...Object.fromEntries(from.map((state, index) => [names[index], state])),
            },
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },
  };
}

const keyOf = ({ client_id, project_id }: { client_id: string; project_id: string }) => ({
  pk: `saga#${client_id}#${project_id}`,
});
