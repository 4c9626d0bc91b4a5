import * as z from 'zod';
import { WriteOutcome } from '../../core/contracts/action.ts';
import { TurnEvent, TurnOutcome } from '../../core/contracts/execution-record.ts';

/**
 * What the local pages and their server say to each other under `/local`, as JSON. The server builds its answers to these
 * types and reads its requests by these schemas; the pages take the types. Errors are problem+json (`Problem`). Times are
 * epoch milliseconds on the real clock unless they say otherwise.
 */

/** An id of an execution, a replay or a session, as it may stand in a path. */
export const Id = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/, 'must be 1 to 80 letters, digits, _ or -');

/** RFC 9457. `errors`: what is wrong with which part of the request, where that can be said. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.object({ at: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

export const Channel = z.enum(['chat', 'sms', 'voice']);

/** GET /local/setup */
export const Setup = z.object({
  /** Those that a development token can be had for: none when `dev_tokens` is false. */
  customers: z.array(
    z.object({
      customer_id: z.string(),
      client_name: z.string(),
      timezone: z.string(),
      /** A few words out of the token's claims: `2 locations`. */
      about: z.string(),
      /** Empty for a customer of one location. */
      locations: z.array(z.object({ client_id: z.string(), client_name: z.string() })),
    }),
  ),
  channels: z.array(Channel),
  /** False when the secret is not the development one: a token has to be pasted then. */
  dev_tokens: z.boolean(),
  /** Whether PF360 is the sandbox in this process. */
  sandbox: z.boolean(),
  model_provider: z.enum(['none', 'bedrock']),
  confidence_threshold: z.number(),
  /** How long the gateway waits before it answers 504. */
  gateway_timeout_ms: z.int(),
  /** ISO instant on the assistant's clock, which may stand still. */
  now: z.string(),
});
export type Setup = z.infer<typeof Setup>;

/** POST /local/tokens. 404 when `dev_tokens` is false or there is no such customer. */
export const TokenRequest = z.strictObject({ customer_id: z.string() });
export type TokenRequest = z.infer<typeof TokenRequest>;
export const TokenAnswer = z.object({ token: z.string() });
export type TokenAnswer = z.infer<typeof TokenAnswer>;

/** GET /local/definition: the state machine as it runs, in Amazon States Language; as much of it as the graph needs. */
const Rule = z.looseObject({ Next: z.string() });
const State = z.looseObject({
  Type: z.string(),
  Comment: z.string().optional(),
  Next: z.string().optional(),
  End: z.boolean().optional(),
  Default: z.string().optional(),
  Choices: z.array(Rule).optional(),
  Catch: z.array(Rule).optional(),
  /** Of a Map. */
  ItemProcessor: z
    .looseObject({
      StartAt: z.string(),
      get States() {
        return z.record(z.string(), State);
      },
    })
    .optional(),
});
export const Definition = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), State) });
export type DefinitionState = z.infer<typeof State>;
export type Definition = z.infer<typeof Definition>;

export const ExecutionOutcome = z.enum(['running', ...TurnOutcome.options]);
export type ExecutionOutcome = z.infer<typeof ExecutionOutcome>;

/** One execution in a line. Null: not known yet, or never (a repeated message has neither intent nor tools). */
export const ExecutionSummary = z.object({
  execution_id: z.string(),
  session_id: z.string().nullable(),
  turn: z.int().nullable(),
  customer_id: z.string().nullable(),
  client_name: z.string().nullable(),
  channel: Channel.nullable(),
  user_message: z.string().nullable(),
  response: z.string().nullable(),
  intent: z.string().nullable(),
  confidence: z.number().nullable(),
  classified_by: z.string().nullable(),
  outcome: ExecutionOutcome,
  /** Name of the error that ended it, or that was apologised for. */
  error: z.string().nullable(),
  write_outcome: WriteOutcome.nullable(),
  /** The write that waits for a yes after it. */
  pending_tool: z.string().nullable(),
  /** In the order they were called. */
  tools: z.array(z.string()),
  clarification_needed: z.boolean(),
  handoff: z.boolean(),
  /** `passed`, or what the gate found without backing; null when no reply was written. */
  gate: z.string().nullable(),
  model_calls: z.int(),
  retries: z.int(),
  started_at: z.number(),
  took_ms: z.number().nullable(),
  /** Visits of states outside of the Map, in order: `Plan`, `Plan#2`. */
  path: z.array(z.string()),
  replay_of: z.string().nullable(),
});
export type ExecutionSummary = z.infer<typeof ExecutionSummary>;

/** GET /local/executions. `text`: in message or reply, letter case aside. `before`: the `next` of the page before. */
export const ExecutionQuery = z.strictObject({
  customer: z.string().max(80).optional(),
  intent: z.string().max(80).optional(),
  outcome: ExecutionOutcome.optional(),
  tool: z.string().max(80).optional(),
  slower_than_ms: z.coerce.number().min(0).optional(),
  text: z.string().max(200).optional(),
  session: z.string().max(80).optional(),
  /** `only`: replays alone; `none`: without them. Both when it is not said. */
  replays: z.enum(['only', 'none']).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: z
    .string()
    .regex(/^\d+(\.\d+)?~[A-Za-z0-9_-]{1,80}$/, 'must be the next of an earlier page')
    .optional(),
});
export type ExecutionQuery = z.infer<typeof ExecutionQuery>;

