import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { openSandbox, type Row, row } from './pf360-client.ts';

/** Any minute of five years, leap day and both clock changes included. */
const instants = fc.integer({ min: Date.parse('2026-01-01T00:00Z'), max: Date.parse('2031-01-01T00:00Z') });

function outline(each: Row): string {
  return [
    each.project_project_id,
    each.project_project_number,
    each.project_category_category,
    each.project_type_project_type,
    each.status_info_status,
  ].join(' · ');
}

/** Working days after `from` up to and including `to`, Monday to Friday. */
function weekdaysBetween(from: Temporal.PlainDate, to: Temporal.PlainDate): number {
  let count = 0;
  for (let day = from; Temporal.PlainDate.compare(day, to) < 0; ) {
    day = day.add({ days: 1 });
    if (day.dayOfWeek <= 5) count += 1;
  }
  return count;
}

describe('the householder 7001001', () => {
  test('has the six projects of the contract, in order', async () => {
    const client = openSandbox();
    expect((await client.dashboard('11TB01SB', 7001001)).map(outline)).toEqual([
      '90010001 · 41001_1 · Flooring · Installation · Ready To Schedule',
      '90010002 · 41002_1 · Windows · Installation · Scheduled',
      '90010003 · 41003_1 · Bathroom · Measurement · Ready To Schedule',
      '90010004 · 41004_1 · Doors · Installation · Completed',
      '90010005 · 41005_1 · Kitchen Cabinets · Installation · On Hold',
      '90010006 · 41006_1 · Blinds · Installation · Ready To Schedule',
    ]);
  });

  test('awaits Marco Reyes on the 6th working day, 10 to 12, whenever the sandbox is set up', async () => {
    await fc.assert(
      fc.asyncProperty(instants, async (now) => {
        const windows = await row(openSandbox(now), '11TB01SB', 7001001, 90010002);
        const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('America/New_York').toPlainDate();
        const visit = Temporal.PlainDate.from(String(windows.project_date_scheduled_date));
        expect(visit.dayOfWeek).toBeLessThanOrEqual(5);
        expect(weekdaysBetween(today, visit)).toBe(6);
        const [year, month, day] = visit.toString().split('-');
        expect(windows.convertedProjectStartScheduledDate).toBe(`${month}-${day}-${year} 10:00 AM`);
        expect(windows.convertedProjectEndScheduledDate).toBe(`${month}-${day}-${year} 12:00 PM`);
        expect(`${windows.user_idata_first_name} ${windows.user_idata_last_name}`).toBe('Marco Reyes');
      }),
      { numRuns: 25 },
    );
  });

  test('is dated in the tenant’s zone: late on Sunday in UTC it is still Sunday in Tampa', async () => {
    // 02:00 UTC on Monday 8 June is 22:00 on Sunday 7 June in New York: the 6th working day after it is Monday 15.
    const windows = await row(openSandbox('2026-06-08T02:00:00Z'), '11TB01SB', 7001001, 90010002);
    expect(windows.project_date_scheduled_date).toBe('2026-06-15');
  });

  test('shows an end, a completion date and a technician on the finished project, and nothing on an open one', async () => {
    const client = openSandbox();
    expect(await row(client, '11TB01SB', 7001001, 90010004)).toMatchObject({
      project_date_completed_date: '2026-05-11',
      convertedProjectStartScheduledDate: '05-11-2026 08:00 AM',
      user_idata_first_name: expect.any(String),
    });
    expect(await row(client, '11TB01SB', 7001001, 90010001)).toMatchObject({
      convertedProjectStartScheduledDate: null,
      convertedProjectEndScheduledDate: null,
      project_date_scheduled_date: null,
      project_date_completed_date: null,
      user_idata_user_id: null,
      user_idata_first_name: null,
      user_idata_last_name: null,
      installer_details_installer_id: null,
      installation_address_full_address: '1418 Bayshore Bend, Tampa, FL 33606',
    });
  });
});

describe('the other customers', () => {
  test('7001002 has one fence at Lakeshore, whose ids are strings', async () => {
    const fences = await openSandbox().dashboard('22CH01SB', 7001002);
    expect(fences.map(outline)).toEqual(['90020001 · 52001_1 · Fence · Installation · Ready To Schedule']);
    expect(fences[0]?.project_project_id).toBe('90020001');
    expect(fences[0]?.customer_customer_id).toBe('7001002');
  });

  test('7001003 has none, which is an empty list and no error', async () => {
    const reply = await openSandbox().get('22CH01SB', '/dashboard/get/22CH01SB/7001003');
    expect(reply).toMatchObject({ status: 200, json: { data: [] } });
  });

  test.each(['11TB01SB', '11OR02SB'])('7001004 has twelve at %s, two alike but for the address', async (clientId) => {
    const rows = await openSandbox().dashboard(clientId, 7001004);
    expect(rows).toHaveLength(12);
    const alike = rows.filter((each) => each.project_category_category === 'Flooring');
    expect(alike.map((each) => [each.project_type_project_type, each.status_info_status])).toEqual([
      ['Installation', 'Ready To Schedule'],
      ['Installation', 'Ready To Schedule'],
    ]);
    expect(new Set(rows.map((each) => each.installation_address_full_address)).size).toBe(12);
  });

  test('7001005 has five hundred, each with its own id and number', async () => {
    const rows = await openSandbox().dashboard('11TB01SB', 7001005);
    expect(rows).toHaveLength(500);
    expect(new Set(rows.map((each) => each.project_project_id)).size).toBe(500);
    expect(new Set(rows.map((each) => each.project_project_number)).size).toBe(500);
  });
});

