import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { PendingAction } from '../../core/contracts/action.ts';
import { ToolName } from '../../core/contracts/tool-call.ts';
import type { StoredActions } from '../../core/ports.ts';
import { logger } from '../../functions/shared/logger.ts';
import { createToolExecutor } from '../../functions/tool-executor/handler.ts';
import { CATALOGUE } from '../../tools/catalogue.ts';
import {
  addressChange,
  breaking,
  cancellation,
  confirmation,
  FLOORING,
  firstSlot,
  NOW,
  note,
  openWorld,
  reschedule,
  TAMPA,
  WINDOWS,
  type World,
} from '../tools/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const session = (action: PendingAction | null, more: Partial<StoredActions> = {}): StoredActions => ({
  pending_action: action,
  unresolved: [],
  lease_holder: 'execution-1',
  owner: `${TAMPA}#7001001`,
  last_turn_at: null,
  ...more,
});
const writesSent = () => world.sent(/POST|cancel/);

test('every tool of the contract is in the catalogue, under its own name', () => {
  expect(Object.keys(CATALOGUE).sort()).toEqual([...ToolName.options].sort());
  for (const [name, tool] of Object.entries(CATALOGUE)) expect(tool.name).toBe(name);
  const writes = Object.values(CATALOGUE).filter(({ effect }) => effect === 'write');
  expect(writes.map(({ name }) => name).sort()).toEqual([
    ...['add_note', 'cancel_appointment', 'confirm_appointment', 'request_address_change', 'reschedule_appointment'],
  ]);
});

describe('a write runs only on a yes', () => {
  const action = () => cancellation(world.actionId(), WINDOWS);

  test.each<[string, (pending: PendingAction) => StoredActions | null]>([
    ['without a session', () => null],
    ['without a pending action', () => session(null)],
    ['on another action', (pending) => session({ ...pending, id: 'another-action' })],
    ['on the same action with other words', (pending) => session({ ...pending, reason: 'changed' } as PendingAction)],
    ['in another’s session', (pending) => session(pending, { owner: `${TAMPA}#7001004` })],
    ['in a session of another tenant', (pending) => session(pending, { owner: '22CH01SB#7001001' })],
    ['while another turn holds the session', (pending) => session(pending, { lease_holder: 'execution-2' })],
    ['when nobody holds the session', (pending) => session(pending, { lease_holder: null })],
  ])('not %s', async (_, stored) => {
    const pending = action();
    world.stored.now = stored(pending);
    const outcome = await world.use('cancel_appointment', pending);
    expect(outcome).toEqual({ status: 'refused', reason: 'other' });
    expect(await writesSent()).toBe(0);
    expect(world.errors).toEqual([expect.objectContaining({ name: 'UnconfirmedWriteError' })]);
  });

  test('not after its time, and nothing was done', async () => {
    const pending = { ...action(), expires_at: '2026-06-01T08:59:00-04:00' };
    world.stored.now = session(pending);
    expect(await world.use('cancel_appointment', pending)).toEqual({ status: 'unavailable' });
    expect(await writesSent()).toBe(0);
  });

  test('not on what is only open to be looked into and was never sent', async () => {
    const pending = action();
    world.stored.now = session(null, { unresolved: [pending] });
    expect(await world.use('cancel_appointment', pending)).toEqual({ status: 'unavailable' });
    expect(await writesSent()).toBe(0);
  });

  test('a note not in another’s session either', async () => {
    world.stored.now = session(null, { owner: `${TAMPA}#7001004` });
    const outcome = await world.use('add_note', note(world.actionId(), FLOORING));
    expect(outcome).toEqual({ status: 'refused', reason: 'other' });
    expect(await writesSent()).toBe(0);
  });

  test('not on an input that is no action of the tool', async () => {
    const pending = note(world.actionId(), FLOORING);
    world.stored.now = session(pending);
    expect(await world.use('cancel_appointment', pending as never)).toEqual({ status: 'unavailable' });
    expect(await writesSent()).toBe(0);
  });
});

describe('a write of unknown outcome', () => {
  test('is found out when it is looked into later, even after its time', async () => {
    const pending = cancellation(world.actionId(), WINDOWS);
    await world.fault({ match: 'GET *cancel-appointment', drop: true, after_commit: true });
    await world.fault({ match: 'GET /dashboard/*', delay_ms: 0, times: 1 });
    await world.fault({ match: 'GET /dashboard/*', status: 500, times: 3 });
    expect(await world.write(pending, WINDOWS)).toEqual({ status: 'unknown' });
    await world.clearFaults();

    world.stored.now = session(null, { unresolved: [pending] });
    const found = await world.use('cancel_appointment', pending);
    // The run that was cut short never came to the reason: the yes was one to both, and nobody else saves it.
    expect(found).toMatchObject({ status: 'ok', value: { status: 'confirmed', reason_saved: true } });
    expect(await world.sent(/cancel-appointment/)).toBe(1);
    expect(await world.sent(/project-notes/)).toBe(1);
  });
});

