import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { handler as authorizer } from '../../functions/front-door/authorizer.ts';
import { handler as conversations } from '../../functions/front-door/conversations.ts';
import { handler as health } from '../../functions/front-door/health.ts';
import { logger } from '../../functions/shared/logger.ts';
import { handler as supervisor } from '../../functions/supervisor/handler.ts';
import { type LocalTable, startLocalTable } from '../../runtime/local-table.ts';
import { developmentToken } from '../../runtime/sandbox-customers.ts';
import { anInput, aTurn, IDENTITY } from '../runtime/turns.ts';

const SECRET = 'a secret for tests that is long enough to be one';
const outside = { ...process.env };
let local: LocalTable;

/** The deployed entries, wired from the environment as Lambda gives it, over a DynamoDB at another address. */
beforeAll(async () => {
  logger.setLogLevel('SILENT');
  local = await startLocalTable('entries', null);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: local.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    SESSION_TABLE: 'entries',
    JWT_SECRET_KEY: SECRET,
    ASSISTANT_NOW: '2026-06-01T09:00:00-04:00',
  });
});
afterAll(async () => {
  process.env = outside;
  await local.close();
});

const event = (resource: string, changes: object = {}) => ({
  httpMethod: 'GET',
  resource,
  requestContext: { requestId: 'request-1', authorizer: { identity: JSON.stringify(IDENTITY) } },
  ...changes,
});

describe('The entry', () => {
  test('of the authorizer verifies with the configured secret and stores the token', async () => {
    const token = await developmentToken('7001001', SECRET);
    const methodArn = 'arn:aws:execute-api:us-east-1:123456789012:api1/prod/POST/api/chat';
    expect(await authorizer({ methodArn, authorizationToken: `Bearer ${token}` })).toMatchObject({
      principalId: '7001001',
    });
    const forged = await developmentToken('7001001', `${SECRET}!`);
    await expect(authorizer({ methodArn, authorizationToken: `Bearer ${forged}` })).rejects.toThrow(/^Unauthorized$/);
  });

  test('of the supervisor opens, plans and saves a turn on the configured clock', async () => {
    const input = anInput({ message: 'Hello', session_id: 'session-entry' });
    const opened = await supervisor({ step: 'OpenTurn', execution_id: 'e1', input });
    expect(opened).toMatchObject({ answered: false, turn: 1, now: '2026-06-01T09:00:00.000-04:00' });
    const turn = aTurn({ session_id: 'session-entry', execution_id: 'e1', agent_response: null });
    const planned = await supervisor({ step: 'Plan', input: turn });
    expect(planned).toMatchObject({ acts: [{ act: 'greet' }], tools_to_execute: [] });
    const answer = await supervisor({
      step: 'SaveTurn',
      input: aTurn({ session_id: 'session-entry', execution_id: 'e1' }),
    });
    expect(answer).toMatchObject({ turn: 1, response: 'Hello!' });
    await expect(
      supervisor({ step: 'SaveTurn', input: aTurn({ session_id: 'session-entry', execution_id: 'e2' }) }),
    ).rejects.toMatchObject({ name: 'LeaseLostError' });
  });

  test('of health looks at what is configured', async () => {
    const { statusCode, body } = await health(event('/api/healthz'));
    expect({ statusCode, ...JSON.parse(body) }).toMatchObject({
      statusCode: 200,
      status: 'ok',
      checks: { sessions: 'ok', history: 'ok', model: 'off', pf360: 'off' },
    });
    expect((await health(event('/openapi.json'))).statusCode).toBe(200);
  });

  test('of conversations names what it lacks, and serves once it has it', async () => {
    await expect(conversations(event('/api/conversations'))).rejects.toMatchObject({ name: 'ConfigurationError' });
    Object.assign(process.env, {
      HISTORY_CLUSTER_ARN: 'arn:aws:rds:us-east-1:1:cluster:x',
      HISTORY_SECRET_ARN: 'arn:aws:sm:x',
    });
    const queryStringParameters = { limit: '0' };
    expect(await conversations(event('/api/conversations', { queryStringParameters }))).toMatchObject({
      statusCode: 400,
    });
  });
});
