import { describe, expect, test } from '@jest/globals';
import { bookFirst, offers, openSandbox, row } from './pf360-client.ts';

const TAMPA = '11TB01SB';
const LAKESHORE = '22CH01SB';
const ORLANDO = '11OR02SB';
const FLOORING = 90010001;
const WINDOWS = 90010002;
/** Flooring of another customer, done by the same crew as FLOORING. */
const OTHER_FLOORING = 90040001;

describe('searching for dates', () => {
  test('finds fifteen working days from the 2nd after today, unsorted, with a request id', async () => {
    const { status, json } = await openSandbox().dates(TAMPA, FLOORING);
    expect(status).toBe(200);
    const { dates, request_id } = json.data;
    const sorted = [...dates].sort();
    expect(dates).not.toEqual(sorted);
    expect(sorted).toEqual([
      ...['2026-06-03', '2026-06-04', '2026-06-05', '2026-06-08', '2026-06-09'],
      ...['2026-06-10', '2026-06-11', '2026-06-12', '2026-06-15', '2026-06-16'],
      ...['2026-06-17', '2026-06-18', '2026-06-19', '2026-06-22', '2026-06-23'],
    ]);
    expect(Number.isInteger(request_id)).toBe(true);
  });

  test('counts Saturday where the tenant works on it', async () => {
    const { json } = await openSandbox().dates(ORLANDO, 90040101);
    expect([...json.data.dates].sort().slice(0, 5)).toEqual([
      ...['2026-06-03', '2026-06-04', '2026-06-05', '2026-06-06', '2026-06-08'],
    ]);
    expect(json.data.request_id).toMatch(/^req_\d+$/);
  });

  test('keeps to the window that is asked for, both ends included', async () => {
    const { json } = await openSandbox().dates(TAMPA, FLOORING, '2026-06-05', '2026-06-09');
    expect([...json.data.dates].sort()).toEqual(['2026-06-05', '2026-06-08', '2026-06-09']);
  });

  test.each([
    ['past', '2026-01-01', '2026-05-31'],
    ['too early', '2026-06-01', '2026-06-02'],
    ['too late', '2026-07-01', '2026-07-31'],
  ])('finds nothing in a window that is %s, and that is no error', async (_, from, to) => {
    const { status, json } = await openSandbox().dates(TAMPA, FLOORING, from, to);
    expect([status, json.data.dates, json.data.slots]).toEqual([200, [], []]);
  });

  test('sends times beside the dates that hold for none of them', async () => {
    const client = openSandbox();
    const { json } = await client.dates(TAMPA, FLOORING);
    expect(json.data.slots).toEqual(['08:00:00', '10:00:00', '13:00:00', '15:00:00']);
    const days = [...(await offers(client, TAMPA, FLOORING)).values()];
    expect(days.some((slots) => slots.length < 4)).toBe(true);
  });

  test.each([
    ['a date that is none', '2026-02-30', '2026-06-09'],
    ['a date in words', 'tomorrow', '2026-06-09'],
    ['an end before the start', '2026-06-09', '2026-06-08'],
  ])('400 for %s, with or without a request id', async (_, from, to) => {
    const client = openSandbox();
    expect((await client.dates(TAMPA, FLOORING, from, to)).status).toBe(400);
    const path = `/scheduler/client/${TAMPA}/project/${FLOORING}/startDate/${from}/endDate/${to}/slotsChatbot`;
    expect((await client.get(TAMPA, `${path}?request_id=1`)).status).toBe(400);
  });
});

