import type { Act } from '../../../../core/contracts/act.ts';
import { asksOfArrival, asksOfWhatIsShown, asksSomething, asksToRepeat } from '../../../../core/understanding/asks.ts';
import { elsewhereOf } from '../../../../core/understanding/elsewhere.ts';
import { asksForNoTexts, isOptOutKeyword } from '../../../../core/understanding/opt-out.ts';
import { closeQuestion, type Draft } from '../draft.ts';
import type { Flow } from '../flow.ts';
import { handOver } from './handoff.ts';
import { moveUnfinished } from './unfinished-move.ts';

// biome-ignore lint/correctness/useYield: a flow that needs no tool
export function* say(draft: Draft, act: Act): Flow<void> {
  draft.acts.push(act);
}

export function* goodbye(draft: Draft): Flow<void> {
  const move = [draft.session.task, draft.session.interrupted].find((task) => task?.released != null);
  if (move?.project != null && move.released !== null && draft.session.pending_action === null) {
    draft.acts.push(moveUnfinished(move.project, move.released, true));
  }
  draft.acts.push({ act: 'goodbye', waiting: draft.session.pending_action?.tool ?? null });
}

export const optsOut = ({ intent, turn }: Draft): boolean =>
  intent === 'deny' &&
  ((turn.channel === 'sms' && isOptOutKeyword(turn.user_message)) || asksForNoTexts(turn.user_message));

/** No more text messages: that is the network's and the office's to arrange. What was open is dropped, and nothing asked. */
export function* optOut(draft: Draft): Flow<void> {
  const { session, turn } = draft;
  const move = [session.task, session.interrupted].find((task) => task?.released != null) ?? null;
  closeQuestion(draft);
  session.task = move;
  session.interrupted = null;
  draft.acts.push({ act: 'opt_out', support_number: turn.identity.support_number });
  if (move?.project == null || move.released === null) return;
  const { date, time } = move.released;
  draft.acts.push({ act: 'move_unfinished', project: move.project, date, time, left: true });
}

/** A word by itself: of what is under way, where something is. */
export const isBareCancel = (message: string): boolean => /^\W*(?:please )?cancel(?: please)?\W*$/i.test(message);

/** Phone networks take a bare CANCEL for no more messages, customers mean a visit by it: with nothing under way, who knows. */
export const leavesOpenWhatToEnd = ({ session, turn }: Draft): boolean =>
  turn.channel === 'sms' &&
  isBareCancel(turn.user_message) &&
  [session.task, session.pending_action, session.expecting, session.proposed].every((open) => open === null) &&
  !session.offers.some(({ intent }) => intent === 'cancel_appointment');

export function askWhatToEnd({ session, acts, turn }: Draft): void {
  acts.push({ act: 'ask_what_to_end', support_number: turn.identity.support_number });
  session.proposed = { intent: 'cancel_appointment', project: null };
}

export function* elsewhere(draft: Draft): Flow<void> {
  const { session, turn } = draft;
  const isOpen = session.pending_action !== null || session.expecting !== null;
  // What is asked of is put once more after this.
  if (isOpen && (asksOfWhatIsShown(turn.user_message) || asksToRepeat(turn.user_message))) return;
  const about = elsewhereOf(draft.turn.user_message);
  if (about === 'note_change') return yield* say(draft, { act: 'note_stays', project: null });
  if (about !== null) return yield* handOver(draft, about === 'complaint' ? 'complaint' : 'asked');
  if (isOpen && (asksSomething(turn.user_message) || asksOfArrival(turn.user_message)))
    return yield* say(draft, { act: 'not_known', support_number: turn.identity.support_number });
  draft.acts.push({ act: 'out_of_scope' });
  if (draft.session.expecting === null) draft.session.proposed = { intent: 'talk_to_human', project: null };
}
