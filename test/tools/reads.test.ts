import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ToolInput } from '../../tools/catalogue.ts';
import {
  BLINDS,
  cancellation,
  FENCE,
  FLOORING,
  firstSlot,
  LAKESHORE,
  note,
  ORLANDO,
  openWorld,
  TAMPA,
  WINDOWS,
  WINDOWS_DATE,
  type World,
} from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

/** Value of a read that must have gone well. */
function ok<Value>(outcome: { status: string; value?: Value }): Value {
  if (outcome.status !== 'ok' || outcome.value === undefined) throw new Error(outcome.status);
  return outcome.value;
}

describe('listing projects', () => {
  const list = async (filter: Partial<ToolInput<'list_projects'>> = {}) =>
    ok(await world.use('list_projects', { client_id: TAMPA, location: null, ...filter }));
  const numbers = ({ projects }: Awaited<ReturnType<typeof list>>) => projects.map(({ number }) => number);

  test('hides those that have ended; the count is that of the rows', async () => {
    const all = await list();
    expect(numbers(all)).toEqual(['41001_1', '41002_1', '41003_1', '41005_1', '41006_1']);
    expect(all).toMatchObject({ total: 5, visible_total: 5, instead: [] });
  });

  test('shows them when their status is named, or when told to', async () => {
    expect(numbers(await list({ status: 'completed' }))).toEqual(['41004_1']);
    expect(numbers(await list({ status: 'finished' }))).toEqual(['41004_1']);
    expect(await list({ include_ended: true })).toMatchObject({ total: 6, visible_total: 5 });
  });

  test.each<[object, string[]]>([
    [{ status: 'schedulable' }, ['41001_1', '41003_1', '41006_1']],
    [{ status: 'scheduled' }, ['41002_1']],
    [{ status: 'On Hold' }, ['41005_1']],
    [{ status: 'waiting' }, ['41005_1']],
    [{ status: 'active' }, ['41001_1', '41002_1', '41003_1', '41005_1', '41006_1']],
    [{ category: 'window' }, ['41002_1']],
    [{ category: 'floors' }, ['41001_1']],
    [{ type: 'measurement' }, ['41003_1']],
    [{ month: '2026-06' }, ['41002_1']],
    [{ date: WINDOWS_DATE }, ['41002_1']],
    [{ words: 'bathroom' }, ['41003_1']],
    [{ type: 'installation', status: 'schedulable' }, ['41001_1', '41006_1']],
  ])('keeps to the filter %j', async (filter, expected) => {
    expect(numbers(await list(filter))).toEqual(expected);
  });

  test('says what there is when the filter leaves nothing', async () => {
    const none = await list({ status: 'tentatively' });
    expect(none).toMatchObject({ projects: [], total: 0, visible_total: 5, instead_total: 5 });
    expect(none.instead.map(({ number }) => number)).toEqual([
      ...['41001_1', '41002_1', '41003_1', '41005_1', '41006_1'],
    ]);
    const later = await list({ month: '2031-01' });
    expect(later).toMatchObject({ projects: [], total: 0, visible_total: 5, instead_total: 1 });
    expect(later.instead.map(({ number }) => number)).toEqual(['41002_1']);
  });

  test('goes through 500 projects page by page', async () => {
    const who = { customer: '7001005' };
    const page = async (offset: number) =>
      ok(await world.use('list_projects', { client_id: TAMPA, location: null, offset, include_ended: true }, who));
    const first = await page(0);
    expect(first).toMatchObject({ total: 500 });
    expect(first.projects).toHaveLength(20);
    const last = await page(490);
    expect(last.projects).toHaveLength(10);
    expect(first.projects.map(({ project_id }) => project_id)).not.toContain(last.projects[0]?.project_id);
  });

  test('names the location that it was given, and no id of the customer’s', async () => {
    const who = { customer: '7001004', client: ORLANDO };
    const listed = ok(await world.use('list_projects', { client_id: ORLANDO, location: 'Orlando Interiors' }, who));
    expect(new Set(listed.projects.map(({ location }) => location))).toEqual(new Set(['Orlando Interiors']));
    expect(JSON.stringify(listed)).not.toContain('7001004');
  });

  test('of a customer who has none is an empty list', async () => {
    const who = { customer: '7001003', client: LAKESHORE };
    const listed = ok(await world.use('list_projects', { client_id: LAKESHORE, location: null }, who));
    expect(listed).toEqual({
      projects: [],
      total: 0,
      visible_total: 0,
      place: null,
      instead: [],
      instead_total: 0,
      newest_ended: null,
    });
  });

  test('tells the newest project when that one has ended', async () => {
    const row = (id: number, status: string, sold: string | null) => ({
      project_project_id: id,
      project_project_number: `${id}_1`,
      status_info_status: status,
      project_date_sold: sold,
    });
    const newest = async (...rows: object[]) => {
      await world.fault({ match: 'GET /dashboard/*', body: { data: rows } });
      return (await list()).newest_ended?.project_id ?? null;
    };
    expect(await newest(row(1, 'New', '2026-01-01'), row(2, 'Refunded', '2026-02-01'))).toBe('2');
    expect(await newest(row(1, 'New', '2026-03-01'), row(2, 'Refunded', '2026-02-01'))).toBeNull();
    expect(await newest(row(1, 'New', null), row(2, 'Closed', null))).toBe('2');
    expect(await newest()).toBeNull();
  });
});

