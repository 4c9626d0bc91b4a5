import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { SERVICE } from '../names.ts';
import type { Stage } from '../stages.ts';
import type { Watched } from '../watched.ts';
import type { Alarms } from './alarms.ts';
import { gateMisses, own, share } from './measures.ts';

const PERIOD = Duration.minutes(5);

/** One page, from "is it well?" down to "and if not, where?". */
export function dashboard(
  scope: Construct,
  { stage, watched, alarms }: { stage: Stage; watched: Watched; alarms: Alarms },
): Dashboard {
  return new Dashboard(scope, 'Dashboard', {
    dashboardName: `${SERVICE}-${stage.name}`,
    defaultInterval: Duration.hours(3),
    widgets: [
      [heading('Is it well?')],
      [...standing(alarms)],
      wellbeing(stage, watched),
      [heading('If not, where? The states of a turn, in their order')],
      states(watched),
      [heading('PF360 and what was asked of it')],
      tools(stage, watched),
      [heading('Conversations, and what the language model had to do with them')],
      conversations(stage, watched),
      [heading('History')],
      history(stage, watched),
    ],
  });
}

const heading = (markdown: string): IWidget => new TextWidget({ markdown: `## ${markdown}`, width: 24, height: 1 });

function standing({ wake, look }: Alarms): IWidget[] {
  const list = (title: string, alarms: Alarm[]) => new AlarmStatusWidget({ title, alarms, width: 12, height: 3 });
  return [list('A customer feels it', wake), list('Can wait for the morning', look)];
}

function wellbeing(stage: Stage, { api, machine }: Watched): IWidget[] {
  const turns = own(stage, 'Turns');
  return [
    graph('Requests', [
      api.metricCount({ period: PERIOD, statistic: 'Sum', label: 'requests' }),
      api.metricClientError({ period: PERIOD, statistic: 'Sum', label: '4xx' }),
      api.metricServerError({ period: PERIOD, statistic: 'Sum', label: '5xx' }),
    ]),
    graph('Turn time, ms', [own(stage, 'TurnTime', 'p50', 'median'), own(stage, 'TurnTime', 'p90', 'p90')]),
    graph('% of turns', [
      share('apologies', own(stage, 'Apologies'), turns),
      share('clarifying questions', own(stage, 'Clarifications'), turns),
      share('hand-overs', own(stage, 'HandOvers'), turns),
    ]),
    graph('Executions', [
      machine.metricStarted({ period: PERIOD, statistic: 'Sum', label: 'started' }),
      machine.metricTimedOut({ period: PERIOD, statistic: 'Sum', label: 'timed out' }),
    ]),
  ];
}

function states({ functions }: Watched): IWidget[] {
  const inOrder = (
    ['Authorizer', 'Supervisor', 'Classifier', 'Clarifier', 'ToolExecutor', 'Responder', 'Conversations'] as const
  ).map((name) => ({ name, fn: functions[name] }));
  return [
    graph(
      'p95 of each function, ms',
      inOrder.map(({ name, fn }) => fn.metricDuration({ period: PERIOD, statistic: 'p95', label: name })),
    ),
    graph(
      'Errors of each function',
      inOrder.map(({ name, fn }) => fn.metricErrors({ period: PERIOD, statistic: 'Sum', label: name })),
    ),
    graph(
      'Throttled calls of each function',
      inOrder.map(({ name, fn }) => fn.metricThrottles({ period: PERIOD, statistic: 'Sum', label: name })),
    ),
    new LogQueryWidget({
      title: 'Errors by state and name',
      logGroupNames: Object.values(functions).map((fn) => fn.logGroup.logGroupName),
      queryLines: ['filter level = "ERROR"', 'stats count(*) as times by agent, error_name', 'sort times desc'],
      view: LogQueryVisualizationType.TABLE,
      width: 6,
      height: 6,
    }),
  ];
}

function tools(stage: Stage, { functions, timers, handoffs }: Watched): IWidget[] {
  return [
    graph('Calls', [own(stage, 'ToolCalls', 'Sum', 'calls'), own(stage, 'ToolFailures', 'Sum', 'failures')]),
    graph('Writes of unknown outcome', [own(stage, 'UnknownWrites')]),
    graph('A customer may be without an appointment', [
      functions.RecoverReschedule.metricInvocations({ period: PERIOD, statistic: 'Sum', label: 'recoveries' }),
      functions.RecoverReschedule.metricErrors({ period: PERIOD, statistic: 'Sum', label: 'recoveries failed' }),
      timers.metricApproximateNumberOfMessagesVisible({ period: PERIOD, label: 'timers undelivered' }),
      handoffs.metricApproximateNumberOfMessagesVisible({ period: PERIOD, label: 'calls for a person undelivered' }),
    ]),
    table('Turns by tools and outcomes', functions, 'stats count(*) as times by tools'),
  ];
}

function conversations(stage: Stage, { functions }: Watched): IWidget[] {
  return [
    table('Intents', functions, 'stats count(*) as times, avg(Clarifications) as clarified by intent, classified_by'),
    table('Hand-overs by reason', functions, 'filter HandOvers = 1 | stats count(*) as times by handoff_reason'),
    graph('Model', [
      own(stage, 'ModelCalls', 'Sum', 'calls'),
      own(stage, 'ModelLeftOut', 'Sum', 'left out'),
      own(stage, 'GateInterventions', 'Sum', 'replies the gate turned down'),
    ]),
    graph('Turned down by the gate, by kind', [gateMisses(stage)]),
    graph('Tokens', [own(stage, 'InputTokens', 'Sum', 'in'), own(stage, 'OutputTokens', 'Sum', 'out')]),
  ];
}

function history(stage: Stage, { functions, givenUp }: Watched): IWidget[] {
  return [
    graph('Behind, ms', [own(stage, 'HistoryLag', 'Maximum', 'oldest turn of a batch')]),
    graph('Turns', [own(stage, 'HistoryTurns', 'Sum', 'stored'), own(stage, 'HistoryRejected', 'Sum', 'put aside')]),
    graph('Writer', [
      functions.HistoryWriter.metricErrors({ period: PERIOD, statistic: 'Sum', label: 'errors' }),
      givenUp.metricApproximateNumberOfMessagesVisible({ period: PERIOD, label: 'batches given up' }),
    ]),
  ];
}

const graph = (title: string, left: IMetric[]): IWidget =>
  new GraphWidget({ title, left, width: 6, height: 6, leftYAxis: { min: 0 } });

/** A table out of the figures that each saved turn leaves in the supervisor's log. */
const table = (title: string, { Supervisor }: Watched['functions'], query: string): IWidget =>
  new LogQueryWidget({
    title,
    logGroupNames: [Supervisor.logGroup.logGroupName],
    queryLines: ['filter ispresent(TurnTime)', ...query.split(' | '), 'sort times desc'],
    view: LogQueryVisualizationType.TABLE,
    width: 6,
    height: 6,
  });
