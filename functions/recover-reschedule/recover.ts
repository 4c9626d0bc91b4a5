import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { weekdayName } from '../../core/calendar.ts';
import type { Outcome } from '../../core/contracts/outcome.ts';
import type {
  ActionRecords,
  Credentials,
  CustomerProject,
  Events,
  PendingActions,
  Pf360,
  Pf360Access,
  RequestTicket,
  Saga,
  Sagas,
  Timers,
} from '../../core/ports.ts';
import { canBeHadBack } from '../../core/rules/old-time.ts';
import { holdsAppointment, isEnded } from '../../core/rules/status.ts';
import { book, isAt, lookForRelease, standing, ticketFor } from '../../tools/appointment.ts';
import { noteStep } from '../../tools/note-step.ts';
import { theProject } from '../../tools/the-project.ts';
import { runOnce } from '../../tools/write-run.ts';

export type RecoveryDeps = {
  pf360: Pf360Access;
  actions: ActionRecords;
  sagas: Sagas;
  timers: Timers;
  credentials: Credentials;
  pendingActions: PendingActions;
  events: Events;
  /** ISO instant with offset on the assistant's clock. */
  now: () => string;
  /** Epoch milliseconds on the real clock. */
  clock: () => number;
  /** How long after the last turn the customer counts as gone. */
  recoverySeconds: number;
};

/** Which reschedule: one is under way for a project at most. */
export const RecoveryTarget = z.object({ client_id: z.string().min(1), project_id: z.string().min(1) });
export type RecoveryTarget = z.infer<typeof RecoveryTarget>;

/**
 * `nothing`: there was nothing (more) to do · `later`: called again at `again_at`, for which the timer is set ·
 * `rebooked`: the project has an appointment already · `restored`: the old time was booked again · `handed_over`: the
 * office has to see to it.
 */
export const RecoveryResult = z.object({
  status: z.enum(['nothing', 'later', 'rebooked', 'restored', 'handed_over']),
  again_at: z.string().nullable(),
});
export type RecoveryResult = z.infer<typeof RecoveryResult>;

/** Longer than any call, shorter than the function's own time-out. */
const BUDGET_MS = 280_000;
/** After how long a turn that is running, or a PF360 that is down, is looked at again. */
const AGAIN_MS = 120_000;
/** How long after its time a recovery goes on trying before it calls for a person without PF360's help. */
const GIVE_UP_MS = 2 * 3_600_000;

/**
 * Ends a reschedule that the customer left in the middle: books the old time again or, when that cannot be had, leaves
 * a note for the office and calls for a person. Called again, at any point, it does nothing twice.
 */
export async function recover({ client_id, project_id }: RecoveryTarget, deps: RecoveryDeps): Promise<RecoveryResult> {
  const { sagas, clock } = deps;
  const saga = await sagas.read(client_id, project_id);
  if (saga === null || (saga.state !== 'open' && saga.state !== 'recovering')) return end('nothing');

  const resume = await resumeAt(saga, deps);
  if (resume > clock()) return later(saga, resume, deps);
  if (!(await sagas.move(saga, ['open', 'recovering'], 'recovering'))) return end('nothing');

  const token = await deps.credentials.token(saga.credential_ref);
  const pf360 = deps.pf360.bind({ token, customer_id: saga.customer_id, client_id }, clock() + BUDGET_MS);
  const project = theProject(await pf360.reread(), project_id);
  if (project.status === 'unavailable') return retry(saga, deps);
  if (project.status !== 'ok') return callForPerson(saga, deps);
  if (isEnded(project.value.group)) return close(saga, 'moot', deps);
  if (holdsAppointment(project.value.group) && !(await isLeftOver(project.value, saga, pf360, deps))) {
    return close(saga, 'rebooked', deps);
  }

  const restored = await restore(saga, pf360, deps);
  switch (restored.status) {
    case 'ok':
      return close(saga, 'restored', deps);
    case 'refused':
      if (restored.reason === 'already_scheduled') return close(saga, 'rebooked', deps);
      return handOver(saga, pf360, deps);
    case 'unavailable':
    case 'unknown':
      return retry(saga, deps);
    default:
      return callForPerson(saga, deps);
  }
}

/** Not before its time, not while a turn is running, and not while the customer may still be choosing. */
async function resumeAt(saga: Saga, { pendingActions, clock, recoverySeconds }: RecoveryDeps): Promise<number> {
  const due = Temporal.Instant.from(saga.due_at).epochMilliseconds;
  const session = await pendingActions.stored(saga.session_id);
  if (session === null) return due;
  if (session.lease_holder !== null) return Math.max(due, clock() + AGAIN_MS);
  return Math.max(due, (session.last_turn_at ?? 0) + recoverySeconds * 1000);
}