describe('selecting a project', () => {
  const select = async (words: string, customer = '7001001') =>
    ok(await world.use('select_project', { client_id: TAMPA, location: null, words }, { customer }));

  test('finds the one that is named', async () => {
    const { matches, total, others } = await select('the windows');
    expect(matches.map(({ number }) => number)).toEqual(['41002_1']);
    expect([total, others]).toEqual([1, []]);
  });

  test('finds one that has ended only when no active one matches', async () => {
    expect((await select('doors')).matches.map(({ status }) => status)).toEqual(['Completed']);
  });

  test('shows what there is when nothing matches', async () => {
    const { matches, total, others } = await select('swimming pool');
    expect([matches, total]).toEqual([[], 0]);
    expect(others.map(({ number }) => number)).toContain('41001_1');
  });

  test('shows at most twenty of many, and how many there are', async () => {
    const { matches, total } = await select('installation', '7001005');
    expect(matches).toHaveLength(20);
    expect(total).toBeGreaterThan(20);
  });
});

describe('one project', () => {
  test('is told in full', async () => {
    const { project } = ok(await world.use('get_project_details', { ...WINDOWS, location: null }));
    expect(project).toMatchObject({
      project_id: WINDOWS.project_id,
      client_id: TAMPA,
      number: '41002_1',
      category: 'Windows',
      type: 'Installation',
      status: 'Scheduled',
      group: 'scheduled',
      scheduled: { date: WINDOWS_DATE, time: '10:00', end_time: '12:00' },
      technician: 'Marco Reyes',
      duration: '2 hours',
    });
    expect(project.address).toContain(project.street);
    expect(project).not.toHaveProperty('sold');
  });

  test('has neither date nor technician once its visit was cancelled, whatever PF360 left behind', async () => {
    await world.write(cancellation(world.actionId(), WINDOWS), WINDOWS);
    const status = ok(await world.use('get_appointment_status', { ...WINDOWS, location: null }));
    expect(status).toMatchObject({ technician: null, can_reschedule: false, can_cancel: false });
    expect(status.project).toMatchObject({ status: 'Ready To Schedule', scheduled: null });
  });

  test('can be moved and cancelled while it is scheduled', async () => {
    const status = ok(await world.use('get_appointment_status', { ...WINDOWS, location: 'Tampa' }));
    expect(status).toMatchObject({ technician: 'Marco Reyes', can_reschedule: true, can_cancel: true });
    expect(status.project.location).toBe('Tampa');
    expect(status.project).not.toHaveProperty('address');
  });

  test('has an address on file', async () => {
    const { address } = ok(await world.use('get_installation_address', FLOORING));
    expect(address).toMatch(/, FL \d{5}$/);
  });

  test.each(['get_project_details', 'get_appointment_status', 'get_installation_address'] as const)(
    'that is another customer’s is not found by %s',
    async (tool) => {
      const foreign = { client_id: TAMPA, project_id: '90040001', location: null };
      expect(await world.use(tool, foreign)).toEqual({ status: 'not_found' });
    },
  );
});

