import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../adapters/clock.ts';
import type { Table } from '../adapters/table.ts';
import { itemsOfKind } from './table-scan.ts';

/** DynamoDB takes hours to delete what has expired; here it may wait for the next start. */
const GRACE_SECONDS = 3600;
const KINDS = ['session', 'answer', 'action', 'saga', 'credential', 'usage'];

/**
 * Deletes what expired more than an hour ago, as DynamoDB does by its TTL and the embedded one does not. Some items go by
 * the business clock and some by the real one: an item has to be over by both.
 */
export async function deleteExpired(table: Table, clock: Clock): Promise<void> {
  const now = Math.min(clock.now().epochMilliseconds, clock.real()) / 1000;
  for (const kind of KINDS) {
    for (const { pk, expires_at } of await itemsOfKind(table, kind)) {
      if (typeof expires_at !== 'number' || expires_at > now - GRACE_SECONDS) continue;
      await table.client.send(
        new DeleteCommand({
          TableName: table.name,
          Key: { pk },
          ConditionExpression: 'expires_at = :seen',
          ExpressionAttributeValues: { ':seen': expires_at },
        }),
      );
    }
  }
}
