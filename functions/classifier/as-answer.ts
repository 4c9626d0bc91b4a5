import type { WriteTool } from '../../core/contracts/action.ts';
import type { SessionContext } from '../../core/contracts/session.ts';
import type { TurnState } from '../../core/contracts/turn.ts';
import type { Expecting, Intent, Suggestion, Understanding } from '../../core/contracts/understanding.ts';
import { INTENTS } from '../../core/intents.ts';
import { isWordSaid, ownWords, wordsOf } from '../../core/rules/locations.ts';
import { keepsTime, namesOldTime } from '../../core/rules/old-time.ts';
import { isPlainYes } from '../../core/rules/plain-yes.ts';
import { picksRow } from '../../core/understanding/bare-answers.ts';
import { unitIn } from '../../core/understanding/entities/address-parts.ts';
import { type Entities, saysSlot } from '../../core/understanding/entities/entities.ts';
import { readNoteCorrection, withWordCorrected } from '../../core/understanding/entities/notes.ts';
import { readEntities } from '../../core/understanding/entities/read-entities.ts';
import { refusesReason, tellsWhy } from '../../core/understanding/entities/reasons.ts';
import { bareOrderNumber } from '../../core/understanding/order-numbers.ts';
import { otherVisitIn } from '../../core/understanding/other-visit.ts';
import { goesOnWithAName } from '../../core/understanding/projects.ts';
import { isUnreadable } from '../../core/understanding/readable.ts';
import { saysSameDay } from '../../core/understanding/same-day.ts';
import { besideTheAnswer, callAhead, isUnsure } from './aside.ts';
import { visitWanted } from './visit-wanted.ts';

/** What a text that was asked for is read as. */
const TEXT_ASKED_FOR: Partial<Record<Expecting, Intent>> = { note_text: 'add_note', reason: 'cancel_appointment' };

/** Words that take the question back or refuse it, or a short question in return: no text of the customer's. */
const NO_TEXT =
  /\b(?:forget (?:it|that|about it)|never ?mind|nvm|don'?t bother|skip it|leave it|scrap (?:it|that)|stop|quit|cancel (?:that|it)|no note|not any ?more|(?:rather|prefer) not|none of your|(?:won'?t|not going to) (?:say|tell))\b|^(?:nah|nope|no,? wait)\b|^(?:\S+\s+){0,4}\S*\?$/i;

/** A word of thanks or agreement and then a question ("ok thanks, who do I call?") is said to us, and no text to be kept. */
const ASKS_US =
  /^(?:(?:ok(?:ay)?|thanks|thank you|thx|ty|great|cool|perfect|alright|got it)[\s,.!]+)+(?:(?:and|so|but|also|oh)[\s,]+)?(?:who|what|where|how|which|why)\b/i;

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

/** A question is no reason; what is to be written down may begin like one ("when you come, ring twice"). */
const ASKS = /^(?:and |ok(?:ay)? |so )?(?:what|when|where|who|how|which)(?:'?s|'?re)?\b/i;

/**
 * What a message means after what was asked, shown or answered last, where its reading alone does not tell. How likely
 * that is nobody has measured, so the confidence stated is the least that is acted on, and no more.
 */
export function asAnswer(read: Understanding, turn: TurnState): Understanding {
  const option = optionByPlace(turn) ?? numberAlone(read, turn);
  if (option !== null) return { ...taken(option.intent, turn), entities: option.entities };
  if (saysYesByName(turn)) return { ...taken('affirm', turn), entities: {} };
  const corrected = textCorrected(turn);
  if (corrected !== null) return { ...taken(corrected.intent, turn), entities: corrected.entities };
  const visit = visitWanted(read, turn);
  if (visit !== null) return { ...taken(visit.intent, turn), entities: visit.entities };
  const aside = besideTheAnswer(read, turn);
  if (aside !== null)
    return { ...read, intent: aside, confidence: turn.settings.confidence_threshold, secondary_intents: [] };
  const wish = callAhead(read, turn);
  if (wish !== null) return { ...taken('add_note', turn), entities: { note_text: wish } };
  const kept = slot(read, turn) ?? oldTime(read, turn) ?? correction(read, turn);
  if (kept !== null) return { ...read, intent: kept, confidence: turn.settings.confidence_threshold };
  const intent =
    textAskedFor(read, turn) ??
    aboutReason(read, turn) ??
    locationAlone(read, turn) ??
    nameAlone(read, turn) ??
    choice(read, turn) ??
    followedUp(read, turn);
  if (intent === null) return read;
  // What a language model has a part in stays its own: a note that it leaves over is repeated before it is saved.
  return { ...taken(intent, turn), ...(read.classified_by === 'bedrock' ? { classified_by: 'bedrock' as const } : {}) };
}

