import { weekdayOf } from '../../../core/calendar.ts';
import type { Act } from '../../../core/contracts/act.ts';
import type { PendingAction } from '../../../core/contracts/action.ts';
import type { ProjectRef } from '../../../core/contracts/project.ts';
import type { Task } from '../../../core/contracts/session.ts';
import type { Expecting, Intent } from '../../../core/contracts/understanding.ts';
import { INTENTS } from '../../../core/intents.ts';
import { saysYes } from '../../../core/rules/plain-yes.ts';
import type { Entities } from '../../../core/understanding/entities/entities.ts';
import { askToConfirm, closeQuestion, type Draft, newTask, pendingBase } from './draft.ts';
import { type Flow, together } from './flow.ts';
import { address, changeAddress } from './flows/address.ts';
import { cancel } from './flows/cancel.ts';
import { confirm, decline, resolveUnknown, resumeInterrupted } from './flows/confirmation.ts';
import { handOver } from './flows/handoff.ts';
import { hours, status, weather } from './flows/information.ts';
import { note, notes } from './flows/notes.ts';
import { details, list, selected } from './flows/projects.ts';
import { tellPutBack } from './flows/put-back.ts';
import { reschedule } from './flows/reschedule.ts';
import { goOn, isScheduling, schedule } from './flows/scheduling.ts';
import { proposeWhatIsAsked } from './questions.ts';
import { onlyOne, readApart, readTwice, type TwoRequests } from './requests.ts';
import { constraintsAfter, wishAfter } from './wishes.ts';

/**
 * What each intent does. `task`: a request worked on over turns, which another one interrupts · `read`: answered at once,
 * after which an open question is asked again · `answer`: taken by what was asked · `chat`: a word in between.
 */
const INTENT_FLOWS: Record<Intent, { kind: 'task' | 'read' | 'answer' | 'chat'; flow: (draft: Draft) => Flow<void> }> =
  {
    book_appointment: { kind: 'task', flow: (draft) => schedule(draft, 'book_appointment') },
    check_availability: { kind: 'task', flow: (draft) => schedule(draft, 'check_availability') },
    reschedule_appointment: { kind: 'task', flow: reschedule },
    cancel_appointment: { kind: 'task', flow: cancel },
    add_note: { kind: 'task', flow: note },
    change_address: { kind: 'task', flow: changeAddress },
    list_projects: { kind: 'read', flow: list },
    project_details: { kind: 'read', flow: details },
    appointment_status: { kind: 'read', flow: status },
    business_hours: { kind: 'read', flow: hours },
    weather: { kind: 'read', flow: weather },
    installation_address: { kind: 'read', flow: address },
    list_notes: { kind: 'read', flow: notes },
    talk_to_human: { kind: 'read', flow: (draft) => handOver(draft, 'asked') },
    out_of_scope: { kind: 'read', flow: elsewhere },
    select_project: { kind: 'answer', flow: projectChosen },
    select_date: { kind: 'answer', flow: slotChosen },
    select_time: { kind: 'answer', flow: slotChosen },
    affirm: { kind: 'answer', flow: yes },
    deny: { kind: 'answer', flow: no },
    greeting: { kind: 'chat', flow: (draft) => say(draft, { act: 'greet', client_name: draft.turn.client_name }) },
    help: { kind: 'chat', flow: (draft) => say(draft, { act: 'help' }) },
    thanks: { kind: 'chat', flow: (draft) => say(draft, { act: 'thanks' }) },
    goodbye: { kind: 'chat', flow: goodbye },
  };

const kindOf = (intent: Intent): 'task' | 'read' | 'answer' | 'chat' => INTENT_FLOWS[intent].kind;

/** After so many failures of PF360 in a row a person is offered. */
const FAULTS_BEFORE_A_PERSON = 3;

