import * as z from 'zod';
import { WriteOutcome } from '../../core/contracts/action.ts';
import type { TurnEvent } from '../../core/contracts/execution-record.ts';
import { Channel, type ExecutionSummary } from './contract.ts';

/** What is looked for in what a state gave: any field may be missing, of another kind, or from an older version. */
const text = z.string().nullable().catch(null).default(null);
const number = z.number().nullable().catch(null).default(null);

const Started = z.object({
  request: z
    .object({ message: text, session_id: text, channel: Channel.catch('chat').default('chat') })
    .catch({ message: null, session_id: null, channel: 'chat' }),
  identity: z
    .object({ customer_id: text, client_name: text })
    .catch({ customer_id: null, client_name: null })
    .default({ customer_id: null, client_name: null }),
});

const Turn = z.object({
  session_id: z.string(),
  turn: z.int(),
  customer_id: z.string(),
  client_name: text,
  channel: Channel,
  user_message: z.string(),
  intent: text,
  confidence: number,
  classified_by: text,
  needs_clarification: z.boolean().catch(false).default(false),
  handoff: z.unknown(),
  write_outcome: WriteOutcome.nullable().catch(null).default(null),
  session_context: z
    .object({ pending_action: z.object({ tool: z.string() }).nullable() })
    .catch({ pending_action: null })
    .default({ pending_action: null }),
  error: z.object({ Error: z.string() }).nullable().catch(null).default(null),
  agent_response: z
    .object({ text: z.string(), gate: z.object({ passed: z.boolean(), unbacked: z.array(z.string()) }) })
    .nullable()
    .catch(null)
    .default(null),
  usage: z.object({ model_calls: z.int() }).catch({ model_calls: 0 }).default({ model_calls: 0 }),
});

const Answered = z.object({
  session_id: z.string(),
  turn: z.int(),
  response: z.string(),
  intent: text,
  confidence: number,
  metadata: z.object({
    clarification_needed: z.boolean().catch(false),
    pending_action: z.object({ tool: z.string() }).nullable().catch(null),
    write_outcome: WriteOutcome.nullable().catch(null),
    handoff: z.boolean().catch(false),
    classified_by: text,
    model_calls: z.int().catch(0),
  }),
});

const Tool = z.object({ tool: z.string() });

/** An execution so far. `visits`: how often each state was entered. */
export type Followed = { summary: ExecutionSummary; visits: Readonly<Record<string, number>> };

/**
 * Adds an event to an execution's summary. Small whatever the record holds, so that a list of hundreds needs no record.
 *
 * @param so Null before the first event.
 */
export function follow(so: Followed | null, executionId: string, event: TurnEvent): Followed | null {
  if (event.type === 'TurnStarted') return { summary: started(executionId, event), visits: {} };
  if (so === null) return null;
  if (event.type === 'TurnReplayed') {
    return { summary: { ...so.summary, replay_of: event.replay_of }, visits: event.visits_before };
  }
  if (event.type === 'StateEntered') return entered(so, event);
  return { ...so, summary: summaryAfter(so.summary, event) };
}

function summaryAfter(summary: ExecutionSummary, event: TurnEvent): ExecutionSummary {
  switch (event.type) {
    case 'StateExited':
      return { ...summary, ...turnIn(event.output) };
    case 'StateRetried':
      return { ...summary, retries: summary.retries + 1 };
    case 'StateFailed':
      return event.item === null ? { ...summary, error: event.error } : summary;
    case 'TurnEnded':
      return {
        ...summary,
        ...answerIn(event.output),
        outcome: event.outcome,
        error: event.error ?? apologisedFor(summary),
        took_ms: event.took_ms,
      };
    default:
      return summary;
  }
}

function started(execution_id: string, { at, input }: Extract<TurnEvent, { type: 'TurnStarted' }>): ExecutionSummary {
  const { data } = Started.safeParse(input);
  return {
    execution_id,
    session_id: data?.request.session_id ?? null,
    turn: null,
    customer_id: data?.identity.customer_id ?? null,
    client_name: data?.identity.client_name ?? null,
    channel: data?.request.channel ?? null,
    user_message: data?.request.message ?? null,
    response: null,
    intent: null,
    confidence: null,
    classified_by: null,
    outcome: 'running',
    error: null,
    write_outcome: null,
    pending_tool: null,
    tools: [],
    clarification_needed: false,
    handoff: false,
    gate: null,
    model_calls: 0,
    retries: 0,
    started_at: at,
    took_ms: null,
    path: [],
    replay_of: null,
    ...turnIn(input),
  };
}

function entered(
  { summary, visits }: Followed,
  { state, item, input }: Extract<TurnEvent, { type: 'StateEntered' }>,
): Followed {
  if (item === null) {
    const visit = (visits[state] ?? 0) + 1;
    const path = [...summary.path, visit === 1 ? state : `${state}#${visit}`];
    return { summary: { ...summary, path }, visits: { ...visits, [state]: visit } };
  }
  const { data: call } = Tool.safeParse(input);
  const isKnown = call === undefined || summary.tools.includes(call.tool);
  return isKnown ? { summary, visits } : { summary: { ...summary, tools: [...summary.tools, call.tool] }, visits };
}

function turnIn(output: unknown): Partial<ExecutionSummary> {
  const { data: turn } = Turn.safeParse(output);
  if (turn === undefined) return {};
  const reply = turn.agent_response;
  return {
    session_id: turn.session_id,
    turn: turn.turn,
    customer_id: turn.customer_id,
    client_name: turn.client_name,
    channel: turn.channel,
    user_message: turn.user_message,
    intent: turn.intent,
    confidence: turn.intent === null ? null : turn.confidence,
    classified_by: turn.intent === null ? null : turn.classified_by,
    clarification_needed: turn.needs_clarification,
    handoff: turn.handoff !== null && turn.handoff !== undefined,
    write_outcome: turn.write_outcome,
    pending_tool: turn.session_context.pending_action?.tool ?? null,
    model_calls: turn.usage.model_calls,
    error: turn.error?.Error ?? null,
    ...(reply === null ? {} : { response: reply.text, gate: verdictOf(reply.gate) }),
  };
}

function answerIn(output: unknown): Partial<ExecutionSummary> {
  const { data: answer } = Answered.safeParse(output);
  if (answer === undefined) return {};
  const { metadata } = answer;
  return {
    session_id: answer.session_id,
    turn: answer.turn,
    response: answer.response,
    intent: answer.intent,
    confidence: answer.confidence,
    classified_by: metadata.classified_by,
    clarification_needed: metadata.clarification_needed,
    handoff: metadata.handoff,
    write_outcome: metadata.write_outcome,
    pending_tool: metadata.pending_action?.tool ?? null,
    model_calls: metadata.model_calls,
  };
}

const verdictOf = ({ passed, unbacked }: { passed: boolean; unbacked: string[] }): string =>
  passed ? 'passed' : `unbacked: ${unbacked.join(', ')}`;

/** An attempt that failed and was made again is no error of the turn; one that was apologised for is. */
const apologisedFor = ({ path, error }: ExecutionSummary): string | null => (path.includes('Apologize') ? error : null);
