import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Clock } from '../adapters/clock.ts';
import type { Config } from '../adapters/config.ts';
import type { ExecutionRecords } from '../adapters/execution-records.ts';
import type { Table } from '../adapters/table.ts';
import type { TurnEvent } from '../core/contracts/execution-record.ts';
import { TurnState } from '../core/contracts/turn.ts';
import type { History } from '../core/ports/history.ts';
import type { Sessions } from '../core/ports/sessions.ts';
import { createAuthorizer, createVerifier } from '../functions/front-door/authorizer.ts';
import { createConversations } from '../functions/front-door/conversations.ts';
import { checkPf360, createHealth } from '../functions/front-door/health.ts';
import { mappingTemplates } from '../functions/front-door/mapping-templates.ts';
import { type Log, logger } from '../functions/shared/logger.ts';
import { type Agents, createAgents, createLocalRecovery, forAgents } from './agents.ts';
import { type Closers, createClosers } from './closers.ts';
import { readDefinition } from './definition.ts';
import { createGateway } from './gateway.ts';
import { createPageBundle, type PageBundle } from './inspector/bundle.ts';
import { createInspector, type Inspector } from './inspector/inspector.ts';
import { listen, onPort } from './listen.ts';
import type { Snapshots } from './snapshots.ts';
import { createStateMachine, type LambdaFunction, type LocalStateMachine } from './state-machine.ts';
import { type LocalStores, openStores } from './stores.ts';
import type { Rate } from './throttle.ts';
import { type Crowd, withTurnstile } from './turnstile.ts';

const GATEWAY_TIMEOUT_MS = 29_000;
const PAGES = fileURLToPath(new URL('../web/', import.meta.url));
const EVAL_REPORT = fileURLToPath(new URL('../.local/eval/report.html', import.meta.url));
const THROTTLE: Rate = { perSecond: 100, burst: 200 };
/** A turn that has not begun within this patience is refused while the gateway still waits for it. */
const CROWD: Crowd = { running: 24, waiting: THROTTLE.burst, patienceMs: 20_000 };

/** What a test, or a conversation in a terminal, has otherwise than `npm start`. */
export type Overrides = {
  /** Agents in place of the real ones. */
  agents?: Partial<Agents>;
  /** Text of another definition of the turn. */
  definition?: string;
  gatewayTimeoutMs?: number;
  throttle?: Rate;
  crowd?: Crowd;
  /** Without the history database, which takes seconds and hundreds of megabytes: conversations are then not listed. */
  withoutHistory?: boolean;
  /** Clocks in place of the configured ones, for the sandbox too. */
  clock?: Clock;
  /** How long one call of PF360 or of the weather is waited for. */
  patienceMs?: number;
  /** Where the report of `npm run eval` is looked for. */
  evalReport?: string;
  log?: Log;
};

export type Assistant = {
  /** Where the front door listens. */
  url: string;
  /** Where the embedded PF360 sandbox listens; null when PF360 is elsewhere. */
  sandboxUrl: string | null;
  stateMachine: LocalStateMachine;
  records: ExecutionRecords;
  sessions: Sessions;
  table: Table;
  /** The sandbox as each turn began; null when PF360 is elsewhere. */
  snapshots: Snapshots | null;
  /** The local pages, which are built when they are first opened, or asked for here. */
  pages: PageBundle;
  /** Resolves when every saved turn has reached the history. */
  historyIdle(): Promise<void>;
  /** Takes no more requests, lets running turns finish, and stops everything. */
  close(): Promise<void>;
};

/**
 * Starts the whole assistant in this process: the deployed state machine, handlers, templates and authorizer over embedded
 * stores. Resolves when it answers.
 *
 * @throws {DataDirInUseError}  another assistant has `DATA_DIR`.
 * @throws {ConfigurationError} a port cannot be had, or the state machine cannot run here.
 */
