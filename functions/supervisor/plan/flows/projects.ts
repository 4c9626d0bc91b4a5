import { addDays, localParts, weekdayOf } from '../../../../core/calendar.ts';
import type { DateWish, SessionContext } from '../../../../core/contracts/session.ts';
import { namingWords } from '../../../../core/understanding/projects.ts';
import { getProjectDetails } from '../../../../tools/get-project-details.ts';
import { listProjects } from '../../../../tools/list-projects.ts';
import { remember } from '../ask-which.ts';
import { closeQuestion, type Draft, locationName, locationNamed, locations, refOf, sayFailure } from '../draft.ts';
import { call, type Flow, together } from '../flow.ts';
import { answers, candidatesOf, find, placeSaid } from '../read-projects.ts';
import { whichProject } from '../which-project.ts';

/** Rows put before the customer at once; a longer list goes on when asked. */
const ROWS = 10;

/** As many rows as the channel carries, so that the next ones follow on those that were read. */
const rowsAtOnce = ({ turn }: Draft, places: number): number =>
  turn.channel === 'voice' ? 3 : turn.channel === 'sms' ? 8 : places > 1 ? 20 : ROWS;

/** Words for states, as customers say them, the filter of the list tool that they mean, and what the reply calls it. */
const STATE_WORDS: readonly (readonly [RegExp, string, string])[] = [
  [
    /\b(can|could|able to|ready to|need(s|ing)? to|left to|have to|still)\b.*\b(book|schedul\w*)|\bschedulable\b|\bunscheduled\b|\bnot (yet )?(been )?(scheduled|booked)\b/i,
    'schedulable',
    'ready to schedule',
  ],
  [/\bcomplet\w*|\bfinished\b|\bdone\b|\bpast (jobs|projects)\b/i, 'completed', 'completed'],
  [/\bcancel+ed\b/i, 'cancelled', 'canceled'],
  [/\b(?:closed|archived) (?:ones?|jobs?|projects?|orders?)\b/i, 'closed', 'closed'],
  [/\bin progress\b|\bunder ?way\b/i, 'in progress', 'in progress'],
  [/\b(?:pending|awaiting|waiting for) (?:a )?confirmation\b/i, 'pending confirmation', 'pending confirmation'],
  [/\b(?:need\w*|waiting (?:for|on)) (?:a |the |my )?permits?\b/i, 'permit', 'waiting for a permit'],
  [
    /\b(?:waiting (?:for|on)|missing|paused for) (?:a |the |my |their )?(?:products?|materials?|parts?)\b/i,
    'product',
    'waiting for product',
  ],
  [/\bon hold\b/i, 'hold', 'on hold'],
  [/\bwaiting\b/i, 'waiting', 'waiting'],
  [
    /\b(already )?(scheduled|booked)\b|\bupcoming\b|\bcoming up\b|\bon the (calendar|books|schedule)\b|\b(my|any|all|the|what|which) (visits|appointments)\b/i,
    'scheduled',
    'scheduled',
  ],
];

type Filter = SessionContext['list_filter'];

/** Lists projects, all or filtered. "More" goes on where the last list stopped. */
export function* list(draft: Draft): Flow<void> {
  const { session, turn, entities } = draft;
  chooseLocation(draft, turn.user_message);
  const goesOn =
    /\b(more|next|rest|others?|else|keep going|go on|continue)\b/i.test(turn.user_message) &&
    session.last_list.length > 0 &&
    entities.project === undefined &&
    whenAsked(draft) === undefined;
  yield* listBy(
    draft,
    goesOn ? session.list_filter : refined(draft, filterOf(draft)),
    goesOn ? session.list_offset : 0,
  );
}

