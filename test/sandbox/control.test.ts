import { describe, expect, test } from '@jest/globals';
import { bookFirst, openSandbox, row } from './pf360-client.ts';

const TAMPA = '11TB01SB';
const FLOORING = 90010001;
const HOURS = `/scheduler/client/${TAMPA}/business-hours`;

describe('the request log', () => {
  test('holds every request in order, path with query, body and status, and no control call', async () => {
    const client = openSandbox();
    await client.get(TAMPA, `${HOURS}?x=1`);
    await client.post(TAMPA, `/communication/client/${TAMPA}/project/${FLOORING}/note`, { note_text: 'Hi' });
    await client.post(TAMPA, '/project-notes/add-note', 'no json');
    await client.send('GET', '/nowhere');
    await client.control('POST', '/approve', { project_id: 1 });
    const at = '2026-06-01T13:00:00Z';
    expect((await client.control('GET', '/requests')).json).toEqual([
      { at, method: 'GET', path: `${HOURS}?x=1`, status: 200, body: null },
      {
        at,
        method: 'POST',
        path: `/communication/client/${TAMPA}/project/${FLOORING}/note`,
        status: 200,
        body: { note_text: 'Hi' },
      },
      { at, method: 'POST', path: '/project-notes/add-note', status: 400, body: 'no json' },
      { at, method: 'GET', path: '/nowhere', status: 404, body: null },
    ]);
  });

  test('never holds a token', async () => {
    const client = openSandbox();
    await client.get(TAMPA, HOURS);
    expect((await client.control('GET', '/requests')).text).not.toContain('any-token');
  });
});