/** One turn's decision: open writes first, then what was asked, then what was asked besides, then the open question again. */
export function* decide(draft: Draft): Flow<void> {
  const { session, turn } = draft;
  const before = session.failures;
  if (turn.handoff === 'clarifications_exhausted') {
    session.clarified = [];
    return yield* handOver(draft, 'clarifications_exhausted');
  }
  const wasAskedBack = session.clarified.length > 0;
  session.clarified = [];
  if (INTENTS[draft.intent].domain === 'scheduling' || kindOf(draft.intent) === 'answer')
    session.constraints = constraintsAfter(session.constraints, draft.entities, turn.user_message);
  yield* resolveUnknown(draft);
  const isToldAll = yield* tellPutBack(draft);
  if (!isToldAll) yield* wasAskedBack && isBareYesToWrite(draft) ? askOnce(draft) : answerAll(draft);
  proposeWhatIsAsked(draft);
  if (session.failures === before) session.failures = 0;
  if (session.failures >= FAULTS_BEFORE_A_PERSON && draft.result.handoff === null) {
    session.failures = 0;
    yield* handOver(draft, 'repeated_faults');
  }
}

/** The main request, with the questions asked besides answered side by side; a second task waits for its turn. */
function* answerAll(draft: Draft): Flow<void> {
  const others = draft.turn.secondary_intents.filter((intent) => intent !== draft.intent && kindOf(intent) !== 'chat');
  const [second] = others;
  const apart = second === undefined ? null : readApart(draft, draft.intent, second);
  const entitiesOf = (intent: Intent): Entities =>
    apart === null ? draft.entities : intent === second ? beside(apart, intent) : apart.first;
  const task = kindOf(draft.intent) === 'read' ? others.find((intent) => kindOf(intent) === 'task') : undefined;
  const mainIntent = task ?? draft.intent;
  const main = { ...draft, intent: mainIntent, entities: entitiesOf(mainIntent) };
  const asides = [draft.intent, ...others].filter((intent) => intent !== mainIntent && kindOf(intent) === 'read');
  const later = others.find((intent) => intent !== mainIntent && kindOf(intent) === 'task');
  const twice = mayAskTwice(draft) ? yield* readTwice(draft) : null;

  const sides = asides.map((intent) => ({
    ...draft,
    intent,
    entities: entitiesOf(intent),
    acts: [] as Act[],
    session: structuredClone(draft.session),
  }));
  const before = draft.acts.length;
  yield* together([
    answer(twice === null ? main : { ...main, entities: twice.first }),
    ...sides.map((side) => INTENT_FLOWS[side.intent].flow(side)),
  ]);
  const asked = draft.acts.slice(before).some(({ act }) => act === 'ask_project');
  // What was asked besides is answered first: the reply ends with the question of the main request.
  draft.acts.splice(
    before,
    0,
    ...sides.flatMap(({ acts }) => acts.filter(({ act }) => !(asked && act === 'ask_project'))),
  );
  if (draft.session.interrupted !== null) return;
  if (twice !== null) return queue(draft, draft.intent, twice.second, twice.project);
  if (later === undefined) return;
  const said = apart?.second ?? onlyNote(draft.entities);
  queue(draft, later, said, said.project === undefined ? null : yield* onlyOne(draft, said.project));
}

const onlyNote = ({ note_text }: Entities): Entities => (note_text === undefined ? {} : { note_text });

/** What a second question leaves unsaid is what the first part says: the project, and the day where the weather is asked. */
function beside({ first, second }: TwoRequests, intent: Intent): Entities {
  const { project, ordinal, date } = first;
  const names = second.project !== undefined || second.ordinal !== undefined || second.city !== undefined;
  return {
    ...(project === undefined || names ? {} : { project }),
    ...(ordinal === undefined || names ? {} : { ordinal }),
    ...(date === undefined || intent !== 'weather' ? {} : { date }),
    ...second,
  };
}

/** A request that more than one project can be named for, one after the other. */
const mayAskTwice = ({ intent, turn, session }: Draft): boolean =>
  turn.secondary_intents.length === 0 &&
  session.expecting === null &&
  (intent === 'book_appointment' || intent === 'reschedule_appointment' || intent === 'cancel_appointment');

