import type { Outcome } from '../../../core/contracts/outcome.ts';
import type { ProjectRef, ProjectView, StatusGroup } from '../../../core/contracts/project.ts';
import type { DateWish, SessionContext } from '../../../core/contracts/session.ts';
import type { Intent } from '../../../core/contracts/understanding.ts';
import { wordsOf } from '../../../core/rules/locations.ts';
import { readEntities } from '../../../core/understanding/entities/read-entities.ts';
import { orderNumbersIn } from '../../../core/understanding/order-numbers.ts';
import {
  bestNamed,
  matchPlace,
  matchProjects,
  namingWords,
  saysNumber,
  shortOrderSaid,
} from '../../../core/understanding/projects.ts';
import { getAppointmentStatus } from '../../../tools/get-appointment-status.ts';
import { listProjects } from '../../../tools/list-projects.ts';
import { selectProject } from '../../../tools/select-project.ts';
import {
  closeQuestion,
  type Draft,
  isQuestion,
  isSameProject,
  locationName,
  locationNamed,
  locations,
  newTask,
  quotedIn,
  refOf,
  sayFailure,
  wordsSaid,
} from './draft.ts';
import { call, type Flow, together } from './flow.ts';
import { isInWish } from './wishes.ts';

/** Days that visits are asked of, as the list tool takes them. */
type Days = Pick<SessionContext['list_filter'], 'date' | 'month' | 'from' | 'to'>;

/** Which projects a request can be about. */
export interface Eligible {
  for: Intent;
  /** The status group it takes; null: any that is not ended. */
  group: Extract<StatusGroup, 'schedulable' | 'scheduled'> | null;
  /** The day or days of the visit that is meant: those that have one then come before others. */
  on?: DateWish;
  /** Those days can be nothing but the visit's own: where there is none then, that is said. */
  surelyOn?: boolean;
  /** Whether a visit on a date is the one that is meant; left out: where the date is one of `on`. */
  isThen?: (date: string) => boolean;
}

/** Whether a project has its visit on the day that is meant; undefined where no day is. */
function isOn({ scheduled }: ProjectView, { on, isThen }: Eligible): boolean | undefined {
  if (on === undefined) return undefined;
  return scheduled !== null && (isThen === undefined ? isInWish(scheduled.date, on) : isThen(scheduled.date));
}

const isEligible = (project: ProjectView, { group }: Eligible): boolean => group === null || project.group === group;

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

