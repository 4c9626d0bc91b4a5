import * as z from 'zod';
import { Entities, Exclusion, SlotEntities, TimeBound, TimeWindow } from '../understanding/entities/entities.ts';
import { PendingAction } from './action.ts';
import { OWN_WRITES_KEPT, OwnWrite } from './own-write.ts';
import { LocalDate, LocalTime, ProjectRef } from './project.ts';
import { Expecting, Intent, Suggestion } from './understanding.ts';

/** What the customer said once and later offers must respect ("only mornings", "never Fridays"). */
export const Constraints = z.object({
  windows: z.array(TimeWindow),
  /** ISO weekdays, 1 = Monday; empty: any. */
  weekdays: z.array(z.int().min(1).max(7)),
  excluded: z.array(Exclusion).max(12),
  after: LocalTime.nullable(),
  before: LocalTime.nullable(),
});
export type Constraints = z.infer<typeof Constraints>;

export const DateWish = z.union([LocalDate, z.object({ start: LocalDate, end: LocalDate })]);
export type DateWish = z.infer<typeof DateWish>;

/** PF360's search ticket: opaque, one project's one search, the latest wins. */
export const RequestId = z.union([z.string(), z.number()]);

/** The request being worked on across turns, with what it has so far. */
export const Task = z.object({
  intent: Intent,
  project: ProjectRef.nullable(),
  /** The words for the project where it is not known yet: of a request that waits for its turn. */
  named: z.string().max(200).optional(),
  /** The day and time wished are those of the visit that is given up before: "put the flooring in that slot". */
  in_freed_slot: z.literal(true).optional(),
  /** The day wished is that of the visit booked before: "the flooring and the bathroom on the same day". */
  on_same_day: z.literal(true).optional(),
  /** Said before it could be checked against what is open. */
  wish: z.object({
    date: DateWish.nullable(),
    time: LocalTime.nullable(),
    window: z.enum(['morning', 'afternoon', 'evening']).nullable(),
    order: z.enum(['earliest', 'latest']).nullable(),
    /** `strictly`: the end itself does not count, and one time left is no choice yet ("anything later?"). */
    bound: TimeBound.extend({ strictly: z.literal(true).optional() })
      .nullable()
      .optional(),
  }),
  /** All open dates of the last search, ascending; null until searched. */
  search: z.object({ dates: z.array(LocalDate).max(90), request_id: RequestId.nullable() }).nullable(),
  /** Dates in the order shown last. */
  shown_dates: z.array(LocalDate).max(20),
  /** What those were narrowed to: an answer without a day of its own keeps to it. */
  within: DateWish.nullable().optional(),
  /** Times in the order shown last. */
  shown_times: z.array(LocalTime).max(12),
  slots: z.object({ date: LocalDate, times: z.array(LocalTime).max(48), request_id: RequestId }).nullable(),
  /** Chosen among what was offered. */
  date: LocalDate.nullable(),
  time: LocalTime.nullable(),
  reason: z.string().max(500).nullable(),
  note_text: z.string().max(2000).nullable(),
  /** The projects that the same note or address is for, after the first. */
  others: z.array(ProjectRef).max(8).optional(),
  address: z.string().max(300).nullable(),
  /**
   * The old appointment of a reschedule whose release has been done. `put_back`: it has since been booked again.
   * `lost`: that could not be done, and whether the customer knows.
   */
  released: z
    .object({
      date: LocalDate,
      time: LocalTime.nullable(),
      put_back: z.literal(true).optional(),
      lost: z.enum(['untold', 'told']).optional(),
    })
    .nullable(),
});
export type Task = z.infer<typeof Task>;

