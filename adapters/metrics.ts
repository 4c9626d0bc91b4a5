import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Answer } from '../core/contracts/answer.ts';
import { GateKind } from '../core/contracts/gate.ts';
import type { TurnState } from '../core/contracts/turn.ts';

/** Figures of what happened, for the dashboard and the alarms. Numbers and names only, never a customer's words. */
export type Measurements = {
  /** A turn was saved and is answered. */
  turnSaved(turn: TurnState, answer: Answer): void;
  /** Turns reached the history; `lagMs` is the age of the oldest of them then. */
  historyWritten(measured: { turns: number; rejected: number; lagMs: number }): void;
};

/**
 * Measurements as lines of CloudWatch's embedded metric format on standard output. Outside of Lambda nobody reads them,
 * and none are written.
 *
 * @param env  `STAGE` becomes a dimension.
 */
export function createMeasurements(env: Readonly<Record<string, string | undefined>>): Measurements {
  if (env.AWS_LAMBDA_FUNCTION_NAME === undefined) return { turnSaved() {}, historyWritten() {} };
  const metrics = new Metrics({
    namespace: 'SchedulingAssistant',
    serviceName: 'scheduling-assistant',
    defaultDimensions: { stage: env.STAGE ?? 'unknown' },
  });
  return {
    turnSaved(turn, answer) {
      for (const [name, unit, value] of figuresOf(turn, answer)) metrics.addMetric(name, unit, value);
      // Kept beside the figures, for Logs Insights: as dimensions each value would be a metric of its own to pay for.
      for (const [name, value] of Object.entries(factsOf(turn, answer))) metrics.addMetadata(name, value);
      metrics.publishStoredMetrics();
      for (const kind of gateMisses(turn)) {
        const miss = metrics.singleMetric();
        miss.addDimension('kind', kind);
        miss.addMetric('GateMisses', MetricUnit.Count, 1);
      }
    },
    historyWritten({ turns, rejected, lagMs }) {
      metrics.addMetric('HistoryTurns', MetricUnit.Count, turns);
      metrics.addMetric('HistoryRejected', MetricUnit.Count, rejected);
      metrics.addMetric('HistoryLag', MetricUnit.Milliseconds, lagMs);
      metrics.publishStoredMetrics();
    },
  };
}

/** Why the gate turned a text of this turn down: kinds, each once, and nothing else. */
const gateMisses = ({ agent_response }: TurnState): GateKind[] =>
  (agent_response?.gate.unbacked ?? []).flatMap((kind) => GateKind.safeParse(kind).data ?? []);

type Figure = [name: string, unit: (typeof MetricUnit)[keyof typeof MetricUnit], value: number];

const outcomesOf = ({ model_outcomes = [] }: TurnState) => model_outcomes;

function figuresOf(turn: TurnState, { metadata }: Answer): Figure[] {
  const failed = turn.tool_results.filter(({ outcome }) =>
    ['unavailable', 'unknown', 'crashed'].includes(outcome.status),
  ).length;
  const count = (name: string, value: number | boolean): Figure => [name, MetricUnit.Count, Number(value)];
  return [
    count('Turns', 1),
    ['TurnTime', MetricUnit.Milliseconds, metadata.processing_time_ms],
    count('Clarifications', metadata.clarification_needed),
    count('HandOvers', metadata.handoff),
    count('Apologies', turn.error !== null),
    count('ToolCalls', turn.tool_results.length),
    count('ToolFailures', failed),
    count('UnknownWrites', metadata.write_outcome?.status === 'unknown'),
    count('GateInterventions', turn.agent_response?.gate.passed === false),
    count('ModelCalls', metadata.model_calls),
    count('ModelLeftOut', outcomesOf(turn).filter(({ outcome }) => outcome === 'ModelLeftOutError').length),
    count('InputTokens', metadata.input_tokens),
    count('OutputTokens', metadata.output_tokens),
  ];
}

function factsOf(turn: TurnState, { intent, metadata }: Answer): Record<string, string> {
  return {
    execution_id: turn.execution_id,
    request_id: turn.request_id,
    intent,
    classified_by: metadata.classified_by,
    channel: turn.channel,
    written_by: turn.agent_response?.written_by ?? 'nobody',
    handoff_reason: turn.handoff ?? 'none',
    write: metadata.write_outcome === null ? 'none' : `${metadata.write_outcome.tool}:${metadata.write_outcome.status}`,
    tools: turn.tool_results.map(({ tool, outcome }) => `${tool}:${outcome.status}`).join(' '),
    gate: gateMisses(turn).join(' ') || 'none',
    model:
      outcomesOf(turn)
        .map(({ agent, outcome, because }) => [agent, outcome, because].filter((name) => name !== undefined).join(':'))
        .join(' ') || 'none',
    error: turn.error?.Error ?? 'none',
  };
}
