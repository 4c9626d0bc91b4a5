import type { HandoffReason } from '../../../../core/contracts/act.ts';
import { getBusinessHours } from '../../../../tools/get-business-hours.ts';
import { listProjects } from '../../../../tools/list-projects.ts';
import { type Draft, locationName, locations } from '../draft.ts';
import { call, type Flow, together } from '../flow.ts';

/** What the note says that is offered with a person. */
const CALL_BACK = 'Please call me back.';

/** Hands over to a person. Office hours are read first, so that nobody is promised who is not there. */
export function* handOver(draft: Draft, reason: HandoffReason): Flow<void> {
  const { session, turn } = draft;
  const client_id = session.project?.client_id ?? session.location ?? turn.identity.client_id;
  const hours = yield* call(getBusinessHours, { client_id });
  // One question at a time: while a write waits for its yes, no other yes is asked for.
  const isAlone = hours.status !== 'ok' || !hours.value.open_now || turn.identity.support_number === null;
  const note_offered =
    session.pending_action === null &&
    (session.project !== null || (isAlone && reason !== 'repeated_faults' && (yield* hasProjects(draft))));
  draft.acts.push({
    act: 'handoff',
    reason,
    hours: hours.status === 'ok' ? hours.value : null,
    support_number: turn.identity.support_number,
    note_offered,
  });
  draft.result.handoff = reason;
  session.handed_over = true;
  if (note_offered) session.proposed = { intent: 'add_note', project: session.project, note_text: CALL_BACK };
}

/** Whether there is a project that a note could be left on. */
function* hasProjects(draft: Draft): Flow<boolean> {
  const found = yield* together(
    locations(draft).map(({ client_id }) =>
      call(listProjects, { client_id, location: locationName(draft, client_id), offset: 0, limit: 1 }),
    ),
  );
  return found.some((outcome) => outcome.status === 'ok' && outcome.value.projects.length > 0);
}
