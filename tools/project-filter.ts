import type { ProjectView, StatusGroup } from '../core/contracts/project.ts';
import type { CustomerProject } from '../core/ports.ts';
import { isEnded } from '../core/rules/status.ts';
import { matchProjects } from '../core/understanding/projects.ts';

export type ProjectFilter = {
  status?: string | undefined;
  category?: string | undefined;
  type?: string | undefined;
  month?: string | undefined;
  date?: string | undefined;
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
  const named = filter.words === undefined ? pool : matching(filter.words, pool);
  const newest = newestOf(all);
  return {
    matching: named.filter((project) => passes(project, filter)),
    active,
    newestEnded: newest !== undefined && isEnded(newest.group) ? newest : null,
  };
}

/** The projects that the words name: active ones if there are any, else ended ones. */
export function findProjects(all: CustomerProject[], words: string) {
  const active = all.filter(({ group }) => !isEnded(group));
  const found = matching(words, active);
  return { matches: found.length > 0 ? found : matching(words, all), active };
}

function passes({ status, category, type, scheduled, group }: ProjectView, filter: ProjectFilter): boolean {
  return (
    (filter.status === undefined || hasStatus(status, group, filter.status)) &&
    (filter.category === undefined || includes(category, filter.category)) &&
    (filter.type === undefined || includes(type, filter.type)) &&
    (filter.month === undefined || scheduled?.date.startsWith(filter.month) === true) &&
    (filter.date === undefined || scheduled?.date === filter.date)
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
    (a, b) => (b.sold ?? '').localeCompare(a.sold ?? '') || Number(b.project_id) - Number(a.project_id),
  )[0];
}

function matching(words: string, projects: CustomerProject[]): CustomerProject[] {
  return matchProjects(words, projects).flatMap(({ index }) => projects[index] ?? []);
}
