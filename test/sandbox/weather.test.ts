import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openSandbox } from './pf360-client.ts';

const ALL =
  'weather_code,temperature_2m_max,temperature_2m_min,precipitation_probability_max,precipitation_sum,wind_speed_10m_max';
const US = 'temperature_unit=fahrenheit&wind_speed_unit=mph&precipitation_unit=inch';
const CODES = [
  0, 1, 2, 3, 45, 48, 51, 53, 55, 56, 57, 61, 63, 65, 66, 67, 71, 73, 75, 77, 80, 81, 82, 85, 86, 95, 96, 99,
];

const search = async (name: string, rest = '&count=5&language=en&format=json') =>
  openSandbox().send('GET', `/v1/search?name=${encodeURIComponent(name)}${rest}`);
const forecast = async (query: string, now?: string) => openSandbox(now).send('GET', `/v1/forecast?${query}`);

describe('geocoding', () => {
  test.each([
    ['33602', 'Tampa', 'Florida'],
    ['33755', 'Clearwater', 'Florida'],
    ['33602-1234', 'Tampa', 'Florida'],
    ['60614', 'Chicago', 'Illinois'],
    ['Tampa', 'Tampa', 'Florida'],
    ['tampa florida', 'Tampa', 'Florida'],
    ['Tampa, FL', 'Tampa', 'Florida'],
    ['Saint Petersburg FL', 'St. Petersburg', 'Florida'],
    ['Land O Lakes Florida', "Land O' Lakes", 'Florida'],
    ['New York New York', 'New York', 'New York'],
    ['Kansas City Kansas', 'Kansas City', 'Kansas'],
    ['Charleston West Virginia', 'Charleston', 'West Virginia'],
    ['Denver Colorado USA', 'Denver', 'Colorado'],
  ])('finds %s', async (name, city, state) => {
    const { json } = await search(name);
    expect(json.results[0]).toMatchObject({
      name: city,
      admin1: state,
      country: 'United States',
      latitude: expect.any(Number),
      longitude: expect.any(Number),
    });
  });

  test('a name that several places share finds them all, abroad first', async () => {
    const { json } = await search('London');
    expect(json.results.map((place: { country: string }) => place.country)).toEqual([
      'United Kingdom',
      'United States',
    ]);
    expect((await search('Springfield')).json.results.length).toBeGreaterThan(2);
    expect((await search('Springfield', '&count=1')).json.results).toHaveLength(1);
    expect((await search('Paris France')).json.results).toHaveLength(1);
  });

  test.each(['Xyzzyville', '00000', 'Tampa Alaska', '', '  '])('%p is unknown: no results at all', async (name) => {
    const { status, json } = await search(name);
    expect(status).toBe(200);
    expect(json).not.toHaveProperty('results');
  });

  test('needs no token, but a name and a sensible count', async () => {
    const client = openSandbox();
    expect((await client.send('GET', '/v1/search')).status).toBe(400);
    expect((await search('Tampa', '&count=0')).json).toMatchObject({ error: true });
  });
});

