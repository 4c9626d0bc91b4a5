import * as z from 'zod';
import { Channel } from '../contracts/turn.ts';
import { Intent } from '../contracts/understanding.ts';

/** One of the caller's conversations, as the list shows it. Times are ISO instants in UTC. */
export const ConversationSummary = z.object({
  session_id: z.string(),
  started_at: z.string(),
  last_turn_at: z.string(),
  turns: z.int().min(1),
  channel: Channel,
  /** The first message, cut to 120 characters. */
  title: z.string(),
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

export const ConversationTurn = z.object({
  turn: z.int().min(1),
  user_message: z.string(),
  reply: z.string(),
  intent: Intent,
  confidence: z.number().min(0).max(1),
  tools: z.array(z.string()),
  time: z.string(),
});
export type ConversationTurn = z.infer<typeof ConversationTurn>;

export const Conversation = z.object({ session_id: z.string(), turns: z.array(ConversationTurn) });
export type Conversation = z.infer<typeof Conversation>;

export const ConversationPage = z.object({
  conversations: z.array(ConversationSummary),
  /** Hand it back for the next page; null on the last one. */
  next_cursor: z.string().nullable(),
});
export type ConversationPage = z.infer<typeof ConversationPage>;

/**
 * The history database, read on behalf of one owner (`<home client_id>#<customer_id>`). Nothing of another owner is ever
 * returned or erased. It lags behind the session store by the stream's delay.
 */
export type History = {
  /** Newest first. @throws {InvalidRequestError} `cursor` is none that this history gave out. */
  list(owner: string, page: { limit: number; cursor: string | null }): Promise<ConversationPage>;
  /** All turns, oldest first; null when the owner has no such conversation. */
  get(owner: string, sessionId: string): Promise<Conversation | null>;
  /** False when there was nothing to erase. */
  erase(owner: string, sessionId: string): Promise<boolean>;
  /** Whether it can be used, asked without waking a paused database. */
  status(): Promise<'ok' | 'down'>;
};
