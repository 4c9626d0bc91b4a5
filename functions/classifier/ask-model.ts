import { localParts } from '../../core/calendar.ts';
import type { TurnState } from '../../core/contracts/turn.ts';
import type { Intent, Understanding } from '../../core/contracts/understanding.ts';
import { outcomeOf } from '../../core/ports/model.ts';
import { isPlainYes } from '../../core/rules/plain-yes.ts';
import type { Entities } from '../../core/understanding/entities/entities.ts';
import { isAnothersNote } from '../../core/understanding/entities/notes.ts';
import { readEntities } from '../../core/understanding/entities/read-entities.ts';
import { areTwoRequests, cuts } from '../../core/understanding/two-requests.ts';
import { askForTurn, type ModelDeps, type TimeBudget } from '../shared/model-question.ts';
import type { AskModel } from './classify.ts';
import { calibrated } from './model-confidence.ts';
import { dataOf, INSTRUCTIONS, ModelReading } from './prompt.ts';

const BUDGET: TimeBudget = { alone_ms: 6_000, of_turn_ms: 12_000 };
const MAX_TOKENS = 400;

/** Asks the model what a message means. It never throws: without a usable answer the local reading stands. */
export function createAskModel(deps: ModelDeps): AskModel {
  return async (turn, local) => {
    const answer = await askForTurn(
      turn,
      {
        instructions: INSTRUCTIONS,
        data: dataOf(turn),
        answer: { name: 'read_message', description: 'What the message means.', schema: ModelReading },
        max_tokens: MAX_TOKENS,
      },
      BUDGET,
      deps,
    );
    return {
      understanding: answer.ok ? understandingOf(answer.value, turn, local) : null,
      usage: answer.usage,
      outcome: outcomeOf(answer),
    };
  };
}

/**
 * The model's reading in the terms of code: its confidence calibrated, the words it points at read by rule. Null where the
 * local reading stands: the model knows nothing better than a sure one, or reads a yes, to a write that waits or to what was
 * proposed (a callback note is written on such a yes), that code does not find in the message; or a note that our own side is
 * said to make.
 */
export function understandingOf(reading: ModelReading, turn: TurnState, local: Understanding): Understanding | null {
  const { intent } = reading;
  const secondary = othersIn(reading, turn);
  const sure = local.confidence >= turn.settings.confidence_threshold;
  if (sure && !isBetter([intent, ...secondary], [local.intent, ...local.secondary_intents])) return null;
  const entities = entitiesOf(reading, turn);
  if (intent === 'add_note' && isAnothersNote(turn.user_message)) return null;
  const { pending_action, proposed } = turn.session_context;
  const isAtStake = pending_action !== null || proposed !== null;
  if (intent === 'affirm' && isAtStake && !saysYes(turn.user_message, entities)) return null;
  const confidence = calibrated(reading.confidence);
  return {
    intent,
    confidence,
    entities,
    secondary_intents: secondary,
    alternatives: [
      { intent, probability: confidence },
      ...local.alternatives
        .filter((other) => other.intent !== intent)
        .map((other) => ({ ...other, probability: other.probability * (1 - confidence) })),
    ].slice(0, 3),
    classified_by: 'bedrock',
  };
}

/** Words that a message without a joint must have to hold two requests. */
const WORDS_OF_TWO = 8;

/** What else the model says is asked for: what can be a second request at all, and no more than the message has room for. */
function othersIn(
  { intent, secondary_intents }: ModelReading,
  { user_message: message, session_context }: TurnState,
): Intent[] {
  const { pending_action, expecting } = session_context;
  const asked = pending_action === null ? expecting : 'confirmation';
  const joints = cuts(message, asked !== null).length;
  const room = joints === 0 && message.trim().split(/\s+/).length >= WORDS_OF_TWO ? 1 : joints;
  return [...new Set(secondary_intents)].filter((other) => areTwoRequests(intent, other, asked)).slice(0, room);
}

/**
 * Whether requests, the main one first, say more than those that the local model is sure of: another one, or that only the
 * second of two was meant. Their order is that of the message, which code knows. Where two were found the main one is among
 * them: of 132 labelled messages read so, it was in every one, and in 122 it was the first.
 */
function isBetter(requests: readonly Intent[], found: readonly Intent[]): boolean {
  const [main = 'out_of_scope'] = requests;
  if (main === found[0] || isSubset(found, requests)) return !isSubset(requests, found);
  return found.length === 1 || found.includes(main);
}

const isSubset = <Item>(some: readonly Item[], all: readonly Item[]): boolean => some.every((one) => all.includes(one));

/** A yes and nothing but: no day, time, project or anything else with it. */
const saysYes = (message: string, entities: Entities): boolean =>
  isPlainYes(message) && Object.keys(entities).length === 0;

/** Read by rule from the whole message; words that the model points at fill in what the rules missed, if they are there. */
function entitiesOf({ intent, quotes }: ModelReading, turn: TurnState): Entities {
  const { date: today, time } = localParts(turn.now);
  const read = (message: string) =>
    readEntities(message, { today, time, expecting: turn.session_context.expecting, intent });
  const found = read(turn.user_message);
  const said = (words: string | undefined) => placeOf(words, turn.user_message)?.[0];
  // Read where it stands: of "any day but Friday" a model may quote "Friday" alone.
  const when = placeOf(quotes.when, turn.user_message);
  const pointed = when === null ? {} : read(sentenceAround(when));
  // A name that the rules know and did not take, "not the windows one", is not meant.
  const name = said(quotes.project);
  const filled = {
    project: found.project ?? (name === undefined || read(name).project !== undefined ? undefined : name),
    date: found.date ?? (found.date_problem === undefined ? pointed.date : undefined),
    time: found.time ?? pointed.time,
    time_window: found.time_window ?? pointed.time_window,
    // A no with a town in it corrects an address: that is for the rules to see.
    city: found.city ?? (intent === 'deny' ? undefined : said(quotes.city)),
    note_text: found.note_text ?? (intent === 'add_note' ? said(quotes.note_text) : undefined),
    reason: found.reason ?? (intent === 'cancel_appointment' ? said(quotes.reason) : undefined),
    address: found.address ?? (intent === 'change_address' ? said(quotes.address) : undefined),
  };
  return { ...found, ...Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== undefined)) };
}

/** Where the message holds the words that were quoted, whatever their case and spacing. */
function placeOf(quote: string | undefined, message: string): RegExpExecArray | null {
  const words =
    quote
      ?.trim()
      .split(/\s+/)
      .filter((word) => word !== '') ?? [];
  if (words.length === 0) return null;
  const pattern = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('\\s+');
  return new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'iu').exec(message);
}

const SENTENCE_ENDS = /[.!?;](?=\s)|\n/g;

/** The whole sentence that a place of a message is in: what stands before words may turn them round. */
function sentenceAround({ 0: { length }, index, input }: RegExpExecArray): string {
  const ends = [...input.matchAll(SENTENCE_ENDS)].map((end) => end.index + 1);
  const from = ends.findLast((end) => end <= index) ?? 0;
  const to = ends.find((end) => end >= index + length);
  return input.slice(from, to).trim();
}
