import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { METRICS_NAMESPACE, SERVICE } from '../names.ts';
import type { Stage } from '../stages.ts';

/** Names of the metrics that adapters/metrics.ts writes. */
export type OwnMetric =
  | 'Turns'
  | 'TurnTime'
  | 'Clarifications'
  | 'HandOvers'
  | 'Apologies'
  | 'ToolCalls'
  | 'ToolFailures'
  | 'UnknownWrites'
  | 'GateInterventions'
  | 'ModelCalls'
  | 'ModelLeftOut'
  | 'InputTokens'
  | 'OutputTokens'
  | 'HistoryTurns'
  | 'HistoryRejected'
  | 'HistoryLag';

/** One of the service's own metrics, over five minutes. `statistic`: `Sum`, `p95`, … */
export const own = (stage: Stage, metricName: OwnMetric, statistic = 'Sum', label: string = metricName): Metric =>
  new Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    dimensionsMap: { service: SERVICE, stage: stage.name },
    statistic,
    label,
    period: Duration.minutes(5),
  });

/** Texts that the gate turned down, a line for each kind that there is. */
export const gateMisses = (stage: Stage): MathExpression =>
  new MathExpression({
    label: '',
    expression: `SEARCH('{${METRICS_NAMESPACE},kind,service,stage} MetricName="GateMisses" service="${SERVICE}" stage="${stage.name}"', 'Sum', 300)`,
    usingMetrics: {},
    period: Duration.minutes(5),
  });

/** Percentage of `part` in `whole`; 0 while there are fewer than `atLeast` of the whole, which says nothing. */
export const share = (label: string, part: IMetric, whole: IMetric, atLeast = 1): MathExpression => {
  // Within one graph an id stands for one metric.
  const id = label.replaceAll(/\W/g, '').toLowerCase();
  return new MathExpression({
    label,
    expression: `IF(FILL(whole_${id}, 0) >= ${atLeast}, 100 * FILL(part_${id}, 0) / whole_${id}, 0)`,
    usingMetrics: { [`part_${id}`]: part, [`whole_${id}`]: whole },
    period: Duration.minutes(5),
  });
};
