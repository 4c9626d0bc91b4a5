import type { TurnRecord } from '../contracts/turn-record.ts';

/** A stream record that cannot be stored as a turn, kept aside to be looked at. */
export type RejectedRecord = {
  /** The stream's id of the event: the same record is kept once. */
  event_id: string;
  session_id: string;
  /** Null where not even that can be read. */
  owner: string | null;
  /** What is wrong with it, without a customer's words. */
  problem: string;
  /** The turn record as JSON, as it came. */
  body: string;
};

/** What came of storing turns: `stored` are new, `known` were stored before, `erased` belong to an erased conversation. */
export type Recorded = { stored: number; known: number; erased: number };

/** A turn that the history refuses for what is in it: telling it again would end the same. */
export class UnstorableTurnError extends Error {
  override readonly name = 'UnstorableTurnError';
}

/** The writing side of the history database. */
export type HistoryStore = {
  /**
   * Stores turns, all or none; a turn that is stored already stays as it is.
   * @throws {UnstorableTurnError} one of them can never be stored. Any other error may pass.
   */
  record(turns: TurnRecord[]): Promise<Recorded>;
  /**
   * Removes an owner's turns received up to an ISO instant, and keeps those that arrive late from being stored.
   * False when there was nothing.
   */
  erase(owner: string, sessionId: string, upTo: string): Promise<boolean>;
  /** Keeps a record aside for two weeks. */
  reject(record: RejectedRecord): Promise<void>;
  /** The oldest of what is kept aside, after `after` (an event id) if given. */
  rejected(after: string | null): Promise<RejectedRecord[]>;
  /** Forgets one that has been stored after all. */
  settle(eventId: string): Promise<void>;
};
