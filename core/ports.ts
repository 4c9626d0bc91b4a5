import type { Note, WeatherDay } from './contracts/act.ts';
import type { PendingAction } from './contracts/action.ts';
import type { Denial, Outcome } from './contracts/outcome.ts';
import type { ProjectDetail } from './contracts/project.ts';
import type { Caller } from './contracts/tool-call.ts';

/** PF360's search ticket: opaque, kept as received. */
export type RequestTicket = string | number;

/** A project as PF360's dashboard tells it, cleaned: what a tool may show, and `sold` to tell the newest. */
export type CustomerProject = ProjectDetail & { sold: string | null };

/** A tenant's week. `timezone` is null when PF360 names none; no days at all means that nothing is known. */
export type WorkWeek = {
  timezone: string | null;
  /** English day names, Monday first; `open` and `close` are `HH:MM`, null on a closed day. */
  days: { day: string; open: string | null; close: string | null }[];
};

/** Open days of one search, ascending `YYYY-MM-DD`. `request_id` is null when PF360 gave none. */
export type OpenDates = { dates: string[]; request_id: RequestTicket | null };

/** Open start times of one day, ascending `HH:MM`. `request_id` replaces the one asked with, when not null. */
export type OpenTimes = { times: string[]; request_id: RequestTicket | null };

/**
 * What came of sending a write. All but `ok` and `unknown` mean that nothing was sent: PF360 has been met saying no to
 * what it had done all the same, so that no answer of it proves that nothing was changed.
 * `unknown.answered`: PF360 did answer, so it is no longer at work on it; otherwise it may still commit the write.
 * `unknown.denial`: what the answer comes to if PF360 is then seen to have changed nothing.
 */
export type WriteReply<Value> =
  | Exclude<Outcome<Value>, { status: 'unknown' | 'refused' | 'not_found' }>
  | { status: 'unknown'; answered: boolean; denial?: Denial };

/**
 * PF360 as a whole, to be bound to whoever is asking. Without a token every call answers `expired`.
 * `until`: epoch milliseconds on the real clock after which nothing is waited for and no write is begun.
 */
export type Pf360Access = {
  bind(caller: { token: string | null; customer_id: string; client_id: string }, until: number): Pf360;
};

/** PF360 for one caller and one tenant: token, customer and tenant are bound. Dates `YYYY-MM-DD`, times `HH:MM`. */
export type Pf360 = {
  /**
   * All the customer's projects in PF360's order. Asked once and kept for this binding; `reread` asks again. To a tool
   * they are as they are known to be: with what the conversation did that the dashboard does not show yet.
   */
  projects(): Promise<Outcome<CustomerProject[]>>;
  /** The projects as PF360 shows them now, past every cache and with nothing added: what a write is read back with. */
  reread(): Promise<Outcome<CustomerProject[]>>;
  workWeek(): Promise<Outcome<WorkWeek>>;
  /** Starts a new search, which makes the project's earlier request ids stale. Both ends included. */
  openDates(projectId: string, window: { start: string; end: string }): Promise<Outcome<OpenDates>>;
  openTimes(projectId: string, date: string, requestId: RequestTicket): Promise<Outcome<OpenTimes>>;
  /** Newest first. */
  notes(projectId: string): Promise<Outcome<Note[]>>;

  /** Books. `at`: ISO instant with offset, what PF360 takes for the time of the request. */
  schedule(
    projectId: string,
    booking: { date: string; time: string; request_id: RequestTicket; at: string },
  ): Promise<WriteReply<{ confirmation_number: string | null }>>;
  /** Gives the appointment up for another one. May answer with the dates that are open then. */
  release(projectId: string): Promise<WriteReply<OpenDates>>;
  /** Gives the appointment up for good. */
  cancel(projectId: string): Promise<WriteReply<null>>;
  /** A customer's note, seen in the portal. */
  addNote(projectId: string, text: string, at: string): Promise<WriteReply<null>>;
  /** A note for the office: why a visit was cancelled, or what needs its hand. */
  addOfficeNote(projectId: string, text: string): Promise<WriteReply<null>>;
  /** A request to the office to change the installation address. */
  addAddressNote(projectId: string, text: string): Promise<WriteReply<null>>;
};

export type Place = { name: string; latitude: number; longitude: number };

/** A forecast day before any advice; null is "not given", never 0. */
export type Forecast = Omit<WeatherDay, 'advice' | 'summary'> & { weather_code: number | null };

/** What to look a place up by. `state`: full name of the state it must lie in, null for anywhere. */
export type PlaceQuery = { name: string; state: string | null };

