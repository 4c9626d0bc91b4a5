import * as z from 'zod';
import { OfficeHours } from '../core/contracts/act.ts';
import { officeHours } from '../core/rules/office-hours.ts';
import { defineTool } from './define-tool.ts';

export const getBusinessHours = defineTool({
  name: 'get_business_hours',
  effect: 'read',
  description: 'When the office is open, whether it is open now, and when it opens next.',
  input: z.object({ client_id: z.string() }),
  output: OfficeHours,
  async run(_input, { pf360, now, timezone }) {
    const week = await pf360.workWeek();
    return week.status === 'ok' ? { status: 'ok', value: officeHours(week.value, now, timezone) } : week;
  },
});