/** "The second", "1" in answer to "do you want this, or that?". */
function optionByPlace(turn: TurnState): Suggestion | null {
  const { clarified, expecting, pending_action, offers } = turn.session_context;
  if (clarified.length === 0 || expecting !== null || pending_action !== null || !picksRow(turn.user_message))
    return null;
  const { ordinal } = entitiesOf(turn, 'select_project', 'project');
  return ordinal === undefined ? null : (offers.at(ordinal < 0 ? ordinal : ordinal - 1) ?? null);
}

/**
 * After "What should the note say?" or "Why would you like to cancel?" whatever follows is the answer, unless it is
 * clearly something else.
 */
function textAskedFor(read: Understanding, turn: TurnState): Intent | null {
  const { expecting, pending_action } = turn.session_context;
  const text = turn.user_message.trim();
  const asksNothing = read.classified_by === 'bedrock' && NO_REQUEST.has(read.intent) && !isUnreadable(text);
  if (expecting === null || pending_action !== null || !(isUnsure(read, turn) || asksNothing)) return null;
  const isQuestion = expecting === 'reason' && ASKS.test(text);
  return isQuestion || NO_TEXT.test(text) || ASKS_US.test(text) ? null : (TEXT_ASKED_FOR[expecting] ?? null);
}

/** What the write that waits is asked for by, and what asks for another one. */
const ASKED_BY: Partial<Record<WriteTool, { intent: Intent; others: RegExp }>> = {
  cancel_appointment: { intent: 'cancel_appointment', others: /\b(?:book|(?:re)?sched|confirm|mov)/i },
  confirm_appointment: { intent: 'book_appointment', others: /\b(?:cancel|mov|resched)/i },
  reschedule_appointment: { intent: 'reschedule_appointment', others: /\b(?:cancel|book|sched|confirm)/i },
};

/** "Yes, cancel the fence repair", to the question whether to cancel just that: the yes in full. */
function saysYesByName(turn: TurnState): boolean {
  const { pending_action: pending } = turn.session_context;
  const asked = pending === null ? undefined : ASKED_BY[pending.tool];
  const project = asked === undefined ? undefined : entitiesOf(turn, asked.intent, null).project;
  if (pending === null || project === undefined || asked?.others.test(turn.user_message)) return false;
  if (!BEGINS_WITH_YES.test(turn.user_message)) return false;
  const own = [...wordsOf(pending.project.category), ...wordsOf(pending.project.type)];
  const isOwn = (word: string): boolean => isWordSaid(word, own) || own.some((one) => isWordSaid(one, [word]));
  if (!wordsOf(project).every(isOwn)) return false;
  const at = turn.user_message.toLowerCase().lastIndexOf(project.toLowerCase());
  const before = turn.user_message.slice(0, at).replace(/\b(?:the|my|our|that|this) $/i, '');
  const after = turn.user_message.slice(at + project.length).split(' ');
  const left = after.filter((word) => !A_VISIT.has(word.toLowerCase()) && !isWordSaid(word.toLowerCase(), own));
  return at > 0 && isPlainYes(`${before}it${left.join(' ')}`);
}

/** The request said once more is none yet. */
const BEGINS_WITH_YES =
  /^\W*(?:y|yes|yeah|yea|yep|yup|sure|ok|okay|right|correct|absolutely|definitely|certainly|of course|please do|go ahead)\b/i;
const A_VISIT: ReadonlySet<string> = new Set(['visit', 'appointment', 'appt', 'booking', 'job', 'project', 'one']);

/** Readings that are no answer to "why?": what is wanted besides, or instead. */
const NO_ANSWER_TO_WHY: ReadonlySet<Intent> = new Set([
  'deny',
  'affirm',
  'talk_to_human',
  'greeting',
  'thanks',
  'goodbye',
  'add_note',
  'list_projects',
]);

