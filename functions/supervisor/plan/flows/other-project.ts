import { type Draft, newTask } from '../draft.ts';
import type { Flow } from '../flow.ts';
import { changeAddress } from './address.ts';
import { note } from './notes.ts';

/** "No, the bathroom", while a note or a new address waits for its yes: the same text, for another project. */
const CORRECTS_PROJECT = /^\W*(?:(?:no|nope|not|sorry|wait|oops|actually|i meant?|make it|it'?s|that'?s|for|on)\b)/i;

export const meansOtherProject = ({ session: { pending_action: pending }, entities, turn }: Draft): boolean =>
  (pending?.tool === 'add_note' || pending?.tool === 'request_address_change') &&
  entities.project !== undefined &&
  CORRECTS_PROJECT.test(turn.user_message.replaceAll('’', "'"));

export function* otherProject(draft: Draft): Flow<void> {
  const { project } = draft.entities;
  const entities = project === undefined ? {} : { project };
  if (draft.session.pending_action?.tool === 'add_note') yield* note({ ...draft, intent: 'add_note', entities });
  else yield* changeAddress({ ...draft, intent: 'change_address', entities });
}

/** The note that was just saved is meant for another project as well, or instead. */
const FOR_ANOTHER_TOO = /\b(?:same|ditto|likewise)\b/i;
/** "Also put that on the Heron Way one": says which in any way there is to name a project, and no text of its own. */
const PUT_ON_ANOTHER =
  /^\W*(?:(?:and|also|then|now|ok(?:ay)?|please|pls|can you|could you)[\s,]+)*(?:put|add|write|save|leave|copy) (?:it|that|this) (?:on|to|for|onto)\b/i;
const FOR_ANOTHER_INSTEAD =
  /\b(?:wrong|oops|whoops|i meant?|meant (?:it|that)?|not (?:that one|the)|should(?:'ve| have)? (?:be|been|go|gone)|instead)\b/i;

export const repeatsNote = ({ session, entities, turn }: Draft): boolean =>
  session.noted !== null &&
  session.noted.turn === turn.turn - 1 &&
  session.pending_action === null &&
  session.expecting === null &&
  (PUT_ON_ANOTHER.test(turn.user_message) ||
    (entities.project !== undefined &&
      (FOR_ANOTHER_TOO.test(turn.user_message) || FOR_ANOTHER_INSTEAD.test(turn.user_message.replaceAll('’', "'")))));

/** Its words are put before the customer for the other project; where it was saved it stays. */
export function* noteAgain(draft: Draft): Flow<void> {
  const { session, entities, turn } = draft;
  if (session.noted === null) return;
  const { project, ordinal } = entities;
  const { noted } = session;
  const isToo = FOR_ANOTHER_TOO.test(turn.user_message) || PUT_ON_ANOTHER.test(turn.user_message);
  if (!isToo) draft.acts.push({ act: 'note_stays', project: noted.project });
  session.task = { ...newTask('add_note', null), note_text: noted.note_text };
  const named = project !== undefined ? { project } : ordinal !== undefined ? { ordinal } : {};
  yield* note({ ...draft, intent: 'add_note', entities: named });
}
