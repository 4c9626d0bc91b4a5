import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createCircuitBreaker, type HttpReply, send, sendWithRetries } from '../../adapters/http.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await stop(server);
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function stop(server: Server): Promise<unknown> {
  const stopped = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  return stopped;
}

const get = (url: string, timeoutMs = 10_000) => send({ method: 'GET', url, headers: {} }, timeoutMs);

describe('a request', () => {
  test('is answered with status and body, redirects included', async () => {
    const url = await serve((request, response) => {
      response.writeHead(302, { location: '/elsewhere' });
      response.end(`${request.method} ${request.headers.connection}`);
    });
    expect(await get(url)).toEqual({ kind: 'answer', status: 302, body: 'GET close' });
  });

  test('carries its body', async () => {
    const url = await serve((request, response) => {
      request.pipe(response);
    });
    const request = { method: 'POST', url, headers: { 'content-type': 'text/plain' }, body: 'héllo' } as const;
    expect(await send(request, 10_000)).toEqual({ kind: 'answer', status: 200, body: 'héllo' });
  });

  test('goes out on a connection of its own', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    });
    for (let call = 0; call < 3; call += 1) await get(url);
    expect(ports.size).toBe(3);
  });

  test('that nobody listens for was not sent', async () => {
    const url = await serve((_, response) => response.end());
    for (const server of servers.splice(0)) await stop(server);
    expect(await get(url)).toEqual({ kind: 'not_sent' });
  });

  test('that is not answered in time, or not answered whole, is out of time', async () => {
    expect(await get(await serve(() => {}), 300)).toEqual({ kind: 'timeout' });
    const half = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half');
    });
    expect(await get(half, 1000)).toEqual({ kind: 'timeout' });
  });

  test('whose connection breaks off was cut', async () => {
    expect(await get(await serve((request) => request.socket.destroy()))).toEqual({ kind: 'cut' });
    const half = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half', () => response.destroy());
    });
    expect(await get(half)).toEqual({ kind: 'cut' });
  });

  test('that cannot even be made does not pass for one that was never sent', async () => {
    expect(await get('http://127.0.0.1:1/')).toEqual({ kind: 'cut' });
  });
});

describe('retries', () => {
  const request = { method: 'GET', url: 'http://x', headers: {} } as const;
  const answer = (status: number): HttpReply => ({ kind: 'answer', status, body: '' });

  /** Sends against a script of replies; how long each was to be waited for. */
  async function attempt(replies: HttpReply[], timeoutMs = 10_000) {
    const patience: number[] = [];
    let now = 0;
    const policy = { retries: 2, waitMs: 2, clock: () => now };
    const reply = await sendWithRetries(request, timeoutMs, policy, async (_, wait) => {
      patience.push(wait);
      now += 1000;
      return replies[patience.length - 1] ?? answer(999);
    });
    return { reply, patience };
  }

  test.each<[string, HttpReply[], number, HttpReply]>([
    ['an answer', [answer(200)], 1, answer(200)],
    ['a no', [answer(404)], 1, answer(404)],
    ['a time-out', [{ kind: 'timeout' }], 1, { kind: 'timeout' }],
    ['a 500 and then an answer', [answer(500), answer(200)], 2, answer(200)],
    ['nobody there, a cut, and then an answer', [{ kind: 'not_sent' }, { kind: 'cut' }, answer(200)], 3, answer(200)],
    ['three 503s', [answer(503), answer(503), answer(503)], 3, answer(503)],
  ])('%s', async (_, replies, attempts, last) => {
    const { reply, patience } = await attempt(replies);
    expect([patience.length, reply]).toEqual([attempts, last]);
  });

  test('share one span of time, and stop when it is over', async () => {
    const { patience } = await attempt([answer(500), answer(500), answer(500)], 1500);
    expect(patience).toEqual([1500, 500]);
  });
});

test('a circuit opens after failures in a row, and closes with the first success', () => {
  let now = 0;
  const breaker = createCircuitBreaker(2, 100, () => now);
  breaker.record('a', true);
  breaker.record('a', false);
  breaker.record('a', true);
  expect(breaker.allows('a')).toBe(true);
  breaker.record('a', true);
  expect([breaker.allows('a'), breaker.allows('b')]).toEqual([false, true]);
  now = 100;
  expect([breaker.allows('a'), breaker.allows('a')]).toEqual([true, false]);
  breaker.record('a', true);
  expect(breaker.allows('a')).toBe(false);
  now = 200;
  expect(breaker.allows('a')).toBe(true);
  breaker.record('a', false);
  expect([breaker.allows('a'), breaker.allows('a')]).toEqual([true, true]);
});
