import { isDeepStrictEqual } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import { isAfter } from '../../core/calendar.ts';
import type { PendingAction } from '../../core/contracts/action.ts';
import type { Outcome } from '../../core/contracts/outcome.ts';
import type { ToolCall, ToolName, ToolResult } from '../../core/contracts/tool-call.ts';
import { StateContractError, UnconfirmedWriteError } from '../../core/errors.ts';
import type {
  ActionRecords,
  Credentials,
  PendingActions,
  Pf360,
  Pf360Access,
  Sagas,
  Timers,
  ToolContext,
  Weather,
} from '../../core/ports.ts';
import { asKnown, doubtful } from '../../core/rules/own-writes.ts';
import { searchWindow } from '../../tools/appointment.ts';
import { CATALOGUE } from '../../tools/catalogue.ts';
import { PENDING } from '../../tools/pending-actions.ts';

export type ToolExecutorDeps = {
  pf360: Pf360Access;
  weather: Weather;
  actions: ActionRecords;
  sagas: Sagas;
  timers: Timers;
  credentials: Credentials;
  pendingActions: PendingActions;
  /** Epoch milliseconds on the real clock. */
  clock: () => number;
  /** Dry run: that kind of write is not sent. */
  rehearse: { schedule: boolean; cancel: boolean };
  /** After how many seconds an unfinished reschedule is picked up. */
  recoverySeconds: number;
};

/** How long a call may take in all: the state machine gives up on it after 200 s. Its turn may leave it less. */
const BUDGET_MS = 190_000;
/** No turn lives this long beyond its tools' time: a call that comes even later runs a record again, on time of its own. */
const LONG_PAST_MS = 60_000;

/**
 * Runs one tool call. Never throws: a call that breaks is an outcome, and for a write the honest one. `failed` is told
 * of the error, for the log.
 */
export async function execute(
  call: ToolCall,
  deps: ToolExecutorDeps,
  failed: (error: unknown) => void,
): Promise<ToolResult> {
  const { call_id, tool: name } = call;
  const tool = CATALOGUE[name];
  let isBegun = false;
  const actions: ActionRecords = {
    ...deps.actions,
    async begin(key, started) {
      const earlier = await deps.actions.begin(key, started);
      isBegun = true;
      return earlier;
    },
  };
  try {
    const mayRun = tool.effect === 'read' || (await isConfirmed(call, deps));
    const context = mayRun ? await contextOf(call, { ...deps, actions }) : null;
    const outcome = context === null ? NOT_SENT : await tool.call(call.input, context);
    return { call_id, tool: name, outcome };
  } catch (error) {
    failed(error);
    return { call_id, tool: name, outcome: afterFailure(error, isBegun) };
  }
}

/** Nothing of it ever reached PF360, for certain. */
const NOT_SENT: Outcome<never> = { status: 'unavailable' };

function afterFailure(error: unknown, isBegun: boolean): Outcome<never> {
  if (isBegun) return { status: 'unknown' };
  return error instanceof UnconfirmedWriteError ? { status: 'refused', reason: 'other' } : NOT_SENT;
}

/**
 * Whether a write may run. It may if the session, as it is stored, holds exactly this action from an earlier turn and
 * this execution holds the session. An action whose time is up, or whose outcome is open, may only be looked into: false
 * when there is no record of it, since then it was never sent and must not be now. A note needs no earlier turn: the
 * message that states it is its yes.
 *
 * @throws {StateContractError}    the input is no action of this tool.
 * @throws {UnconfirmedWriteError} the session holds no such action, or is another's.
 */
