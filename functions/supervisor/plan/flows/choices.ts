import type { ActOf } from '../../../../core/contracts/act.ts';
import type { ProjectRef } from '../../../../core/contracts/project.ts';
import type { Task } from '../../../../core/contracts/session.ts';
import type { Expecting } from '../../../../core/contracts/understanding.ts';
import { wordsOf } from '../../../../core/rules/locations.ts';
import { orderSaid } from '../../../../core/understanding/order-of-requests.ts';
import { matchProjects, namingWords } from '../../../../core/understanding/projects.ts';
import { askWhich } from '../ask-which.ts';
import { closeQuestion, type Draft, isSameProject, locationNamed, newTask } from '../draft.ts';
import type { Flow } from '../flow.ts';
import { remind, setAside } from '../open-question.ts';
import { find } from '../read-projects.ts';
import { withSameDay } from '../same-again.ts';
import { wantsMore, withPlace } from '../slot-answer.ts';
import { sayWhatFollows } from '../to-do.ts';
import { namesSlot, wayFrom, wishFrom } from '../wishes.ts';
import { amendsVisit } from './amended-visit.ts';
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
  // At the summary there is no list that a place could be taken in.
  const isPlace = draft.entities.ordinal !== undefined && session.pending_action === null;
  if (isScheduling(task) && namesNoProject(draft) && !isPlace) return yield* placeOrUnread(draft, task, task.project);
  const order = isScheduling(task) ? orderSaid(draft.turn.user_message) : null;
  if (order !== null && isNamed(order.first, task.project)) return remind(draft);
  closeQuestion(draft);
  if (task.released !== null) {
    session.interrupted = task;
    session.task = null;
    return yield* selected(draft);
  }
  const { intent, wish } = task;
  if (order !== null) {
    const isThird = order.next !== null && !isNamed(order.next, task.project);
    const after = [...(isThird ? [{ ...newTask('book_appointment', null), named: order.next ?? '' }] : []), task];
    session.to_do = [...after, ...session.to_do].slice(0, 8);
    session.task = newTask('book_appointment', null);
    session.project = null;
    yield* begin({ ...draft, intent: 'book_appointment' });
    return sayWhatFollows(draft, after);
  }
  session.task = { ...newTask(intent, null), wish };
  // "The other window job" is any but the one that the talk was about.
  session.project = OTHER.test(draft.turn.user_message) ? task.project : null;
  yield* begin({ ...draft, intent });
}

const OTHER = /\bother\b/i;

/** Whether no more than a location is said of the project ("the Orlando one"). */
function namesNoProject(draft: Draft): boolean {
  const { project } = draft.entities;
  const location = locationNamed(draft);
  if (project === undefined || location === null) return project === undefined;
  const ofLocation = wordsOf(location.client_name);
  return wordsOf(namingWords(project) ?? '').every((word) => ofLocation.includes(word));
}

export function* slotChosen(chosen: Draft): Flow<void> {
  const { session, turn } = chosen;
  const { task } = session;
  const draft = withSameDay(task === null ? chosen : withPlace(chosen, task));
  const { entities } = draft;
  // "An hour later" at the summary names no time that could be looked up: the times of that day are shown again.
  const namesNone = !namesSlot(entities);
  const said = turn.user_message;
  const isShifted = task?.date != null && wishFrom(entities, said, task.date) !== undefined;
  if (session.pending_action?.tool === 'confirm_appointment' && namesNone && !isShifted)
    if (ABOUT_THE_TIME.test(said) || ANOTHER_DAY.test(said)) return yield* choiceReopened(draft);
  if (task?.intent === 'reschedule_appointment' && task.released === null && task.search === null)
    return yield* reschedule(draft);
  if (task !== null && isScheduling(task) && task.project !== null && draft.entities.project === undefined) {
    if (task.intent === 'check_availability') task.intent = 'book_appointment';
    const isAsked = session.expecting === 'date' || session.expecting === 'time' || session.pending_action !== null;
    const isRead = isShifted || wayFrom(said) !== null || draft.intent === 'affirm' || wantsMore(draft, task);
    if (isAsked && namesNone && !isRead) return yield* placeOrUnread(draft, task, task.project);
    return yield* goOn(draft, task);
  }
  if (task === null && goesOnWithList(draft)) return yield* list(draft);
  if (yield* amendsVisit(draft)) return yield* reschedule({ ...draft, intent: 'reschedule_appointment' });
  if (task !== null && !isScheduling(task)) setAside({ ...draft, intent: 'book_appointment' });
  yield* schedule({ ...draft, intent: 'book_appointment' }, 'book_appointment');
}

