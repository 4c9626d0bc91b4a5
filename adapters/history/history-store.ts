import { and, eq, exists, gt, inArray, lt, lte, not, sql } from 'drizzle-orm';
import type { TurnRecord } from '../../core/contracts/turn-record.ts';
import { type HistoryStore, UnstorableTurnError } from '../../core/ports/history-store.ts';
import type { HistoryDatabase } from './database.ts';
import { describeFailure, isHopeless } from './failures.ts';
import { appointments, conversations, erasures, rejectedRecords, turns } from './schema.ts';
import { firstCharacters, storable } from './stored-text.ts';

type Transaction = Parameters<Parameters<HistoryDatabase['transaction']>[0]>[0];

const TITLE_CHARACTERS = 120;
const DAY_MS = 24 * 3600 * 1000;
/** The stream forgets after a day and rejected records after two weeks: nothing older can still arrive. */
const ERASURES_KEPT_MS = 30 * DAY_MS;
const REJECTED_KEPT_MS = 14 * DAY_MS;
const REJECTED_PAGE = 10;
/** Under the 64 KB of a row that the Data API gives; a turn record is far smaller. */
const BODY_LIMIT = 48 * 1024;
/** Number of the advisory lock that storing shares and erasing has alone. */
const ERASURE_LOCK = 7_360_001;

/** @param clock Epoch milliseconds on the real clock. */
export function createHistoryStore(db: HistoryDatabase, clock: () => number): HistoryStore {
  const before = (ms: number) => new Date(clock() - ms).toISOString();
  return {
    async record(records) {
      if (records.length === 0) return { stored: 0, known: 0, erased: 0 };
      try {
        return await db.transaction((tx) => storeTurns(tx, distinct(records)));
      } catch (error) {
        if (isHopeless(error)) throw new UnstorableTurnError(describeFailure(error), { cause: error });
        throw error;
      }
    },

    erase: (owner, sessionId, upTo) =>
      db.transaction(async (tx) => {
        await tx.execute(sql`select 1 from pg_advisory_xact_lock(${ERASURE_LOCK})`);
        await tx.delete(erasures).where(lt(erasures.erasedUpTo, before(ERASURES_KEPT_MS)));
        await tx
          .insert(erasures)
          .values({ owner, sessionId, erasedUpTo: upTo })
          .onConflictDoUpdate({
            target: [erasures.owner, erasures.sessionId],
            set: { erasedUpTo: sql`greatest(${erasures.erasedUpTo}, excluded.erased_up_to)` },
          });
        const gone = await tx
          .delete(turns)
          .where(and(eq(turns.owner, owner), eq(turns.sessionId, sessionId), lte(turns.receivedAt, upTo)));
        const rejected = await tx
          .delete(rejectedRecords)
          .where(and(eq(rejectedRecords.owner, owner), eq(rejectedRecords.sessionId, sessionId)));
        await deleteIfEmpty(tx, owner, sessionId);
        await summarize(tx, [{ owner, sessionId }]);
        return updated(gone) + updated(rejected) > 0;
      }),

    async reject({ event_id, session_id, owner, problem, body }) {
      await db.delete(rejectedRecords).where(lt(rejectedRecords.rejectedAt, before(REJECTED_KEPT_MS)));
      await db
        .insert(rejectedRecords)
        .values({
          eventId: event_id,
          sessionId: storable(session_id),
          owner: owner === null ? null : storable(owner),
          problem: storable(problem),
          body: storable(body, BODY_LIMIT),
          rejectedAt: before(0),
        })
        .onConflictDoNothing();
    },

    async rejected(after) {
      const rows = await db
        .select()
        .from(rejectedRecords)
        .where(after === null ? undefined : gt(rejectedRecords.eventId, after))
        .orderBy(rejectedRecords.eventId)
        .limit(REJECTED_PAGE);
      return rows.map(({ eventId, sessionId, owner, problem, body }) => ({
        event_id: eventId,
        session_id: sessionId,
        owner,
        problem,
        body,
      }));
    },

    async settle(eventId) {
      await db.delete(rejectedRecords).where(eq(rejectedRecords.eventId, eventId));
    },
  };
}

type Key = { owner: string; sessionId: string };

const ownerOf = ({ client_id, customer_id }: TurnRecord): string => `${client_id}#${customer_id}`;
const keyOf = (record: TurnRecord): Key => ({ owner: ownerOf(record), sessionId: record.session_id });
const nameOf = ({ owner, sessionId }: Key): string => `${owner}/${sessionId}`;

/** One row a turn, in a fixed order: two writers that meet on the same rows then wait instead of blocking each other. */
function distinct(records: readonly TurnRecord[]): TurnRecord[] {
  const byId = new Map(records.map((record) => [record.turn_id, record]));
  return [...byId.values()].sort((one, other) => (one.turn_id < other.turn_id ? -1 : 1));
}

const distinctKeys = (records: readonly TurnRecord[]): Key[] => {
  const byName = new Map(records.map((record) => [nameOf(keyOf(record)), keyOf(record)]));
  return [...byName].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, key]) => key);
};

