import * as z from 'zod';
import { PendingAction, WriteStatus, WriteTool } from './action.ts';
import { RefusalReason, Saved } from './outcome.ts';
import {
  Appointment,
  LocalDate,
  LocalTime,
  ProjectDetail,
  ProjectRef,
  ProjectView,
  StatusGroup,
  Unshown,
} from './project.ts';
import { DateWish } from './session.ts';
import { Expecting, Intent } from './understanding.ts';

/** When the office is open, as the tenant's hours say. `next_open` is null when nothing is known. */
export const OfficeHours = z.object({
  timezone: z.string(),
  days: z.array(z.object({ day: z.string(), open: LocalTime.nullable(), close: LocalTime.nullable() })).max(7),
  open_now: z.boolean(),
  next_open: z.object({ date: LocalDate, time: LocalTime, days_ahead: z.int().min(0) }).nullable(),
});
export type OfficeHours = z.infer<typeof OfficeHours>;

export const WeatherDay = z.object({
  date: LocalDate,
  summary: z.string(),
  high_f: z.number().nullable(),
  low_f: z.number().nullable(),
  precipitation_percent: z.number().nullable(),
  wind_mph: z.number().nullable(),
  advice: z.enum(['good', 'caution', 'bad']).nullable(),
});
export type WeatherDay = z.infer<typeof WeatherDay>;

export const Note = z.object({ text: z.string(), author: z.string().nullable(), created_at: z.string().nullable() });
export type Note = z.infer<typeof Note>;

export const HandoffReason = z.enum([
  'asked',
  'clarifications_exhausted',
  'not_schedulable',
  'blocked',
  'complaint',
  'repeated_faults',
  'out_of_scope',
  'reschedule_stuck',
]);
export type HandoffReason = z.infer<typeof HandoffReason>;

/**
 * One thing the assistant does in a reply, with the facts it may speak of: the planner's only way to say something.
 * Templates render acts; a model may lead from one to the next; the gate backs every word against them.
 */
