import type { TurnState } from '../../core/contracts/turn.ts';
import { Understanding } from '../../core/contracts/understanding.ts';
import { addModelUsage, type ModelOutcome, type ModelUsage } from '../../core/ports/model.ts';
import type { Model } from '../../core/understanding/model.ts';
import { asksForNoTexts, isOptOutKeyword } from '../../core/understanding/opt-out.ts';
import { understand } from '../../core/understanding/understand.ts';
import { asAnswer } from './as-answer.ts';

/**
 * Asks a language model to read the turn's message, given how the local model read it. `understanding` is null where the
 * local reading stands; what asking took counts either way.
 */
export type AskModel = (
  turn: TurnState,
  local: Understanding,
) => Promise<{ understanding: Understanding | null; usage: ModelUsage; outcome: ModelOutcome }>;

/** When the language model is asked about what the local one has read. */
export type CascadeSettings = {
  /** Below this confidence of the local reading; null: below the confidence that the clarifier asks under. */
  readonly ask_model_below: number | null;
  /** From this many characters on, where a story may hide the request. */
  readonly ask_model_from_length: number;
};

export const CASCADE: CascadeSettings = { ask_model_below: null, ask_model_from_length: 280 };

export type ClassifyDeps = {
  readonly model: Model;
  readonly cascade: CascadeSettings;
  readonly askModel?: AskModel | undefined;
};

/** What the classifier sets in the turn. */
export type Classification = Understanding & Pick<TurnState, 'usage' | 'needs_clarification' | 'model_outcomes'>;

/**
 * Reads the turn's message: context, then the local model, then, where that is unsure, the message is long or holds
 * several requests, a language model when there is one. A language model that fails, or answers what is no
 * understanding, changes nothing.
 */
export async function classify(turn: TurnState, { model, cascade, askModel }: ClassifyDeps): Promise<Classification> {
  const local = readLocally(turn, model);
  if (askModel === undefined || !isWorthAsking(local, turn, cascade)) return patch(asAnswer(local, turn), turn.usage);
  const asked = await askModel(turn, local).catch(() => null);
  if (asked === null) return patch(asAnswer(local, turn), turn.usage);
  const read = Understanding.safeParse(asked.understanding);
  return {
    ...patch(asAnswer(read.success ? read.data : local, turn), addModelUsage(turn.usage, asked.usage)),
    model_outcomes: [{ agent: 'Classifier', ...asked.outcome }],
  };
}

/** The local reading of the turn's message; day and time of day are those of the turn's one clock reading. */
export function readLocally(turn: TurnState, model: Model): Understanding {
  const { session_context: session } = turn;
  if (turn.channel === 'sms' && isOptOutKeyword(turn.user_message)) return OPT_OUT;
  const read = understand(
    {
      text: turn.user_message,
      today: turn.now.slice(0, 10),
      time: turn.now.slice(11, 16),
      context: {
        expecting: session.expecting,
        offers: session.offers,
        pending_tool: session.pending_action?.tool ?? null,
        task_intent: session.task?.intent ?? null,
      },
    },
    model,
  );
  const isElse = read.confidence >= turn.settings.confidence_threshold && read.intent !== 'out_of_scope';
  return !isElse && asksForNoTexts(turn.user_message) ? OPT_OUT : read;
}

/** The wish for no more text messages is a no to whatever was asked. */
const OPT_OUT: Understanding = {
  intent: 'deny',
  confidence: 1,
  entities: {},
  secondary_intents: [],
  alternatives: [{ intent: 'deny', probability: 1 }],
  classified_by: 'context',
};

/** Whether a language model could know better: never for an answer read against what was asked or offered. */
export function isWorthAsking(local: Understanding, turn: TurnState, cascade: CascadeSettings): boolean {
  if (local.classified_by === 'context') return false;
  return (
    local.confidence < (cascade.ask_model_below ?? turn.settings.confidence_threshold) ||
    local.secondary_intents.length > 0 ||
    turn.user_message.length >= cascade.ask_model_from_length
  );
}

function patch(understanding: Understanding, usage: ModelUsage): Classification {
  return { ...understanding, usage, needs_clarification: false };
}
