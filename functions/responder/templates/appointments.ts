import type { StatusGroup, Unshown } from '../../../core/contracts/project.ts';
import type { DateWish } from '../../../core/contracts/session.ts';
import { repeat, type Speech } from '../speech.ts';
import { sayAppointment, sayDate, sayDateTime, sayWish } from '../wording/calendar.ts';
import { rescueOf } from '../wording/old-time.ts';
import { nameOf } from '../wording/project.ts';
import { sentences, type Templates, tell, tellAll } from './said.ts';

export const APPOINTMENTS: Templates<
  | 'show_appointment'
  | 'other_day'
  | 'no_appointment'
  | 'no_appointments'
  | 'move_unfinished'
  | 'already_scheduled'
  | 'not_shown_yet'
  | 'not_allowed'
  | 'not_schedulable'
  | 'ended_project'
> = {
  show_appointment: ({ project, status, group, appointment, technician, asked }, speech) => {
    const name = nameOf(project, speech);
    const state = `status "${stateOf(status, speech)}"`;
    const notThen = asked === null ? null : `It isn't ${onDay(asked, speech)}.`;
    const who = technician === null ? null : `The technician is ${repeat(technician, 'name', speech)}.`;
    if (appointment === null) {
      return tell(sentences(`Your ${name} has the ${state}, but I can't see a date for it.`, who));
    }
    const visit = sayAppointment(appointment, speech);
    const text =
      group === 'scheduled'
        ? `Your ${name} is scheduled: ${visit}${PLAIN.test(status) ? '' : ` (${state})`}.`
        : `Your ${name} has the ${state}, with ${visit} on file.`;
    return tell(sentences(notThen, text, who));
  },

  other_day: ({ project, appointment, asked }, speech) =>
    tell(
      `Your ${nameOf(project, speech)} appointment isn't ${onDay(asked, speech)}, but on ${sayDate(appointment.date, speech)}.`,
    ),

  no_appointment: ({ project, status, group, beside }, speech) =>
    tell(
      group === 'scheduled'
        ? `Your ${nameOf(project, speech)} has the status "${stateOf(status, speech)}", but I can't see a date for it.`
        : `Your ${nameOf(project, speech)} doesn't have an appointment right now; its status is "${stateOf(status, speech)}".`,
      group === 'schedulable' && beside === undefined ? 'Would you like to see the open dates?' : null,
    ),

  no_appointments: () =>
    tell('None of your projects has an appointment right now.', 'Would you like to see your projects?'),

  move_unfinished: ({ project, date, time, left, lost }, speech) => {
    if (lost === true) {
      return tellAll(
        `The move of your ${nameOf(project, speech)} was not finished, and the old time, ${sayDateTime(date, time, speech)}, could not be booked again. You can choose a new time, or talk to the office.`,
        left ? null : 'Would you like to choose a new time?',
      );
    }
    return left
      ? tellAll(
          `Okay. The old time of your ${nameOf(project, speech)}, ${sayDateTime(date, time, speech)}, has been given up${rescueOf({ date, time }, speech) === null ? '' : ', and we try to get it back'}. If you want no visit at all, please tell the office.`,
        )
      : tellAll(
          sentences(
            `The old time of your ${nameOf(project, speech)}, ${sayDateTime(date, time, speech)}, has been given up already, and you don't have a new appointment yet.`,
            rescueOf({ date, time }, speech),
            'If you want no visit at all, please tell the office.',
          ),
          'Would you like to choose a new time?',
        );
  },

  already_scheduled: ({ project, appointment, put_back }, speech) => {
    const visit = appointment === null ? '' : `: ${sayAppointment(appointment, speech)}`;
    if (put_back === true) {
      return tell(
        `The move of your ${nameOf(project, speech)} was not finished, so the old appointment was booked again and stands${visit}.`,
        'Would you still like to move it?',
      );
    }
    return tell(
      `Your ${nameOf(project, speech)} already has an appointment${visit}.`,
      'Would you like to move it instead?',
    );
  },

  not_shown_yet: ({ project, did, date, time, next }, speech) => {
    const name = nameOf(project, speech);
    const when = date === null ? null : sayDateTime(date, time, speech);
    return tellAll(UNSHOWN[did](name, when), next === null ? null : OFFERED[next]);
  },

  not_allowed: ({ project, status, group, wanted }, speech) =>
    tell(
      group === 'scheduled' && wanted !== 'book'
        ? `Your ${nameOf(project, speech)} has the status "${stateOf(status, speech)}", but I can't see a date for it, so it can't be ${WANTED[wanted]} here.`
        : `Your ${nameOf(project, speech)} can't be ${WANTED[wanted]} here, because its status is "${stateOf(status, speech)}".`,
      group === 'schedulable' && wanted !== 'book'
        ? 'There is no appointment yet. Would you like to see the open dates?'
        : 'Would you like to talk to a person about it?',
    ),

  not_schedulable: ({ project }, speech) =>
    tell(`Your ${nameOf(project, speech)} can't be scheduled online at the moment.`),

  ended_project: ({ project, status, group }, speech) =>
    tell(
      `Your ${nameOf(project, speech)} is ${ENDED[group] ?? 'closed'}: its status is "${stateOf(status, speech)}".`,
      'Is it about that project, or about new work? New work is something to talk about with a person.',
    ),
};

/** What was done here, and that PF360 does not show it: never one without the other. */
const UNSHOWN: Record<Unshown['did'], (name: string, when: string | null) => string> = {
  booked: (name, when) => `In this conversation your ${name} was booked${on(when, 'for')}. ${NOT_YET}`,
  requested: (name, when) => `In this conversation your ${name} was requested${on(when, 'for')}. ${NOT_YET}`,
  canceled: (name, when) => `In this conversation your ${name} appointment${on(when, 'on')} was canceled. ${STILL}.`,
  cancel_requested: (name, when) =>
    `In this conversation you asked to cancel your ${name} appointment${on(when, 'on')}. ${STILL}, so it isn't final.`,
  released: (name, when) =>
    `In this conversation the old time of your ${name}${when === null ? '' : `, ${when},`} was given up, ` +
    `and you don't have a new appointment yet. ${STILL}.`,
};

const NOT_YET = "The schedule I can see doesn't show it yet.";
const STILL = 'The schedule I can see still shows it';

const on = (when: string | null, word: string): string => (when === null ? '' : ` ${word} ${when}`);

const OFFERED = { book: 'Would you like to see the open dates?', move: 'Would you like to move it instead?' } as const;

const onDay = (asked: DateWish, speech: Speech): string =>
  `${typeof asked === 'string' ? 'on ' : ''}${sayWish(asked, speech)}`;

/** The status that says no more than that there is an appointment. */
const PLAIN = /^\s*scheduled\s*$/i;

const WANTED = { book: 'booked', reschedule: 'moved', cancel: 'canceled' } as const;

const ENDED: Partial<Record<StatusGroup, string>> = { completed: 'finished', cancelled: 'canceled', closed: 'closed' };

const stateOf = (status: string, speech: Speech): string => repeat(status, 'status', speech) || 'none';
