import type { Act } from '../../../core/contracts/act.ts';
import { type Intent, MOST_REQUESTS } from '../../../core/contracts/understanding.ts';
import { INTENTS } from '../../../core/intents.ts';
import { wordsOf } from '../../../core/rules/locations.ts';
import { keepsTime } from '../../../core/rules/old-time.ts';
import { recentWrites } from '../../../core/rules/own-writes.ts';
import { saysSlot, slotOf } from '../../../core/understanding/entities/entities.ts';
import { hesitates } from '../../../core/understanding/hesitation.ts';
import { goesOnWithAName } from '../../../core/understanding/projects.ts';
import { pickedTogether } from './addressees.ts';
import { withDayOfVisit } from './day-of-visit.ts';
import type { Draft } from './draft.ts';
import { beside, eachRequest, ofRequest, ownEntities, projectOf } from './each-request.ts';
import { type Flow, together } from './flow.ts';
import { address, changeAddress } from './flows/address.ts';
import { amendsVisit } from './flows/amended-visit.ts';
import { cancel } from './flows/cancel.ts';
import {
  type Begin,
  changesOpenBooking,
  choiceReopened,
  placeOrUnread,
  projectChosen,
  slotChosen,
} from './flows/choices.ts';
import { resolveUnknown, resumeInterrupted } from './flows/confirmation.ts';
import { handOver } from './flows/handoff.ts';
import { hours, status, weather } from './flows/information.ts';
import { dropTask, no } from './flows/no.ts';
import { note, notes } from './flows/notes.ts';
import { meansOtherProject, noteAgain, otherProject, repeatsNote } from './flows/other-project.ts';
import { details, list, whenAsked } from './flows/projects.ts';
import { tellLost, tellPutBack } from './flows/put-back.ts';
import { reschedule } from './flows/reschedule.ts';
import { isScheduling, schedule } from './flows/scheduling.ts';
import {
  askWhatToEnd,
  elsewhere,
  goodbye,
  isBareCancel,
  leavesOpenWhatToEnd,
  optOut,
  optsOut,
  say,
} from './flows/small-talk.ts';
import { tellCondition } from './flows/tied-yes.ts';
import { cancelsOpenMove, oldTimeBack, tellMoveUnfinished, wantsOldTimeBack } from './flows/unfinished-move.ts';
import { askOnce, isBareYesToWrite, yes } from './flows/yes.ts';
import { remind, setAside } from './open-question.ts';
import { withOwnName } from './own-name.ts';
import { proposeWhatIsAsked } from './questions.ts';
import { nextToIt, sameAgain, withFreedSlot, withSameDay, yesAndSame } from './same-again.ts';
import { addToDo, isFree, putAsideLast, sayWhatFollows } from './to-do.ts';
import { constraintsAfter, weekdayWithin } from './wishes.ts';

/**
 * What each intent does. `task`: a request worked on over turns, which another one interrupts · `read`: answered at once,
 * after which an open question is asked again · `answer`: taken by what was asked · `chat`: a word in between.
 */
const INTENT_FLOWS: Record<Intent, { kind: 'task' | 'read' | 'answer' | 'chat'; flow: (draft: Draft) => Flow<void> }> =
  {
    book_appointment: {
      kind: 'task',
      flow: (draft) => schedule(withSameDay(withFreedSlot(draft)), 'book_appointment'),
    },
    check_availability: { kind: 'task', flow: (draft) => schedule(withSameDay(draft), 'check_availability') },
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
    out_of_scope: { kind: 'read', flow: elsewhereOrNamed },
    select_project: { kind: 'answer', flow: (draft) => projectChosen(draft, beginAndEnd) },
    select_date: { kind: 'answer', flow: slotChosen },
    select_time: { kind: 'answer', flow: slotChosen },
    affirm: { kind: 'answer', flow: (draft) => yes(draft, begin) },
    deny: { kind: 'answer', flow: no },
    greeting: { kind: 'chat', flow: (draft) => say(draft, { act: 'greet', client_name: draft.turn.client_name }) },
    help: { kind: 'chat', flow: (draft) => say(draft, { act: 'help' }) },
    thanks: { kind: 'chat', flow: (draft) => say(draft, { act: 'thanks' }) },
    goodbye: { kind: 'chat', flow: goodbye },
  };