export const Act = z.discriminatedUnion('act', [
  z.object({ act: z.literal('greet'), client_name: z.string().nullable() }),
  z.object({ act: z.literal('help') }),
  z.object({ act: z.literal('thanks') }),
  /** `waiting`: a write still waits for a yes and is not done by leaving. */
  z.object({ act: z.literal('goodbye'), waiting: WriteTool.nullable() }),
  z.object({ act: z.literal('out_of_scope') }),
  /** A question in the middle of something that nothing here answers: the office's number, where there is one. */
  z.object({ act: z.literal('not_known'), support_number: z.string().nullable() }),
  /** Asked whether it is done: the write still waits for its yes. */
  z.object({ act: z.literal('not_yet'), tool: WriteTool }),
  /** A yes was tied to something that cannot be made part of it. `note`: it can be left for the office in a note. */
  z.object({ act: z.literal('tied_yes'), words: z.string(), note: z.boolean() }),

  /** `total`: matching the filter; `offset`: rows skipped before `items`; `filter`: the words of the filter, or null. */
  z.object({
    act: z.literal('show_projects'),
    items: z.array(ProjectView).max(20),
    total: z.int(),
    offset: z.int(),
    filter: z.string().nullable(),
    /** Only those with a visit then. */
    visits: DateWish.optional(),
    /** Whose they are, where those of the customer's other locations could not be read. */
    at: z.array(z.string()).optional(),
  }),
  /**
   * Nothing matched; `instead` is what there is (at most 5), `more` how many there are besides, `any` says whether the
   * customer has projects at all. `visits`: no visit is then, and `instead` are those with a visit at another time.
   */
  z.object({
    act: z.literal('no_projects'),
    filter: z.string().nullable(),
    any: z.boolean(),
    instead: z.array(ProjectView).max(5),
    more: z.int().min(0).optional(),
    visits: DateWish.optional(),
  }),
  z.object({
    act: z.literal('show_project'),
    project: ProjectDetail,
    asked: z.enum(['all', 'technician', 'store', 'duration', 'number', 'status']),
  }),
  /** Which of these? `for` is what the customer wants done. */
  z.object({
    act: z.literal('ask_project'),
    for: Intent,
    options: z.array(ProjectView).max(8),
    more: z.int().min(0),
    /** The words that matched several, or matched nothing (`unmatched`). */
    words: z.string().nullable(),
    unmatched: z.boolean(),
    /** The day or days asked about, which none of them has a visit on. */
    none_on: DateWish.optional(),
  }),

  /** `dates`: shown now; `total`: open in all; `asked`: what the customer had asked for, when that is not among them. */
  z.object({
    act: z.literal('offer_dates'),
    project: ProjectRef,
    dates: z.array(LocalDate).min(1).max(10),
    total: z.int(),
    asked: DateWish.nullable(),
    weather: z.array(WeatherDay).max(10),
    constrained: z.boolean(),
    /** For choosing (a flow goes on) or only for knowing. */
    choosing: z.boolean(),
    /** The time, part of the day or limit (`after 16:00`) that is wished, to be looked for on the day chosen. */
    time: z.string().optional(),
    /** Shown before and put once more, after something in between. */
    again: z.literal(true).optional(),
  }),
  z.object({
    act: z.literal('no_dates'),
    project: ProjectRef,
    asked: DateWish.nullable(),
    /** Only these were asked for, ISO numbers: "a Saturday". */
    weekdays: z.array(z.int().min(1).max(7)).optional(),
    constrained: z.boolean(),
    /** Open dates outside what was asked. */
    instead: z.array(LocalDate).max(5),
  }),
  z.object({
    act: z.literal('date_problem'),
    problem: z.enum(['past', 'impossible', 'mismatch', 'today']),
    words: z.string().nullable(),
    date: DateWish.nullable(),
  }),
  /** `asked`: a wanted time, part of the day or limit (`after 16:00`) that nothing open keeps. `constrained`: earlier wishes narrowed the list. */
  z.object({
    act: z.literal('offer_times'),
    project: ProjectRef,
    date: LocalDate,
    times: z.array(LocalTime).min(1).max(12),
    asked: z.string().nullable(),
    constrained: z.boolean(),
    /** All open times, when `times` is narrowed by a constraint that leaves something out. */
    others: z.array(LocalTime).max(12),
    choosing: z.boolean(),
    again: z.literal(true).optional(),
  }),
  z.object({
    act: z.literal('no_times'),
    project: ProjectRef,
    date: LocalDate,
    constrained: z.boolean(),
    instead: z.array(LocalDate).max(5),
  }),

  /** Asks for the yes to exactly this write. `breaks`: an earlier wish that the slot breaks. */
  z.object({ act: z.literal('ask_confirmation'), action: PendingAction, breaks: z.string().nullable() }),
  z.object({ act: z.literal('ask_reason'), project: ProjectRef, appointment: Appointment, again: z.boolean() }),
  /** `others`: the projects that the same note is for besides. */
  z.object({ act: z.literal('ask_note_text'), project: ProjectRef, others: z.array(ProjectRef).max(8).optional() }),
  /** A note that is saved can be neither changed nor taken back here. `project`: whose it is, where one was just saved. */
  z.object({ act: z.literal('note_stays'), project: ProjectRef.nullable() }),
  /** `part`: what was given is only a part of an address, with nothing that it could be put into. */
  z.object({
    act: z.literal('ask_address'),
    project: ProjectRef,
    on_file: z.string().nullable(),
    part: z.literal(true).optional(),
  }),
  z.object({ act: z.literal('ask_cancel_or_move'), project: ProjectRef, appointment: Appointment }),
  /** The visit to be moved or cancelled was said to be on a day (`asked`) that it is not on. */
  z.object({ act: z.literal('other_day'), project: ProjectRef, appointment: Appointment, asked: DateWish }),

  /**
   * What became of a write. `action` holds what was asked for. Only `confirmed` was read back.
   * `reason_saved`: a cancel's reason reached the notes (null: not a cancel). `address_filed`: the correction filed with
   * a booking (null: none was due). `refusal`: why PF360 said no; of an `unknown` write that is all that is known.
   */
  z.object({
    act: z.literal('write_result'),
    action: PendingAction,
    status: WriteStatus,
    refusal: RefusalReason.nullable(),
    confirmation_number: z.string().nullable(),
    reason_saved: Saved.nullable(),
    address_filed: Saved.nullable(),
    /** A reschedule that released the old time but booked nothing: what now stands. */
    released_only: z.boolean(),
  }),
  z.object({ act: z.literal('declined'), tool: WriteTool }),
  /** Takes note of a no where nothing was to be written: the question is dropped, nothing was changed. `open`: there was none. */
  z.object({ act: z.literal('okay'), open: z.literal(false).optional() }),
  /** The customer takes a moment. `open`: what is put once more after this; else there is nothing to answer. */
  z.object({ act: z.literal('wait'), open: z.boolean() }),
  /** The customer wants no more text messages, which is not the assistant's to arrange: what was open is dropped. */
  z.object({ act: z.literal('opt_out'), support_number: z.string().nullable() }),
  /** A bare CANCEL by text message: a visit, or the messages? */
  z.object({ act: z.literal('ask_what_to_end'), support_number: z.string().nullable() }),
  z.object({ act: z.literal('nothing_pending') }),
  z.object({ act: z.literal('pending_expired'), tool: WriteTool }),
  /** A bare "yeah" in a voice call is not a yes to a write: ask again, naming the action. */
  z.object({ act: z.literal('confirm_clearly'), action: PendingAction }),

  z.object({
    act: z.literal('show_appointment'),
    project: ProjectRef,
    status: z.string(),
    group: StatusGroup,
    appointment: Appointment.nullable(),
    technician: z.string().nullable(),
    /** "Am I still on for the 12th?": the date asked about, when it is another one. */
    asked: DateWish.nullable(),
  }),
  /** `beside`: it was only to tell a day by, and nothing is asked of it. */
  z.object({
    act: z.literal('no_appointment'),
    project: ProjectRef,
    status: z.string(),
    group: StatusGroup,
    beside: z.literal(true).optional(),
  }),
  z.object({ act: z.literal('no_appointments') }),
  /**
   * A move stands between its old time, given up already, and a new one: there is nothing left to cancel. `left`: the
   * customer wants no new time either. `lost`: the old one could not be booked again.
   */
  z.object({
    act: z.literal('move_unfinished'),
    project: ProjectRef,
    date: LocalDate,
    time: LocalTime.nullable(),
    left: z.boolean(),
    lost: z.literal(true).optional(),
  }),
  /**
   * Wanted to book, but there is an appointment already. `appointment` null: PF360 gave none. `put_back`: it is the old
   * one of a move that was not finished, booked again since.
   */
  z.object({
    act: z.literal('already_scheduled'),
    project: ProjectRef,
    appointment: Appointment.nullable(),
    put_back: z.literal(true).optional(),
  }),
  /** What this conversation did that PF360 does not show yet. `next`: what is offered with it. */
  Unshown.extend({
    act: z.literal('not_shown_yet'),
    project: ProjectRef,
    status: z.string(),
    next: z.enum(['book', 'move']).nullable(),
  }),
  /** The status does not allow what was asked. */
  z.object({
    act: z.literal('not_allowed'),
    project: ProjectRef,
    status: z.string(),
    group: StatusGroup,
    wanted: z.enum(['book', 'reschedule', 'cancel']),
  }),
  /** PF360 says this project cannot be scheduled by the customer. */
  z.object({ act: z.literal('not_schedulable'), project: ProjectRef }),
  /** An ended project: is it about that one, or new work? */
  z.object({ act: z.literal('ended_project'), project: ProjectRef, status: z.string(), group: StatusGroup }),

  /** `location`: whose hours, for a customer with several locations. */
  z.object({
    act: z.literal('show_hours'),
    hours: OfficeHours,
    asked_day: z.string().nullable(),
    /** That day is a holiday: whether the usual hours apply then, nobody knows here. */
    holiday: z.literal(true).optional(),
    location: z.string().optional(),
  }),
  z.object({
    act: z.literal('show_weather'),
    place: z.string(),
    days: z.array(WeatherDay).min(1).max(16),
    project: ProjectRef.nullable(),
    appointment: Appointment.nullable(),
  }),
  z.object({
    act: z.literal('no_weather'),
    why: z.enum(['no_place', 'unknown_place', 'too_far', 'unavailable']),
    place: z.string().nullable(),
    date: LocalDate.nullable(),
  }),
  /** `requested`: another address, which the customer has asked the office for in this session. */
  z.object({
    act: z.literal('show_address'),
    project: ProjectRef,
    address: z.string().nullable(),
    requested: z.string().optional(),
  }),
  /** `unshown`: the note that this conversation has left, while PF360 does not list it. */
  z.object({
    act: z.literal('show_notes'),
    project: ProjectRef,
    notes: z.array(Note).max(10),
    total: z.int(),
    unshown: z.string().max(2000).optional(),
  }),

  z.object({
    act: z.literal('handoff'),
    reason: HandoffReason,
    hours: OfficeHours.nullable(),
    support_number: z.string().nullable(),
    /** A callback note can be left on a project. */
    note_offered: z.boolean(),
  }),
  z.object({
    act: z.literal('failure'),
    kind: z.enum(['unavailable', 'expired', 'not_found', 'unknown']),
    /** What could not be done, in the table's terms. */
    of: z.enum(['projects', 'dates', 'times', 'hours', 'weather', 'notes', 'project', 'write', 'turn']),
    /** Whose could not be read, where those of the customer's other locations could. */
    locations: z.array(z.string()).optional(),
  }),
  z.object({
    act: z.literal('clarify'),
    question: z.string(),
    options: z.array(z.object({ label: z.string(), intent: Intent })).max(4),
    attempt: z.int().min(1),
    offer_person: z.boolean(),
  }),
  /** Back to the flow that a change of subject interrupted. */
  z.object({
    act: z.literal('resume'),
    intent: Intent,
    project: ProjectRef.nullable(),
    /** The question that is still open, asked again; null: only offers to go on (a yes goes on). */
    expecting: Expecting.nullable(),
  }),
  /** Further requests of the same message that are taken up after this one; `project`: its own, where that is known. */
  z.object({
    act: z.literal('then'),
    requests: z
      .array(z.object({ intent: Intent, project: ProjectRef.optional() }))
      .min(1)
      .max(8),
  }),
  /** Nothing of an answer could be read as what was asked: which day, which time, or what to change. */
  z.object({ act: z.literal('unread'), of: z.enum(['date', 'time', 'change']) }),
]);
export type Act = z.infer<typeof Act>;
export type ActOf<Name extends Act['act']> = Extract<Act, { act: Name }>;
