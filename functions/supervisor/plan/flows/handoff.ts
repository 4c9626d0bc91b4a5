import type { HandoffReason } from '../../../../core/contracts/act.ts';
import { getBusinessHours } from '../../../../tools/get-business-hours.ts';
import type { Draft } from '../draft.ts';
import { call, type Flow } from '../flow.ts';

/** What the note says that is offered with a person. */
const CALL_BACK = 'Please call me back.';

/** Hands over to a person. Office hours are read first, so that nobody is promised who is not there. */
export function* handOver(draft: Draft, reason: HandoffReason): Flow<void> {
  const { session, turn } = draft;
  const client_id = session.project?.client_id ?? session.location ?? turn.identity.client_id;
  const hours = yield* call(getBusinessHours, { client_id });
  // One question at a time: while a write waits for its yes, no other yes is asked for.
  const note_offered = session.project !== null && session.pending_action === null;
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
