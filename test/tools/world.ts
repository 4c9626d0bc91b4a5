import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createActionRecords } from '../../adapters/action-records.ts';
import { createOpenMeteo } from '../../adapters/open-meteo.ts';
import { type CallLog, createPf360 } from '../../adapters/pf360.ts';
import { createSagas } from '../../adapters/sagas.ts';
import type { PendingAction } from '../../core/contracts/action.ts';
import type { Outcome } from '../../core/contracts/outcome.ts';
import type { ToolCall, ToolName } from '../../core/contracts/tool-call.ts';
import type { ActionRecords, HandoffRequested, StoredActions } from '../../core/ports.ts';
import { createRecovery } from '../../functions/recover-reschedule/handler.ts';
import { execute, type ToolExecutorDeps } from '../../functions/tool-executor/execute.ts';
import { startLocalTable } from '../../runtime/local-table.ts';
import { startSandbox } from '../../sandbox/server.ts';
import type { ToolInput, ToolOutput } from '../../tools/catalogue.ts';

/** Monday, 1 June 2026, 09:00 in New York. */
export const NOW = '2026-06-01T09:00:00.000-04:00';
export const TODAY = '2026-06-01';

export const TAMPA = '11TB01SB';
export const LAKESHORE = '22CH01SB';
export const ORLANDO = '11OR02SB';

/** The sandbox's projects that the tests speak of. */
export const FLOORING = { project_id: '90010001', client_id: TAMPA, number: '41001_1', customer: '7001001' };
/** Scheduled on the 6th working day, 10:00. */
export const WINDOWS = { project_id: '90010002', client_id: TAMPA, number: '41002_1', customer: '7001001' };
export const WINDOWS_DATE = '2026-06-09';
/** Ready to schedule, but PF360 answers "Not allowed". */
export const BLINDS = { project_id: '90010006', client_id: TAMPA, number: '41006_1', customer: '7001001' };
/** At a tenant whose office reviews every booking. */
export const FENCE = { project_id: '90020001', client_id: LAKESHORE, number: '52001_1', customer: '7001002' };
export type TestProject = typeof FLOORING;

export type Fault = {
  match: string;
  status?: number;
  body?: unknown;
  delay_ms?: number;
  drop?: boolean;
  after_commit?: boolean;
  times?: number;
};

export type Logged = { at: string; method: string; path: string; status: number | null; body: unknown };

/** How long the tests' PF360 client waits for an answer: long, but in tests of a silence. */
export const TIMEOUT_MS = 10_000;
export const SHORT_TIMEOUT_MS = 700;

