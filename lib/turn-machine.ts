import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { AgentFunction } from './agent-function.ts';
import { EXECUTION_LOG_PREFIX, SERVICE } from './names.ts';
import type { Stage } from './stages.ts';

/** The functions that the state machine calls, each by the name of its placeholder: `${SupervisorArn}`. */
export const AGENTS = ['Supervisor', 'Classifier', 'Clarifier', 'ToolExecutor', 'Responder'] as const;
type Agents = Record<(typeof AGENTS)[number], AgentFunction>;

const DEFINITION = resolve(import.meta.dirname, '../statemachines/turn.asl.json');

/**
 * One turn, as an Express state machine made of the very file that the local runtime walks. Its log holds the input and
 * output of every state: encrypted, short-lived, and never a token, since no execution is ever given one.
 */
export class TurnMachine extends Construct {
  readonly machine: StateMachine;
  readonly log: LogGroup;

  constructor(scope: Construct, id: string, { stage, key, agents }: { stage: Stage; key: IKey; agents: Agents }) {
    super(scope, id);
    this.log = new LogGroup(this, 'Executions', {
      logGroupName: `${EXECUTION_LOG_PREFIX}${stage.name}`,
      retention: stage.logDays.executions,
      encryptionKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: `${SERVICE}-${stage.name}-turn`,
      stateMachineType: StateMachineType.EXPRESS,
      // As text and not as a file: the template then holds it, for validators and for whoever reads a change set.
      definitionBody: DefinitionBody.fromString(readFileSync(DEFINITION, 'utf8')),
      definitionSubstitutions: Object.fromEntries(AGENTS.map((name) => [`${name}Arn`, agents[name].functionArn])),
      logs: { destination: this.log, level: LogLevel.ALL, includeExecutionData: stage.executionData },
      tracingEnabled: true,
    });
    this.machine.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: AGENTS.map((name) => agents[name].functionArn),
      }),
    );
    Validations.of(this.machine.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'The delivery of logs and of trace segments is set up without naming a resource.',
    });
  }
}