function queue(draft: Draft, intent: Intent, said: Entities, project: ProjectRef | null): void {
  const waiting = newTask(intent, project);
  if (project === null && said.project !== undefined) waiting.named = said.project;
  waiting.wish = wishAfter(waiting.wish, said);
  waiting.reason = intent === 'cancel_appointment' ? (said.reason ?? null) : null;
  waiting.note_text = intent === 'add_note' ? (said.note_text ?? null) : null;
  waiting.address = intent === 'change_address' ? (said.address ?? null) : null;
  draft.session.interrupted = waiting;
  draft.acts.push({ act: 'then', intent });
}

function* answer(draft: Draft): Flow<void> {
  const { session, intent } = draft;
  const { kind, flow } = INTENT_FLOWS[intent];
  if (wantsOldTimeBack(draft)) return yield* oldTimeBack(draft);
  if (kind === 'answer') return yield* meansOtherProject(draft) ? otherProject(draft) : flow(draft);
  if (kind === 'task') {
    if (refusesToCancel(draft)) return yield* no(draft);
    if (stopsWhatWasAsked(draft)) return yield* dropTask(draft);
    if (cancelsOpenMove(draft)) return tellMoveUnfinished(draft);
    if (changesOpenBooking(draft)) return yield* choiceReopened(draft);
    setAside(draft);
    return yield* flow(draft);
  }
  if (meansOtherProject(draft)) return yield* otherProject(draft);
  const open = {
    expecting: session.expecting,
    pending: session.pending_action,
    task: session.task,
    project: session.project,
  };
  yield* flow(draft);
  if (open.task !== null && session.task === open.task) session.project = open.project;
  if (intent !== 'goodbye' && session.expecting === open.expecting && session.pending_action === open.pending)
    remind(draft);
  yield* endRead(draft);
}

/** A question that had to ask which project, and is answered: what it had interrupted goes on. */
function* endRead(draft: Draft): Flow<void> {
  const { session } = draft;
  if (session.task === null || kindOf(session.task.intent) !== 'read' || session.expecting === 'project') return;
  session.task = null;
  yield* resumeInterrupted(draft);
}

/** "No, the bathroom", while a note or a new address waits for its yes: the same text, for another project. */
const CORRECTS_PROJECT = /^\W*(?:(?:no|nope|not|sorry|wait|oops|actually|i meant?|make it|it'?s|that'?s|for|on)\b)/i;

const meansOtherProject = ({ session: { pending_action: pending }, entities, turn }: Draft): boolean =>
  (pending?.tool === 'add_note' || pending?.tool === 'request_address_change') &&
  entities.project !== undefined &&
  CORRECTS_PROJECT.test(turn.user_message.replaceAll('’', "'"));

function* otherProject(draft: Draft): Flow<void> {
  const { project } = draft.entities;
  const entities = project === undefined ? {} : { project };
  if (draft.session.pending_action?.tool === 'add_note') yield* note({ ...draft, intent: 'add_note', entities });
  else yield* changeAddress({ ...draft, intent: 'change_address', entities });
}

/** "I don't want to cancel" is no wish to cancel, nor is one to move instead. */
const refusesToCancel = ({ intent, turn }: Draft): boolean =>
  intent === 'cancel_appointment' &&
  /\b(?:do not|don'?t|never|not|no need to|without)\s+(?:(?:want|wanna|need|wish|like|going|trying|asking|plan\w*|mean)\s+)?(?:to\s+)?cancel/i.test(
    turn.user_message.replaceAll('’', "'"),
  );

/** "Cancel that" in the middle of a booking stops the booking; "cancel my visit" is a request of its own. */
function stopsWhatWasAsked({ intent, entities, session, turn }: Draft): boolean {
  if (intent !== 'cancel_appointment' || entities.project !== undefined || entities.date !== undefined) return false;
  const { task } = session;
  if (task === null || !isScheduling(task) || task.intent === 'reschedule_appointment') return false;
  return !/\b(appointments?|visits?|install\w*|measure\w*|jobs?|bookings? (?:for|on))\b/i.test(turn.user_message);
}

/** "Cancel it" in the middle of a move whose old time has been given up: there is nothing left that could be cancelled. */
function cancelsOpenMove({ intent, entities, session }: Draft): boolean {
  return (
    intent === 'cancel_appointment' &&
    session.task?.intent === 'reschedule_appointment' &&
    session.task.released !== null &&
    entities.project === undefined &&
    entities.date === undefined
  );
}

