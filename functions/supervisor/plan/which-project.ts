import type { Outcome } from '../../../core/contracts/outcome.ts';
import type { ProjectRef, ProjectView, StatusGroup } from '../../../core/contracts/project.ts';
import type { Intent } from '../../../core/contracts/understanding.ts';
import { getAppointmentStatus } from '../../../tools/get-appointment-status.ts';
import { listProjects } from '../../../tools/list-projects.ts';
import { selectProject } from '../../../tools/select-project.ts';
import {
  closeQuestion,
  type Draft,
  isSameProject,
  locationName,
  locations,
  newTask,
  refOf,
  sayFailure,
} from './draft.ts';
import { call, type Flow, together } from './flow.ts';

/** Which projects a request can be about. */
export interface Eligible {
  for: Intent;
  /** The status group it takes; null: any that is not ended. */
  group: Extract<StatusGroup, 'schedulable' | 'scheduled'> | null;
  /** Picks among several candidates, for example the visit of the date that was named. */
  prefer?: (project: ProjectView) => boolean;
}

const isEligible = (project: ProjectView, { group }: Eligible): boolean => group === null || project.group === group;

/**
 * Finds the one project that is meant: by the words or ordinal of this message, else the one the talk is about, else the
 * only one it can be. Otherwise asks (or says what failed) and returns null.
 */
export function* whichProject(draft: Draft, eligible: Eligible): Flow<ProjectView | null> {
  const listed = byOrdinal(draft);
  if (listed !== null) return yield* viewOf(draft, listed);
  const words = wordsFor(draft);
  if (words !== null) return yield* byWords(draft, words, eligible);

  const current = draft.session.task?.project ?? draft.session.project;
  if (current === null) return yield* amongAll(draft, eligible);
  const view = yield* viewOf(draft, current);
  if (view === null || isEligible(view, eligible) || draft.session.task?.project != null) return view;
  const others = yield* candidatesOf(draft, eligible);
  if (others === null) return null;
  return others.projects.length === 0 ? view : oneOf(draft, others.projects, others.total, eligible, null);
}

/** The words that name a project; a place among them tells two locations apart ("the Orlando flooring"). */
function wordsFor({ entities: { project, city }, session }: Draft): string | null {
  if (project === undefined) return city !== undefined && session.expecting === 'project' ? city : null;
  return city === undefined || project.toLowerCase().includes(city.toLowerCase()) ? project : `${city} ${project}`;
}

/** "The second one" means the list that was shown last, unless dates or times are being chosen. */
function byOrdinal(draft: Draft): ProjectRef | null {
  const { ordinal } = draft.entities;
  const { expecting, last_list } = draft.session;
  if (ordinal === undefined || expecting === 'date' || expecting === 'time') return null;
  return last_list.at(ordinal > 0 ? ordinal - 1 : ordinal) ?? null;
}

function* byWords(draft: Draft, words: string, eligible: Eligible): Flow<ProjectView | null> {
  const found = yield* together(
    locations(draft).map(({ client_id }) =>
      call(selectProject, { client_id, location: locationName(draft, client_id), words }),
    ),
  );
  const answered = answers(draft, found);
  if (answered === null) return null;
  const matches = answered.flatMap(({ matches }) => matches);
  if (matches.length === 0) {
    const others = answered.flatMap((answer) => answer.others);
    askWhich(draft, others, others.length, eligible, { words, unmatched: true });
    return null;
  }
  const asked = matches.filter((project) => wasAsked(draft, project));
  if (asked.length > 0) return oneOf(draft, asked, asked.length, eligible, words);
  const fitting = matches.filter((project) => isEligible(project, eligible));
  const pool = fitting.length > 0 ? fitting : matches;
  const active = pool.find((project) => isSameProject(project, draft.session.project));
  if (active !== undefined) return active;
  const total = Math.max(pool.length, fitting.length > 0 ? 0 : answered.reduce((sum, { total }) => sum + total, 0));
  return oneOf(draft, pool, total, eligible, words);
}

