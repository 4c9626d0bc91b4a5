import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { DEVELOPMENT_JWT_SECRET, jwtKeyOf, readConfig, readVariables } from '../../adapters/config.ts';
import { secretFromManager } from '../../adapters/secrets.ts';
import * as errors from '../../core/errors.ts';
import type { History } from '../../core/ports/history.ts';
import { createAuthorizer, createVerifier } from '../../functions/front-door/authorizer.ts';
import { createConversations } from '../../functions/front-door/conversations.ts';
import { corsHeaders } from '../../functions/front-door/cors.ts';
import { checkPf360, createHealth } from '../../functions/front-door/health.ts';
import { mappingTemplates } from '../../functions/front-door/mapping-templates.ts';
import { openApiDocument } from '../../functions/front-door/openapi.ts';
import {
  PROBLEM_OF_ERROR,
  PROBLEM_OF_GATEWAY,
  PROBLEMS,
  Problem,
  problemHeaders,
  problemOf,
} from '../../functions/front-door/problems.ts';
import { ROUTES } from '../../functions/front-door/routes.ts';
import { readMappingTemplate } from '../../runtime/mapping.ts';
import { IDENTITY } from '../runtime/turns.ts';

const NO_LOG = { debug() {}, info() {}, warn() {}, error() {} };
const SECRET = 'a secret for tests that is long enough to be one';
const key = (secret: string) => new TextEncoder().encode(secret);
const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

const sign = (claims: JWTPayload, { secret = SECRET, alg = 'HS256' } = {}) =>
  new SignJWT(claims).setProtectedHeader({ alg }).sign(key(secret));

