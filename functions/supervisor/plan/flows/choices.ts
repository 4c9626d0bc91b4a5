import { closeQuestion, type Draft, newTask } from '../draft.ts';
import type { Flow } from '../flow.ts';
import { setAside } from '../open-question.ts';
import { list, selected } from './projects.ts';
import { reschedule } from './reschedule.ts';
import { goOn, isScheduling, schedule } from './scheduling.ts';

/** Begins what the draft's intent is about. */
export type Begin = (draft: Draft) => Flow<void>;

export function* projectChosen(draft: Draft, begin: Begin): Flow<void> {
  const { session } = draft;
  const { task } = session;
  if (task === null) return yield* selected(draft);
  if (task.project === null || session.expecting === 'project') {
    task.project = null;
    session.project = null;
    return yield* begin({ ...draft, intent: task.intent });
  }
  closeQuestion(draft);
  if (task.released !== null) {
    session.interrupted = task;
    session.task = null;
    return yield* selected(draft);
  }
  const { intent, wish } = task;
  session.task = { ...newTask(intent, null), wish };
  session.project = null;
  yield* begin({ ...draft, intent });
}

export function* slotChosen(draft: Draft): Flow<void> {
  const { session, entities, turn } = draft;
  const { task } = session;
  // "An hour later" at the summary names no time that could be looked up: the times of that day are shown again.
  const namesNone =
    entities.date === undefined &&
    entities.time === undefined &&
    entities.time_window === undefined &&
    entities.time_bound === undefined &&
    entities.ordinal === undefined &&
    entities.relative_order == null;
  if (session.pending_action?.tool === 'confirm_appointment' && namesNone && ABOUT_THE_TIME.test(turn.user_message))
    return yield* choiceReopened(draft);
  if (task?.intent === 'reschedule_appointment' && task.released === null && task.search === null)
    return yield* reschedule(draft);
  if (task !== null && isScheduling(task) && task.project !== null && draft.entities.project === undefined) {
    if (task.intent === 'check_availability') task.intent = 'book_appointment';
    return yield* goOn(draft, task);
  }
  if (task === null && goesOnWithList(draft)) return yield* list(draft);
  if (task !== null && !isScheduling(task)) setAside({ ...draft, intent: 'book_appointment' });
  yield* schedule({ ...draft, intent: 'book_appointment' }, 'book_appointment');
}

/** "Next" after a list means its next rows, not a day. */
const goesOnWithList = ({ entities, session, turn }: Draft): boolean =>
  session.list_offset > 0 &&
  session.last_list.length > 0 &&
  Object.keys(entities).length === 0 &&
  /^\W*(?:the )?(?:next|more|rest|others?)\b/i.test(turn.user_message);

/** Words for an appointment that exists already, not for the one that is being chosen. */
const HAS_ALREADY =
  /\b(my (?:\w+ )?(?:appointments?|visits?|install\w*|measure\w*|bookings?)|other|existing|already|current|booked|scheduled)\b/i;

/**
 * "Change the day" in the middle of a first booking means the day that is being chosen; at the summary, so does a question
 * for what else is open.
 */
export function changesOpenBooking({ intent, entities, session, turn }: Draft): boolean {
  const { task, pending_action: pending } = session;
  if (task === null || task.project === null || !isScheduling(task) || entities.project !== undefined) return false;
  if (intent === 'check_availability') return pending?.tool === 'confirm_appointment';
  if (intent !== 'reschedule_appointment' || task.intent === 'reschedule_appointment') return false;
  return !HAS_ALREADY.test(turn.user_message);
}

const ABOUT_THE_TIME = /\b(times?|hours?|slots?|later|earlier|sooner|(?:that|same) day|mornings?|afternoons?)\b/i;

/** Day or time are chosen anew: those named now, else from what is open. */
export function* choiceReopened(draft: Draft): Flow<void> {
  const { entities, session, turn } = draft;
  const { task } = session;
  if (task === null) return;
  if (entities.date === undefined && entities.time === undefined && entities.relative_order == null) {
    const keepsDay = task.date !== null && ABOUT_THE_TIME.test(turn.user_message);
    Object.assign(task, keepsDay ? { time: null } : { date: null, time: null, slots: null });
    Object.assign(task.wish, { date: null, time: null, order: null });
  }
  yield* goOn({ ...draft, intent: 'select_date' }, task);
}
