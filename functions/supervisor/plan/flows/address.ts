import { getInstallationAddress } from '../../../../tools/get-installation-address.ts';
import {
  askToConfirm,
  closeQuestion,
  correctionOf,
  type Draft,
  newTask,
  pendingBase,
  refOf,
  sayFailure,
} from '../draft.ts';
import { call, type Flow } from '../flow.ts';
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
  const said = (entities.address ?? (asked ? turn.user_message : undefined))?.trim().slice(0, 300);
  const stated = said !== undefined && /[\p{L}\p{N}]/u.test(said) ? said : null;

  const booking = session.task;
  if (booking !== null && isScheduling(booking) && booking.time !== null && entities.project === undefined) {
    if (stated !== null) {
      booking.address = stated;
      return yield* goOn({ ...draft, entities: {} }, booking);
    }
    closeQuestion(draft);
    if (booking.project !== null) draft.acts.push({ act: 'ask_address', project: booking.project, on_file: null });
    session.expecting = 'address';
    return;
  }

  const running = booking?.intent === 'change_address' ? booking : null;
  const address = stated ?? running?.address ?? null;
  const view = yield* whichProject(draft, { for: 'change_address', group: null });
  if (view === null) {
    if (session.expecting === 'project') session.task = { ...newTask('change_address', null), address };
    return;
  }
  const project = refOf(view);
  session.project = project;
  closeQuestion(draft);
  session.task = newTask('change_address', project);
  const onFile = yield* call(getInstallationAddress, { client_id: project.client_id, project_id: project.project_id });
  if (onFile.status !== 'ok') return sayFailure(draft, onFile, 'project');
  if (address === null) {
    draft.acts.push({ act: 'ask_address', project, on_file: onFile.value.address });
    session.expecting = 'address';
    return;
  }
  const old_address = onFile.value.address;
  askToConfirm(draft, { ...pendingBase(draft, project), tool: 'request_address_change', address, old_address });
}