describe('open dates', () => {
  const dates = (input: Partial<ToolInput<'get_available_dates'>> = {}, project = FLOORING) =>
    world.use(
      'get_available_dates',
      { ...project, ...input },
      { customer: project.customer, client: project.client_id },
    );

  test('are all there are, ascending, from tomorrow on', async () => {
    const found = ok(await dates());
    expect(found.dates).toEqual([...found.dates].sort());
    expect(found.dates).toHaveLength(15);
    expect(found).toMatchObject({ start: '2026-06-02', end: '2026-07-31' });
    expect(found.request_id).toEqual(expect.any(Number));
  });

  test('keep to a window; one that begins in the past begins tomorrow', async () => {
    const found = ok(await dates({ start: '2026-05-01', end: '2026-06-05' }));
    expect(found).toMatchObject({ start: '2026-06-02', end: '2026-06-05' });
    expect(found.dates).toEqual(['2026-06-03', '2026-06-04', '2026-06-05']);
  });

  test.each([
    [{ start: '2026-05-01', end: '2026-06-01' }, 'past_date'],
    [{ end: '2026-05-01' }, 'past_date'],
    [{ start: '2026-06-20', end: '2026-06-10' }, 'other'],
  ])('of the window %j are refused as %s, without asking PF360', async (window, reason) => {
    expect(await dates(window)).toEqual({ status: 'refused', reason });
    expect(await world.requests()).toEqual([]);
  });

  test('may be none', async () => {
    const found = ok(await dates({ start: '2026-09-01', end: '2026-09-30' }));
    expect(found.dates).toEqual([]);
  });

  test('are refused for what is scheduled or not allowed', async () => {
    expect(await dates({}, WINDOWS)).toEqual({ status: 'refused', reason: 'already_scheduled' });
    expect(await dates({}, BLINDS)).toEqual({ status: 'refused', reason: 'not_allowed' });
  });

  test.each([
    [{ data: [] }, { dates: [], request_id: null }],
    [{ data: null }, { dates: [], request_id: null }],
    [
      { data: { availableDates: ['06-05-2026', '2026-06-04', '2026-06-04'], request_id: 'r1' } },
      ['2026-06-04', '2026-06-05'],
    ],
    [{ dates: [{ date: '2026-06-04' }, 'soon', 7], request_id: 5 }, ['2026-06-04']],
    [{ data: { dates: ['2026-06-01', '2026-06-04'], request_id: 5 } }, ['2026-06-04']],
  ])('are read from %j', async (body, expected) => {
    // Where nothing is open, it is looked for farther ahead once more.
    await world.fault({ match: 'GET *slotsChatbot', body, times: 2 });
    const found = ok(await dates());
    if (Array.isArray(expected)) expect(found.dates).toEqual(expected);
    else expect(found).toMatchObject(expected);
  });

  test('without a ticket are of no use', async () => {
    await world.fault({ match: 'GET *slotsChatbot', body: { data: { dates: ['2026-06-04'] } } });
    expect(await dates()).toEqual({ status: 'unavailable' });
  });
});

