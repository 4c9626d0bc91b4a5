import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AgentFunction } from './agent-function.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import { recoveryFunctionName, SERVICE } from './names.ts';
import type { Stage } from './stages.ts';

/**
 * The timers of unfinished reschedules: one-off schedules in a group of their own, which call one function and are gone
 * afterwards. A timer that cannot be delivered is a customer without an appointment: it ends in a queue with an alarm.
 */
export class RescheduleRecovery extends Construct {
  readonly group: ScheduleGroup;
  readonly undelivered: Queue;
  readonly #groupName: string;
  /** Put together from the function's name: a function cannot be told its own ARN before it is there. */
  readonly #functionArn: string;
  readonly #role: Role;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    this.#functionArn = Stack.of(this).formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName: recoveryFunctionName(stage),
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.#groupName = `${SERVICE}-${stage.name}-recoveries`;
    this.group = new ScheduleGroup(this, 'Timers', { scheduleGroupName: this.#groupName });
    this.undelivered = deadLetterQueue(this, 'Undelivered');
    this.#role = new Role(this, 'TimerRole', {
      description: 'What EventBridge Scheduler is when a timer runs out.',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    this.#role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.#functionArn] }));
    this.undelivered.grantSendMessages(this.#role);
  }

  /** Names that a function which sets timers is given. */
  get environment(): Record<string, string> {
    return {
      TIMER_GROUP: this.group.scheduleGroupName,
      TIMER_TARGET_ARN: this.#functionArn,
      TIMER_ROLE_ARN: this.#role.roleArn,
      TIMER_DEAD_LETTER_ARN: this.undelivered.queueArn,
    };
  }

  /** Lets `who` set, move and drop timers of this group, for this function only. */
  allowTimers(who: AgentFunction): void {
    const { account, region, partition } = Stack.of(this);
    const timers = `arn:${partition}:scheduler:${region}:${account}:schedule/${this.#groupName}/*`;
    who.addToRolePolicy(
      new PolicyStatement({
        actions: ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule'],
        resources: [timers],
      }),
    );
    who.addToRolePolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.#role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
    Validations.of(who.role ?? who).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:aws:scheduler:${region}:<AWS::AccountId>:schedule/${this.#groupName}/*]`,
      reason: 'Each project has a timer of its own name, in this group.',
    });
  }
}
