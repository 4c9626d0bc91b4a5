import type { Answer } from '../../core/contracts/answer.ts';
import type { Channel } from '../../core/contracts/turn.ts';

/** Why a message has no answer, as the page shows it. `status` 0: nothing answered. */
export type Refusal = { status: number; title: string; detail: string };

/** One message of the customer and what became of it. */
export type Exchange = {
  message_id: string;
  message: string;
  channel: Channel;
  /** One of the token's locations; null: all of them. */
  client_id: string | null;
  /** Epoch milliseconds at which it was said. */
  at: number;
  outcome: /** `long`: the front door has said that the turn takes longer than it waits. */
  { is: 'waiting'; long: boolean } | { is: 'answered'; answer: Answer } | { is: 'refused'; refusal: Refusal };
};

/** A session as this tab has seen it. Both kinds of ids are chosen here, so that no answer can be lost. */
export type Conversation = {
  session_id: string;
  channel: Channel;
  client_id: string | null;
  exchanges: Exchange[];
};

export type Step =
  | { does: 'begin'; session_id: string }
  | { does: 'switch channel'; channel: Channel }
  | { does: 'switch location'; client_id: string | null }
  | { does: 'say'; message: string; message_id: string; at: number }
  /** The same message again, under the same id. */
  | { does: 'ask again'; message_id: string; at: number }
  | { does: 'withdraw'; message_id: string }
  | { does: 'wait on'; message_id: string }
  | { does: 'answer'; message_id: string; answer: Answer }
  | { does: 'refuse'; message_id: string; refusal: Refusal };

export const emptyConversation = (session_id: string): Conversation => ({
  session_id,
  channel: 'chat',
  client_id: null,
  exchanges: [],
});

/** The conversation after a step. What comes for a message that is not there any more changes nothing. */
export function advance(conversation: Conversation, step: Step): Conversation {
  switch (step.does) {
    case 'begin':
      return { ...conversation, session_id: step.session_id, exchanges: [] };
    case 'switch channel':
      return { ...conversation, channel: step.channel };
    case 'switch location':
      return { ...conversation, client_id: step.client_id };
    case 'say': {
      if (waitingIn(conversation) !== null) return conversation;
      const { channel, client_id } = conversation;
      const { message, message_id, at } = step;
      const said: Exchange = { message_id, message, channel, client_id, at, outcome: { is: 'waiting', long: false } };
      return { ...conversation, exchanges: [...conversation.exchanges, said] };
    }
    case 'withdraw':
      return {
        ...conversation,
        exchanges: conversation.exchanges.filter(({ message_id }) => message_id !== step.message_id),
      };
    case 'ask again':
      return changed(conversation, step.message_id, { outcome: { is: 'waiting', long: false }, at: step.at });
    case 'wait on':
      return changed(conversation, step.message_id, { outcome: { is: 'waiting', long: true } });
    case 'answer':
      return changed(conversation, step.message_id, { outcome: { is: 'answered', answer: step.answer } });
    case 'refuse':
      return changed(conversation, step.message_id, { outcome: { is: 'refused', refusal: step.refusal } });
  }
}

/** The message that has no answer yet; there is one at most, since a session has one turn at a time. */
export function waitingIn({ exchanges }: Conversation): Exchange | null {
  const last = exchanges.at(-1);
  return last?.outcome.is === 'waiting' ? last : null;
}

/** Whether a session began anew at this answer: the one before it had ended by itself. */
export function beganAnew(exchanges: readonly Exchange[], index: number): boolean {
  const { outcome } = exchanges[index] ?? {};
  const hasEarlier = exchanges.slice(0, index).some((exchange) => exchange.outcome.is === 'answered');
  return hasEarlier && outcome?.is === 'answered' && outcome.answer.turn === 1;
}

const changed = (conversation: Conversation, id: string, change: Partial<Exchange>): Conversation => ({
  ...conversation,
  exchanges: conversation.exchanges.map((exchange) =>
    exchange.message_id === id ? { ...exchange, ...change } : exchange,
  ),
});
