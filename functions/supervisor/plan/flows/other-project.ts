import type { Draft } from '../draft.ts';
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
