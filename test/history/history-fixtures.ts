import { historyDatabase, localHistoryAddress } from '../../adapters/history/database.ts';
import { createHistory } from '../../adapters/history/history.ts';
import { createHistoryStore } from '../../adapters/history/history-store.ts';
import { migrate } from '../../adapters/history/migrate.ts';
import { type Migration, readMigrations } from '../../adapters/history/migrations/migration-files.ts';
import type { TurnRecord } from '../../core/contracts/turn-record.ts';
import type { Engine } from '../../runtime/data-api/engine.ts';
import { pgliteEngine } from '../../runtime/data-api/pglite-engine.ts';
import { serveDataApi } from '../../runtime/data-api/server.ts';
import { postgresBinaries, startPostgres } from './postgres-server.ts';

/** The databases to test on: PGlite, and a real server where one is installed. */
export const ENGINES: [name: string, open: () => Promise<Engine>][] = [['PGlite', () => pgliteEngine(null)]];
const binaries = postgresBinaries();
if (binaries !== null) ENGINES.push(['PostgreSQL', () => startPostgres(binaries)]);

/** Where no server is installed, the report says so. */
export const NO_SERVER = binaries === null;

/** A clock that only sleeping moves. */
export function fakeTime(start = Date.parse('2026-11-22T15:00:00Z')) {
  let now = start;
  return {
    clock: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
    advance: (ms: number) => {
      now += ms;
    },
  };
}

export type TestHistory = Awaited<ReturnType<typeof serveHistory>>;

/** The history's adapters against a stand-in in front of an engine, on one fake clock. */
export async function serveHistory(engine: Engine, { wakingBudgetMs = 90_000 } = {}) {
  const time = fakeTime();
  const server = await serveDataApi({ engine: Promise.resolve(engine), clock: time.clock });
  const waiting = { budgetMs: wakingBudgetMs, clock: time.clock, sleep: time.sleep };
  const db = historyDatabase({ ...localHistoryAddress(server.url), waiting });
  const store = createHistoryStore(db, time.clock);
  return {
    ...time,
    server,
    db,
    store,
    history: createHistory(db, store, async () => 'ok', time.clock),
    migrate: (migrations: readonly Migration[] = readMigrations(), budgetMs = 3_600_000) =>
      migrate(db, { migrations, ...time, budgetMs }),
    query: (sql: string) => rowsOf(engine, sql),
    /** An empty database again. */
    clear: async () => {
      await rowsOf(engine, 'drop schema public cascade');
      await rowsOf(engine, 'create schema public');
    },
    /** The tables as they are after the migrations, without rows. */
    empty: () => rowsOf(engine, 'truncate conversations, turns, appointments, erasures, rejected_records'),
  };
}

/** Rows in text form, past the stand-in. */
async function rowsOf(engine: Engine, sql: string): Promise<Record<string, unknown>[]> {
  const connection = await engine.connect();
  try {
    const { columns, rows } = await connection.query(sql, []);
    return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
  } finally {
    connection.release();
  }
}

export const OWNER = '11TB01SB#7001001';

let made = 0;

/** A finished turn of `OWNER`; each call is a later one. */
export function aTurn(changes: Partial<TurnRecord> = {}): TurnRecord {
  made += 1;
  const received_at = changes.received_at ?? Date.parse('2026-11-22T14:00:00Z') + made * 1_000;
  return {
    turn_id: `turn-${made}`,
    session_id: 'session-0001',
    turn: 1,
    at: new Date(received_at).toISOString(),
    received_at,
    customer_id: '7001001',
    client_id: '11TB01SB',
    client_name: 'Tampa Bay Interiors',
    channel: 'chat',
    user_message: 'Which projects do I have?',
    reply: 'You have three projects that can be scheduled.',
    intent: 'list_projects',
    confidence: 0.97,
    classified_by: 'local',
    tools: ['list_projects'],
    write_outcome: null,
    action: null,
    handoff: null,
    data_kind: 'projects',
    usage: { model_calls: 0, input_tokens: 0, output_tokens: 0 },
    ...changes,
  };
}

/** A turn that booked. */
export const aBooking = (changes: Partial<TurnRecord> = {}): TurnRecord =>
  aTurn({
    user_message: 'Yes',
    reply: 'Your Flooring Installation is booked.',
    intent: 'affirm',
    tools: ['confirm_appointment'],
    write_outcome: { tool: 'confirm_appointment', status: 'confirmed' },
    action: {
      tool: 'confirm_appointment',
      project: { number: '41001_1', category: 'Flooring', type: 'Installation' },
      date: '2026-12-03',
      time: '10:00',
      new_date: null,
      new_time: null,
    },
    data_kind: 'appointment',
    ...changes,
  });

let events = 0;

/** The session item after a turn, as an image of the stream. */
export const imageOf = (turn: TurnRecord | string, sessionId = 'session-0001', owner = OWNER) => ({
  pk: { S: `session#${sessionId}` },
  kind: { S: 'session' },
  owner: { S: owner },
  version: { N: '3' },
  last_turn: { S: typeof turn === 'string' ? turn : JSON.stringify(turn) },
});

/** A record of the stream: a turn was saved. */
export function saved(turn: TurnRecord, { createdAt = turn.received_at + 1_000 } = {}) {
  const owner = `${turn.client_id}#${turn.customer_id}`;
  return change('MODIFY', turn.session_id, { NewImage: imageOf(turn, turn.session_id, owner) }, createdAt);
}

/** A record of the stream: any change. */
export function change(
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE',
  sessionId: string,
  images: { NewImage?: unknown; OldImage?: unknown },
  createdAt = Date.parse('2026-11-22T14:30:00Z'),
) {
  events += 1;
  return {
    eventID: `event-${events}`,
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(createdAt / 1000),
      Keys: { pk: { S: `session#${sessionId}` } },
      SequenceNumber: String(100 + events),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      ...images,
    },
  };
}
