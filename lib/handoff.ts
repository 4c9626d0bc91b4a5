import { Duration } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { deadLetterQueue } from './dead-letter-queue.ts';
import { SERVICE } from './names.ts';

/**
 * How a person is called: `HandoffRequested` on the service's own bus, and from there to a topic that the office
 * subscribes to. Events carry ids and a reason, no words of a customer.
 */
export class Handoff extends Construct {
  readonly bus: EventBus;
  readonly topic: Topic;
  /** Events that did not reach the topic. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, { key }: { key: IKey }) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { description: 'What others may want to know of the scheduling assistant' });
    this.bus.archive('Archive', {
      description: 'A month of events, to be sent again',
      eventPattern: { source: [SERVICE] },
      retention: Duration.days(30),
    });
    this.topic = new Topic(this, 'Requested', {
      displayName: 'Scheduling assistant: a customer needs a person',
      // By its ARN: the target would else let EventBridge use the key for anything, and not only for us.
      masterKey: Key.fromKeyArn(this, 'Key', key.keyArn),
      enforceSSL: true,
    });
    this.undelivered = deadLetterQueue(this, 'Undelivered');
    new Rule(this, 'CallAPerson', {
      eventBus: this.bus,
      eventPattern: { source: [SERVICE], detailType: ['HandoffRequested'] },
      targets: [
        new SnsTopic(this.topic, {
          deadLetterQueue: this.undelivered,
          retryAttempts: 20,
          maxEventAge: Duration.hours(4),
        }),
      ],
    });
  }
}
