import { request as rawRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Answer } from '../../core/contracts/answer.ts';
import { Problem } from '../../functions/front-door/problems.ts';
import type { Assistant } from '../../runtime/assistant.ts';
import { developmentToken } from '../../runtime/sandbox-customers.ts';
import { type Answered, call, chat, ECHO, SECRET, startForTest, tokenOf } from './front-door.ts';

let assistant: Assistant;
/** Turns with these messages wait until they are released. */
const held = new Map<string, { reached: () => void; released: Promise<void> }>();
let failWith: Error | null = null;

beforeAll(async () => {
  const Classifier = async (event: unknown) => {
    const { user_message } = event as { user_message: string };
    const hold = held.get(user_message);
    hold?.reached();
    await hold?.released;
    if (failWith !== null && user_message === 'break') throw failWith;
    return ECHO.Classifier(event);
  };
  assistant = await startForTest(
    { ALLOWED_ORIGINS: 'https://a.example' },
    { agents: { ...ECHO, Classifier }, gatewayTimeoutMs: 1500 },
  );
});
afterAll(() => assistant.close());

/** Makes turns with this message wait from the time they have `reached` the classifier until `release`. */
function hold(message: string): { reached: Promise<void>; release: () => void } {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  held.set(message, { reached: reached.resolve, released: released.promise });
  return { reached: reached.promise, release: released.resolve };
}

const expectProblem = ({ status, headers, body }: Answered, expected: number, detail: RegExp) => {
  expect({ status, type: headers.get('content-type'), body }).toEqual({
    status: expected,
    type: 'application/problem+json',
    body: {
      type: expect.any(String),
      title: expect.any(String),
      status: expected,
      detail: expect.stringMatching(detail),
      request_id: headers.get('x-amzn-requestid'),
    },
  });
  Problem.strict().parse(body);
  expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts|arn:|at \/|Error\b/);
};

