import type { TurnState } from '../../core/contracts/turn.ts';
import { type Intent, isTextAsked, type Understanding } from '../../core/contracts/understanding.ts';
import { elsewhereOf } from '../../core/understanding/elsewhere.ts';
import { type Entities, saysSlot } from '../../core/understanding/entities/entities.ts';
import { readEntities } from '../../core/understanding/entities/read-entities.ts';
import { orderSaid } from '../../core/understanding/order-of-requests.ts';
import { otherVisitIn } from '../../core/understanding/other-visit.ts';
import { isUnsure } from './aside.ts';

/** Wants something done, by the word it begins with. */
const WANTS =
  /^\W*(?:(?:hi|hey|hello|ok(?:ay)?|so|and|then|now|please|actually|well|um+)[ ,!.]+)*(?:(?:i|we)(?:'d| would|'ll| will)? (?:really |also |just )?(?:want|need|like|love|prefer|take|have)|need|want|(?:can|could|will|would) (?:you|u|we|i|they|someone|somebody|(?:the|my|our) \w+)|do(?! (?:you|u|we|i|they)\b)|let'?s|put|get|squeeze|fit|have|make)\b/i;
/** What it costs, or what became of money, is not scheduled here. */
const OF_MONEY =
  /\b(?:cost\w*|pric\w*|pay\w*|paid|refund\w*|money|invoice\w*|bill\w*|quotes?|estimates?|charg\w*|fees?|discount\w*|warrant\w*|cheap\w*|how much)\b|\$/i;
const MOST_WORDS = 20;

/**
 * A kind of work wanted on a day ("I want HVAC on a weekend"), or before another ("do the bathroom first, then the
 * flooring"), whatever else the words sound like: in the middle of a booking the latter names the project to go on with.
 */
export function visitWanted(read: Understanding, turn: TurnState): { intent: Intent; entities: Entities } | null {
  const { pending_action, expecting, task } = turn.session_context;
  const said = turn.user_message.trim();
  const isFree = pending_action === null && !isTextAsked(expecting);
  if (read.classified_by === 'context' || read.secondary_intents.length > 0 || !isFree) return null;
  const entities = readEntities(said, {
    today: turn.now.slice(0, 10),
    time: turn.now.slice(11, 16),
    expecting,
    intent: 'book_appointment',
  });
  const order = orderSaid(said);
  if (order !== null)
    return task?.project == null
      ? { intent: 'book_appointment', entities }
      : { intent: 'select_project', entities: { project: order.first } };
  if (read.intent !== 'out_of_scope' && !isUnsure(read, turn)) return null;
  if (!WANTS.test(said) || OF_MONEY.test(said) || elsewhereOf(said) !== null) return null;
  if (said.split(/\s+/).length > MOST_WORDS || entities.project === undefined) return null;
  return saysSlot(entities) || otherVisitIn(said)?.isSure === true ? { intent: 'book_appointment', entities } : null;
}
