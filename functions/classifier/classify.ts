import type { TurnState } from '../../core/contracts/turn.ts';
import { type Expecting, type Intent, Understanding } from '../../core/contracts/understanding.ts';
import { INTENTS } from '../../core/intents.ts';
import type { ModelUsage } from '../../core/ports/model.ts';
import { namesOldTime } from '../../core/rules/old-time.ts';
import { readEntities } from '../../core/understanding/entities/read-entities.ts';
import type { Model } from '../../core/understanding/model.ts';
import { asksForNoTexts, isOptOutKeyword } from '../../core/understanding/opt-out.ts';
import { isUnreadable } from '../../core/understanding/readable.ts';
import { understand } from '../../core/understanding/understand.ts';

/**
 * Asks a language model to read the turn's message, given how the local model read it. `understanding` is null where the
 * local reading stands; what asking took counts either way.
 */
export type AskModel = (
  turn: TurnState,
  local: Understanding,
) => Promise<{ understanding: Understanding | null; usage: ModelUsage }>;

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
export type Classification = Understanding & Pick<TurnState, 'usage' | 'needs_clarification'>;

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
  return patch(asAnswer(read.success ? read.data : local, turn), {
    model_calls: turn.usage.model_calls + asked.usage.model_calls,
    input_tokens: turn.usage.input_tokens + asked.usage.input_tokens,
    output_tokens: turn.usage.output_tokens + asked.usage.output_tokens,
  });
}

/** What a text that was asked for is read as. */
const TEXT_ASKED_FOR: Partial<Record<Expecting, Intent>> = { note_text: 'add_note', reason: 'cancel_appointment' };

/** Words that take the question back or refuse it, or a short question in return: no text of the customer's. */
const NO_TEXT =
  /\b(?:forget (?:it|that|about it)|never ?mind|nvm|don'?t bother|skip it|leave it|scrap (?:it|that)|stop|quit|cancel (?:that|it)|no note|not any ?more|(?:rather|prefer) not|none of your|(?:won'?t|not going to) (?:say|tell))\b|^(?:\S+\s+){0,4}\S*\?$/i;

/** Readings in which nothing is asked for: a language model that sees a day in "call me on Monday" has seen no other request. */
const NO_REQUEST: ReadonlySet<Intent> = new Set([
  'select_project',
  'select_date',
  'select_time',
  'affirm',
  'greeting',
  'thanks',
  'goodbye',
]);

/**
 * After "What should the note say?" or "Why would you like to cancel?" whatever follows is the answer, unless it is
 * clearly something else. Where the reading is too unsure to act on, it is taken for that answer. How likely that is
 * nobody has measured, so the confidence stated is the least that is acted on, and no more.
 */
function asAnswer(read: Understanding, turn: TurnState): Understanding {
  const { expecting, pending_action } = turn.session_context;
  if (choosesSlot(read, turn)) return leastSure(read, slotIntent(read), turn);
  if (wantsOldTime(read, turn)) return leastSure(read, 'select_date', turn);
  if (correctsSummary(read, turn)) return leastSure(read, 'change_address', turn);
  if (choosesPlace(read, turn)) return leastSure(read, 'select_project', turn);
  const { confidence_threshold: threshold } = turn.settings;
  const intent = expecting === null || pending_action !== null ? undefined : TEXT_ASKED_FOR[expecting];
  const text = turn.user_message.trim();
  const isClear = read.confidence >= threshold && !(read.classified_by === 'bedrock' && NO_REQUEST.has(read.intent));
  if (intent === undefined || isClear || NO_TEXT.test(text) || isUnreadable(text)) return read;
  const entities = readEntities(text, {
    today: turn.now.slice(0, 10),
    time: turn.now.slice(11, 16),
    expecting,
    intent,
  });
  const alternatives = [{ intent, probability: threshold }];
  return { intent, confidence: threshold, entities, secondary_intents: [], alternatives, classified_by: 'context' };
}

const leastSure = (read: Understanding, intent: Intent, { settings }: TurnState): Understanding => ({
  ...read,
  intent,
  confidence: settings.confidence_threshold,
});

const OF_A_SLOT: ReadonlySet<Intent> = new Set(['select_date', 'select_time', 'check_availability']);

/**
 * A day or time of day said while one is chosen, or a new one at the summary, is an answer, however unusual its words:
 * nothing is written for it before it has been read back.
 */
function choosesSlot(read: Understanding, { session_context, settings }: TurnState): boolean {
  const { expecting, pending_action, task } = session_context;
  if (read.confidence >= settings.confidence_threshold || task?.project == null) return false;
  const atSummary = pending_action?.tool === 'confirm_appointment';
  if (!atSummary && (pending_action !== null || (expecting !== 'date' && expecting !== 'time'))) return false;
  // At the summary "can we do the 11th instead" moves nothing but what is being chosen.
  const isOne = OF_A_SLOT.has(read.intent) || (atSummary && read.intent === 'reschedule_appointment');
  const says = SLOT.some((name) => read.entities[name] !== undefined);
  return isOne && says && read.entities.project === undefined;
}

const SLOT = ['date', 'time', 'time_window', 'time_bound', 'weekday_filter', 'excluded', 'date_shift'] as const;

const slotIntent = ({ intent, entities }: Understanding): Intent =>
  intent === 'select_time' && entities.date === undefined ? 'select_time' : 'select_date';

/** The old time of a move that is not finished: it is looked for, and booked only with a yes of its own. */
const wantsOldTime = ({ intent, confidence }: Understanding, { session_context, settings, user_message }: TurnState) =>
  confidence < settings.confidence_threshold &&
  session_context.task?.released != null &&
  (intent === 'deny' || INTENTS[intent].domain === 'scheduling') &&
  namesOldTime(user_message);

/** An address, or a part of one, at the summary of a booking: it is read back before anything is done with it. */
const correctsSummary = ({ intent, confidence, entities }: Understanding, { session_context, settings }: TurnState) =>
  confidence < settings.confidence_threshold &&
  session_context.pending_action?.tool === 'confirm_appointment' &&
  intent === 'change_address' &&
  entities.address !== undefined;

/** A town said where a project is asked for is where that project is. */
const choosesPlace = (
  { confidence, entities }: Understanding,
  { session_context, settings, user_message }: TurnState,
) =>
  confidence < settings.confidence_threshold &&
  session_context.expecting === 'project' &&
  entities.city !== undefined &&
  user_message.trim().split(/\s+/).length <= 5;

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