/** What a later turn needs. Lives in the session item; never holds a token. */
export const SessionContext = z.object({
  /** The project the talk is about. */
  project: ProjectRef.nullable(),
  task: Task.nullable(),
  /** The flow that a change of subject put aside. */
  interrupted: Task.nullable(),
  /** What else was asked for in a message, in its order: each has its turn when what comes before is settled. */
  to_do: z.array(Task).max(8).default([]),
  expecting: Expecting.nullable(),
  /** The quick replies shown last, with their meaning. */
  offers: z.array(Suggestion).max(10),
  pending_action: PendingAction.nullable(),
  /** What a plain yes means while no write is pending ("Would you like to move it instead?"). */
  proposed: z
    .object({
      intent: Intent,
      project: ProjectRef.nullable(),
      /** The note that the question has already put in words. */
      note_text: z.string().max(2000).optional(),
      /** What was said of the day and time of it before it was proposed. */
      said: SlotEntities.optional(),
    })
    .nullable(),
  /** The last list of projects, in the order shown: ordinals mean this. */
  last_list: z.array(ProjectRef).max(20),
  /** The number that the first row of that list was shown with. */
  list_first: z.int().min(1).default(1),
  /** How far into a longer list of projects the customer has been taken, by location. */
  list_offset: z.int().min(0),
  /** What that list was narrowed to: "show more" goes on with the same. */
  list_filter: z.object({
    status: z.string().optional(),
    words: z.string().optional(),
    month: z.string().optional(),
    date: LocalDate.optional(),
    from: LocalDate.optional(),
    to: LocalDate.optional(),
    place: z.string().max(300).optional(),
    /** The filter in the customer's terms. */
    said: z.string().nullable(),
  }),
  constraints: Constraints,
  /** What the last clarifying questions asked about, oldest first: the next one differs. */
  clarified: z.array(z.string()).max(4),
  /**
   * What was said and read in the messages that were asked back about: an answer to the question need not repeat it.
   * Texts to be written down are asked for anew, and a place in a list means what is in front of the customer then.
   */
  unclear: z
    .object({
      said: z.string().max(400),
      entities: Entities.omit({ note_text: true, reason: true, address: true, ordinal: true }),
    })
    .nullable()
    .default(null),
  /** The question answered last that "and on Friday?" would go on with; null while anything is under way. */
  answered: Intent.nullable().default(null),
  /** What was told of one project last, that "and the deck?" would go on with. */
  told_of: Intent.nullable().default(null),
  /** Whether it was asked which place's weather is wanted. */
  asks_place: z.boolean().default(false),
  /** A person was promised or offered in this session. */
  handed_over: z.boolean(),
  /** A no-outcome write that PF360 has still to show us, checked before anything else is said of it. */
  unresolved: z.array(PendingAction).max(3),
  /** What was done to appointments in this session, for as long as PF360's dashboard may be behind it. */
  own_writes: z.array(OwnWrite).max(OWN_WRITES_KEPT).default([]),
  /** Addresses that were sent to the office for correction in this session: the one on file stays until it agrees. */
  corrections: z
    .array(z.object({ client_id: z.string(), project_id: z.string(), address: z.string().max(300) }))
    .max(5)
    .default([]),
  /** The note saved last, and in which turn: "the same for the windows", "wrong one, I meant the bathroom". */
  noted: z
    .object({ project: ProjectRef, note_text: z.string().max(2000), turn: z.int() })
    .nullable()
    .default(null),
  /** The day and time of the visit given up last: "put the flooring in that slot". */
  freed: z.object({ date: LocalDate, time: LocalTime.nullable() }).nullable().default(null),
  /** What was done last, in which turn, and what was said with it: "same for the bathroom". */
  did: z
    .object({
      intent: Intent,
      project: ProjectRef,
      turn: z.int(),
      said: Entities.pick({ date: true, time: true, reason: true, address: true, note_text: true }),
    })
    .nullable()
    .default(null),
  /** Location chosen by a customer with several (client_id), or null for all. */
  location: z.string().nullable(),
  /** Failures of PF360 in a row: after three a person is offered. */
  failures: z.int().min(0),
  /** Running summary of older turns for the model; written by code from facts. */
  summary: z.string().max(1200),
  /** Model use so far in this session, for the cap. */
  model_calls: z.int().min(0),
});
export type SessionContext = z.infer<typeof SessionContext>;

export const NO_CONSTRAINTS: Constraints = { windows: [], weekdays: [], excluded: [], after: null, before: null };

export const NEW_SESSION: SessionContext = {
  project: null,
  task: null,
  interrupted: null,
  to_do: [],
  expecting: null,
  offers: [],
  pending_action: null,
  proposed: null,
  last_list: [],
  list_first: 1,
  list_offset: 0,
  list_filter: { said: null },
  constraints: NO_CONSTRAINTS,
  clarified: [],
  unclear: null,
  answered: null,
  told_of: null,
  asks_place: false,
  handed_over: false,
  unresolved: [],
  own_writes: [],
  corrections: [],
  noted: null,
  freed: null,
  did: null,
  location: null,
  failures: 0,
  summary: '',
  model_calls: 0,
};
