import type { PendingActionOf } from '../../../../core/contracts/action.ts';
import type { ProjectRef, ProjectView } from '../../../../core/contracts/project.ts';
import type { Task } from '../../../../core/contracts/session.ts';
import { getInstallationAddress } from '../../../../tools/get-installation-address.ts';
import { outOfReach, search } from '../date-search.ts';
import {
  askToConfirm,
  closeQuestion,
  correctionOf,
  type Draft,
  isSameProject,
  keepMove,
  newTask,
  pendingBase,
  refOf,
  sayFailure,
  today,
} from '../draft.ts';
import { call, type Flow } from '../flow.ts';
import { isInDoubt, tellUnshown } from '../own-writes.ts';
import { viewOf } from '../read-projects.ts';
import { takeAnswer, wantsMore } from '../slot-answer.ts';
import { adviseOnWeather, chooseDate, chooseTime } from '../slot-offer.ts';
import { whichProject } from '../which-project.ts';
import { broken, wishAfter } from '../wishes.ts';

/** Books a first visit, or only looks at what is open: the same search, and a date that is picked goes on to a booking. */
export function* schedule(draft: Draft, intent: 'book_appointment' | 'check_availability'): Flow<void> {
  const { session } = draft;
  const running = session.task;
  if (running?.project != null && isScheduling(running) && !namesAnotherProject(draft)) {
    if (running.intent === 'check_availability') running.intent = intent;
    return yield* goOn(draft, running);
  }
  const view = yield* whichProject(draft, { for: intent, group: 'schedulable' });
  if (view === null) return keepWish(draft, intent, running);
  session.project = refOf(view);
  if (!mayBook(draft, view)) return;
  keepMove(draft, refOf(view));
  yield* goOn(draft, takeUp(draft, view) ?? startTask(intent, view, running), view);
}

/** Goes on with a scheduling task after an answer: a project, a date, a time, a change of mind. */
export function* goOn(draft: Draft, task: Task, view: ProjectView | null = null): Flow<void> {
  const { session } = draft;
  takeAnswer(draft, task);
  session.task = task;
  const turnsPage = wantsMore(draft, task);
  closeQuestion(draft);
  const project = task.project;
  if (project === null) return;
  if (saidImpossibleDate(draft, task)) task.wish.date = null;

  if (task.search === null || task.search.dates.every((date) => date <= today(draft)) || outOfReach(draft, task)) {
    if (!(yield* search(draft, task, project, view))) return;
  }
  if (task.date === null && !chooseDate(draft, task, turnsPage)) return yield* adviseOnWeather(draft, task, view);
  if (task.time === null && !(yield* chooseTime(draft, task, project))) return;
  yield* summarise(draft, task, project);
}

export const isScheduling = (task: Task): boolean =>
  task.intent === 'book_appointment' ||
  task.intent === 'check_availability' ||
  task.intent === 'reschedule_appointment';

const namesAnotherProject = ({ entities, session }: Draft): boolean =>
  entities.project !== undefined || (entities.ordinal !== undefined && session.expecting === 'project');

/** The wish that came with a request survives the question which project is meant. */
function keepWish(draft: Draft, intent: Task['intent'], asked: Task | null): void {
  if (draft.session.expecting !== 'project') return;
  const task = newTask(intent, null);
  task.wish = wishAfter(asked !== null && asked.project === null ? asked.wish : task.wish, draft.entities);
  draft.session.task = task;
}

/** A move of this very project that was put aside after its old time was given up: a new time for it is what ends it. */
function takeUp({ session }: Draft, view: ProjectView): Task | null {
  const { interrupted } = session;
  if (interrupted === null || interrupted.released === null || !isSameProject(interrupted.project, refOf(view)))
    return null;
  session.interrupted = null;
  return interrupted;
}

function startTask(intent: Task['intent'], view: ProjectView, waiting: Task | null): Task {
  const task = newTask(intent, refOf(view));
  if (waiting !== null && waiting.project === null) task.wish = waiting.wish;
  return task;
}

/** Says why a project's status takes no first booking. */
function mayBook(draft: Draft, view: ProjectView): boolean {
  const project = refOf(view);
  const { group, status } = view;
  if (group === 'schedulable' && !isInDoubt(draft, project)) return true;
  closeQuestion(draft);
  draft.session.task = null;
  if (isInDoubt(draft, project)) return false;
  if (tellUnshown(draft, view, 'move')) return false;
  if (group === 'scheduled') {
    draft.acts.push({ act: 'already_scheduled', project, appointment: view.scheduled });
    draft.session.proposed = { intent: 'reschedule_appointment', project };
  } else if (group === 'completed' || group === 'cancelled' || group === 'closed') {
    draft.acts.push({ act: 'ended_project', project, status, group });
    draft.session.proposed = { intent: 'talk_to_human', project };
  } else {
    draft.acts.push({ act: 'not_allowed', project, status, group, wanted: 'book' });
    draft.session.proposed = { intent: 'talk_to_human', project };
  }
  return false;
}

function saidImpossibleDate(draft: Draft, task: Task): boolean {
  const { date_problem: problem } = draft.entities;
  const wished = task.wish.date;
  if (problem !== undefined) {
    draft.acts.push({
      act: 'date_problem',
      problem: problem.kind,
      words: problem.words,
      date: draft.entities.date ?? null,
    });
    return true;
  }
  const isToday = typeof wished === 'string' && wished === today(draft);
  if (isToday) draft.acts.push({ act: 'date_problem', problem: 'today', words: null, date: wished });
  return isToday;
}

/** All is chosen: one summary with the address, and the question for the yes. */
function* summarise(draft: Draft, task: Task, project: ProjectRef): Flow<void> {
  const { date, time } = task;
  if (date === null || time === null) return;
  const breaks = broken(draft.session.constraints, date, time);
  const request_id = task.slots?.request_id ?? task.search?.request_id ?? null;
  if (task.intent === 'reschedule_appointment' && task.released === null) {
    const view = yield* viewOf(draft, project);
    if (view === null || view.scheduled === null) return;
    const { date: oldDate, time: oldTime } = view.scheduled;
    const move = {
      tool: 'reschedule_appointment' as const,
      date: oldDate,
      time: oldTime,
      new_date: date,
      new_time: time,
      request_id,
    };
    return askToConfirm(draft, { ...pendingBase(draft, project), ...move }, breaks);
  }
  const { client_id, project_id } = project;
  const found = yield* call(getInstallationAddress, { client_id, project_id });
  if (found.status !== 'ok') {
    sayFailure(draft, found, 'project');
    draft.session.expecting = 'time';
    return;
  }
  const onFile = found.value.address;
  // What the office has been asked to correct before needs no second request.
  const requested = correctionOf(draft, project);
  const booking: Omit<PendingActionOf<'confirm_appointment'>, 'id' | 'project' | 'expires_at'> = {
    tool: 'confirm_appointment',
    date,
    time,
    address: task.address ?? requested ?? onFile,
    address_change: task.address !== null && task.address !== requested,
    old_address: onFile,
    request_id,
    completes_reschedule: task.released !== null,
  };
  askToConfirm(draft, { ...pendingBase(draft, project), ...booking }, breaks);
}
