import type { ProjectView } from '../../../core/contracts/project.ts';
import type { DateWish } from '../../../core/contracts/session.ts';
import { matchPlace } from '../../../core/understanding/projects.ts';
import { listProjects } from '../../../tools/list-projects.ts';
import { askWhich, isAsked, remember } from './ask-which.ts';
import { type Draft, isSameProject, locationName, locations } from './draft.ts';
import { type Eligible, isOn } from './eligible.ts';
import { call, type Flow, together } from './flow.ts';
import { answers, candidatesOf, type Days, type Found, placeSaid } from './read-projects.ts';
import { isInWish } from './wishes.ts';

/**
 * The project of a request that names none: of those asked about or narrowed down to before, else of all that take it.
 * Null where it was asked or told instead.
 */
export function* amongAll(draft: Draft, eligible: Eligible): Flow<ProjectView | null> {
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
    const apart = toldApart(draft, asked);
    const [only] = apart;
    // "Tampa" tells those of one location from those of the other, "the one that's ready" those of one state.
    if (only !== undefined && apart.length === 1) return only;
    const total = answered.reduce((sum, each) => sum + each.total, 0) - skipped;
    const options = asked.length > 0 ? asked : found;
    if (asked.length === 0 && !include_ended) continue;
    askWhich(draft, options, Math.max(total, options.length), eligible, { words: said, unmatched: false }, filter);
    return null;
  }
  return null;
}

/** "The one on June 8", "the one that's ready", of those that were asked about; all where the answer says neither. */
function toldApart({ entities, turn }: Draft, asked: readonly ProjectView[]): readonly ProjectView[] {
  const on = entities.date ?? entities.existing_date;
  if (on !== undefined) return asked.filter(({ scheduled }) => scheduled !== null && isInWish(scheduled.date, on));
  const state = STATES.find(([said]) => said.test(turn.user_message))?.[1];
  return state === undefined ? asked : asked.filter(state);
}

const STATES: readonly (readonly [RegExp, (project: ProjectView) => boolean])[] = [
  [/\b(?:ready|unscheduled|not (?:yet )?(?:been )?(?:scheduled|booked))\b/i, ({ group }) => group === 'schedulable'],
  [/\b(?:scheduled|booked)\b/i, ({ group }) => group === 'scheduled'],
  [/\b(?:on hold|waiting)\b/i, ({ group }) => group === 'waiting'],
  [/\bin progress\b/i, ({ status }) => /in progress/i.test(status)],
];

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

/** The only one of these projects, or the only one of the day or place meant; else asks which and returns null. */
export function oneOf(
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
