import { describe, expect, test } from '@jest/globals';
import { openSandbox } from './pf360-client.ts';

const HOURS = '/scheduler/client/11TB01SB/business-hours';

describe('who may call', () => {
  test.each([
    ['nothing', {}],
    ['another scheme', { authorization: 'Basic abc' }],
    ['a scheme alone', { authorization: 'Bearer ' }],
    ['a scheme twice', { authorization: 'Bearer Bearer abc' }],
  ])('401 with %s for a token', async (_, headers) => {
    const { status, json } = await openSandbox().send('GET', HOURS, undefined, { ...headers, client_id: '11TB01SB' });
    expect([status, json]).toEqual([401, { message: 'Unauthorized' }]);
  });

  test.each([
    ['GET', HOURS],
    ['GET', '/dashboard/get/11TB01SB/7001001'],
    ['POST', '/communication/client/11TB01SB/project/90010001/note'],
    ['POST', '/project-notes/add-note'],
  ])('406 on %s %s without a client_id header', async (method, path) => {
    const body = method === 'POST' ? {} : undefined;
    const { status } = await openSandbox().send(method, path, body, { authorization: 'Bearer t' });
    expect(status).toBe(406);
  });

  test('any bearer token will do, a JWT with a wrong signature too', async () => {
    const { status } = await openSandbox().send('GET', HOURS, undefined, {
      authorization: 'bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.wrong',
      client_id: '11TB01SB',
    });
    expect(status).toBe(200);
  });

  test('403 when the header names another tenant than the path', async () => {
    expect((await openSandbox().get('22CH01SB', HOURS)).status).toBe(403);
  });
});

describe('what is not there', () => {
  test.each([
    ['an unknown tenant', '99XX99XX', '/dashboard/get/99XX99XX/7001001'],
    ['an unknown project', '11TB01SB', '/scheduler/11TB01SB/90019999/cancel-appointment'],
    ['a project id that is no number', '11TB01SB', '/scheduler/11TB01SB/41001_1/cancel-appointment'],
    ['another tenant’s project', '11TB01SB', '/scheduler/client/11TB01SB/project/90020001/cancel-reschedule'],
    [
      'notes of another customer’s project',
      '11TB01SB',
      '/communication/client/11TB01SB/customer/7001004/project/90010001/notes',
    ],
    ['a path of an older API', '11TB01SB', '/project-notes/list/11TB01SB?project_id=90010001'],
  ])('404 for %s', async (_, clientId, path) => {
    const { status, json } = await openSandbox().get(clientId, path);
    expect([status, json]).toEqual([404, { message: 'Resource not found' }]);
  });

  test('a customer with no project under a tenant sees none of another tenant’s', async () => {
    expect(await openSandbox().dashboard('22CH01SB', 7001001)).toEqual([]);
  });
});

describe('business hours', () => {
  test('of Tampa Bay: all seven days, HH:MM', async () => {
    const { json } = await openSandbox().get('11TB01SB', HOURS);
    expect(json.data.timezone).toBe('America/New_York');
    expect(json.data.workHours).toHaveLength(7);
    expect(json.data.workHours[0]).toEqual({ day: 'Monday', is_working: true, start: '08:00', end: '17:00' });
    expect(json.data.workHours[5]).toEqual({ day: 'Saturday', is_working: false, start: null, end: null });
  });

  test('of Orlando: open on Saturdays', async () => {
    const { json } = await openSandbox().get('11OR02SB', '/scheduler/client/11OR02SB/business-hours');
    expect(json.data.workHours[5]).toEqual({ day: 'Saturday', is_working: true, start: '08:00', end: '17:00' });
    expect(json.data.workHours[6]).toMatchObject({ day: 'Sunday', is_working: false });
  });

  test('of Lakeshore: closed days are left out, HH:MM:SS', async () => {
    const { json } = await openSandbox().get('22CH01SB', '/scheduler/client/22CH01SB/business-hours');
    expect(json.data.timezone).toBe('America/Chicago');
    expect(json.data.workHours.map((each: { day: string }) => each.day)).toEqual([
      'Monday',
      'Tuesday',
      'Wednesday',
      'Thursday',
      'Friday',
    ]);
    expect(json.data.workHours[4]).toEqual({ day: 'Friday', is_working: true, start: '07:00:00', end: '16:00:00' });
  });
});

