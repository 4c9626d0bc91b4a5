import type * as z from 'zod';
import type { Outcome } from '../../../core/contracts/outcome.ts';
import type { ToolName, ToolResult } from '../../../core/contracts/tool-call.ts';

/** A tool that a flow wants run before it can go on. */
export interface PlannedCall {
  call_id: string;
  tool: ToolName;
  input: Record<string, unknown>;
}

/**
 * A decision that may need tools. It is written as straight code that yields calls and is handed their outcomes; every
 * Plan step runs it again from its beginning with the outcomes known so far, so it must not depend on anything else.
 */
export type Flow<Value> = Generator<PlannedCall[], Value, ToolResult['outcome'][]>;

interface AnyTool<Input extends z.ZodType, Output extends z.ZodType> {
  name: ToolName;
  effect: 'read' | 'write';
  input: Input;
  output: Output;
}

/** Runs one tool. A crashed read counts as unavailable; a crashed write is unknown: it may have taken effect. */
export function* call<Input extends z.ZodType, Output extends z.ZodType>(
  tool: AnyTool<Input, Output>,
  input: z.input<Input>,
): Flow<Outcome<z.output<Output>>> {
  const [outcome] = yield [planned(tool, input)];
  return readOutcome(tool, outcome);
}

function planned<Input extends z.ZodType, Output extends z.ZodType>(
  { name, effect }: AnyTool<Input, Output>,
  input: z.input<Input>,
): PlannedCall {
  const args = input as Record<string, unknown>;
  return { call_id: `${name}:${effect === 'write' ? args.id : JSON.stringify(args)}`, tool: name, input: args };
}

function readOutcome<Input extends z.ZodType, Output extends z.ZodType>(
  tool: AnyTool<Input, Output>,
  outcome: ToolResult['outcome'] | undefined,
): Outcome<z.output<Output>> {
  const lost = { status: tool.effect === 'write' ? 'unknown' : 'unavailable' } as const;
  if (outcome === undefined || outcome.status === 'crashed') return lost;
  if (outcome.status !== 'ok') return outcome as Outcome<z.output<Output>>;
  const value = tool.output.safeParse(outcome.value);
  return value.success ? { status: 'ok', value: value.data } : lost;
}

/** Runs flows side by side: what they need next is asked for in one round. */
export function* together<Value>(flows: readonly Flow<Value>[]): Flow<Value[]> {
  const steps = flows.map((flow) => ({ flow, step: flow.next() }));
  for (;;) {
    const waiting = steps.filter(({ step }) => step.done !== true);
    if (waiting.length === 0) return steps.map(({ step }) => step.value as Value);
    const outcomes = yield waiting.flatMap(({ step }) => step.value as PlannedCall[]);
    let at = 0;
    for (const entry of waiting) {
      const count = (entry.step.value as PlannedCall[]).length;
      entry.step = entry.flow.next(outcomes.slice(at, at + count));
      at += count;
    }
  }
}

/** Goes as far as the known outcomes reach: either the flow's value, or the calls that are missing (each once). */
export function drive<Value>(
  flow: Flow<Value>,
  known: ReadonlyMap<string, ToolResult['outcome']>,
): { done: true; value: Value } | { done: false; missing: PlannedCall[] } {
  let step = flow.next();
  while (step.done !== true) {
    const missing = step.value.filter(({ call_id }) => !known.has(call_id));
    if (missing.length > 0) return { done: false, missing: [...new Map(missing.map((c) => [c.call_id, c])).values()] };
    step = flow.next(step.value.map(({ call_id }) => known.get(call_id) as ToolResult['outcome']));
  }
  return { done: true, value: step.value };
}