describe('400', () => {
  test.each<[string, unknown, RegExp]>([
    ['no JSON', '{"message": "Hi"', /message/],
    ['an empty body', '', /message/],
    ['a list', '[]', /message/],
    ['null', 'null', /message/],
    ['no message', {}, /message/],
    ['an empty message', { message: '' }, /^message: /],
    ['a blank message', { message: ' \u00a0\n' }, /^message: /],
    ['2001 characters', { message: 'x'.repeat(2001) }, /^message: /],
    ['a number', { message: 5 }, /^message: /],
    ['a bad session_id', { message: 'Hi', session_id: 'short' }, /^session_id: /],
    ['a bad message_id', { message: 'Hi', message_id: 'with space' }, /^message_id: /],
    ['a bad channel', { message: 'Hi', channel: 'pigeon' }, /^channel: /],
    ['a bad client_id', { message: 'Hi', client_id: 7 }, /^client_id: /],
    ['an unknown field', { message: 'Hi', customer_id: '7001002' }, /^customer_id: /],
    ['an unknown field of an odd name', { message: 'Hi', 'it\'s "x"': 1 }, /^it's "x": /],
    ['a field named __proto__', '{"message":"Hi","__proto__":{"x":1}}', /__proto__/],
    ['a message nested 8000 deep', `{"message":${'['.repeat(8000)}${']'.repeat(8000)}}`, /message/],
    ['a message nested 50 deep', `{"message":${'['.repeat(50)}${']'.repeat(50)}}`, /^message: /],
    ['bytes that are no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), /message/],
  ])('for %s', async (_, body, detail) => {
    expectProblem(await chat(assistant, body), 400, detail);
  });

  test('for a page of conversations that cannot be', async () => {
    expectProblem(await call(assistant, '/api/conversations?limit=0', { method: 'GET' }), 400, /^limit: /);
  });
});

describe('401', () => {
  test.each<[string, () => Promise<string | null> | string | null]>([
    ['no token', () => null],
    ['something that is no token', () => 'abc'],
    ['an expired token', () => tokenOf('7001001', -1)],
    ['a token of another secret', () => developmentToken('7001001', `${SECRET}!`)],
  ])('for %s, before anything else of the request is looked at', async (_, token) => {
    const answered = await call(assistant, '/api/chat', { body: '{', token: await token() });
    expectProblem(answered, 401, /token/);
    expect(answered.headers.get('www-authenticate')).toBe('Bearer');
    expectProblem(await call(assistant, '/api/conversations', { method: 'GET', token: await token() }), 401, /token/);
  });

  test('for the wrong scheme', async () => {
    const headers = { authorization: `Basic ${await tokenOf()}` };
    expectProblem(await call(assistant, '/api/chat', { body: { message: 'Hi' }, token: null, headers }), 401, /token/);
  });
});

describe('403', () => {
  test('for a client_id that the token does not hold, whoever holds it', async () => {
    expectProblem(await chat(assistant, { message: 'Hi', client_id: '22CH01SB' }), 403, /client_id/);
    const token = await tokenOf('7001004');
    expect((await chat(assistant, { message: 'Hi', client_id: '11OR02SB' }, { token })).status).toBe(200);
    expect((await chat(assistant, { message: 'Hi', client_id: '11TB01SB' })).status).toBe(200);
  });
});

describe('404', () => {
  test.each([
    ['POST', '/api/chats'],
    ['POST', '/api/chat/'],
    ['GET', '/api'],
    ['GET', '/%2e%2e/etc/passwd'],
    ['GET', '/api/conversations/a/b'],
  ])('for %s %s', async (method, path) => {
    expectProblem(await call(assistant, path, { method, token: null }), 404, /./);
  });

  test('for another customer’s session, to talk in, to read and to erase', async () => {
    const session_id = 'session-of-7001001';
    expect((await chat(assistant, { message: 'Hi', session_id })).status).toBe(200);
    const token = await tokenOf('7001002');
    expectProblem(await chat(assistant, { message: 'Hi', session_id }, { token }), 404, /session/);
    expectProblem(await call(assistant, `/api/conversations/${session_id}`, { method: 'GET', token }), 404, /session/);
    expectProblem(
      await call(assistant, `/api/conversations/${session_id}`, { method: 'DELETE', token }),
      404,
      /session/,
    );
    expect((await chat(assistant, { message: 'Hi', session_id })).body.turn).toBe(2);
  });
});

describe('405', () => {
  test.each([
    ['GET', '/api/chat', 'POST, OPTIONS'],
    ['PUT', '/api/chat', 'POST, OPTIONS'],
    ['POST', '/api/healthz', 'GET, OPTIONS'],
    ['PATCH', '/api/conversations/session-1', 'GET, DELETE, OPTIONS'],
  ])('for %s %s, with what it takes', async (method, path, allow) => {
    const answered = await call(assistant, path, { method, token: null });
    expectProblem(answered, 405, /./);
    expect(answered.headers.get('allow')).toBe(allow);
  });
});

describe('409', () => {
  test('for a second message while the first is running, and not after', async () => {
    const session_id = 'session-409';
    const { reached, release } = hold('wait for it');
    const first = chat(assistant, { message: 'wait for it', session_id });
    await reached;
    const second = await chat(assistant, { message: 'me too', session_id });
    expectProblem(second, 409, /running/);
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
    release();
    expect((await first).body).toMatchObject({ turn: 1 });
    expect((await chat(assistant, { message: 'me too', session_id })).body).toMatchObject({ turn: 2 });
  });
});

describe('413', () => {
  const padded = (bytes: number) => {
    const body = JSON.stringify({ message: 'Hi' });
    return body + ' '.repeat(bytes - body.length);
  };

  test('for a body over 16 KiB, and not for one of 16 KiB', async () => {
    expect((await chat(assistant, padded(16 * 1024))).status).toBe(200);
    expectProblem(await chat(assistant, padded(16 * 1024 + 1)), 413, /16 KiB/);
    expectProblem(await chat(assistant, padded(2 * 1024 * 1024)), 413, /16 KiB/);
  });

  test('for a body of unknown length too', async () => {
    const token = await tokenOf();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = rawRequest(new URL('/api/chat', assistant.url), {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'transfer-encoding': 'chunked',
        },
      });
      request.on('response', (response) => resolve(response.statusCode)).on('error', reject);
      for (let chunk = 0; chunk < 40; chunk++) request.write('x'.repeat(1024));
      request.end();
    });
    expect(status).toBe(413);
  });
});

describe('415', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'multipart/form-data; boundary=x',
  ])('for %s', async (type) => {
    const answered = await call(assistant, '/api/chat', {
      body: '{"message":"Hi"}',
      headers: { 'content-type': type },
    });
    expectProblem(answered, 415, /json/);
  });

  test.each(['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON'])(
    'but not for %s',
    async (type) => {
      const answered = await call(assistant, '/api/chat', {
        body: '{"message":"Hi"}',
        headers: { 'content-type': type },
      });
      expect(answered.status).toBe(200);
    },
  );
});

test('429 for more requests than are let in, and again 200 a moment later', async () => {
  const small = await startForTest({}, { agents: ECHO, throttle: { perSecond: 0.5, burst: 3 } });
  try {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => call(small, '/api/healthz', { method: 'GET', token: null })),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expectProblem(refused[0]!, 429, /./);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    let status = 429;
    while (status === 429) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      ({ status } = await call(small, '/api/healthz', { method: 'GET', token: null }));
    }
    expect(status).toBe(200);
  } finally {
    await small.close();
  }
});