describe('faults', () => {
  const fault = (client: ReturnType<typeof openSandbox>, body: object) => client.control('POST', '/faults', body);
  const search = async (client: ReturnType<typeof openSandbox>) => {
    const { data } = (await client.dates(TAMPA, FLOORING)).json;
    const { slots } = (await client.slots(TAMPA, FLOORING, data.dates[0], data.request_id)).json.data;
    return () => client.schedule(TAMPA, FLOORING, data.dates[0], slots[0], data.request_id);
  };
  const status = async (client: ReturnType<typeof openSandbox>) =>
    (await row(client, TAMPA, 7001001, FLOORING)).status_info_status;

  test('with a status answer it instead, and nothing is done', async () => {
    const client = openSandbox();
    const book = await search(client);
    expect((await fault(client, { match: 'POST /scheduler/*/schedule', status: 503 })).status).toBe(200);
    expect((await book()).status).toBe(503);
    expect(await status(client)).toBe('Ready To Schedule');
    expect((await book()).status).toBe(200);
    const statuses = (await client.control('GET', '/requests')).json
      .filter((each: { method: string }) => each.method === 'POST')
      .map((each: { status: number }) => each.status);
    expect(statuses).toEqual([503, 200]);
  });

  test('after the commit fail although the work is done', async () => {
    const client = openSandbox();
    const book = await search(client);
    await fault(client, { match: 'POST /scheduler/*/schedule', status: 500, after_commit: true });
    expect((await book()).status).toBe(500);
    expect(await status(client)).toBe('Scheduled');
    expect((await book()).json.message).toBe('Invalid process step');
  });

  test('that are stale answer a list as it was when they were set, and nothing is undone', async () => {
    const client = openSandbox();
    const book = await search(client);
    await fault(client, { match: 'GET /dashboard/*', stale: true, times: 2 });
    await book();
    expect([await status(client), await status(client), await status(client)]).toEqual([
      'Ready To Schedule',
      'Ready To Schedule',
      'Scheduled',
    ]);
  });

  test('that are stale are for the lists alone', async () => {
    const client = openSandbox();
    for (const match of ['GET *', 'GET /scheduler/*/cancel-appointment', 'POST /communication/*']) {
      const refused = await client.control('POST', '/faults', { match, stale: true });
      expect([match, refused.status, refused.json.message]).toEqual([match, 400, expect.stringContaining('stale')]);
    }
  });

  test('without a status only keep the caller waiting', async () => {
    const client = openSandbox();
    await fault(client, { match: `GET ${HOURS}`, delay_ms: 60 });
    const started = performance.now();
    expect((await client.get(TAMPA, HOURS)).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(55);
  });

  test('that wait do the work at the end, or with after_commit at the beginning', async () => {
    const client = openSandbox();
    for (const [afterCommit, meanwhile] of [
      [false, 'Ready To Schedule'],
      [true, 'Scheduled'],
    ] as const) {
      const book = await search(client);
      await fault(client, { match: '*/schedule', delay_ms: 1500, after_commit: afterCommit });
      const booking = book();
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await status(client)).toBe(meanwhile);
      const log = (await client.control('GET', '/requests')).json;
      expect(log.findLast((each: { method: string }) => each.method === 'POST').status).toBeNull();
      expect((await booking).status).toBe(200);
      expect(await status(client)).toBe('Scheduled');
      await client.cancel(TAMPA, FLOORING);
    }
  });

  test('meet as many requests as they say, then the next fault in line', async () => {
    const client = openSandbox();
    await fault(client, { match: 'GET /scheduler/*', status: 500, times: 2 });
    await fault(client, { match: 'GET *', status: 502 });
    const seen = [];
    for (let call = 0; call < 4; call += 1) seen.push((await client.get(TAMPA, HOURS)).status);
    expect(seen).toEqual([500, 500, 502, 200]);
  });

  test('match method and path without the query, * for anything', async () => {
    const client = openSandbox();
    const path = '/dashboard/get/11TB01SB/7001001';
    for (const match of ['* /dashboard/*', '*', '*dashboard*', 'GET *001', `GET ${path}`]) {
      await fault(client, { match, status: 418 });
      expect([match, (await client.get(TAMPA, `${path}?q=1`)).status]).toEqual([match, 418]);
    }
    for (const match of [
      'POST /dashboard/*',
      'GET /dashboard',
      'GET /dashboard/get/11TB01SB/700100.',
      `GET ${path}/`,
    ]) {
      await fault(client, { match, status: 418 });
      expect([match, (await client.get(TAMPA, path)).status]).toEqual([match, 200]);
    }
  });

  test.each([
    ['a JSON body', { status: 200, body: { error: 'no crew' } }, 200, '{"error":"no crew"}'],
    ['null', { body: null }, 200, 'null'],
    ['garbage', { body: '<html>oops' }, 200, '<html>oops'],
    ['an empty body', { status: 500, body: '' }, 500, ''],
    ['a status that has no body', { status: 204, body: 'x' }, 204, ''],
    ['no body', { status: 503 }, 503, '{"message":"Fault 503"}'],
  ])('answer %s', async (_, effect, expected, text) => {
    const client = openSandbox();
    await fault(client, { match: `GET ${HOURS}`, ...effect });
    const reply = await client.get(TAMPA, HOURS);
    expect([reply.status, reply.text]).toEqual([expected, text]);
  });

  test('cut the connection, before or after the work, which leaves no status in the log', async () => {
    const client = openSandbox();
    const book = await search(client);
    await fault(client, { match: '*/schedule', drop: true });
    expect((await book()).status).toBe(0);
    expect(await status(client)).toBe('Ready To Schedule');
    await fault(client, { match: '*/schedule', drop: true, after_commit: true });
    expect((await book()).status).toBe(0);
    expect(await status(client)).toBe('Scheduled');
    const posts = (await client.control('GET', '/requests')).json.filter(
      (each: { method: string }) => each.method === 'POST',
    );
    expect(posts.map((each: { status: number | null }) => each.status)).toEqual([null, null]);
  });

  test('reach the weather too, but never the controls', async () => {
    const client = openSandbox();
    await fault(client, { match: '*', status: 500, times: 9 });
    expect((await client.send('GET', '/v1/search?name=Tampa')).status).toBe(500);
    expect((await client.control('DELETE', '/faults')).status).toBe(200);
    expect((await client.send('GET', '/v1/search?name=Tampa')).status).toBe(200);
  });

  test.each([
    ['no match', { status: 500 }, 'match'],
    ['a match with a query', { match: 'GET /x?y=1', status: 500 }, 'match'],
    ['a match without a method', { match: '/x', status: 500 }, 'match'],
    ['a status that is none', { match: '*', status: 99 }, 'status'],
    ['no effect', { match: '*', after_commit: true }, 'status'],
    ['a negative delay', { match: '*', delay_ms: -1 }, 'delay_ms'],
    ['no times', { match: '*', status: 500, times: 0 }, 'times'],
    ['a cut with a status', { match: '*', status: 500, drop: true }, 'drop'],
    ['an unknown field', { match: '*', delay: 5, status: 500 }, 'delay'],
    ['a list', [], 'body'],
    ['no JSON', '{', 'body'],
  ])('400 for %s', async (_, body, field) => {
    const { status: code, json } = await openSandbox().control('POST', '/faults', body);
    expect(code).toBe(400);
    expect(json.message).toContain(field);
  });
});

