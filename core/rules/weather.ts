/** What a forecast says of one day, as far as outdoor work cares; null is "not given" and never 0. */
export type DayWeather = {
  weather_code: number | null;
  high_f: number | null;
  low_f: number | null;
  /** Chance of rain, percent. */
  precipitation_percent: number | null;
  wind_mph: number | null;
};

type Hazard = 'rain' | 'snow' | 'thunderstorm' | 'ice';

/** WMO weather codes as Open-Meteo gives them: in words, and what they mean for work outdoors. */
const CODES: ReadonlyMap<number, { summary: string; hazards: readonly Hazard[] }> = new Map([
  [0, { summary: 'clear', hazards: [] }],
  [1, { summary: 'mainly clear', hazards: [] }],
  [2, { summary: 'partly cloudy', hazards: [] }],
  [3, { summary: 'overcast', hazards: [] }],
  [45, { summary: 'fog', hazards: [] }],
  [48, { summary: 'rime fog', hazards: [] }],
  [51, { summary: 'light drizzle', hazards: ['rain'] }],
  [53, { summary: 'drizzle', hazards: ['rain'] }],
  [55, { summary: 'dense drizzle', hazards: ['rain'] }],
  [56, { summary: 'light freezing drizzle', hazards: ['rain', 'ice'] }],
  [57, { summary: 'freezing drizzle', hazards: ['rain', 'ice'] }],
  [61, { summary: 'light rain', hazards: ['rain'] }],
  [63, { summary: 'rain', hazards: ['rain'] }],
  [65, { summary: 'heavy rain', hazards: ['rain'] }],
  [66, { summary: 'light freezing rain', hazards: ['rain', 'ice'] }],
  [67, { summary: 'freezing rain', hazards: ['rain', 'ice'] }],
  [71, { summary: 'light snow', hazards: ['snow'] }],
  [73, { summary: 'snow', hazards: ['snow'] }],
  [75, { summary: 'heavy snow', hazards: ['snow'] }],
  [77, { summary: 'snow grains', hazards: ['snow'] }],
  [80, { summary: 'light rain showers', hazards: ['rain'] }],
  [81, { summary: 'rain showers', hazards: ['rain'] }],
  [82, { summary: 'violent rain showers', hazards: ['rain'] }],
  [85, { summary: 'light snow showers', hazards: ['snow'] }],
  [86, { summary: 'snow showers', hazards: ['snow'] }],
  [95, { summary: 'thunderstorm', hazards: ['thunderstorm'] }],
  [96, { summary: 'thunderstorm with light hail', hazards: ['thunderstorm'] }],
  [99, { summary: 'thunderstorm with heavy hail', hazards: ['thunderstorm'] }],
]);

/** The weather in a few words; "unknown conditions" for a code that is missing or not in the table. */
export function summaryOf(code: number | null): string {
  return (code === null ? undefined : CODES.get(code))?.summary ?? 'unknown conditions';
}

/** Rain chance %, lowest and highest temperature °F, wind mph. `hazards`: the conditions that stop this work. */
type Limits = { rain: number; min: number; max: number; wind: number; hazards: readonly Hazard[] };

const WET: readonly Hazard[] = ['rain', 'snow'];
const USUAL: readonly Hazard[] = ['rain', 'snow', 'thunderstorm'];
const SLIPPERY: readonly Hazard[] = [...USUAL, 'ice'];

const DEFAULT: Limits = { rain: 50, min: 40, max: 95, wind: 25, hazards: USUAL };

/** By words inside the category, the first row that matches. "Install" says nothing of the work, so it is no row. */
const BY_CATEGORY: readonly (Limits & { words: readonly string[] })[] = [
  { ...DEFAULT, words: ['decking', 'patio', 'pergola'] },
  { words: ['roofing'], rain: 30, min: 40, max: 90, wind: 20, hazards: SLIPPERY },
  { words: ['siding'], rain: 50, min: 35, max: 95, wind: 25, hazards: USUAL },
  { words: ['exterior painting'], rain: 20, min: 50, max: 90, wind: 15, hazards: WET },
  { words: ['fencing', 'fence', 'landscaping'], rain: 50, min: 32, max: 100, wind: 30, hazards: USUAL },
  { words: ['concrete'], rain: 30, min: 40, max: 95, wind: 20, hazards: SLIPPERY },
  { words: ['flooring'], rain: 50, min: 40, max: 95, wind: 25, hazards: WET },
  { words: ['window', 'door', 'balcony', 'exterior'], rain: 40, min: 35, max: 95, wind: 25, hazards: USUAL },
  { words: ['grill'], rain: 50, min: 35, max: 100, wind: 25, hazards: USUAL },
  { words: ['gutter'], rain: 30, min: 35, max: 95, wind: 20, hazards: SLIPPERY },
  { words: ['solar'], rain: 30, min: 40, max: 95, wind: 20, hazards: SLIPPERY },
  { words: ['awning'], rain: 40, min: 35, max: 95, wind: 20, hazards: USUAL },
];

const INDOOR = [
  'plumbing',
  'electrical',
  'hvac',
  'appliance',
  'carpet',
  'interior painting',
  'drywall',
  'cabinet',
  'countertop',
];

/** Whether weather matters to this kind of work. A category that nobody knows counts as outdoor. */
export function isOutdoor(category: string): boolean {
  const name = category.toLowerCase();
  return !INDOOR.some((word) => name.includes(word));
}

/**
 * Advice for work of a category on a day: never more than that, a bad day can still be booked.
 * Null for indoor work, and for a day of which the forecast says nothing.
 */
export function adviceFor(category: string, day: DayWeather): 'good' | 'caution' | 'bad' | null {
  if (!isOutdoor(category)) return null;
  const { weather_code, high_f, low_f, precipitation_percent: chance, wind_mph } = day;
  const condition = weather_code === null ? undefined : CODES.get(weather_code);
  if (condition === undefined && [high_f, low_f, chance, wind_mph].every((value) => value === null)) return null;

  const limits = limitsFor(category);
  const hazards = (condition?.hazards ?? []).filter((hazard) => limits.hazards.includes(hazard));
  const isSevere =
    hazards.some((hazard) => hazard !== 'rain') ||
    (chance !== null && chance >= SOAKING_PERCENT) ||
    (wind_mph !== null && wind_mph >= limits.wind + 10);
  if (isSevere) return 'bad';
  const isWorthAWord =
    hazards.length > 0 ||
    (chance !== null && chance >= limits.rain) ||
    (high_f !== null && high_f < limits.min) ||
    (low_f !== null && low_f > limits.max) ||
    (wind_mph !== null && wind_mph >= limits.wind);
  return isWorthAWord ? 'caution' : 'good';
}

/** A chance of rain that is bad for any work outdoors, percent. */
const SOAKING_PERCENT = 70;

function limitsFor(category: string): Limits {
  const name = category.toLowerCase();
  return BY_CATEGORY.find(({ words }) => words.some((word) => name.includes(word))) ?? DEFAULT;
}
