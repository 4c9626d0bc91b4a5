import { createHash } from 'node:crypto';
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Answer } from '../core/contracts/answer.ts';
import { TurnRecord } from '../core/contracts/turn-record.ts';
import { LeaseLostError, SessionBusyError, SessionNotFoundError } from '../core/errors.ts';
import type { OpenedSession, SavedTurn, Sessions } from '../core/ports/sessions.ts';
import { SessionState } from '../core/ports/sessions.ts';
import type { Clock } from './clock.ts';
import { isConditionFailure, type Table } from './table.ts';

/** Longer than a turn can run: the state machine ends it after 290 s. */
export const LEASE_SECONDS = 300;
/** Answers kept in the session item itself; older ones become items of their own. */
const ANSWERS_IN_ITEM = 5;
const ANSWER_BYTES_IN_ITEM = 32 * 1024;
/** How many older answers a session finds again. */
const OLDER_ANSWERS = 2000;
const ANSWER_TTL_SECONDS = 24 * 3600;
/** Each lost race means that somebody else got on; more than this many in a row is no race. */
const ATTEMPTS = 5;

/**
 * A session's item. State, last turn and answers are JSON texts: they come back exactly as they were, and the item's size
 * is plain to see. `turn` is the last one saved, 0 before the first.
 */
const SessionItem = z.object({
  owner: z.string(),
  version: z.int(),
  turn: z.int(),
  /** Epoch milliseconds on the business clock. The attribute that DynamoDB deletes by, `expires_at`, is in seconds. */
  expires_ms: z.number(),
  saved_at: z.number().optional(),
  begun_by: z.string().optional(),
  lease_holder: z.string().optional(),
  lease_until: z.number().optional(),
  state: z.string().optional(),
  last_turn: z.string().optional(),
  answers: z.string().optional(),
  /** Hashes of the message ids whose answers are items of their own, oldest first. */
  older_answers: z.array(z.string()).optional(),
});
type SessionItem = z.infer<typeof SessionItem>;

const KeptAnswer = z.object({ message_id: z.string(), answer: Answer });
const KeptAnswers = z.array(KeptAnswer);
type KeptAnswer = z.infer<typeof KeptAnswer>;
const AnswerItem = z.object({ answer: z.string() });

