import type { Outcome } from '../../../core/contracts/outcome.ts';
import type { ProjectRef, ProjectView } from '../../../core/contracts/project.ts';
import type { SessionContext } from '../../../core/contracts/session.ts';
import { wordsOf } from '../../../core/rules/locations.ts';
import { bestNamed } from '../../../core/understanding/projects.ts';
import { getAppointmentStatus } from '../../../tools/get-appointment-status.ts';
import { listProjects } from '../../../tools/list-projects.ts';
import { selectProject } from '../../../tools/select-project.ts';
import { isAsked } from './ask-which.ts';
import { type Draft, locationName, locationNamed, locations, sayFailure, wordsSaid } from './draft.ts';
import type { Eligible } from './eligible.ts';
import { call, type Flow, together } from './flow.ts';

/** Days that visits are asked of, as the list tool takes them. */
export type Days = Pick<SessionContext['list_filter'], 'date' | 'month' | 'from' | 'to'>;

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

/** What a search by words or by place has found, over all locations meant. */
export interface Found {
  matches: ProjectView[];
  total: number;
  words: string | null;
  /** The street or town that the message names, where they are. */
  place: string | null;
  /** Words of the message that are those of a category of theirs, where no words were given. */
  named: string | null;
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
    named: answered.find(({ named }) => named !== null)?.named ?? null,
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