async function isConfirmed({ tool, input, caller, now }: ToolCall, deps: ToolExecutorDeps): Promise<boolean> {
  const schema = PENDING[tool as keyof typeof PENDING];
  const action = schema.safeParse(input);
  if (!action.success) throw new StateContractError(`input of ${tool}`);
  const stored = await deps.pendingActions.stored(caller.session_id);
  if (stored === null) throw new UnconfirmedWriteError(`${tool}: no session`);
  if (stored.owner !== `${caller.home_client_id}#${caller.customer_id}`) {
    throw new UnconfirmedWriteError(`${tool}: another's session`);
  }
  if (stored.lease_holder !== caller.execution_id) throw new UnconfirmedWriteError(`${tool}: another turn is running`);

  const same = (other: PendingAction | null) => isDeepStrictEqual(other, action.data);
  const isOpen = stored.unresolved.some(same);
  const isPending = same(stored.pending_action);
  if (!isOpen && !isPending && tool !== 'add_note') throw new UnconfirmedWriteError(`${tool}: no yes to this`);
  const isInTime = !isAfter(now, action.data.expires_at);
  if (isInTime && !isOpen) return true;
  return (await deps.actions.read(action.data.id)) !== null;
}

/** All that the tool may touch, bound to the caller and to the tenant that the call is about. */
async function contextOf(call: ToolCall, deps: ToolExecutorDeps): Promise<ToolContext> {
  const { caller, now, timezone } = call;
  const token = await deps.credentials.token(caller.credential_ref);
  const bound = { token, customer_id: caller.customer_id, client_id: tenantOf(call) };
  const until = endOf(call, deps.clock());
  const today = Temporal.Instant.from(now).toZonedDateTimeISO(timezone).toPlainDate().toString();
  return {
    pf360: withOwnWrites(deps.pf360.bind(bound, until), call, today),
    weather: untilThen(deps.weather, () => deps.clock() < until),
    actions: deps.actions,
    sagas: deps.sagas,
    timers: deps.timers,
    caller,
    now,
    today,
    timezone,
    clock: deps.clock,
    rehearse: deps.rehearse,
    recoverySeconds: deps.recoverySeconds,
  };
}

/** A dashboard that lags does not undo what the session has just done; a write is read back with PF360's word alone. */
function withOwnWrites(pf360: Pf360, { tool, own_writes = [], now }: ToolCall, today: string): Pf360 {
  return {
    ...pf360,
    async projects() {
      const shown = await pf360.projects();
      if (shown.status !== 'ok' || own_writes.length === 0) return shown;
      const doubted = ASKED_WHAT_STANDS.has(tool) ? doubtful(own_writes, shown.value, now) : [];
      const searches = doubted.map(({ project_id }) => pf360.openDates(project_id, searchWindow(today)));
      const found = await Promise.all(searches);
      const gone = doubted.filter((_, index) => found[index]?.status === 'ok');
      const writes = own_writes.filter((write) => !gone.includes(write));
      return { status: 'ok', value: shown.value.map((project) => asKnown(project, writes, now)) };
    },
  };
}

/** None that searches or books itself: a second search would make its own useless. */
const ASKED_WHAT_STANDS: ReadonlySet<ToolName> = new Set([
  'list_projects',
  'select_project',
  'get_project_details',
  'get_appointment_status',
]);

function endOf({ until }: ToolCall, now: number): number {
  const alone = now + BUDGET_MS;
  return until === undefined || until < now - LONG_PAST_MS ? alone : Math.min(alone, until);
}

/** The weather, asked no more once the time is up. */
function untilThen(weather: Weather, isInTime: () => boolean): Weather {
  return {
    find: async (queries) => (isInTime() ? weather.find(queries) : NOT_SENT),
    forecast: async (place) => (isInTime() ? weather.forecast(place) : NOT_SENT),
  };
}

/** A project's own tenant, named by the call, before the caller's. */
function tenantOf({ input, caller }: ToolCall): string {
  const { client_id } = input;
  if (typeof client_id === 'string') return client_id;
  const { project } = input;
  const own = typeof project === 'object' && project !== null ? Reflect.get(project, 'client_id') : undefined;
  return typeof own === 'string' ? own : caller.client_id;
}
