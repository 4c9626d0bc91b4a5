import { Aws, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AwsIntegration,
  type DomainNameOptions,
  EndpointType,
  GatewayResponse,
  type IAuthorizer,
  type IRestApi,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  MockIntegration,
  Model,
  PassthroughBehavior,
  RequestValidator,
  type Resource,
  ResponseType,
  RestApi,
  SecurityPolicy,
  TokenAuthorizer,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, LogGroup } from 'aws-cdk-lib/aws-logs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { CORS, corsHeaders } from '../functions/front-door/cors.ts';
import { mappingTemplates } from '../functions/front-door/mapping-templates.ts';
import {
  PROBLEM_OF_GATEWAY,
  PROBLEMS,
  type ProblemKind,
  problemHeaders,
  problemOf,
} from '../functions/front-door/problems.ts';
import { CHAT_REQUEST_MODEL } from '../functions/front-door/request-model.ts';
import { ROUTES, type Route } from '../functions/front-door/routes.ts';
import type { AgentFunction } from './agent-function.ts';
import { METRICS_NAMESPACE, SERVICE } from './names.ts';
import type { Stage } from './stages.ts';

/** How long API Gateway waits for the turn: its own limit. The turn itself goes on. */
const GATEWAY_TIMEOUT = Duration.seconds(29);

export type ChatApiProps = {
  stage: Stage;
  machine: StateMachine;
  authorizer: AgentFunction;
  conversations: AgentFunction;
  health: AgentFunction;
};

/**
 * The HTTP API. A message goes from the gateway straight into the state machine, by mapping templates of our own; the
 * small routes go to functions. Whatever the gateway itself has to say is a problem document like any other error.
 */
export class ChatApi extends Construct {
  readonly api: RestApi;
  /** Requests answered with 401. */
  readonly refused: IMetric;
  readonly #stage: Stage;

  /** Where callers find it. */
  get url(): string {
    const { customDomain } = this.#stage;
    return customDomain === null ? this.api.url : `https://${customDomain.name}/`;
  }