/** Asked why a visit is to go, the customer will not say, or tells of something that sounds like a request of its own. */
function aboutReason(read: Understanding, { session_context: session, user_message }: TurnState): Intent | null {
  if (session.expecting !== 'reason' || session.pending_action !== null || read.secondary_intents.length > 0)
    return null;
  if (NO_ANSWER_TO_WHY.has(read.intent) || NO_TEXT.test(user_message.trim()))
    return read.intent !== 'deny' && refusesReason(user_message) ? 'cancel_appointment' : null;
  const { date, existing_date, time } = read.entities;
  const isDay = date !== undefined || existing_date !== undefined || time !== undefined;
  return refusesReason(user_message) || (!isDay && tellsWhy(user_message)) ? 'cancel_appointment' : null;
}

/** A text that waits for its yes, said anew or with one word in the place of another: "I meant the garage, not the shed". */
function textCorrected({
  session_context: { pending_action: pending },
  user_message,
}: TurnState): Pick<Suggestion, 'intent' | 'entities'> | null {
  const said = user_message.trim();
  switch (pending?.tool) {
    case 'add_note': {
      const note_text = readNoteCorrection(said) ?? withWordCorrected(pending.note_text, said);
      return note_text === null ? null : { intent: 'add_note', entities: { note_text } };
    }
    case 'cancel_appointment': {
      const reason = withWordCorrected(pending.reason, said);
      return reason === null ? null : { intent: 'cancel_appointment', entities: { reason } };
    }
    case 'request_address_change': {
      const address = withWordCorrected(pending.address, said);
      if (address !== null) return { intent: 'change_address', entities: { address } };
      const isUnit = unitIn(said) !== null && said.split(/\s+/).length <= MOST_WORDS;
      return isUnit ? { intent: 'change_address', entities: {} } : null;
    }
    default:
      return null;
  }
}

/** Nothing but an order number, of a shape that only the customer's tenant knows: that project is meant. */
function numberAlone(read: Understanding, turn: TurnState): Pick<Understanding, 'intent' | 'entities'> | null {
  const { expecting, pending_action } = turn.session_context;
  const isWritten = expecting === 'note_text' || expecting === 'reason' || expecting === 'address';
  if (isWritten || pending_action !== null) return null;
  const isUnread = read.intent === 'out_of_scope' || isUnsure(read, turn) || read.intent === 'select_project';
  const number = isUnread ? bareOrderNumber(turn.user_message) : null;
  return number === null ? null : { intent: 'select_project', entities: { project: number } };
}

/** A kind of work and nothing else ("the water heater?") asks about that project, whatever it was taken for. */
function nameAlone(read: Understanding, turn: TurnState): Intent | null {
  const { expecting, pending_action } = turn.session_context;
  const isOpen = pending_action === null && (expecting === null || expecting === 'project');
  if (!isOpen || read.intent !== 'out_of_scope') return null;
  const { project } = entitiesOf(turn, 'select_project', 'project');
  const said = wordsOf(turn.user_message.replace(AROUND_A_NAME, ' '));
  return project !== undefined && said.join() === wordsOf(project).join() ? 'select_project' : null;
}

const AROUND_A_NAME = /\b(?:and|what about|how about|the|my|our|please|ok(?:ay)?|then)\b/gi;

/** The project that was asked for, where the message is likeliest to name one, or says where, and nothing is surer. */
function choice(read: Understanding, turn: TurnState): Intent | null {
  const { expecting, pending_action, last_list } = turn.session_context;
  if (!isUnsure(read, turn)) return null;
  // "Change to the bathroom": the summary is of a project, and may be made for another.
  if (pending_action?.tool === 'confirm_appointment' && read.entities.project !== undefined)
    return read.intent === 'select_project' ? 'select_project' : null;
  if (pending_action !== null) return null;
  const isChoosing = expecting === 'project' || (expecting === null && last_list.length > 0);
  const isPlace =
    expecting === 'project' &&
    (read.entities.city !== undefined || ONE_OF_THEM.test(turn.user_message)) &&
    isShort(turn);
  return isPlace || (isChoosing && namesOne(read)) ? 'select_project' : null;
}

