import type { Temporal } from 'temporal-polyfill';
import { fraction } from './hash.ts';

/** One day's weather in the units of the United States, whatever the caller asked for. */
export type DayWeather = {
  /** WMO code, see 7.1 of the live API's notes: 0 clear to 99 thunderstorm with heavy hail. */
  code: number;
  highF: number;
  lowF: number;
  /** Percent. */
  rainChance: number;
  rainInches: number;
  windMph: number;
};

/** The weather of a place (to a tenth of a degree) on a date: always the same, fit for the latitude and the season. */
export function weatherOn(latitude: number, longitude: number, date: Temporal.PlainDate): DayWeather {
  const chance = (kind: string) => fraction(kind, latitude.toFixed(1), longitude.toFixed(1), date.toString());
  const highF = seasonalHigh(latitude, date) + 16 * (chance('high') - 0.5);
  const code = skyCode(highF, chance('sky'), chance('form'));
  const wet = code >= 51;
  const rainChance = wet ? 40 + 60 * chance('rain chance') : 35 * chance('rain chance');
  return {
    code,
    highF,
    lowF: highF - 10 - 12 * chance('low'),
    rainChance: Math.round(rainChance),
    rainInches: wet ? 0.02 + 1.2 * chance('rain') ** 2 : 0,
    windMph: 3 + 22 * chance('wind') + (code >= 95 ? 10 : 0),
  };
}

/** The usual high in °F: warmest in late July north of the equator, and ever wider swings toward the poles. */
function seasonalHigh(latitude: number, date: Temporal.PlainDate): number {
  const fromTropics = Math.max(0, Math.abs(latitude) - 20);
  const season = Math.cos((2 * Math.PI * (date.dayOfYear - 205)) / date.daysInYear) * (latitude < 0 ? -1 : 1);
  return 88 - 1.2 * fromTropics + (4 + 0.9 * fromTropics) * season;
}

/** Three days in ten are wet: snow, freezing rain or rain by temperature, thunderstorms only when it is warm. */
function skyCode(highF: number, sky: number, form: number): number {
  const choose = (...codes: readonly number[]) => codes[Math.floor(form * codes.length)] ?? 0;
  if (sky < 0.25) return 0;
  if (sky < 0.42) return 1;
  if (sky < 0.56) return 2;
  if (sky < 0.66) return 3;
  if (sky < 0.7) return choose(45, 48);
  if (highF < 33) return choose(71, 73, 75, 77, 85, 86);
  if (highF < 38) return choose(56, 57, 66, 67, 71, 85);
  if (highF < 68) return choose(51, 53, 55, 61, 63, 65, 80, 81);
  return choose(51, 61, 63, 65, 80, 81, 82, 95, 96, 99);
}
