import type { PendingAction } from '../../../core/contracts/action.ts';
import type { ProjectRef } from '../../../core/contracts/project.ts';
import type { Intent } from '../../../core/contracts/understanding.ts';
import { saysYes } from '../../../core/rules/plain-yes.ts';
import type { Entities } from '../../../core/understanding/entities/entities.ts';
import { saysSameDay } from '../../../core/understanding/same-day.ts';
import { cuts } from '../../../core/understanding/two-requests.ts';
import { namedIn, othersThan } from './addressees.ts';
import { type Draft, isQuestion, isSameProject, newTask } from './draft.ts';
import type { Flow } from './flow.ts';
import { type Request, read } from './requests.ts';

/** "Put the flooring in that slot": the day and time of the visit that was given up. */
const FREED_SLOT =
  /\b(?:that|those|the same|its|their|the old|the freed(?:[- ]up)?) (?:(?:time|windows?|old) )?(?:slot|spot|time|opening)\b|\b(?:in|into|take) (?:its|their|that) (?:place|slot|spot)\b/i;

export const pointsAtFreedSlot = (said: string): boolean => FREED_SLOT.test(said);

/** A booking with the day and time of the visit that was given up, where the message points at them. */
export function withFreedSlot(draft: Draft): Draft {
  const { session, entities, turn } = draft;
  const { freed, task } = session;
  if (freed === null || task?.project != null || entities.date !== undefined || entities.time !== undefined)
    return draft;
  if (!pointsAtFreedSlot(turn.user_message)) return draft;
  return {
    ...draft,
    entities: { ...entities, date: freed.date, ...(freed.time === null ? {} : { time: freed.time }) },
  };
}

/** "For the same day", before any day is looked at: that of the visit that was booked last. */
export function withSameDay(draft: Draft): Draft {
  const { session, entities, turn } = draft;
  const { did, task } = session;
  const day = did?.said.date;
  if (day === undefined || task?.date != null || entities.date !== undefined) return draft;
  return saysSameDay(turn.user_message) ? { ...draft, entities: { ...entities, date: day } } : draft;
}

const INTENT_OF: Record<PendingAction['tool'], Intent> = {
  confirm_appointment: 'book_appointment',
  reschedule_appointment: 'reschedule_appointment',
  cancel_appointment: 'cancel_appointment',
  add_note: 'add_note',
  request_address_change: 'change_address',
};

const intentOf = (action: PendingAction): Intent =>
  action.tool === 'confirm_appointment' && action.completes_reschedule
    ? 'reschedule_appointment'
    : INTENT_OF[action.tool];

/** What was done, as far as "the same for the bathroom" can mean it. */
export function keepDone({ session, turn }: Draft, action: PendingAction): void {
  // The reason for one of several visits is put before the customer for the others too.
  if (action.tool === 'cancel_appointment')
    for (const task of session.to_do) if (task.intent === 'cancel_appointment') task.reason ??= action.reason;
  session.did = { intent: intentOf(action), project: action.project, turn: turn.turn, said: saidOf(action) };
}

function saidOf(action: PendingAction): Pick<Entities, 'date' | 'time' | 'reason' | 'address' | 'note_text'> {
  switch (action.tool) {
    case 'confirm_appointment':
      return { date: action.date, time: action.time };
    case 'cancel_appointment':
      return { reason: action.reason };
    case 'request_address_change':
      return { address: action.address };
    case 'add_note':
      return { note_text: action.note_text };
    default:
      return {};
  }
}

const SAME = /\b(?:(?:do |and )?the same|same (?:for|with|on|thing|goes|day|time)|likewise|ditto)\b/i;
const TOO = /\b(?:too|as well|also|(?:right|straight) after|after that|next)\b/i;
/** Asks for something by itself. */
const ASKS_ELSE =
  /\b(?:when|who|what|where|how|which|weather|notes?|show|list|tell|cancel\w*|mov\w+|book\w*|address|hours|open)\b/i;

/** Whether a message asks for no more than what was done, or is being done, for another project as well. */
const wantsSame = (said: string): boolean => (SAME.test(said) || TOO.test(said)) && !ASKS_ELSE.test(said);

/** "The same" keeps the day that was said; "the bathroom too" leaves it open. */
const keptOf = (intent: Intent, kept: Entities, said: string): Entities =>
  intent === 'book_appointment' && !SAME.test(said) ? {} : kept;

/**
 * "Same for the bathroom", "the bathroom too", "and all the others", right after something was done: the same request for
 * those projects, each with its own yes.
 */
export function* sameAgain(draft: Draft): Flow<Request[] | null> {
  const { session, turn } = draft;
  const { did, task, pending_action, expecting } = session;
  const isOver = task === null && pending_action === null && expecting === null;
  if (did === null || did.turn !== turn.turn - 1 || !isOver || !wantsSame(turn.user_message)) return null;
  const requests = yield* forThem(draft, turn.user_message, did.intent, did.said, did.project);
  if (requests === null || did.intent !== 'add_note') return requests;
  // One more project is what a note just saved takes by itself; its text is repeated, since this message does not state it.
  const [first, ...others] = requests;
  if (first === undefined || others.length === 0) return null;
  session.task = { ...newTask('add_note', null), note_text: did.said.note_text ?? null };
  return [{ ...first, entities: { project: first.entities.project } }, ...others];
}

/** "Yes, and the same for the bathroom": the yes, and then the same for that project. */
export function* yesAndSame(draft: Draft): Flow<Request[] | null> {
  const { session, turn } = draft;
  const pending = session.pending_action;
  if (pending === null) return null;
  for (const { first, second } of cuts(turn.user_message, true, true)) {
    if (!saysYes(first) || !wantsSame(second)) continue;
    const further = yield* forThem(draft, second, intentOf(pending), saidOf(pending), pending.project);
    if (further !== null) return [{ intent: 'affirm', said: first, entities: {}, project: null }, ...further];
  }
  return null;
}

/** "And the bathroom too", while one project is worked on: it has its turn after that one. */
export function* nextToIt(draft: Draft): Flow<Request[] | null> {
  const { session, turn } = draft;
  const { task } = session;
  if (task?.project == null || !TOO.test(turn.user_message) || ASKS_ELSE.test(turn.user_message)) return null;
  if (isQuestion(task.intent) || task.intent === 'add_note') return null;
  if (session.expecting === 'reason' || session.expecting === 'address') return null;
  const kept = task.address === null || task.intent !== 'change_address' ? {} : { address: task.address };
  return yield* forThem(draft, turn.user_message, task.intent, kept, task.project);
}

function* forThem(draft: Draft, said: string, intent: Intent, kept: Entities, but: ProjectRef): Flow<Request[] | null> {
  const projects = (yield* othersThan(draft, said, intent, but)) ?? (yield* namedIn(draft, said));
  if (projects === null || projects.length === 0 || projects.some((project) => isSameProject(project, but)))
    return null;
  const { project: _, ordinal: __, ...besides } = read(draft.turn, said, intent);
  return projects.map((project) => ({
    intent,
    // Each by itself: the names of the others are not among its words.
    said: projects.length > 1 ? project.number : said,
    entities: { ...besides, ...keptOf(intent, kept, said), project: project.number },
    project,
  }));
}