/** "And the playhouse?", of a project whose kind of work only its customer has: what was just told of another. */
function* elsewhereOrNamed(draft: Draft): Flow<void> {
  const { session, turn } = draft;
  if (goesOnWithAName(turn.user_message) && session.pending_action === null && session.expecting === null) {
    const intent = session.told_of ?? 'project_details';
    const named = yield* withOwnName({ ...draft, intent });
    if (named.entities.project !== undefined) return yield* INTENT_FLOWS[intent].flow(named);
  }
  yield* elsewhere(draft);
}

const begin: Begin = function* (draft) {
  yield* INTENT_FLOWS[draft.intent].flow(yield* withOwnName(draft));
};

function* beginAndEnd(draft: Draft): Flow<void> {
  yield* begin(draft);
  yield* endRead(draft);
}

const kindOf = (intent: Intent): 'task' | 'read' | 'answer' | 'chat' => INTENT_FLOWS[intent].kind;

/** After so many failures of PF360 in a row a person is offered. */
const FAULTS_BEFORE_A_PERSON = 3;

/** One turn's decision: open writes first, then what was asked, then what was asked besides, then the open question again. */
export function* decide(asked: Draft): Flow<void> {
  const draft = yield* withDayOfVisit(withProposed(withAllMeant(withTimeKept(withUnclear(asked)))));
  const { session, turn } = draft;
  if (!hesitates(turn.user_message)) session.unclear = null;
  const before = session.failures;
  const proposedBefore = session.proposed;
  if (turn.handoff === 'clarifications_exhausted') {
    session.clarified = [];
    return yield* handOver(asked, 'clarifications_exhausted');
  }
  const wasAskedBack = session.clarified.length > 0;
  session.clarified = [];
  if (INTENTS[draft.intent].domain === 'scheduling' || kindOf(draft.intent) === 'answer')
    session.constraints = constraintsAfter(session.constraints, draft.entities, turn.user_message);
  session.own_writes = recentWrites(session.own_writes, turn.now);
  const isAnswered = isAnsweredByOutcome(draft);
  yield* resolveUnknown(draft);
  if (optsOut(draft)) return yield* optOut(draft);
  yield* tellLost(draft);
  const isToldAll = yield* tellPutBack(draft);
  if (!isToldAll && !isAnswered) yield* wasAskedBack && isBareYesToWrite(draft) ? askOnce(draft) : answerAll(draft);
  proposeWhatIsAsked(draft);
  const { proposed } = session;
  if (proposed !== null && proposed !== proposedBefore && proposed.said === undefined && saysSlot(draft.entities))
    proposed.said = slotOf(draft.entities);
  session.answered = answeredIn(draft);
  session.told_of = toldOf(draft);
  session.asks_place = draft.acts.some((act) => act.act === 'no_weather' && ASKS_PLACE.has(act.why));
  if (session.failures === before) session.failures = 0;
  if (session.failures >= FAULTS_BEFORE_A_PERSON && draft.result.handoff === null) {
    session.failures = 0;
    yield* handOver(draft, 'repeated_faults');
  }
}

/** A yes or no where nothing is asked but what became of a write: that is its answer, and "nothing was changed" is none. */
const isAnsweredByOutcome = ({ intent, session }: Draft): boolean =>
  session.unresolved.length > 0 &&
  (intent === 'affirm' || intent === 'deny') &&
  session.expecting === null &&
  session.pending_action === null &&
  session.proposed === null;

/**
 * An answer to a question back need not repeat what the unclear message said: the project, the place, day and time. While
 * a write waits for its yes nothing is taken up, nor by a request of its own.
 */
