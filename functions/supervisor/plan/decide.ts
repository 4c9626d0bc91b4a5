import type { Act } from '../../../core/contracts/act.ts';
import type { PendingAction } from '../../../core/contracts/action.ts';
import type { Intent } from '../../../core/contracts/understanding.ts';
import { INTENTS } from '../../../core/intents.ts';
import { saysYes } from '../../../core/rules/plain-yes.ts';
import { closeQuestion, type Draft, newTask } from './draft.ts';
import { type Flow, together } from './flow.ts';
import { address, changeAddress } from './flows/address.ts';
import { cancel } from './flows/cancel.ts';
import { confirm, decline, resolveUnknown, resumeInterrupted } from './flows/confirmation.ts';
import { handOver } from './flows/handoff.ts';
import { hours, status, weather } from './flows/information.ts';
import { note, notes } from './flows/notes.ts';
import { details, list, selected } from './flows/projects.ts';
import { reschedule } from './flows/reschedule.ts';
import { goOn, isScheduling, schedule } from './flows/scheduling.ts';
import { constraintsAfter } from './wishes.ts';

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
  session.clarified = [];
  if (INTENTS[draft.intent].domain === 'scheduling' || kindOf(draft.intent) === 'answer')
    session.constraints = constraintsAfter(session.constraints, draft.entities, turn.user_message);
  yield* resolveUnknown(draft);
  yield* answerAll(draft);
  if (session.failures === before) session.failures = 0;
  if (session.failures >= FAULTS_BEFORE_A_PERSON && draft.result.handoff === null) {
    session.failures = 0;
    yield* handOver(draft, 'repeated_faults');
  }
}

/** The main request, with the questions asked besides answered side by side; a second task waits for its turn. */
function* answerAll(draft: Draft): Flow<void> {
  const others = draft.turn.secondary_intents.filter((intent) => intent !== draft.intent && kindOf(intent) !== 'chat');
  const task = kindOf(draft.intent) === 'read' ? others.find((intent) => kindOf(intent) === 'task') : undefined;
  const main = task === undefined ? draft : { ...draft, intent: task };
  const asides = [draft.intent, ...others].filter((intent) => intent !== main.intent && kindOf(intent) === 'read');
  const later = others.find((intent) => intent !== main.intent && kindOf(intent) === 'task');

  const sides = asides.map((intent) => ({
    ...draft,
    intent,
    acts: [] as Act[],
    session: structuredClone(draft.session),
  }));
  const mainActs: Act[] = [];
  yield* together([answer({ ...main, acts: mainActs }), ...sides.map((side) => INTENT_FLOWS[side.intent].flow(side))]);
  const asked = mainActs.some(({ act }) => act === 'ask_project');
  draft.acts.push(
    ...sides.flatMap(({ acts }) => acts.filter(({ act }) => !(asked && act === 'ask_project'))),
    ...mainActs,
  );
  if (later !== undefined && draft.session.interrupted === null) queue(draft, later);
}

function queue(draft: Draft, intent: Intent): void {
  const waiting = newTask(intent, null);
  waiting.note_text = intent === 'add_note' ? (draft.entities.note_text ?? null) : null;
  draft.session.interrupted = waiting;
  draft.acts.push({ act: 'then', intent });
}

function* answer(draft: Draft): Flow<void> {
  const { session, intent } = draft;
  const { kind, flow } = INTENT_FLOWS[intent];
  if (kind === 'answer') return yield* flow(draft);
  if (kind === 'task') {
    if (stopsWhatWasAsked(draft)) return yield* no(draft);
    setAside(draft);
    return yield* flow(draft);
  }
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
  if (session.task !== null && kindOf(session.task.intent) === 'read' && session.expecting !== 'project') {
    session.task = null;
    yield* resumeInterrupted(draft);
  }
}