describe('502', () => {
  test('for an assistant that itself fails, with nothing of why', async () => {
    const broken = await startForTest(
      {},
      {
        agents: {
          ...ECHO,
          Supervisor: async () => {
            throw Object.assign(new Error('secret reason at /var/task/x.ts'), { name: 'SomethingError' });
          },
        },
      },
    );
    try {
      const answered = await chat(broken, { message: 'Hi' });
      expectProblem(answered, 502, /could not/);
      expect(JSON.stringify(answered.body)).not.toMatch(/secret|Something/);
    } finally {
      await broken.close();
    }
  });

  test('never for an agent that fails in mid-turn: the customer is told, and the session goes on', async () => {
    const session_id = 'session-mid-turn';
    failWith = new Error('secret reason');
    const answered = await chat(assistant, { message: 'break', session_id });
    failWith = null;
    expect(answered.status).toBe(200);
    expect(Answer.parse(answered.body).response).toMatch(/^Sorry, something went wrong/);
    expect(JSON.stringify(answered.body)).not.toContain('secret');
    expect((await chat(assistant, { message: 'Hi', session_id })).body).toMatchObject({
      turn: 2,
      response: 'You said: Hi',
    });
  });
});

describe('504', () => {
  test('for a turn that takes long: it goes on, and the same ids get 409 while it runs and its answer after', async () => {
    const said = { message: 'take your time', session_id: 'session-504', message_id: 'message-504' };
    const { release } = hold('take your time');
    const first = await chat(assistant, said);
    expectProblem(first, 504, /session_id and message_id again/);
    expect(Number(first.headers.get('retry-after'))).toBeGreaterThan(0);
    const meanwhile = await chat(assistant, said);
    expectProblem(meanwhile, 409, /running/);
    expect(Number(meanwhile.headers.get('retry-after'))).toBeGreaterThan(0);
    release();
    await assistant.stateMachine.idle();
    const answers = [await chat(assistant, said), await chat(assistant, said)];
    for (const { status, body } of answers) {
      expect({ status, ...Answer.parse(body) }).toMatchObject({
        status: 200,
        turn: 1,
        response: 'You said: take your time',
      });
    }
    expect((await chat(assistant, { ...said, message: 'next', message_id: 'message-505' })).body).toMatchObject({
      turn: 2,
    });
  });
});

describe('CORS', () => {
  const preflight = (path: string, origin: string) =>
    fetch(new URL(path, assistant.url), {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    });

  test.each([
    ['/api/chat', 'POST,OPTIONS'],
    ['/api/conversations', 'GET,OPTIONS'],
    ['/api/conversations/session-1', 'GET,DELETE,OPTIONS'],
    ['/api/healthz', 'GET,OPTIONS'],
    ['/openapi.json', 'GET,OPTIONS'],
  ])('answers the preflight of %s', async (path, methods) => {
    const response = await preflight(path, 'https://a.example');
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': 'https://a.example',
      'access-control-allow-methods': methods,
      'access-control-allow-headers': 'authorization,content-type',
    });
  });

  test('lets only pages of the configured origins read', async () => {
    const readableBy = async (origin: string, body: object) =>
      (await call(assistant, '/api/chat', { body, headers: { origin } })).headers.get('access-control-allow-origin');
    expect(await readableBy('https://a.example', { message: 'Hi' })).toBe('https://a.example');
    expect(await readableBy('https://a.example', {})).toBe('https://a.example');
    expect(await readableBy('https://evil.example', { message: 'Hi' })).toBeNull();
    expect((await preflight('/api/chat', 'https://evil.example')).headers.get('access-control-allow-origin')).toBe(
      'https://a.example',
    );
    expect((await preflight('/nowhere', 'https://a.example')).status).toBe(404);
  });

  test('lets the pages of the port that was free read, where no origins are configured', async () => {
    const unconfigured = await startForTest();
    try {
      const { origin } = new URL(unconfigured.url);
      const { headers } = await call(unconfigured, '/api/chat', { body: {}, headers: { origin } });
      expect(headers.get('access-control-allow-origin')).toBe(origin);
    } finally {
      await unconfigured.close();
    }
  });
});

test('Health and the API’s description need no token', async () => {
  expect((await call(assistant, '/api/healthz', { method: 'GET', token: null })).body).toMatchObject({
    status: 'ok',
    checks: { sessions: 'ok', history: 'off', model: 'off', pf360: 'ok' },
  });
  expect((await call(assistant, '/openapi.json', { method: 'GET', token: null })).body).toMatchObject({
    openapi: '3.1.0',
  });
});