describe('open times', () => {
  test('are those of the date, ascending', async () => {
    const slot = await firstSlot(world, FLOORING);
    const found = ok(await world.use('get_time_slots', { ...FLOORING, date: slot.date, request_id: slot.request_id }));
    expect(found.times).toEqual([...found.times].sort());
    expect(found.times.length).toBeGreaterThanOrEqual(2);
    expect(found).toMatchObject({ date: slot.date, request_id: slot.request_id });
  });

  test('need a search that still counts', async () => {
    const outcome = await world.use('get_time_slots', { ...FLOORING, date: '2026-06-10', request_id: 12 });
    expect(outcome).toEqual({ status: 'refused', reason: 'stale_request' });
  });

  test.each(['2026-06-01', '2026-05-31'])('are refused on %s, without asking PF360', async (date) => {
    const outcome = await world.use('get_time_slots', { ...FLOORING, date, request_id: 12 });
    expect(outcome).toEqual({ status: 'refused', reason: 'past_date' });
    expect(await world.requests()).toEqual([]);
  });

  test.each([
    [{ data: { slots: ['13:00:00', '08:00 AM', '9:30'], request_id: 2 } }, ['08:00', '09:30', '13:00'], 2],
    [{ timeSlots: [{ time: '9:00 AM', id: 'x' }, { start_time: '14:00:00' }, { id: 'y' }] }, ['09:00', '14:00'], 12],
    [{ data: {} }, [], 12],
  ])('are read from %j', async (body, times, request_id) => {
    await world.fault({ match: 'GET *slotsChatbot', body });
    const found = ok(await world.use('get_time_slots', { ...FLOORING, date: '2026-06-10', request_id: 12 }));
    expect(found).toEqual({ date: '2026-06-10', times, request_id });
  });
});

describe('taking a date', () => {
  test.each([
    ['2026-06-10', { status: 'ok', value: { date: '2026-06-10', weekday: 'Wednesday' } }],
    ['2026-06-11', { status: 'refused', reason: 'not_offered' }],
    ['2026-05-10', { status: 'refused', reason: 'past_date' }],
  ])('%s', async (date, expected) => {
    expect(await world.use('select_date', { date, offered: ['2026-06-10', '2026-05-10'] })).toEqual(expected);
    expect(await world.requests()).toEqual([]);
  });
});

describe('business hours', () => {
  test('are told as the tenant has them', async () => {
    const hours = ok(await world.use('get_business_hours', { client_id: TAMPA }));
    expect(hours).toMatchObject({ timezone: 'America/New_York', open_now: true });
    expect(hours.days.slice(4)).toEqual([
      { day: 'Friday', open: '08:00', close: '17:00' },
      { day: 'Saturday', open: null, close: null },
      { day: 'Sunday', open: null, close: null },
    ]);
    const who = { customer: FENCE.customer, client: LAKESHORE };
    const chicago = ok(await world.use('get_business_hours', { client_id: LAKESHORE }, who));
    expect(chicago).toMatchObject({ timezone: 'America/Chicago', days: { length: 7 } });
    expect(chicago.days[0]).toEqual({ day: 'Monday', open: '07:00', close: '16:00' });
  });

  test.each<[object, object]>([
    [{ hours: { monday: '8:00-17:00', sunday: 'Closed', someday: '1:00-2:00' } }, { open: '08:00', close: '17:00' }],
    [
      { data: { workHours: [{ day: 'MONDAY', open: '8:00 AM', close: '5:00 PM' }] } },
      { open: '08:00', close: '17:00' },
    ],
    [{ data: [{ day: 'Monday', start_time: '08:00:00', end_time: '17:00:00' }] }, { open: '08:00', close: '17:00' }],
    [{ data: { workHours: [{ day: 'Monday', is_working: false, start: '08:00', end: '17:00' }] } }, { open: null }],
    [
      { data: { workHours: [{ day: 'Monday', open: 'Closed', close: 'Closed' }, { day: 'Holiday' }, 7] } },
      { open: null },
    ],
    [{ data: { workHours: [{ day: 'Tuesday', open: '08:00', close: null }] } }, { open: null }],
  ])('are read from %j', async (body, monday) => {
    await world.fault({ match: 'GET *business-hours', body });
    expect(ok(await world.use('get_business_hours', { client_id: TAMPA })).days[0]).toMatchObject(monday);
  });

  test('that nobody has set count as open', async () => {
    await world.fault({ match: 'GET *business-hours', body: { data: {} } });
    expect(ok(await world.use('get_business_hours', { client_id: TAMPA }))).toMatchObject({ days: [], open_now: true });
  });
});

