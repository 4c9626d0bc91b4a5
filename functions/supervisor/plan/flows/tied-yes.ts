import type { Intent } from '../../../../core/contracts/understanding.ts';
import { conditionOf } from '../../../../core/understanding/conditions.ts';
import type { Draft } from '../draft.ts';
import { read } from '../requests.ts';
import { namesSlot } from '../wishes.ts';
import { isScheduling } from './scheduling.ts';

/** What is picked may have a condition beside it as well. */
const PICKS: ReadonlySet<Intent> = new Set(['select_project', 'select_date', 'select_time']);

/**
 * "Yes, as long as Marco does it", "10 is fine but call me first": what cannot be made part of the visit is said so, and
 * a note offered for it. A day or time that a yes is tied to is a change of the choice, and read there. Returns whether
 * there was such a condition.
 */
export function tellCondition({ session, intent, turn, acts }: Draft): boolean {
  const { pending_action: pending, expecting, task } = session;
  if (turn.classified_by === 'context') return false;
  const isChoosing =
    task !== null && isScheduling(task) && (expecting === 'date' || expecting === 'time' || expecting === 'project');
  const isOfVisit =
    pending === null ? isChoosing : pending.tool !== 'add_note' && pending.tool !== 'request_address_change';
  if (!isOfVisit) return false;
  const words = conditionOf(turn.user_message, PICKS.has(intent));
  if (words === null || namesSlot(read(turn, words, 'select_date'))) return false;
  acts.push({
    act: 'tied_yes',
    words: words.slice(0, 300),
    note: pending === null || pending.tool === 'confirm_appointment',
  });
  return true;
}