export const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** A sandbox and a DynamoDB of one's own, and a tool executor between them whose clocks the test holds. */
export async function openWorld() {
  const sandbox = await startSandbox({ port: 0, now: () => Date.parse(NOW) });
  const local = await startLocalTable('sessions', null);
  const calls: Parameters<CallLog>[0][] = [];
  const errors: unknown[] = [];
  const timers: { at: string; client_id: string; project_id: string }[] = [];
  const events: HandoffRequested[] = [];
  const stored: { now: StoredActions | null } = { now: null };
  const tokens = new Map([['ref-1', 'token-1']]);
  let laterMs = 0;
  let run = 0;
  const clock = () => Date.now() + laterMs;

  const nowhere = await closedAddress();
  const access = (timeoutMs: number, baseUrl = sandbox.url) =>
    createPf360({ baseUrl, clock, log: (entry) => calls.push(entry), timeoutMs, retryWaitMs: 5 });
  const weather = (timeoutMs: number) =>
    createOpenMeteo({ weatherUrl: sandbox.url, geocodingUrl: sandbox.url, clock, timeoutMs, retryWaitMs: 5 });
  const deps: ToolExecutorDeps = {
    pf360: access(TIMEOUT_MS),
    weather: weather(TIMEOUT_MS),
    actions: createActionRecords(local.table),
    sagas: createSagas(local.table),
    timers: {
      async schedule(at, target) {
        timers.push({ at, ...target });
      },
    },
    credentials: { token: async (ref) => tokens.get(ref) ?? null },
    pendingActions: { stored: async () => stored.now },
    clock,
    rehearse: { schedule: false, cancel: false },
    recoverySeconds: 1200,
  };

  async function control(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${sandbox.url}/sandbox${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  }

  /** Runs a tool as the state machine would. */
  async function use<Name extends ToolName>(
    tool: Name,
    input: ToolInput<Name>,
    {
      customer = '7001001',
      client = TAMPA,
      with: more = {},
    }: { customer?: string; client?: string; with?: Partial<ToolExecutorDeps> } = {},
  ): Promise<Outcome<ToolOutput<Name>>> {
    const call: ToolCall = {
      call_id: 'call-1',
      tool,
      input: input as Record<string, unknown>,
      caller: {
        customer_id: customer,
        client_id: client,
        home_client_id: client,
        credential_ref: 'ref-1',
        session_id: 'session-1',
        execution_id: 'execution-1',
      },
      now: NOW,
      timezone: 'America/New_York',
    };
    const { outcome } = await execute(call, { ...deps, ...more }, (error) => errors.push(error));
    return outcome as Outcome<ToolOutput<Name>>;
  }

  /** Says yes to a write and runs it: the session holds the action, the execution holds the session. */
  async function write(action: PendingAction, who: TestProject, more: Partial<ToolExecutorDeps> = {}) {
    stored.now = {
      pending_action: action,
      unresolved: [],
      lease_holder: 'execution-1',
      owner: `${who.client_id}#${who.customer}`,
      last_turn_at: null,
    };
    return use(action.tool, action as never, { customer: who.customer, client: who.client_id, with: more });
  }

  return {
    deps,
    calls,
    errors,
    timers,
    events,
    stored,
    tokens,
    use,
    write,
    access,
    /** A client that soon gives up. */
    impatient: { pf360: access(SHORT_TIMEOUT_MS), weather: weather(SHORT_TIMEOUT_MS) },
    table: { name: local.table.name, endpoint: local.endpoint },
    url: sandbox.url,
    /** Where nobody listens. */
    nowhere,
    fault: (fault: Fault) => control('POST', '/faults', fault),
    clearFaults: () => control('DELETE', '/faults'),
    requests: async () => (await control('GET', '/requests')) as Logged[],
    /** How often PF360 was asked that. */
    async sent(pattern: RegExp) {
      const log = (await control('GET', '/requests')) as Logged[];
      return log.filter(({ method, path }) => pattern.test(`${method} ${path}`)).length;
    },
    approve: (project_id: string) => control('POST', '/approve', { project_id }),
    /** Lets the real clock run on. */
    wait(seconds: number) {
      laterMs += seconds * 1000;
    },
    actionId() {
      run += 1;
      return `action-${String(run).padStart(4, '0')}`;
    },
    /** What PF360 shows, without the assistant in between. */
    async shown({ client_id, customer, project_id }: TestProject) {
      const bound = access(5000).bind({ token: 'other', customer_id: customer, client_id }, clock() + 10_000);
      const projects = await bound.projects();
      if (projects.status !== 'ok') throw new Error(projects.status);
      const project = projects.value.find((one) => one.project_id === project_id);
      const notes = await bound.notes(project_id);
      if (project === undefined || notes.status !== 'ok') throw new Error('no such project');
      return { status: project.status, scheduled: project.scheduled, notes: notes.value.map(({ text }) => text) };
    },
    recover({ client_id, project_id }: TestProject, more: Partial<ToolExecutorDeps> = {}) {
      const emit = async (event: HandoffRequested) => {
        events.push(event);
      };
      const handler = createRecovery({ ...deps, ...more, events: { emit }, now: () => NOW }, SILENT);
      return handler({ client_id, project_id });
    },
    async reset() {
      await control('POST', '/reset');
      for (const list of [calls, errors, timers, events]) list.length = 0;
      stored.now = null;
      tokens.set('ref-1', 'token-1');
      // A circuit that a test has opened is not the next one's.
      deps.pf360 = access(TIMEOUT_MS);
    },
    async close() {
      await sandbox.close();
      await local.close();
    },
  };
}
export type World = Awaited<ReturnType<typeof openWorld>>;

async function closedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** Records that break at the n-th call of a kind, as a database that goes away would. */
export function breaking(actions: ActionRecords, method: 'begin' | 'finish', at: number): ActionRecords {
  let calls = 0;
  const count = async () => {
    calls += 1;
    if (calls === at) throw new Error('the table is gone');
  };
  return {
    ...actions,
    async begin(...given) {
      if (method === 'begin') await count();
      return actions.begin(...given);
    },
    async finish(...given) {
      if (method === 'finish') await count();
      return actions.finish(...given);
    },
  };
}

const reference = ({ project_id, client_id, number }: TestProject) => ({
  project_id,
  client_id,
  number,
  category: 'Category',
  type: 'Installation',
  location: null,
});
const EXPIRES = '2026-06-01T09:30:00-04:00';

export const confirmation = (
  id: string,
  project: TestProject,
  slot: { date: string; time: string; request_id: string | number | null },
  more: { address?: string; old_address?: string; address_change?: boolean; completes_reschedule?: boolean } = {},
) => ({
  tool: 'confirm_appointment' as const,
  id,
  project: reference(project),
  expires_at: EXPIRES,
  address: null,
  old_address: null,
  address_change: false,
  completes_reschedule: false,
  ...slot,
  ...more,
});

export const cancellation = (id: string, project: TestProject, date = WINDOWS_DATE) => ({
  tool: 'cancel_appointment' as const,
  id,
  project: reference(project),
  expires_at: EXPIRES,
  date,
  time: '10:00',
  reason: 'out of town',
});

export const reschedule = (
  id: string,
  project: TestProject,
  slot: { new_date: string | null; new_time: string | null } = { new_date: null, new_time: null },
  date = WINDOWS_DATE,
) => ({
  tool: 'reschedule_appointment' as const,
  id,
  project: reference(project),
  expires_at: EXPIRES,
  date,
  time: '10:00',
  request_id: null,
  ...slot,
});

export const note = (id: string, project: TestProject, note_text = 'The gate code is 4821') => ({
  tool: 'add_note' as const,
  id,
  project: reference(project),
  expires_at: EXPIRES,
  note_text,
});

export const addressChange = (id: string, project: TestProject, old_address: string | null = '1 Old Road') => ({
  tool: 'request_address_change' as const,
  id,
  project: reference(project),
  expires_at: EXPIRES,
  address: '12 Oak St, Tampa, FL 33602',
  old_address,
});

/** The first open date and time of a project, searched as the assistant does. */
export async function firstSlot(world: World, { project_id, client_id, customer }: TestProject, nth = 0) {
  const who = { customer, client: client_id };
  const dates = await world.use('get_available_dates', { client_id, project_id }, who);
  if (dates.status !== 'ok' || dates.value.request_id === null) throw new Error(`no dates: ${dates.status}`);
  const date = dates.value.dates[nth] ?? '';
  const { request_id } = dates.value;
  const slots = await world.use('get_time_slots', { client_id, project_id, date, request_id }, who);
  if (slots.status !== 'ok') throw new Error(`no slots: ${slots.status}`);
  return { date, time: slots.value.times[0] ?? '', request_id: slots.value.request_id };
}