describe('notes', () => {
  test('are listed newest first, ten at most', async () => {
    for (let index = 1; index <= 11; index += 1) {
      await world.write(note(world.actionId(), FLOORING, `note ${index}`), FLOORING);
    }
    const { notes, total } = ok(await world.use('list_notes', FLOORING));
    expect(notes).toHaveLength(10);
    expect(notes[0]).toMatchObject({ text: 'note 11', created_at: '2026-06-01T13:00:00Z' });
    expect(total).toBeGreaterThanOrEqual(11);
  });

  test.each<[unknown, object[]]>([
    [[], []],
    [{ data: [] }, []],
    [{ data: { notes: [], total_count: 0 } }, []],
    [
      {
        data: {
          notes: [{ note: 'a' }, { text: 'b', created_by: 'Pat', createdAt: '2026-05-01 10:00:00' }, { id: 1 }, 5],
        },
      },
      [
        { text: 'b', author: 'Pat', created_at: '2026-05-01T10:00:00Z' },
        { text: 'a', author: null, created_at: null },
      ],
    ],
    [[{ note_text: 'c', created_on: 'last week' }], [{ text: 'c', author: null, created_at: null }]],
  ])('are read from %j', async (body, notes) => {
    await world.fault({ match: 'GET */notes', body });
    expect(ok(await world.use('list_notes', FLOORING))).toEqual({ notes, total: notes.length });
  });
});

/** The reads, each with the requests it makes. */
const READS = [
  ['list_projects', { client_id: TAMPA, location: null }, 'GET /dashboard/*'],
  ['get_business_hours', { client_id: TAMPA }, 'GET *business-hours'],
  ['get_available_dates', FLOORING, 'GET *slotsChatbot'],
  ['get_time_slots', { ...FLOORING, date: '2026-06-10', request_id: 1 }, 'GET *slotsChatbot'],
  ['list_notes', FLOORING, 'GET */notes'],
] as const;

describe('a list of which nothing can be read is not an empty one', () => {
  const day = { ...FLOORING, date: '2026-06-10', request_id: 1 };
  test.each<[string, object, string, object]>([
    ['get_available_dates', FLOORING, 'GET *slotsChatbot', { data: { dates: [['2026-06-10'], 7], request_id: 1 } }],
    ['get_time_slots', day, 'GET *slotsChatbot', { data: { slots: [['08:00:00'], 8], request_id: 1 } }],
    ['list_notes', FLOORING, 'GET */notes', { data: [{ words: 'two dogs' }, 7] }],
    ['get_business_hours', {}, 'GET *business-hours', { data: [{ day: 'Monday', start: ['08:00'], end: '17:00' }] }],
    ['get_business_hours', {}, 'GET *business-hours', { data: [{ day: 1, start: '08:00', end: '17:00' }] }],
    ['get_business_hours', {}, 'GET *business-hours', { hours: { monday: '8-17' } }],
  ])('%s', async (tool, input, match, body) => {
    await world.fault({ match, body });
    expect(await world.use(tool as 'list_notes', { client_id: TAMPA, ...input } as never)).toEqual({
      status: 'unavailable',
    });
  });
});

describe.each(READS)('%s when PF360 is in trouble', (tool, input, match) => {
  const read = (impatient = false) =>
    world.use(tool as 'list_projects', input as never, { with: impatient ? world.impatient : {} });

  test.each<[string, object]>([
    ['three 500s in a row', { status: 500, times: 3 }],
    ['three cut connections', { drop: true, times: 3 }],
    ['a silence', { delay_ms: 20_000 }],
    ['garbage', { body: '<html>sorry</html>' }],
    ['an empty answer', { body: '' }],
    ['a JSON text', { body: '"hello"' }],
    ['an object of something else', { body: { data: { surprise: 1 } } }],
    ['a 200 with an error', { body: { error: 'broken' } }],
    ['a 200 with an error beside an empty list', { body: { error: 'broken', data: [] } }],
    ['a 200 around a 500', { body: { statusCode: 500, data: [] } }],
    ['a 200 with a flag that is down', { body: { success: false, data: [] } }],
    ['a client id that is missing', { status: 406 }],
    ['a redirect', { status: 302 }],
  ])('%s: unavailable, never "nothing there"', async (_, fault) => {
    await world.fault({ match, ...fault });
    expect(await read('delay_ms' in fault)).toEqual({ status: 'unavailable' });
  });

  test('is asked three times at most, and answered by the third', async () => {
    await world.fault({ match, status: 502, times: 2 });
    const outcome = await read();
    expect(outcome.status === 'ok' || outcome).not.toEqual({ status: 'unavailable' });
    expect(await world.requests()).toHaveLength(3);
  });

  test('a silence is not asked again', async () => {
    await world.fault({ match, delay_ms: 20_000, times: 5 });
    await read(true);
    expect(await world.requests()).toHaveLength(1);
  });

  test.each([401, 403])('%d means that the token no longer works', async (status) => {
    await world.fault({ match, status });
    expect(await read()).toEqual({ status: 'expired' });
  });

  test('a token that is gone is not even tried', async () => {
    world.tokens.clear();
    expect(await read()).toEqual({ status: 'expired' });
    expect(await world.requests()).toEqual([]);
  });
});