/** One page of the projects that a filter leaves, from a row on (by location), which "more" goes on from. */
export function* listBy(draft: Draft, filter: Filter, start = 0): Flow<void> {
  const { session } = draft;
  const { said: _, ...narrowed } = filter;
  const places = locations(draft);
  const limit = Math.max(1, Math.floor(rowsAtOnce(draft, places.length) / places.length));
  const from = (row: number, by: Omit<Filter, 'said'> & { include_ended?: boolean } = narrowed) =>
    together(
      places.map(({ client_id }) =>
        call(listProjects, { client_id, location: locationName(draft, client_id), offset: row, limit, ...by }),
      ),
    );
  let offset = start;
  let outcomes = yield* from(offset);
  let found = answers(draft, outcomes);
  if (found === null) return;
  if (offset > 0 && found.every(({ projects, total }) => projects.length === 0 && total <= offset)) {
    // The end has been reached: the list begins again.
    offset = 0;
    outcomes = yield* from(offset);
    found = answers(draft, outcomes);
    if (found === null) return;
  }
  const named = found.filter(({ place }) => place !== null);
  const answered = named.length > 0 ? named : found;
  const said = [filter.said, named[0]?.place ?? null].filter((each) => each !== null);
  const shownAs = [...new Set(said)].join(', ') || null;
  const visits = visitsOf(filter);
  const read = places.filter((_, index) => outcomes[index]?.status === 'ok');
  const at = read.length < places.length ? read.map(({ client_name }) => client_name) : [];
  const items = answered.flatMap(({ projects }) => projects).slice(0, 20);
  const total = answered.reduce((sum, { total }) => sum + total, 0);
  if (items.length === 0) {
    const isActive = answered.some(({ visible_total }) => visible_total > 0);
    // Of what could not be read nothing is said.
    if (!isActive && at.length > 0) return;
    const hasEnded = !isActive && answered.some(({ newest_ended }) => newest_ended !== null);
    const ended = hasEnded ? (answers(draft, yield* from(0, { include_ended: true })) ?? []) : [];
    const all = [...answered.flatMap((answer) => answer.instead), ...ended.flatMap(({ projects }) => projects)];
    const instead = all.slice(0, 5);
    const total = [...answered.map((each) => each.instead_total), ...ended.map((each) => each.total)];
    const more = total.reduce((sum, each) => sum + each, 0) - instead.length;
    draft.acts.push({ act: 'no_projects', filter: shownAs, any: isActive || hasEnded, instead, more, ...visits });
    remember(draft, instead);
    session.list_filter = { ...(visits.visits === undefined ? {} : { status: 'scheduled' }), said: null };
    session.list_offset = places.length > 1 ? 0 : instead.length;
    return;
  }
  const skipped = answered.reduce((sum, { total }) => sum + Math.min(offset, total), 0);
  draft.acts.push({
    act: 'show_projects',
    items,
    total,
    offset: skipped,
    filter: shownAs,
    ...visits,
    ...(at.length === 0 ? {} : { at }),
  });
  remember(draft, items, skipped + 1);
  session.list_offset = offset + limit;
  // Words among which no place is named narrow nothing.
  const { place, ...rest } = filter;
  session.list_filter = named.length > 0 && place !== undefined ? { ...rest, place } : rest;
  const [only] = items;
  if (only !== undefined && total === 1) session.project = refOf(only);
}

/** The days that a filter keeps to, for the reply. */
function visitsOf({ date, month, from, to }: Filter): { visits?: DateWish } {
  if (date !== undefined) return { visits: date };
  if (month !== undefined) return { visits: monthOf(`${month}-01`) };
  return from === undefined || to === undefined ? {} : { visits: { start: from, end: to } };
}

/** What this message narrows the list to: a state, words, a place, a day or days. */
function filterOf(draft: Draft): Filter {
  const { project } = draft.entities;
  const words = project === undefined ? null : namingWords(project);
  const [, status, state] = STATE_WORDS.find(([said]) => said.test(draft.turn.user_message)) ?? [];
  const place = placeSaid(draft);
  const days = daysOf(draft);
  // "Scheduled in April" are the visits in April: said once is enough.
  const called = status === 'scheduled' && Object.keys(days).length > 0 ? undefined : state;
  return {
    ...(status === undefined ? {} : { status }),
    ...(words === null ? {} : { words }),
    ...(place === '' ? {} : { place: place.slice(0, 300) }),
    ...days,
    said: [words ?? undefined, called].filter((each) => each !== undefined).join(', ') || null,
  };
}

