import { weekdayName } from '../../core/calendar.ts';
import type { Act } from '../../core/contracts/act.ts';
import type { PendingAction } from '../../core/contracts/action.ts';
import type { PendingActionView, ReplyData } from '../../core/contracts/answer.ts';
import type { Appointment, ProjectRef, ProjectView } from '../../core/contracts/project.ts';
import type { TurnState } from '../../core/contracts/turn.ts';
import type { Expecting, Intent } from '../../core/contracts/understanding.ts';

/**
 * What a reply shows, for widgets: that of the last act with something to show, where what is only put once more comes
 * after an answer; null when none has.
 */
export function dataOf(acts: readonly Act[]): ReplyData | null {
  const [fresh, again] = [acts.filter((act) => !isAgain(act)), acts.filter(isAgain)];
  return [...again, ...fresh].map(shownBy).findLast((data) => data !== null) ?? null;
}

const isAgain = (act: Act): boolean => 'again' in act && act.again === true && act.act !== 'ask_reason';

function shownBy(act: Act): ReplyData | null {
  switch (act.act) {
    case 'show_projects':
      return { kind: 'projects', items: act.items.map(rowOf) };
    case 'no_projects':
      return act.instead.length === 0 ? null : { kind: 'projects', items: act.instead.map(rowOf) };
    case 'ask_project':
      return { kind: 'projects', items: act.options.map(rowOf) };
    case 'show_project': {
      const { technician, address, store } = act.project;
      return { kind: 'project', item: rowOf(act.project), technician, address, store };
    }
    case 'offer_dates':
      return datesOf(act.project, act.dates);
    case 'no_dates':
    case 'no_times':
      return act.instead.length === 0 ? null : datesOf(act.project, act.instead);
    case 'offer_times': {
      const items = act.times.map((time) => ({ time }));
      return { kind: 'time_slots', project: shortOf(act.project), ...dayOf(act.date), items };
    }
    case 'show_appointment':
    case 'no_appointment':
      return appointmentOf(act.project, act.act === 'no_appointment' ? null : act.appointment, act.status);
    case 'not_shown_yet': {
      const { project, did, date, time, status } = act;
      const isGone = date === null || did === 'canceled' || did === 'released';
      return appointmentOf(project, isGone ? null : { date, time, end_time: null }, status);
    }
    case 'already_scheduled':
      return act.appointment === null ? null : appointmentOf(act.project, act.appointment, 'Scheduled');
    case 'write_result':
      return writtenBy(act.action, act.status, act.released_only);
    case 'show_hours':
      return { kind: 'hours', timezone: act.hours.timezone, items: act.hours.days };
    case 'show_weather': {
      const items = act.days.map(({ date, wind_mph: _, ...day }) => ({ ...dayOf(date), ...day }));
      return { kind: 'weather', place: act.place, items };
    }
    case 'show_address':
      return { kind: 'address', project: shortOf(act.project), address: act.address };
    case 'show_notes':
      return { kind: 'notes', project: shortOf(act.project), items: act.notes };
    default:
      return null;
  }
}

const shortOf = ({ number, category, type }: ProjectRef) => ({ number, category, type });

const rowOf = (view: ProjectView) => ({
  ...shortOf(view),
  status: view.status,
  location: view.location,
  scheduled: view.scheduled === null ? null : { date: view.scheduled.date, time: view.scheduled.time },
});

const dayOf = (date: string) => ({ date, weekday: weekdayName(date) });

const datesOf = (project: ProjectRef, dates: readonly string[]): ReplyData => ({
  kind: 'dates',
  project: shortOf(project),
  items: dates.map(dayOf),
});

const appointmentOf = (project: ProjectRef, appointment: Appointment | null, status: string): ReplyData => ({
  kind: 'appointment',
  project: shortOf(project),
  date: appointment?.date ?? null,
  time: appointment?.time ?? null,
  status,
});

/** The appointment that a booking or a move has made or asked for. */
function writtenBy(action: PendingAction, status: string, releasedOnly: boolean): ReplyData | null {
  const words = status === 'confirmed' ? 'Confirmed' : status === 'requested' ? 'Requested' : null;
  if (words === null) return null;
  const at = (date: string, time: string | null) =>
    appointmentOf(action.project, { date, time, end_time: null }, words);
  if (action.tool === 'confirm_appointment') return at(action.date, action.time);
  if (action.tool !== 'reschedule_appointment' || action.new_date === null || releasedOnly) return null;
  return at(action.new_date, action.new_time);
}

/** The write that waits for a yes, as a client may see it: without ids. */
export function pendingActionView(action: PendingAction): PendingActionView {
  const { tool, expires_at } = action;
  return { tool, project: shortOf(action.project), expires_at, ...argumentsOf(action) };
}

function argumentsOf(action: PendingAction): Partial<PendingActionView> {
  switch (action.tool) {
    case 'confirm_appointment': {
      const { date, time, address, address_change } = action;
      return { date, time, address, ...(address_change ? { address_change } : {}) };
    }
    case 'reschedule_appointment': {
      const { date, time, new_date, new_time } = action;
      return {
        date,
        time,
        ...(new_date === null ? {} : { new_date }),
        ...(new_time === null ? {} : { new_time }),
      };
    }
    case 'cancel_appointment': {
      const { date, time, reason } = action;
      return { date, time, reason };
    }
    case 'add_note':
      return { note_text: action.note_text };
    case 'request_address_change':
      return { address: action.address };
  }
}

const ANSWERED_BY: Record<Expecting, Intent> = {
  project: 'select_project',
  date: 'select_date',
  time: 'select_time',
  confirmation: 'affirm',
  reason: 'cancel_appointment',
  note_text: 'add_note',
  address: 'change_address',
};

/** The intent that would answer what was asked last; `affirm` while a write waits for its yes. */
export function nextExpectedIntent({ session_context }: Pick<TurnState, 'session_context'>): Intent | null {
  const { pending_action, expecting } = session_context;
  if (pending_action !== null) return 'affirm';
  return expecting === null ? null : ANSWERED_BY[expecting];
}
