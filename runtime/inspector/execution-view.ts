import * as z from 'zod';
import type { TurnEvent } from '../../core/contracts/execution-record.ts';
import { visitsIn } from '../visits.ts';
import {
  type ExecutionSummary,
  type ExecutionView,
  GateVerdict,
  type StateVisit,
  type ToolsChoice,
} from './contract.ts';

const Spoken = z.object({
  agent_response: GateVerdict.omit({ passed: true, unbacked: true }).extend({
    gate: z.object({ passed: z.boolean(), unbacked: z.array(z.string()) }),
  }),
});
const Planned = z.object({ acts: z.array(z.looseObject({ act: z.string() })) });

/**
 * One execution with all that its record holds.
 *
 * @param session The turns of its session, in order.
 * @param root    The turn that it is a replay of, or itself.
 */
export function viewOf({
  summary,
  events,
  session,
  root,
  snapshot,
  tools,
}: {
  summary: ExecutionSummary;
  events: TurnEvent[];
  session: readonly ExecutionSummary[];
  root: string;
  snapshot: boolean;
  tools: ToolsChoice[];
}): ExecutionView {
  const states = visitsIn(events);
  const replayed = events.find((event) => event.type === 'TurnReplayed');
  const place = session.findIndex(({ execution_id }) => execution_id === root);
  return {
    summary,
    events,
    states,
    gate: gateIn(states),
    acts: lastIn(states, Planned)?.acts ?? [],
    model_exchanges: events
      .filter((event) => event.type === 'ModelAsked')
      .map(({ state, prompt, answer, error, because }) => ({
        state,
        prompt,
        answer,
        error: because === undefined ? error : `${error} (${because})`,
      })),
    snapshot,
    tools,
    note: replayed?.note ?? null,
    previous: (place === -1 ? undefined : session[place - 1]?.execution_id) ?? null,
    next: (place === -1 ? undefined : session[place + 1]?.execution_id) ?? null,
  };
}

function gateIn(states: readonly StateVisit[]): GateVerdict | null {
  const spoken = lastIn(states, Spoken)?.agent_response;
  return spoken === undefined ? null : { written_by: spoken.written_by, ...spoken.gate };
}

/** The last output that is of a schema. */
function lastIn<Value>(states: readonly StateVisit[], schema: z.ZodType<Value>): Value | undefined {
  for (const { output } of states.toReversed()) {
    const { data } = schema.safeParse(output);
    if (data !== undefined) return data;
  }
  return undefined;
}
