import type { ProjectRef, StatusGroup } from '../../../core/contracts/project.ts';
import type { DateWish } from '../../../core/contracts/session.ts';
import type { Intent } from '../../../core/contracts/understanding.ts';
import { namingWords } from '../../../core/understanding/projects.ts';
import { type Draft, isSameProject, refOf } from './draft.ts';
import { type Flow, together } from './flow.ts';
import { candidatesOf, find } from './read-projects.ts';
import { onlyOne, read } from './requests.ts';
import { isInWish } from './wishes.ts';

/** The projects that one text is for, and the words among them that name none for certain. */
export interface Addressees {
  projects: ProjectRef[];
  missing: string[];
}

/** Projects by their number rather than by name: "both my jobs", "every one of my projects", "all flooring orders". */
const BY_NUMBER =
  "\\b(both|all|each|every)\\b(?: [\\w']+){0,4}? (?:of (?:them|these|those)|projects?|jobs?|orders?|(visits?|appointments?))\\b";
const NUMBERED = new RegExp(BY_NUMBER, 'i');
export const countsProjects = (message: string): boolean => NUMBERED.test(message);
/** At the end of a note's words: "the gate code is 4411 on both projects". May belong to them. */
const NUMBERED_LAST = new RegExp(
  `^(.+?),? +(?:on|to|for|in|at|with) +((?:the |my )?${BY_NUMBER})(?: please| pls)?[.!?]*$`,
  'i',
);
const JOINS = /\s*(?:,|&|\+|\/|\b(?:and|plus|as well as|also)\b)\s*/i;
/** More than so many are not taken at once. */
const AT_ONCE = 5;

/** Whom a text for several projects is for; null when it is for one, or for more than can be told. */
export function* several(
  draft: Draft,
  said: string | undefined,
): Flow<(Addressees & { text: string | null; sure: boolean }) | null> {
  const { turn, entities } = draft;
  const message = turn.user_message;
  const picked = pickedTogether(draft);
  if (picked !== null) return { projects: picked, missing: [], text: null, sure: true };
  const lead = said === undefined ? message : message.replace(said, ' ');
  const last = said === undefined ? null : NUMBERED_LAST.exec(said);
  const found = NUMBERED.exec(lead) ?? (last === null ? null : NUMBERED.exec(last[2] ?? ''));
  const isLast = last !== null && !NUMBERED.test(lead);
  const text = (isLast ? last[1] : said) ?? null;
  if (found !== null) {
    const projects = yield* counted(draft, lead, isBoth(found), found[2] !== undefined ? 'scheduled' : null);
    return projects === null || projects.length === 0 ? null : { projects, missing: [], text, sure: !isLast };
  }
  const named = lead
    .split(JOINS)
    .map((part) => read(turn, part, 'select_project').project)
    .filter((words) => words !== undefined && namingWords(words) !== null);
  const words = [...new Set(named)] as string[];
  if (words.length < 2 || entities.project === undefined) return null;
  const refs = yield* together(words.map((each) => onlyOne(draft, each)));
  const projects = refs.flatMap((ref) => ref ?? []);
  const distinct = projects.filter((one, at) => projects.findIndex((other) => isSameProject(one, other)) === at);
  const missing = words.filter((_, at) => refs[at] == null);
  return distinct.length + missing.length < 2 || distinct.length === 0
    ? null
    : { projects: distinct, missing, text, sure: true };
}

const isBoth = ([, quantity]: RegExpExecArray): boolean => quantity?.toLowerCase() === 'both';

