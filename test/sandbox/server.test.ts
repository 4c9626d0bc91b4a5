import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { readSandboxConfig } from '../../sandbox/config.ts';
import { type SandboxServer, startSandbox } from '../../sandbox/server.ts';
import { bookFirst, MONDAY, openSandbox, row } from './pf360-client.ts';

const TAMPA = '11TB01SB';
const FLOORING = 90010001;
const HEADERS = { authorization: 'Bearer t', client_id: TAMPA, 'content-type': 'application/json' };
const now = () => Temporal.Instant.from(MONDAY);

let folder: string;
let running: SandboxServer[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pf360-sandbox-'));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((server) => server.close()));
  await rm(folder, { recursive: true });
});

async function start(options: { dataFile?: string; host?: string } = {}): Promise<SandboxServer> {
  const server = await startSandbox({ port: 0, now, ...options });
  running.push(server);
  return server;
}

async function call(server: SandboxServer, method: string, path: string, body?: object, signal?: AbortSignal) {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: HEADERS,
    ...(body && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  return { status: response.status, json: JSON.parse(await response.text()) };
}

const project = (rest: string) => `/scheduler/client/${TAMPA}/project/${FLOORING}/${rest}`;

async function search(server: SandboxServer) {
  const { data } = (await call(server, 'GET', project('startDate/2026-06-01/endDate/2026-06-30/slotsChatbot'))).json;
  const date = data.dates[0];
  const window = project(`startDate/${date}/endDate/${date}/slotsChatbot?request_id=${data.request_id}`);
  const { slots } = (await call(server, 'GET', window)).json.data;
  return { date, time: slots[0], request_id: data.request_id };
}

async function statusOf(server: SandboxServer): Promise<string> {
  const { json } = await call(server, 'GET', `/dashboard/get/${TAMPA}/7001001`);
  return json.data[0].status_info_status;
}

describe('the server', () => {
  test('listens on a free port and serves a whole booking', async () => {
    const server = await start();
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    const booking = await search(server);
    expect((await call(server, 'POST', project('schedule'), booking)).json.data).toBe(true);
    expect(await statusOf(server)).toBe('Scheduled');
  });

  test('serves a GET that carries a body, and logs it', async () => {
    const server = await start();
    const request = httpRequest(`${server.url}/scheduler/client/${TAMPA}/business-hours`, {
      headers: { ...HEADERS, 'content-length': 2 },
    });
    request.end('{}');
    const [response] = await once(request, 'response');
    response.resume();
    expect(response.statusCode).toBe(200);
    expect((await call(server, 'GET', '/sandbox/requests')).json[0]).toMatchObject({ status: 200 });
  });

  test('writes an IPv6 host in brackets', async () => {
    const server = await start({ host: '::1' });
    expect(server.url).toBe(`http://[::1]:${server.port}`);
    expect(await statusOf(server)).toBe('Ready To Schedule');
  });

  test('says so when the port is taken', async () => {
    const { port } = await start();
    await expect(startSandbox({ port, now })).rejects.toThrow('EADDRINUSE');
  });

  test('cuts the connection when a fault wants it', async () => {
    const server = await start();
    const booking = await search(server);
    await call(server, 'POST', '/sandbox/faults', { match: 'POST *', drop: true, after_commit: true });
    await expect(call(server, 'POST', project('schedule'), booking)).rejects.toThrow('fetch failed');
    expect(await statusOf(server)).toBe('Scheduled');
    expect((await call(server, 'GET', '/sandbox/requests')).json.at(-2)).toMatchObject({
      method: 'POST',
      status: null,
    });
  });

  test('does nothing for a caller that left before the work began', async () => {
    const server = await start();
    const booking = await search(server);
    await call(server, 'POST', '/sandbox/faults', { match: 'POST *', delay_ms: 1000 });
    await expect(call(server, 'POST', project('schedule'), booking, AbortSignal.timeout(50))).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await statusOf(server)).toBe('Ready To Schedule');
    expect((await call(server, 'GET', '/sandbox/requests')).json.at(-2)).toMatchObject({
      method: 'POST',
      status: null,
    });
  });

  test('has done the work for a caller that left after it', async () => {
    const server = await start();
    const booking = await search(server);
    await call(server, 'POST', '/sandbox/faults', { match: 'POST *', delay_ms: 60_000, after_commit: true });
    const caller = new AbortController();
    const left = expect(call(server, 'POST', project('schedule'), booking, caller.signal)).rejects.toThrow();
    while ((await statusOf(server)) !== 'Scheduled') await new Promise((resolve) => setTimeout(resolve, 10));
    caller.abort();
    await left;
    expect(await statusOf(server)).toBe('Scheduled');
  });

  test('closes at once although a request is kept waiting', async () => {
    const server = await startSandbox({ port: 0, now });
    await call(server, 'POST', '/sandbox/faults', { match: 'GET /v1/*', delay_ms: 60_000 });
    const waiting = call(server, 'GET', '/v1/search?name=Tampa');
    const refused = expect(waiting).rejects.toThrow('fetch failed');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await server.close();
    await refused;
  });
});