describe('The authorizer', () => {
  const stored: [string, number][] = [];
  const credentials = {
    store: async (token: string, expiresAt: number) => {
      stored.push([token, expiresAt]);
      return 'ref-1';
    },
  };
  const authorize = createAuthorizer({ verify: createVerifier({ secret: SECRET }), credentials, log: NO_LOG });
  const methodArn = 'arn:aws:execute-api:us-east-1:123456789012:api1/prod/POST/api/chat';
  const withToken = (authorizationToken: string) => authorize({ type: 'TOKEN', methodArn, authorizationToken });
  const identityOf = async (claims: JWTPayload) => {
    const { context } = await withToken(`Bearer ${await sign({ exp: inAnHour(), ...claims })}`);
    return JSON.parse(context.identity) as Record<string, unknown>;
  };

  test('tells who is calling, keeps the token, and allows the whole API', async () => {
    const exp = inAnHour();
    const locations = [{ client_id: '11OR02SB', client_name: 'Orlando "O\'Neill" Interiors' }];
    const claims = {
      customer_id: '7001004',
      client_id: '11TB01SB',
      client_name: 'Tampa',
      timezone: 'America/New_York',
    };
    const token = await sign({ ...claims, support_number: '813-555-0100', locations, exp });
    const result = await withToken(`Bearer ${token}`);
    expect(result).toEqual({
      principalId: '7001004',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Action: 'execute-api:Invoke',
            Effect: 'Allow',
            Resource: 'arn:aws:execute-api:us-east-1:123456789012:api1/prod/*',
          },
        ],
      },
      context: { identity: expect.any(String), customer_id: '7001004', client_id: '11TB01SB' },
    });
    expect(JSON.parse(result.context.identity)).toEqual({
      ...claims,
      support_number: '813-555-0100',
      locations,
      credential_ref: 'ref-1',
    });
    expect(stored.at(-1)).toEqual([token, exp]);
    expect(JSON.stringify(result)).not.toContain(token);
  });

  test('takes sub for a missing customer_id, and leaves out what is optional', async () => {
    expect(await identityOf({ sub: '42', client_id: 'c1' })).toEqual({
      customer_id: '42',
      client_id: 'c1',
      client_name: null,
      timezone: null,
      support_number: null,
      locations: [],
      credential_ref: 'ref-1',
    });
    expect(await identityOf({ customer_id: 7001001 as never, sub: 'auth0|x y', client_id: 'c1' })).toMatchObject({
      customer_id: '7001001',
    });
  });

  test('takes a claim that is null for one that is missing', async () => {
    const nothing = { customer_id: null, client_name: null, timezone: null, support_number: null, locations: null };
    expect(await identityOf({ sub: '42', client_id: 'c1', ...(nothing as object) })).toMatchObject({
      customer_id: '42',
      locations: [],
    });
  });

  test('takes a time zone that is none for none', async () => {
    expect(await identityOf({ sub: '42', client_id: 'c1', timezone: 'Mars/Olympus' })).toMatchObject({
      timezone: null,
    });
  });

  test('reads the header of a request event too', async () => {
    const token = await sign({ sub: '42', client_id: 'c1', exp: inAnHour() });
    const result = await authorize({ type: 'REQUEST', methodArn, headers: { AUTHORIZATION: `bearer ${token}` } });
    expect(result.principalId).toBe('42');
  });

  test.each<[string, () => Promise<string> | string]>([
    ['no token', () => ''],
    ['another scheme', async () => `Basic ${await sign({ sub: '42', client_id: 'c1', exp: inAnHour() })}`],
    ['something that is no JWT', () => 'Bearer abc'],
    ['three parts that are no JWT', () => 'Bearer a.b.c'],
    ['an expired token', async () => `Bearer ${await sign({ sub: '42', client_id: 'c1', exp: inAnHour() - 3601 })}`],
    ['a token that never expires', async () => `Bearer ${await sign({ sub: '42', client_id: 'c1' })}`],
    [
      'a token that is not valid yet',
      async () => `Bearer ${await sign({ sub: '4', client_id: 'c', exp: inAnHour(), nbf: inAnHour() })}`,
    ],
    [
      'a token of another secret',
      async () => `Bearer ${await sign({ sub: '42', client_id: 'c1', exp: inAnHour() }, { secret: `${SECRET}!` })}`,
    ],
    [
      'another algorithm',
      async () => `Bearer ${await sign({ sub: '42', client_id: 'c1', exp: inAnHour() }, { alg: 'HS384' })}`,
    ],
    [
      'a token that nobody signed',
      () => `Bearer ${btoa('{"alg":"none"}')}.${btoa('{"sub":"42","client_id":"c1","exp":9999999999}')}.`,
    ],
    ['a token without a customer', async () => `Bearer ${await sign({ client_id: 'c1', exp: inAnHour() })}`],
    ['a token without a tenant', async () => `Bearer ${await sign({ sub: '42', exp: inAnHour() })}`],
    ['an id that could be two', async () => `Bearer ${await sign({ sub: '42#1', client_id: 'c1', exp: inAnHour() })}`],
    [
      'locations of another form',
      async () => `Bearer ${await sign({ sub: '42', client_id: 'c1', exp: inAnHour(), locations: 'all' })}`,
    ],
  ])('answers 401 to %s', async (_, header) => {
    await expect(withToken(await header())).rejects.toThrow(/^Unauthorized$/);
  });

  describe('with the issuer’s public keys', () => {
    let jwks: { keys: unknown[] } = { keys: [] };
    let status = 200;
    const server = createServer((_, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(jwks));
    });
    const keys: Record<string, Parameters<SignJWT['sign']>[0]> = {};
    let jwksUrl: string;

    beforeAll(async () => {
      for (const alg of ['RS256', 'ES256']) {
        const { publicKey, privateKey } = await generateKeyPair(alg);
        jwks = { keys: [...jwks.keys, { ...(await exportJWK(publicKey)), alg, kid: alg, use: 'sig' }] };
        keys[alg] = privateKey;
      }
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
    });
    afterAll(() => new Promise((done) => server.close(done)));

    const by = (alg: string, changes: JWTPayload = {}) =>
      new SignJWT({ sub: '42', client_id: 'c1', exp: inAnHour(), iss: 'portal', aud: 'assistant', ...changes })
        .setProtectedHeader({ alg, kid: alg })
        .sign(keys[alg]!);
    const authorizeBy = () => {
      const verify = createVerifier({ jwksUrl, issuer: 'portal', audience: 'assistant' });
      const asked = createAuthorizer({ verify, credentials, log: NO_LOG });
      return (token: string) => asked({ methodArn, authorizationToken: `Bearer ${token}` });
    };

    test.each(['RS256', 'ES256'])('takes %s', async (alg) => {
      expect(await authorizeBy()(await by(alg))).toMatchObject({ principalId: '42' });
    });

    test.each([
      ['another issuer', { iss: 'someone' }],
      ['another audience', { aud: 'someone' }],
    ])('answers 401 to %s', async (_, changes) => {
      await expect(authorizeBy()(await by('RS256', changes))).rejects.toThrow(/^Unauthorized$/);
    });

    test('takes no shared secret then', async () => {
      const token = await sign({ sub: '42', client_id: 'c1', exp: inAnHour(), iss: 'portal', aud: 'assistant' });
      await expect(authorizeBy()(token)).rejects.toThrow(/^Unauthorized$/);
    });

    test('fails, rather than refusing the caller, when the keys cannot be had', async () => {
      status = 500;
      const refusal = await authorizeBy()(await by('RS256')).catch((error: Error) => error);
      status = 200;
      expect(refusal).toBeInstanceOf(Error);
      expect((refusal as Error).message).not.toBe('Unauthorized');
    });
  });

  test('takes a rotated secret up with one more read', async () => {
    const secrets = ['the first secret, which is long enough', 'the second secret, which is long enough'];
    let reads = 0;
    let now = 0;
    const client = { send: async () => ({ SecretString: secrets[Math.min(reads++, 1)] }) } as never;
    const verify = createVerifier({ secret: secretFromManager('id', client, () => now) });
    const token = (secret: string | undefined) =>
      sign({ sub: '42', client_id: 'c1', exp: inAnHour() }, { secret: secret! });
    await expect(verify(await token(secrets[0]))).resolves.toMatchObject({ sub: '42' });
    await expect(verify(await token('some other secret of some other service'))).rejects.toThrow();
    expect(reads).toBe(1);
    now = 31_000;
    await expect(verify(await token(secrets[1]))).resolves.toMatchObject({ sub: '42' });
    expect(reads).toBe(2);
  });

  test('does not keep a secret that could not be read, or is too short', async () => {
    const answers = [
      Promise.reject(new Error('throttled')),
      Promise.resolve({ SecretString: 'short' }),
      Promise.resolve({ SecretString: SECRET }),
    ];
    answers[0]?.catch(() => {});
    const secret = secretFromManager('id', { send: () => answers.shift() } as never);
    await expect(secret.value()).rejects.toThrow('throttled');
    await expect(secret.value()).rejects.toThrow('at least 32 bytes');
    await expect(secret.value()).resolves.toBe(SECRET);
  });
});