/** "Cancel that" in the middle of a booking stops the booking; "cancel my visit" is a request of its own. */
function stopsWhatWasAsked({ intent, entities, session, turn }: Draft): boolean {
  if (intent !== 'cancel_appointment' || entities.project !== undefined || entities.date !== undefined) return false;
  const { task } = session;
  if (task === null || !isScheduling(task) || task.intent === 'reschedule_appointment') return false;
  return !/\b(appointments?|visits?|install\w*|measure\w*|jobs?|bookings? (?:for|on))\b/i.test(turn.user_message);
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
function remind(draft: Draft): void {
  const { session, acts } = draft;
  const { task, expecting, pending_action: pending } = session;
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
    if (session.task !== null && kindOf(session.task.intent) === 'read' && session.expecting !== 'project') {
      session.task = null;
      yield* resumeInterrupted(draft);
    }
    return;
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
  const { session } = draft;
  const { task } = session;
  if (task?.intent === 'reschedule_appointment' && task.released === null && task.search === null)
    return yield* reschedule(draft);
  if (task !== null && isScheduling(task) && task.project !== null && draft.entities.project === undefined) {
    if (task.intent === 'check_availability') task.intent = 'book_appointment';
    return yield* goOn(draft, task);
  }
  if (task !== null && !isScheduling(task)) setAside({ ...draft, intent: 'book_appointment' });
  yield* schedule({ ...draft, intent: 'book_appointment' }, 'book_appointment');
}

/** Words that make a yes less than one: it is read back and asked for again instead of being acted on. */
const HEDGED =
  /\b(but|wait|actually|instead|except|hold on|unless|however|maybe|probably|not|don'?t|no|nope|if|later)\b|\?/i;

function* yes(draft: Draft): Flow<void> {
  const { session, turn, entities } = draft;
  const { pending_action: pending, proposed, task } = session;
  if (pending !== null) {
    if (changesSlot(entities, pending)) return yield* slotChosen(draft);
    const verbatim =
      turn.classified_by === 'context' && session.offers.some(({ text }) => text === turn.user_message.trim());
    const said = turn.user_message.normalize('NFKC');
    if (!verbatim && (HEDGED.test(said) || !(turn.classified_by === 'context' || saysYes(said)))) {
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
    return yield* INTENT_FLOWS[proposed.intent].flow({ ...draft, intent: proposed.intent, entities: {} });
  }
  if (session.expecting !== null) {
    if (entities.date !== undefined || entities.time !== undefined || entities.ordinal !== undefined)
      return yield* slotChosen(draft);
    if (session.expecting === 'project' && task !== null)
      return yield* INTENT_FLOWS[task.intent].flow({ ...draft, intent: task.intent, entities: {} });
    return remind(draft);
  }
  yield* say(draft, { act: 'nothing_pending' });
}

/** "Yes, at two": a yes with another day or time than the one shown is a change, not a yes. */
function changesSlot({ date, time, time_window, relative_order }: Draft['entities'], pending: PendingAction): boolean {
  if (pending.tool !== 'confirm_appointment' && pending.tool !== 'reschedule_appointment') return false;
  const shown =
    pending.tool === 'confirm_appointment' ? [pending.date, pending.time] : [pending.new_date, pending.new_time];
  return (
    (date !== undefined && date !== shown[0]) ||
    (time !== undefined && time !== shown[1]) ||
    (time === undefined && time_window !== undefined) ||
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
  if (
    task !== null &&
    isScheduling(task) &&
    task.project !== null &&
    (expecting === 'date' || expecting === 'time') &&
    draft.intent === 'deny'
  )
    return yield* goOn(draft, task);
  if (task?.intent === 'cancel_appointment' && expecting === 'reason') return yield* cancel(draft);
  closeQuestion(draft);
  session.task = null;
  draft.acts.push({ act: 'okay' });
  yield* resumeInterrupted(draft);
}

// biome-ignore lint/correctness/useYield: a flow that needs no tool
function* say(draft: Draft, act: Act): Flow<void> {
  draft.acts.push(act);
}

// biome-ignore lint/correctness/useYield: a flow that needs no tool
function* goodbye(draft: Draft): Flow<void> {
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
