import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import * as z from 'zod';
import type { AuthorizerResult } from '../functions/front-door/authorizer.ts';
import { CORS, corsHeaders } from '../functions/front-door/cors.ts';
import type { MappingTemplates } from '../functions/front-door/mapping-templates.ts';
import { PROBLEM_OF_GATEWAY, type ProblemKind, problemHeaders, problemOf } from '../functions/front-door/problems.ts';
import type { ProxyResult } from '../functions/front-door/proxy.ts';
import { CHAT_REQUEST_MODEL } from '../functions/front-door/request-model.ts';
import { ROUTES, type Route } from '../functions/front-door/routes.ts';
import type { Log } from '../functions/shared/logger.ts';
import type { LocalEnv } from './inspector/security.ts';
import { type Mapped, readMappingTemplate } from './mapping.ts';
import { type ExecutionResult, type LocalStateMachine, ValidationException } from './state-machine.ts';
import { createThrottle, type Rate } from './throttle.ts';
import { ThrottlingException } from './turnstile.ts';

/** The gateway's own bound is 10 MB; this one refuses earlier what OpenTurn would refuse. */
const BODY_LIMIT = 16 * 1024;
/** A body is read to its end even when it is too large, or its sender could not read the answer; but not for ever. */
const DRAIN_LIMIT = 10 * 1024 * 1024;
const DEEPEST = 100;

export type GatewayOptions = {
  stateMachine: LocalStateMachine;
  authorize: (event: unknown) => Promise<AuthorizerResult>;
  /** The functions behind proxy routes. */
  functions: Record<Exclude<Route['behind'], 'chat'>, (event: unknown) => Promise<ProxyResult>>;
  templates: MappingTemplates;
  allowedOrigins: readonly string[];
  /** How long an integration may take: 29 s in AWS. */
  integrationTimeoutMs: number;
  throttle: Rate;
  /** Epoch milliseconds when a request comes in; this machine's own clock when absent. */
  now?: () => number;
  /** What is served here beside the API and never in AWS: pages for whoever sits at this machine. */
  localPages?: Hono<LocalEnv> | undefined;
  log: Pick<Log, 'info' | 'error'>;
};

type Call = { request: Request; requestId: string; receivedAt: number; url: URL };

/** A refusal that the gateway itself makes, by its type of gateway response. */
class GatewayRefusal extends Error {
  override readonly name = 'GatewayRefusal';
  readonly kind: ProblemKind;
  constructor(kind: ProblemKind) {
    super(kind);
    this.kind = kind;
  }
}

/**
 * Plays API Gateway in front of the assistant: routes, throttle, authorizer, request model, mapping templates, integration
 * time-out, CORS. What it answers by itself are the problems that a deployed gateway is configured to answer.
 */
export function createGateway(options: GatewayOptions): Hono<LocalEnv> {
  const mayPass = createThrottle(options.throttle);
  const chat = createChatIntegration(options);
  const app = new Hono<LocalEnv>();

  if (options.localPages !== undefined) app.route('/', options.localPages);
  app.all('*', async (c) => {
    const call: Call = {
      request: c.req.raw,
      requestId: randomUUID(),
      receivedAt: (options.now ?? Date.now)(),
      url: new URL(c.req.url),
    };
    const response = await answer(call).catch((error: unknown) => refusal(call, error, options.log));
    return withCommonHeaders(response, call, options.allowedOrigins);
  });
  return app;

  async function answer(call: Call): Promise<Response> {
    const found = routesOf(call.url.pathname);
    if (found.length === 0) throw new GatewayRefusal('not-found');
    const methods = found.map(({ route }) => route.method);
    if (call.request.method === 'OPTIONS') return preflight(methods);
    const match = found.find(({ route }) => route.method === call.request.method);
    if (match === undefined) return methodNotAllowed(call, methods);
    if (!mayPass()) throw new GatewayRefusal('too-many-requests');
    const authorizer = match.route.token ? await authorizeCall(call, options.authorize) : {};
    if (match.route.behind === 'chat') return chat(call, authorizer);
    return proxy(call, match, authorizer, options);
  }
}

type Match = { route: Route; parameters: Record<string, string> };