describe('the forecast', () => {
  test('has parallel arrays from today in the zone asked for', async () => {
    const query = `latitude=27.95&longitude=-82.46&daily=${ALL}&${US}&forecast_days=5`;
    const late = '2026-06-02T02:00:00Z';
    const { json } = await forecast(`${query}&timezone=America/New_York`, late);
    expect(json.daily.time).toEqual(['2026-06-01', '2026-06-02', '2026-06-03', '2026-06-04', '2026-06-05']);
    for (const name of ALL.split(',')) expect(json.daily[name]).toHaveLength(5);
    expect((await forecast(query, late)).json.daily.time[0]).toBe('2026-06-02');
  });

  test('takes the zone of the place for auto', async () => {
    const { json } = await forecast('latitude=41.9&longitude=-87.6&daily=weather_code&timezone=auto');
    expect([json.timezone, json.daily.time.length]).toEqual(['America/Chicago', 7]);
  });

  test('has nulls on the farthest day, and none before', async () => {
    const { json } = await forecast(
      `latitude=27.95&longitude=-82.46&daily=${ALL}&${US}&timezone=auto&forecast_days=16`,
    );
    const { precipitation_probability_max: chance, wind_speed_10m_max: wind, weather_code: code } = json.daily;
    expect([chance.at(-1), wind.at(-1)]).toEqual([null, null]);
    expect([...chance.slice(0, -1), ...wind.slice(0, -1), ...code]).not.toContain(null);
  });

  test('is the same each time, for any place and date, and makes sense', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -700, max: 700 }),
        fc.integer({ min: -1800, max: 1800 }),
        fc.integer({ min: Date.parse('2026-01-01T00:00Z'), max: Date.parse('2028-01-01T00:00Z') }),
        async (latitude, longitude, now) => {
          const path = `/v1/forecast?latitude=${latitude / 10}&longitude=${longitude / 10}&daily=${ALL}&${US}&forecast_days=15`;
          const { json } = await openSandbox(now).send('GET', path);
          expect((await openSandbox(now).send('GET', path)).json).toEqual(json);
          const { daily } = json;
          daily.weather_code.forEach((code: number, day: number) => {
            expect(CODES).toContain(code);
            expect(daily.temperature_2m_min[day]).toBeLessThan(daily.temperature_2m_max[day]);
            expect(daily.precipitation_sum[day] > 0).toBe(code >= 51);
            expect(daily.precipitation_probability_max[day]).toBeLessThanOrEqual(100);
            if (code >= 71 && code <= 77) expect(daily.temperature_2m_max[day]).toBeLessThan(40);
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a date’s weather does not change as the date comes nearer', async () => {
    const query =
      'latitude=27.95&longitude=-82.46&daily=weather_code,temperature_2m_max&timezone=auto&forecast_days=10';
    const early = (await forecast(query, '2026-06-01T12:00:00Z')).json.daily;
    const later = (await forecast(query, '2026-06-04T12:00:00Z')).json.daily;
    expect(later.time.slice(0, 7)).toEqual(early.time.slice(3));
    expect(later.weather_code.slice(0, 7)).toEqual(early.weather_code.slice(3));
    expect(later.temperature_2m_max.slice(0, 7)).toEqual(early.temperature_2m_max.slice(3));
  });

  test('knows sun, rain and thunder in a Florida summer, and snow in a Chicago winter', async () => {
    const florida = new Set<number>();
    const chicago = new Set<number>();
    for (const day of ['01', '16']) {
      for (const [month, codes, point] of [
        ['07', florida, 'latitude=27.9475&longitude=-82.4584'],
        ['08', florida, 'latitude=27.9475&longitude=-82.4584'],
        ['01', chicago, 'latitude=41.85&longitude=-87.65'],
        ['02', chicago, 'latitude=41.85&longitude=-87.65'],
      ] as const) {
        const { json } = await forecast(
          `${point}&daily=weather_code&forecast_days=15`,
          `2027-${month}-${day}T12:00:00Z`,
        );
        for (const code of json.daily.weather_code) codes.add(code);
      }
    }
    expect([...florida].some((code) => code <= 1)).toBe(true);
    expect([...florida].some((code) => code >= 51 && code <= 82)).toBe(true);
    expect([...florida].some((code) => code >= 95)).toBe(true);
    expect([...chicago].some((code) => code >= 71 && code <= 86)).toBe(true);
    expect([...chicago].some((code) => code >= 95)).toBe(false);
  });

  test('converts units; metric is the default', async () => {
    const point = `latitude=27.95&longitude=-82.46&daily=${ALL}&forecast_days=3`;
    const us = (await forecast(`${point}&${US}`)).json;
    const metric = (await forecast(point)).json;
    const knots = (await forecast(`${point}&wind_speed_unit=kn`)).json;
    expect(metric.daily_units).toMatchObject({
      temperature_2m_max: '°C',
      precipitation_sum: 'mm',
      wind_speed_10m_max: 'km/h',
    });
    expect(us.daily_units).toMatchObject({ temperature_2m_max: '°F', precipitation_sum: 'inch' });
    expect(metric.daily.temperature_2m_max[0]).toBeCloseTo(((us.daily.temperature_2m_max[0] - 32) * 5) / 9, 0);
    expect(metric.daily.wind_speed_10m_max[0]).toBeCloseTo(us.daily.wind_speed_10m_max[0] * 1.609, 0);
    expect(knots.daily.wind_speed_10m_max[0]).toBeLessThan(us.daily.wind_speed_10m_max[0]);
  });

  test.each([
    ['no latitude', 'longitude=-82.4', 'Latitude'],
    ['a latitude beyond the pole', 'latitude=91&longitude=0', 'Latitude'],
    ['a longitude that is no number', 'latitude=1&longitude=west', 'Longitude'],
    ['17 days', 'latitude=1&longitude=1&forecast_days=17', 'Forecast days'],
    ['an unknown zone', 'latitude=1&longitude=1&timezone=Mars/Base', 'timezone'],
    ['an unknown variable', 'latitude=1&longitude=1&daily=toString', 'toString'],
    ['an unknown temperature unit', 'latitude=1&longitude=1&temperature_unit=kelvin', 'temperature_unit'],
    ['an unknown wind unit', 'latitude=1&longitude=1&wind_speed_unit=bft', 'wind_speed_unit'],
    ['an unknown precipitation unit', 'latitude=1&longitude=1&precipitation_unit=gallon', 'precipitation_unit'],
  ])('400 for %s', async (_, query, named) => {
    const { status, json } = await forecast(query);
    expect([status, json.error]).toEqual([400, true]);
    expect(json.reason).toContain(named);
  });

  test('without variables there is no daily part', async () => {
    expect((await forecast('latitude=1&longitude=1')).json).not.toHaveProperty('daily');
  });
});
