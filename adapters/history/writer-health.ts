import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { History } from '../../core/ports/history.ts';
import type { Table } from '../table.ts';

/** How the history's writer fares: known without a call that would wake a paused database. */
export type WriterHealth = {
  /** A batch could not be stored, and will be tried again. */
  failed(): Promise<void>;
  /** A batch was stored. */
  recovered(): Promise<void>;
  /** `down` when the writer failed within the last ten minutes and has not stored a batch since. */
  status: History['status'];
};

const KEY = { pk: 'health#history' };
/** Longer than the stream waits between two tries: a writer that keeps failing is seen to. */
const FAILURE_SECONDS = 600;

/** @param clock Epoch milliseconds on the real clock. */
export function createWriterHealth({ client, name: TableName }: Table, clock: () => number): WriterHealth {
  const now = () => Math.floor(clock() / 1000);
  let told: 'failed' | 'recovered' | undefined;
  return {
    async failed() {
      const Item = { ...KEY, kind: 'health', expires_at: now() + FAILURE_SECONDS };
      await client.send(new PutCommand({ TableName, Item }));
      told = 'failed';
    },
    async recovered() {
      if (told === 'recovered') return;
      await client.send(new DeleteCommand({ TableName, Key: KEY }));
      told = 'recovered';
    },
    async status() {
      const { Item } = await client.send(new GetCommand({ TableName, Key: KEY }));
      return typeof Item?.expires_at === 'number' && Item.expires_at > now() ? 'down' : 'ok';
    },
  };
}
