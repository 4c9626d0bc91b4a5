import type { Model } from '../core/understanding/model.ts';
import { understand } from '../core/understanding/understand.ts';
import type { Judged } from './figures.ts';
import type { LabelledMessage } from './labelled.ts';

/** Messages read before the clock counts: the first ones pay for the compiler. */
const WARM_UP = 30;

/**
 * Understands every message of a data set on its own, with what was asked as its only context.
 * @param otherwise instant for messages without `now`, ISO with offset
 */
export function judge(model: Model, messages: readonly LabelledMessage[], otherwise: string): Judged[] {
  const read = (message: LabelledMessage) => {
    const now = message.now ?? otherwise;
    return understand(
      {
        text: message.text,
        today: now.slice(0, 10),
        time: now.slice(11, 16),
        context: { expecting: message.expecting ?? null, offers: [], pending_tool: null, task_intent: null },
      },
      model,
    );
  };
  for (const message of messages.slice(0, WARM_UP)) read(message);
  return messages.map((message) => {
    const started = performance.now();
    const understood = read(message);
    return { message, understood, ms: performance.now() - started };
  });
}