/**
 * The days that visits are asked of. "What is booked for Friday" tells of the day a visit is on rather than of a wanted
 * one, but here it is the one that is asked about.
 */
export function whenAsked({ entities: { date, existing_date, excluded }, turn }: Draft): DateWish | undefined {
  const [ruledOut] = excluded ?? [];
  const weekday = ruledOut?.weekday;
  const on = weekday === undefined ? undefined : addDays(todayOf(turn), (weekday - weekdayOf(todayOf(turn)) + 7) % 7);
  return (
    date ?? existing_date ?? (/\bnot\b|\bexcept\b|n't\b/i.test(turn.user_message) ? undefined : (ruledOut?.date ?? on))
  );
}

const todayOf = ({ now }: Draft['turn']): string => localParts(now).date;

const MONTH_NAMED =
  /\b(?:this month|jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b/i;

/** A day, a month as a whole, or the days from one to another, as the list tool takes them. */
export function daysOf(draft: Draft): Pick<Filter, 'date' | 'month' | 'from' | 'to'> {
  const asked = whenAsked(draft);
  if (asked === undefined) return {};
  if (typeof asked === 'string') return { date: asked };
  const month = asked.start.slice(0, 7);
  if (MONTH_NAMED.test(draft.turn.user_message) && asked.end === monthOf(asked.start).end) return { month };
  return { from: asked.start, to: asked.end };
}

/** The first and the last day of a date's month. */
function monthOf(date: string): { start: string; end: string } {
  const start = `${date.slice(0, 7)}-01`;
  return { start, end: addDays(`${addDays(start, 31).slice(0, 7)}-01`, -1) };
}

/** "Only the ones that are scheduled", "which of them …" narrows the list that was shown last. */
function refined({ session, turn }: Draft, filter: Filter): Filter {
  const { list_filter: last, last_list } = session;
  const { said: lastSaid, ...narrowed } = last;
  const isNarrowed = lastSaid !== null || Object.keys(narrowed).length > 0;
  if (last_list.length === 0 || !isNarrowed || !OF_THE_LIST.test(turn.user_message)) return filter;
  // A kind or a state takes the place of the one before it.
  const kept = (lastSaid ?? '')
    .split(', ')
    .filter((part) => !(filter.words !== undefined && part === last.words))
    .filter((part) => !(filter.status !== undefined && STATE_NAMES.has(part)));
  const said = [...kept, filter.said].filter((each) => each !== null && each !== '');
  const place = [last.place, filter.place].filter((each) => each !== undefined).join(', ');
  return { ...last, ...filter, place: place.slice(0, 300), said: [...new Set(said)].join(', ') || null };
}

const STATE_NAMES: ReadonlySet<string> = new Set(STATE_WORDS.map(([, , name]) => name));

const OF_THE_LIST =
  /^\W*(?:(?:and|ok|now|just|only|show(?: me)?|what about) )*(?:the )?(?:[\w-]+ ){1,3}ones\W*$|\bof (?:them|those|these)\b|\b(?:only|just) (?:the )?(?:ones|those|these)\b/i;

/** "My Orlando projects" keeps to that location; "all my projects" takes all again. */
function chooseLocation(draft: Draft, message: string): void {
  const named = locationNamed(draft);
  if (named !== null) draft.session.location = named.client_id;
  else if (/\ball\b/i.test(message)) draft.session.location = null;
}

/** Which fact of a project was asked for. */
function askedFor(message: string): 'all' | 'technician' | 'store' | 'duration' | 'number' {
  if (
    /\bwho(?:'?s|’s)?\b|\btechnician|\binstaller|\bcrew\b|\bguy\b|\bcontractor|\bworker|\bname of\b|\bsomeone\b|\bmeasurer\b/i.test(
      message,
    )
  )
    return 'technician';
  if (/\bstore\b|\bshop\b|\bbought\b|\bpurchased\b|\bretailer\b/i.test(message)) return 'store';
  if (/\bhow long\b|\bhow many hours\b|\bduration\b|\btake all day\b|\bhours\b/i.test(message)) return 'duration';
  if (/\b(order|project|job|reference|po) (number|no|#)|\bnumber\b/i.test(message)) return 'number';
  return 'all';
}

/** Tells about one project; words that fit several give a list. */
export function* details(draft: Draft): Flow<void> {
  const { session, entities, turn } = draft;
  const words = entities.project === undefined || entities.ordinal !== undefined ? null : namingWords(entities.project);
  if (words !== null && session.expecting !== 'project') {
    const found = yield* find(draft, words, { for: 'project_details', group: null });
    if (found === null) return;
    const isActive = found.matches.some(({ project_id }) => project_id === session.project?.project_id);
    if (found.total > 1 && !isActive) {
      const place = found.place === null ? {} : { place: found.place };
      return yield* listBy(draft, { words, ...place, said: words });
    }
  }
  const asked = askedFor(turn.user_message);
  const on = whenAsked(draft);
  // Somebody comes to a visit: out of the blue, one that there is.
  const isVisit = asked === 'technician' && session.project === null && session.expecting !== 'project';
  const view = yield* whichProject(draft, {
    for: 'project_details',
    group: isVisit ? 'scheduled' : null,
    ...(on === undefined ? {} : { on, surelyOn: true }),
  });
  if (view === null) return;
  yield* show(draft, view, asked);
}

function* show(
  draft: Draft,
  { client_id, project_id, location }: { client_id: string; project_id: string; location: string | null },
  asked: 'all' | 'technician' | 'store' | 'duration' | 'number',
): Flow<void> {
  const found = yield* call(getProjectDetails, { client_id, project_id, location });
  if (found.status !== 'ok') return sayFailure(draft, found, 'project');
  const { project } = found.value;
  draft.session.project = refOf(project);
  draft.acts.push({ act: 'show_project', project, asked });
}

/** A project named out of the blue becomes the one the talk is about; "only windows" after a list narrows it. */
export function* selected(draft: Draft): Flow<void> {
  const { entities, turn } = draft;
  const words = entities.project === undefined ? null : namingWords(entities.project);
  if (words !== null && draft.session.expecting === null && /\b(?:only|just)\b/i.test(turn.user_message)) {
    const found = yield* find(draft, words, { for: 'project_details', group: null });
    if (found === null) return;
    if (found.total > 1) return yield* listBy(draft, filterOf(draft));
  }
  const view = yield* whichProject(draft, { for: 'project_details', group: null });
  if (view === null) return;
  closeQuestion(draft);
  yield* show(draft, view, 'all');
}

/** The appointments there are, of the days asked about: several are listed, none is said. */
export function* appointments(draft: Draft): Flow<void> {
  const days = daysOf(draft);
  if (Object.keys(days).length === 0) {
    const found = yield* candidatesOf(draft, { group: 'scheduled' });
    if (found === null) return;
    if (found.total === 0) {
      const hasNone = found.instead.length === 0 && found.newestEnded === null;
      draft.acts.push(
        hasNone ? { act: 'no_projects', filter: null, any: false, instead: [] } : { act: 'no_appointments' },
      );
      return;
    }
  }
  const place = placeSaid(draft).slice(0, 300);
  yield* listBy(draft, {
    status: 'scheduled',
    ...(place === '' ? {} : { place }),
    ...days,
    said: Object.keys(days).length > 0 ? null : 'scheduled',
  });
}
