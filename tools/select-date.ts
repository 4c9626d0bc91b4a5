import * as z from 'zod';
import { weekdayName } from '../core/calendar.ts';
import { LocalDate } from '../core/contracts/project.ts';
import { defineTool } from './define-tool.ts';

export const selectDate = defineTool({
  name: 'select_date',
  effect: 'read',
  description: 'Take one of the offered dates. Refused when it lies in the past or was not offered.',
  input: z.object({ date: LocalDate, offered: z.array(LocalDate).max(90) }),
  output: z.object({ date: LocalDate, weekday: z.string() }),
  async run({ date, offered }, { today }) {
    if (date < today) return { status: 'refused', reason: 'past_date' };
    if (!offered.includes(date)) return { status: 'refused', reason: 'not_offered' };
    return { status: 'ok', value: { date, weekday: weekdayName(date) } };
  },
});
