import * as z from 'zod';
import { LocalDate, LocalTime } from '../core/contracts/project.ts';
import { RequestId } from '../core/contracts/session.ts';
import { defineTool } from './define-tool.ts';

export const getTimeSlots = defineTool({
  name: 'get_time_slots',
  effect: 'read',
  description:
    'The open start times of a project on one offered date, with the request id of the search that offered it. ' +
    'Refused as stale_request when that search no longer counts: search for dates again.',
  input: z.object({ client_id: z.string(), project_id: z.string(), date: LocalDate, request_id: RequestId }),
  output: z.object({ date: LocalDate, times: z.array(LocalTime).max(48), request_id: RequestId }),
  async run({ project_id, date, request_id }, { pf360, today }) {
    if (date <= today) return { status: 'refused', reason: 'past_date' };
    const found = await pf360.openTimes(project_id, date, request_id);
    if (found.status !== 'ok') return found;
    const { times, request_id: newer } = found.value;
    return { status: 'ok', value: { date, times: times.slice(0, 48), request_id: newer ?? request_id } };
  },
});
