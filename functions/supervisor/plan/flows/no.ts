import type { Task } from '../../../../core/contracts/session.ts';
import type { Entities } from '../../../../core/understanding/entities/entities.ts';
import { readEntities } from '../../../../core/understanding/entities/read-entities.ts';
import { hesitates } from '../../../../core/understanding/hesitation.ts';
import { matchProjects } from '../../../../core/understanding/projects.ts';
import { closeQuestion, type Draft } from '../draft.ts';
import type { Flow } from '../flow.ts';
import { wait } from '../open-question.ts';
import { changeAddress } from './address.ts';
import { cancel } from './cancel.ts';
import { decline, resumeInterrupted } from './confirmation.ts';
import { status } from './information.ts';
import { goOn, isScheduling } from './scheduling.ts';
import { tellMoveUnfinished } from './unfinished-move.ts';

/** A no at the summary that says what is wrong with it: the address is corrected, day and time stay. */
const ABOUT_THE_ADDRESS = /\b(address|street|house number|zip|apartment|unit number)\b/i;

/** What is said of the address, in a message that was not read as being about it. */
function addressIn({ user_message, now }: Draft['turn'], { city }: Entities): Entities {
  const read = { today: now.slice(0, 10), time: now.slice(11, 16), expecting: null, intent: 'change_address' };
  const { address } = readEntities(user_message, read);
  return { ...(city === undefined ? {} : { city }), ...(address === undefined ? {} : { address }) };
}

export function* no(draft: Draft): Flow<void> {
  const { session, turn } = draft;
  const { pending_action: pending, task, expecting } = session;
  if (hesitates(turn.user_message)) return wait(draft);
  const isAddress = ABOUT_THE_ADDRESS.test(turn.user_message) || draft.entities.city !== undefined;
  if (pending?.tool === 'confirm_appointment' && isAddress)
    return yield* changeAddress({ ...draft, intent: 'change_address', entities: addressIn(turn, draft.entities) });
  if (
    pending?.tool === 'confirm_appointment' &&
    task !== null &&
    (GIVES_UP.test(turn.user_message) || dropsProject(draft, task))
  ) {
    draft.acts.push({ act: 'declined', tool: pending.tool });
    return yield* dropTask(draft, false);
  }
  if (pending !== null) return yield* decline(draft, pending, GIVES_UP.test(turn.user_message));
  // The address was right after all: day and time stand.
  if (expecting === 'address' && task !== null && isScheduling(task) && task.time !== null)
    return yield* goOn({ ...draft, entities: {} }, task);
  const isChoosing =
    task !== null && isScheduling(task) && task.project !== null && (expecting === 'date' || expecting === 'time');
  if (isChoosing && !GIVES_UP.test(turn.user_message) && !dropsProject(draft, task)) return yield* goOn(draft, task);
  if (task?.intent === 'cancel_appointment' && expecting === 'reason' && !GIVES_UP.test(turn.user_message))
    return yield* cancel(draft);
  // "That's wrong", of an address that was just read out.
  const isAddressShown = session.offers.some(({ intent }) => intent === 'change_address');
  if (task === null && session.proposed === null && isAddressShown && IS_WRONG.test(turn.user_message))
    return yield* changeAddress({ ...draft, intent: 'change_address' });
  if (isUndoing(draft)) return yield* status({ ...draft, intent: 'appointment_status', entities: {} });
  yield* dropTask(draft);
}

/** "Undo that" with nothing open: what was done stands, and how things stand is said, not that nothing was changed. */
const isUndoing = ({ session, turn }: Draft): boolean =>
  session.task === null &&
  session.proposed === null &&
  session.expecting === null &&
  session.project !== null &&
  /\b(?:undo|revert|take (?:it|that) back|go back on that)\b/i.test(turn.user_message);

/** "Forget the flooring" while the flooring is being booked. */
const dropsProject = ({ entities, turn }: Draft, { project }: Task): boolean =>
  entities.project !== undefined &&
  project !== null &&
  /\b(?:forget|skip|drop|scrap|nix|leave out|never mind)\b/i.test(turn.user_message) &&
  matchProjects(entities.project, [{ ...project, status: '' }]).length > 0;

const IS_WRONG =
  /\b(wrong|incorrect|not (?:right|correct)|outdated|out of date|old (?:one|address)|isn'?t (?:right|correct))\b/i;

/** The customer wants no more of what was begun, rather than another choice. */
const GIVES_UP =
  /\b(forget (?:it|that|about it|the whole thing)|never ?mind|nvm|drop (?:it|that)|keep (?:it|that|them|everything|the|my|our)|(?:don'?t|do not) cancel|leave it|don'?t bother|skip it|scrap (?:it|that)|stop|quit|not any ?more|no longer|not now|not today|some other time|another time then|start (?:over|again|from scratch))\b/i;

/** Ends what was begun (`isNews`: which has not been said yet); a move whose old time has been given up is told as what it is. */
export function* dropTask(draft: Draft, isNews = true): Flow<void> {
  const { session } = draft;
  const { task, proposed } = session;
  if (task !== null && task.released !== null)
    return tellMoveUnfinished(draft, proposed?.intent === 'reschedule_appointment');
  const wasOpen = task !== null || proposed !== null || session.expecting !== null || session.interrupted !== null;
  closeQuestion(draft);
  session.task = null;
  if (isNews) draft.acts.push(wasOpen ? { act: 'okay' } : { act: 'okay', open: false });
  yield* resumeInterrupted(draft);
}
