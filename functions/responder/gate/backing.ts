import { localParts, type Window } from '../../../core/calendar.ts';
import type { OfficeHours, WeatherDay } from '../../../core/contracts/act.ts';
import type { PendingAction, WriteStatus, WriteTool } from '../../../core/contracts/action.ts';
import type { ProjectRef, StatusGroup } from '../../../core/contracts/project.ts';
import { ToolName } from '../../../core/contracts/tool-call.ts';
import type { Channel, TurnState } from '../../../core/contracts/turn.ts';
import { factsOfActs } from './facts.ts';
import { lower, type MarkName } from './text.ts';

/**
 * Why a date may be spoken of. `appointment`: one stands on it · `requested`: the office has still to agree ·
 * `given_up`: one stood on it · `proposed`: waits for a yes · `missed`: named in a write that did not happen ·
 * `offered`: open · `asked`: the customer asked for it · `weather`, `opening`: nothing but that.
 */
export type Role =
  | 'appointment'
  | 'requested'
  | 'given_up'
  | 'proposed'
  | 'missed'
  | 'offered'
  | 'asked'
  | 'weather'
  | 'opening';

/** A date that may be named, of which project (null: of none in particular) and with which times. */
export interface DayFact {
  readonly date: string;
  readonly role: Role;
  readonly project: string | null;
  readonly times: readonly string[];
  /** The last of the times, where it is when the visit ends. */
  readonly ends: string | null;
}

/** Words that may stand in the reply as they are. */
export interface Phrase {
  readonly text: string;
  readonly mark: MarkName;
  /** Keys of the projects they belong to; empty: of none in particular. */
  readonly means: readonly string[];
  /** `any`: wherever they stand · `exact`: in the same letters, small and large · `slot`: only as a label's value. */
  readonly where: 'any' | 'exact' | 'slot';
}

export interface ProjectFact {
  readonly key: string;
  /** The words of its category and type, in small letters. */
  readonly words: readonly string[];
  /** Null for a project that is only remembered: nothing is known of it in this turn. */
  readonly group: StatusGroup | null;
  readonly status: string | null;
  readonly visit: 'some' | 'none' | null;
}

export interface WriteFact {
  readonly tool: WriteTool;
  readonly status: WriteStatus;
  readonly project: string;
  /** A reschedule: the old time is gone and nothing took its place. */
  readonly releasedOnly: boolean;
  readonly reasonSaved: boolean;
  readonly addressFiled: boolean;
  readonly completesReschedule: boolean;
}

export interface Facts {
  readonly phrases: Phrase[];
  /** Free text of the customer or of notes: may stand between double quotes only. */
  readonly quotes: string[];
  readonly days: DayFact[];
  /** Times of no particular date. */
  readonly times: string[];
  /** Times that the customer asked for and that are not open. */
  readonly missedTimes: string[];
  readonly windows: Window[];
  /** ISO weekdays that may be named though no date falls on them. */
  readonly weekdays: number[];
  hours: OfficeHours | null;
  readonly counts: Set<number>;
  readonly weather: WeatherDay[];
  /** Texts with a length of time in them. */
  readonly durations: string[];
  readonly phones: string[];
  readonly projects: ProjectFact[];
  readonly writes: WriteFact[];
  /** Writes that wait for a yes. */
  readonly proposals: PendingAction[];
  /** The customer may not book here without the office. */
  mayNotBook: boolean;
  /** Something failed in this turn, so the reply may say so. */
  failed: boolean;
  handsOver: boolean;
  hasNotes: boolean;
  /** How many notes are told, and how many there are. */
  readonly noteCounts: number[];
}

/** All that a reply of this turn may speak of. */
export interface Backing extends Readonly<Facts> {
  readonly channel: Channel;
  /** `YYYY-MM-DD` in the tenant's zone. */
  readonly today: string;
  /** Ids and names of the inside, in small letters: never in a reply. */
  readonly secrets: readonly string[];
}

/**
 * What backs a reply: the facts of this turn's acts; of the session only the names of its projects, its pending action
 * and its constraints; of the tenant its names and its number. Nothing that the customer said counts as a fact.
 */
export function backingOf(turn: TurnState): Backing {
  const today = localParts(turn.now).date;
  const facts = factsOfActs(turn.acts, turn);
  return { ...facts, channel: turn.channel, today, secrets: secretsOf(turn, facts) };
}

/** Ids without a figure in them could be ordinary words, and ids that are shown anyway are no secret. */
function secretsOf(turn: TurnState, { phrases }: Facts): string[] {
  const { session_context: session, identity } = turn;
  const projects = [session.project, session.task?.project, ...session.last_list, ...turn.acts.flatMap(refsIn)];
  const ids = [
    turn.session_id,
    turn.customer_id,
    turn.client_id,
    turn.request_id,
    turn.execution_id,
    turn.message_id,
    identity.credential_ref,
    identity.customer_id,
    ...identity.locations.map(({ client_id }) => client_id),
    session.pending_action?.id,
    session.task?.search?.request_id,
    session.task?.slots?.request_id,
    ...projects.flatMap((project) => [project?.project_id, project?.client_id]),
  ];
  const shown = phrases.map(({ text }) => lower(text));
  const secret = ids
    .map((id) => String(id ?? '').toLowerCase())
    .filter((id) => id.length >= 5 && /\d/.test(id) && !shown.some((text) => text.includes(id)));
  return [...new Set([...secret, ...ToolName.options.filter((tool) => tool.includes('_'))])];
}

/** Every project reference anywhere inside an act. */
function refsIn(value: unknown): Pick<ProjectRef, 'project_id' | 'client_id'>[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = isRef(value) ? [value] : [];
  return [...own, ...Object.values(value).flatMap(refsIn)];
}

const isRef = (value: object): value is Pick<ProjectRef, 'project_id' | 'client_id'> =>
  'project_id' in value &&
  typeof value.project_id === 'string' &&
  'client_id' in value &&
  typeof value.client_id === 'string';
