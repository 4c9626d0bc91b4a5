import { addMinutes, localParts } from '../../../core/calendar.ts';
import type { Act, HandoffReason } from '../../../core/contracts/act.ts';
import type { PendingAction, WriteOutcome } from '../../../core/contracts/action.ts';
import type { Failure } from '../../../core/contracts/outcome.ts';
import type { ProjectRef, ProjectView } from '../../../core/contracts/project.ts';
import { type SessionContext, Task } from '../../../core/contracts/session.ts';
import type { Location, TurnState } from '../../../core/contracts/turn.ts';
import type { Intent } from '../../../core/contracts/understanding.ts';
import { INTENTS } from '../../../core/intents.ts';
import { isWordSaid, ownWords, wordsOf } from '../../../core/rules/locations.ts';
import type { Entities } from '../../../core/understanding/entities/entities.ts';

/** A turn being decided: what was said, the session as it will be, and the acts so far. Lives for one Plan step. */
export interface Draft {
  readonly turn: TurnState;
  readonly intent: Intent;
  readonly entities: Entities;
  readonly session: SessionContext;
  readonly acts: Act[];
  /** The words of a message that was asked back about, where this one answers the question. */
  readonly heard?: string;
  readonly result: { handoff: HandoffReason | null; write_outcome: WriteOutcome | null };
}

export const today = (draft: Draft): string => localParts(draft.turn.now).date;

/** The tenants whose projects are meant: the location this message names, else the chosen one, else all of the caller's. */
export function locations(draft: Draft): Location[] {
  const { identity } = draft.turn;
  const own: Location = { client_id: identity.client_id, client_name: identity.client_name ?? '' };
  const all = identity.locations.length > 0 ? identity.locations : [own];
  const named = locationNamed(draft);
  if (named !== null) return [named];
  if (ALL_LOCATIONS.test(draft.turn.user_message)) return all;
  const chosen = all.filter(({ client_id }) => client_id === draft.session.location);
  return chosen.length > 0 ? chosen : all;
}

const ALL_LOCATIONS =
  /\b(?:both|all|each|every)(?: of)?(?: the| my| our)? (?:locations?|branch(?:es)?|offices?|places?)\b/i;

/** The location of several that the message names by a word that only its name has ("the Orlando one"). */
export function locationNamed(draft: Draft): Location | null {
  const { locations } = draft.turn.identity;
  if (locations.length < 2) return null;
  const said = new Set(wordsSaid(draft));
  const named = locations.filter((location) => ownWords(location, locations).some((word) => isWordSaid(word, said)));
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** A new address and what is to be written down: words of the message that name nothing. */
export const quotedIn = ({ entities: { address, note_text, reason } }: Draft): string[] =>
  [address, note_text, reason].filter((text) => text !== undefined);

/** The words of this message without those of a new address or of what is to be written down. */
export function wordsSaid(draft: Draft): string[] {
  const { turn, heard = '' } = draft;
  return wordsOf(quotedIn(draft).reduce((text, each) => text.replace(each, ' '), `${heard} ${turn.user_message}`));
}

export const hasSeveralLocations = (draft: Draft): boolean => draft.turn.identity.locations.length > 1;

/** The name shown with a project, only where the customer has several locations. */
export function locationName(draft: Draft, clientId: string): string | null {
  if (!hasSeveralLocations(draft)) return null;
  return draft.turn.identity.locations.find(({ client_id }) => client_id === clientId)?.client_name ?? null;
}

export const refOf = (project: ProjectRef | ProjectView): ProjectRef => ({
  project_id: project.project_id,
  client_id: project.client_id,
  number: project.number,
  category: project.category,
  type: project.type,
  location: project.location,
});

export const isSameProject = (a: ProjectRef | null, b: ProjectRef | null): boolean =>
  a !== null && b !== null && a.project_id === b.project_id && a.client_id === b.client_id;

/** The address that the office was asked to put on file in this session; null when none was. */
export function correctionOf({ session }: Draft, { client_id, project_id }: ProjectRef): string | null {
  const same = session.corrections.findLast((one) => one.client_id === client_id && one.project_id === project_id);
  return same?.address ?? null;
}

/** A question that is answered at once, rather than a request that is worked on. */
export const isQuestion = (intent: Intent): boolean =>
  INTENTS[intent].domain === 'information' || intent === 'list_projects' || intent === 'list_notes';

/** A move whose old time has been given up is not dropped for another project: it is gone back to. */
export function keepMove({ session }: Draft, next: ProjectRef): void {
  const { task } = session;
  if (task !== null && task.released !== null && !isSameProject(task.project, next)) session.interrupted = task;
}

export const newTask = (intent: Intent, project: ProjectRef | null): Task =>
  Task.parse({
    intent,
    project,
    wish: { date: null, time: null, window: null, order: null },
    search: null,
    shown_dates: [],
    shown_times: [],
    slots: null,
    date: null,
    time: null,
    reason: null,
    note_text: null,
    address: null,
    released: null,
  } satisfies Task);

/** How long a yes is waited for. */
const PENDING_MINUTES = 15;

/** Fields of every pending action. The id also says which turn asked, and is the write's idempotency key. */
export const pendingBase = (
  draft: Draft,
  project: ProjectRef,
): Pick<PendingAction, 'id' | 'project' | 'expires_at'> => ({
  id: `${draft.turn.execution_id}-w${draft.acts.length}`,
  project: refOf(project),
  expires_at: addMinutes(draft.turn.now, PENDING_MINUTES),
});

/** Puts a write before the customer; nothing runs until a later turn says yes to it. */
export function askToConfirm(draft: Draft, action: PendingAction, breaks: string | null = null): void {
  draft.session.pending_action = action;
  draft.session.expecting = 'confirmation';
  draft.acts.push({ act: 'ask_confirmation', action, breaks });
}

/** A new subject closes what was asked: nothing may be answered that is no longer in front of the customer. */
export function closeQuestion(draft: Draft): void {
  draft.session.expecting = null;
  draft.session.pending_action = null;
  draft.session.proposed = null;
}

type Of = Extract<Act, { act: 'failure' }>['of'];

/** Says that a read failed, as far as its outcome tells. */
export function sayFailure(draft: Draft, outcome: Failure, of: Of, locations: readonly string[] = []): void {
  const kind = outcome.status === 'refused' ? 'unavailable' : outcome.status;
  draft.acts.push({ act: 'failure', kind, of, ...(locations.length === 0 ? {} : { locations: [...locations] }) });
  if (kind === 'unavailable') draft.session.failures += 1;
}
