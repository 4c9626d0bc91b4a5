import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { PROBLEM_OF_GATEWAY, PROBLEMS } from '../../functions/front-door/problems.ts';
import { ROUTES } from '../../functions/front-door/routes.ts';
import { FUNCTIONS, type FunctionName } from '../../lib/functions.ts';
import { STAGES, type StageName } from '../../lib/stages.ts';
import { only, type Properties, resourcesOf, synthesized } from './synthesized.ts';

const NAMES = Object.keys(STAGES) as StageName[];
const service = (stage: StageName = 'prod') => synthesized(stage).service;

/** Our functions by name; the one of CDK's own that runs the migration is left out. */
const functions = (stage: StageName): [FunctionName, Properties][] =>
  resourcesOf(service(stage), 'AWS::Lambda::Function')
    .map(([id, properties]): [string, Properties] => [id.replace(/[0-9A-F]{8}$/, ''), properties])
    .filter((pair): pair is [FunctionName, Properties] => pair[0] in FUNCTIONS);

describe('functions', () => {
  test.each(NAMES)(
    '%s: all of them, on Node 24 and arm64, with memory, time-out, log and trace of their own',
    (stage) => {
      const made = functions(stage);
      expect(made.map(([name]) => name).sort()).toEqual(Object.keys(FUNCTIONS).sort());
      for (const [name, properties] of made) {
        expect([name, properties]).toMatchObject([
          name,
          {
            Runtime: 'nodejs24.x',
            Architectures: ['arm64'],
            Handler: 'index.handler',
            MemorySize: FUNCTIONS[name].memory,
            Timeout: FUNCTIONS[name].timeoutSeconds,
            TracingConfig: { Mode: 'Active' },
            LoggingConfig: { LogGroup: { Ref: expect.stringContaining(`${name}Log`) } },
          },
        ]);
      }
      expect(new Set(made.map(([, { Role }]) => JSON.stringify(Role))).size).toBe(made.length);
    },
  );

  test.each(NAMES)('%s: every log ends', (stage) => {
    for (const [id, { RetentionInDays }] of resourcesOf(service(stage), 'AWS::Logs::LogGroup')) {
      expect([id, typeof RetentionInDays]).toEqual([id, 'number']);
    }
  });

  test.each(NAMES)('%s: an environment is under 4 KB, with room for ARNs, and holds no secret', (stage) => {
    for (const [name, { Environment }] of functions(stage)) {
      const text = JSON.stringify(Environment);
      expect([name, text.length < 3000]).toEqual([name, true]);
      expect(text).not.toMatch(/JWT_SECRET_KEY|password|token"/i);
    }
  });

  test('none is in a network, so none waits for one', () => {
    for (const [, { VpcConfig }] of functions('prod')) expect(VpcConfig).toBeUndefined();
  });
});

describe('state machine', () => {
  const machine = (stage: StageName) => only(service(stage), 'AWS::StepFunctions::StateMachine').Properties;

  test.each(NAMES)('%s: Express, the very file, traced, everything logged', (stage) => {
    const { DefinitionString, ...properties } = machine(stage);
    expect(DefinitionString).toBe(readFileSync('statemachines/turn.asl.json', 'utf8'));
    expect(properties).toMatchObject({
      StateMachineType: 'EXPRESS',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: STAGES[stage].executionData },
    });
  });

  test('each placeholder of the file has a value, and no value is without a placeholder', () => {
    const { DefinitionString, DefinitionSubstitutions } = machine('prod') as {
      DefinitionString: string;
      DefinitionSubstitutions: Record<string, unknown>;
    };
    const placeholders = new Set([...DefinitionString.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name));
    expect(Object.keys(DefinitionSubstitutions).sort()).toEqual([...placeholders].sort());
    for (const [name, value] of Object.entries(DefinitionSubstitutions)) {
      expect(JSON.stringify(value)).toContain(name.replace(/Arn$/, ''));
    }
  });

  test.each(NAMES)('%s: the log of executions is encrypted with our key and short-lived', (stage) => {
    const [[, log] = []] = resourcesOf(service(stage), 'AWS::Logs::LogGroup').filter(([, { KmsKeyId }]) => KmsKeyId);
    expect(log).toMatchObject({
      LogGroupName: `/aws/vendedlogs/states/scheduling-assistant-${stage}`,
      RetentionInDays: STAGES[stage].logDays.executions,
    });
    expect(STAGES[stage].logDays.executions).toBeLessThanOrEqual(14);
    expect(JSON.stringify(machine(stage).LoggingConfiguration)).toContain('TurnExecutions');
  });

  test('it may call its own five functions and no other', () => {
    const policies = resourcesOf(service(), 'AWS::IAM::Policy').filter(([id]) => id.startsWith('TurnMachine'));
    const called = policies
      .flatMap(([, { PolicyDocument }]) => PolicyDocument.Statement)
      .filter(({ Action }: { Action: unknown }) => Action === 'lambda:InvokeFunction')
      .flatMap(({ Resource }: { Resource: { 'Fn::GetAtt': [string] }[] }) => Resource)
      .map((resource: { 'Fn::GetAtt': [string] }) => resource['Fn::GetAtt'][0].replace(/[0-9A-F]{8}$/, ''));
    expect(called.sort()).toEqual(['Clarifier', 'Classifier', 'Responder', 'Supervisor', 'ToolExecutor']);
  });
});

