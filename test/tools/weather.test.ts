import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ToolInput } from '../../tools/catalogue.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const TAMPA_ADDRESS = { place: null, zip: '33602-1234', city: 'Tampa', state: 'FL' };
const ask = (question: Partial<ToolInput<'get_weather'>> = {}, more = {}) =>
  world.use('get_weather', { ...TAMPA_ADDRESS, start: null, end: null, category: null, ...question }, { with: more });
const days = async (question: Partial<ToolInput<'get_weather'>>) => {
  const outcome = await ask(question);
  if (outcome.status !== 'ok') throw new Error(outcome.status);
  return outcome.value.days;
};
const searched = async () =>
  (await world.requests())
    .filter(({ path }) => path.startsWith('/v1/search'))
    .map(({ path }) => new URL(path, 'http://x').searchParams.get('name'));

describe('the place', () => {
  test('is the address by its ZIP', async () => {
    expect(await ask()).toMatchObject({ status: 'ok', value: { place: 'Tampa, Florida' } });
    expect(await searched()).toEqual(['33602']);
  });

  test('is the address by city and state when the ZIP is unknown or missing', async () => {
    expect(await ask({ zip: '00000' })).toMatchObject({ value: { place: 'Tampa, Florida' } });
    expect(await searched()).toEqual(['00000', 'Tampa Florida']);
    expect(await ask({ zip: null, state: null })).toMatchObject({ status: 'ok' });
  });

  test.each(['Tampa', 'tampa, fl', 'Tampa FL', 'tampa florida', 'Tampa,  Florida, USA'])(
    'that is named, as "%s", wins over the address',
    async (place) => {
      const outcome = await ask({ place, zip: '60601', city: 'Chicago', state: 'IL' });
      expect(outcome).toMatchObject({ value: { place: 'Tampa, Florida' } });
    },
  );

  test('lies in the state that was said, wherever the search looks first', async () => {
    const place = (name: string, admin1: string, country = 'United States') => ({
      name,
      admin1,
      country,
      latitude: 1,
      longitude: 2,
    });
    const results = [
      place('Springfield', 'Ontario', 'Canada'),
      place('Springfield', 'Illinois'),
      place('Springfield', 'Ohio'),
    ];
    await world.fault({ match: 'GET /v1/search', body: {}, times: 1 });
    await world.fault({ match: 'GET /v1/search', body: { results }, times: 2 });
    expect(await ask({ place: 'Springfield, OH' })).toMatchObject({ value: { place: 'Springfield, Ohio' } });
    expect(await ask({ place: 'Springfield' })).toMatchObject({ value: { place: 'Springfield, Illinois' } });
  });

  test('abroad is taken when there is no other', async () => {
    const results = [{ name: 'Paris', country: 'France', latitude: 48.9, longitude: 2.3 }];
    await world.fault({ match: 'GET /v1/search', body: { results } });
    expect(await ask({ place: 'Paris' })).toMatchObject({ value: { place: 'Paris' } });
  });

  test.each([
    { place: 'Xyzzyville' },
    { place: null, zip: null, city: null, state: null },
    { place: ' ', zip: ' ', city: ' ', state: 'FL' },
  ])('%j is not found', async (question) => {
    expect(await ask(question)).toEqual({ status: 'not_found' });
  });
});

describe('the days', () => {
  test('are the next five when none is asked for', async () => {
    expect((await days({})).map(({ date }) => date)).toEqual([
      ...['2026-06-01', '2026-06-02', '2026-06-03', '2026-06-04', '2026-06-05'],
    ]);
  });

  test('are those asked for, as far as the forecast reaches', async () => {
    expect((await days({ start: '2026-06-09' })).map(({ date }) => date)).toEqual(['2026-06-09']);
    expect((await days({ start: '2026-06-14', end: '2026-06-30' })).map(({ date }) => date)).toEqual([
      ...['2026-06-14', '2026-06-15', '2026-06-16'],
    ]);
    expect((await days({ start: '2026-05-20', end: '2026-06-02' })).map(({ date }) => date)).toEqual([
      ...['2026-06-01', '2026-06-02'],
    ]);
  });

  test.each([
    ['2026-06-17', 'other'],
    ['2026-05-31', 'past_date'],
  ])('on %s are refused as %s, without asking', async (start, reason) => {
    expect(await ask({ start })).toEqual({ status: 'refused', reason });
    expect(await world.requests()).toEqual([]);
  });
});

describe('advice', () => {
  test('is given for outdoor work and not for indoor work, or for none', async () => {
    for (const { advice } of await days({ category: 'Fence' })) expect(['good', 'caution', 'bad']).toContain(advice);
    for (const { advice } of await days({ category: 'Kitchen Cabinets' })) expect(advice).toBeNull();
    for (const { advice } of await days({ category: null })) expect(advice).toBeNull();
  });

  test('reads zero degrees as cold and nothing as nothing', async () => {
    const daily = {
      time: ['2026-06-01', '2026-06-02', '2026-06-03'],
      weather_code: [0, null],
      temperature_2m_max: [0, null, 70],
      temperature_2m_min: [0],
    };
    await world.fault({ match: 'GET /v1/forecast', body: { daily } });
    expect(await days({ category: 'Fence' })).toEqual([
      {
        date: '2026-06-01',
        summary: 'clear',
        high_f: 0,
        low_f: 0,
        precipitation_percent: null,
        wind_mph: null,
        advice: 'caution',
      },
      expect.objectContaining({ date: '2026-06-02', summary: 'unknown conditions', high_f: null, advice: null }),
      expect.objectContaining({ date: '2026-06-03', high_f: 70, advice: 'good' }),
    ]);
  });
});

describe('a weather service in trouble is unavailable, and nothing more', () => {
  test.each([
    ['GET /v1/search', { status: 500, times: 2 }],
    ['GET /v1/search', { body: 'oops' }],
    ['GET /v1/forecast', { status: 500, times: 2 }],
    ['GET /v1/forecast', { body: { reason: 'x', error: true }, status: 400 }],
    ['GET /v1/forecast', { body: { hourly: {} } }],
    ['GET /v1/forecast', { body: { daily: { time: [] } } }],
    ['GET /v1/forecast', { delay_ms: 20_000 }],
  ])('%s %j', async (match, fault) => {
    await world.fault({ match, ...fault });
    expect(await ask({}, 'delay_ms' in fault ? world.impatient : {})).toEqual({ status: 'unavailable' });
  });

  test('a stumble is tried again', async () => {
    await world.fault({ match: 'GET /v1/forecast', status: 500, times: 1 });
    expect((await ask()).status).toBe('ok');
  });
});