/** Newest first. `total`: all that fit the filters. */
export const ExecutionPage = z.object({
  items: z.array(ExecutionSummary),
  next: z.string().nullable(),
  total: z.int(),
});
export type ExecutionPage = z.infer<typeof ExecutionPage>;

/**
 * GET /local/executions/live, server-sent events: `event: execution` with an `ExecutionSummary` as data, first when a turn
 * starts (`running`), then whenever its summary has changed; comments in between keep the line open.
 */
export const LIVE_EVENT = 'execution';

/** One visit of a state. `name` tells visits apart: `Plan#2`, `ToolExecutor[0]`, `ToolExecutor[0]#2`. */
export const StateVisit = z.object({
  name: z.string(),
  state: z.string(),
  /** The place in the Map; null outside of one. */
  item: z.int().nullable(),
  visit: z.int(),
  entered_at: z.number(),
  /** Null: it never ended. */
  took_ms: z.number().nullable(),
  input: z.unknown(),
  output: z.unknown(),
  failures: z.array(z.object({ error: z.string(), cause: z.unknown() })),
  retries: z.int(),
  caught: z.object({ error: z.string(), next: z.string() }).nullable(),
});
export type StateVisit = z.infer<typeof StateVisit>;

/** What the gate said of the reply: `written_by` tells whose text the customer got. */
export const GateVerdict = z.object({
  written_by: z.enum(['template', 'model', 'fallback']),
  passed: z.boolean(),
  unbacked: z.array(z.string()),
});
export type GateVerdict = z.infer<typeof GateVerdict>;

/** A question to a language model. `answer` is null where it gave none: then `error` says by name why. */
export const ModelExchange = z.object({
  state: z.string(),
  prompt: z.object({
    instructions: z.string(),
    data: z.array(z.object({ text: z.string(), untrusted: z.boolean() })),
    /** What it was made to fill in. */
    answer: z.string(),
  }),
  answer: z.unknown(),
  error: z.string().nullable(),
});
export type ModelExchange = z.infer<typeof ModelExchange>;

export const ToolsChoice = z.enum(['recorded', 'sandbox_then', 'sandbox_now']);
export type ToolsChoice = z.infer<typeof ToolsChoice>;

/** GET /local/executions/{id} */
export const ExecutionView = z.object({
  summary: ExecutionSummary,
  events: z.array(TurnEvent),
  states: z.array(StateVisit),
  gate: GateVerdict.nullable(),
  /** What the reply says, as the planner decided it. */
  acts: z.array(z.looseObject({ act: z.string() })),
  model_exchanges: z.array(ModelExchange),
  /** Whether the sandbox is kept as it was when the turn began. */
  snapshot: z.boolean(),
  /** The ways in which its tools can be run again here. */
  tools: z.array(ToolsChoice),
  /** What became of its writes when it is a replay, in words. */
  note: z.string().nullable(),
  /** Turns of the same session before and after it. */
  previous: z.string().nullable(),
  next: z.string().nullable(),
});
export type ExecutionView = z.infer<typeof ExecutionView>;

/** POST /local/replays. `from`: a visit outside of the Map; null: the whole turn. `input`: in place of that state's. */
export const ReplayRequest = z.strictObject({
  execution_id: Id,
  from: z
    .string()
    .regex(/^\w{1,80}(#\d{1,4})?$/, 'must be a state of the execution, with #2 for its second visit')
    .nullable(),
  input: z.unknown().optional(),
  tools: ToolsChoice,
});
export type ReplayRequest = z.infer<typeof ReplayRequest>;

/** `where`: a visit, or `path` for the way itself; `at`: where in the state's output, `$.acts[0]`. */
export const Difference = z.object({ where: z.string(), at: z.string(), before: z.unknown(), after: z.unknown() });
export type Difference = z.infer<typeof Difference>;

/** `note`: what tools ran against and where writes went, in words. Ids and times are no differences. */
export const ReplayAnswer = z.object({
  replay_id: z.string(),
  note: z.string(),
  differences: z.array(Difference),
});
export type ReplayAnswer = z.infer<typeof ReplayAnswer>;

/** GET /local/comparison?before=ID&after=ID */
export const ComparisonQuery = z.strictObject({ before: Id, after: Id });
export const Comparison = z.object({
  before: ExecutionSummary,
  after: ExecutionSummary,
  /** Visits of both in the order of the way; null: the other did not come by. */
  rows: z.array(
    z.object({
      name: z.string(),
      before: StateVisit.nullable(),
      after: StateVisit.nullable(),
      differences: z.array(Difference),
    }),
  ),
  /** The first row that differs. */
  first_difference: z.string().nullable(),
});
export type Comparison = z.infer<typeof Comparison>;

/** GET /local/sessions/{session_id}; as files under /local/sessions/{session_id}/export.json and export.talk */
export const SessionView = z.object({ session_id: z.string(), turns: z.array(ExecutionSummary) });
export type SessionView = z.infer<typeof SessionView>;

/** GET /local/eval. `generated_at`: ISO instant. */
export const EvalView = z.object({ html_url: z.string().nullable(), generated_at: z.string().nullable() });
export type EvalView = z.infer<typeof EvalView>;