describe('searching for the slots of a date', () => {
  test('answers start times for the search’s request id', async () => {
    const client = openSandbox();
    const { data } = (await client.dates(TAMPA, FLOORING)).json;
    const { json } = await client.slots(TAMPA, FLOORING, data.dates[0], data.request_id);
    expect(json.data.slots.length).toBeGreaterThanOrEqual(2);
    expect(json.data.slots.every((slot: string) => /^\d\d:00:00$/.test(slot))).toBe(true);
    expect(json.data.request_id).toBe(data.request_id);
  });

  test('a date that is not open has none', async () => {
    const client = openSandbox();
    const { data } = (await client.dates(TAMPA, FLOORING)).json;
    expect((await client.slots(TAMPA, FLOORING, '2026-06-06', data.request_id)).json.data.slots).toEqual([]);
  });

  test('400 for a request id that is unknown, another project’s, or spent', async () => {
    const client = openSandbox();
    expect((await client.slots(TAMPA, FLOORING, '2026-06-08', 1)).status).toBe(400);
    const foreign = (await client.dates(TAMPA, 90010003)).json.data.request_id;
    expect((await client.slots(TAMPA, FLOORING, '2026-06-08', foreign)).status).toBe(400);
    const { requestId } = await bookFirst(client, TAMPA, FLOORING);
    await client.cancel(TAMPA, FLOORING);
    const spent = await client.slots(TAMPA, FLOORING, '2026-06-08', requestId);
    expect([spent.status, spent.json.message]).toEqual([400, 'request_id is invalid or has expired']);
  });

  test('400 for more than one date', async () => {
    const client = openSandbox();
    const { request_id } = (await client.dates(TAMPA, FLOORING)).json.data;
    const path = `/scheduler/client/${TAMPA}/project/${FLOORING}/startDate/2026-06-08/endDate/2026-06-09/slotsChatbot`;
    expect((await client.get(TAMPA, `${path}?request_id=${request_id}`)).status).toBe(400);
  });
});

describe('projects that cannot be searched', () => {
  test.each([
    ['scheduled', WINDOWS, /already scheduled/],
    ['withheld', 90010006, /^Not allowed$/],
    ['on hold', 90010005, /^Not allowed$/],
    ['completed', 90010004, /not eligible/],
    ['in progress', 90040010, /already contains a technician/],
  ])('400 for one that is %s', async (_, id, text) => {
    const client = openSandbox();
    const { status, json } = await client.dates(TAMPA, id);
    expect(status).toBe(400);
    expect(json.message).toMatch(text);
    expect((await client.slots(TAMPA, id, '2026-06-08', 1)).json.message).toMatch(text);
  });

  test('400 for one whose booking waits for the office, in plain text at Lakeshore', async () => {
    const client = openSandbox();
    await bookFirst(client, LAKESHORE, 90020001);
    const { status, text, json } = await client.dates(LAKESHORE, 90020001);
    expect([status, json]).toEqual([400, undefined]);
    expect(text).toMatch(/already requested/);
  });

  test('a withheld or finished project cannot be booked either', async () => {
    const client = openSandbox();
    const { request_id } = (await client.dates(TAMPA, FLOORING)).json.data;
    for (const id of [90010006, 90010004]) {
      expect((await client.schedule(TAMPA, id, '2026-06-08', '08:00:00', request_id)).status).toBe(400);
    }
  });
});