function withUnclear(draft: Draft): Draft {
  const { session, intent, entities, turn } = draft;
  const { unclear, proposed, offers, pending_action, task } = session;
  if (unclear === null || pending_action !== null) return draft;
  const meant = intent === 'affirm' ? proposed?.intent : intent;
  if (meant === undefined || meant === 'deny' || kindOf(meant) === 'chat') return draft;
  const isAnswer =
    intent === 'affirm' ||
    kindOf(meant) === 'answer' ||
    LOOKS_FOR_A_DAY.has(meant) ||
    offers.some((offer) => offer.intent === meant) ||
    wordsOf(turn.user_message).length <= FRAGMENT;
  if (!isAnswer) return draft;

  const { project, ...besides } = unclear.entities;
  const weekday = weekdayWithin(besides.date, entities.date, turn.user_message);
  const said = { ...besides, ...entities, ...(weekday === undefined ? {} : { date: weekday }) };
  // A project that is named or picked now, or is worked on already, is the one meant.
  const isWorkedOn = task !== null && task.project !== null && (kindOf(meant) === 'answer' || meant === task.intent);
  if (isWorkedOn || entities.project !== undefined || entities.ordinal !== undefined)
    return { ...draft, entities: said };
  return { ...draft, entities: { ...(project === undefined ? {} : { project }), ...said }, heard: unclear.said };
}

/** What is agreed to, or asked for in words of its own, need not repeat the day and time that it was asked for with at first. */
function withProposed(draft: Draft): Draft {
  const { session, intent, entities } = draft;
  const { said, intent: meant } = session.proposed ?? {};
  const isIt =
    meant !== undefined && intent === meant && entities.project === undefined && entities.ordinal === undefined;
  return said === undefined || !isIt || saysSlot(entities) ? draft : { ...draft, entities: { ...entities, ...said } };
}

/** "Same time", of a move whose old time has been given up. */
function withTimeKept(draft: Draft): Draft {
  const { session, entities, turn } = draft;
  const time = session.task?.released?.time ?? null;
  if (time === null || entities.time !== undefined || !keepsTime(turn.user_message)) return draft;
  return { ...draft, entities: { ...entities, time } };
}

/** "All of them" in answer to which project picks them, and "book all my projects" books: neither asks for the list. */
function withAllMeant(draft: Draft): Draft {
  if (draft.intent !== 'select_project' && pickedTogether(draft) !== null)
    return { ...draft, intent: 'select_project' };
  const books = draft.intent === 'list_projects' && BOOKS_ALL.test(draft.turn.user_message);
  return books ? { ...draft, intent: 'book_appointment' } : draft;
}

const BOOKS_ALL =
  /^\W*(?:(?:please|can you|could you|i want to|i'd like to|let's)\s+)*(?:book|schedule) (?:all|both|each|every)/i;

const LOOKS_FOR_A_DAY: ReadonlySet<Intent> = new Set(['book_appointment', 'check_availability']);

/** Most words of an answer like "dates please". */
const FRAGMENT = 3;

/** The question of this turn that another day or place could be asked of next. */
function answeredIn(draft: Draft): Intent | null {
  const { session, intent } = draft;
  const { task, expecting, pending_action, proposed } = session;
  if ([task, expecting, pending_action, proposed].some((open) => open !== null)) return null;
  if (intent === 'weather' || intent === 'business_hours') return intent;
  const isOfVisits = intent === 'appointment_status' || intent === 'list_projects';
  return isOfVisits && whenAsked(draft) !== undefined ? intent : null;
}

const ASKS_PLACE: ReadonlySet<string> = new Set(['no_place', 'unknown_place']);

const OF_ONE_PROJECT: ReadonlySet<Intent> = new Set([
  'weather',
  'installation_address',
  'appointment_status',
  'project_details',
  'list_notes',
]);

/** The question of this turn that another project could be asked of next; a name that went on with it keeps it. */
function toldOf({ session, intent, turn }: Draft): Intent | null {
  const { task, expecting, pending_action } = session;
  if ([task, expecting, pending_action].some((open) => open !== null)) return null;
  if (OF_ONE_PROJECT.has(intent)) return intent;
  const goesOn = intent === 'out_of_scope' && goesOnWithAName(turn.user_message);
  return goesOn ? session.told_of : intent === 'select_project' ? 'project_details' : null;
}