describe('API', () => {
  const methods = (stage: StageName = 'prod') => {
    const paths = new Map<string, string>();
    const resources = resourcesOf(service(stage), 'AWS::ApiGateway::Resource');
    const pathOf = (ref: string): string => {
      const found = resources.find(([id]) => id === ref);
      return found === undefined ? '' : `${pathOf(found[1].ParentId.Ref)}/${found[1].PathPart}`;
    };
    for (const [id] of resources) paths.set(id, pathOf(id));
    return resourcesOf(service(stage), 'AWS::ApiGateway::Method').map(([, properties]) => ({
      path: paths.get(properties.ResourceId.Ref) ?? '',
      method: properties.HttpMethod as string,
      properties,
    }));
  };

  test('it is Regional, traced, throttled as the stage says', () => {
    expect(only(service(), 'AWS::ApiGateway::RestApi').Properties).toMatchObject({
      EndpointConfiguration: { Types: ['REGIONAL'] },
    });
    const { chat, other } = STAGES.prod.throttle;
    const { TracingEnabled, MethodSettings } = only(service(), 'AWS::ApiGateway::Stage').Properties as Properties;
    expect(TracingEnabled).toBe(true);
    expect(MethodSettings).toContainEqual(
      expect.objectContaining({
        HttpMethod: '*',
        ResourcePath: '/*',
        ThrottlingRateLimit: other.perSecond,
        ThrottlingBurstLimit: other.burst,
        DataTraceEnabled: false,
        LoggingLevel: 'OFF',
      }),
    );
    expect(MethodSettings).toContainEqual(
      expect.objectContaining({
        HttpMethod: 'POST',
        ResourcePath: '/~1api~1chat',
        ThrottlingRateLimit: chat.perSecond,
        ThrottlingBurstLimit: chat.burst,
      }),
    );
  });

  test('it has the routes of the front door, each behind a token where one is needed', () => {
    const served = methods().filter(({ method }) => !['OPTIONS', 'ANY'].includes(method));
    expect(
      served.map(({ path, method, properties }) => ({
        path,
        method,
        token: properties.AuthorizationType === 'CUSTOM',
      })),
    ).toEqual(expect.arrayContaining(ROUTES.map(({ path, method, token }) => ({ path, method, token }))));
    expect(served).toHaveLength(ROUTES.length);
  });

  test('every path answers a preflight, and any other method with 405', () => {
    for (const path of new Set(ROUTES.map((route) => route.path))) {
      const others = methods().filter((method) => method.path === path);
      expect(others.map(({ method }) => method)).toEqual(expect.arrayContaining(['OPTIONS', 'ANY']));
      const [response] =
        others.find(({ method }) => method === 'ANY')?.properties.Integration.IntegrationResponses ?? [];
      expect(response.StatusCode).toBe('405');
      expect(JSON.parse(response.ResponseTemplates['application/json'])).toMatchObject({ status: 405 });
    }
  });

  test('a message starts an execution through our own templates, and no body passes unmapped', () => {
    const chat = methods().find(({ path, method }) => path === '/api/chat' && method === 'POST')?.properties;
    const integration = chat?.Integration;
    expect(integration).toMatchObject({ PassthroughBehavior: 'NEVER', TimeoutInMillis: 29_000, Type: 'AWS' });
    expect(JSON.stringify(integration.Uri)).toContain('states:action/StartSyncExecution');
    const [request] = Object.values(integration.RequestTemplates);
    expect(Object.keys(integration.RequestTemplates)).toEqual(['application/json']);
    const text = JSON.stringify(request);
    expect(text).not.toContain('@@');
    expect(text).not.toContain('%StateMachineArn%');
    expect(text).toContain('TurnMachine');
    const statuses = integration.IntegrationResponses.map(({ StatusCode }: Properties) => StatusCode);
    expect(statuses.sort()).toEqual(['200', '502']);
    expect(JSON.stringify(integration.IntegrationResponses)).not.toContain('%AllowedOrigins%');
    expect(chat?.RequestModels).toHaveProperty(['application/json']);
    expect(chat?.RequestValidatorId).toBeDefined();
  });

  test('whatever the gateway itself has to say is a problem document, with the contract’s status', () => {
    const responses = resourcesOf(service(), 'AWS::ApiGateway::GatewayResponse').map(([, properties]) => properties);
    expect(responses).toHaveLength(Object.keys(PROBLEM_OF_GATEWAY).length);
    for (const { ResponseType, StatusCode, ResponseTemplates, ResponseParameters } of responses) {
      const row = PROBLEMS[PROBLEM_OF_GATEWAY[ResponseType] ?? 'not-found'];
      expect([ResponseType, StatusCode]).toEqual([ResponseType, String(row.status)]);
      const body = JSON.parse(ResponseTemplates['application/json']);
      expect(body).toMatchObject({ status: row.status, title: row.title, request_id: '$context.requestId' });
      expect(ResponseParameters['gatewayresponse.header.content-type']).toBe("'application/problem+json'");
    }
    const byType = Object.fromEntries(responses.map((response) => [response.ResponseType, response]));
    expect(byType.THROTTLED?.ResponseParameters['gatewayresponse.header.retry-after']).toBe("'1'");
    expect(byType.INTEGRATION_TIMEOUT?.StatusCode).toBe('504');
    expect(byType.INTEGRATION_TIMEOUT?.ResponseParameters['gatewayresponse.header.retry-after']).toBe("'2'");
  });

  test('the access log holds no query, no header, no path with an id, no address, no token', () => {
    const { AccessLogSetting } = only(service(), 'AWS::ApiGateway::Stage').Properties as Properties;
    const format = AccessLogSetting.Format as string;
    expect(format).not.toMatch(/\$context\.(path|identity|requestOverride|authorizer\.(identity|principalId))\b/);
    expect(format).not.toMatch(/querystring|header|authorization/i);
    expect(JSON.parse(format.replace('$context.status', '200'))).toMatchObject({
      request_id: '$context.requestId',
      route: '$context.resourcePath',
      status: 200,
    });
  });

  test('its authorizer is asked again soon, keyed on the whole token', () => {
    expect(only(service(), 'AWS::ApiGateway::Authorizer').Properties).toMatchObject({
      Type: 'TOKEN',
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerResultTtlInSeconds: 60,
    });
    const pattern = new RegExp(
      String(only(service(), 'AWS::ApiGateway::Authorizer').Properties.IdentityValidationExpression),
    );
    expect(['Bearer a.b-_.c', 'bearer  a.b.c '].every((header) => pattern.test(header))).toBe(true);
    expect(['', 'Basic abc', 'Bearer abc', 'Bearer a.b.c d'].some((header) => pattern.test(header))).toBe(false);
  });

  test('a firewall stands before it where the stage wants one, and reads no bodies', () => {
    expect(resourcesOf(service('dev'), 'AWS::WAFv2::WebACL')).toEqual([]);
    const [[, acl] = []] = resourcesOf(service('prod'), 'AWS::WAFv2::WebACL');
    expect(acl?.Rules.map(({ Name }: Properties) => Name)).toEqual(['per-address', 'known-for-abuse']);
    expect(resourcesOf(service('prod'), 'AWS::WAFv2::WebACLAssociation')).toHaveLength(1);
  });
});

