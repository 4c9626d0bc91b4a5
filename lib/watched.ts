import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { AgentFunction } from './agent-function.ts';
import type { FunctionName } from './functions.ts';

/** All that the dashboard, the alarms and the saved queries look at. */
export type Watched = {
  api: RestApi;
  /** Requests answered with 401. */
  refused: IMetric;
  machine: StateMachine;
  executions: ILogGroup;
  functions: Record<FunctionName, AgentFunction>;
  /** Recovery timers, and calls for a person, that could not be delivered. */
  timers: Queue;
  handoffs: Queue;
  /** Batches of finished turns that did not reach the history. */
  givenUp: Queue;
};
