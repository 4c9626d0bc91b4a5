import type { ProjectRef, ProjectView } from '../../../core/contracts/project.ts';
import { orderNumbersIn } from '../../../core/understanding/order-numbers.ts';
import { namingWords, saysNumber, shortOrderSaid } from '../../../core/understanding/projects.ts';
import { askWhich, isAsked } from './ask-which.ts';
import { type Draft, isSameProject, quotedIn } from './draft.ts';
import { type Eligible, isEligible, isOn } from './eligible.ts';
import type { Flow } from './flow.ts';
import { byOrdinal, byRow, isChoosingSlot, namesRow } from './list-row.ts';
import { amongAll, oneOf } from './one-of-several.ts';
import { candidatesOf, find, viewOf } from './read-projects.ts';

/**
 * Finds the one project that is meant: by the words or ordinal of this message, else the one the talk is about, else the
 * only one it can be. Otherwise asks (or says what failed) and returns null.
 */
export function* whichProject(draft: Draft, eligible: Eligible): Flow<ProjectView | null> {
  const answers = isAsked(draft, eligible.for);
  const view = yield* projectMeant(draft, eligible);
  if (answers && view !== null) draft.session.expecting = null;
  return view;
}

function* projectMeant(draft: Draft, eligible: Eligible): Flow<ProjectView | null> {
  const own = yield* byOwnNumber(draft, eligible);
  if (own !== undefined) return own;
  const listed = byOrdinal(draft);
  if (listed !== null) return yield* viewOf(draft, listed);
  if (namesRow(draft)) return yield* byRow(draft, eligible);
  const words = wordsFor(draft);
  if (words !== null) return yield* byWords(draft, words, eligible);
  const placed = yield* byPlace(draft, eligible);
  if (placed !== undefined) return placed;
  const bare = bareName(draft);
  if (bare !== null) return yield* byBareName(draft, bare, eligible);

  const current = inTalk(draft);
  if (current === null) return yield* amongAll(draft, eligible);
  if (saysOther(draft)) return yield* otherThan(draft, current, eligible);
  const view = yield* viewOf(draft, current);
  if (view === null || draft.session.task?.project != null) return view;
  if (isOn(view, eligible) !== false && (isEligible(view, eligible) || pointsAtIt(draft))) return view;
  const others = yield* candidatesOf(draft, eligible);
  if (others === null) return null;
  // A day that was named tells another project from the one the talk is about, if that one does not fit and it alone does.
  const fitting = others.projects.filter((project) => isOn(project, eligible) === true);
  if (isEligible(view, eligible)) return fitting.length === 1 ? (fitting[0] ?? view) : view;
  return others.projects.length === 0 ? view : oneOf(draft, others.projects, others.total, eligible, null);
}

const inTalk = ({ session: { task, project } }: Draft): ProjectRef | null => task?.project ?? project;

/** "The other one", "my other windows": any but the project the talk is about. Of days and times there are others too. */
function saysOther(draft: Draft, words = isChoosingSlot(draft) ? 'project' : 'one'): boolean {
  const other = /\b(?:the|my|our|that) other (.+)$/is.exec(draft.turn.user_message)?.[1]?.toLowerCase();
  return other !== undefined && [words.toLowerCase(), ...ANY_PROJECT].some((noun) => other.startsWith(noun));
}

const ANY_PROJECT = ['project', 'job', 'order', 'visit', 'appointment'];

function* otherThan(draft: Draft, current: ProjectRef, eligible: Eligible): Flow<ProjectView | null> {
  const found = yield* candidatesOf(draft, eligible);
  if (found === null) return null;
  const others = found.projects.filter((project) => !isSameProject(project, current));
  const total = found.total - (found.projects.length - others.length);
  return others.length === 0 ? yield* viewOf(draft, current) : oneOf(draft, others, total, eligible, null);
}

/** "Cancel that one" means the project the talk is about, even where it takes no such request: that is said then. */
const POINTS_AT_IT =
  /\b(?:this|that|the same) (?:one|project|job|visit|appointment|booking|order)\b|\b(?:cancel|move|push|shift|change|reschedule|postpone|(?:re-?)?book|schedule) (?:it|that|this)\b(?! (?:week|month|morning|afternoon|evening|day|date|time|\w+day)\b)/i;

/** So does a yes to a question that names it ("Do you want to cancel the blinds visit?"). */
const pointsAtIt = ({ turn, session }: Draft): boolean =>
  POINTS_AT_IT.test(turn.user_message) || (turn.intent === 'affirm' && session.expecting !== 'project');