/**
 * The main request, with the questions asked besides answered side by side; further requests wait for their turn. Each
 * sees its own part of the message alone, as far as the message comes apart.
 */
function* answerAll(draft: Draft): Flow<void> {
  const { session, turn } = draft;
  const others = turn.secondary_intents.filter((intent) => intent !== draft.intent && kindOf(intent) !== 'chat');
  const same = (yield* sameAgain(draft)) ?? (yield* yesAndSame(draft));
  const next = same === null ? yield* nextToIt(draft) : null;
  if (next !== null) {
    const queued = addToDo(draft, next);
    remind(draft);
    return sayWhatFollows(draft, queued);
  }
  const asked = (same ?? (yield* eachRequest(draft, others))).slice(0, MOST_REQUESTS);
  const [first] = asked;
  if (first === undefined) return;
  const task = kindOf(first.intent) === 'read' ? asked.find(({ intent }) => kindOf(intent) === 'task') : undefined;
  const main = task ?? first;
  const asides = asked.filter((request) => request !== main && kindOf(request.intent) === 'read');
  const later = asked.filter((request) => request !== main && kindOf(request.intent) === 'task');

  const sides = asides.map((request) => ({
    ...ofRequest(draft, { ...request, entities: beside(first, request) }),
    acts: [] as Act[],
    session: structuredClone(session),
  }));
  const own = later.map((request) => ({ ...request, entities: ownEntities(draft, request) }));
  const named = yield* together(own.map((request) => projectOf(draft, request)));
  const waiting = addToDo(
    draft,
    own.map((request, at) => ({ ...request, project: named[at] ?? null })),
  );
  const before = draft.acts.length;
  const mine = main === first || BEGINS_ANEW.has(main.intent) ? main : { ...main, entities: beside(first, main) };
  yield* together([answer(ofRequest(draft, mine)), ...sides.map(begin)]);
  const asksWhich = draft.acts.slice(before).some(({ act }) => act === 'ask_project');
  // What was asked besides is answered first: the reply ends with the question of the main request, if it has one.
  const isAnswered = kindOf(main.intent) === 'read' && !asksWhich && session.expecting === null;
  draft.acts.splice(
    isAnswered ? draft.acts.length : before,
    0,
    ...sides.flatMap(({ acts }) => acts.filter(({ act }) => !(asksWhich && act === 'ask_project'))),
  );
  if (waiting.length === 0) return;
  putAsideLast(draft);
  const hasNone = draft.acts.some((act) => act.act === 'no_projects' && !act.any);
  if (hasNone) session.to_do = [];
  if (isFree(session)) yield* resumeInterrupted(draft);
  sayWhatFollows(draft, waiting);
}

/** Is not about the project of a question before it: that one may well have its visit. */
const BEGINS_ANEW: ReadonlySet<Intent> = new Set(['book_appointment', 'check_availability']);