describe('booking', () => {
  test('at Tampa Bay makes the project Scheduled, with end and technician', async () => {
    const client = openSandbox();
    const { data } = (await client.dates(TAMPA, FLOORING)).json;
    const { slots } = (await client.slots(TAMPA, FLOORING, '2026-06-08', data.request_id)).json.data;
    const reply = await client.schedule(TAMPA, FLOORING, '2026-06-08', slots.at(-1), data.request_id);
    expect(reply).toMatchObject({ status: 200, json: { data: true, message: 'Scheduled successfully' } });
    const booked = await row(client, TAMPA, 7001001, FLOORING);
    const hour = Number(slots.at(-1).slice(0, 2));
    expect(booked).toMatchObject({
      status_info_status: 'Scheduled',
      project_date_scheduled_date: '2026-06-08',
      user_idata_first_name: 'Tanya',
    });
    expect(booked.convertedProjectStartScheduledDate).toBe(
      `06-08-2026 ${String(hour % 12 || 12).padStart(2, '0')}:00 ${hour < 12 ? 'AM' : 'PM'}`,
    );
  });

  test('at Orlando answers a confirmation number and writes ISO dates', async () => {
    const client = openSandbox();
    const { date, time, reply } = await bookFirst(client, ORLANDO, 90040101);
    expect(reply.json.data.confirmation_number).toEqual(expect.any(String));
    expect(await row(client, ORLANDO, 7001004, 90040101)).toMatchObject({
      status_info_status: 'Scheduled',
      convertedProjectStartScheduledDate: `${date} ${time}`,
    });
  });

  test('at Lakeshore waits for the office, showing the date that was asked for, until it is approved', async () => {
    const client = openSandbox();
    const { date, time, reply } = await bookFirst(client, LAKESHORE, 90020001);
    expect(reply.json.message).toMatch(/office will review/);
    expect(await row(client, LAKESHORE, 7001002, 90020001)).toMatchObject({
      status_info_status: 'Pending Confirmation',
      convertedProjectStartScheduledDate: `${date} ${time}`,
      user_idata_first_name: null,
    });
    const approval = await client.control('POST', '/approve', { project_id: '90020001' });
    expect(approval).toMatchObject({ status: 200, json: { project_id: 90020001, status: 'Scheduled' } });
    expect(await row(client, LAKESHORE, 7001002, 90020001)).toMatchObject({
      status_info_status: 'Scheduled',
      convertedProjectStartScheduledDate: `${date} ${time}`,
      user_idata_first_name: expect.any(String),
    });
  });

  test('a second time in the same flow is an invalid process step, and changes nothing', async () => {
    const client = openSandbox();
    const { date, time, requestId } = await bookFirst(client, TAMPA, FLOORING);
    const again = await client.schedule(TAMPA, FLOORING, date, time, requestId);
    expect([again.status, again.json.message]).toEqual([400, 'Invalid process step']);
    const other = await client.schedule(TAMPA, FLOORING, '2026-06-15', '08:00:00', requestId);
    expect(other.status).toBe(400);
    expect((await row(client, TAMPA, 7001001, FLOORING)).project_date_scheduled_date).toBe(date);
  });

  test('takes the latest request id only; an earlier one still finds slots', async () => {
    const client = openSandbox();
    const first = (await client.dates(TAMPA, FLOORING)).json.data;
    const second = (await client.dates(TAMPA, FLOORING)).json.data;
    const date = first.dates[0];
    const { slots } = (await client.slots(TAMPA, FLOORING, date, first.request_id)).json.data;
    expect((await client.schedule(TAMPA, FLOORING, date, slots[0], first.request_id)).status).toBe(400);
    expect((await client.schedule(TAMPA, FLOORING, date, slots[0], second.request_id)).status).toBe(200);
  });

  test('400 for a slot that is not offered, and the search is not spent by it', async () => {
    const client = openSandbox();
    const days = await offers(client, TAMPA, FLOORING);
    const { request_id } = (await client.dates(TAMPA, FLOORING)).json.data;
    const [date, slots] = [...days].find(([, each]) => each.length < 4) ?? ['', []];
    const missing = ['08:00:00', '10:00:00', '13:00:00', '15:00:00'].find((slot) => !slots.includes(slot)) ?? '';
    for (const [day, time] of [
      [date, missing],
      [date, '09:00:00'],
      ['2026-06-06', '08:00:00'],
      ['2026-06-02', '08:00:00'],
    ] as const) {
      expect((await client.schedule(TAMPA, FLOORING, day, time, request_id)).status).toBe(400);
    }
    expect((await client.schedule(TAMPA, FLOORING, date, slots[0] ?? '', request_id)).status).toBe(200);
  });

  test.each([
    ['no date', { time: '08:00:00', request_id: 1 }, 'date'],
    ['a date with slashes', { date: '06/08/2026', time: '08:00:00', request_id: 1 }, 'date'],
    ['a time without seconds', { date: '2026-06-08', time: '08:00', request_id: 1 }, 'time'],
    ['a time with AM', { date: '2026-06-08', time: '08:00 AM', request_id: 1 }, 'time'],
    ['no request id', { date: '2026-06-08', time: '08:00:00' }, 'request_id'],
    ['an unknown request id', { date: '2026-06-08', time: '08:00:00', request_id: 0 }, 'request_id'],
  ])('400 for %s', async (_, body, field) => {
    const client = openSandbox();
    await client.dates(TAMPA, FLOORING);
    const reply = await client.post(TAMPA, `/scheduler/client/${TAMPA}/project/${FLOORING}/schedule`, body);
    expect(reply.status).toBe(400);
    expect(reply.json.message).toContain(field);
    expect((await row(client, TAMPA, 7001001, FLOORING)).status_info_status).toBe('Ready To Schedule');
  });
});