describe('the variety of the five hundred', () => {
  const rows = async () => openSandbox().dashboard('11TB01SB', 7001005);
  const starts = (list: Row[]) => list.map((each) => String(each.convertedProjectStartScheduledDate ?? ''));

  test('project numbers come in three shapes', async () => {
    const numbers = (await rows()).map((each) => String(each.project_project_number));
    expect(numbers[0]).toBe('60001_1');
    for (const shape of [/^\d+$/, /^\d+_2$/, /^21000_11TB01SB_\d{13}$/]) {
      expect(numbers.filter((number) => shape.test(number)).length).toBeGreaterThan(5);
    }
  });

  test('dates come in three formats', async () => {
    const dates = starts(await rows());
    for (const shape of [
      /^\d\d-\d\d-\d{4} \d\d:\d\d [AP]M$/,
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/,
      /^\d{4}-\d\d-\d\d$/,
    ]) {
      expect(dates.filter((date) => shape.test(date)).length).toBeGreaterThan(5);
    }
  });

  test('the same status is written in several ways, and every standing occurs', async () => {
    const statuses = new Set((await rows()).map((each) => String(each.status_info_status)));
    expect([...statuses]).toEqual(
      expect.arrayContaining(['Ready To Schedule', 'Ready to Schedule', 'READY TO SCHEDULE', 'Scheduled', 'scheduled']),
    );
    expect([...statuses]).toEqual(
      expect.arrayContaining(['In Progress', 'Pending Confirmation', 'On Hold', 'Completed', 'Cancelled', 'Closed']),
    );
  });

  test('some open projects still show a cancelled visit, past or to come, with its technician', async () => {
    const leftovers = (await rows()).filter(
      (each) => /^ready to schedule$/i.test(String(each.status_info_status)) && each.project_date_scheduled_date,
    );
    expect(leftovers.every((each) => each.user_idata_first_name !== null)).toBe(true);
    expect(leftovers.some((each) => String(each.project_date_scheduled_date) < '2026-06-01')).toBe(true);
    expect(leftovers.some((each) => String(each.project_date_scheduled_date) > '2026-06-01')).toBe(true);
  });

  test('an address may lack its city and ZIP, or be missing altogether', async () => {
    const list = await rows();
    expect(list.some((each) => each.installation_address_full_address === '')).toBe(true);
    expect(
      list.some((each) => each.installation_address_address1 !== '' && each.installation_address_city === ''),
    ).toBe(true);
    expect(list.some((each) => String(each.installation_address_address2 ?? '').startsWith('Apt '))).toBe(true);
  });

  test('no crew is in two places at once', async () => {
    const client = openSandbox();
    const all = [
      ...(await client.dashboard('11TB01SB', 7001001)),
      ...(await client.dashboard('11TB01SB', 7001004)),
      ...(await client.dashboard('11TB01SB', 7001005)),
    ];
    const visits = all
      .filter((each) => /scheduled$|^pending confirmation$/i.test(String(each.status_info_status)))
      .filter((each) => String(each.status_info_status) !== 'Not Scheduled')
      .map((each) => `${each.project_category_category} ${each.project_date_scheduled_date}`);
    expect(visits.length).toBeGreaterThan(50);
    expect(new Set(visits).size).toBe(visits.length);
  });
});

test('every address with a city is a place that the weather service knows, by city and by ZIP', async () => {
  const client = openSandbox();
  const rows = [
    ...(await client.dashboard('11TB01SB', 7001001)),
    ...(await client.dashboard('22CH01SB', 7001002)),
    ...(await client.dashboard('11OR02SB', 7001004)),
    ...(await client.dashboard('11TB01SB', 7001005)),
  ].filter((each) => each.installation_address_city !== '');
  const places = new Map(rows.map((each) => [String(each.installation_address_zipcode), each]));
  expect(places.size).toBeGreaterThan(30);
  for (const [zip, each] of places) {
    const city = String(each.installation_address_city);
    for (const name of [zip, `${city} ${each.installation_address_state}`]) {
      const { json } = await client.send('GET', `/v1/search?name=${encodeURIComponent(name)}&count=5`);
      expect([name, json.results?.[0]?.name]).toEqual([name, city]);
    }
  }
});
