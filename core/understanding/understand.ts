import type { WriteTool } from '../contracts/action.ts';
import {
  type Expecting,
  type Intent,
  isTextAsked,
  MOST_REQUESTS,
  type Suggestion,
  type Understanding,
} from '../contracts/understanding.ts';
import { INTENTS } from '../intents.ts';
import { isPlainYes } from '../rules/plain-yes.ts';
import { bareAnswer, offerOfMore, partlyNamedOffer, picksRow, repeatedOffer } from './bare-answers.ts';
import { confidenceOf } from './confidence.ts';
import { elsewhereOf } from './elsewhere.ts';
import { asksPlainlyForNote, isAnothersNote } from './entities/notes.ts';
import { readEntities } from './entities/read-entities.ts';
import { restatesReason } from './entities/reasons.ts';
import { hesitates } from './hesitation.ts';
import { type Model, ranked, type Scored, score } from './model.ts';
import { plainQuestion, smallTalk, wantsVisit } from './plain-questions.ts';
import { isUnreadable } from './readable.ts';
import { areTwoRequests, type Cut, cuts, isRequest } from './two-requests.ts';

export type UnderstandingInput = {
  readonly text: string;
  /** `YYYY-MM-DD` and `HH:MM`, local to the tenant. */
  readonly today: string;
  readonly time: string;
  readonly context: {
    readonly expecting: Expecting | null;
    /** Quick replies under the last answer. */
    readonly offers: readonly Suggestion[];
    /** A write that waits for a yes: then a confirmation is what was asked. */
    readonly pending_tool: WriteTool | null;
    /** The request being worked on. */
    readonly task_intent: Intent | null;
  };
};

/** How sure an answer read from context alone is. A quick reply sent back means what it says. */
const OFFER_PARTLY_NAMED = 0.97;
/** What is said of a text that is no sentence, or that a customer would not say: a note is written without being asked about. */
const DOUBTFUL_CONFIDENCE = 0.2;
/** How sure both halves of a cut must be for two requests: a request that was not made is worse than one asked for again. */
export const SURE_OF_PART = 0.9;
/** A question may be answered in vain: nothing is begun by it. */
const SURE_OF_QUESTION = 0.88;
const SHORTEST_WITH_TWO = 4;
/** How sure the model must be of a list of projects to be heard before a plain question about visits. */
const SURE_OF_LIST = 0.7;
/** How sure the model must be that a message is none of the assistant's business, against words that say it is. */
const SURE_ELSEWHERE = 0.8;
/** Below this the model's reading may be overruled by telling words. */
const SURE_ENOUGH = 0.7;

/**
 * Reads one message: first against what was asked and offered, then with the local model. Never throws, whatever the
 * text; a text that is no sentence comes back with low confidence.
 */
