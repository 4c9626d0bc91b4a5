import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../adapters/table.ts';
import { itemsOfKind } from './table-scan.ts';

/**
 * Gives back the leases of turns that died with an earlier process: nobody else can hold one, since one process has the
 * table to itself. In AWS such a lease runs out by itself.
 */
export async function clearLeases(table: Table): Promise<void> {
  for (const { pk, lease_holder } of await itemsOfKind(table, 'session')) {
    if (lease_holder === undefined) continue;
    const UpdateExpression = 'REMOVE lease_holder, lease_until';
    await table.client.send(new UpdateCommand({ TableName: table.name, Key: { pk }, UpdateExpression }));
  }
}
