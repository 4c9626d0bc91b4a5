import type { HandoffReason } from '../../../../core/contracts/act.ts';
import { getBusinessHours } from '../../../../tools/get-business-hours.ts';
import type { Draft } from '../draft.ts';
import { call, type Flow } from '../flow.ts';

/** Hands over to a person. Office hours are read first, so that nobody is promised who is not there. */
export function* handOver(draft: Draft, reason: HandoffReason): Flow<void> {
  const { session, turn } = draft;
  const client_id = session.project?.client_id ?? session.location ?? turn.identity.client_id;
  const hours = yield* call(getBusinessHours, { client_id });
  draft.acts.push({
    act: 'handoff',
    reason,
    hours: hours.status === 'ok' ? hours.value : null,
    support_number: turn.identity.support_number,
    note_offered: session.project !== null,
  });
  draft.result.handoff = reason;
  session.handed_over = true;
  if (session.pending_action === null && session.project !== null)
    session.proposed = { intent: 'add_note', project: session.project };
}
