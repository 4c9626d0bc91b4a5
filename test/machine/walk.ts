import type { TurnEvent } from '../../core/contracts/execution-record.ts';
import type { ToolCall } from '../../core/contracts/tool-call.ts';
import type { TurnState } from '../../core/contracts/turn.ts';
import { readDefinition } from '../../runtime/definition.ts';
import { createStateMachine, type ExecutionResult, type LambdaFunction } from '../../runtime/state-machine.ts';
import { aTurn } from '../runtime/turns.ts';

export type Walked = { result: ExecutionResult; path: string[]; events: TurnEvent[] };

export type Script = {
  /** What OpenTurn hands on. */
  opened?: unknown;
  confidence?: number;
  clarifications?: number;
  /** Tools of each round. */
  rounds?: string[][];
  /** Errors that a state throws, by its name, one an attempt; `null` for an attempt that succeeds. */
  errors?: Record<string, (string | null)[]>;
};

const REPLY = {
  text: 'Done.',
  suggestions: [],
  data: null,
  written_by: 'template' as const,
  gate: { passed: true, unbacked: [] },
};

const toolCall = (tool: string): ToolCall => ({
  call_id: `call-${tool}`,
  tool: tool as ToolCall['tool'],
  input: {},
  caller: {
    customer_id: '7001001',
    client_id: '11TB01SB',
    home_client_id: '11TB01SB',
    credential_ref: 'ref-1',
    session_id: 'session-1',
    execution_id: 'execution-1',
  },
  now: '2026-06-01T09:00:00.000-04:00',
  timezone: 'America/New_York',
});

/**
 * A machine with small agents that do as a script says, each in its own way visible in the path. Made once for many
 * walks, one after the other.
 */
export function walker(definition: string = readDefinition()): (script?: Script) => Promise<Walked> {
  let script: Script = {};
  let attempts: Record<string, (string | null)[]> = {};
  let events: TurnEvent[] = [];
  const attempt = (state: string) => {
    const error = attempts[state]?.shift();
    if (typeof error === 'string') throw Object.assign(new Error(`${state} failed`), { name: error });
  };
  const agent =
    (state: string, patch: () => Partial<TurnState>): LambdaFunction =>
    async (event) => {
      attempt(state);
      return { ...(event as TurnState), ...patch() };
    };
  const steps: Record<string, (turn: TurnState) => unknown> = {
    OpenTurn: () => script.opened ?? { answered: false, ...aTurn({ clarification_count: script.clarifications ?? 0 }) },
    Plan: (turn) => {
      const tools = script.rounds?.[turn.round] ?? [];
      return {
        ...turn,
        round: turn.round + 1,
        tool_results: [...turn.tool_results, ...turn.round_results],
        round_results: [],
        tools_to_execute: tools.map(toolCall),
      };
    },
    SaveTurn: ({ agent_response, handoff, tool_results }) => ({ text: agent_response?.text, handoff, tool_results }),
  };
  const machine = createStateMachine({
    definition,
    functions: {
      Supervisor: async (event) => {
        const { step, input } = event as { step: string; input: TurnState };
        attempt(step);
        return steps[step]?.(input);
      },
      Classifier: agent('Classifier', () => ({ confidence: script.confidence ?? 0.95 })),
      Clarifier: agent('Clarifier', () => ({ needs_clarification: true })),
      Responder: agent('Responder', () => ({ agent_response: REPLY })),
      ToolExecutor: async (event) => {
        const { call_id, tool } = event as ToolCall;
        attempt(`ToolExecutor ${tool}`);
        return { call_id, tool, outcome: { status: 'ok', value: tool } };
      },
    },
    record: (_, event) => events.push(event),
  });
  return async (next = {}) => {
    script = next;
    attempts = Object.fromEntries(Object.entries(next.errors ?? {}).map(([state, errors]) => [state, [...errors]]));
    events = [];
    const result = await machine.start({ request: { message: 'Hello' } }, 'execution-1');
    return { result, events, path: pathOf(events) };
  };
}

/** The states in the order in which they were entered; `Tool[1]` ran for the Map's second item. */
export const pathOf = (events: readonly TurnEvent[]): string[] =>
  events.flatMap((event) =>
    event.type === 'StateEntered' ? [event.item === null ? event.state : `${event.state}[${event.item}]`] : [],
  );

export const outputOf = ({ result }: Walked): Record<string, unknown> =>
  result.status === 'SUCCEEDED' ? JSON.parse(result.output) : { ...result };