/** Whether the appointment on show is the one that was given up: the dashboard lags, the search does not. */
async function isLeftOver(project: CustomerProject, saga: Saga, pf360: Pf360, deps: RecoveryDeps): Promise<boolean> {
  if (!isAt(project, saga.old)) return false;
  const held = { project_id: saga.project_id, ...saga.old };
  return (await lookForRelease(pf360, held, todayOf(saga, deps))).took === 'yes';
}

function todayOf({ timezone }: Saga, { now }: RecoveryDeps): string {
  return Temporal.Instant.from(now()).toZonedDateTimeISO(timezone).toPlainDate().toString();
}

/** Books the old time, once. `refused` when it cannot be had: gone, over, or never known. */
function restore(
  saga: Saga,
  pf360: Pf360,
  deps: RecoveryDeps,
): Promise<Outcome<{ status: 'confirmed' | 'requested' }>> {
  const { action_id, project_id, old } = saga;
  const { actions, clock } = deps;
  const at = deps.now();
  return runOnce(`${action_id}/recovery`, Restored, { actions, now: at, clock }, async (run) => {
    if (!canBeHadBack(old, todayOf(saga, deps))) return { status: 'refused', reason: 'past_date' };
    const slot = { project_id, date: old.date, time: old.time };
    let ticket: RequestTicket | null = null;
    if (run.fresh) {
      const found = await ticketFor(pf360, slot);
      if (found.status !== 'ok') return found;
      ticket = found.value;
    }
    const booked = await book(run, 'schedule', slot, ticket, { pf360, now: at, afterRelease: true });
    if (booked.status !== 'ok') return booked;
    return { status: 'ok', value: { status: await standing(pf360, slot, booked.value) } };
  });
}

const Restored = z.object({ status: z.enum(['confirmed', 'requested']) });

/** Tells the office, in its own notes, what the customer lost; then calls for a person. */
async function handOver(saga: Saga, pf360: Pf360, deps: RecoveryDeps): Promise<RecoveryResult> {
  const { project_id, old } = saga;
  const lost = `${weekdayName(old.date)}, ${old.date}${old.time === null ? '' : ` at ${old.time}`}`;
  const text =
    `RESCHEDULE REASON: The customer gave up the appointment on ${lost} to move it, and no new time was booked. ` +
    'The old time could not be booked again. The customer has no appointment now: please get in touch.';
  const journal = { actions: deps.actions, now: deps.now(), clock: deps.clock };
  const noted = await runOnce(`${saga.action_id}/handover`, z.null(), journal, (run) =>
    run.step(
      'note',
      z.null(),
      noteStep(pf360, project_id, text, () => pf360.addOfficeNote(project_id, text)),
    ),
  );
  return noted.status === 'unavailable' || noted.status === 'unknown' ? retry(saga, deps) : callForPerson(saga, deps);
}

async function callForPerson(saga: Saga, deps: RecoveryDeps): Promise<RecoveryResult> {
  const { client_id, customer_id, project_id, session_id } = saga;
  // The event comes first: told twice is better than never.
  await deps.events.emit({
    type: 'HandoffRequested',
    reason: 'reschedule_stuck',
    client_id,
    customer_id,
    project_id,
    session_id,
  });
  return close(saga, 'handed_over', deps);
}

function retry(saga: Saga, deps: RecoveryDeps): Promise<RecoveryResult> {
  const due = Temporal.Instant.from(saga.due_at).epochMilliseconds;
  const now = deps.clock();
  return now > due + GIVE_UP_MS ? callForPerson(saga, deps) : later(saga, now + AGAIN_MS, deps);
}

async function later({ client_id, project_id }: Saga, atMs: number, { timers }: RecoveryDeps): Promise<RecoveryResult> {
  const again_at = Temporal.Instant.fromEpochMilliseconds(atMs).toString();
  await timers.schedule(again_at, { client_id, project_id });
  return { status: 'later', again_at };
}

async function close(
  saga: Saga,
  state: 'moot' | 'rebooked' | 'restored' | 'handed_over',
  { sagas }: RecoveryDeps,
): Promise<RecoveryResult> {
  await sagas.move(saga, ['recovering'], state);
  return end(state === 'moot' ? 'nothing' : state);
}

function end(status: RecoveryResult['status']): RecoveryResult {
  return { status, again_at: null };
}
