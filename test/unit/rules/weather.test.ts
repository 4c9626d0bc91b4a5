import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { adviceFor, type DayWeather, isOutdoor, summaryOf } from '../../../core/rules/weather.ts';

/** A day that is good for everything. */
const FINE: DayWeather = { weather_code: 0, high_f: 70, low_f: 60, precipitation_percent: 0, wind_mph: 5 };
const NOTHING: DayWeather = {
  weather_code: null,
  high_f: null,
  low_f: null,
  precipitation_percent: null,
  wind_mph: null,
};

/** Category, and the table's limits: rain %, lowest and highest °F, wind mph. */
const LIMITS: [category: string, rain: number, min: number, max: number, wind: number][] = [
  ['Decking', 50, 40, 95, 25],
  ['Patio Covers', 50, 40, 95, 25],
  ['Pergola', 50, 40, 95, 25],
  ['Something New', 50, 40, 95, 25],
  ['Roofing', 30, 40, 90, 20],
  ['Roofing Install', 30, 40, 90, 20],
  ['Siding', 50, 35, 95, 25],
  ['Exterior Painting', 20, 50, 90, 15],
  ['Fence', 50, 32, 100, 30],
  ['Landscaping', 50, 32, 100, 30],
  ['Concrete', 30, 40, 95, 20],
  ['Flooring', 50, 40, 95, 25],
  ['Windows', 40, 35, 95, 25],
  ['Garage Doors', 40, 35, 95, 25],
  ['Balcony', 40, 35, 95, 25],
  ['Grill', 50, 35, 100, 25],
  ['Gutters', 30, 35, 95, 20],
  ['Solar Panels', 30, 40, 95, 20],
  ['Awning', 40, 35, 95, 20],
];

describe.each(LIMITS)('%s', (category, rain, min, max, wind) => {
  test('is good on a fine day', () => {
    expect(adviceFor(category, FINE)).toBe('good');
  });

  test('is cautioned at the limit, and not just inside it', () => {
    expect(adviceFor(category, { ...FINE, precipitation_percent: rain })).toBe('caution');
    expect(adviceFor(category, { ...FINE, precipitation_percent: rain - 1 })).toBe('good');
    expect(adviceFor(category, { ...FINE, high_f: min - 1, low_f: 0 })).toBe('caution');
    expect(adviceFor(category, { ...FINE, high_f: min, low_f: 0 })).toBe('good');
    expect(adviceFor(category, { ...FINE, low_f: max + 1, high_f: 120 })).toBe('caution');
    expect(adviceFor(category, { ...FINE, low_f: max, high_f: 120 })).toBe('good');
    expect(adviceFor(category, { ...FINE, wind_mph: wind })).toBe('caution');
    expect(adviceFor(category, { ...FINE, wind_mph: wind - 1 })).toBe('good');
  });

  test('is bad in a storm or when rain is nearly certain', () => {
    expect(adviceFor(category, { ...FINE, wind_mph: wind + 10 })).toBe('bad');
    expect(adviceFor(category, { ...FINE, precipitation_percent: 70 })).toBe('bad');
    expect(adviceFor(category, { ...FINE, precipitation_percent: 69 })).toBe('caution');
    expect(adviceFor(category, { ...FINE, weather_code: 73 })).toBe('bad');
    expect(adviceFor(category, { ...FINE, weather_code: 61 })).toBe('caution');
  });
});

test.each([
  ['Fence', 95, 'bad'],
  ['Flooring', 95, 'good'],
  ['Exterior Painting', 96, 'good'],
  ['Roofing', 66, 'bad'],
  ['Gutters', 57, 'bad'],
  ['Fence', 66, 'caution'],
  ['Fence', 45, 'good'],
])('a thunderstorm or ice counts where it stops the work: %s in %d is %s', (category, weather_code, advice) => {
  expect(adviceFor(category, { ...FINE, weather_code })).toBe(advice);
});

test.each([
  'Plumbing',
  'Electrical',
  'HVAC',
  'Appliance',
  'Carpet Installation',
  'Interior Painting',
  'Drywall',
  'Kitchen Cabinets',
  'Countertops',
])('%s is indoor: no advice, whatever the weather', (category) => {
  expect(isOutdoor(category)).toBe(false);
  expect(adviceFor(category, { ...FINE, weather_code: 95, precipitation_percent: 100 })).toBeNull();
});

describe('a value that is not given', () => {
  test('is never taken for 0: zero degrees are cold, no degrees are nothing', () => {
    expect(adviceFor('Fence', { ...FINE, high_f: 0, low_f: 0 })).toBe('caution');
    expect(adviceFor('Fence', { ...FINE, high_f: null, low_f: null })).toBe('good');
    expect(adviceFor('Fence', { ...NOTHING, high_f: 0 })).toBe('caution');
    expect(adviceFor('Fence', { ...NOTHING, precipitation_percent: 0 })).toBe('good');
  });

  test('and nothing else: no advice', () => {
    expect(adviceFor('Fence', NOTHING)).toBeNull();
    expect(adviceFor('Fence', { ...NOTHING, weather_code: 1234 })).toBeNull();
    expect(summaryOf(1234)).toBe('unknown conditions');
    expect(summaryOf(null)).toBe('unknown conditions');
    expect(summaryOf(0)).toBe('clear');
  });

  test('never makes the advice worse', () => {
    const rank = { bad: 2, caution: 1, good: 0 };
    const fields = ['weather_code', 'high_f', 'low_f', 'precipitation_percent', 'wind_mph'] as const;
    const day = fc.record({
      weather_code: fc.constantFrom(0, 3, 45, 51, 61, 65, 66, 73, 95, 99),
      high_f: fc.integer({ min: -20, max: 120 }),
      low_f: fc.integer({ min: -30, max: 110 }),
      precipitation_percent: fc.integer({ min: 0, max: 100 }),
      wind_mph: fc.integer({ min: 0, max: 60 }),
    });
    const categories = fc.constantFrom(...LIMITS.map(([category]) => category));
    fc.assert(
      fc.property(day, categories, fc.constantFrom(...fields), (weather, category, field) => {
        const whole = adviceFor(category, weather);
        const partial = adviceFor(category, { ...weather, [field]: null });
        expect(rank[partial ?? 'good']).toBeLessThanOrEqual(rank[whole ?? 'good']);
      }),
    );
  });
});
