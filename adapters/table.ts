import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * The session table: string key `pk`, attribute `kind` says what an item is, `expires_at` (epoch seconds) is the TTL.
 * Kinds: `session`, `answer`, `action`, `saga`, `credential`, `usage`.
 */
export type Table = { client: DynamoDBDocumentClient; name: string };

/** @param options Endpoint and credentials of a local stand-in; in AWS none. */
export function openTable(name: string, options: DynamoDBClientConfig = {}): Table {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 3, ...options }), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return { client, name };
}

export const isConditionFailure = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';
