import { readReasonAnswer } from '../../../../core/understanding/entities/reasons.ts';
import { askToConfirm, closeQuestion, type Draft, newTask, pendingBase, refOf } from '../draft.ts';
import type { Flow } from '../flow.ts';
import { leavesOpenWhat, visitOf } from '../visit.ts';

/** Cancels an appointment: which one, the reason (mandatory), the yes. */
export function* cancel(draft: Draft): Flow<void> {
  const { session, entities } = draft;
  const asked = session.expecting === 'reason';
  const running = session.task?.intent === 'cancel_appointment' ? session.task : null;
  const visit = yield* visitOf(draft, 'cancel_appointment');
  if (visit === null) {
    if (session.expecting === 'project')
      session.task = { ...newTask('cancel_appointment', null), reason: entities.reason ?? running?.reason ?? null };
    return;
  }
  const { view, appointment } = visit;
  const project = refOf(view);
  if (!asked && running === null && leavesOpenWhat(draft)) {
    closeQuestion(draft);
    draft.acts.push({ act: 'ask_cancel_or_move', project, appointment });
    return;
  }
  const reason = reasonGiven(draft, asked) ?? running?.reason ?? null;
  closeQuestion(draft);
  session.task = { ...newTask('cancel_appointment', project), reason };
  if (reason === null) {
    draft.acts.push({ act: 'ask_reason', project, appointment, again: asked });
    session.expecting = 'reason';
    return;
  }
  const { date, time } = appointment;
  askToConfirm(draft, { ...pendingBase(draft, project), tool: 'cancel_appointment', date, time, reason });
}

/** A word is enough for a reason, a refusal is none. */
function reasonGiven({ entities, turn, intent }: Draft, asked: boolean): string | null {
  if (intent === 'deny') return null;
  const words = entities.reason ?? (asked ? readReasonAnswer(turn.user_message)?.words : undefined);
  const reason = words?.trim().slice(0, 500) ?? '';
  return /[\p{L}\p{N}]/u.test(reason) && !NO_REASON.test(reason) && !ONLY_THE_REQUEST.test(reason) ? reason : null;
}

/** An answer that gives none. */
const NO_REASON =
  /^\W*(?:(?:there(?:'s| is)|i have|for) )?(?:no (?:particular |special |specific |real )?reason|none|nothing|n\/?a|because|just because|idk|(?:i )?(?:don'?t|do not) know)\W*$/i;

/** The request once more, how much of it is meant, or a yes. */
const ONLY_THE_REQUEST =
  /^\W*(?:all(?: of (?:them|it|those|these))?|both(?: of them)?|everything|each(?: of them| one)?)(?: please)?\W*$|^(?:(?:please|just|yes|yeah|yep|ok|okay|sure|i (?:want|would like|need) to|i said|can you|could you|go ahead(?: and)?|do it|now)[\s,.!]*)*(?:(?:cancel|call off|drop)(?:\s+(?:it|this|that|mine|(?:the|my|this|that) (?:appointment|visit|booking|one)))?)?(?:[\s,.!]*(?:please|now|already|thanks|thank you))*[\s.!]*$/i;