describe('one crew', () => {
  test('a slot that is booked is gone for the others, and booking it anyway is a conflict', async () => {
    const client = openSandbox();
    const theirs = (await client.dates(TAMPA, OTHER_FLOORING)).json.data;
    const { date, time } = await bookFirst(client, TAMPA, FLOORING);
    expect((await offers(client, TAMPA, OTHER_FLOORING)).get(date)).not.toContain(time);
    const latest = (await client.dates(TAMPA, OTHER_FLOORING)).json.data.request_id;
    const late = await client.schedule(TAMPA, OTHER_FLOORING, date, time, latest);
    expect(late.status).toBe(409);
    // The refused search can still book another slot.
    const slots = (await client.slots(TAMPA, OTHER_FLOORING, date, latest)).json.data.slots;
    expect((await client.schedule(TAMPA, OTHER_FLOORING, date, slots[0], latest)).status).toBe(200);
    expect(theirs.request_id).not.toBe(latest);
  });

  test('other trades and other tenants are not in the way', async () => {
    const client = openSandbox();
    const before = [await offers(client, TAMPA, 90010003), await offers(client, ORLANDO, 90040101)];
    await bookFirst(client, TAMPA, FLOORING);
    expect([await offers(client, TAMPA, 90010003), await offers(client, ORLANDO, 90040101)]).toEqual(before);
  });

  test('a date whose slots are all taken is offered no more', async () => {
    const client = openSandbox();
    const [date] = [...(await offers(client, TAMPA, FLOORING)).keys()];
    if (date === undefined) throw new Error('no date');
    // Every free slot of the crew on that date goes to the flooring projects of the two other customers.
    const rows = [...(await client.dashboard(TAMPA, 7001004)), ...(await client.dashboard(TAMPA, 7001005))];
    for (const each of rows.filter((other) => other.project_category_category === 'Flooring')) {
      const id = Number(each.project_project_id);
      const search = await client.dates(TAMPA, id, date, date);
      if (search.status !== 200 || search.json.data.dates.length === 0) continue;
      const { request_id } = search.json.data;
      const { slots } = (await client.slots(TAMPA, id, date, request_id)).json.data;
      expect((await client.schedule(TAMPA, id, date, slots[0], request_id)).status).toBe(200);
    }
    expect((await offers(client, TAMPA, FLOORING)).has(date)).toBe(false);
    const { request_id } = (await client.dates(TAMPA, FLOORING)).json.data;
    expect((await client.slots(TAMPA, FLOORING, date, request_id)).json.data.slots).toEqual([]);
  });

  test('a leftover date of a cancelled visit holds no slot', async () => {
    const client = openSandbox();
    const { date, time } = await bookFirst(client, TAMPA, FLOORING);
    await client.cancel(TAMPA, FLOORING);
    const { request_id } = (await client.dates(TAMPA, OTHER_FLOORING)).json.data;
    expect((await client.schedule(TAMPA, OTHER_FLOORING, date, time, request_id)).status).toBe(200);
  });
});

