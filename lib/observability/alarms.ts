import { Aws, Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { SERVICE } from '../names.ts';
import type { Stage } from '../stages.ts';
import type { Watched } from '../watched.ts';
import { own, share } from './measures.ts';

type Rule = {
  /** What the alarm is called here and in docs/operate.md. */
  name: string;
  /** What it means and what to look at first: the text of the message that somebody is woken by. */
  means: string;
  metric: IMetric;
  /** Fires when the metric is above this, */
  above: number;
  /** in so many five-minute periods, */
  periods: number;
  /** out of the last so many. */
  outOf: number;
};

const PERIOD = Duration.minutes(5);

/**
 * Alarms in two kinds. `wake`: a customer feels it now. `look`: nobody does, and it can wait for the morning.
 * Whoever is to hear of them subscribes to the topic; see docs/operate.md.
 */
export class Alarms extends Construct {
  readonly wake: Alarm[];
  readonly look: Alarm[];
  readonly wakeTopic: Topic;
  readonly lookTopic: Topic;

  constructor(scope: Construct, id: string, { stage, key, watched }: { stage: Stage; key: IKey; watched: Watched }) {
    super(scope, id);
    this.wakeTopic = this.#topic('Wake', key);
    this.lookTopic = this.#topic('Look', key);
    this.wake = this.#sentTo(this.wakeTopic, stage, feltByCustomers(stage, watched));
    this.look = this.#sentTo(this.lookTopic, stage, feltByNobodyYet(stage, watched));
  }

  #topic(id: string, masterKey: IKey): Topic {
    const displayName = `Scheduling assistant: ${id.toLowerCase()}`;
    const topic = new Topic(this, id, { displayName, masterKey, enforceSSL: true });
    // A policy of its own, which enforceSSL makes, takes the place of the one that lets the account's alarms publish.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    return topic;
  }

  #sentTo(topic: Topic, stage: Stage, rules: Rule[]): Alarm[] {
    return rules.map(({ name, means, metric, above, periods, outOf }) => {
      const alarm = new Alarm(this, name, {
        alarmName: `${SERVICE}-${stage.name}-${name}`,
        alarmDescription: `${means} See docs/operate.md, "${name}".`,
        metric,
        threshold: above,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        datapointsToAlarm: periods,
        evaluationPeriods: outOf,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
      return alarm;
    });
  }
}

function feltByCustomers(stage: Stage, { api, refused, machine, functions, timers, handoffs }: Watched): Rule[] {
  const requests = api.metricCount({ period: PERIOD, statistic: 'Sum' });
  return [
    {
      name: 'RequestsFail',
      means: 'More than 5 % of requests end in 502 or 504.',
      metric: share('% failed', api.metricServerError({ period: PERIOD, statistic: 'Sum' }), requests, 10),
      above: 5,
      periods: 2,
      outOf: 3,
    },
    {
      name: 'TokensRefused',
      means: 'Four of five callers are refused with 401: the secret and the issuer no longer agree.',
      metric: share('% refused', refused, requests, 20),
      above: 80,
      periods: 2,
      outOf: 3,
    },
    {
      name: 'TurnsSlow',
      means: 'One turn in ten takes longer than 20 s.',
      metric: own(stage, 'TurnTime', 'p90'),
      above: 20_000,
      periods: 3,
      outOf: 3,
    },
    {
      name: 'TurnsLost',
      means: 'Turns ran into the time-out of the state machine: their sessions stay locked until the lease ends.',
      metric: machine.metricTimedOut({ period: PERIOD, statistic: 'Sum' }),
      above: 0,
      periods: 2,
      outOf: 3,
    },
    {
      name: 'Apologies',
      means: 'More than 5 % of turns end in an apology: a state keeps failing.',
      metric: share('% apologies', own(stage, 'Apologies'), own(stage, 'Turns'), 10),
      above: 5,
      periods: 2,
      outOf: 3,
    },
    {
      name: 'Pf360Failing',
      means: 'More than a quarter of the calls to PF360 or the weather fail: customers are told to wait.',
      metric: share('% failed', own(stage, 'ToolFailures'), own(stage, 'ToolCalls'), 20),
      above: 25,
      periods: 3,
      outOf: 3,
    },
    {
      name: 'UnknownWrites',
      means: 'Bookings or cancellations whose outcome PF360 does not tell: customers wait for a word.',
      metric: own(stage, 'UnknownWrites'),
      above: 0,
      periods: 3,
      outOf: 6,
    },
    {
      name: 'RecoveryFails',
      means: 'The recovery of an unfinished reschedule failed: a customer may be without an appointment.',
      metric: functions.RecoverReschedule.metricErrors({ period: PERIOD, statistic: 'Sum' }),
      above: 0,
      periods: 1,
      outOf: 1,
    },
    {
      name: 'RecoveryUndelivered',
      means: 'A timer of an unfinished reschedule could not be delivered: a customer may be without an appointment.',
      metric: timers.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' }),
      above: 0,
      periods: 1,
      outOf: 1,
    },
    {
      name: 'HandoffUndelivered',
      means: 'The office was not told that a customer needs a person.',
      metric: handoffs.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' }),
      above: 0,
      periods: 1,
      outOf: 1,
    },
  ];
}

function feltByNobodyYet(stage: Stage, { functions, givenUp }: Watched): Rule[] {
  return [
    {
      name: 'HistoryBehind',
      means: 'The history is more than an hour behind; the stream forgets after 24.',
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'IteratorAge',
        dimensionsMap: { FunctionName: functions.HistoryWriter.functionName },
        statistic: 'Maximum',
        period: PERIOD,
      }),
      above: Duration.hours(1).toMilliseconds(),
      periods: 2,
      outOf: 2,
    },
    {
      name: 'HistoryRejected',
      means: 'A finished turn could not be stored as one and was put aside.',
      metric: own(stage, 'HistoryRejected'),
      above: 0,
      periods: 1,
      outOf: 1,
    },
    {
      name: 'HistoryGivenUp',
      means: 'Finished turns did not reach the history within 23 hours and have to be sent again.',
      metric: givenUp.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' }),
      above: 0,
      periods: 1,
      outOf: 1,
    },
  ];
}