  /** The class does not quite implement its own interface where absent and undefined differ. */
  get #restApi(): IRestApi {
    return this.api as IRestApi;
  }

  constructor(scope: Construct, id: string, { stage, machine, authorizer, conversations, health }: ChatApiProps) {
    super(scope, id);
    this.#stage = stage;
    const accessLog = new LogGroup(this, 'Access', {
      retention: stage.logDays.access,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.refused = accessLog
      .addMetricFilter('Refused', {
        filterPattern: FilterPattern.numberValue('$.status', '=', 401),
        metricNamespace: `${METRICS_NAMESPACE}/${stage.name}`,
        metricName: 'TokensRefused',
        metricValue: '1',
        defaultValue: 0,
      })
      .metric({ statistic: 'Sum', period: Duration.minutes(5), label: 'refused' });
    this.api = new RestApi(this, 'Api', {
      restApiName: `${SERVICE}-${stage.name}`,
      description: 'Scheduling assistant',
      endpointTypes: [EndpointType.REGIONAL],
      ...this.#domain(),
      // Access logs need the account to have let API Gateway write to CloudWatch; the role outlives the stack.
      cloudWatchRole: true,
      deployOptions: {
        stageName: stage.name,
        tracingEnabled: true,
        // Execution logs may quote a refused body, which is a customer's message.
        loggingLevel: MethodLoggingLevel.OFF,
        dataTraceEnabled: false,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: ACCESS_LOG_FORMAT,
        throttlingRateLimit: stage.throttle.other.perSecond,
        throttlingBurstLimit: stage.throttle.other.burst,
        methodOptions: {
          '/api/chat/POST': {
            throttlingRateLimit: stage.throttle.chat.perSecond,
            throttlingBurstLimit: stage.throttle.chat.burst,
          },
        },
      },
    });
    const bearer = new TokenAuthorizer(this, 'Bearer', {
      handler: authorizer,
      identitySource: 'method.request.header.Authorization',
      // What is no token at all is refused without a call.
      validationRegex: '^[Bb][Ee][Aa][Rr][Ee][Rr] +[-A-Za-z0-9_]+\\.[-A-Za-z0-9_]+\\.[-A-Za-z0-9_]+ *$',
      resultsCacheTtl: Duration.seconds(stage.authorizerCacheSeconds),
    });

    const lambdas = { conversations, health, openapi: health };
    for (const [path, routes = []] of Object.entries(Object.groupBy(ROUTES, (route) => route.path))) {
      const resource = this.api.root.resourceForPath(path);
      for (const { method, behind, token } of routes) {
        if (behind === 'chat') this.#chat(resource, { machine, bearer });
        else this.#function(resource, method, { handler: lambdas[behind], bearer: token ? bearer : null });
      }
      this.#close(resource, routes);
    }
    this.#gatewayResponses();
    this.#acknowledge();
  }

  #domain(): { domainName?: DomainNameOptions; disableExecuteApiEndpoint?: boolean } {
    const { customDomain } = this.#stage;
    if (customDomain === null) return {};
    const certificateArn = StringParameter.valueForStringParameter(this, customDomain.certificateParameter);
    return {
      domainName: {
        domainName: customDomain.name,
        certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
        endpointType: EndpointType.REGIONAL,
        securityPolicy: SecurityPolicy.TLS_1_2,
      },
      disableExecuteApiEndpoint: true,
    };
  }

  #chat(resource: Resource, { machine, bearer }: { machine: StateMachine; bearer: IAuthorizer }): void {
    const starter = new Role(this, 'Starter', {
      description: 'What the gateway is when it starts a turn.',
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    starter.addToPolicy(
      new PolicyStatement({ actions: ['states:StartSyncExecution'], resources: [machine.stateMachineArn] }),
    );
    const templates = mappingTemplates({
      stateMachineArn: machine.stateMachineArn,
      allowedOrigins: this.#stage.allowedOrigins,
    });
    resource.addMethod(
      'POST',
      new AwsIntegration({
        service: 'states',
        action: 'StartSyncExecution',
        options: {
          credentialsRole: starter,
          timeout: GATEWAY_TIMEOUT,
          // Another content type is 415, and never a body that passes through unmapped.
          passthroughBehavior: PassthroughBehavior.NEVER,
          requestTemplates: { 'application/json': templates.request },
          integrationResponses: [
            { statusCode: '200', responseTemplates: { 'application/json': templates.response } },
            {
              statusCode: '502',
              selectionPattern: '[45]\\d{2}',
              responseTemplates: { 'application/json': templates.notStarted },
            },
          ],
        },
      }),
      {
        authorizer: bearer,
        requestValidator: new RequestValidator(this, 'BodyForm', { restApi: this.#restApi, validateRequestBody: true }),
        requestModels: {
          'application/json': new Model(this, 'ChatRequest', {
            restApi: this.#restApi,
            contentType: 'application/json',
            schema: CHAT_REQUEST_MODEL as never,
          }),
        },
        methodResponses: [{ statusCode: '200' }, { statusCode: '502' }],
      },
    );
  }

  #function(
    resource: Resource,
    httpMethod: string,
    { handler, bearer }: { handler: AgentFunction; bearer: IAuthorizer | null },
  ): void {
    const method = resource.addMethod(
      httpMethod,
      new LambdaIntegration(handler, { allowTestInvoke: false }),
      bearer === null ? {} : { authorizer: bearer },
    );
    if (bearer === null) {
      Validations.of(method).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason: 'Health and the description of the API tell nothing of anybody.',
      });
    }
  }

  /** Answers what browsers ask beforehand, and every other method with 405. */
  #close(resource: Resource, routes: readonly Route[]): void {
    const methods = [...routes.map(({ method }) => method), 'OPTIONS'];
    const preflight = resource.addCorsPreflight({
      allowOrigins: [...this.#stage.allowedOrigins],
      allowMethods: methods,
      allowHeaders: [...CORS.allowHeaders],
      maxAge: Duration.seconds(CORS.maxAgeSeconds),
    });
    const others = resource.addMethod(
      'ANY',
      new MockIntegration({
        passthroughBehavior: PassthroughBehavior.NEVER,
        requestTemplates: { 'application/json': '{"statusCode": 405}' },
        integrationResponses: [
          {
            statusCode: '405',
            responseTemplates: {
              'application/json': JSON.stringify(problemOf('method-not-allowed', '$context.requestId')),
            },
            responseParameters: {
              'method.response.header.Allow': `'${methods.join(', ')}'`,
              'method.response.header.Content-Type': "'application/problem+json'",
            },
          },
        ],
      }),
      {
        methodResponses: [
          {
            statusCode: '405',
            responseParameters: {
              'method.response.header.Allow': true,
              'method.response.header.Content-Type': true,
            },
          },
        ],
      },
    );
    for (const method of [preflight, others]) {
      Validations.of(method).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason: 'Answered by the gateway itself with a fixed text: there is nothing to authorize.',
      });
    }
  }

  #gatewayResponses(): void {
    for (const [type, kind] of Object.entries(PROBLEM_OF_GATEWAY)) {
      new GatewayResponse(this, `Problem${type}`, {
        restApi: this.#restApi,
        type: ResponseType.of(type),
        statusCode: String(PROBLEMS[kind].status),
        responseHeaders: headersOf(kind),
        templates: { 'application/json': JSON.stringify(problemOf(kind, '$context.requestId')) },
      });
    }
  }

  #acknowledge(): void {
    Validations.of(this.api).acknowledge(
      { id: 'AwsSolutions-COG4', reason: 'Callers bring the tokens of the portal: a Lambda authorizer verifies them.' },
      {
        id: 'AwsSolutions-APIG2',
        reason: 'The body is validated where there is one; each of its fields is checked again by the first state.',
      },
      {
        id: 'AwsSolutions-APIG6',
        reason: "The gateway's execution logs may quote a refused body; access log, trace and state log tell the rest.",
      },
      {
        id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
        reason: 'The role that the account lends API Gateway to write its access logs with.',
      },
    );
    if (this.#stage.firewall === null) {
      Validations.of(this.api).acknowledge({
        id: 'AwsSolutions-APIG3',
        reason: 'No firewall in this stage: throttled, behind tokens, and about 10 USD a month cheaper.',
      });
    }
  }
}

/** Headers of a gateway response: those of the problem, and leave for any page to read a text that says nothing. */
function headersOf(kind: ProblemKind): Record<string, string> {
  const headers = { ...problemHeaders(kind), ...corsHeaders(null, ['*']) };
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `'${value}'`]));
}

/** One JSON line a request: no query string, no header, no path but the route, no address of the caller. */
const ACCESS_LOG_FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    time: '$context.requestTime',
    request_id: '$context.requestId',
    trace: '$context.xrayTraceId',
    method: '$context.httpMethod',
    route: '$context.resourcePath',
    status: '%status%',
    error: '$context.error.responseType',
    latency_ms: '$context.responseLatency',
    integration_ms: '$context.integrationLatency',
    integration_status: '$context.integrationStatus',
    authorizer_status: '$context.authorizer.status',
    authorizer_ms: '$context.authorizer.latency',
    bytes: '$context.responseLength',
    client_id: '$context.authorizer.client_id',
  }).replace('"%status%"', '$context.status'),
);
