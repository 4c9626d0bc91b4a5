import type { PendingAction } from '../../../core/contracts/action.ts';
import type { SessionContext } from '../../../core/contracts/session.ts';
import type { Intent } from '../../../core/contracts/understanding.ts';
import type { Entities } from '../../../core/understanding/entities/entities.ts';
import type { Draft } from './draft.ts';

/** "Put the flooring in that slot": the day and time of the visit that was given up. */
const FREED_SLOT =
  /\b(?:that|those|the same|its|their|the old|the freed(?:[- ]up)?) (?:(?:time|windows?|old) )?(?:slot|spot|time|opening)\b|\b(?:in|into|take) (?:its|their|that) (?:place|slot|spot)\b/i;

export const pointsAtFreedSlot = (said: string): boolean => FREED_SLOT.test(said);

/** A booking with the day and time of the visit that was given up, where the message points at them. */
export function withFreedSlot(draft: Draft): Draft {
  const { session, entities, turn } = draft;
  const { freed, task } = session;
  if (freed === null || task?.project != null || entities.date !== undefined || entities.time !== undefined)
    return draft;
  if (!pointsAtFreedSlot(turn.user_message)) return draft;
  return {
    ...draft,
    entities: { ...entities, date: freed.date, ...(freed.time === null ? {} : { time: freed.time }) },
  };
}

const INTENT_OF: Partial<Record<PendingAction['tool'], Intent>> = {
  confirm_appointment: 'book_appointment',
  reschedule_appointment: 'reschedule_appointment',
  cancel_appointment: 'cancel_appointment',
  request_address_change: 'change_address',
};

/** What was done, as far as "the same for the bathroom" can mean it. */
export function keepDone({ session, turn }: Draft, action: PendingAction): void {
  const intent =
    action.tool === 'confirm_appointment' && action.completes_reschedule
      ? 'reschedule_appointment'
      : INTENT_OF[action.tool];
  session.did = intent === undefined ? null : { intent, turn: turn.turn, said: saidOf(action) };
}

function saidOf(action: PendingAction): Pick<Entities, 'date' | 'time' | 'reason' | 'address'> {
  switch (action.tool) {
    case 'confirm_appointment':
      return { date: action.date, time: action.time };
    case 'cancel_appointment':
      return { reason: action.reason };
    case 'request_address_change':
      return { address: action.address };
    default:
      return {};
  }
}

const SAME = /\b(?:(?:do |and )?the same|same (?:for|with|on|thing|goes|day|time)|likewise|ditto)\b/i;
const TOO = /\b(?:too|as well|also|(?:right|straight) after|after that|next)\b/i;
/** Asks for something by itself. */
const ASKS_ELSE = /\b(?:when|who|what|where|how|which|weather|note|show|list|tell|cancel\w*|mov\w+|book\w*|address)\b/i;

/**
 * "Same for the bathroom", "the bathroom too", right after something was done: the same request for that project. "The
 * same" keeps what was said with it; what is done is asked for its own yes.
 */
export function sameAgain({ session, entities, turn }: Draft): { intent: Intent; entities: Entities } | null {
  const { did } = session;
  if (did === null || did.turn !== turn.turn - 1 || !isOver(session) || entities.project === undefined) return null;
  const said = turn.user_message;
  if (ASKS_ELSE.test(said) || (!SAME.test(said) && !TOO.test(said))) return null;
  const kept = did.intent === 'book_appointment' && !SAME.test(said) ? {} : did.said;
  return { intent: did.intent, entities: { ...kept, ...entities } };
}

const isOver = ({ task, pending_action, expecting }: SessionContext): boolean =>
  task === null && pending_action === null && expecting === null;