export function understand({ text, today, time, context }: UnderstandingInput, model: Model): Understanding {
  const expecting = context.pending_tool === null ? context.expecting : 'confirmation';
  const offer = repeatedOffer(text, context.offers);
  if (offer !== null) return fromContext(offer.intent, 1, offer.entities);

  // Nothing is agreed to, and what was asked stays asked.
  if (hesitates(text)) return fromContext('deny', model.calibration.bareAnswer, {});

  const more = offerOfMore(text, context.offers);
  if (more !== null) return fromContext(more.intent, OFFER_PARTLY_NAMED, more.entities);

  // A list that is in front of the customer may be picked from, whether or not that was asked.
  const isListed = context.offers.some(({ intent }) => intent === 'select_project');
  const choosing = expecting === null && isListed ? 'project' : expecting;
  const entitiesOf = (intent: Intent) => readEntities(text, { today, time, expecting: choosing, intent });
  if (choosing === 'project' && isListed && picksRow(text))
    return fromContext('select_project', OFFER_PARTLY_NAMED, entitiesOf('select_project'));
  if (expecting === 'project') {
    const named = partlyNamedOffer(text, context.offers);
    if (named !== null)
      return fromContext(named.intent, OFFER_PARTLY_NAMED, { ...entitiesOf(named.intent), ...named.entities });
  }
  if (expecting === null && PLEASED_FACES.test(text.trim()))
    return fromContext('affirm', model.calibration.bareAnswer, {});
  const answer = expecting === null ? null : bareAnswer(text, expecting);
  if (answer !== null) return fromContext(answer, model.calibration.bareAnswer, entitiesOf(answer));

  if (expecting === 'reason' && KEEPS_THE_VISIT.test(text.replaceAll('\u2019', "'")))
    return fromContext('deny', model.calibration.bareAnswer, {});
  if (context.pending_tool === 'cancel_appointment' && restatesReason(text))
    return fromContext('cancel_appointment', SURE_ENOUGH, entitiesOf('cancel_appointment'));

  // "Cancel it", said to "shall I cancel it?".
  if (context.pending_tool === 'cancel_appointment' && isPlainYes(text))
    return fromContext('affirm', model.calibration.bareAnswer, {});

  const reading = read(text, expecting, model, context.pending_tool);
  const question = isTextAsked(expecting) ? null : plainQuestion(text);
  // A list of projects may be asked for in the same words: where the model is sure of that, it is.
  const isList = reading.intent === 'list_projects' && reading.confidence >= SURE_OF_LIST;
  if (question !== null && !isList && reading.secondary.length === 0)
    return fromContext(question, Math.max(model.calibration.bareAnswer, reading.confidence), entitiesOf(question));
  // What is no request is told by its words where the model would have to ask.
  if (
    reading.confidence < SURE_ENOUGH &&
    reading.secondary.length === 0 &&
    context.pending_tool === null &&
    !isTextAsked(expecting) &&
    elsewhereOf(text) !== null
  )
    return fromContext('out_of_scope', SURE_ENOUGH, entitiesOf('out_of_scope'));
  const kind =
    reading.confidence < SURE_ENOUGH && context.pending_tool === null && !isTextAsked(expecting)
      ? smallTalk(text)
      : null;
  if (kind !== null) return fromContext(kind, SURE_ENOUGH, entitiesOf(kind));
  const isElsewhere = reading.intent === 'out_of_scope' && reading.confidence < SURE_ELSEWHERE;
  if (expecting === null && isElsewhere && reading.secondary.length === 0 && wantsVisit(text))
    return fromContext('book_appointment', SURE_ENOUGH, entitiesOf('book_appointment'));
  const mayBeNote = reading.intent === 'add_note' || reading.intent === 'out_of_scope';
  if (
    mayBeNote &&
    reading.confidence < SURE_ENOUGH &&
    reading.secondary.length === 0 &&
    !isTextAsked(expecting) &&
    !isAnothersNote(text) &&
    asksPlainlyForNote(text)
  )
    return fromContext('add_note', SURE_ENOUGH, entitiesOf('add_note'));
  const isDoubtful = isUnreadable(text) || (reading.intent === 'add_note' && isAnothersNote(text));
  const confidence = isDoubtful ? Math.min(DOUBTFUL_CONFIDENCE, reading.confidence) : reading.confidence;
  return {
    intent: reading.intent,
    confidence: rounded(confidence),
    entities: entitiesOf(reading.intent),
    secondary_intents: [...reading.secondary],
    alternatives: alternatives(reading.intent, confidence, reading.scored),
    classified_by: 'local',
  };
}

/** A thumb or a smile by itself, with nothing asked: pleased with what was said. */
const PLEASED_FACES =
  /^(?:(?:👍|👌|✅|🙏|🎉|🥳|😀|😃|😄|😁|😊|🙂|😍|❤|💯|👏|🙌)(?:\uFE0F|\p{Emoji_Modifier}|[\s!.])*)+$/u;

/** "Stop by on Friday" asks for a visit and stops nothing. */
const CALLS_ROUND = /\b(?:stop|swing|drop|pop|come on)\s+by\b/gi;