describe('The configuration', () => {
  const complaintAbout = (env: Record<string, string>): unknown => {
    try {
      return readConfig(env);
    } catch (error) {
      return error;
    }
  };

  test('has the contract’s defaults', () => {
    expect(readConfig({})).toMatchObject({
      PORT: 3000,
      PF360_SANDBOX_PORT: 3001,
      DATA_DIR: '.local',
      MODEL_PROVIDER: 'none',
      CONFIRM_SCHEDULE_FLAG: true,
      CANCEL_SCHEDULE_FLAG: true,
      INTENT_CONFIDENCE_THRESHOLD: 0.7,
      MAX_CLARIFICATION_ATTEMPTS: 3,
      SESSION_TTL_SECONDS: 1800,
      RESCHEDULE_RECOVERY_SECONDS: 1200,
      DEFAULT_TIMEZONE: 'America/New_York',
      LOG_LEVEL: 'INFO',
      JWT_KEY: { secret: DEVELOPMENT_JWT_SECRET },
    });
  });

  test.each([
    ['PORT', ['', 'x', '-1', '65536', '3000.5', ' 3000', '0x10', '3e3']],
    ['PF360_SANDBOX_PORT', ['', 'x', '70000']],
    ['DATA_DIR', ['']],
    ['ASSISTANT_NOW', ['', 'today', '2026-06-01', '2026-06-01T09:00:00', '2026-13-01T09:00:00Z']],
    ['MODEL_PROVIDER', ['', 'openai']],
    ['CUSTOMER_SCHEDULER_API_URL', ['', 'pf360', 'ftp://pf360']],
    ['CONFIRM_SCHEDULE_FLAG', ['', 'true', '2']],
    ['CANCEL_SCHEDULE_FLAG', ['', 'no']],
    ['JWT_SECRET_KEY', ['', 'short', 'x'.repeat(31)]],
    ['INTENT_CONFIDENCE_THRESHOLD', ['', 'high', '1.1', '-0.1', '70%']],
    ['MAX_CLARIFICATION_ATTEMPTS', ['', '-1', '2.5', '11']],
    ['SESSION_TTL_SECONDS', ['', '0', 'x']],
    ['RESCHEDULE_RECOVERY_SECONDS', ['', '0']],
    ['DEFAULT_TIMEZONE', ['', 'Mars', '+02:00', '2026-01-01T00:00Z', '2026-01-01[America/New_York]']],
    ['LOG_LEVEL', ['', 'loud', 'info']],
    ['STAGE', ['', 'production']],
    ['ALLOWED_ORIGINS', ['', 'example.com', 'https://example.com/path', 'https://a.example,']],
  ])('names %s in one line when it is malformed', (name, values) => {
    for (const value of values) {
      const complaint = complaintAbout({ [name]: value });
      expect(complaint).toMatchObject({
        name: 'ConfigurationError',
        message: expect.stringMatching(new RegExp(`^${name} must be [^\\n;]+$`)),
      });
    }
  });

  test('does not repeat a secret', () => {
    expect(String(complaintAbout({ JWT_SECRET_KEY: 'hush-hush' }))).not.toContain('hush-hush');
  });

  test('names all that is malformed at once', () => {
    expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'x' })).toThrow(/^PORT must be .+; LOG_LEVEL must be .+$/);
  });

  test.each([
    ['INTENT_CONFIDENCE_THRESHOLD', '0', 0],
    ['INTENT_CONFIDENCE_THRESHOLD', '1.0', 1],
    ['INTENT_CONFIDENCE_THRESHOLD', '.55', 0.55],
    ['PORT', '0', 0],
    ['CONFIRM_SCHEDULE_FLAG', '0', false],
    ['ALLOWED_ORIGINS', 'https://a.example, http://localhost:5173', ['https://a.example', 'http://localhost:5173']],
    ['ALLOWED_ORIGINS', '*', ['*']],
  ])('takes %s=%s', (name, value, expected) => {
    expect(readConfig({ [name]: value })).toMatchObject({ [name]: expected });
  });

  test('wants a secret of its own in production, or public keys, whole', () => {
    const jwks = { JWT_JWKS_URL: 'https://portal.example/jwks', JWT_ISSUER: 'portal', JWT_AUDIENCE: 'assistant' };
    expect(() => readConfig({ STAGE: 'prod' })).toThrow(/^JWT_SECRET_KEY must be/);
    expect(() => readConfig({ STAGE: 'prod', JWT_SECRET_KEY: DEVELOPMENT_JWT_SECRET })).toThrow(
      /^JWT_SECRET_KEY must be/,
    );
    expect(readConfig({ STAGE: 'prod', JWT_SECRET_KEY: SECRET }).JWT_KEY).toEqual({ secret: SECRET });
    expect(readConfig({ STAGE: 'prod', ...jwks }).JWT_KEY).toEqual({
      jwksUrl: 'https://portal.example/jwks',
      issuer: 'portal',
      audience: 'assistant',
    });
    for (const [name] of Object.entries(jwks)) {
      expect(() => readConfig({ ...jwks, [name]: undefined })).toThrow(new RegExp(`^${name} must be set`));
    }
    expect(() => readConfig({ ...jwks, JWT_SECRET_KEY: SECRET })).toThrow(/^JWT_SECRET_KEY must not be set/);
  });

  test('wants a model where one is to be asked', () => {
    expect(() => readConfig({ MODEL_PROVIDER: 'bedrock' })).toThrow(/^BEDROCK_MODEL_ID must be/);
    expect(readConfig({ MODEL_PROVIDER: 'bedrock', BEDROCK_MODEL_ID: 'm' })).toMatchObject({ BEDROCK_MODEL_ID: 'm' });
  });

  test('can be read in part, and is then malformed in that part only', () => {
    expect(readVariables({ PORT: 'x', SESSION_TABLE: 't' }, ['SESSION_TABLE'])).toMatchObject({ SESSION_TABLE: 't' });
    expect(() => readVariables({ PORT: 'x' }, ['PORT'])).toThrow(/^PORT must be/);
    expect(jwtKeyOf(readVariables({}, ['STAGE', 'JWT_SECRET_KEY']))).toEqual({ secret: DEVELOPMENT_JWT_SECRET });
  });
});