describe('when the records break', () => {
  test('before anything was begun: nothing was done', async () => {
    const actions = breaking(world.deps.actions, 'begin', 1);
    const pending = cancellation(world.actionId(), WINDOWS);
    expect(await world.write(pending, WINDOWS, { actions })).toEqual({ status: 'unavailable' });
    expect(await writesSent()).toBe(0);
  });

  test('before anything was sent: nothing was done, and the same yes can be tried again', async () => {
    const actions = breaking(world.deps.actions, 'begin', 2);
    const pending = cancellation(world.actionId(), WINDOWS);
    expect(await world.write(pending, WINDOWS, { actions })).toEqual({ status: 'unavailable' });
    expect(await writesSent()).toBe(0);
    expect(await world.write(pending, WINDOWS)).toMatchObject({ status: 'ok' });
  });

  test.each([1, 2, 3])('after it was sent (%d): unknown, then read back, and sent once', async (at) => {
    const actions = breaking(world.deps.actions, 'finish', at);
    const pending = cancellation(world.actionId(), WINDOWS);
    expect(await world.write(pending, WINDOWS, { actions })).toEqual({ status: 'unknown' });
    expect(await world.write(pending, WINDOWS)).toMatchObject({ status: 'ok', value: { status: 'confirmed' } });
    expect(await world.sent(/cancel-appointment/)).toBe(1);
  });

  test('a run that died before it sent anything: looked into until it cannot be at it any more', async () => {
    const pending = cancellation(world.actionId(), WINDOWS);
    await world.deps.actions.begin(pending.id, { started_at: NOW, started_ms: world.deps.clock() });
    expect(await world.write(pending, WINDOWS)).toEqual({ status: 'unknown' });
    expect(await world.write(pending, WINDOWS)).toEqual({ status: 'unknown' });
    world.wait(181);
    expect(await world.write(pending, WINDOWS)).toEqual({ status: 'unavailable' });
    expect(await writesSent()).toBe(0);
  });
});

describe('a dry run', () => {
  const schedule = { rehearse: { schedule: true, cancel: false } };
  const cancel = { rehearse: { schedule: false, cancel: true } };
  const rehearsed = { status: 'ok', value: expect.objectContaining({ status: 'rehearsed' }) };

  test('of a booking sends neither the booking nor the corrected address', async () => {
    const slot = await firstSlot(world, FLOORING);
    const address = { address: '12 Oak St', address_change: true };
    const action = confirmation(world.actionId(), FLOORING, slot, address);
    expect(await world.write(action, FLOORING, schedule)).toEqual(rehearsed);
    expect(await writesSent()).toBe(0);
  });

  test('of a reschedule releases nothing', async () => {
    expect(await world.write(reschedule(world.actionId(), WINDOWS), WINDOWS, schedule)).toEqual(rehearsed);
    expect(await writesSent()).toBe(0);
    expect(world.timers).toEqual([]);
  });

  test('of a cancel sends neither the cancel nor the reason', async () => {
    expect(await world.write(cancellation(world.actionId(), WINDOWS), WINDOWS, cancel)).toEqual(rehearsed);
    expect(await writesSent()).toBe(0);
  });

  test('of the one does not hold back the other', async () => {
    expect(await world.write(cancellation(world.actionId(), WINDOWS), WINDOWS, schedule)).toMatchObject({
      value: { status: 'confirmed' },
    });
    expect(await world.write(addressChange(world.actionId(), FLOORING), FLOORING, cancel)).toMatchObject({
      value: { status: 'requested' },
    });
  });
});