describe('finished turns on their way to the history', () => {
  test('the stream is read from its start, failures are cut down, tried for a day, and named in a queue', () => {
    expect(only(service(), 'AWS::Lambda::EventSourceMapping').Properties).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRecordAgeInSeconds: 23 * 3600,
      MaximumRetryAttempts: 10_000,
      DestinationConfig: { OnFailure: { Destination: expect.anything() } },
    });
  });

  test('only saved turns and removed sessions are read, so that a turn that begins wakes nothing', () => {
    const { FilterCriteria } = only(service(), 'AWS::Lambda::EventSourceMapping').Properties as Properties;
    const patterns = FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern));
    const sessions = { pk: { S: [{ prefix: 'session#' }] } };
    expect(patterns).toEqual([
      {
        eventName: ['INSERT', 'MODIFY'],
        dynamodb: {
          Keys: sessions,
          NewImage: { last_turn: { S: [{ exists: true }] }, lease_holder: { S: [{ exists: false }] } },
        },
      },
      { eventName: ['REMOVE'], dynamodb: { Keys: sessions } },
    ]);
  });

  test('the schema is brought up to date before whoever needs it, with time for a database that sleeps', () => {
    const [[trigger, { Timeout }] = ['', {} as Properties]] = resourcesOf(service(), 'Custom::Trigger');
    expect(Number(Timeout)).toBe(600_000);
    for (const [name] of functions('prod').filter(([id]) => ['HistoryWriter', 'Conversations'].includes(id))) {
      const [[, resource] = []] = Object.entries(service().Resources).filter(
        ([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.startsWith(name),
      );
      expect([name, (resource as Properties | undefined)?.DependsOn]).toEqual([
        name,
        expect.arrayContaining([trigger]),
      ]);
    }
  });
});