describe('Problems', () => {
  test('say what is wrong and nothing of the inside', () => {
    for (const kind of Object.keys(PROBLEMS) as (keyof typeof PROBLEMS)[]) {
      const problem = problemOf(kind, 'request-1');
      expect(Problem.parse(problem)).toEqual({ ...problem, request_id: 'request-1', status: PROBLEMS[kind].status });
      expect(problemHeaders(kind)['content-type']).toBe('application/problem+json');
      expect(problem.detail).not.toMatch(/lambda|dynamo|step functions|stack|error/i);
    }
    expect(problemHeaders('turn-running')).toMatchObject({ 'retry-after': '2' });
    expect(problemHeaders('unauthorized')).toMatchObject({ 'www-authenticate': 'Bearer' });
    expect(problemOf('invalid-request', 'r', 'message: must not be blank').detail).toBe('message: must not be blank');
  });

  test('cover the contract’s table', () => {
    expect([...new Set(Object.values(PROBLEMS).map(({ status }) => status))].sort()).toEqual([
      400, 401, 403, 404, 405, 409, 413, 415, 429, 502, 504,
    ]);
    expect(Object.values(PROBLEM_OF_GATEWAY).every((kind) => kind in PROBLEMS)).toBe(true);
  });

  test('are made only of errors that exist', () => {
    expect(Object.keys(PROBLEM_OF_ERROR).filter((name) => !(name in errors))).toEqual([]);
  });
});