function* answer(said: Draft): Flow<void> {
  const draft = yield* withOwnName(said);
  const { session, intent } = draft;
  const { kind, flow } = INTENT_FLOWS[intent];
  if (wantsOldTimeBack(draft)) return yield* oldTimeBack(draft);
  if (repeatsNote(draft)) return yield* noteAgain(draft);
  const part = houseNumberSaid(draft);
  if (part !== null) return yield* changeAddress({ ...draft, intent: 'change_address', entities: { address: part } });
  if (kind === 'answer' && meansOtherProject(draft)) return yield* otherProject(draft);
  if (kind === 'answer' && tellCondition(draft) && intent === 'affirm') return remind(draft);
  if (kind === 'answer') return yield* flow(draft);
  if (kind === 'task') {
    if (refusesIt(draft)) return yield* no(draft);
    if (leavesOpenWhatToEnd(draft)) return askWhatToEnd(draft);
    if (stopsWhatWasAsked(draft)) return yield* dropTask(draft);
    if (cancelsOpenMove(draft)) return tellMoveUnfinished(draft);
    if (changesOpenBooking(draft)) return yield* choiceReopened(draft);
    const isOfVisit = intent === 'check_availability' && (yield* amendsVisit(draft));
    if (isOfVisit || asksForNewTime(draft)) return yield* reschedule({ ...draft, intent: 'reschedule_appointment' });
    if (namesPlaceOnly(draft) && session.expecting === 'project' && session.task?.intent !== 'change_address')
      return yield* projectChosen({ ...draft, intent: 'select_project' }, beginAndEnd);
    if (namesPlaceOnly(draft) && session.task?.project != null)
      return yield* placeOrUnread(draft, session.task, session.task.project);
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

/** "What about the week after?", while it is asked whether to give up the old time of a move: days for that move. */
const asksForNewTime = ({ intent, entities, session }: Draft): boolean =>
  session.pending_action?.tool === 'reschedule_appointment' &&
  intent === 'check_availability' &&
  entities.project === undefined;

/** A street by itself, while a project, day or time is chosen: where the visit is to be, rather than a new address. */
const namesPlaceOnly = ({ intent, entities, session, turn }: Draft): boolean =>
  intent === 'change_address' &&
  (session.expecting === 'project' || session.expecting === 'date' || session.expecting === 'time') &&
  entities.address === undefined &&
  !/\d|\b(?:address|wrong|mov\w+|chang\w+|correct\w*|updat\w+|new|not|live)\b/i.test(turn.user_message);

/** "No, make it 57", while a new address waits for its yes: a number is no time of day then. */
const houseNumberSaid = ({ intent, session, turn }: Draft): string | null =>
  session.pending_action?.tool === 'request_address_change' && CORRECTS_A_NUMBER.has(intent)
    ? (/^\D*\b(\d{1,5}[a-z]?)\b\D*$/i.exec(turn.user_message)?.[1] ?? null)
    : null;

const CORRECTS_A_NUMBER: ReadonlySet<Intent> = new Set(['select_time', 'select_date', 'deny']);

/** "I don't want to cancel" is no wish to cancel, nor is one to move instead; nor does "don't add a note" ask for one. */
const refusesIt = ({ intent, turn, entities }: Draft): boolean => {
  const said = turn.user_message.replaceAll('’', "'");
  if (intent === 'add_note') return entities.note_text === undefined && REFUSES_A_NOTE.test(said);
  return intent === 'cancel_appointment' && REFUSES_TO_CANCEL.test(said);
};

const WANTS_NOT =
  "\\b(?:do not|don'?t|never|not|no need to|without)\\s+(?:(?:want|wanna|need|wish|like|going|trying|asking|plan\\w*|mean)\\s+)?(?:to\\s+)?";
const REFUSES_TO_CANCEL = new RegExp(`${WANTS_NOT}cancel`, 'i');
const REFUSES_A_NOTE = new RegExp(
  `${WANTS_NOT}(?:add|leave|save|put|write|make)\\s+(?:(?:an?|any|the|that|this|another)\\s+)?notes?\\b`,
  'i',
);

/** "Cancel that" in the middle of a booking stops the booking; "cancel my visit" is a request of its own. */
function stopsWhatWasAsked({ intent, entities, session, turn }: Draft): boolean {
  if (intent !== 'cancel_appointment' || entities.project !== undefined || entities.date !== undefined) return false;
  const { task } = session;
  if (task === null || task.released !== null || task.intent === 'cancel_appointment') return false;
  if (isBareCancel(turn.user_message)) return true;
  if (!isScheduling(task) || task.intent === 'reschedule_appointment') return false;
  return !/\b(appointments?|visits?|install\w*|measure\w*|jobs?|bookings? (?:for|on))\b/i.test(turn.user_message);
}

/** A question that had to ask which project, and is answered: what it had interrupted goes on. */
function* endRead(draft: Draft): Flow<void> {
  const { session } = draft;
  if (session.task === null || kindOf(session.task.intent) !== 'read' || session.expecting === 'project') return;
  session.task = null;
  yield* resumeInterrupted(draft);
}