describe('the data file', () => {
  test('carries bookings over a restart, and no half-written file is left beside it', async () => {
    const dataFile = join(folder, 'deep', 'pf360.json');
    const first = await start({ dataFile });
    await call(first, 'POST', project('schedule'), await search(first));
    await first.close();
    expect(await readdir(join(folder, 'deep'))).toEqual(['pf360.json']);

    const second = await start({ dataFile });
    expect(await statusOf(second)).toBe('Scheduled');
    expect(second.snapshot()).toEqual(first.snapshot());
    await call(second, 'POST', '/sandbox/reset');
    await second.close();
    expect(await statusOf(await start({ dataFile }))).toBe('Ready To Schedule');
  });

  test('keeps the dates of the day on which something was booked', async () => {
    const dataFile = join(folder, 'pf360.json');
    const client = openSandbox(MONDAY, dataFile);
    const { date } = await bookFirst(client, TAMPA, FLOORING);
    const later = openSandbox('2026-06-02T12:00:00Z', dataFile);
    expect((await row(later, TAMPA, 7001001, FLOORING)).project_date_scheduled_date).toBe(date);
    expect((await row(later, TAMPA, 7001001, 90010002)).project_date_scheduled_date).toBe('2026-06-09');
  });

  test('that holds nothing worth keeping is seeded anew, so that the data stays relative to the clock', async () => {
    const dataFile = join(folder, 'pf360.json');
    openSandbox(MONDAY, dataFile).sandbox.restore(openSandbox().sandbox.snapshot());
    expect(JSON.parse(await readFile(dataFile, 'utf8')).seeded_at).toBe('2026-06-01T13:00:00Z');
    const later = openSandbox('2026-09-01T12:00:00Z', dataFile);
    expect((await row(later, TAMPA, 7001001, 90010002)).project_date_scheduled_date).toBe('2026-09-09');
  });

  test.each(['{', '{"version": 9}'])('that holds %s stops the start with its name', async (text) => {
    const dataFile = join(folder, 'pf360.json');
    await writeFile(dataFile, text);
    expect(() => openSandbox(MONDAY, dataFile)).toThrow(dataFile);
  });

  test('that cannot be read or written is no silent loss', async () => {
    expect(() => openSandbox(MONDAY, folder)).toThrow('EISDIR');
    const client = openSandbox(MONDAY, join(folder, 'pf360.json', 'never'));
    await writeFile(join(folder, 'pf360.json'), '');
    expect((await client.dates(TAMPA, FLOORING)).status).toBe(500);
    expect((await client.control('POST', '/reset')).status).toBe(500);
  });
});

describe('the configuration', () => {
  test('defaults to port 3001 and the real clock', () => {
    const { port, now: clock } = readSandboxConfig({});
    expect(port).toBe(3001);
    expect(Math.abs(Number(clock()) - Date.now())).toBeLessThan(5_000);
  });

  test('takes a port and a clock that stands still', () => {
    const config = readSandboxConfig({ PF360_SANDBOX_PORT: '0', ASSISTANT_NOW: '2026-06-01T09:00:00-04:00' });
    expect(config.port).toBe(0);
    expect(String(config.now())).toBe('2026-06-01T13:00:00Z');
  });

  test.each([
    ['PF360_SANDBOX_PORT', 'abc'],
    ['PF360_SANDBOX_PORT', '65536'],
    ['PF360_SANDBOX_PORT', '-1'],
    ['ASSISTANT_NOW', 'yesterday'],
    ['ASSISTANT_NOW', '2026-06-01T09:00:00'],
  ])('names %s when it is %s', (name, value) => {
    expect(() => readSandboxConfig({ [name]: value })).toThrow(name);
  });
});

describe('the command', () => {
  const run = (env: Record<string, string>) =>
    spawn(process.execPath, ['sandbox/start.ts'], { env: { ...process.env, ...env }, stdio: 'pipe' });

  test('prints its address, and stops cleanly on SIGTERM', async () => {
    const child = run({ PF360_SANDBOX_PORT: '0', ASSISTANT_NOW: MONDAY });
    const [line] = await once(child.stdout, 'data');
    const url = /http:\S+/.exec(String(line))?.[0] ?? '';
    expect((await fetch(`${url}/v1/search?name=Tampa`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('stops with one line that names a malformed variable', async () => {
    const child = run({ PF360_SANDBOX_PORT: 'abc' });
    const [[line], [code]] = await Promise.all([once(child.stderr, 'data'), once(child, 'exit')]);
    expect(code).toBe(1);
    expect(String(line)).toBe('PF360_SANDBOX_PORT must be a port number, 0 to 65535\n');
  });
});
