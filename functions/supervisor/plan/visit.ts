import { weekdayOf } from '../../../core/calendar.ts';
import type { Appointment, ProjectView } from '../../../core/contracts/project.ts';
import type { DateWish } from '../../../core/contracts/session.ts';
import { closeQuestion, type Draft, refOf } from './draft.ts';
import type { Flow } from './flow.ts';
import { isInDoubt, tellUnshown } from './own-writes.ts';
import { read } from './requests.ts';
import { whichProject } from './which-project.ts';
import { isInWish } from './wishes.ts';

/** Says that a visit does not suit, without saying what should become of it. */
const DOES_NOT_SUIT =
  /\b(can'?t|cannot|can not|won'?t|unable|not able|not going to|isn'?t going to|doesn'?t work|no good|conflict|came up|come up|not (?:be )?(?:home|here|available|around)|out of town|be away)\b/i;
const SAYS_WHAT_TO_DO =
  /\b(cancel\w*|call(?:ing)? .*off|tak(?:e|ing) .*off|withdraw|scrap\w*|scratch|drop|nix|axe|void|remove|delete|kill|forget|get rid|off the (?:calendar|books|schedule)|(?:don'?t|do not|no longer|not) (?:want|need|come|send)|any ?more|mov(?:e|ing)\w*|resched\w*|re-?book\w*|push\w*|postpon\w*|delay\w*|shift\w*|switch\w*|swap\w*|chang\w*|bump\w*|slide|put .*off|another|different|other (?:day|time|date)|later|earlier|sooner|instead|new (?:day|date|time|slot|one)|next (?:week|month)|find|pick|open(?:ing)?s?)\b/i;

/** "I can't make it": to be moved, or cancelled? That is the customer's to say. */
export const leavesOpenWhat = ({ turn }: Draft): boolean => {
  const said = turn.user_message.replaceAll('’', "'");
  return DOES_NOT_SUIT.test(said) && !SAYS_WHAT_TO_DO.test(said);
};

/** The appointment that a request to move or cancel is about; otherwise asks or says why there is none, and is null. */
export function* visitOf(
  draft: Draft,
  intent: 'reschedule_appointment' | 'cancel_appointment',
): Flow<{ view: ProjectView; appointment: Appointment } | null> {
  const date = daySaid(draft, intent);
  const { task, expecting } = draft.session;
  const isNew = expecting !== 'reason' && (task?.intent !== intent || task.project === null);
  const view = yield* whichProject(draft, {
    for: intent,
    group: 'scheduled',
    // Of a move, a day may be the new one.
    ...(date === undefined
      ? {}
      : {
          on: date,
          surelyOn: draft.entities.existing_date !== undefined || intent === 'cancel_appointment',
          isThen: (day) => isMeant(draft, day, date),
        }),
  });
  if (view === null) return null;
  const project = refOf(view);
  draft.session.project = project;
  const isAskedTwice = intent === 'cancel_appointment' && view.unshown?.did === 'cancel_requested';
  if (isInDoubt(draft, project)) {
    closeQuestion(draft);
    draft.session.task = null;
    return null;
  }
  if (view.group === 'scheduled' && view.scheduled !== null && !isAskedTwice) {
    const { scheduled: appointment } = view;
    const asked = intent === 'reschedule_appointment' ? draft.entities.existing_date : date;
    if (asked !== undefined && isNew && !isMeant(draft, appointment.date, asked))
      draft.acts.push({ act: 'other_day', project, appointment, asked });
    return { view, appointment };
  }

  closeQuestion(draft);
  draft.session.task = null;
  const { status, group } = view;
  if (tellUnshown(draft, view, view.scheduled === null ? 'book' : null)) return null;
  if (group === 'schedulable') {
    draft.acts.push({ act: 'no_appointment', project, status, group });
    draft.session.proposed = { intent: 'book_appointment', project };
  } else if (group === 'completed' || group === 'cancelled' || group === 'closed') {
    draft.acts.push({ act: 'ended_project', project, status, group });
    draft.session.proposed = { intent: 'talk_to_human', project };
  } else {
    draft.acts.push({
      act: 'not_allowed',
      project,
      status,
      group,
      wanted: intent === 'reschedule_appointment' ? 'reschedule' : 'cancel',
    });
    draft.session.proposed = { intent: 'talk_to_human', project };
  }
  return null;
}

/** The day that the visit is said to be on. A day in the reason to cancel is that of the visit where it is what does not suit. */
function daySaid(
  { entities, turn }: Draft,
  intent: 'reschedule_appointment' | 'cancel_appointment',
): DateWish | undefined {
  if (intent === 'reschedule_appointment') return entities.existing_date ?? entities.date;
  const { reason } = entities;
  const said =
    reason === undefined || DOES_NOT_SUIT.test(reason.replaceAll('’', "'"))
      ? entities
      : read(turn, turn.user_message.replace(reason, ' '), intent);
  return said.existing_date ?? said.date;
}

/** Whether a visit is on the day that was said: "Tuesday's visit" may be on a later Tuesday than the next one. */
function isMeant({ turn }: Draft, date: string, said: DateWish): boolean {
  if (isInWish(date, said)) return true;
  if (typeof said !== 'string' || weekdayOf(date) !== weekdayOf(said) || date < said) return false;
  return NAMES_A_WEEKDAY.test(turn.user_message) && !NAMES_WHICH.test(turn.user_message);
}

const NAMES_A_WEEKDAY = /\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?(?:'?s)?\b/i;
const NAMES_WHICH = /\d|\b(?:this|next|coming|tomorrow|today)\b/i;