/** Asked why it is to be cancelled, the customer would rather not cancel at all. */
const KEEPS_THE_VISIT =
  /(?<!\b(?:can'?t|cannot|not|won'?t|to)\s)\bkeep (?:it|that|them|everything|(?:the|my|our) (?:\w+ )?(?:visits?|appointments?|bookings?))\b|\b(?:don'?t|do not) cancel\b/i;

/** What the local model makes of a message. */
export type Reading = {
  readonly intent: Intent;
  readonly secondary: readonly Intent[];
  readonly confidence: number;
  readonly scored: Scored;
};

/** The local model's reading alone: the likeliest intent, and a second request where a part of the message makes one. */
export function read(
  text: string,
  expecting: Expecting | null,
  model: Model,
  pending: WriteTool | null = null,
): Reading {
  const whole = score(model, text.replace(CALLS_ROUND, 'come by'), expecting);
  const [first] = ranked(whole.probabilities);
  const intent = first?.intent ?? 'out_of_scope';
  const requests = mayHoldTwo(whole, intent, expecting) ? requestsIn(text, expecting, model, pending) : null;
  const [asked = intent, ...secondary] = requests ?? [];
  const scored: Scored = { ...whole, twoRequests: requests !== null, disagreeing: asked !== intent };
  return { intent: asked, secondary, confidence: confidenceOf(scored, model.calibration), scored };
}

/** A text asked for may be as long as it likes: its sentences are not requests. */
const FREE_TEXT: ReadonlyMap<Expecting, Intent> = new Map([
  ['reason', 'cancel_appointment'],
  ['note_text', 'add_note'],
  ['address', 'change_address'],
]);

function mayHoldTwo({ wordCount }: Scored, intent: Intent, expecting: Expecting | null): boolean {
  if (wordCount < SHORTEST_WITH_TWO || intent === 'out_of_scope') return false;
  return expecting === null || FREE_TEXT.get(expecting) !== intent;
}

/**
 * What the parts of a message ask for, in its order: "book the flooring, when are you open, and will it rain". Null where
 * it is one request; several of a kind count once.
 */
function requestsIn(
  text: string,
  expecting: Expecting | null,
  model: Model,
  pending: WriteTool | null = null,
): readonly Intent[] | null {
  const meant = text.split(TAKES_BACK).at(-1) ?? text;
  if (meant !== text) {
    const several = requestsIn(meant, null, model, pending);
    const one = several === null ? partOf(meant, null, model) : null;
    if (several !== null) return several;
    if (one !== null && isRequest(one.intent)) return [one.intent];
  }
  const parts = partsOf(text, expecting, model, pending);
  if (parts === null) return null;
  const all = parts.flatMap(({ text: part, intent }, at) => {
    const within = requestsIn(part, at === 0 ? expecting : null, model);
    return within ?? [intent];
  });
  return [...new Set(all)].slice(0, MOST_REQUESTS);
}

/** What comes before is not meant: "cancel the windows. actually no, move it to friday". */
const TAKES_BACK =
  /[.,;!?-]+\s*(?:actually,? no|no,? wait|wait,? no|scratch that|never ?mind(?: that)?|on second thought)[,.!\s]+(?=\S+\s+\S)/iu;

/** A part of a message that is read as a request of its own. */
type Part = { readonly text: string; readonly intent: Intent; readonly surety: number };

function partOf(text: string, expecting: Expecting | null, model: Model): Part | null {
  const [best] = ranked(score(model, text, expecting).probabilities);
  if (best === undefined) return null;
  const enough = INTENTS[best.intent].domain === 'information' ? SURE_OF_QUESTION : SURE_OF_PART;
  return best.probability < enough ? null : { text, intent: best.intent, surety: best.probability };
}

/** What a write is asked for by. */
const ASKED_BY: Record<WriteTool, readonly Intent[]> = {
  confirm_appointment: ['book_appointment', 'reschedule_appointment'],
  reschedule_appointment: ['reschedule_appointment', 'book_appointment'],
  cancel_appointment: ['cancel_appointment'],
  add_note: ['add_note'],
  request_address_change: ['change_address'],
};

function areApart(
  first: Part,
  second: Part,
  { joint }: Cut,
  expecting: Expecting | null,
  pending: WriteTool | null,
): boolean {
  // Who cancels because of having moved asks for no new address.
  if (first.intent === 'cancel_appointment' && second.intent === 'change_address' && !ASKS_TO_CHANGE.test(second.text))
    return false;
  // "Yes, and book the flooring", to a cancellation, is no part of the yes.
  const isAnother = pending !== null && !ASKED_BY[pending].includes(second.intent) && /\band\b/i.test(joint);
  const isBesides = isAnother || /\b(?:also|plus|besides)\b/i.test(joint);
  return areTwoRequests(first.intent, second.intent, expecting, isBesides);
}

const ASKS_TO_CHANGE = /\d|\b(?:update|change|correct|fix)\b/i;

/** The surest cut in two. */
function twoParts(
  text: string,
  expecting: Expecting | null,
  model: Model,
  pending: WriteTool | null = null,
): readonly Part[] | null {
  let best: readonly [Part, Part] | null = null;
  for (const cut of cuts(text, expecting !== null)) {
    const first = partOf(cut.first, expecting, model);
    const second = first === null ? null : partOf(cut.second, null, model);
    if (first === null || second === null || !areApart(first, second, cut, expecting, pending)) continue;
    if (best === null || first.surety * second.surety > best[0].surety * best[1].surety) best = [first, second];
  }
  return best;
}

/** Two halves; where three or more of about equal weight leave no half that is sure of one, one after the other. */
function partsOf(
  text: string,
  expecting: Expecting | null,
  model: Model,
  pending: WriteTool | null,
  depth = 1,
): readonly Part[] | null {
  const halves = twoParts(text, expecting, model, pending);
  if (halves !== null || depth >= MOST_REQUESTS) return halves;
  for (const cut of cuts(text, expecting !== null)) {
    const first = partOf(cut.first, expecting, model);
    const rest = first === null ? null : partsOf(cut.second, null, model, null, depth + 1);
    const [next] = rest ?? [];
    if (first === null || rest === null || next === undefined) continue;
    if (first.intent === next.intent || areApart(first, next, cut, expecting, pending)) return [first, ...rest];
  }
  return null;
}

function fromContext(intent: Intent, confidence: number, entities: Understanding['entities']): Understanding {
  return {
    intent,
    confidence: rounded(confidence),
    entities,
    secondary_intents: [],
    alternatives: [{ intent, probability: rounded(confidence) }],
    classified_by: 'context',
  };
}

/** The three likeliest, the chosen one first with the confidence it was given; the others share what is left. */
function alternatives(intent: Intent, confidence: number, { probabilities }: Scored): Understanding['alternatives'] {
  const others = ranked(probabilities).filter((other) => other.intent !== intent);
  const left = others.reduce((sum, { probability }) => sum + probability, 0);
  const share = left > 0 ? (1 - confidence) / left : 0;
  return [
    { intent, probability: rounded(confidence) },
    ...others.slice(0, 2).map((other) => ({ intent: other.intent, probability: rounded(other.probability * share) })),
  ];
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