/** "All of them", "both", "everything" in answer to which project. */
const ALL_OF_THEM =
  /^\W*(?:(?:yes|yeah|ok(?:ay)?|well|uh|um|please|i think|let'?s do|do|book|schedule|cancel|move|for|on|to)[\s,]+)*(?:(both|all)(?: (?:of (?:them|these|those)|(?:the |my )?(?:two|three|four|five)|my \w+))?|everything|each(?: of them| one)?|all of (?:it|the above))(?: (?:please|pls|thanks))?\W*$/i;

/** The projects in front of the customer, where all of them are picked; null where they are not, or are too many. */
export function pickedTogether({ session, turn }: Draft): ProjectRef[] | null {
  const { expecting, last_list } = session;
  const picked = expecting === 'project' ? ALL_OF_THEM.exec(turn.user_message) : null;
  if (picked === null || last_list.length < 2 || last_list.length > AT_ONCE) return null;
  return isBoth(picked) && last_list.length > 2 ? null : last_list;
}

const OTHERS = /\b(?:the |my |all )*(?:others|other ones|rest(?: of them)?|other (?:projects|jobs|orders|visits))\b/i;

/** "All the others": those that the request can be meant for, but the one it was for. */
export function* othersThan(draft: Draft, said: string, intent: Intent, but: ProjectRef): Flow<ProjectRef[] | null> {
  if (!OTHERS.test(said)) return null;
  const found = yield* candidatesOf(draft, { group: GROUPS[intent] ?? null });
  if (found === null || found.total !== found.projects.length || found.total > AT_ONCE + 1) return null;
  return found.projects.map(refOf).filter((project) => !isSameProject(project, but));
}

/** Each of the projects that a list of words names; null where one of them names none or several. */
export function* namedIn(draft: Draft, list: string): Flow<ProjectRef[] | null> {
  const words = list
    .split(JOINS)
    .map((part) => read(draft.turn, part, 'select_project').project)
    .filter((each) => each !== undefined);
  const refs = yield* together(words.map((each) => onlyOne(draft, each)));
  const found = refs.flatMap((ref) => ref ?? []);
  return found.length === 0 || found.length < refs.length ? null : found;
}

/** Which projects a request can be meant for, where all of them are. */
const GROUPS: Partial<Record<Intent, Extract<StatusGroup, 'schedulable' | 'scheduled'>>> = {
  book_appointment: 'schedulable',
  check_availability: 'schedulable',
  reschedule_appointment: 'scheduled',
  cancel_appointment: 'scheduled',
};
const EVERYTHING = /\b(?:everything|all of (?:it|them)|(both)(?: of them)?)\b/i;

/**
 * The projects that a request is for by their number: "cancel all my visits", "book everything". None where all that there
 * are were left out.
 */
export function* byNumber(draft: Draft, intent: Intent): Flow<ProjectRef[] | null> {
  const group = GROUPS[intent];
  const said = draft.turn.user_message;
  const found = NUMBERED.exec(said) ?? EVERYTHING.exec(said);
  if (group === undefined || found === null) return null;
  const { date, existing_date } = draft.entities;
  const on = existing_date ?? (intent === 'cancel_appointment' ? date : undefined);
  return yield* counted(draft, said, isBoth(found), group, on);
}

/** "All but the blinds": those that are left out. */
const EXCEPT =
  /\b(?:except(?: for)?|but(?: not)?|besides|other than|apart from|excluding|not) +((?:the |my )?[^.,:;?!]+)/i;

/** All projects that can be meant, where they are as many as was said, without those left out; null where these are unclear. */
function* counted(
  draft: Draft,
  said: string,
  areTwo: boolean,
  group: Extract<StatusGroup, 'schedulable' | 'scheduled'> | null,
  on?: DateWish,
): Flow<ProjectRef[] | null> {
  const but = EXCEPT.exec(said)?.[1];
  const out = but === undefined ? [] : yield* namedIn(draft, but);
  if (out === null) return null;
  const project = out.length > 0 ? undefined : draft.entities.project;
  const words = project === undefined ? null : namingWords(project);
  const found =
    words === null ? yield* candidatesOf(draft, { group }) : yield* find(draft, words, { for: 'add_note', group });
  if (found === null) return null;
  const all = ('matches' in found ? found.matches : found.projects).filter(
    ({ scheduled }) => on === undefined || (scheduled !== null && isInWish(scheduled.date, on)),
  );
  const isAll = on !== undefined || found.total === all.length;
  const pool = all.filter(
    (one) => (group === null || one.group === group) && !out.some((other) => isSameProject(one, other)),
  );
  if (!isAll || pool.length > AT_ONCE) return null;
  return out.length === 0 && (pool.length < 2 || (areTwo && pool.length > 2)) ? null : pool.map(refOf);
}
