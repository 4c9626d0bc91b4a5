import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Assistant } from '../../runtime/assistant.ts';
import { ask, get, post, say, startLocal } from './local.ts';

let assistant: Assistant;
let own: string;
let port: string;

beforeAll(async () => {
  assistant = await startLocal();
  own = assistant.url;
  port = new URL(own).port;
});
afterAll(() => assistant.close());

const JSON_TYPE = { 'content-type': 'application/json' };
const TOKEN = { method: 'POST', body: JSON.stringify({ customer_id: '7001001' }) };

describe('a name that somebody else points at this machine', () => {
  test.each(['evil.example', 'evil.example:PORT', 'localhost', 'localhost:1', '127.0.0.1.evil.example:PORT'])(
    'as Host %j gets no page and no data',
    async (name) => {
      const headers = { host: name.replace('PORT', port) };
      for (const path of ['/', '/executions', '/local/app.js', '/local/setup', '/local/executions']) {
        const got = await ask(assistant, path, { headers });
        expect({ path, status: got.status }).toEqual({ path, status: 421 });
        expect(got.text).not.toContain('7001001');
      }
    },
  );

  test.each(['localhost:PORT', 'LOCALHOST:PORT', '127.0.0.1:PORT', '[::1]:PORT'])(
    'but %j is this machine',
    async (name) => {
      const got = await ask(assistant, '/local/setup', { headers: { host: name.replace('PORT', port) } });
      expect(got.status).toBe(200);
    },
  );
});

