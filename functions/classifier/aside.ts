import type { TurnState } from '../../core/contracts/turn.ts';
import type { Expecting, Intent, Understanding } from '../../core/contracts/understanding.ts';
import { isPlainYes, saysYes } from '../../core/rules/plain-yes.ts';
import {
  asksOfArrival,
  asksOfWhatIsShown,
  asksSomething,
  asksToRepeat,
  supposes,
} from '../../core/understanding/asks.ts';
import { conditionOf } from '../../core/understanding/conditions.ts';
import { saysSlot } from '../../core/understanding/entities/entities.ts';
import { isUnreadable } from '../../core/understanding/readable.ts';

/** Texts that are asked for may be anything; what is picked, or agreed to, is not asked back. */
const ASKS_FOR_NO_TEXT: ReadonlySet<Expecting> = new Set(['project', 'date', 'time', 'confirmation']);
/** Questions that are answered where they are likeliest: nothing is written for them. */
const ANSWERED_AT_ONCE: ReadonlySet<Intent> = new Set([
  'list_projects',
  'check_availability',
  'list_notes',
  'project_details',
  'business_hours',
  'weather',
]);
/** Below this a question is of anything. */
const LIKELY = 0.5;
const CHANGES_A_VISIT: ReadonlySet<Intent> = new Set([
  'reschedule_appointment',
  'cancel_appointment',
  'book_appointment',
  'affirm',
]);
/** Says by itself that it is to be passed on, rather than what a yes is tied to. */
const ASKS_FOR_A_NOTE = /\b(?:notes?|tell|inform|remind|mention|write|put down|let \w+(?: \w+)? know)\b/i;

/**
 * A question, or a yes that is tied to something, where an answer is waited for: neither is that answer, however much its
 * first words sound like one.
 */
export function besideTheAnswer(read: Understanding, turn: TurnState): Intent | null {
  const { pending_action, expecting } = turn.session_context;
  const { user_message: said } = turn;
  if (read.classified_by === 'context') return null;
  if (pending_action !== null && isYesAtLast(read, turn)) return 'affirm';
  const isAgain = asksToRepeat(said) && (pending_action !== null || expecting !== null);
  // A list of projects is put once more where a yes says nothing of which.
  if (isAgain) return expecting === 'project' ? 'affirm' : 'out_of_scope';
  if (pending_action === null && (expecting === null || !ASKS_FOR_NO_TEXT.has(expecting))) return null;
  if (asksOfWhatIsShown(said)) return expecting === 'project' ? 'affirm' : 'out_of_scope';
  if (WHO_IS_THIS.test(said)) return 'greeting';
  if (read.intent === 'change_address' && read.entities.address === undefined && PHONE_NUMBER.test(said))
    return 'out_of_scope';
  if (read.intent === 'talk_to_human' && ASKS_OF_A_CALL.test(said)) return 'out_of_scope';
  if (supposes(said) && CHANGES_A_VISIT.has(read.intent)) return 'out_of_scope';
  if (asksOfArrival(said)) return 'out_of_scope';
  if (saysSlot(read.entities)) return null;
  const isWrittenDown = read.intent === 'change_address' || (read.intent === 'add_note' && ASKS_FOR_A_NOTE.test(said));
  if (conditionOf(said) !== null && !isWrittenDown) return 'affirm';
  if (read.secondary_intents.length > 0) return null;
  const isSure = !isUnsure(read, turn) && read.intent !== 'affirm' && read.intent !== 'deny';
  if (isSure || !asksSomething(said)) return null;
  return ANSWERED_AT_ONCE.has(read.intent) && read.confidence >= LIKELY ? read.intent : 'out_of_scope';
}

/** A yes that is hard to tell as one, or with a day or time beside it: whether it is enough is judged where it is acted on. */
const isYesAtLast = (read: Understanding, turn: TurnState): boolean =>
  (isUnsure(read, turn) && (isPlainYes(turn.user_message) || (read.intent === 'affirm' && saysSlot(read.entities)))) ||
  (read.intent === 'deny' && saysYes(turn.user_message) && /\bif\b/i.test(turn.user_message)) ||
  NO_WORRIES.test(turn.user_message);

/** Says that it is fine, or that it need not be: never a no. */
const NO_WORRIES = /^\W*no (?:worries|prob(?:lem|s)?)\W*$/i;

/** A number to call is no address, nor a part of one. */
const PHONE_NUMBER = /\(?\b\d{3}\)?[\s.-]*\d{3}[\s.-]*\d{4}\b/;

/** Wants to know whom it is talking to. */
const WHO_IS_THIS =
  /\b(?:who (?:is|am|are) (?:this|you|i (?:talking|speaking|texting))|are you (?:an? )?(?:(?:ro)?bot|real|human|person|ai|machine|computer))\b/i;

/** "Will someone call me before?" asks how it goes. */
const ASKS_OF_A_CALL =
  /^\W*(?:(?:ok(?:ay)?|so|and|wait|but|also)[ ,]+)*(?:will|do|does|would|are|is|when|how)\b.*\b(?:they|them|he|she|someone|somebody|you|installers?|technicians?|techs?|crew|guys?|drivers?|office)\b.*\b(?:call|calling|text|texting|phone|ring)\b/i;

/** "Can they call me first?": a wish for the crew, and no wish to talk to anybody now. It is repeated before it is saved. */
const CALL_AHEAD =
  /\b(?:can|could|have|ask|tell|want|need|please)\b.*\b(?:they|them|he|him|she|her|someone|somebody|installers?|technicians?|techs?|crew|guys?|drivers?)\b.*\b(?:call|text|phone|ring)\b.*\b(?:first|before\w*|ahead|on (?:the|their) way|when they)\b/i;

export function callAhead(read: Understanding, turn: TurnState): string | null {
  const { project, pending_action, expecting } = turn.session_context;
  const isText = expecting !== null && !ASKS_FOR_NO_TEXT.has(expecting);
  if (project === null || isText || pending_action?.tool === 'add_note' || !CALL_AHEAD.test(turn.user_message))
    return null;
  const isOther = read.intent === 'talk_to_human' || read.intent === 'out_of_scope' || isUnsure(read, turn);
  return isOther && read.classified_by !== 'context' ? turn.user_message.trim() : null;
}

/** Whether a reading is one to be asked back about; a text that is no sentence stays that. */
export const isUnsure = ({ confidence }: Understanding, { settings, user_message }: TurnState): boolean =>
  confidence < settings.confidence_threshold && !isUnreadable(user_message.trim());