describe('calls for a person, and timers', () => {
  test('each target has a dead-letter queue and explicit retries', () => {
    const targets = resourcesOf(service(), 'AWS::Events::Rule')
      .filter(([, { EventPattern }]) => EventPattern['detail-type'] !== undefined)
      .flatMap(([, { Targets }]) => Targets);
    expect(targets.length).toBeGreaterThan(0);
    for (const target of targets) {
      expect(target).toMatchObject({
        DeadLetterConfig: { Arn: expect.anything() },
        RetryPolicy: { MaximumRetryAttempts: 20, MaximumEventAgeInSeconds: 14_400 },
      });
    }
  });

  test('every queue and topic is encrypted and refuses plain HTTP', () => {
    for (const [, queue] of resourcesOf(service(), 'AWS::SQS::Queue')) expect(queue.SqsManagedSseEnabled).toBe(true);
    for (const [, topic] of resourcesOf(service(), 'AWS::SNS::Topic')) expect(topic.KmsMasterKeyId).toBeDefined();
    const policies = [
      ...resourcesOf(service(), 'AWS::SQS::QueuePolicy'),
      ...resourcesOf(service(), 'AWS::SNS::TopicPolicy'),
    ];
    const refusing = policies.filter(([, policy]) => JSON.stringify(policy).includes('aws:SecureTransport'));
    expect(refusing).toHaveLength(
      resourcesOf(service(), 'AWS::SQS::Queue').length + resourcesOf(service(), 'AWS::SNS::Topic').length,
    );
  });

  test('the recovery is told its own address and role, and has the very name that the timers call', () => {
    const [, recover] = functions('prod').find(([name]) => name === 'RecoverReschedule') ?? [];
    const { TIMER_TARGET_ARN, ...variables } = recover?.Environment.Variables ?? {};
    expect(JSON.stringify(TIMER_TARGET_ARN)).toContain(`:function:${recover?.FunctionName}`);
    expect(Object.keys(variables)).toEqual(
      expect.arrayContaining(['TIMER_GROUP', 'TIMER_ROLE_ARN', 'TIMER_DEAD_LETTER_ARN', 'EVENT_BUS_NAME']),
    );
  });
});