export function createSessions(table: Table, clock: Clock, { ttlSeconds }: { ttlSeconds: number }): Sessions {
  const { client, name: TableName } = table;
  const now = () => clock.now().epochMilliseconds;
  const idleUntil = () => now() + ttlSeconds * 1000;
  const leaseIsLive = (item: SessionItem) => item.lease_holder !== undefined && (item.lease_until ?? 0) > clock.real();
  const isGone = (item: SessionItem) => item.expires_ms <= now() && !leaseIsLive(item);

  async function read(sessionId: string): Promise<SessionItem | null> {
    const { Item } = await client.send(new GetCommand({ TableName, Key: sessionKey(sessionId), ConsistentRead: true }));
    return Item === undefined ? null : SessionItem.parse(Item);
  }

  async function recordedAnswer(sessionId: string, item: SessionItem, messageId: string): Promise<Answer | null> {
    const kept = answersIn(item).find((one) => one.message_id === messageId);
    if (kept !== undefined) return kept.answer;
    if (!item.older_answers?.includes(hashOf(messageId))) return null;
    const { Item } = await client.send(
      new GetCommand({ TableName, Key: answerKey(sessionId, hashOf(messageId)), ConsistentRead: true }),
    );
    return Item === undefined ? null : Answer.parse(JSON.parse(AnswerItem.parse(Item).answer));
  }

  async function deleteAnswers(sessionId: string, hashes: readonly string[]): Promise<void> {
    for (let from = 0; from < hashes.length; from += 25) {
      const some = hashes.slice(from, from + 25).map((hash) => answerKey(sessionId, hash));
      await Promise.all(some.map((Key) => client.send(new DeleteCommand({ TableName, Key }))));
    }
  }

  return {
    async open({ session_id, owner, message_id, execution_id }): Promise<OpenedSession> {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const item = await read(session_id);
        if (item !== null && item.owner !== owner) throw new SessionNotFoundError('no such session');
        const live = item !== null && !isGone(item) ? item : null;
        if (live !== null && message_id !== null) {
          const answer = await recordedAnswer(session_id, live, message_id);
          if (answer !== null) return { answered: true, answer };
        }
        if (item !== null && leaseIsLive(item) && item.lease_holder !== execution_id) {
          throw new SessionBusyError('another turn of this session is running');
        }
        if (item !== null && live === null) await deleteAnswers(session_id, item.older_answers ?? []);
        const lease = { holder: execution_id, until: clock.real() + LEASE_SECONDS * 1000, expires: idleUntil() };
        const update =
          item === null ? begin(owner, lease) : live === null ? beginAgain(item, lease) : goOn(item, lease);
        try {
          await client.send(new UpdateCommand({ TableName, Key: sessionKey(session_id), ...update }));
        } catch (error) {
          if (isConditionFailure(error)) continue;
          throw error;
        }
        return {
          answered: false,
          session_id,
          turn: (live?.turn ?? 0) + 1,
          version: item?.version ?? 0,
          begun_by: live === null ? execution_id : live.begun_by,
          state: live === null ? null : stateIn(live),
        };
      }
      throw new SessionBusyError('others keep taking the session');
    },

    async state(sessionId) {
      const item = await read(sessionId);
      return item === null || isGone(item) ? null : stateIn(item);
    },

    async save({ owner, message_id, version, state, record, answer }: SavedTurn) {
      const item = await read(record.session_id);
      if (item === null) throw new LeaseLostError('the session was erased while the turn ran');
      if (savedBy(item) === record.turn_id) return;

      const kept = [...answersIn(item), ...(message_id === null ? [] : [{ message_id, answer }])];
      const { stay, leave } = divide(kept);
      for (const one of leave) {
        const Item = {
          ...answerKey(record.session_id, hashOf(one.message_id)),
          kind: 'answer',
          owner,
          answer: JSON.stringify(one.answer),
          expires_at: seconds(now()) + ANSWER_TTL_SECONDS,
        };
        await client.send(new PutCommand({ TableName, Item }));
      }
      const older = [...(item.older_answers ?? []), ...leave.map((one) => hashOf(one.message_id))].slice(
        -OLDER_ANSWERS,
      );

      const expires = idleUntil();
      try {
        await client.send(
          new UpdateCommand({
            TableName,
            Key: sessionKey(record.session_id),
            ConditionExpression: '#owner = :owner AND #version = :version AND lease_holder = :me',
            UpdateExpression:
              'SET #version = :next, #turn = :turn, #state = :state, last_turn = :record, answers = :answers, ' +
              'older_answers = :older, expires_ms = :expires, expires_at = :seconds, saved_at = :saved ' +
              'REMOVE lease_holder, lease_until',
            ExpressionAttributeNames: { '#owner': 'owner', '#version': 'version', '#turn': 'turn', '#state': 'state' },
            ExpressionAttributeValues: {
              ':owner': owner,
              ':version': version,
              ':me': record.turn_id,
              ':next': version + 1,
              ':turn': record.turn,
              ':state': JSON.stringify(state),
              ':record': JSON.stringify(record),
              ':answers': JSON.stringify(stay),
              ':older': older,
              ':expires': expires,
              ':seconds': seconds(expires),
              ':saved': clock.real(),
            },
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        const stored = await read(record.session_id);
        if (stored !== null && savedBy(stored) === record.turn_id) return;
        throw new LeaseLostError('another turn took the session over');
      }
    },

    async remove(sessionId, owner) {
      const item = await read(sessionId);
      if (item === null || item.owner !== owner) return false;
      await deleteAnswers(sessionId, [...(item.older_answers ?? [])]);
      try {
        await client.send(
          new DeleteCommand({
            TableName,
            Key: sessionKey(sessionId),
            ConditionExpression: '#owner = :owner',
            ExpressionAttributeNames: { '#owner': 'owner' },
            ExpressionAttributeValues: { ':owner': owner },
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        return false;
      }
      return true;
    },

    async stored(sessionId) {
      const item = await read(sessionId);
      if (item === null || isGone(item)) return null;
      const context = stateIn(item)?.context;
      return {
        pending_action: context?.pending_action ?? null,
        unresolved: context?.unresolved ?? [],
        lease_holder: leaseIsLive(item) ? (item.lease_holder ?? null) : null,
        owner: item.owner,
        last_turn_at: item.saved_at ?? null,
      };
    },

    async ping() {
      await read('ping');
    },
  };
}

const sessionKey = (sessionId: string) => ({ pk: `session#${sessionId}` });
const answerKey = (sessionId: string, hash: string) => ({ pk: `answer#${sessionId}#${hash}` });
const hashOf = (messageId: string) => createHash('sha256').update(messageId).digest('base64url').slice(0, 16);

const stateIn = (item: SessionItem): SessionState | null =>
  item.state === undefined ? null : SessionState.parse(JSON.parse(item.state));
const answersIn = (item: SessionItem): KeptAnswer[] =>
  item.answers === undefined ? [] : KeptAnswers.parse(JSON.parse(item.answers));
const savedBy = (item: SessionItem): string | null =>
  item.last_turn === undefined ? null : TurnRecord.parse(JSON.parse(item.last_turn)).turn_id;

/** The newest answers that fit into the item, and those that have to leave it. The newest one always stays. */
function divide(answers: readonly KeptAnswer[]): { stay: KeptAnswer[]; leave: KeptAnswer[] } {
  let first = Math.max(0, answers.length - ANSWERS_IN_ITEM);
  while (first < answers.length - 1 && Buffer.byteLength(JSON.stringify(answers.slice(first))) > ANSWER_BYTES_IN_ITEM) {
    first++;
  }
  return { stay: answers.slice(first), leave: answers.slice(0, first) };
}

const seconds = (ms: number): number => Math.ceil(ms / 1000);

type Lease = { holder: string; until: number; expires: number };

const begin = (owner: string, lease: Lease) => ({
  ConditionExpression: 'attribute_not_exists(pk)',
  UpdateExpression:
    'SET #kind = :kind, #owner = :owner, #version = :zero, #turn = :zero, ' +
    'expires_ms = :expires, expires_at = :seconds, lease_holder = :me, lease_until = :until, begun_by = :me',
  ExpressionAttributeNames: { '#kind': 'kind', '#owner': 'owner', '#version': 'version', '#turn': 'turn' },
  ExpressionAttributeValues: {
    ':kind': 'session',
    ':owner': owner,
    ':zero': 0,
    ':expires': lease.expires,
    ':seconds': seconds(lease.expires),
    ':me': lease.holder,
    ':until': lease.until,
  },
});

/** The item as it was read, so that whoever else comes first makes the condition fail. */
const asRead = (item: SessionItem) => ({
  condition: `#owner = :owner AND #version = :version AND expires_ms = :expired AND ${
    item.lease_holder === undefined
      ? 'attribute_not_exists(lease_holder)'
      : 'lease_holder = :holder AND lease_until = :held'
  }`,
  values: {
    ':owner': item.owner,
    ':version': item.version,
    ':expired': item.expires_ms,
    ...(item.lease_holder === undefined ? {} : { ':holder': item.lease_holder, ':held': item.lease_until }),
  },
});

const goOn = (item: SessionItem, lease: Lease) => ({
  ConditionExpression: asRead(item).condition,
  UpdateExpression: 'SET lease_holder = :me, lease_until = :until',
  ExpressionAttributeNames: { '#owner': 'owner', '#version': 'version' },
  ExpressionAttributeValues: { ...asRead(item).values, ':me': lease.holder, ':until': lease.until },
});

/** An expired session: nothing of it is left but its owner and its version. */
const beginAgain = (item: SessionItem, lease: Lease) => ({
  ConditionExpression: asRead(item).condition,
  UpdateExpression:
    'SET #turn = :zero, expires_ms = :expires, expires_at = :seconds, lease_holder = :me, lease_until = :until, ' +
    'begun_by = :me ' +
    'REMOVE #state, last_turn, answers, older_answers, saved_at',
  ExpressionAttributeNames: { '#owner': 'owner', '#version': 'version', '#turn': 'turn', '#state': 'state' },
  ExpressionAttributeValues: {
    ...asRead(item).values,
    ':zero': 0,
    ':expires': lease.expires,
    ':seconds': seconds(lease.expires),
    ':me': lease.holder,
    ':until': lease.until,
  },
});
