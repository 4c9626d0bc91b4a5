import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, ResourceInUseException, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { openTable, type Table } from '../adapters/table.ts';

export type LocalTable = {
  table: Table;
  /** Where the embedded DynamoDB listens, on loopback. */
  endpoint: string;
  close(): Promise<void>;
};

/**
 * Starts the embedded DynamoDB (dynalite) and creates the session table in it where it does not exist yet. It has no
 * transactions, no streams and no deletion of expired items: see stream.ts and expiry.ts for the latter two.
 *
 * @param path Folder of its files, or null to keep everything in memory.
 */
export async function startLocalTable(name: string, path: string | null): Promise<LocalTable> {
  const server = dynalite({ ...(path === null ? {} : { path }), createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  const endpoint = `http://127.0.0.1:${await listen(server)}`;
  const table = openTable(name, {
    endpoint,
    region: 'us-east-1',
    // dynalite asks for a signature and checks none.
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    await table.client.send(
      new CreateTableCommand({
        TableName: name,
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await untilActive(table, path);
  return {
    table,
    endpoint,
    async close() {
      table.client.destroy();
      await new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      });
    },
  };
}

/** A new table answers "not found" until it is active, here as in AWS. */
async function untilActive({ name, client }: Table, path: string | null): Promise<void> {
  const patience = { client, minDelay: 0.01, maxDelay: 0.1, maxWaitTime: 10 };
  try {
    await waitUntilTableExists(patience, { TableName: name });
  } catch (cause) {
    // Its creation was cut short by a kill, and dynalite does not take it up again.
    throw new Error(`The table ${name} in ${path} was never finished. It holds nothing: remove that folder.`, {
      cause,
    });
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
