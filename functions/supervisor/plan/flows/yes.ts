import { weekdayOf } from '../../../../core/calendar.ts';
import type { PendingAction } from '../../../../core/contracts/action.ts';
import type { Task } from '../../../../core/contracts/session.ts';
import type { Expecting } from '../../../../core/contracts/understanding.ts';
import { saysYes } from '../../../../core/rules/plain-yes.ts';
import { slotOf } from '../../../../core/understanding/entities/entities.ts';
import { cuts } from '../../../../core/understanding/two-requests.ts';
import { askToConfirm, closeQuestion, type Draft, newTask, pendingBase } from '../draft.ts';
import type { Flow } from '../flow.ts';
import { remind } from '../open-question.ts';
import { withSameDay } from '../same-again.ts';
import { type Begin, slotChosen } from './choices.ts';
import { confirm } from './confirmation.ts';
import { goOn, isScheduling } from './scheduling.ts';

/** Words that make a yes less than one: it is read back and asked for again instead of being acted on. */
const HEDGED =
  /\b(but|(?<!can'?t )wait|actually|instead|except|hold (?:on|please|up)|hang (?:on|tight)|(?:one|a) (?:sec|second|moment|minute)|let me (?:think|check|ask|see|look|talk)|however|maybe|probably|not|unable|(?:ca|wo|do|does|is|would|did)n'?t(?! wait)|cannot|no(?! (?:prob(?:lem|s)?|objections?)\b)|nope|later|first|before)\b|\?/i;

/** Words that tie a yes to something, wherever in the message they stand. */
const TIED = /\b(if|unless|only|(?:as|so) long as|provided|providing|assuming|depend(?:s|ing)|on condition|until)\b/i;

/** A yes that may be meant the other way round: a laugh or a raised brow with it, or "yeah, right". */
const IN_JEST =
  /\b(?:b?a?(?:ha){2,}h?|(?:he){2,}|lol+|lmf?ao+|rofl|jk|just kidding|as if)\b|^\W*(?:oh )?yeah,? (?:right|sure)\W*$|[🙄😏🤨🤔😂🤣😜😉]/iu;

export function* yes(draft: Draft, begin: Begin): Flow<void> {
  const { session, turn, entities } = draft;
  const { pending_action: pending, proposed, task } = session;
  if (pending !== null) {
    if (changesSlot(entities, pending)) return yield* slotChosen(draft);
    const isLess = !isPlain(turn) || namesAnotherWrite(yesIn(turn), pending) || undoesToo(turn, pending);
    if (!isOfferVerbatim(session, turn) && isLess) {
      draft.acts.push({ act: 'confirm_clearly', action: pending });
      return;
    }
    return yield* confirm(draft, pending);
  }
  if (proposed !== null) {
    closeQuestion(draft);
    if (proposed.project !== null) session.project = proposed.project;
    if (task !== null && task.intent === proposed.intent && isScheduling(task) && task.project !== null)
      return yield* goOn(
        { ...draft, intent: 'check_availability', entities: slotOf(withSameDay(draft).entities) },
        task,
      );
    const { note_text } = proposed;
    // Its words are ours: they are shown before they are saved.
    if (note_text !== undefined && proposed.project !== null)
      return askToConfirm(draft, { ...pendingBase(draft, proposed.project), tool: 'add_note', note_text });
    if (note_text !== undefined) session.task = { ...newTask('add_note', null), note_text };
    const named = task?.intent === proposed.intent && task.project === null ? task.named : undefined;
    const { ordinal: _, ...besides } = { ...proposed.said, ...entities };
    const said = named === undefined ? besides : { ...besides, project: named };
    return yield* begin({ ...draft, intent: proposed.intent, entities: said });
  }
  if (session.expecting !== null) {
    if (entities.date !== undefined || entities.time !== undefined || entities.ordinal !== undefined)
      return yield* slotChosen(draft);
    if (session.expecting === 'project' && task !== null)
      return yield* begin({ ...draft, intent: task.intent, entities: {} });
    const only = task === null ? null : onlyChoice(task, session.expecting);
    if (only !== null) return yield* slotChosen({ ...draft, entities: only });
    return remind(draft);
  }
  draft.acts.push({ act: PLEASED.test(turn.user_message.trim()) ? 'thanks' : 'nothing_pending' });
}

/** Pleased with an answer, and no yes to anything. */
const PLEASED =
  /^(?:(?:ok(?:ay)?|k+|oh|that'?s|sounds|very|all|so)[ ,]+)*(?:great|perfect|awesome|cool|nice|good|wonderful|excellent|super|got it|gotcha|ok(?:ay)?|k+|alright|all right|sweet|(?:(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)\s*)+)[ !.]*$/iu;

/** What a yes means where one day or one time is all that was offered; null when there is a choice. */
function onlyChoice({ shown_dates, shown_times }: Task, expecting: Expecting): Draft['entities'] | null {
  const [shown, ...more] = expecting === 'date' ? shown_dates : expecting === 'time' ? shown_times : [];
  if (shown === undefined || more.length > 0) return null;
  return expecting === 'date' ? { date: shown } : { time: shown };
}

/**
 * A yes after "do you want this, or something else?" does not say to which: the write is put once more, alone. "Yes, book it"
 * does say so.
 */
export const isBareYesToWrite = ({ intent, session: { pending_action: pending, offers }, turn }: Draft): boolean =>
  intent === 'affirm' &&
  pending !== null &&
  !isOfferVerbatim({ offers }, turn) &&
  !NAMED_BY_A_YES.some(({ tools, words }) => tools.includes(pending.tool) && words.test(turn.user_message));

// biome-ignore lint/correctness/useYield: a flow that needs no tool
export function* askOnce({ session, acts }: Draft): Flow<void> {
  if (session.pending_action !== null) acts.push({ act: 'confirm_clearly', action: session.pending_action });
}

/** A yes said aloud, with nothing that takes from it. */
const isPlain = (turn: Draft['turn']): boolean => {
  const said = yesIn(turn);
  const whole = turn.user_message.normalize('NFKC');
  if (HEDGED.test(said) || TIED.test(whole) || IN_JEST.test(whole)) return false;
  return turn.classified_by === 'context' || saysYes(said);
};

/** Of a message with another request in it, the part before that: "yes please and add a note …". */
function yesIn({ user_message, secondary_intents }: Draft['turn']): string {
  const said = user_message.normalize('NFKC');
  if (secondary_intents.length === 0) return said;
  const leads = cuts(said, true).map(({ second }) => said.slice(0, said.lastIndexOf(second)));
  return leads.find(saysYes) ?? said;
}

const isOfferVerbatim = ({ offers }: Pick<Draft['session'], 'offers'>, turn: Draft['turn']): boolean =>
  turn.classified_by === 'context' && offers.some(({ text }) => text === turn.user_message.trim());

/** What a yes may name besides saying yes, by the write it is a yes to. */
const NAMED_BY_A_YES: readonly { tools: readonly PendingAction['tool'][]; words: RegExp }[] = [
  { tools: ['confirm_appointment'], words: /\b(book|schedule)\b/i },
  { tools: ['cancel_appointment'], words: /\b(cancel|call it off)\b/i },
  { tools: ['reschedule_appointment'], words: /\b(move|reschedule|release|give it up)\b/i },
  { tools: ['add_note'], words: /\b(save|note)\b/i },
];

/** "Yes, book it" to the question whether an appointment may be given up is no yes to that. */
function namesAnotherWrite(said: string, pending: PendingAction): boolean {
  const named = NAMED_BY_A_YES.filter(({ words }) => words.test(said));
  const isOwn = ({ tools }: { tools: readonly PendingAction['tool'][] }) =>
    tools.includes(pending.tool) ||
    // One yes that gives up the old time and books the new one.
    (pending.tool === 'reschedule_appointment' && pending.new_date !== null && tools.includes('confirm_appointment')) ||
    // The booking that ends a move.
    (pending.tool === 'confirm_appointment' &&
      pending.completes_reschedule &&
      tools.includes('reschedule_appointment'));
  return named.length > 0 && !named.some(isOwn);
}

/** "Yes, and cancel it", where that did not come apart as a request about another project. */
const undoesToo = ({ user_message, secondary_intents }: Draft['turn'], pending: PendingAction): boolean =>
  secondary_intents.some((intent) => intent === 'cancel_appointment' || intent === 'reschedule_appointment') &&
  namesAnotherWrite(user_message, pending);

/** "Yes, at two": a yes with another day or time than the one shown is a change, not a yes. */
function changesSlot(entities: Draft['entities'], pending: PendingAction): boolean {
  const { date, time, time_window, time_bound, weekday_filter, relative_order } = entities;
  if (pending.tool !== 'confirm_appointment' && pending.tool !== 'reschedule_appointment') return false;
  const shown =
    pending.tool === 'confirm_appointment' ? [pending.date, pending.time] : [pending.new_date, pending.new_time];
  return (
    (date !== undefined && date !== shown[0]) ||
    (time !== undefined && time !== shown[1]) ||
    (time === undefined && time_window !== undefined) ||
    (typeof shown[1] === 'string' && time_bound?.after !== undefined && shown[1] < time_bound.after) ||
    (typeof shown[1] === 'string' && time_bound?.before !== undefined && shown[1] >= time_bound.before) ||
    (typeof shown[0] === 'string' && weekday_filter !== undefined && !weekday_filter.includes(weekdayOf(shown[0]))) ||
    relative_order != null
  );
}