describe('reset', () => {
  test('brings back data, log and faults as at the start', async () => {
    const client = openSandbox();
    await bookFirst(client, TAMPA, FLOORING);
    await client.control('POST', '/faults', { match: '*', status: 500 });
    expect((await client.control('POST', '/reset')).status).toBe(200);
    expect((await client.control('GET', '/requests')).json).toEqual([]);
    expect((await row(client, TAMPA, 7001001, FLOORING)).status_info_status).toBe('Ready To Schedule');
    expect(client.sandbox.snapshot()).toEqual(openSandbox().sandbox.snapshot());
  });

  test('abandons a request that waits: it is cut, and what it asked for is never done', async () => {
    const client = openSandbox();
    await client.control('POST', '/faults', { match: '*/cancel-appointment', delay_ms: 60_000 });
    const waiting = client.cancel(TAMPA, 90010002);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await client.control('POST', '/reset');
    expect((await waiting).status).toBe(0);
    expect((await row(client, TAMPA, 7001001, 90010002)).status_info_status).toBe('Scheduled');
  });
});

describe('approve', () => {
  test.each([
    ['an unknown project', { project_id: 1 }, 404],
    ['a project that waits for nothing', { project_id: 90010001 }, 409],
    ['no project', {}, 400],
    ['a project number', { project_id: '52001_1' }, 400],
  ])('is refused for %s', async (_, body, status) => {
    const reply = await openSandbox().control('POST', '/approve', body);
    expect(reply.status).toBe(status);
    expect(reply.json.message).toContain('project_id');
  });
});

describe('the state', () => {
  test('comes back as it was, in another sandbox too', async () => {
    const client = openSandbox();
    await bookFirst(client, TAMPA, FLOORING);
    await client.post(TAMPA, `/communication/client/${TAMPA}/project/${FLOORING}/note`, { note_text: 'Hi' });
    const state = (await client.control('GET', '/state')).json;
    const booked = await client.dashboard(TAMPA, 7001001);
    await client.cancel(TAMPA, FLOORING);
    expect(state).toEqual(JSON.parse(JSON.stringify(state)));

    const later = openSandbox('2026-09-01T12:00:00Z');
    expect((await later.control('PUT', '/state', state)).json).toEqual({ restored: true });
    expect(await later.dashboard(TAMPA, 7001001)).toEqual(booked);
    expect(later.sandbox.snapshot()).toEqual(state);
  });

  test('a snapshot is a copy', async () => {
    const { sandbox, ...client } = openSandbox();
    const before = sandbox.snapshot();
    await client.dates(TAMPA, FLOORING);
    expect(before.progress).toEqual({});
    sandbox.restore(before);
    expect(sandbox.snapshot()).toEqual(before);
  });

  test.each([
    ['no state', { version: 2 }, 'version'],
    ['an unknown project', 'progress', 'no project 5'],
    ['no JSON', '{', 'body'],
  ])('400 for %s, and nothing changes', async (_, given, named) => {
    const client = openSandbox();
    const before = client.sandbox.snapshot();
    const progress = { 5: { status: 'New', appointment: null, crew_assigned: false, request_ids: [] } };
    const { status, json } = await client.control(
      'PUT',
      '/state',
      given === 'progress' ? { ...before, progress } : given,
    );
    expect(status).toBe(400);
    expect(json.message).toContain(named);
    expect(client.sandbox.snapshot()).toEqual(before);
  });
});

test('there is no other control', async () => {
  expect((await openSandbox().control('GET', '/everything')).status).toBe(404);
});
