import { RDSDataClient } from '@aws-sdk/client-rds-data';
import type { AwsDataApiPgDatabase } from 'drizzle-orm/aws-data-api/pg';
import { drizzle } from 'drizzle-orm/aws-data-api/pg';
import { ConfigurationError } from '../../core/errors.ts';
import { type Waiting, waitForDatabase } from './wake.ts';

export type HistoryDatabase = AwsDataApiPgDatabase<Record<string, never>>;

/** Which database. `endpoint`: the local stand-in's address, reached without an account; null is the service itself. */
export type HistoryAddress = { resourceArn: string; secretArn: string; database: string; endpoint: string | null };

/** `waiting`: how long to wait for the database when it sleeps. */
export type HistoryConnection = HistoryAddress & { waiting: Waiting };

/** The database's address from the configuration. @throws {ConfigurationError} it is incomplete. */
export function historyAddress(config: {
  HISTORY_CLUSTER_ARN?: string | undefined;
  HISTORY_SECRET_ARN?: string | undefined;
  HISTORY_DATABASE: string;
}): HistoryAddress {
  const { HISTORY_CLUSTER_ARN: resourceArn, HISTORY_SECRET_ARN: secretArn, HISTORY_DATABASE: database } = config;
  if (resourceArn === undefined) throw new ConfigurationError("HISTORY_CLUSTER_ARN must be an Aurora cluster's ARN");
  if (secretArn === undefined)
    throw new ConfigurationError("HISTORY_SECRET_ARN must be the ARN of the database's secret");
  return { resourceArn, secretArn, database, endpoint: null };
}

/** The stand-in's address: it is one database, whatever it is called. */
export const localHistoryAddress = (endpoint: string): HistoryAddress => ({
  resourceArn: 'local',
  secretArn: 'local',
  database: 'history',
  endpoint,
});

/** The history database over the RDS Data API: the same driver and client on this machine and in AWS. */
export function historyDatabase({
  resourceArn,
  secretArn,
  database,
  endpoint,
  waiting,
}: HistoryConnection): HistoryDatabase {
  const client = new RDSDataClient(
    endpoint === null
      ? {}
      : { endpoint, region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } },
  );
  waitForDatabase(client, waiting);
  return drizzle({ client, resourceArn, secretArn, database });
}
