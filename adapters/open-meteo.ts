import * as z from 'zod';
import type { Outcome } from '../core/contracts/outcome.ts';
import type { Forecast, Place, PlaceQuery, Weather } from '../core/ports.ts';
import { type HttpReply, type Send, send as sendByFetch, sendWithRetries } from './http.ts';

export type OpenMeteoOptions = {
  /** Base address of the forecast. */
  weatherUrl: string;
  /** Base address of the search for places. */
  geocodingUrl: string;
  /** Epoch milliseconds on the real clock. */
  clock: () => number;
  timeoutMs?: number;
  retryWaitMs?: number;
  send?: Send;
};

const TIMEOUT_MS = 10_000;
const RETRY_WAIT_MS = 200;
const FORECAST_DAYS = 16;

/** Open-Meteo over HTTP, without a key. Its troubles are never more than `unavailable`: dates go on without advice. */
export function createOpenMeteo({
  weatherUrl,
  geocodingUrl,
  clock,
  timeoutMs = TIMEOUT_MS,
  retryWaitMs = RETRY_WAIT_MS,
  send = sendByFetch,
}: OpenMeteoOptions): Weather {
  const get = (base: string, path: string, query: Record<string, string>): Promise<HttpReply> => {
    const url = `${base.replace(/\/+$/, '')}${path}?${new URLSearchParams(query)}`;
    const request = { method: 'GET', url, headers: { accept: 'application/json' } } as const;
    return sendWithRetries(request, timeoutMs, { retries: 1, waitMs: retryWaitMs, clock }, send);
  };

  async function findOne({ name, state }: PlaceQuery): Promise<Outcome<Place>> {
    const reply = await get(geocodingUrl, '/v1/search', { name, count: '10', language: 'en', format: 'json' });
    const answer = parse(reply, Search);
    if (answer === null) return { status: 'unavailable' };
    const places = (answer.results ?? []).filter(
      ({ admin1 }) => state === null || admin1?.toLowerCase() === state.toLowerCase(),
    );
    const place = places.find(({ country }) => country === 'United States') ?? places[0];
    return place === undefined ? { status: 'not_found' } : { status: 'ok', value: named(place) };
  }

  return {
    async find(queries) {
      for (const query of queries) {
        const found = await findOne(query);
        if (found.status !== 'not_found') return found;
      }
      return { status: 'not_found' };
    },

    async forecast({ latitude, longitude }) {
      const reply = await get(weatherUrl, '/v1/forecast', {
        latitude: String(latitude),
        longitude: String(longitude),
        daily: DAILY.join(','),
        temperature_unit: 'fahrenheit',
        wind_speed_unit: 'mph',
        timezone: 'auto',
        forecast_days: String(FORECAST_DAYS),
      });
      const answer = parse(reply, DailyForecast);
      return answer === null ? { status: 'unavailable' } : { status: 'ok', value: daysOf(answer.daily) };
    },
  };
}

const DAILY = [
  'weather_code',
  'temperature_2m_max',
  'temperature_2m_min',
  'precipitation_probability_max',
  'wind_speed_10m_max',
];

const Result = z.object({
  name: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  country: z.string().nullish(),
  admin1: z.string().nullish(),
});
/** Without a match there are no `results`; an error has none either. */
const Search = z.object({ results: z.array(Result).nullish(), error: z.literal(false).nullish() });

const Series = z.array(z.number().nullable()).default([]);
const Daily = z.object({
  time: z.array(z.iso.date()),
  weather_code: Series,
  temperature_2m_max: Series,
  temperature_2m_min: Series,
  precipitation_probability_max: Series,
  wind_speed_10m_max: Series,
});
const DailyForecast = z.object({ daily: Daily });

function parse<Value>(reply: HttpReply, schema: z.ZodType<Value>): Value | null {
  if (reply.kind !== 'answer' || reply.status !== 200) return null;
  try {
    return schema.parse(JSON.parse(reply.body));
  } catch {
    return null;
  }
}

/** "Tampa, Florida": there is more than one Springfield. */
function named({ name, admin1, latitude, longitude }: z.infer<typeof Result>): Place {
  return { name: admin1 && admin1 !== name ? `${name}, ${admin1}` : name, latitude, longitude };
}

/** The parallel arrays as days; what an array does not hold is null. */
function daysOf(daily: z.infer<typeof Daily>): Forecast[] {
  return daily.time.map((date, index) => ({
    date,
    weather_code: daily.weather_code[index] ?? null,
    high_f: daily.temperature_2m_max[index] ?? null,
    low_f: daily.temperature_2m_min[index] ?? null,
    precipitation_percent: daily.precipitation_probability_max[index] ?? null,
    wind_mph: daily.wind_speed_10m_max[index] ?? null,
  }));
}
