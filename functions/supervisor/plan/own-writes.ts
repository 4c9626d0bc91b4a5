import * as z from 'zod';
import type { PendingAction } from '../../../core/contracts/action.ts';
import type { OwnWrite } from '../../../core/contracts/own-write.ts';
import { type ProjectRef, ProjectView } from '../../../core/contracts/project.ts';
import type { ToolResult } from '../../../core/contracts/tool-call.ts';
import { withoutOvertaken, withWrite } from '../../../core/rules/own-writes.ts';
import type { WriteValue } from '../../../tools/write-value.ts';
import { type Draft, isSameProject, refOf } from './draft.ts';

type Made = Pick<OwnWrite, 'did' | 'slot' | 'earlier'>;

/** From now on a dashboard that shows what was so before is not believed, for a while. */
export function keepOwnWrite({ session, turn }: Draft, action: PendingAction, value: WriteValue): void {
  const released = session.task?.released ?? null;
  const made = madeBy(action, value, released);
  if (made === null) return;
  const { client_id, project_id } = action.project;
  const own: OwnWrite = { client_id, project_id, ...made, at: turn.now };
  session.own_writes = withWrite(session.own_writes, made.did === 'booked' ? { ...own, seen: true } : own);
}

const VIEWS = z.union([
  z.object({ projects: z.array(ProjectView) }).transform(({ projects }) => projects),
  z.object({ matches: z.array(ProjectView) }).transform(({ matches }) => matches),
  z.object({ project: ProjectView }).transform(({ project }) => [project]),
]);

/** Forgets the writes of earlier turns that this turn's reads of the dashboard have shown to be overtaken. */
export function forgetOvertaken({ session, turn }: Draft, results: readonly ToolResult[]): void {
  const shown = results.flatMap(({ outcome }) =>
    outcome.status === 'ok' ? (VIEWS.safeParse(outcome.value).data ?? []) : [],
  );
  session.own_writes = withoutOvertaken(session.own_writes, shown, turn.now);
}

/** What PF360 has made of the project's appointment, or null where the write was about none. */
function madeBy(action: PendingAction, { status, booked }: WriteValue, released: OwnWrite['slot']): Made | null {
  const did = status === 'confirmed' ? 'booked' : 'requested';
  switch (action.tool) {
    case 'confirm_appointment': {
      const given = action.completes_reschedule && released !== null ? [slotOf(released)] : [];
      return { did, slot: slotOf(action), earlier: [...given, null] };
    }
    case 'reschedule_appointment': {
      const { new_date, new_time } = action;
      if (booked !== true || new_date === null) return { did: 'released', slot: null, earlier: [slotOf(action)] };
      return { did, slot: { date: new_date, time: new_time }, earlier: [slotOf(action), null] };
    }
    case 'cancel_appointment':
      return status === 'confirmed'
        ? { did: 'canceled', slot: null, earlier: [slotOf(action)] }
        : { did: 'cancel_requested', slot: slotOf(action), earlier: [slotOf(action)] };
    default:
      return null;
  }
}

const slotOf = ({ date, time }: { date: string; time: string | null }) => ({ date, time });

export const changesVisit = ({ tool }: PendingAction): boolean =>
  tool !== 'add_note' && tool !== 'request_address_change';

/**
 * Whether a write to the project's visit has an open outcome. The turn has begun with saying so, and nothing more is said
 * or begun: neither what stands nor what could be done next is known.
 */
export const isInDoubt = ({ session }: Draft, project: ProjectRef): boolean =>
  session.unresolved.some((action) => changesVisit(action) && isSameProject(action.project, project));

/**
 * Says what was done here that PF360 does not show yet, in place of what its dashboard says; false where there is
 * nothing of the kind. `next`: what is offered with it.
 */
export function tellUnshown(draft: Draft, view: ProjectView, next: 'book' | 'move' | null): boolean {
  const { unshown } = view;
  if (unshown === undefined) return false;
  const project = refOf(view);
  draft.acts.push({ act: 'not_shown_yet', project, status: view.status, ...unshown, next });
  if (next !== null)
    draft.session.proposed = { intent: next === 'book' ? 'book_appointment' : 'reschedule_appointment', project };
  return true;
}
