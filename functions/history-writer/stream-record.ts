import * as z from 'zod';
import { TurnRecord } from '../../core/contracts/turn-record.ts';
import type { RejectedRecord } from '../../core/ports/history-store.ts';

const Text = z.object({ S: z.string() });
/** The attributes of a session item that matter here; the stream marks each value with its type. */
const Image = z.object({ owner: Text.optional(), last_turn: Text.optional() });
type Image = z.infer<typeof Image>;

/** One change of the session table, as its stream tells it (NEW_AND_OLD_IMAGES). */
export const StreamRecord = z.object({
  eventID: z.string().min(1),
  eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  userIdentity: z.object({ type: z.string(), principalId: z.string() }).nullish(),
  dynamodb: z.object({
    /** Epoch seconds. */
    ApproximateCreationDateTime: z.number().optional(),
    SequenceNumber: z.string().min(1),
    Keys: z.object({ pk: Text }),
    NewImage: z.unknown().optional(),
    OldImage: z.unknown().optional(),
  }),
});
export type StreamRecord = z.infer<typeof StreamRecord>;

export const StreamEvent = z.object({ Records: z.array(StreamRecord) });
export type StreamEvent = z.infer<typeof StreamEvent>;

/** What a change means for the history. */
export type Change =
  | { type: 'none' }
  | { type: 'turn'; record: TurnRecord; rejection: (problem: string) => RejectedRecord }
  /** The owner removed the session: everything up to an ISO instant goes. */
  | { type: 'erased'; owner: string; sessionId: string; upTo: string }
  /** A finished turn that cannot be read. */
  | { type: 'unreadable'; rejected: RejectedRecord };

const SESSION = 'session#';

/**
 * Reads one change. A session item whose last turn is the same as before (a lease taken or given back) means nothing, and
 * neither does one that DynamoDB itself removed when its time was up: only the owner's own removal erases.
 */
export function readChange(record: StreamRecord): Change {
  const { Keys, NewImage, OldImage } = record.dynamodb;
  if (!Keys.pk.S.startsWith(SESSION)) return { type: 'none' };
  const sessionId = Keys.pk.S.slice(SESSION.length);
  const before = imageOf(OldImage);
  if (record.eventName === 'REMOVE') return isExpiry(record) ? { type: 'none' } : erasure(record, sessionId, before);

  const after = imageOf(NewImage);
  const body = after.last_turn?.S;
  if (body === undefined || body === before.last_turn?.S) return { type: 'none' };
  const rejection = (problem: string): RejectedRecord => ({
    event_id: record.eventID,
    session_id: sessionId,
    owner: after.owner?.S ?? null,
    problem,
    body,
  });
  const read = readTurn(body);
  if (!read.ok) return { type: 'unreadable', rejected: rejection(read.problem) };
  const { client_id, customer_id, session_id } = read.turn;
  if (session_id !== sessionId || `${client_id}#${customer_id}` !== after.owner?.S) {
    return { type: 'unreadable', rejected: rejection("the turn is not of the item's session and owner") };
  }
  return { type: 'turn', record: read.turn, rejection };
}

/** Reads a turn record's JSON; a problem names paths and codes, never values. */
export function readTurn(body: string): { ok: true; turn: TurnRecord } | { ok: false; problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { ok: false, problem: 'not JSON' };
  }
  const parsed = TurnRecord.safeParse(value);
  if (parsed.success) return { ok: true, turn: parsed.data };
  const problems = parsed.error.issues.slice(0, 5).map(({ path, code }) => `${path.join('.') || 'it'} (${code})`);
  return { ok: false, problem: problems.join(', ') };
}

/** Removed by DynamoDB because its time was up. */
const isExpiry = ({ userIdentity }: StreamRecord): boolean =>
  userIdentity?.type === 'Service' && userIdentity.principalId === 'dynamodb.amazonaws.com';

/** The stream's time is cut to the second: the last turn tells better what was there to be removed. */
function erasure({ dynamodb }: StreamRecord, sessionId: string, { owner, last_turn }: Image): Change {
  const last = last_turn === undefined ? null : readTurn(last_turn.S);
  if (owner === undefined || last === null) return { type: 'none' };
  const removed = (dynamodb.ApproximateCreationDateTime ?? 0) * 1000;
  const upTo = new Date(Math.max(removed, last.ok ? last.turn.received_at : 0)).toISOString();
  return { type: 'erased', owner: owner.S, sessionId, upTo };
}

const imageOf = (image: unknown): Image => Image.safeParse(image ?? {}).data ?? {};
