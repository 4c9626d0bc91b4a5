import type { Act } from '../../../core/contracts/act.ts';
import type { Task } from '../../../core/contracts/session.ts';
import { closeQuestion, type Draft, isQuestion } from './draft.ts';
import { isScheduling } from './flows/scheduling.ts';
import { dateFits, isInWish } from './wishes.ts';

/** A new request puts the running one aside; what belongs to the running one goes on in it. */
export function setAside(draft: Draft): void {
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
  if (isScheduling(task) || task.intent === 'cancel_appointment' || isStated(task)) session.interrupted = task;
  session.task = null;
  closeQuestion(draft);
}

/** A note or an address that the customer has given in full: only the yes to it is missing. */
const isStated = ({ intent, note_text, address }: Task): boolean =>
  (intent === 'add_note' && note_text !== null) || (intent === 'change_address' && address !== null);

/** Asks again what was open before a word in between, so that a later yes is a yes to what the customer sees. */
export function remind(draft: Draft): void {
  const { session, acts } = draft;
  const { task, expecting, pending_action: pending } = session;
  // A note for the office was offered: that is the question now.
  if (acts.some((act) => act.act === 'handoff' && act.note_offered)) return;
  if (pending !== null || expecting !== null) session.proposed = null;
  if (pending !== null) {
    askLast(acts, { act: 'ask_confirmation', action: pending, breaks: null });
    return;
  }
  if (task === null || expecting === null) return;
  if (task.project === null) {
    remindOfProject(draft, task);
    return;
  }
  const { project, shown_dates, shown_times, date, search, within } = task;
  const open = search?.dates.filter((day) => dateFits(day, session.constraints) && isInWish(day, within ?? day));
  if (expecting === 'date' && shown_dates.length > 0)
    askLast(acts, {
      act: 'offer_dates',
      project,
      dates: shown_dates.slice(0, 10),
      total: Math.max(open?.length ?? 0, shown_dates.length),
      asked: null,
      weather: [],
      constrained: false,
      choosing: true,
      again: true,
    });
  else if (expecting === 'time' && date !== null && shown_times.length > 0)
    askLast(acts, {
      act: 'offer_times',
      project,
      date,
      times: shown_times,
      asked: null,
      constrained: false,
      others: [],
      choosing: true,
      again: true,
    });
  else askLast(acts, { act: 'resume', intent: task.intent, project, expecting });
}

/** No answer yet: what was asked, or put forward for a yes, stays as it is and is put once more. */
export function wait(draft: Draft): void {
  const { session, acts } = draft;
  const { pending_action, expecting, proposed } = session;
  const isOpen = pending_action !== null || expecting !== null || proposed !== null;
  acts.push({ act: 'wait', open: isOpen });
  if (pending_action === null && expecting === null && proposed !== null)
    acts.push({ act: 'resume', intent: proposed.intent, project: proposed.project, expecting: null });
  else remind(draft);
}

/** Asks at the end of the reply: in the words in which this turn has asked it already, if it has. */
function askLast(acts: Act[], question: Act): void {
  const asked = acts.findIndex(({ act }) => act === question.act);
  acts.push(asked < 0 ? question : (acts.splice(asked, 1)[0] ?? question));
}

/** Which project a request is for stays asked; what was only a question is let go of for the next one. */
function remindOfProject({ session, acts }: Draft, task: Task): void {
  if (session.expecting !== 'project' || acts.some(({ act }) => act === 'ask_project')) return;
  if (isQuestion(task.intent)) {
    session.task = null;
    session.expecting = null;
  } else acts.push({ act: 'resume', intent: task.intent, project: null, expecting: 'project' });
}