describe('The mapping templates', () => {
  const templates = mappingTemplates({
    stateMachineArn: 'arn:machine',
    allowedOrigins: ['https://a.example', 'https://b.example'],
  });
  const scope = {
    headers: {},
    requestId: 'request-1',
    requestTimeEpoch: 1_780_000_000_000,
    authorizer: { identity: JSON.stringify(IDENTITY) },
  };
  const request = readMappingTemplate(templates.request);
  const response = readMappingTemplate(templates.response);
  const notStarted = readMappingTemplate(templates.notStarted);
  const inputOf = (body: string, identity: object = IDENTITY) => {
    const started = JSON.parse(request({ ...scope, body, authorizer: { identity: JSON.stringify(identity) } }).text);
    expect(Object.keys(started)).toEqual(['stateMachineArn', 'name', 'input']);
    expect(started).toMatchObject({ stateMachineArn: 'arn:machine', name: 'request-1' });
    return JSON.parse(started.input);
  };

  test('start an execution with the body under one key, as it was sent', () => {
    expect(inputOf('{"message": "Hi", "session_id": "session-1"}')).toEqual({
      request: { message: 'Hi', session_id: 'session-1' },
      identity: IDENTITY,
      request_id: 'request-1',
      received_at: 1_780_000_000_000,
    });
  });

  const HOSTILE = [
    `I'd like Tuesday`,
    `a\\'b \\\\' '' "" \\" \\`,
    'mail me at a@@b.com',
    'x@@,@@customer_id@@:@@999',
    '","identity":{"customer_id":"999"},"x":"',
    '$input.json("$") $context.requestId $' + '{context.requestId} $!x',
    '#set($identity = "x") #if(true) #end #foreach #* comment *# ## comment',
    'line\r\nbreak\ttab \u2028\u2029 \u0000 \u001f \u007f \ufeff',
    '😀 é ü 漢字 عربى \ud83d\ude00',
    '</script><!-- %StateMachineArn% %AllowedOrigins%',
    '\\u0041 \\n /',
  ];

  test.each(HOSTILE)('pass on %j exactly', (message) => {
    expect(inputOf(JSON.stringify({ message }))).toMatchObject({ request: { message }, identity: IDENTITY });
    const identity = { ...IDENTITY, client_name: message };
    expect(inputOf('{"message":"Hi"}', identity)).toMatchObject({ request: { message: 'Hi' }, identity });
  });

  test('pass on any text exactly, and let it add no key', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom("'", '"', '\\', '@@', '$', '#', '{', '}', ...HOSTILE),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const message = pieces.join('');
        const input = inputOf(JSON.stringify({ message }));
        expect(input.request).toEqual({ message });
        expect(Object.keys(input)).toEqual(['request', 'identity', 'request_id', 'received_at']);
      }),
    );
  });

  const cause = (errorMessage: string) =>
    JSON.stringify({ errorType: 'E', errorMessage, trace: ['at /var/task/secret.js'] });
  const answered = (result: object) => {
    const { text, status, headers } = response({ ...scope, body: JSON.stringify(result) });
    return { status, headers, body: JSON.parse(text) };
  };

  test('answer with the output of an execution that succeeded', () => {
    const output = JSON.stringify({ response: HOSTILE.join(' ') });
    expect(answered({ status: 'SUCCEEDED', output })).toEqual({
      status: null,
      headers: { 'Cache-Control': 'no-store' },
      body: JSON.parse(output),
    });
  });

  test.each(Object.entries(PROBLEM_OF_ERROR))('answer an execution that failed by %s as %s', (error, kind) => {
    const { status, headers, body } = answered({
      status: 'FAILED',
      error,
      cause: cause('message: is "wrong" isn\'t it'),
    });
    const expected = problemOf(
      kind,
      'request-1',
      error === 'InvalidRequestError' ? 'message: is "wrong" isn\'t it' : undefined,
    );
    expect(body).toEqual(expected);
    expect(status).toBe(expected.status);
    const { 'content-type': type, 'retry-after': retryAfter } = problemHeaders(kind);
    expect(headers).toMatchObject({
      'Content-Type': type,
      ...(retryAfter === undefined ? {} : { 'Retry-After': retryAfter }),
    });
  });

  test.each([
    [{ status: 'FAILED', error: 'LeaseLostError', cause: cause('secret') }],
    [{ status: 'FAILED', error: 'States.Runtime', cause: 'secret "quoted"' }],
    [{ status: 'FAILED' }],
    [{ status: 'TIMED_OUT', error: 'States.Timeout', cause: 'secret' }],
    [{ status: 'TIMED_OUT' }],
    [{}],
  ])('answer %j as 502 without its cause', (result) => {
    const { status, headers, body } = answered(result);
    expect({ status, type: headers['Content-Type'] }).toEqual({ status: 502, type: 'application/problem+json' });
    expect(body).toMatchObject({ ...problemOf('assistant-failed', 'request-1'), detail: expect.any(String) });
    expect(JSON.stringify(body)).not.toMatch(/secret|LeaseLost|States/);
  });

  test.each([
    ['ThrottlingException', 'too-many-requests'],
    ['com.amazonaws.states#ExecutionLimitExceeded', 'too-many-requests'],
    ['ValidationException', 'too-large'],
    ['InvalidExecutionInput', 'invalid-request'],
    ['StateMachineDoesNotExist', 'assistant-failed'],
    [undefined, 'assistant-failed'],
  ] as const)('answer a start refused by %s as %s', (__type, kind) => {
    const { text, status, headers } = notStarted({ ...scope, body: JSON.stringify({ __type, message: 'secret' }) });
    expect(JSON.parse(text)).toEqual(problemOf(kind, 'request-1'));
    expect(status).toBe(PROBLEMS[kind].status);
    expect(headers['Retry-After']).toBe(kind === 'too-many-requests' ? '1' : undefined);
  });

  test.each([
    ['https://b.example', 'https://b.example'],
    ['https://b.example.evil', undefined],
    ['https://a.example,https://b.example', 'https://a.example,https://b.example'],
    [',', undefined],
  ])('let a page of %s read the answer: %s', (origin, allowed) => {
    const { headers } = response({
      ...scope,
      headers: { origin },
      body: JSON.stringify({ status: 'SUCCEEDED', output: '{}' }),
    });
    expect(headers['Access-Control-Allow-Origin']).toBe(allowed);
  });

  test('let any page read where any may', () => {
    const open = mappingTemplates({ stateMachineArn: 'arn', allowedOrigins: ['*'] });
    for (const template of [open.response, open.notStarted]) {
      const { headers } = readMappingTemplate(template)({
        ...scope,
        headers: { origin: 'https://x.example' },
        body: '{}',
      });
      expect(headers['Access-Control-Allow-Origin']).toBe('*');
    }
  });

  test('use what API Gateway has, and no method that only this runtime knows', () => {
    const known =
      /^(\$input\.(json|path)\('\$[.\w]*'\)|\$input\.params\(\)\.header\.get|\$util\.(escapeJavaScript|parseJson)|\$context\.(requestId|requestTimeEpoch|authorizer\.identity|responseOverride\.(status|header\.[A-Za-z-]+))|\.(replaceAll|contains))/;
    for (const text of Object.values(templates)) {
      const code = text.replace(/#\*[\s\S]*?\*#/g, '');
      for (const [reference] of code.matchAll(/\$(input|util|context)[.\w]*(\('[^']*'\)|\(\)[.\w]*)?/g)) {
        expect(reference).toMatch(known);
      }
      for (const [, method] of code.matchAll(/\.(\w+)\(/g)) {
        expect(['json', 'path', 'params', 'get', 'escapeJavaScript', 'parseJson', 'replaceAll', 'contains']).toContain(
          method,
        );
      }
    }
  });
});

describe('Conversations', () => {
  const asked: unknown[] = [];
  const history: Pick<History, 'list' | 'get' | 'erase'> = {
    async list(owner, page) {
      asked.push({ owner, page });
      if (page.cursor === 'bad') throw new errors.InvalidRequestError('cursor', 'is none that was given out');
      if (page.cursor === 'asleep') throw new errors.HistoryUnavailableError('waking');
      if (page.cursor === 'down') throw new Error('database down: secret');
      return { conversations: [], next_cursor: null };
    },
    async get(owner, session_id) {
      return owner === '11TB01SB#7001001' && session_id === 'session-1' ? { session_id, turns: [] } : null;
    },
    async erase(_, session_id) {
      return session_id === 'only-in-history';
    },
  };
  const sessions = { remove: async (session_id: string) => session_id === 'only-in-store' };
  const serve = createConversations({ history, sessions, allowedOrigins: ['https://a.example'], log: NO_LOG });
  const event = (changes: object = {}) => ({
    httpMethod: 'GET',
    resource: '/api/conversations',
    headers: { Origin: 'https://a.example' },
    requestContext: { requestId: 'request-1', authorizer: { identity: JSON.stringify(IDENTITY) } },
    ...changes,
  });
  const one = (session_id: string, httpMethod = 'GET') =>
    serve(event({ httpMethod, resource: '/api/conversations/{session_id}', pathParameters: { session_id } }));

  test('lists the caller’s own, page by page', async () => {
    const result = await serve(event({ queryStringParameters: { limit: '5', cursor: 'next' } }));
    expect(result).toMatchObject({ statusCode: 200, body: '{"conversations":[],"next_cursor":null}' });
    expect(result.headers).toMatchObject({ 'access-control-allow-origin': 'https://a.example', vary: 'Origin' });
    expect(asked.pop()).toEqual({ owner: '11TB01SB#7001001', page: { limit: 5, cursor: 'next' } });
    await serve(event());
    expect(asked.pop()).toMatchObject({ page: { limit: 20, cursor: null } });
  });

  test.each([
    [{ limit: '0' }, /^limit: /],
    [{ limit: '101' }, /^limit: /],
    [{ limit: 'ten' }, /^limit: /],
    [{ cursor: 'bad' }, /^cursor: /],
  ])('refuses %j and names it', async (queryStringParameters, detail) => {
    const { statusCode, body } = await serve(event({ queryStringParameters }));
    expect({ statusCode, ...JSON.parse(body) }).toMatchObject({
      statusCode: 400,
      detail: expect.stringMatching(detail),
    });
  });

  test('shows one, and nobody else’s', async () => {
    expect(await one('session-1')).toMatchObject({ statusCode: 200, body: '{"session_id":"session-1","turns":[]}' });
    expect(await one('session-2')).toMatchObject({ statusCode: 404 });
    expect(await one('x')).toMatchObject({ statusCode: 404 });
  });

  test('erases one from wherever it is', async () => {
    expect(await one('only-in-history', 'DELETE')).toMatchObject({ statusCode: 204, body: '' });
    expect(await one('only-in-store', 'DELETE')).toMatchObject({ statusCode: 204 });
    expect(await one('in-neither', 'DELETE')).toMatchObject({ statusCode: 404 });
  });

  test('a history that is still waking up is worth asking again', async () => {
    const result = await serve(event({ queryStringParameters: { cursor: 'asleep' } }));
    expect(result).toMatchObject({ statusCode: 504, headers: { 'retry-after': '10' } });
    expect(JSON.parse(result.body)).toMatchObject({ title: 'The history is waking up', request_id: 'request-1' });
  });

  test('says nothing of what failed', async () => {
    const { statusCode, body } = await serve(event({ queryStringParameters: { cursor: 'down' } }));
    expect(statusCode).toBe(502);
    expect(body).not.toContain('secret');
    expect(await serve(event({ requestContext: { requestId: 'r' } }))).toMatchObject({ statusCode: 401 });
  });
});

describe('Health', () => {
  const ok = async () => 'ok' as const;
  const checks = { sessions: ok, history: ok, model: async () => 'off' as const, pf360: ok };
  const ask = async (changes: object = {}, resource = '/api/healthz') => {
    const serve = createHealth({ checks: { ...checks, ...changes }, allowedOrigins: [], log: NO_LOG });
    const result = await serve({ httpMethod: 'GET', resource, requestContext: { requestId: 'r' } });
    return { ...result, body: JSON.parse(result.body) };
  };

  test('is ok when every part is, or is switched off', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await ask()).toMatchObject({
      statusCode: 200,
      body: { status: 'ok', version, checks: { sessions: 'ok', history: 'ok', model: 'off', pf360: 'ok' } },
    });
  });

  test('answers 200 and says which part is down, one that does not answer included', async () => {
    const fails = async () => Promise.reject(new Error('down'));
    const hangs = () => new Promise<'ok'>(() => {});
    expect(await ask({ sessions: fails, pf360: hangs })).toMatchObject({
      statusCode: 200,
      body: { status: 'degraded', checks: { sessions: 'down', history: 'ok', pf360: 'down' } },
    });
  });

  test('counts PF360 as well when it answers anything', async () => {
    const server = createServer((_, response) => response.writeHead(403).end());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    expect(await checkPf360(`http://127.0.0.1:${port}`)).toBe('ok');
    await new Promise((done) => server.close(done));
    await expect(checkPf360(`http://127.0.0.1:${port}`)).rejects.toThrow();
  });

  test('describes the API beside it', async () => {
    const { statusCode, body } = await ask({}, '/openapi.json');
    expect(statusCode).toBe(200);
    expect(body.openapi).toBe('3.1.0');
  });
});

