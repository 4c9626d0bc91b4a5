import { addDays } from '../core/calendar.ts';
import type { WeatherDay } from '../core/contracts/act.ts';
import type { Outcome } from '../core/contracts/outcome.ts';
import type { PlaceQuery, ToolContext } from '../core/ports.ts';
import { adviceFor, summaryOf } from '../core/rules/weather.ts';
import { STATE_NAMES } from './state-names.ts';

type Address = { place: string | null; zip: string | null; city: string | null; state: string | null };
type Span = { start: string | null; end: string | null };
type Question = Address & Span & { category: string | null };

/** A forecast reaches today and the 15 days after it. */
const LAST_DAY_AHEAD = 15;
/** What is shown when no day was asked about. */
const DAYS_SHOWN = 5;

/** The days asked for at the place asked for. Without a category there is no work to advise on. */
export async function forecastFor(
  { category, ...question }: Question,
  { weather, today }: ToolContext,
): Promise<Outcome<{ place: string; days: WeatherDay[] }>> {
  const window = windowOf(question, today);
  if (window.start > addDays(today, LAST_DAY_AHEAD)) return { status: 'refused', reason: 'other' };
  if (window.end < today) return { status: 'refused', reason: 'past_date' };

  const queries = placeQueries(question);
  if (queries.length === 0) return { status: 'not_found' };
  const place = await weather.find(queries);
  if (place.status !== 'ok') return place;
  const forecast = await weather.forecast(place.value);
  if (forecast.status !== 'ok') return forecast;

  const days = forecast.value
    .filter(({ date }) => date >= window.start && date <= window.end)
    .slice(0, LAST_DAY_AHEAD + 1)
    .map(({ weather_code, ...day }) => ({
      ...day,
      summary: summaryOf(weather_code),
      advice: category === null ? null : adviceFor(category, { weather_code, ...day }),
    }));
  if (days.length === 0) return { status: 'unavailable' };
  return { status: 'ok', value: { place: place.value.name, days } };
}

function windowOf({ start, end }: Span, today: string): { start: string; end: string } {
  if (start === null) return { start: today, end: end ?? addDays(today, DAYS_SHOWN - 1) };
  return { start, end: end ?? start };
}

/** What to look up, best first: the place that was named, else the address by ZIP and then by city and state. */
function placeQueries({ place, zip, city, state }: Address): PlaceQuery[] {
  if (place !== null && place.trim() !== '') return townQueries(place);
  const postal = /^\d{5}/.exec(zip?.trim() ?? '')?.[0];
  const town = city === null || city.trim() === '' ? [] : townQueries([city, state].filter(Boolean).join(', '));
  return postal === undefined ? town : [{ name: postal, state: null }, ...town];
}

/** "Tampa, FL" and "tampa florida" mean Tampa in Florida; anything else is looked up as it stands. */
function townQueries(text: string): PlaceQuery[] {
  const name = text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/,? (?:usa|u\.s\.a?\.?|us|united states)$/i, '');
  for (const [code, full] of Object.entries(STATE_NAMES)) {
    const [, town] = new RegExp(`^(.+?)(?:,\\s*|\\s+)(?:${code}|${full})\\.?$`, 'i').exec(name) ?? [];
    if (town !== undefined) {
      return [
        { name: `${town} ${full}`, state: full },
        { name: town, state: full },
      ];
    }
  }
  return [{ name, state: null }];
}
