import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { HistoryUnavailableError } from '../../core/errors.ts';
import type { Conversation, History } from '../../core/ports/history.ts';
import type { HistoryStore } from '../../core/ports/history-store.ts';
import { cursorOf, positionOf } from './cursor.ts';
import type { HistoryDatabase } from './database.ts';
import { rootOf } from './failures.ts';
import { conversations, turns } from './schema.ts';

/** Turns asked for at once: with texts of 8 KB each, well under the Data API's 1 MiB. */
const TURNS_A_PAGE = 25;
/** Bounds of one conversation's answer, under the 6 MB that a function may return: the newest turns are given. */
const MOST_TURNS = 1_000;
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * The reading side of the history, for its owners.
 *
 * @param store  Its writing side.
 * @param status Whether it can be used, from elsewhere than the database: see writer-health.ts.
 * @param clock  Epoch milliseconds on the real clock.
 */
export function createHistory(
  db: HistoryDatabase,
  store: Pick<HistoryStore, 'erase'>,
  status: History['status'],
  clock: () => number,
): History {
  return {
    list: (owner, { limit, cursor }) => answering(() => list(db, owner, limit, cursor)),
    get: (owner, sessionId) => answering(() => get(db, owner, sessionId)),
    erase: (owner, sessionId) => answering(() => store.erase(owner, sessionId, new Date(clock()).toISOString())),
    status,
  };
}

async function list(db: HistoryDatabase, owner: string, limit: number, cursor: string | null) {
  const after = cursor === null ? null : positionOf(cursor);
  const rows = await db
    .select()
    .from(conversations)
    .where(
      and(
        eq(conversations.owner, owner),
        gt(conversations.turns, 0),
        after === null
          ? undefined
          : sql`(${conversations.lastReceivedAt}, ${conversations.sessionId})
              < (cast(${after.lastReceivedAt} as timestamptz), ${after.sessionId})`,
      ),
    )
    .orderBy(desc(conversations.lastReceivedAt), desc(conversations.sessionId))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    conversations: page.map(({ sessionId, startedAt, lastTurnAt, turns, channel, title }) => ({
      session_id: sessionId,
      started_at: startedAt,
      last_turn_at: lastTurnAt,
      turns,
      channel,
      title,
    })),
    next_cursor: rows.length > limit && last !== undefined ? cursorOf(last) : null,
  };
}

async function get(db: HistoryDatabase, owner: string, sessionId: string): Promise<Conversation | null> {
  const newestFirst: Conversation['turns'] = [];
  let bytes = 0;
  let before: { receivedAt: string; turnId: string } | undefined;
  do {
    const page = await turnsBefore(db, owner, sessionId, before);
    for (const row of page) {
      bytes += Buffer.byteLength(row.user_message) + Buffer.byteLength(row.reply);
      const { receivedAt: _receivedAt, turnId: _turnId, ...turn } = row;
      newestFirst.push(turn);
    }
    before = page.length < TURNS_A_PAGE ? undefined : page.at(-1);
  } while (before !== undefined && newestFirst.length < MOST_TURNS && bytes < MOST_BYTES);
  return newestFirst.length === 0 ? null : { session_id: sessionId, turns: newestFirst.reverse() };
}

const turnsBefore = (
  db: HistoryDatabase,
  owner: string,
  sessionId: string,
  before: { receivedAt: string; turnId: string } | undefined,
) =>
  db
    .select({
      turn: turns.turn,
      user_message: turns.userMessage,
      reply: turns.reply,
      intent: turns.intent,
      confidence: turns.confidence,
      tools: turns.tools,
      time: turns.at,
      receivedAt: turns.receivedAt,
      turnId: turns.turnId,
    })
    .from(turns)
    .where(
      and(
        eq(turns.owner, owner),
        eq(turns.sessionId, sessionId),
        before === undefined
          ? undefined
          : sql`(${turns.receivedAt}, ${turns.turnId}) < (cast(${before.receivedAt} as timestamptz), ${before.turnId})`,
      ),
    )
    .orderBy(desc(turns.receivedAt), desc(turns.turnId))
    .limit(TURNS_A_PAGE);

/** @throws {HistoryUnavailableError} the database has not woken within the time that the caller can wait. */
async function answering<Value>(ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask();
  } catch (error) {
    if (rootOf(error).name !== 'DatabaseResumingException') throw error;
    throw new HistoryUnavailableError('the history database is waking up', { cause: error });
  }
}