const OLD_TIME =
  /\b((?:(?:my|the|that) (?:old|original|previous)|my (?:first|earlier)) (?:time|one|appointment|slot|date|day|visit)|what (?:it was|i had)|keep (?:it|the old|my old|the original)|put (?:it|that) back|leave it (?:as|where|how) it was|as it was)\b/i;

/** In the middle of a move: the customer would rather have the old time again. */
const wantsOldTimeBack = ({ session, turn }: Draft): boolean =>
  session.task?.released != null && session.pending_action === null && OLD_TIME.test(turn.user_message);

/** The old time is looked for like any other, and booked with a yes of its own. */
function* oldTimeBack(draft: Draft): Flow<void> {
  const { task } = draft.session;
  if (task === null || task.released === null) return;
  const { date, time } = task.released;
  yield* goOn({ ...draft, intent: 'select_date', entities: { date, ...(time === null ? {} : { time }) } }, task);
}

/** Says how a move stands that is dropped half-way. `left`: this was said, and still no; else a yes goes on with it. */
function tellMoveUnfinished(draft: Draft, left = false): void {
  const { session } = draft;
  const { task } = session;
  if (task === null || task.project === null || task.released === null) return;
  const { project, released } = task;
  closeQuestion(draft);
  draft.acts.push({ act: 'move_unfinished', project, date: released.date, time: released.time, left });
  if (!left) session.proposed = { intent: 'reschedule_appointment', project };
}

/** Words for an appointment that exists already, not for the one that is being chosen. */
const HAS_ALREADY =
  /\b(my (?:\w+ )?(?:appointments?|visits?|install\w*|measure\w*|bookings?)|other|existing|already|current|booked|scheduled)\b/i;

/**
 * "Change the day" in the middle of a first booking means the day that is being chosen; at the summary, so does a question
 * for what else is open.
 */
function changesOpenBooking({ intent, entities, session, turn }: Draft): boolean {
  const { task, pending_action: pending } = session;
  if (task === null || task.project === null || !isScheduling(task) || entities.project !== undefined) return false;
  if (intent === 'check_availability') return pending?.tool === 'confirm_appointment';
  if (intent !== 'reschedule_appointment' || task.intent === 'reschedule_appointment') return false;
  return !HAS_ALREADY.test(turn.user_message);
}

const ABOUT_THE_TIME = /\b(times?|hours?|slots?|later|earlier|sooner|(?:that|same) day|mornings?|afternoons?)\b/i;