function routesOf(pathname: string): Match[] {
  return ROUTES.flatMap((route) => {
    const names: string[] = [];
    const pattern = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
      names.push(name);
      return '([^/]+)';
    });
    const matched = new RegExp(`^${pattern}$`).exec(pathname);
    if (matched === null) return [];
    return [{ route, parameters: Object.fromEntries(names.map((name, at) => [name, decode(matched[at + 1] ?? '')])) }];
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @throws {GatewayRefusal} no token, a refused one, or an authorizer that failed. */
async function authorizeCall(call: Call, authorize: GatewayOptions['authorize']): Promise<Record<string, string>> {
  const authorization = call.request.headers.get('authorization');
  // The gateway does not even ask the authorizer when its identity source is missing.
  if (authorization === null || authorization === '') throw new GatewayRefusal('unauthorized');
  const methodArn = `arn:aws:execute-api:us-east-1:000000000000:local/local/${call.request.method}${call.url.pathname}`;
  try {
    const { context } = await authorize({ type: 'TOKEN', methodArn, authorizationToken: authorization });
    return context;
  } catch (error) {
    if (error instanceof Error && error.message === 'Unauthorized') throw new GatewayRefusal('unauthorized');
    throw error;
  }
}

/** `POST /api/chat`: request model, request template, execution within the time-out, response template. */
function createChatIntegration({ stateMachine, templates, integrationTimeoutMs }: GatewayOptions) {
  const request = readMappingTemplate(templates.request);
  const response = readMappingTemplate(templates.response);
  const notStarted = readMappingTemplate(templates.notStarted);
  const model = z.fromJSONSchema(CHAT_REQUEST_MODEL as never);
  const StartExecution = z.object({ name: z.string(), input: z.string() });

  return async (call: Call, authorizer: Record<string, string>): Promise<Response> => {
    const body = await readBody(call.request);
    if (!isJson(call.request)) throw new GatewayRefusal('unsupported-media-type');
    const payload = parseJson(body);
    if (!model.safeParse(payload).success || Array.isArray(payload)) throw new GatewayRefusal('invalid-request');

    const scope = {
      headers: Object.fromEntries(call.request.headers),
      requestId: call.requestId,
      requestTimeEpoch: call.receivedAt,
      authorizer,
    };
    const { name, input } = StartExecution.parse(JSON.parse(request({ ...scope, body }).text));
    try {
      const execution = stateMachine.start(JSON.parse(input), name);
      const result = await within(integrationTimeoutMs, execution);
      if (result === null) throw new GatewayRefusal('turn-takes-long');
      return mappedResponse(response({ ...scope, body: JSON.stringify(syncResult(result)) }), 200);
    } catch (error) {
      if (!(error instanceof ValidationException || error instanceof ThrottlingException)) throw error;
      return mappedResponse(notStarted({ ...scope, body: JSON.stringify({ __type: error.name }) }), 400);
    }
  };
}

/** StartSyncExecution's answer: 200 in every case. */
const syncResult = (result: ExecutionResult): Record<string, string> =>
  result.status === 'SUCCEEDED'
    ? { status: result.status, output: result.output }
    : { status: result.status, error: result.error, cause: result.cause };

function mappedResponse({ text, status, headers }: Mapped, statusOfIntegration: number): Response {
  const response = new Response(text, { status: status ?? statusOfIntegration });
  response.headers.set('content-type', 'application/json');
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

/** A proxy integration: the event and the answer of a Lambda function behind API Gateway. */
async function proxy(
  call: Call,
  { route, parameters }: Match,
  authorizer: Record<string, string>,
  { functions, integrationTimeoutMs }: GatewayOptions,
): Promise<Response> {
  if (route.behind === 'chat') throw new GatewayRefusal('not-found');
  const query = Object.fromEntries(call.url.searchParams);
  const event = {
    resource: route.path,
    path: call.url.pathname,
    httpMethod: route.method,
    headers: Object.fromEntries(call.request.headers),
    pathParameters: Object.keys(parameters).length === 0 ? null : parameters,
    queryStringParameters: Object.keys(query).length === 0 ? null : query,
    requestContext: { requestId: call.requestId, authorizer },
    body: null,
    isBase64Encoded: false,
  };
  const result = await within(integrationTimeoutMs, functions[route.behind](event));
  if (result === null) throw new GatewayRefusal('turn-takes-long');
  const { statusCode, headers, body } = result;
  return new Response(statusCode === 204 ? null : body, { status: statusCode, headers });
}

/** Null when it takes longer; it then goes on unobserved. */
async function within<Value>(ms: number, work: Promise<Value>): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}

/** @throws {GatewayRefusal} it is too large, or no UTF-8. */
async function readBody(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes <= BODY_LIMIT) chunks.push(chunk);
    if (bytes > DRAIN_LIMIT) break;
  }
  if (bytes > BODY_LIMIT) throw new GatewayRefusal('too-large');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new GatewayRefusal('invalid-request');
  }
}

/** A request that names no type counts as JSON, as in the gateway. */
function isJson(request: Request): boolean {
  const type = request.headers.get('content-type');
  return type === null || type.split(';')[0]?.trim().toLowerCase() === 'application/json';
}

/** @throws {GatewayRefusal} it is no JSON, or nested deeper than a gateway reads. */
function parseJson(text: string): unknown {
  let payload: unknown;
  try {
    payload = JSON.parse(text);
  } catch {
    throw new GatewayRefusal('invalid-request');
  }
  let level: unknown[] = [payload];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw new GatewayRefusal('invalid-request');
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return payload;
}

const preflight = (methods: readonly string[]): Response =>
  new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': [...methods, 'OPTIONS'].join(','),
      'access-control-allow-headers': CORS.allowHeaders.join(','),
      'access-control-max-age': String(CORS.maxAgeSeconds),
    },
  });

function methodNotAllowed(call: Call, methods: readonly string[]): Response {
  const response = problemResponse(call, 'method-not-allowed');
  response.headers.set('allow', [...methods, 'OPTIONS'].join(', '));
  return response;
}

function refusal(call: Call, error: unknown, log: Pick<Log, 'error'>): Response {
  if (error instanceof GatewayRefusal) return problemResponse(call, error.kind);
  log.error('gateway failed', {
    request_id: call.requestId,
    error_name: error instanceof Error ? error.name : 'Error',
  });
  return problemResponse(call, PROBLEM_OF_GATEWAY.INTEGRATION_FAILURE ?? 'assistant-failed');
}

const problemResponse = (call: Call, kind: ProblemKind): Response => {
  const problem = problemOf(kind, call.requestId);
  return new Response(JSON.stringify(problem), { status: problem.status, headers: problemHeaders(kind) });
};

function withCommonHeaders(response: Response, call: Call, allowedOrigins: readonly string[]): Response {
  response.headers.set('x-amzn-requestid', call.requestId);
  if (response.headers.has('access-control-allow-origin')) return response;
  const origin = call.request.headers.get('origin');
  // A preflight from a page that may not call is told who may, as the gateway's own preflight does.
  const asked =
    call.request.method === 'OPTIONS' && !allowedOrigins.includes(origin ?? '') ? allowedOrigins[0] : origin;
  for (const [name, value] of Object.entries(corsHeaders(asked ?? null, allowedOrigins))) {
    response.headers.set(name, value);
  }
  return response;
}