function* amongAll(draft: Draft, eligible: Eligible): Flow<ProjectView | null> {
  const found = yield* candidatesOf(draft, eligible);
  if (found === null) return null;
  const asked = found.projects.filter((project) => wasAsked(draft, project));
  if (asked.length > 1) return oneOf(draft, asked, asked.length, eligible, null);
  if (found.projects.length > 0) return oneOf(draft, found.projects, found.total, eligible, null);
  if (found.instead.length === 0) draft.acts.push({ act: 'no_projects', filter: null, any: false, instead: [] });
  else if (eligible.group === 'scheduled') draft.acts.push({ act: 'no_appointments' });
  else
    draft.acts.push({ act: 'no_projects', filter: 'ready to schedule', any: true, instead: found.instead.slice(0, 5) });
  remember(draft, found.instead.slice(0, 5));
  return null;
}

/** Which project was asked: an answer means one of those in front of the customer, or leaves the question what it was. */
const wasAsked = ({ session }: Draft, project: ProjectView): boolean =>
  session.expecting === 'project' && session.last_list.some((listed) => isSameProject(listed, project));

function oneOf(
  draft: Draft,
  pool: ProjectView[],
  total: number,
  eligible: Eligible,
  words: string | null,
): ProjectView | null {
  const preferred = eligible.prefer === undefined ? [] : pool.filter(eligible.prefer);
  const left = preferred.length > 0 ? preferred : pool;
  if (left.length === 1) return left[0] ?? null;
  askWhich(draft, left, Math.max(left.length, preferred.length > 0 ? 0 : total), eligible, { words, unmatched: false });
  return null;
}

/** Asks which project is meant; ordinals then refer to this list. */
export function askWhich(
  draft: Draft,
  options: readonly ProjectView[],
  total: number,
  { for: intent }: Pick<Eligible, 'for'>,
  why: { words: string | null; unmatched: boolean },
): void {
  const shown = options.slice(0, 8);
  if (shown.length === 0) {
    draft.acts.push({ act: 'no_projects', filter: why.words, any: false, instead: [] });
    return;
  }
  closeQuestion(draft);
  const running = draft.session.task;
  if (running?.intent !== intent || running.project !== null) {
    if (running?.project != null) draft.session.interrupted = running;
    draft.session.task = newTask(intent, null);
  }
  draft.acts.push({ act: 'ask_project', for: intent, options: shown, more: Math.max(0, total - shown.length), ...why });
  draft.session.expecting = 'project';
  remember(draft, shown);
}

/** The list in front of the customer is what ordinals mean from now on. */
export function remember(draft: Draft, shown: readonly ProjectView[]): void {
  draft.session.last_list = shown.slice(0, 20).map(refOf);
}

/** The present state of one project, read afresh. */
export function* viewOf(draft: Draft, { client_id, project_id, location }: ProjectRef): Flow<ProjectView | null> {
  const found = yield* call(getAppointmentStatus, { client_id, project_id, location });
  if (found.status === 'ok') return found.value.project;
  sayFailure(draft, found, 'project');
  return null;
}

/** The projects of a status group over the locations meant; `instead` is what there is when none matches. */
export function* candidatesOf(
  draft: Draft,
  { group }: Pick<Eligible, 'group'>,
): Flow<{ projects: ProjectView[]; total: number; instead: ProjectView[] } | null> {
  const lists = yield* together(
    locations(draft).map(({ client_id }) =>
      call(listProjects, {
        client_id,
        location: locationName(draft, client_id),
        ...(group === null ? {} : { status: group }),
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
  };
}

/** What the locations that answered said; a failure is said too, and null means that nobody answered. */
export function answers<Value>(draft: Draft, outcomes: Outcome<Value>[]): Value[] | null {
  const answered = outcomes.flatMap((outcome) => (outcome.status === 'ok' ? [outcome.value] : []));
  const [failed] = outcomes.flatMap((outcome) => (outcome.status === 'ok' ? [] : [outcome]));
  if (failed !== undefined) sayFailure(draft, failed, 'projects');
  return answered.length === 0 ? null : answered;
}