describe('a dashboard', () => {
  const list = async (body: unknown) => {
    await world.fault({ match: 'GET /dashboard/*', body });
    return world.use('list_projects', { client_id: TAMPA, location: null, include_ended: true });
  };
  const row = (more: object) => ({
    project_project_id: 7,
    project_project_number: '7_1',
    status_info_status: 'Scheduled',
    ...more,
  });

  test.each([
    ['06-09-2026 08:00 AM', { date: '2026-06-09', time: '08:00' }],
    ['06-09-2026 12:30 PM', { date: '2026-06-09', time: '12:30' }],
    ['2026-06-09 14:00:00', { date: '2026-06-09', time: '14:00' }],
    ['2026-06-09T14:00:00Z', { date: '2026-06-09', time: '14:00' }],
    ['2026-06-09', { date: '2026-06-09', time: null }],
    ['2026-06-09 00:00:00', { date: '2026-06-09', time: null }],
  ])('writes an appointment as %s', async (convertedProjectStartScheduledDate, scheduled) => {
    const { projects } = ok(await list({ data: [row({ convertedProjectStartScheduledDate })] }));
    expect(projects[0]?.scheduled).toMatchObject(scheduled);
  });

  test('with an appointment in no known form shows none, and that is logged', async () => {
    const { projects } = ok(await list({ data: [row({ convertedProjectStartScheduledDate: 'next Tuesday' })] }));
    expect(projects[0]?.scheduled).toBeNull();
    expect(world.calls).toContainEqual({ endpoint: 'dashboard_row', status: 'unreadable', duration_ms: 0 });
  });

  test('falls back to the date alone', async () => {
    const { projects } = ok(await list({ data: [row({ project_date_scheduled_date: '2026-06-09' })] }));
    expect(projects[0]?.scheduled).toEqual({ date: '2026-06-09', time: null, end_time: null });
  });

  test('with a bad row loses only that row', async () => {
    const { projects, total } = ok(
      await list({ data: [null, { nothing: 1 }, row({}), 'x', { project_project_id: '' }] }),
    );
    expect([projects.map(({ number }) => number), total]).toEqual([['7_1'], 1]);
    expect(world.calls).toContainEqual({ endpoint: 'dashboard_row', status: 'unreadable', duration_ms: 0 });
  });

  test('of bad rows alone is no empty list', async () => {
    expect(await list({ data: [null, { nothing: 1 }] })).toEqual({ status: 'unavailable' });
  });

  test.each([{ data: [] }, { data: null }, { data: {} }, {}, []])('%j is an empty list', async (body) => {
    expect(ok(await list(body))).toMatchObject({ total: 0 });
  });

  test('has names, addresses and durations in parts, any of which may be missing', async () => {
    await world.fault({
      match: 'GET /dashboard/*',
      body: [
        row({
          project_project_id: '8',
          project_project_number: null,
          project_po_number: 881,
          work_type: 'Repair',
          installation_address_address1: '12 Oak St',
          installation_address_address2: 'Apt 3',
          installation_address_city: 'Tampa',
          installation_address_state: 'FL',
          installation_address_zipcode: 33602,
          user_idata_first_name: 'Ada',
          service_time_duration_value: 1,
          service_time_duration_type: 'hours',
          store_info_store_name: ' ',
        }),
      ],
    });
    const { project } = ok(
      await world.use('get_project_details', { client_id: TAMPA, project_id: '8', location: null }),
    );
    expect(project).toMatchObject({
      number: '881',
      category: 'Project',
      type: 'Repair',
      address: '12 Oak St, Apt 3, Tampa, FL 33602',
      street: '12 Oak St, Apt 3',
      technician: 'Ada',
      duration: '1 hour',
      store: null,
      scheduled: null,
    });
  });
});

