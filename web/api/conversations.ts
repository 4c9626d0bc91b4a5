import type { Conversation, ConversationPage } from '../../core/ports/history.ts';
import { fetchJson } from './fetch-json.ts';

const as = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } });
const encoded = encodeURIComponent;

/** The customer's own conversations, from the history database. Each throws a `Problem`. */
export const conversations = {
  list: (token: string, cursor: string | null, signal: AbortSignal) =>
    fetchJson<ConversationPage>(`/api/conversations?limit=20${cursor === null ? '' : `&cursor=${encoded(cursor)}`}`, {
      ...as(token),
      signal,
    }),
  get: (token: string, sessionId: string, signal: AbortSignal) =>
    fetchJson<Conversation>(`/api/conversations/${encoded(sessionId)}`, { ...as(token), signal }),
  erase: (token: string, sessionId: string) =>
    fetchJson<void>(`/api/conversations/${encoded(sessionId)}`, { ...as(token), method: 'DELETE' }),
};
