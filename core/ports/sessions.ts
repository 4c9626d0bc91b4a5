import * as z from 'zod';
import type { Answer } from '../contracts/answer.ts';
import { SessionContext } from '../contracts/session.ts';
import { PastTurn } from '../contracts/turn.ts';
import type { TurnRecord } from '../contracts/turn-record.ts';
import { Intent } from '../contracts/understanding.ts';
import type { PendingActions } from '../ports.ts';

/** What one turn leaves for the next. */
export const SessionState = z.object({
  context: SessionContext,
  /** Clarifying questions in a row up to now. */
  clarification_count: z.int().min(0),
  next_expected_intent: Intent.nullable(),
  /** The last turns, oldest first. */
  history: z.array(PastTurn).max(6),
});
export type SessionState = z.infer<typeof SessionState>;

export type OpenedSession =
  | {
      answered: false;
      session_id: string;
      /** The turn that begins now, from 1. */
      turn: number;
      /** What the turn is opened on: saving it replaces exactly this version. */
      version: number;
      /** The execution that began the session: another one once it was erased or over, under the same id too. */
      begun_by?: string | undefined;
      /** Null for a session that begins. */
      state: SessionState | null;
    }
  | { answered: true; answer: Answer };

export type SavedTurn = {
  /** `<home client_id>#<customer_id>` */
  owner: string;
  message_id: string | null;
  /** As opened. */
  version: number;
  state: SessionState;
  /** Its `turn_id` is the execution that holds the lease. */
  record: TurnRecord;
  answer: Answer;
};

/**
 * The session store. A session whose idle time is over counts as gone even while its item is still stored, but its id
 * stays its owner's. One turn of a session runs at a time: it holds the lease, by its execution's id, on the real clock.
 */
export type Sessions = PendingActions & {
  /**
   * Takes the lease for a turn, or finds the answer of a message that was answered before. Asked again by the same
   * execution it gives the same again.
   *
   * @param request.owner `<home client_id>#<customer_id>`
   * @throws {SessionNotFoundError} the session is another owner's.
   * @throws {SessionBusyError}     another execution holds the lease.
   */
  open(request: {
    session_id: string;
    owner: string;
    message_id: string | null;
    execution_id: string;
  }): Promise<OpenedSession>;
  /** What is stored for a turn that is running: what a failed turn goes back to. Null before the first saved turn. */
  state(sessionId: string): Promise<SessionState | null>;
  /**
   * Saves a turn and gives the lease back, in one conditional write. Saving a turn again changes nothing.
   *
   * @throws {LeaseLostError} the lease ran out and another turn took over, or the session was erased: nothing was saved.
   */
  save(turn: SavedTurn): Promise<void>;
  /** Erases a session and its answers; false when the owner has none. A turn that still runs cannot be saved then. */
  remove(sessionId: string, owner: string): Promise<boolean>;
  /** Resolves when the store answers. */
  ping(): Promise<void>;
};
