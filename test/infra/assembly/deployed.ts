import { type AttributeValue, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { Temporal } from 'temporal-polyfill';
import type { TurnEvent } from '../../../core/contracts/execution-record.ts';
import type { AuthorizerResult } from '../../../functions/front-door/authorizer.ts';
import type { ProxyResult } from '../../../functions/front-door/proxy.ts';
import { FUNCTIONS, type FunctionName } from '../../../lib/functions.ts';
import { AGENTS } from '../../../lib/turn-machine.ts';
import { startDataApi } from '../../../runtime/data-api.ts';
import { createGateway } from '../../../runtime/gateway.ts';
import { listen } from '../../../runtime/listen.ts';
import { startLocalTable } from '../../../runtime/local-table.ts';
import { createStateMachine, type LambdaFunction } from '../../../runtime/state-machine.ts';
import { startSandbox } from '../../../sandbox/server.ts';
import { readAssembly } from './assembly.ts';
import { type DeployedFunction, startFunction } from './deployed-function.ts';
import { startServices } from './services.ts';
import { passes } from './stream-filter.ts';

export type Deployed = {
  url: string;
  sandboxUrl: string;
  functions: Record<FunctionName, DeployedFunction>;
  /** Events of every execution so far. */
  events: TurnEvent[];
  /** Records of the session table's stream: those that the filters let through, and how many they held back. */
  stream: { passed: unknown[]; held: number };
  /** What was asked of AWS services without a stand-in. */
  asked: { service: string; body: string }[];
  close(): Promise<void>;
};

/**
 * Serves a cloud assembly on this machine: each package in a process of its own with the environment of its template, the
 * definition and the mapping templates as they would be deployed. Stands in for AWS: the local runtime's table, database,
 * gateway and engine.
 *
 * @param secret  What Secrets Manager holds.
 */
export async function serveAssembly(
  folder: string,
  { stage, secret }: { stage: string; secret: string },
): Promise<Deployed> {
  const assembly = readAssembly(folder, stage);
  const services = await startServices(secret);
  const sandbox = await startSandbox({ port: 0, now: () => Temporal.Now.instant() });
  const local = await startLocalTable('sessions', null);
  const dataApi = await startDataApi({ directory: null });
  await dataApi.ready;
  const lambda = {
    PATH: process.env.PATH ?? '',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: services.url,
    AWS_ENDPOINT_URL_DYNAMODB: local.endpoint,
    AWS_ENDPOINT_URL_RDS_DATA: dataApi.url,
    // Where a deploy has the real ones.
    SESSION_TABLE: 'sessions',
    HISTORY_CLUSTER_ARN: 'arn:aws:rds:us-east-1:111122223333:cluster:history',
    HISTORY_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:history',
    CUSTOMER_SCHEDULER_API_URL: sandbox.url,
    WEATHER_API_URL: sandbox.url,
    GEOCODING_API_URL: sandbox.url,
    TIMER_TARGET_ARN: 'arn:aws:lambda:us-east-1:111122223333:function:recover',
    TIMER_ROLE_ARN: 'arn:aws:iam::111122223333:role/timer',
    TIMER_DEAD_LETTER_ARN: 'arn:aws:sqs:us-east-1:111122223333:undelivered',
  };
  const started = await Promise.all(
    (Object.keys(FUNCTIONS) as FunctionName[]).map(async (name) => {
      const environment = { ...assembly.environments[name], ...lambda, AWS_LAMBDA_FUNCTION_NAME: name };
      return [name, await startFunction(assembly.directories[name], environment)] as const;
    }),
  );
  const functions = Object.fromEntries(started) as Record<FunctionName, DeployedFunction>;
  await functions.MigrateHistory.invoke({});

  const table = new DynamoDBClient({
    endpoint: local.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const stream: Deployed['stream'] = { passed: [], held: 0 };
  const imageOf = async (sessionId: string) =>
    (await table.send(new GetItemCommand({ TableName: 'sessions', Key: { pk: { S: `session#${sessionId}` } } }))).Item;

  /** Tells the writer of a change, as the event source mapping would. */
  async function change(sessionId: string, before: Image, after: Image): Promise<void> {
    const record = streamRecord(sessionId, before, after);
    if (!passes(record, assembly.filters)) {
      stream.held += 1;
      return;
    }
    stream.passed.push(record);
    await functions.HistoryWriter.invoke({ Records: [record] });
  }

  async function supervise(event: unknown): Promise<unknown> {
    const sessionId = sessionOf(event);
    const before = sessionId === undefined ? undefined : await imageOf(sessionId);
    const result = await functions.Supervisor.invoke(event);
    if (sessionId !== undefined) {
      const after = await imageOf(sessionId);
      if (JSON.stringify(before) !== JSON.stringify(after)) await change(sessionId, before, after);
    }
    return result;
  }

  async function converse(event: unknown): Promise<ProxyResult> {
    const sessionId = (event as { pathParameters?: { session_id?: string } }).pathParameters?.session_id;
    const before = sessionId === undefined ? undefined : await imageOf(sessionId);
    const result = (await functions.Conversations.invoke(event)) as ProxyResult;
    if (sessionId !== undefined && before !== undefined && (await imageOf(sessionId)) === undefined) {
      await change(sessionId, before, undefined);
    }
    return result;
  }

  const events: TurnEvent[] = [];
  const agents = Object.fromEntries(
    AGENTS.map((name): [string, LambdaFunction] => [
      name,
      name === 'Supervisor' ? supervise : (event) => functions[name].invoke(event),
    ]),
  );
  const gateway = createGateway({
    stateMachine: createStateMachine({
      definition: assembly.definition,
      functions: agents,
      record: (_, event) => events.push(event),
    }),
    authorize: (event) => functions.Authorizer.invoke(event) as Promise<AuthorizerResult>,
    functions: {
      conversations: converse,
      health: (event: unknown) => functions.Health.invoke(event) as Promise<ProxyResult>,
      openapi: (event: unknown) => functions.Health.invoke(event) as Promise<ProxyResult>,
    } as never,
    templates: assembly.templates,
    allowedOrigins: ['*'],
    integrationTimeoutMs: 29_000,
    throttle: { perSecond: 100, burst: 200 },
    log: { info: () => {}, error: () => {} },
  });
  const door = await listen(() => gateway, '127.0.0.1', 0);
  return {
    url: door.url,
    sandboxUrl: sandbox.url,
    functions,
    events,
    stream,
    asked: services.asked,
    async close() {
      await door.close();
      for (const fn of Object.values(functions)) fn.stop();
      table.destroy();
      await Promise.all([services.close(), sandbox.close(), local.close(), dataApi.close()]);
    },
  };
}

type Image = Record<string, AttributeValue> | undefined;

const streamRecord = (sessionId: string, before: Image, after: Image) => ({
  eventID: `${sessionId}-${Date.now()}-${Math.random()}`,
  eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
  eventSource: 'aws:dynamodb',
  dynamodb: {
    ApproximateCreationDateTime: Math.floor(Date.now() / 1000),
    SequenceNumber: String(Date.now()),
    Keys: { pk: { S: `session#${sessionId}` } },
    ...(after === undefined ? {} : { NewImage: after }),
    ...(before === undefined ? {} : { OldImage: before }),
  },
});

/** The session that a step of the supervisor is about; none yet where the client named none. */
function sessionOf(event: unknown): string | undefined {
  const { input } = event as { input: { session_id?: string; request?: { session_id?: string } } };
  return input.session_id ?? input.request?.session_id;
}