describe('PF360 that keeps failing', () => {
  const hours = () => world.use('get_business_hours', { client_id: TAMPA });

  test('is left alone for a while after five failed calls, then asked once', async () => {
    await world.fault({ match: 'GET *business-hours', status: 500, times: 16 });
    for (let call = 0; call < 5; call += 1) await hours();
    expect(await world.requests()).toHaveLength(15);
    expect(await hours()).toEqual({ status: 'unavailable' });
    expect(await world.requests()).toHaveLength(15);
    expect(world.calls.at(-1)).toMatchObject({ endpoint: 'business_hours', status: 'circuit_open' });

    world.wait(11);
    const both = await Promise.all([hours(), hours()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['ok', 'unavailable']);
    expect((await hours()).status).toBe('ok');
  });

  test('at one endpoint or for one tenant is still asked at the others', async () => {
    await world.fault({ match: 'GET *11TB01SB/business-hours', status: 500, times: 99 });
    for (let call = 0; call < 6; call += 1) await hours();
    expect((await world.use('list_projects', { client_id: TAMPA, location: null })).status).toBe('ok');
    const who = { customer: FENCE.customer, client: LAKESHORE };
    expect((await world.use('get_business_hours', { client_id: LAKESHORE }, who)).status).toBe('ok');
  });
});

test('a call is logged by endpoint, status and duration, and by nothing else', async () => {
  await world.use('list_notes', FLOORING);
  expect(world.calls).toEqual([{ endpoint: 'notes', status: 200, duration_ms: expect.any(Number) }]);
});

test('the token is sent once as a bearer, the tenant as a header', async () => {
  const heard: Record<string, string>[] = [];
  world.tokens.set('ref-1', 'Bearer abc');
  const { createPf360 } = await import('../../adapters/pf360.ts');
  const pf360 = createPf360({
    baseUrl: 'http://pf360.test/',
    clock: Date.now,
    log: () => {},
    send: async (request) => {
      heard.push({ url: request.url, ...request.headers });
      return { kind: 'answer', status: 200, body: '{"data": []}' };
    },
  });
  await world.use('list_projects', { client_id: 'A/B', location: null }, { with: { pf360 } });
  expect(heard).toEqual([
    expect.objectContaining({
      url: 'http://pf360.test/dashboard/get/A%2FB/7001001',
      authorization: 'Bearer abc',
      client_id: 'A/B',
    }),
  ]);
});

test('nothing is waited for when there is no time left, and no write is begun', async () => {
  const bound = world.access(9000).bind({ token: 't', customer_id: '7001001', client_id: TAMPA }, world.deps.clock());
  expect(await bound.projects()).toEqual({ status: 'unavailable' });
  expect(await bound.cancel(WINDOWS.project_id)).toEqual({ status: 'unavailable' });
  expect(await world.requests()).toEqual([]);
  expect(world.calls.map(({ status }) => status)).toEqual(['no_time', 'no_time']);
});

test('the projects are asked for once a call, unless they are to be read again', async () => {
  const bound = world
    .access(9000)
    .bind({ token: 't', customer_id: '7001001', client_id: TAMPA }, world.deps.clock() + 90_000);
  await Promise.all([bound.projects(), bound.projects()]);
  expect(await world.requests()).toHaveLength(1);
  await bound.reread();
  expect(await world.requests()).toHaveLength(2);
});
