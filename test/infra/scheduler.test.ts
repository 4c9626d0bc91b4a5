import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createTimers } from '../../adapters/scheduler.ts';

/** EventBridge Scheduler as far as timers go: it refuses a name that it has, and changes one that is told to it. */
type Asked = { method: string; name: string; body: Record<string, unknown> };

const SETTINGS = {
  TIMER_GROUP: 'recoveries',
  TIMER_TARGET_ARN: 'arn:aws:lambda:us-east-1:111122223333:function:recover',
  TIMER_ROLE_ARN: 'arn:aws:iam::111122223333:role/timer',
  TIMER_DEAD_LETTER_ARN: 'arn:aws:sqs:us-east-1:111122223333:undelivered',
};

let asked: Asked[];
let refuseWith: { status: number; type: string } | null;
let server: Server;
let timers: ReturnType<typeof createTimers>;

beforeEach(async () => {
  asked = [];
  refuseWith = null;
  const known = new Set<string>();
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const name = decodeURIComponent((request.url ?? '').replace('/schedules/', ''));
      asked.push({ method: request.method ?? '', name, body: JSON.parse(text) });
      const refusal =
        refuseWith ??
        (request.method === 'POST' && known.has(name) ? { status: 409, type: 'ConflictException' } : null);
      known.add(name);
      response.writeHead(refusal?.status ?? 200, {
        'content-type': 'application/json',
        ...(refusal === null ? {} : { 'x-amzn-errortype': refusal.type }),
      });
      response.end(JSON.stringify(refusal === null ? { ScheduleArn: 'arn' } : { Message: 'no' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  timers = createTimers(SETTINGS, {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const PROJECT = { client_id: '11TB01SB', project_id: '90010002' };

describe('timers of EventBridge Scheduler', () => {
  test('a timer is a one-off schedule in UTC that calls the recovery, ends in a queue, and is gone afterwards', async () => {
    await timers.schedule('2026-06-01T09:20:00.750-04:00', PROJECT);

    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'POST', name: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(asked[0]?.body).toMatchObject({
      GroupName: 'recoveries',
      ScheduleExpression: 'at(2026-06-01T13:20:00)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: {
        Arn: SETTINGS.TIMER_TARGET_ARN,
        RoleArn: SETTINGS.TIMER_ROLE_ARN,
        Input: JSON.stringify(PROJECT),
        RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 3600 },
        DeadLetterConfig: { Arn: SETTINGS.TIMER_DEAD_LETTER_ARN },
      },
    });
  });

  test('a second timer of a project replaces the first', async () => {
    await timers.schedule('2026-06-01T09:20:00-04:00', PROJECT);
    await timers.schedule('2026-06-01T09:50:00-04:00', PROJECT);

    expect(asked.map(({ method }) => method)).toEqual(['POST', 'POST', 'PUT']);
    expect(new Set(asked.map(({ name }) => name)).size).toBe(1);
    expect(asked[2]?.body).toMatchObject({ ScheduleExpression: 'at(2026-06-01T13:50:00)', GroupName: 'recoveries' });
  });

  test('two projects, and two tenants that number alike, have timers of their own', async () => {
    await timers.schedule('2026-06-01T09:20:00Z', PROJECT);
    await timers.schedule('2026-06-01T09:20:00Z', { ...PROJECT, project_id: '90010003' });
    await timers.schedule('2026-06-01T09:20:00Z', { ...PROJECT, client_id: '11OR02SB' });
    await timers.schedule('2026-06-01T09:20:00Z', { client_id: '11TB01SB9', project_id: '0010002' });

    expect(new Set(asked.map(({ name }) => name)).size).toBe(4);
  });

  test('any other refusal is the caller’s to see', async () => {
    refuseWith = { status: 400, type: 'ValidationException' };
    await expect(timers.schedule('2026-06-01T09:20:00Z', PROJECT)).rejects.toMatchObject({
      name: 'ValidationException',
    });
    expect(asked).toHaveLength(1);
  });
});
