import * as z from 'zod';
import { INTENT_NAMES } from '../intents.ts';
import { Entities } from '../understanding/entities/entities.ts';

export const Intent = z.enum(INTENT_NAMES);
export type Intent = z.infer<typeof Intent>;

/** What the assistant asked for last; decides how a bare answer is read. */
export const Expecting = z.enum(['project', 'date', 'time', 'confirmation', 'reason', 'note_text', 'address']);
export type Expecting = z.infer<typeof Expecting>;

const TEXTS: ReadonlySet<Expecting> = new Set(['reason', 'note_text', 'address']);
/** Whether the question is for a text in the customer's own words. */
export const isTextAsked = (expecting: Expecting | null): boolean => expecting !== null && TEXTS.has(expecting);

/** Who understood the message: an answer read against what was offered, the local model, or Bedrock. */
export const ClassifiedBy = z.enum(['context', 'local', 'bedrock']);
export type ClassifiedBy = z.infer<typeof ClassifiedBy>;

/** As many requests of one message as are told apart, and answered. */
export const MOST_REQUESTS = 8;

/** One reading of one message. `confidence` is a calibrated probability that `intent` is right. */
export const Understanding = z.object({
  intent: Intent,
  confidence: z.number().min(0).max(1),
  entities: Entities,
  secondary_intents: z.array(Intent).max(MOST_REQUESTS - 1),
  /** The likeliest intents, best first, with their probabilities: what the clarifier chooses between. */
  alternatives: z.array(z.object({ intent: Intent, probability: z.number().min(0).max(1) })).max(3),
  classified_by: ClassifiedBy,
});
export type Understanding = z.infer<typeof Understanding>;

/** A quick reply: its text, and what it means when it is sent back as it is. */
export const Suggestion = z.object({ text: z.string().min(1).max(80), intent: Intent, entities: Entities });
export type Suggestion = z.infer<typeof Suggestion>;
