import type { ProjectView, StatusGroup } from '../core/contracts/project.ts';
import type { CustomerProject } from '../core/ports.ts';
import { isEnded } from '../core/rules/status.ts';
import { matchPlace, matchProjects } from '../core/understanding/projects.ts';

export type ProjectFilter = {
  status?: string | undefined;
  category?: string | undefined;
  type?: string | undefined;
  month?: string | undefined;
  date?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  place?: string | undefined;
  include_ended?: boolean | undefined;
  words?: string | undefined;
};

/**
 * The projects that a filter leaves, in the order given, and the active ones without it. Ended projects are left out
 * of both unless the filter asks for them, by flag or by such a status.
 */
export function chooseProjects(all: CustomerProject[], filter: ProjectFilter) {
  const active = all.filter(({ group }) => !isEnded(group));
  const pool = filter.include_ended === true || asksForEnded(filter.status) ? all : active;
  const named = filter.words === undefined ? pool : namedBy(filter.words, pool);
  const timeless = named.filter((project) => passes(project, { ...filter, ...ANY_TIME }));
  const { place, indexes } = matchPlace(filter.place ?? '', timeless);
  const placed = place === null ? timeless : indexes.flatMap((index) => timeless[index] ?? []);
  const matching = placed.filter((project) => passes(project, filter));
  const visits = asksForTime(filter) ? placed.filter(({ scheduled }) => scheduled !== null) : [];
  const newest = newestOf(all);
  return {
    matching,
    place,
    active,
    instead: matching.length > 0 ? [] : asksForTime(filter) ? visits : active,
    newestEnded: newest !== undefined && isEnded(newest.group) ? newest : null,
  };
}

const ANY_TIME = { month: undefined, date: undefined, from: undefined, to: undefined } as const;

const asksForTime = ({ month, date, from, to }: ProjectFilter): boolean =>
  [month, date, from, to].some((each) => each !== undefined);

/** The projects that the words name: active ones if there are any, else ended ones; without words all active ones. */
export function findProjects(all: CustomerProject[], words: string | null) {
  const active = all.filter(({ group }) => !isEnded(group));
  if (words === null) return { matches: active, active };
  const found = namedBy(words, active);
  return { matches: found.length > 0 ? found : namedBy(words, all), active };
}

function passes({ status, category, type, scheduled, group }: ProjectView, filter: ProjectFilter): boolean {
  return (
    (filter.status === undefined || hasStatus(status, group, filter.status)) &&
    (filter.category === undefined || includes(category, filter.category)) &&
    (filter.type === undefined || includes(type, filter.type)) &&
    (filter.month === undefined || scheduled?.date.startsWith(filter.month) === true) &&
    (filter.date === undefined || scheduled?.date === filter.date) &&
    (filter.from === undefined || (scheduled !== null && scheduled.date >= filter.from)) &&
    (filter.to === undefined || (scheduled !== null && scheduled.date <= filter.to))
  );
}

/** Words that mean a whole group rather than a part of a status text. */
const GROUP_WORDS: Readonly<Record<string, (group: StatusGroup) => boolean>> = {
  schedulable: (group) => group === 'schedulable',
  unscheduled: (group) => group === 'schedulable',
  bookable: (group) => group === 'schedulable',
  scheduled: (group) => group === 'scheduled',
  booked: (group) => group === 'scheduled',
  active: (group) => !isEnded(group),
  ended: isEnded,
  finished: (group) => group === 'completed',
};

function hasStatus(status: string, group: StatusGroup, wanted: string): boolean {
  const words = plain(wanted);
  const ofGroup = GROUP_WORDS[words];
  if (ofGroup !== undefined) return ofGroup(group);
  return plain(status).includes(words) || group === words;
}

/** Statuses that end a project are hidden until the customer names one of them. */
function asksForEnded(status: string | undefined): boolean {
  return status !== undefined && ENDED_WORDS.test(plain(status));
}

const ENDED_WORDS = /\b(complete|completed|finished|done|cancelled|closed|archived|refunded|support requested|ended)\b/;

function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/\bcanceled\b/g, 'cancelled');
}

/** "windows" finds Window, "floor" finds Flooring. */
function includes(text: string, wanted: string): boolean {
  return plain(text).includes(plain(wanted).replace(/(?:s|ing)$/, ''));
}

/** By the day it was sold; where PF360 leaves that out, the later id is the newer project. */
function newestOf(all: CustomerProject[]): CustomerProject | undefined {
  return [...all].sort(
    (a, b) =>
      (b.sold ?? '').localeCompare(a.sold ?? '') || b.project_id.localeCompare(a.project_id, 'en', { numeric: true }),
  )[0];
}

function namedBy(words: string, projects: CustomerProject[]): CustomerProject[] {
  return matchProjects(words, projects).flatMap(({ index }) => projects[index] ?? []);
}
