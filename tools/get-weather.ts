import * as z from 'zod';
import { WeatherDay } from '../core/contracts/act.ts';
import { LocalDate } from '../core/contracts/project.ts';
import { defineTool } from './define-tool.ts';
import { forecastFor } from './forecast.ts';

export const getWeather = defineTool({
  name: 'get_weather',
  effect: 'read',
  description:
    'The forecast of a place, or of an address when no place is named, at most 16 days ahead, with advice for outdoor ' +
    'work of a category. Refused as "other" when the days lie beyond the forecast.',
  input: z.object({
    place: z.string().nullable().describe('A place the customer named; null to take the address.'),
    zip: z.string().nullable(),
    city: z.string().nullable(),
    state: z.string().nullable(),
    start: LocalDate.nullable().describe('First day; null for the days to come.'),
    end: LocalDate.nullable().describe('Last day, included; null for the first day alone.'),
    category: z.string().nullable().describe('Category of the work that the advice is for, or null for none.'),
  }),
  output: z.object({ place: z.string(), days: z.array(WeatherDay).min(1).max(16) }),
  run: forecastFor,
});