describe('the handler', () => {
  const lines: [string, object][] = [];
  const log = {
    debug: () => {},
    info: (message: string, line: object) => lines.push([message, line]),
    warn: () => {},
    error: (message: string, line: object) => lines.push([message, line]),
  };
  const call = (tool: string, input: unknown) => ({
    call_id: 'call-7',
    tool,
    input,
    caller: {
      customer_id: '7001001',
      client_id: TAMPA,
      home_client_id: TAMPA,
      credential_ref: 'ref-1',
      session_id: 'session-1',
      execution_id: 'execution-1',
    },
    now: NOW,
    timezone: 'America/New_York',
  });

  test('answers with the call it was given', async () => {
    const handler = createToolExecutor(world.deps, log as never);
    const result = await handler(call('get_installation_address', FLOORING));
    expect(result).toMatchObject({ call_id: 'call-7', tool: 'get_installation_address', outcome: { status: 'ok' } });
  });

  test('makes a failure an outcome, and logs its name and no more', async () => {
    lines.length = 0;
    const handler = createToolExecutor(world.deps, log as never);
    const input = { client_id: TAMPA, project_id: 7, secret: 'tell nobody' };
    expect(await handler(call('get_installation_address', input))).toEqual({
      call_id: 'call-7',
      tool: 'get_installation_address',
      outcome: { status: 'unavailable' },
    });
    expect(lines).toContainEqual([
      'tool failed',
      { tool: 'get_installation_address', execution_id: 'execution-1', error_name: 'StateContractError' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('tell nobody');
  });

  test('refuses what is no tool call', async () => {
    const handler = createToolExecutor(world.deps, log as never);
    await expect(handler(call('drop_tables', {}))).rejects.toMatchObject({ name: 'StateContractError' });
  });

  test('binds a call without a tenant to the caller’s', async () => {
    const handler = createToolExecutor(world.deps, log as never);
    const input = { date: '2026-06-10', offered: ['2026-06-10'] };
    expect(await handler(call('select_date', input))).toMatchObject({ outcome: { status: 'ok' } });
  });
});

describe('the time that a turn has left', () => {
  const run = (tool: ToolName, input: object, until: number) => {
    const handler = createToolExecutor(world.deps, { debug() {}, info() {}, warn() {}, error() {} } as never);
    const caller = {
      customer_id: '7001001',
      client_id: TAMPA,
      home_client_id: TAMPA,
      credential_ref: 'ref-1',
      session_id: 'session-1',
      execution_id: 'execution-1',
    };
    return handler({ call_id: 'call-7', tool, input, caller, now: NOW, timezone: 'America/New_York', until });
  };
  const weather = { place: 'Tampa', zip: null, city: null, state: null, start: null, end: null, category: null };

  test('is over: nothing is asked any more, of PF360 or the weather', async () => {
    const until = world.deps.clock() - 1;
    expect(await run('get_installation_address', FLOORING, until)).toMatchObject({
      outcome: { status: 'unavailable' },
    });
    expect(await run('get_weather', weather, until)).toMatchObject({ outcome: { status: 'unavailable' } });
    expect(await world.requests()).toEqual([]);
  });

  test('is too short for a write: it is not begun, and the same yes may try again', async () => {
    const action = cancellation(world.actionId(), WINDOWS);
    world.stored.now = session(action);
    const soon = world.deps.clock() + 1000;
    expect(await run('cancel_appointment', action, soon)).toMatchObject({ outcome: { status: 'unavailable' } });
    expect(await writesSent()).toBe(0);
    expect(await world.write(action, WINDOWS)).toMatchObject({ value: { status: 'confirmed' } });
  });

  test('is long past: a record that is run again has time of its own', async () => {
    expect(await run('get_installation_address', FLOORING, 1_000)).toMatchObject({ outcome: { status: 'ok' } });
  });
});

describe('the Lambda function', () => {
  const invoke = async (tool: string, input: unknown) => {
    const { handler } = await import('../../functions/tool-executor/handler.ts');
    const caller = {
      customer_id: '7001001',
      client_id: TAMPA,
      home_client_id: TAMPA,
      credential_ref: 'ref-unknown',
      session_id: 'session-1',
      execution_id: 'execution-1',
    };
    return handler({ call_id: 'call-7', tool, input, caller, now: NOW, timezone: 'America/New_York' });
  };
  const before = { ...process.env };
  beforeEach(() => {
    Object.assign(process.env, {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: world.table.endpoint,
      SESSION_TABLE: world.table.name,
      TIMER_GROUP: 'timers',
      TIMER_TARGET_ARN: 'arn:aws:lambda:us-east-1:123456789012:function:recover',
      TIMER_ROLE_ARN: 'arn:aws:iam::123456789012:role/timers',
      TIMER_DEAD_LETTER_ARN: 'arn:aws:sqs:us-east-1:123456789012:timers',
    });
    logger.setLogLevel('SILENT');
  });
  afterAll(() => {
    process.env = before;
    logger.setLogLevel('INFO');
  });

  test('says which variable is missing', async () => {
    delete process.env.CUSTOMER_SCHEDULER_API_URL;
    const run = invoke('select_date', { date: '2026-06-10', offered: [] });
    await expect(run).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: expect.stringMatching(/^CUSTOMER_SCHEDULER_API_URL must/),
    });
  });

  test('runs on its environment', async () => {
    process.env.CUSTOMER_SCHEDULER_API_URL = world.url;
    const input = { date: '2026-06-10', offered: ['2026-06-10'] };
    expect(await invoke('select_date', input)).toMatchObject({ outcome: { status: 'ok' } });
    expect(await invoke('list_notes', FLOORING)).toMatchObject({ outcome: { status: 'expired' } });
  });
});
