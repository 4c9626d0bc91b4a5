import { Duration, Stack } from 'aws-cdk-lib';
import { Trigger } from 'aws-cdk-lib/triggers';
import type { Construct } from 'constructs';
import { AgentFunction } from './agent-function.ts';
import { allowModel } from './bedrock-access.ts';
import { ChatApi } from './chat-api.ts';
import { Firewall } from './firewall.ts';
import { FUNCTIONS, type FunctionName } from './functions.ts';
import { Handoff } from './handoff.ts';
import { HistoryStream } from './history-stream.ts';
import { recoveryFunctionName, SERVICE } from './names.ts';
import { Alarms } from './observability/alarms.ts';
import { dashboard } from './observability/dashboard.ts';
import { savedQueries } from './observability/queries.ts';
import { outputs } from './outputs.ts';
import { RescheduleRecovery } from './reschedule-recovery.ts';
import { allowSecret } from './secret-access.ts';
import type { ModelUse, Stage } from './stages.ts';
import type { StatefulStack } from './stateful-stack.ts';
import { TurnMachine } from './turn-machine.ts';
import type { Watched } from './watched.ts';

/** All that runs: it can be thrown away and made again without losing a word. */
export class StatelessStack extends Stack {
  readonly #stage: Stage;
  readonly #data: StatefulStack;

  constructor(scope: Construct, id: string, { stage, data }: { stage: Stage; data: StatefulStack }) {
    super(scope, id, {
      stackName: `${SERVICE}-${stage.name}`,
      description: 'Scheduling assistant: API, state machine, functions, dashboard',
      env: { region: stage.region },
      terminationProtection: stage.keepData,
    });
    this.#stage = stage;
    this.#data = data;
    const { sessions, key } = data;

    const handoff = new Handoff(this, 'Handoff', { key });
    const recovery = new RescheduleRecovery(this, 'Recovery', { stage });
    const functions = this.#functions({ handoff, recovery });

    sessions.allow(functions.Authorizer, ['PutItem'], ['credential']);
    sessions.allow(functions.Supervisor, ['GetItem', 'UpdateItem'], ['session']);
    sessions.allow(functions.Supervisor, ['GetItem', 'PutItem', 'DeleteItem'], ['answer']);
    sessions.allow(functions.Supervisor, ['GetItem'], ['action', 'saga']);
    sessions.allow(functions.ToolExecutor, ['GetItem'], ['session', 'credential']);
    sessions.allow(functions.ToolExecutor, ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'], ['action', 'saga']);
    sessions.allow(functions.RecoverReschedule, ['GetItem'], ['session', 'credential']);
    sessions.allow(functions.RecoverReschedule, ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'], ['action', 'saga']);
    sessions.allow(functions.Health, ['GetItem'], ['session', 'health']);
    sessions.allow(functions.HistoryWriter, ['PutItem', 'DeleteItem'], ['health']);
    sessions.allow(functions.Conversations, ['GetItem', 'DeleteItem'], ['session']);
    sessions.allow(functions.Conversations, ['DeleteItem'], ['answer']);
    if (data.tokenSecret !== null) allowSecret(functions.Authorizer, data.tokenSecret.secretArn, key, stage.region);
    if (stage.model !== null) {
      allowModel(functions.Classifier, stage.model.classifier, stage.model.guardrail);
      allowModel(functions.Responder, stage.model.responder, stage.model.guardrail);
      sessions.allow(functions.Classifier, ['UpdateItem'], ['usage']);
      sessions.allow(functions.Responder, ['UpdateItem'], ['usage']);
    }
    recovery.allowTimers(functions.ToolExecutor);
    recovery.allowTimers(functions.RecoverReschedule);
    handoff.bus.grantPutEventsTo(functions.RecoverReschedule);
    for (const reader of ['Conversations', 'HistoryWriter', 'MigrateHistory'] as const) {
      data.history.allowStatements(functions[reader]);
    }

    const turn = new TurnMachine(this, 'Turn', { stage, key, agents: functions });
    const front = new ChatApi(this, 'FrontDoor', {
      stage,
      machine: turn.machine,
      authorizer: functions.Authorizer,
      conversations: functions.Conversations,
      health: functions.Health,
    });
    if (stage.firewall !== null) new Firewall(this, 'Firewall', { stage, rule: stage.firewall, api: front.api });
    const stream = new HistoryStream(this, 'HistoryStream', { table: sessions, writer: functions.HistoryWriter });
    this.#migrateBefore(functions);

    const alarms = this.#observe({
      api: front.api,
      refused: front.refused,
      machine: turn.machine,
      executions: turn.log,
      functions,
      timers: recovery.undelivered,
      handoffs: handoff.undelivered,
      givenUp: stream.givenUp,
    });
    outputs(this, {
      Url: { value: front.url, is: 'Address of the API, for npm run smoke and npm run chat' },
      StateMachine: { value: turn.machine.stateMachineArn, is: 'One execution a turn' },
      ExecutionLog: { value: turn.log.logGroupName, is: 'Input and output of each state of each turn' },
      WakeTopic: { value: alarms.wakeTopic.topicArn, is: 'Alarms that a customer feels' },
      LookTopic: { value: alarms.lookTopic.topicArn, is: 'Alarms that can wait for the morning' },
      HandoffTopic: { value: handoff.topic.topicArn, is: 'Customers who need a person' },
      HistoryWriter: { value: functions.HistoryWriter.functionName, is: 'Function that takes a redrive' },
      HistoryGivenUp: { value: stream.givenUp.queueUrl, is: 'Batches of finished turns that were given up' },
      RecoveryUndelivered: { value: recovery.undelivered.queueUrl, is: 'Timers that could not be delivered' },
      HandoffUndelivered: { value: handoff.undelivered.queueUrl, is: 'Calls for a person that could not be delivered' },
      Recovery: { value: functions.RecoverReschedule.functionName, is: 'Function that takes up one reschedule' },
    });
  }