export async function startAssistant(config: Config, overrides: Overrides = {}): Promise<Assistant> {
  const closers = createClosers();
  try {
    return await start(config, overrides, closers);
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}

async function start(config: Config, overrides: Overrides, closers: Closers): Promise<Assistant> {
  const log = overrides.log ?? logger;
  const { withoutHistory = false, clock, patienceMs } = overrides;
  const stores = await openStores(config, { closers, log, withoutHistory, clock });
  const record = (executionId: string, event: TurnEvent) => {
    stores.records.append(executionId, event);
    stores.summaries.follow(executionId, event);
  };
  const agentStores = {
    ...forAgents(config, stores, log),
    ...(patienceMs === undefined ? {} : { patienceMs }),
    modelAsked: record,
  };
  await stores.timers.start(createLocalRecovery(config, agentStores));
  const definition = overrides.definition ?? readDefinition();
  const agents = { ...createAgents(config, agentStores), ...overrides.agents };
  const machine = createStateMachine({
    definition,
    functions: { ...agents, Supervisor: keepingWrites(agents.Supervisor, stores) },
    record,
  });
  const stateMachine = closers.add(withTurnstile(keepingSandbox(machine, stores), overrides.crowd ?? CROWD), (opened) =>
    opened.idle(),
  );
  const pages = createPageBundle(PAGES);
  const inspector = createInspector({
    ...stores,
    config,
    definition,
    gatewayTimeoutMs: overrides.gatewayTimeoutMs ?? GATEWAY_TIMEOUT_MS,
    pages,
    reportFile: overrides.evalReport ?? EVAL_REPORT,
    log,
  });
  const door = closers.add(
    await openFrontDoor(config, overrides, { stores, stateMachine, inspector, log, pf360Url: agentStores.pf360Url }),
    (opened) => opened.close(),
  );
  closers.add(inspector, (opened) => opened.end());
  return {
    url: door.url,
    sandboxUrl: stores.sandboxUrl,
    stateMachine,
    records: stores.records,
    sessions: stores.sessions,
    table: stores.table,
    snapshots: stores.snapshots,
    pages,
    historyIdle: () => stores.stream.idle(),
    close: () => closers.closeAll(),
  };
}

/** A turn that can be run again later, with what it found: the sandbox, as it begins. */
const keepingSandbox = (machine: LocalStateMachine, { snapshots }: LocalStores): LocalStateMachine => ({
  ...machine,
  start(input, name) {
    snapshots?.take(name);
    return machine.start(input, name);
  },
});

/** And what was known of its writes, once its session is open. */
const keepingWrites =
  (supervisor: LambdaFunction, { snapshots, writes }: LocalStores): LambdaFunction =>
  async (event, context) => {
    const made = await supervisor(event, context);
    const { data: turn } = OpenedNow.safeParse(made);
    if (turn !== undefined) snapshots?.addWrites(turn.execution_id, writes.of(turn));
    return made;
  };

/** What OpenTurn hands on, and no other step. */
const OpenedNow = TurnState.extend({ answered: z.literal(false), intent: z.null() });

function openFrontDoor(
  config: Config,
  overrides: Overrides,
  {
    stores: { sessions, history, credentials },
    stateMachine,
    inspector,
    log,
    pf360Url,
  }: { stores: LocalStores; stateMachine: LocalStateMachine; inspector: Inspector; log: Log; pf360Url: string },
) {
  const gatewayAt = (bound: number) => {
    const allowedOrigins = config.ALLOWED_ORIGINS ?? [`http://localhost:${bound}`, `http://127.0.0.1:${bound}`];
    return createGateway({
      stateMachine,
      authorize: createAuthorizer({ verify: createVerifier(config.JWT_KEY), credentials, log }),
      functions: {
        conversations: createConversations({ history: history?.history ?? NO_HISTORY, sessions, allowedOrigins, log }),
        health: createHealth({
          checks: {
            sessions: () => sessions.ping().then(() => 'ok'),
            history: history?.history.status ?? (async () => 'off'),
            model: async () => (config.MODEL_PROVIDER === 'none' ? 'off' : 'ok'),
            pf360: () => checkPf360(pf360Url),
          },
          allowedOrigins,
          log,
        }),
      },
      templates: mappingTemplates({ stateMachineArn: 'local', allowedOrigins }),
      allowedOrigins,
      integrationTimeoutMs: overrides.gatewayTimeoutMs ?? GATEWAY_TIMEOUT_MS,
      throttle: overrides.throttle ?? THROTTLE,
      ...(overrides.clock === undefined ? {} : { now: overrides.clock.real }),
      localPages: inspector.app,
      log,
    });
  };
  return onPort('PORT', config.PORT, (port) => listen(gatewayAt, config.HOST, port));
}

const NO_HISTORY: Pick<History, 'list' | 'get' | 'erase'> = {
  list: async () => ({ conversations: [], next_cursor: null }),
  get: async () => null,
  erase: async () => false,
};