describe('The OpenAPI document', () => {
  const document = JSON.parse(JSON.stringify(openApiDocument('1.2.3')));

  test('has every route with its problems', () => {
    for (const { path, method, token } of ROUTES) {
      const operation = document.paths[path][method.toLowerCase()];
      expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true);
      if (token) expect(operation.responses['401'].content).toHaveProperty('application/problem+json');
      else expect(operation.security).toEqual([]);
    }
    expect(Object.keys(document.paths['/api/chat'].post.responses)).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      '409',
      '413',
      '415',
      '429',
      '502',
      '504',
    ]);
  });

  test('has a schema for each that it refers to', () => {
    for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      expect(document.components.schemas).toHaveProperty(name!);
    }
    expect(document.components.schemas.ChatRequest).toMatchObject({
      additionalProperties: false,
      required: ['message'],
      properties: { message: { maxLength: 2000 }, channel: { enum: ['chat', 'sms', 'voice'] } },
    });
  });
});

test('Cross-origin headers name the page, and vary by it', () => {
  expect(corsHeaders('https://a.example', ['https://a.example'])).toMatchObject({
    'access-control-allow-origin': 'https://a.example',
    vary: 'Origin',
  });
  expect(corsHeaders('https://x.example', ['https://a.example'])).toEqual({});
  expect(corsHeaders(null, ['https://a.example'])).toEqual({});
  expect(corsHeaders('https://x.example', ['*'])).toMatchObject({ 'access-control-allow-origin': '*' });
});