/** Day or time are chosen anew: those named now, else from what is open. */
function* choiceReopened(draft: Draft): Flow<void> {
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

/** A new request puts the running one aside; what belongs to the running one goes on in it. */
function setAside(draft: Draft): void {
  const { session, intent } = draft;
  const { task } = session;
  if (task === null || task.intent === intent || task.project === null) return;
  const belongs =
    isScheduling(task) &&
    (intent === 'change_address' ||
      intent === 'check_availability' ||
      (intent === 'book_appointment' && task.intent !== 'reschedule_appointment') ||
      (intent === 'book_appointment' && task.released !== null));
  if (belongs) return;
  const answersIt =
    (session.expecting === 'reason' && intent === 'cancel_appointment') ||
    (session.expecting === 'address' && intent === 'change_address');
  if (answersIt) return;
  if (isScheduling(task) || task.intent === 'cancel_appointment') session.interrupted = task;
  session.task = null;
  closeQuestion(draft);
}

/** Asks again what was open before a word in between, so that a later yes is a yes to what the customer sees. */
export function remind(draft: Draft): void {
  const { session, acts } = draft;
  const { task, expecting, pending_action: pending } = session;
  // A note for the office was offered: that is the question now.
  if (acts.some((act) => act.act === 'handoff' && act.note_offered)) return;
  if (pending !== null || expecting !== null) session.proposed = null;
  if (pending !== null) {
    acts.push({ act: 'ask_confirmation', action: pending, breaks: null });
    return;
  }
  if (task === null || expecting === null || task.project === null) return;
  const { project, shown_dates, shown_times, date, search } = task;
  if (expecting === 'date' && shown_dates.length > 0)
    acts.push({
      act: 'offer_dates',
      project,
      dates: shown_dates.slice(0, 10),
      total: search?.dates.length ?? shown_dates.length,
      asked: null,
      weather: [],
      constrained: false,
      choosing: true,
    });
  else if (expecting === 'time' && date !== null && shown_times.length > 0)
    acts.push({
      act: 'offer_times',
      project,
      date,
      times: shown_times,
      asked: null,
      constrained: false,
      others: [],
      choosing: true,
    });
  else acts.push({ act: 'resume', intent: task.intent, project, expecting });
}

function* projectChosen(draft: Draft): Flow<void> {
  const { session } = draft;
  const { task } = session;
  if (task === null) return yield* selected(draft);
  if (task.project === null || session.expecting === 'project') {
    task.project = null;
    session.project = null;
    yield* INTENT_FLOWS[task.intent].flow({ ...draft, intent: task.intent });
    return yield* endRead(draft);
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
  yield* INTENT_FLOWS[intent].flow({ ...draft, intent });
}

function* slotChosen(draft: Draft): Flow<void> {
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

/** Words that make a yes less than one: it is read back and asked for again instead of being acted on. */
const HEDGED =
  /\b(but|wait|actually|instead|except|hold on|unless|however|maybe|probably|not|don'?t|no|nope|if|later)\b|\?/i;

function* yes(draft: Draft): Flow<void> {
  const { session, turn, entities } = draft;
  const { pending_action: pending, proposed, task } = session;
  if (pending !== null) {
    if (changesSlot(entities, pending)) return yield* slotChosen(draft);
    if (!isOfferVerbatim(session, turn) && (!isPlain(turn) || namesAnotherWrite(turn.user_message, pending))) {
      draft.acts.push({ act: 'confirm_clearly', action: pending });
      return;
    }
    return yield* confirm(draft, pending);
  }
  if (proposed !== null) {
    closeQuestion(draft);
    if (proposed.project !== null) session.project = proposed.project;
    if (task !== null && task.intent === proposed.intent && isScheduling(task) && task.project !== null)
      return yield* goOn({ ...draft, intent: 'check_availability', entities: {} }, task);
    const { note_text } = proposed;
    // Its words are ours: they are shown before they are saved.
    if (note_text !== undefined && proposed.project !== null)
      return askToConfirm(draft, { ...pendingBase(draft, proposed.project), tool: 'add_note', note_text });
    const named = task?.intent === proposed.intent && task.project === null ? task.named : undefined;
    const said = named === undefined ? {} : { project: named };
    return yield* INTENT_FLOWS[proposed.intent].flow({ ...draft, intent: proposed.intent, entities: said });
  }
  if (session.expecting !== null) {
    if (entities.date !== undefined || entities.time !== undefined || entities.ordinal !== undefined)
      return yield* slotChosen(draft);
    if (session.expecting === 'project' && task !== null)
      return yield* INTENT_FLOWS[task.intent].flow({ ...draft, intent: task.intent, entities: {} });
    const only = task === null ? null : onlyChoice(task, session.expecting);
    if (only !== null) return yield* slotChosen({ ...draft, entities: only });
    return remind(draft);
  }
  yield* say(draft, { act: PLEASED.test(turn.user_message.trim()) ? 'thanks' : 'nothing_pending' });
}

/** Pleased with an answer, and no yes to anything. */
const PLEASED =
  /^(?:(?:ok(?:ay)?|oh|that'?s|thats|sounds|very|all)[ ,]+)*(?:great|perfect|awesome|cool|nice|good|wonderful|excellent|super|got it|gotcha|ok(?:ay)?|alright)[ !.]*$/i;

/** What a yes means where one day or one time is all that was offered; null when there is a choice. */
function onlyChoice({ shown_dates, shown_times }: Task, expecting: Expecting): Draft['entities'] | null {
  const [shown, ...more] = expecting === 'date' ? shown_dates : expecting === 'time' ? shown_times : [];
  if (shown === undefined || more.length > 0) return null;
  return expecting === 'date' ? { date: shown } : { time: shown };
}

/** A yes after "do you want this, or something else?" does not say to which: the write is put once more, alone. */
const isBareYesToWrite = ({ intent, session, turn }: Draft): boolean =>
  intent === 'affirm' && session.pending_action !== null && !isOfferVerbatim(session, turn);

// biome-ignore lint/correctness/useYield: a flow that needs no tool
function* askOnce({ session, acts }: Draft): Flow<void> {
  if (session.pending_action !== null) acts.push({ act: 'confirm_clearly', action: session.pending_action });
}

/** A yes said aloud, with nothing that takes from it. */
const isPlain = ({ user_message, classified_by }: Draft['turn']): boolean => {
  const said = user_message.normalize('NFKC');
  return !HEDGED.test(said) && (classified_by === 'context' || saysYes(said));
};

const isOfferVerbatim = ({ offers }: Draft['session'], turn: Draft['turn']): boolean =>
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

/** A no at the summary that says what is wrong with it: the address is corrected, day and time stay. */
const ABOUT_THE_ADDRESS = /\b(address|street|house number|zip|apartment|unit number)\b/i;

function* no(draft: Draft): Flow<void> {
  const { session, turn } = draft;
  const { pending_action: pending, task, expecting } = session;
  if (pending?.tool === 'confirm_appointment' && ABOUT_THE_ADDRESS.test(turn.user_message))
    return yield* changeAddress({ ...draft, intent: 'change_address' });
  if (pending !== null) return yield* decline(draft, pending);
  const isChoosing =
    task !== null && isScheduling(task) && task.project !== null && (expecting === 'date' || expecting === 'time');
  if (isChoosing && !GIVES_UP.test(turn.user_message)) return yield* goOn(draft, task);
  if (task?.intent === 'cancel_appointment' && expecting === 'reason' && !GIVES_UP.test(turn.user_message))
    return yield* cancel(draft);
  yield* dropTask(draft);
}

/** The customer wants no more of what was begun, rather than another choice. */
const GIVES_UP =
  /\b(forget (?:it|that|about it|the whole thing)|never ?mind|nvm|drop (?:it|that)|leave it|don'?t bother|skip it|scrap (?:it|that)|stop|quit|not any ?more|no longer|not now|not today|some other time|another time then)\b/i;

/** Ends what was begun; a move whose old time has been given up is told as what it is. */
function* dropTask(draft: Draft): Flow<void> {
  const { session } = draft;
  const { task, proposed } = session;
  if (task !== null && task.released !== null)
    return tellMoveUnfinished(draft, proposed?.intent === 'reschedule_appointment');
  closeQuestion(draft);
  session.task = null;
  draft.acts.push({ act: 'okay' });
  yield* resumeInterrupted(draft);
}

// biome-ignore lint/correctness/useYield: a flow that needs no tool
function* say(draft: Draft, act: Act): Flow<void> {
  draft.acts.push(act);
}

function* goodbye(draft: Draft): Flow<void> {
  const move = [draft.session.task, draft.session.interrupted].find((task) => task?.released != null);
  if (move?.project != null && move.released !== null && draft.session.pending_action === null) {
    const { date, time } = move.released;
    draft.acts.push({ act: 'move_unfinished', project: move.project, date, time, left: true });
  }
  draft.acts.push({ act: 'goodbye', waiting: draft.session.pending_action?.tool ?? null });
}

/** Words of a customer who has been wronged: a person is the answer, not a list of what the assistant can do. */
const COMPLAINT =
  /\b(damag\w*|broke\w*|scratch\w*|leak\w*|crack\w*|terribl\w*|awful\w*|unacceptable|complain\w*|lawyer|attorney|sue|suing|furious|angry|disgust\w*|ridiculous|worst|no[- ]?show\w*|never showed|didn'?t show|ruined|poor(ly)? (done|work\w*)|bad job|shoddy)\b/i;

function* elsewhere(draft: Draft): Flow<void> {
  if (COMPLAINT.test(draft.turn.user_message)) return yield* handOver(draft, 'complaint');
  draft.acts.push({ act: 'out_of_scope' });
  if (draft.session.expecting === null) draft.session.proposed = { intent: 'talk_to_human', project: null };
}
