import {
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  varchar,
} from 'drizzle-orm/pg-core';
import type { WriteOutcome } from '../../core/contracts/action.ts';
import { INTENT_NAMES } from '../../core/intents.ts';
import { instant } from './instant.ts';

/** A customer's conversation. One of its owner's: two customers may have chosen the same session id at different times. */
export const conversations = pgTable(
  'conversations',
  {
    /** `<home client_id>#<customer_id>`: part of every query. */
    owner: text('owner').notNull(),
    sessionId: varchar('session_id', { length: 64 }).notNull(),
    ownerClientId: text('owner_client_id').notNull(),
    ownerCustomerId: text('owner_customer_id').notNull(),
    clientName: text('client_name'),
    channel: text('channel', { enum: ['chat', 'sms', 'voice'] }).notNull(),
    /** The first message, cut to 120 characters. */
    title: text('title').notNull(),
    startedAt: instant('started_at').notNull(),
    lastTurnAt: instant('last_turn_at').notNull(),
    /** When the last turn came in on the real clock: what lists are ordered by. */
    lastReceivedAt: instant('last_received_at').notNull(),
    turns: integer('turns').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.sessionId] }),
    index('conversations_newest_first').on(
      table.owner,
      table.lastReceivedAt.desc().nullsFirst(),
      table.sessionId.desc().nullsFirst(),
    ),
  ],
);

/** A finished turn, stored once under its execution id. `turn` starts at 1 again when a session expires. */
export const turns = pgTable(
  'turns',
  {
    turnId: text('turn_id').primaryKey(),
    owner: text('owner').notNull(),
    sessionId: varchar('session_id', { length: 64 }).notNull(),
    turn: integer('turn').notNull(),
    at: instant('at').notNull(),
    receivedAt: instant('received_at').notNull(),
    channel: text('channel', { enum: ['chat', 'sms', 'voice'] }).notNull(),
    userMessage: text('user_message').notNull(),
    reply: text('reply').notNull(),
    intent: text('intent', { enum: INTENT_NAMES }).notNull(),
    confidence: doublePrecision('confidence').notNull(),
    classifiedBy: text('classified_by', { enum: ['context', 'local', 'bedrock'] }).notNull(),
    tools: jsonb('tools').$type<string[]>().notNull(),
    writeOutcome: jsonb('write_outcome').$type<WriteOutcome>(),
    handoff: text('handoff'),
    dataKind: text('data_kind'),
    modelCalls: integer('model_calls').notNull(),
    inputTokens: integer('input_tokens').notNull(),
    outputTokens: integer('output_tokens').notNull(),
  },
  (table) => [
    foreignKey({
      name: 'turns_conversation',
      columns: [table.owner, table.sessionId],
      foreignColumns: [conversations.owner, conversations.sessionId],
    }).onDelete('cascade'),
    index('turns_in_order').on(table.owner, table.sessionId, table.receivedAt, table.turnId),
  ],
);

/** What became of each booking, move and cancellation. */
export const appointments = pgTable(
  'appointments',
  {
    turnId: text('turn_id')
      .primaryKey()
      .references(() => turns.turnId, { onDelete: 'cascade' }),
    owner: text('owner').notNull(),
    tool: text('tool', { enum: ['confirm_appointment', 'reschedule_appointment', 'cancel_appointment'] }).notNull(),
    status: text('status', {
      enum: ['confirmed', 'requested', 'refused', 'not_done', 'unknown', 'rehearsed'],
    }).notNull(),
    projectNumber: text('project_number').notNull(),
    category: text('category').notNull(),
    type: text('type').notNull(),
    /** The slot that was booked, given up or cancelled, local to the tenant; null where PF360 named none. */
    date: date('date', { mode: 'string' }),
    time: varchar('time', { length: 5 }),
    /** Where one write moved it. */
    newDate: date('new_date', { mode: 'string' }),
    newTime: varchar('new_time', { length: 5 }),
    at: instant('at').notNull(),
  },
  (table) => [index('appointments_of_owner').on(table.owner, table.at)],
);

/** Conversations that their owner erased: a record that arrives late must not bring one back. */
export const erasures = pgTable(
  'erasures',
  {
    owner: text('owner').notNull(),
    sessionId: varchar('session_id', { length: 64 }).notNull(),
    /** Turns received up to then are gone; later ones begin the conversation anew. */
    erasedUpTo: instant('erased_up_to').notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.sessionId] }), index('erasures_by_age').on(table.erasedUpTo)],
);

/** Stream records that could not be stored as turns, kept aside so that they hold up no other. */
export const rejectedRecords = pgTable(
  'rejected_records',
  {
    /** The stream's id of the event. */
    eventId: text('event_id').primaryKey(),
    sessionId: text('session_id').notNull(),
    owner: text('owner'),
    /** What was wrong: an error's name, SQL state, or the paths of a schema, never a customer's words. */
    problem: text('problem').notNull(),
    /** The turn record as JSON, as it came. */
    body: text('body').notNull(),
    rejectedAt: instant('rejected_at').notNull(),
  },
  (table) => [
    index('rejected_records_by_age').on(table.rejectedAt),
    index('rejected_records_of_session').on(table.sessionId),
  ],
);