export type Weather = {
  /** The first query that finds a place, in the United States where there is a choice; `not_found` when none does. */
  find(queries: PlaceQuery[]): Promise<Outcome<Place>>;
  /** From today at the place on, at most 16 days. */
  forecast(place: Place): Promise<Outcome<Forecast[]>>;
};

/**
 * The record of one write, or of one step of it. `started`: begun, and nobody has told how it ended.
 * `not_done`: PF360 was asked, and was then seen not to have done it. A record is only ever a reason not to write.
 */
export type ActionRecord = {
  state: 'started' | 'done' | 'refused' | 'not_done' | 'unknown';
  /** The outcome to give again; until one is known null, or the `unknown` with what PF360 answered. */
  outcome: unknown;
  /** ISO instant on the assistant's clock: what PF360's own times are compared with. */
  started_at: string;
  /** Epoch milliseconds on the real clock: how long PF360 may still be at work. */
  started_ms: number;
  /** Whether PF360 gave an answer, usable or not. */
  answered: boolean;
};

/** Idempotency records of writes, by action id or `<action id>/<step>`. */
export type ActionRecords = {
  /** Records `started` if there is no record yet, in one conditional write, and answers null; else the earlier record. */
  begin(key: string, started: { started_at: string; started_ms: number }): Promise<ActionRecord | null>;
  read(key: string): Promise<ActionRecord | null>;
  finish(key: string, end: { state: ActionRecord['state']; outcome: unknown; answered: boolean }): Promise<void>;
  /** Nothing was sent, for certain: the record goes, so that the same yes can be tried again. */
  forget(key: string): Promise<void>;
};

/**
 * A reschedule from before its release until the project holds an appointment again.
 * `open`: the old time may be released · `recovering`: the recovery is at work · the others are ends.
 */
export type Saga = {
  client_id: string;
  project_id: string;
  customer_id: string;
  home_client_id: string;
  session_id: string;
  action_id: string;
  credential_ref: string;
  /** For the office's eyes: order number, category and type. */
  project: { number: string; category: string; type: string };
  old: { date: string; time: string | null };
  /** IANA zone that the dates are local to. */
  timezone: string;
  /** ISO instant on the real clock from which an unfinished reschedule is picked up. */
  due_at: string;
  state: 'open' | 'recovering' | 'rebooked' | 'restored' | 'not_released' | 'moot' | 'handed_over';
};

export type Sagas = {
  /** Writes it as `open`, over an earlier reschedule of the project. */
  open(saga: Omit<Saga, 'state'>): Promise<void>;
  read(clientId: string, projectId: string): Promise<Saga | null>;
  /** Moves it if it is in one of `from`; false (and nothing changed) when it is not, or there is none. */
  move(key: { client_id: string; project_id: string }, from: Saga['state'][], to: Saga['state']): Promise<boolean>;
};

/** One-off timers on the real clock. `at`: ISO instant. A timer of the same project replaces the earlier one. */
export type Timers = {
  schedule(at: string, target: { client_id: string; project_id: string }): Promise<void>;
};

/** What the session item says of writes: read past every cache, straight before one. */
export type PendingActions = {
  stored(sessionId: string): Promise<StoredActions | null>;
};
export type StoredActions = {
  pending_action: PendingAction | null;
  /** Writes of unknown outcome: they may be looked into again, never sent again. */
  unresolved: PendingAction[];
  /** The execution that holds the session's lease; null when none does. */
  lease_holder: string | null;
  /** `<home client_id>#<customer_id>`. */
  owner: string;
  /** When a turn was last saved, epoch milliseconds on the real clock; null before the first. */
  last_turn_at: number | null;
};

/** Bearer tokens by the handle that executions carry. Null: unknown or expired. */
export type Credentials = { token(ref: string): Promise<string | null> };

/** A person has to take over. Ids only: whoever handles it looks the rest up. */
export type HandoffRequested = {
  type: 'HandoffRequested';
  reason: 'reschedule_stuck';
  client_id: string;
  customer_id: string;
  project_id: string;
  session_id: string;
};
export type Events = { emit(event: HandoffRequested): Promise<void> };

/** All that a tool may touch. Made anew for each call, bound to its caller. */
export type ToolContext = {
  pf360: Pf360;
  weather: Weather;
  actions: ActionRecords;
  sagas: Sagas;
  timers: Timers;
  caller: Caller;
  /** ISO instant with offset: the turn's clock reading, frozen where the assistant's clock is. */
  now: string;
  /** The calendar date of `now` in `timezone`. */
  today: string;
  timezone: string;
  /** Epoch milliseconds on the real clock, for what waits and what expires. */
  clock: () => number;
  /** Dry run: that kind of write is not sent. */
  rehearse: { schedule: boolean; cancel: boolean };
  /** After how many seconds an unfinished reschedule is picked up. */
  recoverySeconds: number;
};