/** "The Honolulu ones": whatever tells them apart. */
const ONE_OF_THEM = /^\W*(?:the|my|our) [\w' ]+ ones?\W*$/i;

/** A town is where the project is, unless more is said than that. */
const isShort = ({ user_message }: TurnState): boolean => user_message.trim().split(/\s+/).length <= 5;

const OF_A_VISIT: ReadonlySet<Intent> = new Set(['book_appointment', 'check_availability', 'reschedule_appointment']);
const OF_A_SLOT: ReadonlySet<Intent> = new Set(['select_date', 'select_time', 'check_availability']);

/** Wants no other day or time, but nothing at all. */
const DROPS_IT = /\b(?:forget|never ?mind|nvm|cancel|scrap|stop|drop)\b/i;
const WRONG_SLOT = /\b(?:wrong|(?:except|but)(?: for| not)?(?: the)?) (?:day|date|time|week)\b/i;

/** "Can I do a weekend?", "can you do it today": asks for that day, whatever else it sounds like. */
const ASKS_IF_OPEN =
  /^(?:(?:ok(?:ay)?|so|and|hmm+|um+|wait|well|no)[ ,]+)*(?:(?:can|could|may) (?:i|we|you|they|u|it) (?:(?:maybe|please|also) )?(?:do|come|get|have|make|book|schedule|pick|be|fit|install|start|go)|do (?:you|they|u) (?:do|have|work|come|offer|install|get)|is there|are there|any|anything|got any\w*)\b/i;

/**
 * A day or time of day said while one is chosen, or a new one at the summary, is an answer, however unusual its words:
 * nothing is written for it before it has been read back.
 */
function slot(read: Understanding, turn: TurnState): Intent | null {
  const { user_message } = turn;
  const { expecting, pending_action, task, proposed } = turn.session_context;
  if (task === null || task.project === null) return null;
  // A visit to go on with ("shall we go on with …?") takes a day as well.
  const isProposed = proposed?.intent === task.intent && OF_A_VISIT.has(task.intent);
  const atOther = otherVisitIn(user_message);
  const atSummary = pending_action?.tool === 'confirm_appointment';
  const isWrong = atSummary && WRONG_SLOT.test(user_message);
  const isNoWithSlot = isWrong || (atSummary && read.intent === 'deny' && !DROPS_IT.test(user_message));
  const isAside =
    read.intent === 'out_of_scope' || (atOther?.isSure === true && INTENTS[read.intent].domain === 'information');
  if (!isUnsure(read, turn) && !isAside && !isNoWithSlot) return null;
  if (!atSummary && (pending_action !== null || (expecting !== 'date' && expecting !== 'time' && !isProposed)))
    return null;
  const { intent, entities } = read;
  // At the summary "can we do the 11th instead" moves nothing but what is being chosen, and so does "no, is there a morning".
  const isOne =
    OF_A_SLOT.has(intent) ||
    atOther !== null ||
    (isProposed && saysSameDay(user_message)) ||
    isWrong ||
    (intent === 'out_of_scope' && ASKS_IF_OPEN.test(user_message.trim())) ||
    (intent === 'deny' && entities.excluded !== undefined) ||
    (atSummary &&
      (intent === 'reschedule_appointment' || intent === 'deny' || INTENTS[intent].domain === 'information'));
  const says =
    saysSlot(entities) ||
    isWrong ||
    atOther !== null ||
    saysSameDay(user_message) ||
    (task.released !== null && keepsTime(user_message));
  if (!isOne || !says || (entities.project !== undefined && atOther === null)) return null;
  return intent === 'select_time' && entities.date === undefined ? 'select_time' : 'select_date';
}

/** The old time of a move that is not finished: it is looked for, and booked only with a yes of its own. */
function oldTime(read: Understanding, turn: TurnState): Intent | null {
  const { task } = turn.session_context;
  if (!isUnsure(read, turn) || task === null || task.released === null || !namesOldTime(turn.user_message)) return null;
  return read.intent === 'deny' || INTENTS[read.intent].domain === 'scheduling' ? 'select_date' : null;
}

/** An address, or a part of one, asked for or at the summary of a booking: it is read back before anything is done with it. */
function correction(read: Understanding, turn: TurnState): Intent | null {
  const { expecting, pending_action } = turn.session_context;
  if (!isUnsure(read, turn)) return null;
  if (expecting === 'address' && pending_action === null && read.intent === 'change_address') return 'change_address';
  if (pending_action?.tool !== 'confirm_appointment') return null;
  return read.intent === 'change_address' && read.entities.address !== undefined ? 'change_address' : null;
}

/** A short "and in July?", "what about Miami?": the question answered last, of another day or place. */
const GOES_ON = /^(?:(?:ok(?:ay)?|so|oh)[ ,]+)?(?:and|or|then|what about|how about|what of)\b|\?$/i;
const MOST_WORDS = 6;
/** Asks or wants something by itself. */
const STANDS_ALONE =
  /\b(?:open\w*|avail\w*|book\w*|sched\w*|slots?|times?|come|free|mov\w+|cancel\w*|who|when|where|show|list|all|more|note|address)\b/i;

const NAMING = { today: '2000-01-01', time: '00:00', expecting: 'project', intent: 'select_project' } as const;

const isOpenTo = (read: Understanding, { told_of, pending_action, expecting }: SessionContext): boolean =>
  told_of !== null &&
  pending_action === null &&
  expecting === null &&
  (read.intent === 'out_of_scope' || read.confidence < SURE_OF_OTHERS);
/** From which confidence on such a message is taken for what it is read as. */
const SURE_OF_OTHERS = 0.7;

/** The place that was asked for, to tell its weather. */
const placeAskedFor = (read: Understanding, { asks_place }: SessionContext, text: string): Intent | null =>
  asks_place && PLACE_ALONE.test(text) && (NO_REQUEST.has(read.intent) || read.intent === 'out_of_scope')
    ? 'weather'
    : null;
const PLACE_ALONE =
  /^(?!(?:yes|yeah|no|nope|ok|okay|sure|thanks|thank|hi|hello|bye|never|nvm|nothing|help|skip)\b)(?:in |for |at )?(?:\d{5}|[\p{L}.'’-]+(?:[ ,]+[\p{L}.'’-]+){0,3}(?: \d{5})?)[.! ]*$/iu;