/** The words that name a project; a place among them tells two locations apart ("the Orlando flooring"). */
function wordsFor({ entities: { project, city, ordinal }, session, turn }: Draft): string | null {
  const named = project === undefined ? null : namingWords(project);
  if (named === null) {
    const short = ordinal === undefined ? shortOrderSaid(turn.user_message) : null;
    return short ?? (city !== undefined && session.expecting === 'project' ? city : null);
  }
  return city === undefined || named.toLowerCase().includes(city.toLowerCase()) ? named : `${city} ${named}`;
}

/** The project whose number the message gives in full, in whatever shape this customer's numbers are; undefined: none. */
function* byOwnNumber(draft: Draft, eligible: Eligible): Flow<ProjectView | null | undefined> {
  if (/\d/.test(draft.entities.project ?? '')) return undefined;
  const text = quotedIn(draft).reduce((left, each) => left.replace(each, ' '), draft.turn.user_message);
  const numbers = orderNumbersIn(text);
  if (numbers.length === 0) return undefined;
  const found = yield* find(draft, numbers.join(' '), eligible);
  if (found === null) return null;
  const full = found.matches.filter(({ number }) => saysNumber(text, number));
  const own = full.length > 0 ? full : found.matches.filter(({ number }) => hasPart(number, numbers));
  return own.length === 1 ? own[0] : undefined;
}

/** "The 0042 visit" of "2026-0042": digits between the signs of one number, and of no other. */
const hasPart = (number: string, said: readonly string[]): boolean =>
  number.split(/[^a-z\d]+/i).some((part) => /^\d+$/.test(part) && part !== number && said.includes(part));

const ASIDE =
  /\b(?:pick|choose|select|show|see|go|take|with|yes|yeah|ok(?:ay)?|sure|um+|uh+|hm+|actually|sorry|oh|no|wait|let'?s|i'?ll|i guess|maybe|think|now)\b/gi;
const POINTS_BACK = /\b(?:it|that|this|same|those|these|them|any|either|both|all|none|whichever|whatever)\b/i;

/** What is left of a message that is nothing but the name of a project, in words that are none of the usual ones. */
function bareName({ turn, entities, session }: Draft): string | null {
  const isOffer = session.offers.some(({ text }) => text === turn.user_message.trim());
  if (turn.intent !== 'select_project' || isOffer || Object.keys(entities).length > 0) return null;
  if (POINTS_BACK.test(turn.user_message)) return null;
  const name = namingWords(turn.user_message.replace(ASIDE, ' ').replace(/[^\p{L}\p{N} _-]/gu, ' '));
  return name !== null && name.split(' ').length <= 3 ? name : null;
}

/** Never another project than the one named: an unknown name is said to be one, or leaves what was asked as it was. */
function* byBareName(draft: Draft, name: string, eligible: Eligible): Flow<ProjectView | null> {
  if (!isAsked(draft, eligible.for)) return yield* byWords(draft, name, eligible);
  const found = yield* find(draft, name, eligible);
  if (found === null) return null;
  return found.matches.length === 0
    ? yield* amongAll(draft, eligible)
    : oneOf(draft, found.matches, found.total, eligible, found);
}

/** Says where a project is: "the one in Brandon", "the Heron Way job". */
const SAYS_WHERE =
  /\b(?:ones?|projects?|jobs?|visits?|appointments?|install\w*|house|home|place|property|site) +(?:in|at|on|near|over at) +\S|\b(?:the|my|our) +(?:[\w.']+ +){1,3}(?:one|house|property|site|place|address)\b/i;

/** The project at a street or town that the message names without any other word for it; undefined when it names none. */
function* byPlace(draft: Draft, eligible: Eligible): Flow<ProjectView | null | undefined> {
  const { entities, session, turn } = draft;
  if (isChoosingSlot(draft)) return undefined;
  const isHinted = entities.city !== undefined || session.expecting === 'project' || SAYS_WHERE.test(turn.user_message);
  if (!isHinted) return undefined;
  const found = yield* find(draft, null, eligible);
  if (found === null) return null;
  if (found.place === null) return undefined;
  return oneOf(draft, found.matches, found.total, eligible, found);
}

function* byWords(draft: Draft, words: string, eligible: Eligible): Flow<ProjectView | null> {
  const found = yield* find(draft, words, eligible);
  if (found === null) return null;
  const { matches, total, others, othersTotal } = found;
  if (matches.length === 0) {
    askWhich(draft, others, othersTotal, eligible, { words, unmatched: true });
    return null;
  }
  const rest = matches.filter((project) => !isSameProject(project, inTalk(draft)));
  if (saysOther(draft, words) && rest.length > 0 && rest.length < matches.length)
    return oneOf(draft, rest, total - 1, eligible, found);
  const active = matches.find((project) => isSameProject(project, draft.session.project));
  if (active !== undefined && !isAsked(draft, eligible.for)) return active;
  return oneOf(draft, matches, total, eligible, found);
}