  #functions({
    handoff,
    recovery,
  }: {
    handoff: Handoff;
    recovery: RescheduleRecovery;
  }): Record<FunctionName, AgentFunction> {
    const environment = this.#environment({ handoff, recovery });
    const make = (id: FunctionName) =>
      new AgentFunction(this, id, {
        stage: this.#stage,
        environment: environment[id],
        ...(id === 'RecoverReschedule' ? { name: recoveryFunctionName(this.#stage), lost: recovery.undelivered } : {}),
      });
    return Object.fromEntries((Object.keys(FUNCTIONS) as FunctionName[]).map((id) => [id, make(id)])) as Record<
      FunctionName,
      AgentFunction
    >;
  }

  /** What each function is told, and no more: names and addresses, never a secret. */
  #environment({
    handoff,
    recovery,
  }: {
    handoff: Handoff;
    recovery: RescheduleRecovery;
  }): Record<FunctionName, Record<string, string>> {
    const stage = this.#stage;
    const { sessions, history, tokenSecret } = this.#data;
    const table = { SESSION_TABLE: sessions.tableName };
    const cors = { ALLOWED_ORIGINS: stage.allowedOrigins.join(',') };
    const pf360 = { CUSTOMER_SCHEDULER_API_URL: stage.pf360Url };
    const dryRun = {
      CONFIRM_SCHEDULE_FLAG: stage.writes.schedule ? '1' : '0',
      CANCEL_SCHEDULE_FLAG: stage.writes.cancel ? '1' : '0',
    };
    const model = modelEnvironment(stage.model);
    const token: Record<string, string> =
      stage.token.kind === 'jwks'
        ? { JWT_JWKS_URL: stage.token.url, JWT_ISSUER: stage.token.issuer, JWT_AUDIENCE: stage.token.audience }
        : { JWT_SECRET_ID: tokenSecret?.secretArn ?? '' };
    const database = history.environment;
    const timers = recovery.environment;
    return {
      Authorizer: { ...table, ...token },
      Supervisor: { ...table, ...dryRun, DEFAULT_TIMEZONE: stage.defaultTimezone },
      Classifier: { ...table, ...model },
      Clarifier: {},
      ToolExecutor: { ...table, ...pf360, ...dryRun, ...timers },
      Responder: { ...table, ...model },
      Health: { ...table, ...pf360, ...cors, MODEL_PROVIDER: model.MODEL_PROVIDER },
      Conversations: { ...table, ...database, ...cors },
      HistoryWriter: { ...table, ...database },
      RecoverReschedule: { ...table, ...pf360, ...timers, EVENT_BUS_NAME: handoff.bus.eventBusName },
      MigrateHistory: database,
    };
  }

  /** The schema comes first: whoever needs the database is put in place only after the migration has run. */
  #migrateBefore(functions: Record<FunctionName, AgentFunction>): void {
    const migration = new Trigger(this, 'Migration', {
      handler: functions.MigrateHistory,
      timeout: Duration.seconds(FUNCTIONS.MigrateHistory.timeoutSeconds),
    });
    migration.executeBefore(functions.HistoryWriter, functions.Conversations);
  }

  #observe(watched: Watched): Alarms {
    const alarms = new Alarms(this, 'Alarms', { stage: this.#stage, key: this.#data.key, watched });
    dashboard(this, { stage: this.#stage, watched, alarms });
    savedQueries(this, { stage: this.#stage, watched });
    return alarms;
  }
}

const modelEnvironment = (model: ModelUse | null): { MODEL_PROVIDER: string; [name: string]: string } =>
  model === null
    ? { MODEL_PROVIDER: 'none' }
    : {
        MODEL_PROVIDER: 'bedrock',
        BEDROCK_MODEL_ID: model.responder,
        BEDROCK_CLASSIFIER_MODEL_ID: model.classifier,
        BEDROCK_RESPONDER_MODEL_ID: model.responder,
        MODEL_CALLS_PER_SESSION: String(model.callsPerSession),
        MODEL_CALLS_PER_CUSTOMER_DAY: String(model.callsPerCustomerDay),
        MODEL_PAUSE_SECONDS: String(model.pauseSeconds),
        ...(model.guardrail === null
          ? {}
          : { BEDROCK_GUARDRAIL_ID: model.guardrail.id, BEDROCK_GUARDRAIL_VERSION: model.guardrail.version }),
      };
