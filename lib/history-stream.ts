import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AgentFunction } from './agent-function.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import type { SessionTable } from './session-table.ts';

const A_SESSION = { pk: { S: FilterRule.beginsWith('session#') } };

/**
 * Finished turns on their way from the session table to the history. A database that is away for a while holds up the
 * history and nothing else.
 */
export class HistoryStream extends Construct {
  /** Names of batches (shard and sequence numbers) that were given up. docs/operate.md tells how to send them again. */
  readonly givenUp: Queue;

  constructor(scope: Construct, id: string, { table, writer }: { table: SessionTable; writer: AgentFunction }) {
    super(scope, id);
    this.givenUp = deadLetterQueue(this, 'GivenUp');
    writer.addEventSource(
      new DynamoEventSource(table as ITable, {
        // From the start: a consumer that is made anew takes up what the stream still holds, and stores nothing twice.
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 50,
        maxBatchingWindow: Duration.seconds(5),
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        // What cannot be stored is put aside by the writer itself, so a batch that fails is one that the database could
        // not take: it is worth trying again for as long as the stream remembers, which is 24 hours.
        maxRecordAge: Duration.hours(23),
        retryAttempts: 10_000,
        onFailure: new SqsDlq(this.givenUp),
        filters: [
          // A turn that was saved, and not one that begins: that would wake the database for nothing.
          FilterCriteria.filter({
            eventName: FilterRule.or('INSERT', 'MODIFY'),
            dynamodb: {
              Keys: A_SESSION,
              NewImage: { last_turn: { S: FilterRule.exists() }, lease_holder: { S: FilterRule.notExists() } },
            },
          }),
          // A session that its owner erased; the writer tells it from one whose time was up.
          FilterCriteria.filter({ eventName: FilterRule.isEqual('REMOVE'), dynamodb: { Keys: A_SESSION } }),
        ],
      }),
    );
  }
}