async function storeTurns(tx: Transaction, records: TurnRecord[]) {
  // Taken in a statement of its own: what follows then sees every erasure that it waited for.
  await tx.execute(sql`select 1 from pg_advisory_xact_lock_shared(${ERASURE_LOCK})`);
  const wanted = await withoutErased(tx, records);
  const erased = records.length - wanted.length;
  if (wanted.length === 0) return { stored: 0, known: 0, erased };

  await tx.insert(conversations).values(emptyConversations(wanted)).onConflictDoNothing();
  const inserted = await tx
    .insert(turns)
    .values(wanted.map(turnRow))
    .onConflictDoNothing()
    .returning({ turnId: turns.turnId });
  const fresh = new Set(inserted.map(({ turnId }) => turnId));
  const stored = wanted.filter((record) => fresh.has(record.turn_id));
  const writes = stored.flatMap(appointmentRow);
  if (writes.length > 0) await tx.insert(appointments).values(writes);
  if (stored.length > 0) await summarize(tx, distinctKeys(stored));
  return { stored: stored.length, known: wanted.length - stored.length, erased };
}

async function withoutErased(tx: Transaction, records: TurnRecord[]): Promise<TurnRecord[]> {
  const keys = distinctKeys(records);
  const erasedUpTo = await tx
    .select()
    .from(erasures)
    .where(
      and(
        inArray(
          erasures.owner,
          keys.map(({ owner }) => owner),
        ),
        inArray(
          erasures.sessionId,
          keys.map(({ sessionId }) => sessionId),
        ),
      ),
    );
  const upTo = new Map(erasedUpTo.map((row) => [nameOf(row), Date.parse(row.erasedUpTo)]));
  return records.filter((record) => record.received_at > (upTo.get(nameOf(keyOf(record))) ?? -1));
}

/** A conversation of no turns each; `summarize` tells what they hold. */
function emptyConversations(records: TurnRecord[]) {
  const byName = new Map(records.map((record) => [nameOf(keyOf(record)), record]));
  return distinctKeys(records).flatMap((key) => {
    const record = byName.get(nameOf(key));
    if (record === undefined) return [];
    return {
      ...key,
      ownerClientId: record.client_id,
      ownerCustomerId: record.customer_id,
      clientName: record.client_name === null ? null : storable(record.client_name),
      channel: record.channel,
      title: storable(firstCharacters(record.user_message, TITLE_CHARACTERS)),
      startedAt: record.at,
      lastTurnAt: record.at,
      lastReceivedAt: new Date(record.received_at).toISOString(),
      turns: 0,
    };
  });
}

const turnRow = (record: TurnRecord) => ({
  ...keyOf(record),
  turnId: record.turn_id,
  turn: record.turn,
  at: record.at,
  receivedAt: new Date(record.received_at).toISOString(),
  channel: record.channel,
  userMessage: storable(record.user_message),
  reply: storable(record.reply),
  intent: record.intent,
  confidence: record.confidence,
  classifiedBy: record.classified_by,
  tools: record.tools,
  writeOutcome: record.write_outcome,
  handoff: record.handoff,
  dataKind: record.data_kind,
  modelCalls: record.usage.model_calls,
  inputTokens: record.usage.input_tokens,
  outputTokens: record.usage.output_tokens,
});

function appointmentRow({ turn_id, at, write_outcome, action, ...record }: TurnRecord) {
  if (write_outcome === null || action === null) return [];
  const { tool, status } = write_outcome;
  if (tool === 'add_note' || tool === 'request_address_change') return [];
  return {
    turnId: turn_id,
    owner: `${record.client_id}#${record.customer_id}`,
    tool,
    status,
    projectNumber: storable(action.project.number),
    category: storable(action.project.category),
    type: storable(action.project.type),
    date: action.date,
    time: action.time,
    newDate: action.new_date,
    newTime: action.new_time,
    at,
  };
}

/** Brings conversations up to what their turns say, in whatever order and however often those came. */
async function summarize(tx: Transaction, keys: Key[]): Promise<void> {
  const among = sql.join(
    keys.map(({ owner, sessionId }) => sql`(${owner}, ${sessionId})`),
    sql`, `,
  );
  await tx.execute(sql`
    update ${conversations} set
      turns = held.turns, title = held.title, started_at = held.started_at,
      last_turn_at = held.last_turn_at, last_received_at = held.last_received_at
    from (
      select owner, session_id, count(*) as turns, max(received_at) as last_received_at,
        (array_agg(left(user_message, cast(${TITLE_CHARACTERS} as integer)) order by received_at, turn_id))[1] as title,
        (array_agg(at order by received_at, turn_id))[1] as started_at,
        (array_agg(at order by received_at desc, turn_id desc))[1] as last_turn_at
      from ${turns} where (owner, session_id) in (${among}) group by owner, session_id
    ) as held
    where conversations.owner = held.owner and conversations.session_id = held.session_id`);
}

const deleteIfEmpty = (tx: Transaction, owner: string, sessionId: string) =>
  tx.delete(conversations).where(
    and(
      eq(conversations.owner, owner),
      eq(conversations.sessionId, sessionId),
      not(
        exists(
          tx
            .select({ one: sql`1` })
            .from(turns)
            .where(and(eq(turns.owner, owner), eq(turns.sessionId, sessionId))),
        ),
      ),
    ),
  );

const updated = (result: { numberOfRecordsUpdated?: number | undefined }): number => result.numberOfRecordsUpdated ?? 0;
