import { createClock } from '../../adapters/clock.ts';
import { readVariables } from '../../adapters/config.ts';
import { historyAddress } from '../../adapters/history/database.ts';
import { openHistory } from '../../adapters/history/open-history.ts';
import { createWriterHealth } from '../../adapters/history/writer-health.ts';
import { createSessions } from '../../adapters/sessions.ts';
import { openTable } from '../../adapters/table.ts';
import { ClientChosenId } from '../../core/contracts/turn.ts';
import { HistoryUnavailableError, InvalidRequestError } from '../../core/errors.ts';
import type { History } from '../../core/ports/history.ts';
import type { Sessions } from '../../core/ports/sessions.ts';
import { lazily } from '../shared/lazily.ts';
import { type Log, logger } from '../shared/logger.ts';
import { ownerOf } from '../supervisor/open-turn.ts';
import { callerOf, jsonResult, ProxyEvent, type ProxyResult, problemResult, withCors } from './proxy.ts';

export type ConversationsDeps = {
  history: Pick<History, 'list' | 'get' | 'erase'>;
  sessions: Pick<Sessions, 'remove'>;
  allowedOrigins: readonly string[];
  log?: Pick<Log, 'error'>;
};

/**
 * The caller's own conversations: the list and one conversation from the history database, and erasing one from both
 * stores. A turn is in the history as soon as the table's stream has brought it there.
 */
export function createConversations(deps: ConversationsDeps) {
  const { allowedOrigins, log = logger } = deps;
  return async (raw: unknown): Promise<ProxyResult> => {
    const event = ProxyEvent.parse(raw);
    const { requestId } = event.requestContext;
    const result = await serve(event, deps).catch((error: unknown) => {
      if (error instanceof InvalidRequestError) return problemResult('invalid-request', requestId, error.message);
      if (error instanceof HistoryUnavailableError) return problemResult('history-waking', requestId);
      const error_name = error instanceof Error ? error.name : 'Error';
      log.error('conversations failed', { request_id: requestId, error_name });
      return problemResult('assistant-failed', requestId);
    });
    return withCors(result, event, allowedOrigins);
  };
}

async function serve(event: ProxyEvent, { history, sessions }: ConversationsDeps): Promise<ProxyResult> {
  const { requestId } = event.requestContext;
  const caller = callerOf(event);
  if (caller === null) return problemResult('unauthorized', requestId);
  const owner = ownerOf(caller);
  if (event.resource === '/api/conversations') return jsonResult(200, await history.list(owner, pageOf(event)));

  const { data: sessionId } = ClientChosenId.safeParse(event.pathParameters?.session_id);
  if (sessionId === undefined) return problemResult('session-not-found', requestId);
  if (event.httpMethod === 'DELETE') {
    // The session first: a turn that is still running can then no longer be saved, and so not reach the history.
    const removed = await sessions.remove(sessionId, owner);
    const erased = await history.erase(owner, sessionId);
    if (!removed && !erased) return problemResult('session-not-found', requestId);
    return { statusCode: 204, headers: {}, body: '' };
  }
  const conversation = await history.get(owner, sessionId);
  return conversation === null ? problemResult('session-not-found', requestId) : jsonResult(200, conversation);
}

function pageOf({ queryStringParameters }: ProxyEvent): { limit: number; cursor: string | null } {
  const { limit = '20', cursor } = queryStringParameters ?? {};
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > 100) {
    throw new InvalidRequestError('limit', 'must be a whole number from 1 to 100');
  }
  return { limit: Number(limit), cursor: cursor ?? null };
}

export const handler = lazily(() => {
  const config = readVariables(process.env, [
    'SESSION_TABLE',
    'SESSION_TTL_SECONDS',
    'ALLOWED_ORIGINS',
    'HISTORY_CLUSTER_ARN',
    'HISTORY_SECRET_ARN',
    'HISTORY_DATABASE',
  ]);
  const clock = createClock(undefined);
  const table = openTable(config.SESSION_TABLE);
  return createConversations({
    history: openHistory(historyAddress(config), createWriterHealth(table, clock.real).status),
    sessions: createSessions(table, clock, { ttlSeconds: config.SESSION_TTL_SECONDS }),
    allowedOrigins: config.ALLOWED_ORIGINS ?? [],
  });
});
