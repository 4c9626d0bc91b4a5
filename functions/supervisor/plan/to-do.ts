import type { Act, ActOf } from '../../../core/contracts/act.ts';
import type { SessionContext, Task } from '../../../core/contracts/session.ts';
import { saysSlot } from '../../../core/understanding/entities/entities.ts';
import { saysSameDay } from '../../../core/understanding/same-day.ts';
import { type Draft, newTask } from './draft.ts';
import { nameIn, type Request } from './requests.ts';
import { pointsAtFreedSlot } from './same-again.ts';
import { wishAfter } from './wishes.ts';

/** More requests than these are not kept. */
const MOST = 8;

/** Keeps what else a message asked for: each has its turn when the one before is settled. */
export function addToDo({ session }: Draft, requests: readonly Request[]): Task[] {
  const added = requests.map(waitingFor);
  session.to_do = [...added, ...session.to_do].slice(0, MOST);
  return added;
}

function waitingFor({ intent, entities, said, project }: Request): Task {
  const task = newTask(intent, project);
  const named = nameIn(entities);
  if (project === null && named !== undefined) task.named = named;
  if (intent === 'book_appointment' && pointsAtFreedSlot(said)) task.in_freed_slot = true;
  if (intent === 'book_appointment' && !saysSlot(entities) && saysSameDay(said)) task.on_same_day = true;
  task.wish = wishAfter(task.wish, entities);
  task.reason = intent === 'cancel_appointment' ? (entities.reason ?? null) : null;
  task.note_text = intent === 'add_note' ? (entities.note_text ?? null) : null;
  task.address = intent === 'change_address' ? (entities.address ?? null) : null;
  return task;
}

/** What the answer has not come to yet is said to follow. */
export function sayWhatFollows({ session, acts }: Draft, added: readonly Task[]): void {
  const waiting = added.filter((task) => session.to_do.includes(task));
  if (waiting.length === 0) return;
  sayThen(
    acts,
    waiting.map(({ intent, project }) => ({ intent, ...(project === null ? {} : { project }) })),
  );
}

/** The talk that was put aside for a message with several requests comes after them. */
export function putAsideLast({ session }: Draft): void {
  const { interrupted } = session;
  if (interrupted === null || interrupted.released !== null) return;
  session.interrupted = null;
  session.to_do = [...session.to_do, interrupted].slice(0, MOST);
}

/** That the same text has its turn for further projects is said with the first. */
export function sayOthersFollow({ acts }: Draft, { intent, others = [] }: Task): void {
  if (others.length === 0) return;
  sayThen(
    acts,
    others.map((project) => ({ intent, project })),
  );
}

/** In one sentence with what was said to follow before. */
function sayThen(acts: Act[], requests: ActOf<'then'>['requests']): void {
  const at = acts.findIndex(({ act }) => act === 'then');
  const [said] = at < 0 ? [] : acts.splice(at, 1);
  const before = said?.act === 'then' ? said.requests : [];
  acts.push({ act: 'then', requests: [...before, ...requests].slice(0, MOST) });
}

/** What is gone on with next: the talk that was put aside, else the first request that waits. */
export function takeNext(session: SessionContext): Task | null {
  const { interrupted } = session;
  session.interrupted = null;
  if (interrupted !== null) return interrupted;
  const [next = null, ...rest] = session.to_do;
  session.to_do = rest;
  const day = session.did?.said.date;
  if (next?.on_same_day === true && day !== undefined) next.wish = { ...next.wish, date: day };
  if (next?.in_freed_slot === true && session.freed !== null) {
    const { date, time } = session.freed;
    next.wish = { ...next.wish, date: next.wish.date ?? date, time: next.wish.time ?? time };
  }
  return next;
}

/** Whether nothing is asked, worked on or proposed: then what waits has its turn at once. */
export const isFree = ({ task, expecting, pending_action, proposed }: SessionContext): boolean =>
  task === null && expecting === null && pending_action === null && proposed === null;
