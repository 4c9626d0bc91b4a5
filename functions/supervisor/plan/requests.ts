import type { ProjectRef, ProjectView } from '../../../core/contracts/project.ts';
import type { Intent } from '../../../core/contracts/understanding.ts';
import { INTENTS } from '../../../core/intents.ts';
import { type Entities, saysSlot, slotOf } from '../../../core/understanding/entities/entities.ts';
import { readEntities } from '../../../core/understanding/entities/read-entities.ts';
import { bestNamed, namingWords } from '../../../core/understanding/projects.ts';
import { saysSameDay } from '../../../core/understanding/same-day.ts';
import { type Cut, cuts } from '../../../core/understanding/two-requests.ts';
import { selectProject } from '../../../tools/select-project.ts';
import { type Draft, isQuestion, isSameProject, locationName, locations, refOf } from './draft.ts';
import { call, type Flow, together } from './flow.ts';

/** One request of a message, with what its own part of the message says. */
export interface Request {
  intent: Intent;
  /** Its part of the message. */
  said: string;
  entities: Entities;
  /** The one project that its words name, where that has been looked up. */
  project: ProjectRef | null;
}

/** Words by which a part of a message shows what it asks for. */
const SHOWS: Partial<Record<Intent, RegExp>> = {
  list_projects: /\b(?:projects?|jobs?|orders?|list|show)\b/i,
  check_availability: /\b(?:open\w*|available|availability|when|dates?|times?|days?|slots?)\b/i,
  book_appointment: /\b(?:book\w*|schedul\w*|set up|set|arrange|appointment|get|do|come)\b/i,
  reschedule_appointment: /\b(?:mov\w+|re-?schedul\w*|push\w*|chang\w+|postpon\w*|shift\w*|switch\w*|swap\w*)\b/i,
  cancel_appointment: /\b(?:cancel\w*|cxl|call(?:ing)? .*off|drop|scrap|remove|don'?t (?:want|need|come))\b/i,
  project_details:
    /\b(?:who|technician|installer|store|details?|about|long|number|crew|going on|happening|update|up with)\b/i,
  appointment_status:
    /\b(?:when|what time|still on|appointment|visit|scheduled|coming|status|date|going on|happening)\b/i,
  business_hours: /\b(?:open|close\w*|hours|weekends?|office)\b/i,
  weather: /\b(?:weather|rain\w*|forecast|sunny|storm\w*|snow\w*|hot|cold|temperature)\b/i,
  installation_address: /\baddress\b/i,
  add_note: /\b(?:note|tell|let .*know|remind|mention|write)\b/i,
  list_notes: /\bnotes?\b/i,
  change_address: /\b(?:address|moved|live)\b/i,
  talk_to_human: /\b(?:person|human|someone|somebody|agent|call|talk|speak)\b/i,
};

/**
 * What each of several requests says by itself: "cancel the windows and book the flooring for June 12" names two projects
 * and one day, and the day belongs to the second. Null where no joints of the message have them on their sides.
 */
export function readApart({ turn }: Draft, intents: readonly Intent[]): Request[] | null {
  const parts = partsShowing(turn.user_message, intents);
  if (parts === null) return null;
  return intents.map((intent, at) => {
    const said = parts[at] ?? '';
    return { intent, said, entities: read(turn, said, intent), project: null };
  });
}

/** A part for each intent, cut where the next one begins: what comes before still belongs to the one before. */
function partsShowing(text: string, [intent, ...rest]: readonly Intent[]): string[] | null {
  if (intent === undefined) return [];
  const shows = SHOWS[intent];
  const [next] = rest;
  if (next === undefined) return shows?.test(text) === false ? null : [text];
  let best: { parts: string[]; leads: number } | null = null;
  for (const { first, second } of cuts(text, shows === undefined)) {
    const leads = second.search(SHOWS[next] ?? /^/);
    if (POINTS_BACK.test(second) || shows?.test(first) === false || leads < 0 || (best !== null && leads >= best.leads))
      continue;
    const parts = partsShowing(second, rest);
    if (parts !== null) best = { parts: [first, ...parts], leads };
  }
  return best?.parts ?? null;
}

/** "Can they bring a ladder? Add that as a note": what is pointed at belongs to it. */
const POINTS_BACK =
  /^(?:(?:please|pls|can you|could you|just)\s+)*(?:add|put|save|write|make|leave|note)\s+(?:that|this|it)(?:\s+(?:as|on|in|to|down|please|pls)\b|\W*$)/i;

/** What a further part of a message asks for by the word it begins with, where that is another thing than before. */
const LEADS: readonly (readonly [Intent, RegExp])[] = [
  ['book_appointment', /^(?:(?:re)?book|schedule|set up|arrange|put|give|use|fit|squeeze|get|have|let|do)\b/i],
  ['cancel_appointment', /^(?:cancel|cxl|call off|drop|scrap|remove)\b/i],
  ['reschedule_appointment', /^(?:move|push|reschedule|postpone|shift|bring|change|switch)\b/i],
  [
    'add_note',
    /^(?:note|tell|remind|let\b.{1,30}\bknow|(?:leave|add|put|write|save)\b.{0,12}\b(?:note|one|comment|message)|one (?:for|on|to|onto)|another (?:note|one))\b/i,
  ],
];
const BEFORE_A_VERB =
  /^(?:(?:hi|hey|ok(?:ay)?|so|and|also|first|then|please|pls|(?:can|could|would|will) (?:you|u|we|i)|i (?:want|need|have) to|i wanna|i'd like to|let's)[\s,]+)+/i;

/** The same verb once more counts as none: "book the flooring and book the bathroom". */
function verbOf(part: string, intent: Intent): Intent | null {
  const said = part.replace(BEFORE_A_VERB, '');
  const led = LEADS.filter(([, words]) => words.test(said)).map(([one]) => one);
  return led.includes(intent) ? intent : (led[0] ?? null);
}

/**
 * A request with the same one for further projects: "book the flooring for the 12th, the bathroom for the 15th and the
 * blinds". A part with a verb of its own may ask for something else: "cancel the windows and put the flooring in that slot".
 */
export function* withFurther(draft: Draft, request: Request): Flow<Request[]> {
  const meant = INTENTS[request.intent].domain === 'scheduling' ? withoutRuledOut(request.said) : request.said;
  if (meant !== request.said)
    return yield* withFurther(draft, { ...request, said: meant, entities: read(draft.turn, meant, request.intent) });
  for (const cut of cuts(request.said, true, true)) {
    const [first, second] = inTwo(draft, request.intent, cut) ?? [];
    if (first?.entities.project === undefined || second?.entities.project === undefined) continue;
    const [one, other] = yield* together([
      projectsNamed(draft, nameIn(first.entities) ?? ''),
      projectsNamed(draft, nameIn(second.entities) ?? ''),
    ]);
    if (one === undefined || other === undefined || one.length === 0) continue;
    if (one.some((project) => other.some((same) => isSameProject(project, same)))) continue;
    // A word that names none of the customer's is asked about where it is all that the part says.
    if (other.length === 0 && !NAMES_ONLY.test(cut.second)) continue;
    const [next = second, ...further] = yield* withFurther(draft, { ...second, project: only(other) });
    return [
      { ...first, entities: shared(first, second), project: only(one) },
      { ...next, said: isQuestion(next.intent) && !ASKS.test(next.said) ? request.said : next.said },
      ...further,
    ];
  }
  return [request];
}

/** A further project of a question is asked about in the words of the question: "who is coming for the windows and the flooring". */
const ASKS = /\b(?:who|what|when|where|how|which|is|are|does|do|will)\b/i;

/** The words that name a project, with the place that tells it from others of its kind. */
export function nameIn({ project, city }: Entities): string | undefined {
  if (project === undefined || city === undefined || project.toLowerCase().includes(city.toLowerCase())) return project;
  return `${city} ${project}`;
}

/** "Don't cancel the windows, just …", "…, but keep the flooring": what is not to be done is no part of what is. */
const withoutRuledOut = (said: string): string => {
  const left = said.replace(NOT_THAT_FIRST, '').replace(KEEPS_THAT, '');
  return /\S\s+\S/.test(left) ? left : said;
};
const NOT_THAT_FIRST =
  /^(?:please )?(?:don'?t|do not|no need to) \w+ (?:the|my|our) \w+(?: \w+)?\s*[,.;]+\s*(?:(?:but|just|only|instead|please)\s+)*/i;
const KEEPS_THAT = /[,.;]?\s+(?:but|and|just)\s+(?:please )?(?:keep|leave) (?:the|my|our) \w+(?: \w+)?[.!]*$/i;

const NAMES_ONLY = /^(?:(?:the|my|our|also|then)\s+)*[a-z]+(?:\s+(?:too|also|as well|one|job|project|visit))*[.!?]*$/i;

const only = (found: readonly ProjectView[]): ProjectRef | null =>
  found.length === 1 && found[0] !== undefined ? refOf(found[0]) : null;

/** Two parts as requests; null where the second asks for nothing, corrects the first, or is a part of its text. */
function inTwo({ turn }: Draft, intent: Intent, { first, joint, second }: Cut): [Request, Request] | null {
  if (NEGATES.test(second) || CORRECTS.test(first) || INSTEAD_OF.test(first)) return null;
  const verb = verbOf(second, intent);
  const isTask = INTENTS[intent].domain === 'scheduling' && intent !== 'list_projects';
  // The message may have been read by its second half: "first cancel the windows, then book the flooring".
  const own = isTask ? (verbOf(first, intent) ?? intent) : intent;
  const entities = read(turn, first, own);
  const isNote = intent === 'add_note';
  const isAddress = intent === 'change_address';
  if (isNote && (!isNoteOfItsOwn(second, joint) || entities.note_text === undefined)) return null;
  const other = isTask ? (verb ?? own) : intent;
  const then = withUnknownName(read(turn, isNote ? toldIn(second) : second, other), second, intent);
  if (isNote && then.note_text === undefined) return null;
  // The same address for several is one request; each with its own are several.
  if (isAddress && (entities.address === undefined || then.address === undefined)) return null;
  const kept = sharedBack(entities, then, second, other === own);
  return [
    { intent: own, said: first, entities, project: null },
    { intent: other, said: second, entities: kept, project: null },
  ];
}

/** A sentence that goes on after a comma may be what the note says; one that names its crew, or is called a note, is not. */
const isNoteOfItsOwn = (part: string, joint: string): boolean =>
  CALLED_A_NOTE.test(part) ||
  (/[a-z&+.;]/i.test(joint) && (verbOf(part, 'add_note') === 'add_note' || CREW.test(part)));

const CALLED_A_NOTE = /^(?:(?:and|also|an?|another)\s+)*note (?:for|on|to) (?:the |my )?\w+(?: \w+)?:/i;
/** "… and the flooring crew gate code 55": told as the first crew is. */
const CREW =
  /^(?:the|my) (?:\w+ ){1,2}(?:crew|guys?|team|people|installers?)(?: (?:that|to)\b)? (?!(?:is|are|was|were|will|has|have|can|may|should|must|comes?|needs?)\b)\S/i;
const toldIn = (part: string): string => (CREW.test(part) ? `tell ${part}` : part);

/** "… and the chimney": a name that is none of the customer's is asked about in its turn, rather than forgotten. */
function withUnknownName(entities: Entities, part: string, intent: Intent): Entities {
  if (entities.project !== undefined || INTENTS[intent].domain !== 'scheduling') return entities;
  const name = UNKNOWN_NAME.exec(part)?.[1];
  return name === undefined ? entities : { ...entities, project: name };
}

const UNKNOWN_NAME =
  /^(?:the|my|our) (?!(?:rest|others?|next|last|first|same|whole|days?|dates?|times?|weeks?|weekend|morning|afternoon|evening|sooner|earlier|later|crew|guys|office|weather|address|notes?|visits?|appointments?|projects?|jobs?|orders?)\b)([a-z]{4,})(?: (?:too|also|as well|job|project|visit|install\w*))*[.!?]*$/i;

/** "The flooring and the bathroom for the 12th": a day at the end, with no verb of its own, is said of both; so is a reason. */
function shared(first: Request, { entities, said, intent }: Request): Entities {
  if (intent !== first.intent) return first.entities;
  const { reason } = entities;
  const withReason =
    reason === undefined || first.entities.reason !== undefined ? first.entities : { ...first.entities, reason };
  return saysSlot(first.entities) || verbOf(said, intent) !== null ? withReason : withSlotOf(withReason, entities);
}

/** "…, and the bathroom that same day", "the bathroom too": the day that was said first; so is the reason. */
function sharedBack(first: Entities, second: Entities, part: string, isSame: boolean): Entities {
  const { reason } = first;
  const withReason = !isSame || reason === undefined || second.reason !== undefined ? second : { ...second, reason };
  return !saysSlot(second) && (isOfSameSlot(part) || TOO.test(part)) ? withSlotOf(withReason, first) : withReason;
}

/** What is said of the day before holds for this too. */
const isOfSameSlot = (said: string): boolean => saysSameDay(said) || /\b(?:same time|(?:for|on) then)\b/i.test(said);
const TOO = /\b(?:too|as well|also)\b/i;

const withSlotOf = (entities: Entities, slot: Entities): Entities => ({ ...entities, ...slotOf(slot) });

/** What a further request says of its day by pointing at the one before: "move it to June 12 and book the flooring that same day". */
export const withDayBefore = ({ entities, said }: Request, before: Entities | undefined): Entities =>
  before !== undefined && !saysSlot(entities) && isOfSameSlot(said) ? withSlotOf(entities, before) : entities;

/** "…, no wait," or "…, actually": what follows is meant instead, not besides. */
const CORRECTS = /\b(?:no|wait|i mean|i meant|actually|sorry|scratch that|oops|rather)\W*$/i;
const INSTEAD_OF = /\b(?:instead of|rather than|not)(?: (?:the|my))? \w+$/i;

/** "…, the bathroom is not ready" asks for nothing. */
const NEGATES = /\b(?:not|no|never)\b|n't\b/i;

/** What a part of the message says when it stands alone. */
export function read({ now }: Draft['turn'], part: string, intent: Intent): Entities {
  return readEntities(part, { today: now.slice(0, 10), time: now.slice(11, 16), expecting: null, intent });
}

/** The projects that words name; none when they name nothing, or when that cannot be told now. */
export function* projectsNamed(draft: Draft, words: string): Flow<ProjectView[]> {
  if (namingWords(words) === null) return [];
  const found = yield* together(
    locations(draft).map(({ client_id }) =>
      call(selectProject, { client_id, location: locationName(draft, client_id), words }),
    ),
  );
  return bestNamed(
    words,
    found.flatMap((outcome) => (outcome.status === 'ok' ? outcome.value.matches : [])),
  );
}

/** The one project that words name; null when they name none or several, or when that cannot be told now. */
export function* onlyOne(draft: Draft, words: string): Flow<ProjectRef | null> {
  return only(yield* projectsNamed(draft, words));
}
