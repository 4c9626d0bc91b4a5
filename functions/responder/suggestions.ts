import type { Act } from '../../core/contracts/act.ts';
import type { WriteTool } from '../../core/contracts/action.ts';
import type { ProjectRef, StatusGroup } from '../../core/contracts/project.ts';
import type { TurnState } from '../../core/contracts/turn.ts';
import type { Intent, Suggestion } from '../../core/contracts/understanding.ts';
import type { Entities } from '../../core/understanding/entities/entities.ts';
import type { Speech } from './speech.ts';
import { speechOf } from './speech.ts';
import { sayDate, sayTime } from './wording/calendar.ts';
import { INTENT_WORDS, WRITE_WORDS } from './wording/intents.ts';
import { plain } from './wording/plain.ts';

/** Most quick replies of a reply, and most characters of one. */
export const MOST_SUGGESTIONS = 6;
export const SUGGESTION_LENGTH = 40;

/** Most rows of a list that become quick replies, so that "show more" has a place among them. */
const ROWS = 5;

type Spoken = Pick<TurnState, 'acts' | 'session_context'>;

/**
 * Quick replies for the acts of a turn. Each carries its whole meaning: sent back as it is, it is read as its intent
 * and entities, not as its words. What was said last comes first, since that is what is asked.
 */
export function suggestionsOf(turn: TurnState): Suggestion[] {
  const speech: Speech = { ...speechOf(turn), channel: 'chat' };
  const all = turn.acts.toReversed().flatMap((act) => suggestionsFor(act, turn, speech));
  const distinct = new Map<string, Suggestion>();
  for (const each of all) {
    // A text cut short would be no answer that somebody could give.
    if (each.text.length > SUGGESTION_LENGTH) continue;
    const key = each.text.toLowerCase();
    if (!distinct.has(key)) distinct.set(key, each);
  }
  return [...distinct.values()].slice(0, MOST_SUGGESTIONS);
}

/** An order that PF360 gives no number is named by none: the quick reply is then about what the talk is about. */
const suggest = (text: string, intent: Intent, { project, ...besides }: Entities = {}): Suggestion => ({
  text,
  intent,
  entities: project === undefined || project === '' ? besides : { ...besides, project },
});

/** The quick reply that an intent has of its own, about a project if one is given. */
function label(intent: keyof typeof LABELLED, project: ProjectRef | null = null): Suggestion {
  return suggest(LABELLED[intent], intent, project === null ? {} : meaning(project));
}

/** What names a project in an answer: its number, else its kind of work; nothing where PF360 gives neither. */
function meaning({ number, category, type }: ProjectRef): Entities {
  const words = [number, category, type].map((text) => text.trim()).find((text) => text !== '');
  return words === undefined ? {} : { project: words };
}

const LABELLED = {
  list_projects: INTENT_WORDS.list_projects.label,
  book_appointment: INTENT_WORDS.book_appointment.label,
  check_availability: INTENT_WORDS.check_availability.label,
  reschedule_appointment: INTENT_WORDS.reschedule_appointment.label,
  cancel_appointment: INTENT_WORDS.cancel_appointment.label,
  appointment_status: INTENT_WORDS.appointment_status.label,
  business_hours: INTENT_WORDS.business_hours.label,
  add_note: INTENT_WORDS.add_note.label,
  change_address: INTENT_WORDS.change_address.label,
  talk_to_human: INTENT_WORDS.talk_to_human.label,
} as const;

const NO = suggest('No', 'deny');
const NEVER_MIND = suggest('Never mind', 'deny');

/**
 * "Flooring (41001_1)": the number tells alike ones apart and is what the answer means. Where both are too long for a
 * quick reply, the number stands alone.
 */
function projectOf(project: ProjectRef): Suggestion {
  const { number, category, type } = project;
  const order = plain(number, 200);
  const kind = plain(category, 200) || plain(type, 200) || 'Project';
  const meant = meaning(project);
  if (order === '') return suggest(kind, 'select_project', meant);
  const both = `${kind} (${order})`;
  return suggest(both.length > SUGGESTION_LENGTH ? order : both, 'select_project', meant);
}

const dateOf = (date: string, speech: Speech): Suggestion => suggest(sayDate(date, speech), 'select_date', { date });

const timeOf = (time: string, speech: Speech): Suggestion => suggest(sayTime(time, speech), 'select_time', { time });

const yesNo = (tool: WriteTool): Suggestion[] => [suggest(WRITE_WORDS[tool].yes, 'affirm'), NO];

function forGroup(group: StatusGroup, project: ProjectRef): Suggestion[] {
  if (group === 'schedulable') return [label('check_availability', project), label('book_appointment', project)];
  if (group === 'scheduled') return [label('reschedule_appointment', project), label('cancel_appointment', project)];
  return [label('talk_to_human')];
}