describe('cancelling', () => {
  test('makes the project Ready To Schedule, with its date and technician left behind', async () => {
    const client = openSandbox();
    const before = await row(client, TAMPA, 7001001, WINDOWS);
    const reply = await client.cancel(TAMPA, WINDOWS);
    expect(reply).toMatchObject({ status: 200, json: { data: { message: expect.any(String) } } });
    expect(await row(client, TAMPA, 7001001, WINDOWS)).toEqual({ ...before, status_info_status: 'Ready To Schedule' });
    expect((await client.dates(TAMPA, WINDOWS)).status).toBe(200);
  });

  test.each([
    ['open', TAMPA, FLOORING],
    ['finished', TAMPA, 90010004],
    ['in progress', TAMPA, 90040010],
  ])('400 for a project that is %s, nothing changed', async (_, clientId, id) => {
    const client = openSandbox();
    for (const reply of [await client.cancel(clientId, id), await client.release(clientId, id)]) {
      expect(reply.status).toBe(400);
      expect(reply.json.message).toContain('project status should be');
    }
    expect(client.sandbox.snapshot().progress).toEqual({});
  });

  test('a second time is refused', async () => {
    const client = openSandbox();
    await client.cancel(TAMPA, WINDOWS);
    expect((await client.cancel(TAMPA, WINDOWS)).status).toBe(400);
  });
});

describe('releasing for a reschedule', () => {
  test('at Tampa Bay answers new dates with a request id that books', async () => {
    const client = openSandbox();
    const { data } = (await client.release(TAMPA, WINDOWS)).json;
    expect(data.dates).toHaveLength(15);
    expect(data.slots).toHaveLength(4);
    expect(await row(client, TAMPA, 7001001, WINDOWS)).toMatchObject({
      status_info_status: 'Pending Reschedule',
      convertedProjectStartScheduledDate: null,
      user_idata_first_name: null,
    });
    const date = [...data.dates].sort()[0];
    const { slots } = (await client.slots(TAMPA, WINDOWS, date, data.request_id)).json.data;
    expect((await client.schedule(TAMPA, WINDOWS, date, slots[0], data.request_id)).status).toBe(200);
    expect((await row(client, TAMPA, 7001001, WINDOWS)).project_date_scheduled_date).toBe(date);
  });

  test('at Lakeshore answers a message alone, and only once', async () => {
    const client = openSandbox();
    await bookFirst(client, LAKESHORE, 90020001);
    await client.control('POST', '/approve', { project_id: 90020001 });
    const reply = await client.release(LAKESHORE, 90020001);
    expect([reply.status, Object.keys(reply.json)]).toEqual([200, ['message']]);
    expect((await row(client, LAKESHORE, 7001002, 90020001)).status_info_status).toBe('Pending Reschedule');
    expect((await bookFirst(client, LAKESHORE, 90020001)).reply.status).toBe(200);
    const early = await client.release(LAKESHORE, 90020001);
    expect([early.status, early.text]).toEqual([400, 'The project status should be Scheduled']);
  });

  test('opens the old slot to the project itself and to anyone of the crew', async () => {
    const client = openSandbox();
    const rival = 90050001;
    expect(await row(client, TAMPA, 7001005, rival)).toMatchObject({ project_category_category: 'Windows' });
    expect((await offers(client, TAMPA, rival)).get('2026-06-09')).not.toContain('10:00:00');
    await client.release(TAMPA, WINDOWS);
    expect((await offers(client, TAMPA, WINDOWS)).get('2026-06-09')).toContain('10:00:00');
    const { request_id } = (await client.dates(TAMPA, rival)).json.data;
    expect((await client.schedule(TAMPA, rival, '2026-06-09', '10:00:00', request_id)).status).toBe(200);
    expect((await offers(client, TAMPA, WINDOWS)).get('2026-06-09')).not.toContain('10:00:00');
    const mine = (await client.dates(TAMPA, WINDOWS)).json.data.request_id;
    expect((await client.schedule(TAMPA, WINDOWS, '2026-06-09', '10:00:00', mine)).status).toBe(409);
  });
});
