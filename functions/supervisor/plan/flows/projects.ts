import type { SessionContext } from '../../../../core/contracts/session.ts';
import { getProjectDetails } from '../../../../tools/get-project-details.ts';
import { listProjects } from '../../../../tools/list-projects.ts';
import { selectProject } from '../../../../tools/select-project.ts';
import { closeQuestion, type Draft, locationName, locationNamed, locations, refOf, sayFailure } from '../draft.ts';
import { call, type Flow, together } from '../flow.ts';
import { answers, candidatesOf, remember, whichProject } from '../which-project.ts';

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
  [/\bon hold\b|\bwaiting\b/i, 'hold', 'on hold'],
  [/\b(already )?(scheduled|booked)\b|\bupcoming\b|\bon the (calendar|books|schedule)\b/i, 'scheduled', 'scheduled'],
];

/** Lists projects, all or filtered. "More" goes on where the last list stopped. */
export function* list(draft: Draft): Flow<void> {
  const { session, turn, entities } = draft;
  chooseLocation(draft, turn.user_message);
  const goesOn =
    /\b(more|next|rest|others?|else)\b/i.test(turn.user_message) &&
    session.last_list.length > 0 &&
    entities.project === undefined;
  const { said: filter, ...narrowed } = goesOn ? session.list_filter : filterOf(draft);
  const offset = goesOn ? session.list_offset : 0;
  const places = locations(draft);
  const limit = Math.max(1, Math.floor(rowsAtOnce(draft, places.length) / places.length));
  const lists = yield* together(
    places.map(({ client_id }) =>
      call(listProjects, { client_id, location: locationName(draft, client_id), offset, limit, ...narrowed }),
    ),
  );
  const answered = answers(draft, lists);
  if (answered === null) return;
  const items = answered.flatMap(({ projects }) => projects).slice(0, 20);
  const total = answered.reduce((sum, { total }) => sum + total, 0);
  if (items.length === 0) {
    const instead = answered.flatMap((answer) => answer.instead).slice(0, 5);
    draft.acts.push({ act: 'no_projects', filter, any: instead.length > 0, instead });
    remember(draft, instead);
    return;
  }
  const skipped = answered.reduce((sum, { total }) => sum + Math.min(offset, total), 0);
  draft.acts.push({ act: 'show_projects', items, total, offset: skipped, filter });
  remember(draft, items);
  session.list_offset = offset + limit;
  session.list_filter = { ...narrowed, said: filter };
  const [only] = items;
  if (only !== undefined && total === 1) session.project = refOf(only);
}

/** What this message narrows the list to: a state, words, a month or a day. */
function filterOf({ entities: { project: words, date }, turn }: Draft): SessionContext['list_filter'] {
  const [, status, state] = STATE_WORDS.find(([said]) => said.test(turn.user_message)) ?? [];
  return {
    ...(status === undefined ? {} : { status }),
    ...(words === undefined ? {} : { words }),
    ...(typeof date === 'object' ? { month: date.start.slice(0, 7) } : {}),
    ...(typeof date === 'string' ? { date } : {}),
    said: [words, state].filter((each) => each !== undefined).join(', ') || null,
  };
}

/** "My Orlando projects" keeps to that location; "all my projects" takes all again. */
function chooseLocation(draft: Draft, message: string): void {
  const named = locationNamed(draft);
  if (named !== null) draft.session.location = named.client_id;
  else if (/\ball\b/i.test(message)) draft.session.location = null;
}

/** Which fact of a project was asked for. */
function askedFor(message: string): 'all' | 'technician' | 'store' | 'duration' | 'number' {
  if (
    /\bwho\b|\btechnician|\binstaller|\bcrew\b|\bguy\b|\bcontractor|\bworker|\bname of\b|\bsomeone\b|\bmeasurer\b/i.test(
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
  if (entities.project !== undefined && entities.ordinal === undefined) {
    const found = yield* together(
      locations(draft).map(({ client_id }) =>
        call(selectProject, { client_id, location: locationName(draft, client_id), words: entities.project ?? '' }),
      ),
    );
    const answered = answers(draft, found);
    if (answered === null) return;
    const matches = answered.flatMap((answer) => answer.matches);
    if (matches.length > 1 && !matches.some(({ project_id }) => project_id === session.project?.project_id)) {
      const items = matches.slice(0, 20);
      draft.acts.push({
        act: 'show_projects',
        items,
        total: Math.max(
          items.length,
          answered.reduce((n, { total }) => n + total, 0),
        ),
        offset: 0,
        filter: entities.project,
      });
      return remember(draft, items);
    }
  }
  const view = yield* whichProject(draft, { for: 'project_details', group: null });
  if (view === null) return;
  yield* show(draft, view, askedFor(turn.user_message));
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

/** A project named out of the blue becomes the one the talk is about. */
export function* selected(draft: Draft): Flow<void> {
  const view = yield* whichProject(draft, { for: 'project_details', group: null });
  if (view === null) return;
  closeQuestion(draft);
  yield* show(draft, view, 'all');
}

/** The appointments there are: one is told, several are listed, none is said. */
export function* appointments(draft: Draft): Flow<void> {
  const found = yield* candidatesOf(draft, { group: 'scheduled' });
  if (found === null) return;
  const items = found.projects.slice(0, ROWS);
  if (items.length === 0) {
    draft.acts.push({ act: 'no_appointments' });
    return;
  }
  draft.acts.push({ act: 'show_projects', items, total: found.total, offset: 0, filter: 'scheduled' });
  remember(draft, items);
}