/**
 * An answer that names neither day nor time, while one is asked for: it may name another project by its street or town
 * ("the Palmetto one"), with which the same request goes on; otherwise what was asked is asked again, and why.
 */
export function* placeOrUnread(draft: Draft, task: Task, project: ProjectRef): Flow<void> {
  const { session } = draft;
  const location = locationNamed(draft);
  if (location !== null && location.client_id !== project.client_id && task.released === null)
    return yield* atOtherLocation(draft, task, project);
  const found = yield* find(draft, null, { for: task.intent, group: null });
  if (found === null) return;
  const alike = found.matches.filter(({ category }) => category === project.category);
  const meant = alike.length > 0 ? alike : found.matches;
  const isSame = found.place !== null && meant.some((view) => isSameProject(view, project));
  if (found.place === null || isSame || task.released !== null) {
    if (!isSame) draft.acts.push({ act: 'unread', of: UNREAD_OF[session.expecting ?? 'date'] ?? 'change' });
    // Nothing can be looked for before the old time has been given up.
    if (session.pending_action?.tool === 'reschedule_appointment') return remind(draft);
    return yield* goOn({ ...draft, intent: 'select_date', entities: {} }, task);
  }
  closeQuestion(draft);
  const { intent, wish } = task;
  session.task = { ...newTask(intent, null), wish };
  session.project = null;
  const [only] = meant;
  if (meant.length > 1 || only === undefined)
    return askWhich(draft, meant, meant.length, { for: intent }, { words: found.place, unmatched: false });
  yield* anew({ ...draft, entities: { project: only.number } }, intent);
}

/** "I mean the one in Orlando": the project of that kind there, or else what there is to be asked about there. */
function* atOtherLocation(draft: Draft, { intent, wish }: Task, { category }: ProjectRef): Flow<void> {
  const { session } = draft;
  const group = intent === 'reschedule_appointment' ? 'scheduled' : 'schedulable';
  const found = yield* find(draft, category, { for: intent, group });
  if (found === null) return;
  closeQuestion(draft);
  session.task = { ...newTask(intent, null), wish };
  session.project = null;
  const isThere = found.matches.some((view) => view.category === category && view.group === group);
  yield* anew({ ...draft, entities: isThere ? { project: category } : {} }, intent);
}

function* anew(draft: Draft, intent: Task['intent']): Flow<void> {
  const begun = { ...draft, intent };
  yield* intent === 'reschedule_appointment'
    ? reschedule(begun)
    : schedule(begun, intent === 'check_availability' ? intent : 'book_appointment');
}

const UNREAD_OF: Partial<Record<Expecting, ActOf<'unread'>['of']>> = { date: 'date', time: 'time' };

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
  if (task === null || task.project === null || !isScheduling(task)) return false;
  if (entities.project !== undefined && !isNamed(entities.project, task.project)) return false;
  if (intent === 'check_availability') return pending?.tool === 'confirm_appointment';
  if (intent !== 'reschedule_appointment' || task.intent === 'reschedule_appointment') return false;
  return !HAS_ALREADY.test(turn.user_message);
}

const isNamed = (words: string, { number, category, type, location }: ProjectRef): boolean =>
  matchProjects(words, [{ number, category, type, location, status: '' }]).length > 0;

const ANOTHER_DAY = /\b(?:another|different|other|change|new|wrong|except)\b.{0,12}\b(?:days?|dates?)\b/i;
const ABOUT_THE_TIME = /\b(times?|hours?|slots?|later|earlier|sooner|(?:that|same) day|mornings?|afternoons?)\b/i;

/** Day or time are chosen anew: those named now, else from what is open. */
export function* choiceReopened(draft: Draft): Flow<void> {
  const { entities, session, turn } = draft;
  const { task } = session;
  if (task === null) return;
  const isShifted =
    wayFrom(turn.user_message) !== null ||
    (task.date !== null && wishFrom(entities, turn.user_message, task.date) !== undefined);
  if (entities.date === undefined && entities.time === undefined && entities.relative_order == null && !isShifted) {
    const keepsDay = task.date !== null && ABOUT_THE_TIME.test(turn.user_message);
    Object.assign(task, keepsDay ? { time: null } : { date: null, time: null, slots: null });
    Object.assign(task.wish, { date: null, time: null, order: null });
  }
  yield* goOn({ ...draft, intent: 'select_date' }, task);
}