describe('notes', () => {
  const list = '/communication/client/11TB01SB/customer/7001001/project/90010001/notes';
  const note = '/communication/client/11TB01SB/project/90010001/note';

  test('of all three kinds are kept in the order in which they came', async () => {
    const client = openSandbox();
    const seen = {
      viewed_by: 'u',
      reviewed_by: 'u',
      viewed_at: '2026-06-01T13:00:00Z',
      reviewed_at: '2026-06-01T13:00:00Z',
    };
    const target = { client_id: '11TB01SB', project_id: 90010001 };
    expect((await client.post('11TB01SB', note, { note_text: 'Dog in the yard', ...seen })).status).toBe(200);
    await client.post('11TB01SB', '/project-notes/add-note', { ...target, note_text: 'CANCELLATION REASON: moving' });
    await client.post('11TB01SB', '/project-notes/update-address-note', { ...target, note_text: 'New address: …' });
    const { json } = await client.get('11TB01SB', list);
    expect(json.data.map((each: { note_text: string }) => each.note_text)).toEqual([
      'Dog in the yard',
      'CANCELLATION REASON: moving',
      'New address: …',
    ]);
    expect(json.data[0]).toEqual({
      note_id: expect.any(Number),
      project_id: 90010001,
      note_text: 'Dog in the yard',
      author: 'Dana Whitfield',
      created_at: '2026-06-01T13:00:00Z',
    });
  });

  test('the same note twice is two notes, and another project has neither', async () => {
    const client = openSandbox();
    await client.post('11TB01SB', note, { note_text: 'Twice' });
    await client.post('11TB01SB', note, { note_text: 'Twice' });
    expect((await client.get('11TB01SB', list)).json.data).toHaveLength(2);
    expect((await client.get('11TB01SB', list.replace('90010001', '90010003'))).json.data).toEqual([]);
  });

  test('the list is wrapped in data, in notes, or not at all, by tenant', async () => {
    const client = openSandbox();
    const lakeshore = await client.get(
      '22CH01SB',
      '/communication/client/22CH01SB/customer/7001002/project/90020001/notes',
    );
    expect(lakeshore.json).toEqual({ notes: [] });
    const orlando = await client.get(
      '11OR02SB',
      '/communication/client/11OR02SB/customer/7001004/project/90040101/notes',
    );
    expect(orlando.json).toEqual([]);
    const office = await client.get('11TB01SB', list.replace('90010001', '90010005'));
    expect(office.json.data[0]).toMatchObject({ author: 'Tampa Bay Interiors office' });
  });

  test.each([
    ['no text', {}],
    ['a blank text', { note_text: '  ' }],
    ['a text that is no string', { note_text: 7 }],
    ['more than 2000 characters', { note_text: 'x'.repeat(2001) }],
  ])('400 for %s', async (_, body) => {
    const client = openSandbox();
    const { status, json } = await client.post('11TB01SB', note, body);
    expect(status).toBe(400);
    expect(json.message).toContain('note_text');
    expect((await client.get('11TB01SB', list)).json.data).toEqual([]);
  });

  test.each([
    ['a project id that is a string', { client_id: '11TB01SB', project_id: '90010001', note_text: 'x' }, 400],
    ['no client_id', { project_id: 90010001, note_text: 'x' }, 400],
    ['another tenant than the header’s', { client_id: '22CH01SB', project_id: 90020001, note_text: 'x' }, 403],
    ['a project of another tenant', { client_id: '11TB01SB', project_id: 90020001, note_text: 'x' }, 404],
    ['a list', [], 400],
    ['no JSON', '{', 400],
    ['JSON null', 'null', 400],
  ])('refuses a reason with %s', async (_, body, status) => {
    expect((await openSandbox().post('11TB01SB', '/project-notes/add-note', body)).status).toBe(status);
  });
});