describe('a page from elsewhere', () => {
  test.each([
    ['has another origin', { origin: 'https://evil.example', ...JSON_TYPE }, 403],
    ['is served by another port of this machine', { origin: 'http://127.0.0.1:1', ...JSON_TYPE }, 403],
    ['hides its origin', { origin: 'null', ...JSON_TYPE }, 403],
    ['sends none', JSON_TYPE, 403],
    ['is on the other name of this machine', { origin: 'http://localhost:PORT', ...JSON_TYPE }, 403],
    ['sends a form', { origin: 'OWN', 'content-type': 'text/plain' }, 415],
    ['sends no type', { origin: 'OWN' }, 415],
  ])('that %s changes nothing', async (_, given, status) => {
    const headers = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value.replace('OWN', own).replace('PORT', port)]),
    );
    for (const path of ['/local/tokens', '/local/replays', '/local/executions/x']) {
      const got = await ask(assistant, path, { ...TOKEN, headers });
      expect({ path, status: got.status }).toEqual({ path, status });
      expect(got.text).not.toContain('token"');
    }
  });

  test.each(['cross-site', 'same-site'])('reads nothing when its browser says %s', async (site) => {
    const got = await ask(assistant, '/local/executions', { headers: { 'sec-fetch-site': site } });
    expect(got.status).toBe(403);
  });

  test('is told by no header that it may', async () => {
    const headers = { origin: own, 'access-control-request-method': 'POST' };
    for (const [path, method] of [
      ['/local/setup', 'GET'],
      ['/local/tokens', 'OPTIONS'],
      ['/', 'GET'],
    ] as const) {
      const got = await ask(assistant, path, { method, headers });
      expect(Object.keys(got.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });
});

test('every answer forbids frames, foreign scripts, guesses of its type and copies of it', async () => {
  for (const path of [
    '/',
    '/executions',
    '/compare',
    '/local/app.js',
    '/local/setup',
    '/local/nowhere',
    '/local/executions/nobody',
  ]) {
    const { headers } = await ask(assistant, path);
    expect({ path, policy: headers['content-security-policy'] }).toEqual({
      path,
      policy:
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    });
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  }
});

test.each([
  '/local/executions/..%2F..%2Fetc%2Fpasswd',
  '/local/sessions/..%5c..%5cx',
  `/local/executions/${'x'.repeat(81)}`,
  '/local/sessions/a%00b/export.json',
  '/local/comparison?before=../x&after=y',
])('an id that is none, as in %s, names no file', async (path) => {
  const got = await ask(assistant, path);
  expect(got.status).toBe(400);
  expect(JSON.parse(got.text)).toMatchObject({ status: 400, title: 'The request is wrong' });
});

test.each([
  '/local/app.js/../../package.json',
  '/local/../package.json',
  '/local/%2e%2e/package.json',
  '/local/index.html',
])('%s serves no other file', async (path) => {
  const got = await ask(assistant, path);
  expect(got.status).toBe(404);
  expect(got.text).not.toContain('scheduling-assistant"');
});

test('a message full of HTML stays JSON', async () => {
  const message = '<script>alert(1)</script><img src=x onerror=alert(2)>';
  const id = await say(assistant, '7001001', { message, session_id: 'session-html' });
  for (const path of [
    `/local/executions/${id}`,
    '/local/executions',
    '/local/sessions/session-html',
    '/local/sessions/session-html/export.json',
  ]) {
    const got = await ask(assistant, path);
    expect(got.headers['content-type']).toMatch(/^application\/json/);
    expect(JSON.stringify(JSON.parse(got.text))).toContain(message);
  }
  const talk = await ask(assistant, '/local/sessions/session-html/export.talk');
  expect(talk.headers['content-type']).toMatch(/^text\/plain/);
  expect(talk.headers['content-disposition']).toMatch(/^attachment;/);
});

test('no token is in anything that the pages can read', async () => {
  const { items } = await get<{ items: { execution_id: string }[] }>(assistant, '/local/executions');
  for (const path of ['/local/executions', ...items.map(({ execution_id }) => `/local/executions/${execution_id}`)]) {
    expect((await ask(assistant, path)).text).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
  }
});

describe('what is wrong is said', () => {
  test.each([
    ['/local/tokens', { customer_id: 1 }, 400, '$.customer_id'],
    ['/local/tokens', { customer_id: '7001001', more: 1 }, 400, '$'],
    ['/local/replays', { execution_id: '../x', from: null, tools: 'recorded' }, 400, '$.execution_id'],
    ['/local/replays', { execution_id: 'x', from: 'Plan; rm', tools: 'recorded' }, 400, '$.from'],
    ['/local/replays', { execution_id: 'x', from: null, tools: 'pf360' }, 400, '$.tools'],
  ])('of a body for %s', async (path, body, status, at) => {
    const got = await post(assistant, path, body);
    expect({ status: got.status, errors: JSON.parse(got.text).errors }).toEqual({
      status,
      errors: [expect.objectContaining({ at })],
    });
  });

  test('of one that is no JSON, or too large', async () => {
    const headers = { origin: own, ...JSON_TYPE };
    expect((await ask(assistant, '/local/tokens', { method: 'POST', headers, body: '{' })).status).toBe(400);
    const large = await ask(assistant, '/local/tokens', {
      method: 'POST',
      headers,
      body: `"${'x'.repeat(1_100_000)}"`,
    });
    expect(large.status).toBe(413);
  });

  test.each(['limit=0', 'limit=x', 'outcome=fine', 'before=1', 'colour=red', 'slower_than_ms=-1'])(
    'of a filter %s',
    async (query) => {
      expect((await ask(assistant, `/local/executions?${query}`)).status).toBe(400);
    },
  );

  test('of a customer whom the sandbox does not have, an execution and a session without a record', async () => {
    expect((await post(assistant, '/local/tokens', { customer_id: '5' })).status).toBe(404);
    expect((await ask(assistant, '/local/executions/nobody')).status).toBe(404);
    expect((await ask(assistant, '/local/sessions/nobody')).status).toBe(404);
    expect((await post(assistant, '/local/replays', { execution_id: 'x', from: null, tools: 'recorded' })).status).toBe(
      404,
    );
  });
});

test('the API beside it is as it is in AWS', async () => {
  const got = await ask(assistant, '/api/healthz', { headers: { host: 'assistant.example' } });
  expect(got.status).toBe(200);
  expect((await ask(assistant, '/nowhere')).status).toBe(404);
});

describe('with a secret of its own', () => {
  let secret: Assistant;
  beforeAll(async () => {
    secret = await startLocal({ JWT_SECRET_KEY: 'a secret that nobody else has, of enough bytes' });
  });
  afterAll(() => secret.close());

  test('an assistant gives no tokens out', async () => {
    expect(await get(secret, '/local/setup')).toMatchObject({ dev_tokens: false, customers: [] });
    expect((await post(secret, '/local/tokens', { customer_id: '7001001' })).status).toBe(404);
  });
});
