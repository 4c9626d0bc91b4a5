import type { ProjectRef } from '../../../../core/contracts/project.ts';
import { inTown, unitIn, wholeAddress } from '../../../../core/understanding/entities/address-parts.ts';
import { getInstallationAddress } from '../../../../tools/get-installation-address.ts';
import { several } from '../addressees.ts';
import {
  askToConfirm,
  closeQuestion,
  correctionOf,
  type Draft,
  isSameProject,
  newTask,
  pendingBase,
  refOf,
  sayFailure,
} from '../draft.ts';
import { call, type Flow } from '../flow.ts';
import { remind } from '../open-question.ts';
import { sayOthersFollow, sayWhatFollows } from '../to-do.ts';
import { whichProject } from '../which-project.ts';
import { goOn, isScheduling } from './scheduling.ts';

/** Reads the address on file. It never starts a booking. */
export function* address(draft: Draft): Flow<void> {
  const view = yield* whichProject(draft, { for: 'installation_address', group: null });
  if (view === null) return;
  const project = refOf(view);
  draft.session.project = project;
  const found = yield* call(getInstallationAddress, { client_id: project.client_id, project_id: project.project_id });
  if (found.status !== 'ok') return sayFailure(draft, found, 'project');
  const { address } = found.value;
  const requested = correctionOf(draft, project);
  const isNew = requested !== null && requested !== address;
  draft.acts.push({ act: 'show_address', project, address, ...(isNew ? { requested } : {}) });
}

/**
 * The address on file is wrong: the office changes it, we file the request. In the middle of a booking the correction
 * belongs to the summary, keeps date and time, and goes with the same yes.
 */
export function* changeAddress(draft: Draft): Flow<void> {
  const { session, entities, turn } = draft;
  const asked = session.expecting === 'address';
  const waiting = session.pending_action?.tool;
  const isOfOneShown = asked || waiting === 'confirm_appointment' || waiting === 'request_address_change';
  const part = isOfOneShown ? unitIn(turn.user_message) : null;
  const said = (entities.address ?? part ?? (asked ? turn.user_message : undefined))?.trim().slice(0, 300);
  const stated = said !== undefined && /[\p{L}\p{N}]/u.test(said) ? said : null;

  const booking = session.task;
  // "The number is 1420" corrects a part of the address, rather than naming an order.
  const namesProject = entities.project !== undefined && !/^\D*\d{1,4}\D*$/.test(entities.project);
  if (booking !== null && isScheduling(booking) && booking.time !== null && !namesProject) {
    const { project } = booking;
    if (project === null) return;
    // One yes moves the visit, and no more: the correction has its turn after it.
    if (booking.intent === 'reschedule_appointment' && booking.released === null && stated !== null) {
      const after = { ...newTask('change_address', project), address: stated };
      session.to_do = [after, ...session.to_do].slice(0, 8);
      remind(draft);
      return sayWhatFollows(draft, [after]);
    }
    const found = yield* call(getInstallationAddress, {
      client_id: project.client_id,
      project_id: project.project_id,
    });
    if (found.status !== 'ok') return sayFailure(draft, found, 'project');
    const on_file = found.value.address;
    const before = booking.address ?? correctionOf(draft, project) ?? on_file;
    const { city } = entities;
    const whole =
      stated !== null ? wholeAddress(stated, before) : city === undefined || asked ? null : inTown(city, before);
    if (whole !== null) {
      const number = /\d+/.exec(entities.project ?? '')?.[0];
      booking.address =
        number === undefined || stated?.includes(number) ? whole : (wholeAddress(number, whole) ?? whole);
      return yield* goOn({ ...draft, entities: {} }, booking);
    }
    closeQuestion(draft);
    return askAddress(draft, project, on_file, stated);
  }

  const running = booking?.intent === 'change_address' ? booking : null;
  const isPicked = asked || entities.ordinal !== undefined;
  const to = isPicked ? null : yield* several(draft, stated ?? undefined);
  const view = to === null ? yield* whichProject(draft, { for: 'change_address', group: null }) : null;
  const [project = null, ...together] = to?.projects ?? (view === null ? [] : [refOf(view)]);
  if (project === null) {
    const address = stated ?? running?.address ?? null;
    if (session.expecting === 'project') session.task = { ...newTask('change_address', null), address };
    return;
  }
  const others = to === null && isSameProject(running?.project ?? null, project) ? (running?.others ?? []) : together;
  session.project = project;
  closeQuestion(draft);
  // The day is not chosen yet: that goes on when the correction is sent.
  if (booking !== null && isScheduling(booking) && booking.project !== null) session.interrupted = booking;
  session.task = { ...newTask('change_address', project), others };
  for (const words of to?.missing ?? [])
    session.to_do = [...session.to_do, { ...newTask('change_address', null), named: words, address: stated }].slice(-8);
  const onFile = yield* call(getInstallationAddress, { client_id: project.client_id, project_id: project.project_id });
  if (onFile.status !== 'ok') return sayFailure(draft, onFile, 'project');
  const old_address = onFile.value.address;
  const before = running?.address ?? correctionOf(draft, project) ?? old_address;
  // "That's still wrong" says nothing of the right one: what was shown is not shown again.
  const isRefused =
    waiting === 'request_address_change' && entities.project === undefined && entities.ordinal === undefined;
  const given = stated ?? (isRefused ? null : (running?.address ?? null));
  const address = given === null ? null : wholeAddress(given, given === running?.address ? old_address : before);
  if (address === null) {
    // A part that follows ("33609") is a part of the one that was shown.
    session.task.address = running?.address ?? null;
    askAddress(draft, project, old_address, stated);
    return sayOthersFollow(draft, session.task);
  }
  // Kept, so that a part of it can be corrected, or the whole be meant for another project.
  session.task.address = address;
  askToConfirm(draft, { ...pendingBase(draft, project), tool: 'request_address_change', address, old_address });
  sayOthersFollow(draft, session.task);
}

/** Puts a correction for a further project before the customer: the same address, with a yes of its own. */
export function* proposeAddress(draft: Draft, project: ProjectRef, address: string, others: ProjectRef[]): Flow<void> {
  const { session } = draft;
  session.project = project;
  session.task = { ...newTask('change_address', project), address, others };
  const onFile = yield* call(getInstallationAddress, { client_id: project.client_id, project_id: project.project_id });
  if (onFile.status !== 'ok') return sayFailure(draft, onFile, 'project');
  const old_address = onFile.value.address;
  askToConfirm(draft, { ...pendingBase(draft, project), tool: 'request_address_change', address, old_address });
}

/** Asks for the right address: the whole one, where a part was given. */
function askAddress(
  { session, acts }: Draft,
  project: ProjectRef,
  on_file: string | null,
  stated: string | null,
): void {
  acts.push({ act: 'ask_address', project, on_file, ...(stated === null ? {} : { part: true as const }) });
  session.expecting = 'address';
}
