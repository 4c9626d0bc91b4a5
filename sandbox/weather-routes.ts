import { Hono } from 'hono';
import { Temporal } from 'temporal-polyfill';
import { type Clock, dateIn, readClock } from './calendar.ts';
import { type DayWeather, weatherOn } from './forecast.ts';
import { findPlaces, nearestPlace } from './gazetteer.ts';
import { hash } from './hash.ts';

/** The last day the forecast reaches is the 16th. */
const MOST_DAYS = 16;
const USUAL_DAYS = 7;

/**
 * Open-Meteo's geocoding (`/v1/search`) and daily forecast (`/v1/forecast`), without a key as on the live service. A
 * wrong parameter gets its 400 `{"error": true, "reason"}`; an unknown place gets an answer without `results`.
 */
export function weatherRoutes(now: Clock): Hono {
  const app = new Hono();

  app.get('/v1/search', (c) => {
    const name = c.req.query('name');
    if (name === undefined) return c.json(wrong('Parameter name is missing'), 400);
    const count = Number(c.req.query('count') ?? '10');
    if (!Number.isInteger(count) || count < 1 || count > 100) {
      return c.json(wrong('Parameter count must be between 1 and 100.'), 400);
    }
    const places = findPlaces(name).slice(0, count);
    if (places.length === 0) return c.json({ generationtime_ms: 0.4 });
    const results = places.map((place) => ({
      id: hash(place.name, place.region),
      name: place.name,
      latitude: place.latitude,
      longitude: place.longitude,
      feature_code: 'PPL',
      country_code: place.countryCode,
      timezone: place.zone,
      country: place.country,
      admin1: place.region,
    }));
    return c.json({ results, generationtime_ms: 0.6 });
  });

  app.get('/v1/forecast', (c) => {
    const latitude = readDegrees(c.req.query('latitude'), 90);
    const longitude = readDegrees(c.req.query('longitude'), 180);
    if (latitude === null) return c.json(wrong('Latitude must be in range of -90 to 90°.'), 400);
    if (longitude === null) return c.json(wrong('Longitude must be in range of -180 to 180°.'), 400);

    const days = Number(c.req.query('forecast_days') ?? USUAL_DAYS);
    if (!Number.isInteger(days) || days < 0 || days > MOST_DAYS) {
      return c.json(wrong(`Forecast days is invalid. Allowed range 0 to ${MOST_DAYS}.`), 400);
    }
    const zone = readZone(c.req.query('timezone') ?? 'GMT', latitude, longitude);
    if (zone === null) return c.json(wrong('Invalid timezone'), 400);
    const units = readUnits((name) => c.req.query(name));
    if (typeof units === 'string') return c.json(wrong(units), 400);
    const variables = (c.req.queries('daily') ?? []).flatMap((list) => list.split(',')).filter(Boolean);
    const unknown = variables.find((name) => !Object.hasOwn(DAILY, name));
    if (unknown !== undefined) {
      return c.json(wrong(`Cannot initialize daily variable from invalid String value ${unknown}.`), 400);
    }

    const instant = readClock(now);
    const today = dateIn(zone, instant);
    const dates = Array.from({ length: days }, (_, index) => today.add({ days: index }));
    const daily: Record<string, (string | number | null)[]> = { time: dates.map(String) };
    const dailyUnits: Record<string, string> = { time: 'iso8601' };
    for (const name of variables) {
      const variable = DAILY[name];
      if (variable === undefined) continue;
      dailyUnits[name] = variable.unit(units);
      daily[name] = dates.map((date, index) =>
        index === MOST_DAYS - 1 && !variable.reachesLastDay
          ? null
          : variable.value(weatherOn(latitude, longitude, date), units),
      );
    }
    return c.json({
      latitude,
      longitude,
      generationtime_ms: 0.1,
      utc_offset_seconds: instant.toZonedDateTimeISO(zone).offsetNanoseconds / 1e9,
      timezone: zone,
      timezone_abbreviation: zone,
      elevation: 10,
      ...(variables.length > 0 && { daily_units: dailyUnits, daily }),
    });
  });

  return app;
}

type Units = {
  temperature: 'celsius' | 'fahrenheit';
  wind: 'kmh' | 'mph' | 'ms' | 'kn';
  precipitation: 'mm' | 'inch';
};

type Variable = {
  unit(units: Units): string;
  value(weather: DayWeather, units: Units): number;
  /** Like the live models, only some variables are there for the farthest day; the others are null. */
  reachesLastDay: boolean;
};

const WIND_PER_MPH = { kmh: 1.609344, mph: 1, ms: 0.44704, kn: 0.868976 };
const WIND_UNITS = { kmh: 'km/h', mph: 'mp/h', ms: 'm/s', kn: 'kn' };

const DAILY: Readonly<Record<string, Variable>> = {
  weather_code: { unit: () => 'wmo code', value: ({ code }) => code, reachesLastDay: true },
  temperature_2m_max: {
    unit: degreeUnit,
    value: ({ highF }, units) => temperature(highF, units),
    reachesLastDay: true,
  },
  temperature_2m_min: {
    unit: degreeUnit,
    value: ({ lowF }, units) => temperature(lowF, units),
    reachesLastDay: true,
  },
  precipitation_sum: {
    unit: ({ precipitation }) => precipitation,
    value: ({ rainInches }, { precipitation }) => round(precipitation === 'inch' ? rainInches : rainInches * 25.4, 2),
    reachesLastDay: false,
  },
  precipitation_probability_max: {
    unit: () => '%',
    value: ({ rainChance }) => rainChance,
    reachesLastDay: false,
  },
  wind_speed_10m_max: {
    unit: ({ wind }) => WIND_UNITS[wind],
    value: ({ windMph }, { wind }) => round(windMph * WIND_PER_MPH[wind], 1),
    reachesLastDay: false,
  },
};

function degreeUnit(units: Units): string {
  return units.temperature === 'celsius' ? '°C' : '°F';
}

function temperature(fahrenheit: number, units: Units): number {
  return round(units.temperature === 'celsius' ? ((fahrenheit - 32) * 5) / 9 : fahrenheit, 1);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function readDegrees(text: string | undefined, limit: number): number | null {
  const degrees = Number(text);
  return text?.trim() && Math.abs(degrees) <= limit ? degrees : null;
}

/** An IANA zone, or `auto`: that of the place nearest to the point. Null when there is no such zone. */
function readZone(text: string, latitude: number, longitude: number): string | null {
  if (text === 'auto') return nearestPlace(latitude, longitude).zone;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text);
    return text;
  } catch {
    return null;
  }
}

/** The units asked for, metric where nothing is said; a string says which of them is unknown. */
function readUnits(query: (name: string) => string | undefined): Units | string {
  const temperature = query('temperature_unit') ?? 'celsius';
  const wind = query('wind_speed_unit') ?? 'kmh';
  const precipitation = query('precipitation_unit') ?? 'mm';
  if (temperature !== 'celsius' && temperature !== 'fahrenheit') return 'Invalid temperature_unit';
  if (wind !== 'kmh' && wind !== 'mph' && wind !== 'ms' && wind !== 'kn') return 'Invalid wind_speed_unit';
  if (precipitation !== 'mm' && precipitation !== 'inch') return 'Invalid precipitation_unit';
  return { temperature, wind, precipitation };
}

function wrong(reason: string) {
  return { error: true, reason };
}
