import * as z from 'zod';
import { WriteOutcome } from './action.ts';
import { ClassifiedBy, Intent } from './understanding.ts';

const project = z.object({ number: z.string(), category: z.string(), type: z.string() });
const dated = { date: z.string(), weekday: z.string() };

/** What the reply shows, for a client that draws its own widgets. Built by code, never by a model. */
export const ReplyData = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('projects'),
    items: z.array(
      z.object({
        ...project.shape,
        status: z.string(),
        location: z.string().nullable(),
        scheduled: z.object({ date: z.string(), time: z.string().nullable() }).nullable(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('project'),
    item: z.object({
      ...project.shape,
      status: z.string(),
      location: z.string().nullable(),
      scheduled: z.object({ date: z.string(), time: z.string().nullable() }).nullable(),
    }),
    technician: z.string().nullable(),
    address: z.string().nullable(),
    store: z.string().nullable(),
  }),
  z.object({ kind: z.literal('dates'), project, items: z.array(z.object(dated)) }),
  z.object({ kind: z.literal('time_slots'), project, ...dated, items: z.array(z.object({ time: z.string() })) }),
  z.object({
    kind: z.literal('appointment'),
    project,
    date: z.string().nullable(),
    time: z.string().nullable(),
    status: z.string(),
  }),
  z.object({
    kind: z.literal('notes'),
    project,
    items: z.array(z.object({ text: z.string(), author: z.string().nullable(), created_at: z.string().nullable() })),
  }),
  z.object({
    kind: z.literal('weather'),
    place: z.string(),
    items: z.array(
      z.object({
        ...dated,
        summary: z.string(),
        high_f: z.number().nullable(),
        low_f: z.number().nullable(),
        precipitation_percent: z.number().nullable(),
        advice: z.enum(['good', 'caution', 'bad']).nullable(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('hours'),
    timezone: z.string(),
    items: z.array(z.object({ day: z.string(), open: z.string().nullable(), close: z.string().nullable() })),
  }),
  z.object({ kind: z.literal('address'), project, address: z.string().nullable() }),
]);
export type ReplyData = z.infer<typeof ReplyData>;

/** The pending action as the client sees it: no ids. */
export const PendingActionView = z.object({
  tool: z.string(),
  project,
  expires_at: z.string(),
  date: z.string().optional(),
  time: z.string().nullable().optional(),
  new_date: z.string().optional(),
  new_time: z.string().optional(),
  address: z.string().nullable().optional(),
  address_change: z.boolean().optional(),
  reason: z.string().optional(),
  note_text: z.string().optional(),
});
export type PendingActionView = z.infer<typeof PendingActionView>;

/** The body of a 200 of `POST /api/chat`. */
export const Answer = z.object({
  session_id: z.string(),
  turn: z.int().min(1),
  response: z.string().min(1),
  intent: Intent,
  confidence: z.number().min(0).max(1),
  suggestions: z.array(z.string()),
  data: ReplyData.nullable(),
  metadata: z.object({
    tools_executed: z.array(z.string()),
    clarification_needed: z.boolean(),
    clarification_count: z.int().min(0),
    next_expected_intent: Intent.nullable(),
    secondary_intents: z.array(Intent),
    pending_action: PendingActionView.nullable(),
    write_outcome: WriteOutcome.nullable(),
    handoff: z.boolean(),
    classified_by: ClassifiedBy,
    model_calls: z.int().min(0),
    input_tokens: z.int().min(0),
    output_tokens: z.int().min(0),
    execution_id: z.string(),
    processing_time_ms: z.int().min(0),
  }),
});
export type Answer = z.infer<typeof Answer>;
