import type { ProjectView } from '../../../core/contracts/project.ts';
import type { Intent } from '../../../core/contracts/understanding.ts';
import { readEntities } from '../../../core/understanding/entities/read-entities.ts';
import { inDates, type OtherVisit, otherVisitIn } from '../../../core/understanding/other-visit.ts';
import { type Draft, refOf } from './draft.ts';
import type { Flow } from './flow.ts';
import { projectsNamed } from './requests.ts';

/** What a day can be said with. */
const TAKES_A_DAY: ReadonlySet<Intent> = new Set([
  'book_appointment',
  'check_availability',
  'reschedule_appointment',
  'select_project',
  'select_date',
  'select_time',
  'affirm',
]);

/** More visits than these are not told to choose from. */
const MOST_TOLD = 3;

/**
 * A message whose day is told by another visit, as it reads with that visit's date: "book the flooring for the same day as
 * the windows". Where that project has no visit, or several are meant, that is said, and no day is taken.
 */
export function* withDayOfVisit(draft: Draft): Flow<Draft> {
  const { turn, heard, acts } = draft;
  if (![draft.intent, ...turn.secondary_intents].some((intent) => TAKES_A_DAY.has(intent))) return draft;
  const visit = otherVisitIn(turn.user_message) ?? (heard === undefined ? null : otherVisitIn(heard));
  if (visit === null) return draft;
  const named = yield* projectsNamed(draft, visit.words);
  const visits = named.filter(({ group, scheduled }) => group === 'scheduled' && scheduled !== null);
  const [only, ...more] = visits;
  if (only === undefined && !visit.isSure) return draft;
  if (only?.scheduled != null && more.length === 0) return reworded(draft, visit, inDates(visit, only.scheduled));

  const [none] = named;
  if (none === undefined) return draft;
  if (only === undefined) acts.push({ act: 'no_appointment', ...stateOf(none), beside: true });
  for (const each of visits.slice(0, MOST_TOLD))
    acts.push({
      act: 'show_appointment',
      ...stateOf(each),
      appointment: each.scheduled,
      technician: null,
      asked: null,
    });
  return reworded(draft, visit, '');
}

const stateOf = (view: ProjectView) => ({ project: refOf(view), status: view.status, group: view.group });

/** The message with its day in other words, and what it says then. */
function reworded(draft: Draft, { phrase, words }: OtherVisit, day: string): Draft {
  const { turn, heard, session, intent, entities } = draft;
  const isMove = [intent, ...turn.secondary_intents].includes('reschedule_appointment');
  const put = (text: string): string =>
    text.replaceAll('\u2019', "'").replace(phrase, isMove && day !== '' ? `to ${day}` : day);
  const user_message = put(turn.user_message);
  const again = heard === undefined ? {} : { heard: put(heard) };
  const said = user_message === turn.user_message ? (again.heard ?? user_message) : user_message;
  const expecting = session.pending_action === null ? session.expecting : 'confirmation';
  const read = readEntities(said, { today: turn.now.slice(0, 10), time: turn.now.slice(11, 16), expecting, intent });
  const { project, ...besides } = entities;
  const isOther = project !== undefined && words.toLowerCase().includes(project.toLowerCase());
  return {
    ...draft,
    ...again,
    turn: { ...turn, user_message },
    entities: { ...besides, ...(project === undefined || isOther ? {} : { project }), ...read },
  };
}
