import * as z from 'zod';
import { addDays } from '../core/calendar.ts';
import { LocalDate } from '../core/contracts/project.ts';
import { RequestId } from '../core/contracts/session.ts';
import type { Pf360 } from '../core/ports.ts';
import { defineTool } from './define-tool.ts';

/** How far ahead a search without an end looks: one call must show the last of all open dates. */
const DAYS_AHEAD = 60;
/** How far it looks once more when nothing is open till then: "nothing is open" must not hide what is open later. */
const FARTHEST = 365;

export const getAvailableDates = defineTool({
  name: 'get_available_dates',
  effect: 'read',
  description:
    'The open dates of a project, within a window or from tomorrow on. Refused when it already has an appointment or ' +
    'cannot be scheduled by the customer.',
  input: z.object({
    client_id: z.string(),
    project_id: z.string(),
    start: LocalDate.optional().describe('First day wanted; tomorrow when it lies before that.'),
    end: LocalDate.optional().describe('Last day wanted, included.'),
  }),
  output: z.object({
    /** Ascending, never before tomorrow. */
    dates: z.array(LocalDate).max(90),
    /** Null only when there are no dates: nothing can be booked without it. */
    request_id: RequestId.nullable(),
    start: LocalDate,
    end: LocalDate,
  }),
  async run({ project_id, start: wanted, end: until }, { pf360, today }) {
    const tomorrow = addDays(today, 1);
    const start = wanted === undefined || wanted < tomorrow ? tomorrow : wanted;
    const end = until ?? addDays(start, DAYS_AHEAD - 1);
    if (end < tomorrow) return { status: 'refused', reason: 'past_date' };
    if (end < start) return { status: 'refused', reason: 'other' };
    const near = await openWithin(pf360, project_id, { start, end });
    if (near.status !== 'ok' || near.value.dates.length > 0 || until !== undefined) return near;
    const far = await openWithin(pf360, project_id, { start, end: addDays(start, FARTHEST - 1) });
    return far.status === 'ok' ? far : near;
  },
});

/** The open dates of a window, with the ticket that books them. */
async function openWithin(pf360: Pf360, projectId: string, { start, end }: { start: string; end: string }) {
  const found = await pf360.openDates(projectId, { start, end });
  if (found.status !== 'ok') return found;
  const { request_id } = found.value;
  const dates = found.value.dates.filter((date) => date >= start && date <= end).slice(0, 90);
  if (dates.length > 0 && request_id === null) return { status: 'unavailable' } as const;
  return { status: 'ok', value: { dates, request_id, start, end } } as const;
}