/** A row called by the number it was shown with, rather than by its place: "number 12", "#12", "12". */
const ROW_NUMBER = /(?:\b(?:number|option|row|line|item|no|nr)\.?|#) *\d|^\W*\d{1,3}\W*$/i;

/** "The second one" means the list that was shown last, unless dates or times are being chosen. */
function byOrdinal(draft: Draft): ProjectRef | null {
  const { ordinal, project } = draft.entities;
  const { last_list, list_first } = draft.session;
  if (isChoosingSlot(draft)) return null;
  if (project !== undefined) return ofAKind(draft, project);
  if (ordinal === undefined) return null;
  if (ordinal < 0) return last_list.at(ordinal) ?? null;
  const shownAs = last_list[ordinal - list_first];
  if (shownAs !== undefined) return shownAs;
  return ROW_NUMBER.test(draft.turn.user_message) ? null : (last_list[ordinal - 1] ?? null);
}

/** "The second flooring": the second of that kind in the list that was shown last. */
function ofAKind({ turn, intent, session: { last_list } }: Draft, words: string): ProjectRef | null {
  const message = turn.user_message.replace(words, 'one');
  const { ordinal } = readEntities(message, {
    today: turn.now.slice(0, 10),
    time: turn.now.slice(11, 16),
    expecting: null,
    intent,
  });
  if (ordinal === undefined) return null;
  const kind = matchProjects(
    words,
    last_list.map((project) => ({ ...project, status: '' })),
  ).flatMap(({ index }) => last_list[index] ?? []);
  return kind.length < 2 ? null : (kind.at(ordinal < 0 ? ordinal : ordinal - 1) ?? null);
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

const isChoosingSlot = ({ session: { expecting } }: Draft): boolean => expecting === 'date' || expecting === 'time';

/** Whether a row is meant that is not among those in front of the customer. */
const namesRow = (draft: Draft): boolean =>
  (draft.entities.ordinal ?? 0) > 0 &&
  draft.session.last_list.length > 0 &&
  !isChoosingSlot(draft) &&
  draft.entities.project === undefined &&
  ROW_NUMBER.test(draft.turn.user_message);

/** A row of the list that was shown last, on another page of it; asks when there is no such row. */
function* byRow(draft: Draft, eligible: Eligible): Flow<ProjectView | null> {
  const places = locations(draft);
  const [place] = places;
  const row = draft.entities.ordinal ?? 0;
  if (place !== undefined && places.length === 1 && draft.session.list_offset > 0) {
    const { client_id } = place;
    const { said: _, ...filter } = draft.session.list_filter;
    const found = yield* call(listProjects, {
      client_id,
      location: locationName(draft, client_id),
      ...filter,
      offset: row - 1,
      limit: 1,
    });
    if (found.status === 'ok' && found.value.projects[0] !== undefined) return found.value.projects[0];
  }
  return yield* amongAll(draft, eligible);
}

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

interface Found {
  matches: ProjectView[];
  total: number;
  words: string | null;
  /** The street or town that the message names, where they are. */
  place: string | null;
  others: ProjectView[];
  othersTotal: number;
}

/**
 * The projects that words name (null: any) at all locations meant: those of the place named, else those that were asked
 * about, else those that can be meant, as far as there are any. Null when nobody answered.
 */
export function* find(
  draft: Draft,
  words: string | null,
  { for: intent, group }: Pick<Eligible, 'for' | 'group'>,
): Flow<Found | null> {
  const { session } = draft;
  const isAnswer = isAsked(draft, intent);
  const among = session.last_list.map(({ project_id }) => project_id);
  const within = session.list_filter.words;
  const found = yield* together(
    locations(draft).map(({ client_id }) =>
      call(selectProject, {
        client_id,
        location: locationName(draft, client_id),
        words,
        said: placeSaid(draft),
        ...(isAnswer && among.length > 0 ? { among } : {}),
        ...(isAnswer && within !== undefined && within !== words ? { within } : {}),
        ...(group === null ? {} : { group }),
      }),
    ),
  );
  const answered = answers(draft, found);
  if (answered === null) return null;
  const matching = answered.filter(({ matches }) => matches.length > 0);
  const best = isAnswer ? namedBest(words, fittingBest(matching)) : fittingBest(namedBest(words, matching));
  const most = Math.max(0, ...best.map(({ fit }) => fit));
  const isWithin = isAnswer && within !== undefined && within !== words && words !== null && (most & 2) > 0;
  return {
    matches: best.flatMap(({ matches }) => matches),
    total: best.reduce((sum, { total }) => sum + total, 0),
    words: isWithin ? `${within} ${words}` : words,
    place: best.find(({ place }) => place !== null)?.place ?? null,
    others: answered.flatMap(({ others }) => others),
    othersTotal: answered.reduce((sum, { others_total }) => sum + others_total, 0),
  };
}

interface Match {
  matches: ProjectView[];
  total: number;
  fit: number;
}

function fittingBest<At extends Match>(found: At[]): At[] {
  const most = Math.max(0, ...found.map(({ fit }) => fit));
  return found.filter(({ fit }) => fit === most);
}

/** Each location has found what fits best there: "carpet" is the carpet of one, rather than the flooring of the other. */
function namedBest<At extends Match>(words: string | null, found: At[]): At[] {
  if (words === null || found.length < 2) return found;
  const named = bestNamed(
    words,
    found.flatMap(({ matches }) => matches),
  );
  return found.flatMap((at) => {
    const matches = at.matches.filter((project) => named.includes(project));
    const total = matches.length === at.matches.length ? at.total : matches.length;
    return matches.length === 0 ? [] : [{ ...at, matches, total }];
  });
}

/** The message as far as it can name a street or town: a location's own name chooses the location. */
export function placeSaid(draft: Draft): string {
  const taken = new Set(wordsOf(locationNamed(draft)?.client_name ?? ''));
  return wordsSaid(draft)
    .filter((word) => !taken.has(word))
    .join(' ')
    .slice(0, 500);
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

function* amongAll(draft: Draft, eligible: Eligible): Flow<ProjectView | null> {
  if (isAsked(draft, eligible.for) && draft.session.last_list.length > 1) return yield* askedAgain(draft, eligible);
  const narrowed = yield* amongNarrowed(draft, eligible);
  if (narrowed !== undefined) return narrowed;
  if (eligible.on !== undefined) {
    const days = daysFilter(eligible.on);
    const then = yield* candidatesOf(draft, eligible, days);
    if (then === null) return null;
    if (then.projects.length > 0) return oneOf(draft, then.projects, then.total, eligible, null, days);
  }
  const found = yield* candidatesOf(draft, eligible);
  if (found === null) return null;
  if (found.projects.length > 0) return oneOf(draft, found.projects, found.total, eligible, null);
  if (found.instead.length === 0 && found.newestEnded !== null) return found.newestEnded;
  if (found.instead.length === 0) draft.acts.push({ act: 'no_projects', filter: null, any: false, instead: [] });
  else if (eligible.group === 'scheduled') draft.acts.push({ act: 'no_appointments' });
  else
    draft.acts.push({
      act: 'no_projects',
      filter: 'ready to schedule',
      any: true,
      instead: found.instead.slice(0, 5),
      more: Math.max(0, found.insteadTotal - 5),
    });
  remember(draft, found.instead.slice(0, 5));
  return null;
}

/** Whether it was asked which project this request is about; another request in between is not the answer. */
const isAsked = ({ session: { expecting, task } }: Draft, intent: Intent): boolean =>
  expecting === 'project' && (task === null || task.intent === intent);

/** A message that names none of those in front of the customer leaves the question what it was: the same projects. */
function* askedAgain(draft: Draft, eligible: Eligible): Flow<ProjectView | null> {
  const { last_list, list_first, list_filter } = draft.session;
  const { said, ...filter } = list_filter;
  const skipped = list_first - 1;
  // Ended projects are in front of the customer only where no active one was.
  for (const include_ended of [false, true]) {
    const lists = yield* together(
      locations(draft).map(({ client_id }) => {
        const location = locationName(draft, client_id);
        return call(listProjects, { client_id, location, ...filter, include_ended, offset: skipped, limit: 20 });
      }),
    );
    const answered = answers(draft, lists);
    if (answered === null) return null;
    const found = answered.flatMap(({ projects }) => projects);
    const asked = last_list.flatMap((listed) => found.find((project) => isSameProject(project, listed)) ?? []);
    const [only] = asked;
    // "Tampa" tells those of one location from those of the other.
    if (only !== undefined && asked.length === 1) return only;
    const total = answered.reduce((sum, each) => sum + each.total, 0) - skipped;
    const options = asked.length > 0 ? asked : found;
    if (asked.length === 0 && !include_ended) continue;
    askWhich(draft, options, Math.max(total, options.length), eligible, { words: said, unmatched: false }, filter);
    return null;
  }
  return null;
}

/** Wants none of those that were asked about. */
const ANOTHER = /\b(?:else|other|another|different)\b/i;

/**
 * Another request while it is open which of those of a name or place is meant ("more than one project matches doors" -
 * "book it"): it is about them too, as far as they take it. Undefined where nothing was narrowed or none of them fits.
 */
function* amongNarrowed(draft: Draft, eligible: Eligible): Flow<ProjectView | null | undefined> {
  const { expecting, list_filter } = draft.session;
  const { words, place } = list_filter;
  if (expecting !== 'project' || (words === undefined && place === undefined)) return undefined;
  if (ANOTHER.test(draft.turn.user_message)) return undefined;
  const by = { ...(words === undefined ? {} : { words }), ...(place === undefined ? {} : { place }) };
  const status = eligible.group === null ? {} : { status: eligible.group };
  const lists = yield* together(
    locations(draft).map(({ client_id }) => {
      const location = locationName(draft, client_id);
      return call(listProjects, { client_id, location, ...by, ...status, offset: 0, limit: 20 });
    }),
  );
  const answered = answers(draft, lists);
  if (answered === null) return null;
  const found = answered.flatMap(({ projects }) => projects);
  const then = found.filter((project) => isOn(project, eligible) === true);
  const fitting = then.length > 0 || eligible.surelyOn === true ? then : found;
  if (fitting.length === 0) return undefined;
  const total = fitting.length < found.length ? fitting.length : answered.reduce((sum, each) => sum + each.total, 0);
  const at = answered.find((each) => each.place !== null)?.place ?? null;
  return oneOf(draft, fitting, total, eligible, { words: words ?? null, place: at });
}

/** Days as the list tool takes them. */
const daysFilter = (on: DateWish): Days => (typeof on === 'string' ? { date: on } : { from: on.start, to: on.end });

function oneOf(
  draft: Draft,
  pool: ProjectView[],
  total: number,
  eligible: Eligible,
  by: Pick<Found, 'words' | 'place'> | null,
  days: Days = {},
): ProjectView | null {
  const { on, surelyOn = false } = eligible;
  const preferred = pool.filter((project) => isOn(project, eligible) === true);
  const left = atPlaceNamed(draft, preferred.length > 0 ? preferred : pool);
  if (left.length === 1 && (left.length < pool.length || total <= 1)) return left[0] ?? null;
  const isNarrowed = left.length < pool.length;
  const words = by?.words ?? null;
  askWhich(
    draft,
    left,
    Math.max(left.length, isNarrowed ? 0 : total),
    eligible,
    {
      words: words ?? by?.place ?? null,
      unmatched: false,
      ...(on !== undefined && surelyOn && preferred.length === 0 ? { none_on: on } : {}),
    },
    {
      ...days,
      ...(words === null ? {} : { words }),
      ...(by === null || by.place === null ? {} : { place: by.place }),
      ...(eligible.group !== null && left.every(({ group }) => group === eligible.group)
        ? { status: eligible.group }
        : {}),
    },
  );
  return null;
}

/** Those of several projects whose street or town the message names; all when it names none. */
function atPlaceNamed(draft: Draft, pool: ProjectView[]): ProjectView[] {
  const { indexes, score } = matchPlace(placeSaid(draft), pool);
  return score === 0 ? pool : indexes.flatMap((index) => pool[index] ?? []);
}

/** Asks which project is meant; ordinals then refer to this list. */
export function askWhich(
  draft: Draft,
  options: readonly ProjectView[],
  total: number,
  { for: intent }: Pick<Eligible, 'for'>,
  why: { words: string | null; unmatched: boolean; none_on?: DateWish },
  filter: Omit<SessionContext['list_filter'], 'said'> = {},
): void {
  const shown = options.slice(0, OPTIONS);
  if (shown.length === 0) {
    draft.acts.push({ act: 'no_projects', filter: why.words, any: false, instead: [] });
    return;
  }
  closeQuestion(draft);
  const running = draft.session.task;
  if (running?.intent !== intent || running.project !== null) {
    const isWorkedOn = running !== null && (running.project !== null || !isQuestion(running.intent));
    if (isWorkedOn && running.intent !== intent) draft.session.interrupted = running;
    draft.session.task = newTask(intent, null);
  }
  draft.acts.push({ act: 'ask_project', for: intent, options: shown, more: Math.max(0, total - shown.length), ...why });
  draft.session.expecting = 'project';
  remember(draft, shown);
  // "More" goes on with the same projects where they stopped; over several locations it begins again with all of them.
  draft.session.list_filter = { ...filter, said: why.unmatched ? null : why.words };
  draft.session.list_offset = locations(draft).length > 1 ? 0 : shown.length;
}

/** Most projects that a question puts before the customer. */
const OPTIONS = 8;

/** The list in front of the customer is what ordinals mean from now on; `first` is the number of its first row. */
export function remember(draft: Draft, shown: readonly ProjectView[], first = 1): void {
  draft.session.last_list = shown.slice(0, 20).map(refOf);
  draft.session.list_first = first;
}

/** The present state of one project, read afresh. */
export function* viewOf(draft: Draft, { client_id, project_id, location }: ProjectRef): Flow<ProjectView | null> {
  const found = yield* call(getAppointmentStatus, { client_id, project_id, location });
  if (found.status === 'ok') return found.value.project;
  sayFailure(draft, found, 'project');
  return null;
}

/**
 * The projects of a status group over the locations meant, of some days if any are given; `instead` is what there is when none matches, `newestEnded`
 * the customer's newest project if that one is over.
 */
export function* candidatesOf(
  draft: Draft,
  { group }: Pick<Eligible, 'group'>,
  days: Days = {},
): Flow<{
  projects: ProjectView[];
  total: number;
  instead: ProjectView[];
  insteadTotal: number;
  newestEnded: ProjectView | null;
} | null> {
  const lists = yield* together(
    locations(draft).map(({ client_id }) =>
      call(listProjects, {
        client_id,
        location: locationName(draft, client_id),
        ...(group === null ? {} : { status: group }),
        ...days,
        offset: 0,
        limit: 20,
      }),
    ),
  );
  const answered = answers(draft, lists);
  if (answered === null) return null;
  return {
    projects: answered.flatMap(({ projects }) => projects),
    total: answered.reduce((sum, { total }) => sum + total, 0),
    instead: answered.flatMap(({ instead }) => instead),
    insteadTotal: answered.reduce((sum, { instead_total }) => sum + instead_total, 0),
    newestEnded: answered.find(({ newest_ended }) => newest_ended !== null)?.newest_ended ?? null,
  };
}

/** What the locations that answered said; a failure is said too, and null means that nobody answered. */
export function answers<Value>(draft: Draft, outcomes: Outcome<Value>[]): Value[] | null {
  const answered = outcomes.flatMap((outcome) => (outcome.status === 'ok' ? [outcome.value] : []));
  const [failed] = outcomes.flatMap((outcome) => (outcome.status === 'ok' ? [] : [outcome]));
  const named = locations(draft).filter((_, index) => outcomes[index]?.status !== 'ok');
  const isPart = answered.length > 0 && outcomes.length === locations(draft).length;
  if (failed !== undefined)
    sayFailure(draft, failed, 'projects', isPart ? named.map(({ client_name }) => client_name) : []);
  return answered.length === 0 ? null : answered;
}