function followedUp(read: Understanding, { session_context: session, user_message }: TurnState): Intent | null {
  const { answered } = session;
  const text = user_message.trim();
  const place = placeAskedFor(read, session, text);
  if (place !== null) return place;
  if (goesOnWithAName(text) && isOpenTo(read, session)) {
    const isKnown = read.entities.project !== undefined || readEntities(text, NAMING).project !== undefined;
    return isKnown ? session.told_of : 'out_of_scope';
  }
  if (answered === null || read.intent === answered || read.classified_by !== 'local') return null;
  if (!GOES_ON.test(text) || text.split(/\s+/).length > MOST_WORDS || STANDS_ALONE.test(text)) return null;
  const { date, existing_date, city, project } = read.entities;
  const isDay = date !== undefined || existing_date !== undefined;
  if (answered === 'weather') return isDay || city !== undefined ? answered : null;
  return isDay && project === undefined ? answered : null;
}

const LISTS: ReadonlySet<Intent> = new Set(['list_projects', 'select_project']);

/** Words beside a location's name that ask for nothing but what there is. */
const AROUND_A_LOCATION = new Set(
  (
    'switch change go back over move show see me to my the our and or ok okay now what about how in at for from of location ' +
    'branch office store place stuff things projects jobs ones list only just please pls interiors instead use let lets us s whats is have do i'
  ).split(' '),
);

/** "Switch to Tampa", "and Orlando?" of somebody with both: the projects there, or of those that are asked about the ones there. */
function locationAlone(read: Understanding, turn: TurnState): Intent | null {
  const { session_context: session, identity, user_message } = turn;
  const { expecting, pending_action } = session;
  if (identity.locations.length < 2 || pending_action !== null) return null;
  if (LISTS.has(read.intent) && !isUnsure(read, turn)) return null;
  if (expecting !== null && expecting !== 'project') return null;
  const said = wordsOf(user_message);
  const named = identity.locations.filter((location) =>
    ownWords(location, identity.locations).some((word) => isWordSaid(word, said)),
  );
  const names = named.flatMap(({ client_name }) => wordsOf(client_name));
  if (
    named.length !== 1 ||
    !said.every((word) => names.some((name) => isWordSaid(name, [word])) || AROUND_A_LOCATION.has(word))
  )
    return null;
  return expecting === 'project' ? 'select_project' : 'list_projects';
}

/** Which project was asked: what is likeliest to name one, or gives an order number, does. */
const namesOne = ({ intent, entities: { project } }: Understanding): boolean =>
  intent === 'select_project' || /^\d{4,}(?:_\w+)?$/.test(project ?? '');

function taken(intent: Intent, turn: TurnState): Understanding {
  const confidence = turn.settings.confidence_threshold;
  return {
    intent,
    confidence,
    entities: entitiesOf(turn, intent, turn.session_context.expecting),
    secondary_intents: [],
    alternatives: [{ intent, probability: confidence }],
    classified_by: 'context',
  };
}

const entitiesOf = ({ user_message, now }: TurnState, intent: Intent, expecting: Expecting | null): Entities =>
  readEntities(user_message.trim(), { today: now.slice(0, 10), time: now.slice(11, 16), expecting, intent });
