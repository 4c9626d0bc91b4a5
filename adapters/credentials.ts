import { createHash } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Credentials } from '../core/ports.ts';
import type { Clock } from './clock.ts';
import type { Table } from './table.ts';

const CredentialItem = z.object({ token: z.string().min(1), expires_at: z.number() });

/**
 * Callers' tokens, kept out of every execution: the authorizer stores one and passes on a handle, the tool executor takes
 * it up again by the handle when it calls PF360.
 */
export type CredentialStore = Credentials & {
  /**
   * Stores a token until it expires. The same token gets the same handle.
   *
   * @param expiresAt The token's `exp`, epoch seconds.
   */
  store(token: string, expiresAt: number): Promise<string>;
};

export function createCredentials(table: Table, clock: Pick<Clock, 'real'>): CredentialStore {
  const keyOf = (ref: string) => ({ pk: `credential#${ref}` });
  return {
    async store(token, expiresAt) {
      const ref = createHash('sha256').update(token).digest('base64url');
      const Item = { ...keyOf(ref), kind: 'credential', token, expires_at: expiresAt };
      await table.client.send(new PutCommand({ TableName: table.name, Item }));
      return ref;
    },
    async token(ref) {
      const { Item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: keyOf(ref), ConsistentRead: true }),
      );
      if (Item === undefined) return null;
      const credential = CredentialItem.parse(Item);
      return credential.expires_at * 1000 > clock.real() ? credential.token : null;
    },
  };
}