describe('who is told', () => {
  test('whoever has to publish to a topic may: alarms to two, the bus to the third', () => {
    const publishers = resourcesOf(service(), 'AWS::SNS::TopicPolicy').map(([, { PolicyDocument, Topics }]) => [
      Topics[0].Ref.replace(/[0-9A-F]{8}$/, ''),
      PolicyDocument.Statement.filter(({ Effect }: Properties) => Effect === 'Allow').map(
        ({ Principal, Action }: Properties) => [Action, Principal.Service],
      ),
    ]);
    expect(Object.fromEntries(publishers)).toEqual({
      AlarmsWake: [['sns:Publish', 'cloudwatch.amazonaws.com']],
      AlarmsLook: [['sns:Publish', 'cloudwatch.amazonaws.com']],
      HandoffRequested: [['sns:Publish', 'events.amazonaws.com']],
    });
  });

  const alarms = (stage: StageName) => resourcesOf(service(stage), 'AWS::CloudWatch::Alarm').map(([, alarm]) => alarm);

  test('every alarm says what it means, tells somebody, and is quiet while nobody talks', () => {
    for (const alarm of alarms('prod')) {
      expect(alarm).toMatchObject({
        AlarmDescription: expect.stringMatching(/\w.* See docs\/operate\.md, "\w+"\.$/),
        AlarmActions: [expect.anything()],
        TreatMissingData: 'notBreaching',
      });
    }
  });

  test('every alarm has its chapter in docs/operate.md', () => {
    const operate = readFileSync('docs/operate.md', 'utf8');
    for (const { AlarmName } of alarms('prod')) {
      expect(operate).toContain(`### ${String(AlarmName).replace('scheduling-assistant-prod-', '')}\n`);
    }
  });

  test('every dead-letter queue is watched', () => {
    const watched = JSON.stringify(alarms('prod'));
    for (const [id] of resourcesOf(service(), 'AWS::SQS::Queue')) expect(watched).toContain(id);
  });

  test('the figures that are watched are figures that the code writes', () => {
    const written = readFileSync('adapters/metrics.ts', 'utf8');
    const names = [
      ...new Set(
        JSON.stringify(resourcesOf(service(), 'AWS::CloudWatch::Dashboard')).match(
          /(?<=SchedulingAssistant\\*",\\*")\w+/g,
        ),
      ),
    ];
    expect(names.length).toBeGreaterThan(8);
    for (const name of names) expect(written).toContain(`'${name}'`);
  });
});

describe('the account', () => {
  test.each(NAMES)('%s: no template names one, and everything is tagged', (stage) => {
    for (const template of Object.values(synthesized(stage))) {
      expect(JSON.stringify(template)).not.toMatch(/(?<!\d)\d{12}(?!\d)/);
    }
    const tags = (template: { Resources: Record<string, { Type: string; Properties?: Properties }> }) =>
      Object.values(template.Resources)
        .filter(({ Type }) => ['AWS::Lambda::Function', 'AWS::DynamoDB::Table', 'AWS::RDS::DBCluster'].includes(Type))
        .filter(({ Properties }) => Properties?.Tags !== undefined);
    expect(tags(synthesized(stage).data)).toHaveLength(2);
    for (const { Properties } of [...tags(synthesized(stage).data), ...tags(service(stage))]) {
      expect(Properties?.Tags).toEqual(
        expect.arrayContaining([
          { Key: 'service', Value: 'scheduling-assistant' },
          { Key: 'stage', Value: stage },
        ]),
      );
    }
  });
});
