import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ModelCaps } from '../core/ports/model.ts';
import type { Clock } from './clock.ts';
import { isConditionFailure, type Table } from './table.ts';

const DAY_SECONDS = 24 * 3600;

/**
 * Bounds on the model's use, counted in the session table: `usage#<owner>#<day>`, one item a customer and day (UTC, on the
 * real clock). Calls of a session are counted in the session itself. A counter that cannot be reached allows nothing: the
 * assistant does without the model.
 */
export function createModelCaps(
  { client, name: TableName }: Table,
  clock: Pick<Clock, 'real'>,
  { perSession, perCustomerDay }: { perSession: number; perCustomerDay: number },
): ModelCaps {
  return {
    async take({ owner, session_calls }) {
      if (session_calls >= perSession || perCustomerDay < 1) return false;
      const seconds = Math.floor(clock.real() / 1000);
      const day = new Date(seconds * 1000).toISOString().slice(0, 10);
      try {
        await client.send(
          new UpdateCommand({
            TableName,
            Key: { pk: `usage#${owner}#${day}` },
            ConditionExpression: 'attribute_not_exists(calls) OR calls < :most',
            UpdateExpression: 'SET #kind = :kind, expires_at = :expires ADD calls :one',
            ExpressionAttributeNames: { '#kind': 'kind' },
            ExpressionAttributeValues: {
              ':most': perCustomerDay,
              ':kind': 'usage',
              ':expires': seconds + 2 * DAY_SECONDS,
              ':one': 1,
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