function suggestionsFor(act: Act, { session_context }: Spoken, speech: Speech): Suggestion[] {
  const start = [label('list_projects'), label('book_appointment'), label('business_hours')];
  switch (act.act) {
    case 'greet':
    case 'help':
    case 'thanks':
    case 'okay':
    case 'nothing_pending':
      return start;
    case 'goodbye':
      return act.waiting === null ? [] : yesNo(act.waiting);
    case 'ask_what_to_end':
      return [label('cancel_appointment'), NO];
    case 'tied_yes':
      return act.note ? [suggest('Leave that as a note', 'add_note', { note_text: act.words })] : [];
    case 'out_of_scope':
      return [label('list_projects'), label('talk_to_human')];

    case 'show_projects': {
      const more = act.offset + act.items.length < act.total ? [suggest('Show more projects', 'list_projects')] : [];
      return [...act.items.slice(0, ROWS).map(projectOf), ...more];
    }
    case 'no_projects':
      if (act.instead.length === 0) return [label(act.any ? 'list_projects' : 'talk_to_human')];
      return [
        ...act.instead.map(projectOf),
        ...((act.more ?? 0) > 0 ? [suggest('Show more projects', 'list_projects')] : []),
      ];
    case 'show_project':
      return forGroup(act.project.group, act.project);
    case 'ask_project':
      return act.more === 0
        ? act.options.slice(0, MOST_SUGGESTIONS).map(projectOf)
        : [...act.options.slice(0, ROWS).map(projectOf), suggest('Show more projects', 'list_projects')];

    case 'offer_dates': {
      const more = act.total > act.dates.length ? [suggest('Show more dates', 'check_availability')] : [];
      return [...act.dates.slice(0, ROWS).map((date) => dateOf(date, speech)), ...more];
    }
    case 'no_dates':
    case 'no_times':
      return act.instead.length > 0 ? act.instead.map((date) => dateOf(date, speech)) : [label('talk_to_human')];
    case 'date_problem':
      return [label('check_availability')];
    case 'offer_times':
      return [...act.times.slice(0, ROWS).map((time) => timeOf(time, speech)), suggest('Another day', 'deny')];

    case 'ask_confirmation':
    case 'confirm_clearly':
      return yesNo(act.action.tool);
    case 'ask_reason':
      return [
        ...['My plans changed', "I don't need it anymore"].map((reason) =>
          suggest(reason, 'cancel_appointment', { reason }),
        ),
        NEVER_MIND,
      ];
    case 'ask_note_text':
    case 'ask_address':
      return [NEVER_MIND];
    case 'ask_cancel_or_move':
      return [
        suggest('Move it', 'reschedule_appointment', meaning(act.project)),
        suggest('Cancel it', 'cancel_appointment', meaning(act.project)),
        NEVER_MIND,
      ];
    case 'write_result': {
      const { project, tool } = act.action;
      if (act.status === 'unknown') return [label('appointment_status', project), label('talk_to_human')];
      if (act.status === 'refused' || act.status === 'not_done') return [label('talk_to_human')];
      return tool === 'add_note' ? [label('list_projects')] : [label('add_note', project), label('list_projects')];
    }
    case 'declined':
      return [label('check_availability'), label('list_projects')];
    case 'pending_expired':
      return [label('list_projects')];

    case 'show_appointment':
      return [...forGroup(act.group, act.project), suggest('Weather that day', 'weather', meaning(act.project))];
    case 'no_appointment':
    case 'not_allowed':
      return forGroup(act.group === 'scheduled' ? 'unknown' : act.group, act.project);
    case 'move_unfinished':
      return act.left ? start : [suggest('Yes', 'affirm'), NO, label('talk_to_human')];
    case 'no_appointments':
      return [label('list_projects'), label('book_appointment')];
    case 'not_shown_yet':
      return forGroup(act.did === 'canceled' || act.did === 'released' ? 'schedulable' : 'scheduled', act.project);
    case 'already_scheduled':
      return forGroup('scheduled', act.project);
    case 'not_schedulable':
    case 'ended_project':
      return [label('talk_to_human'), label('list_projects')];

    case 'show_hours':
      return [label('list_projects')];
    case 'show_weather':
    case 'no_weather':
    case 'other_day':
    case 'opt_out':
    case 'wait':
    case 'not_known':
    case 'not_yet':
    case 'note_stays':
    case 'then':
    case 'unread':
      return [];
    case 'show_address':
      return [label('change_address', act.project)];
    case 'show_notes':
      return [label('add_note', act.project)];

    case 'handoff':
      return act.note_offered ? [suggest('Yes, leave a note', 'affirm'), NO] : [];
    case 'failure':
      return [label('talk_to_human')];
    case 'clarify':
      return [
        ...act.options.map((option) => offered(option, session_context.offers)),
        ...(act.offer_person ? [label('talk_to_human')] : []),
      ];
    case 'resume':
      if (act.expecting === null) return session_context.expecting === null ? [suggest('Yes', 'affirm'), NO] : [];
      return stillOpen(session_context, speech);
  }
}

/** An option that repeats an earlier quick reply means what that one meant. */
function offered(option: { label: string; intent: Intent }, offers: readonly Suggestion[]): Suggestion {
  const earlier = offers.find(({ text, intent }) => text === option.label && intent === option.intent);
  return earlier ?? suggest(option.label, option.intent);
}

/** The choices that were in front of the customer before the subject changed. */
function stillOpen(
  { expecting, task, last_list, pending_action }: Spoken['session_context'],
  speech: Speech,
): Suggestion[] {
  if (pending_action !== null) return yesNo(pending_action.tool);
  if (expecting === 'project') return last_list.slice(0, ROWS).map(projectOf);
  if (expecting === 'date') return (task?.shown_dates ?? []).slice(0, ROWS).map((date) => dateOf(date, speech));
  if (expecting === 'time') return (task?.shown_times ?? []).slice(0, ROWS).map((time) => timeOf(time, speech));
  return [];
}
