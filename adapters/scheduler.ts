import { createHash } from 'node:crypto';
import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  SchedulerClient,
  type SchedulerClientConfig,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import * as z from 'zod';
import type { Timers } from '../core/ports.ts';

/** Where timers live, what they call, as whom, and where one that cannot be delivered ends. */
export const TimerSettings = z.object({
  TIMER_GROUP: z.string().min(1),
  TIMER_TARGET_ARN: z.string().startsWith('arn:'),
  TIMER_ROLE_ARN: z.string().startsWith('arn:'),
  TIMER_DEAD_LETTER_ARN: z.string().startsWith('arn:'),
});
export type TimerSettings = z.infer<typeof TimerSettings>;

/**
 * Timers as one-off schedules of EventBridge Scheduler: one for each project, gone after it ran out. Scheduler calls its
 * target at least once and within a minute of the time.
 */
export function createTimers(settings: TimerSettings, options: SchedulerClientConfig = {}): Timers {
  const client = new SchedulerClient({ maxAttempts: 3, ...options });
  return {
    async schedule(at, target) {
      const schedule = scheduleOf(settings, at, target);
      try {
        await client.send(new CreateScheduleCommand(schedule));
      } catch (error) {
        if (!(error instanceof ConflictException)) throw error;
        await client.send(new UpdateScheduleCommand(schedule));
      }
    },
  };
}

function scheduleOf(
  settings: TimerSettings,
  at: string,
  target: { client_id: string; project_id: string },
): CreateScheduleCommandInput {
  return {
    GroupName: settings.TIMER_GROUP,
    // A hash: names allow few characters, and a list of schedules then tells nobody's projects.
    Name: createHash('sha256')
      .update(JSON.stringify([target.client_id, target.project_id]))
      .digest('hex'),
    // Scheduler wants a wall clock without a zone, and whole seconds.
    ScheduleExpression: `at(${new Date(at).toISOString().slice(0, 19)})`,
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: settings.TIMER_TARGET_ARN,
      RoleArn: settings.TIMER_ROLE_ARN,
      Input: JSON.stringify(target),
      RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 3600 },
      DeadLetterConfig: { Arn: settings.TIMER_DEAD_LETTER_ARN },
    },
  };
}
