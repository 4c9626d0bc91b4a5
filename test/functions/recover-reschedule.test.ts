import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { logger } from '../../functions/shared/logger.ts';
import {
  breaking,
  confirmation,
  FENCE,
  FLOORING,
  firstSlot,
  openWorld,
  reschedule,
  WINDOWS,
  WINDOWS_DATE,
  type World,
} from '../tools/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.reset();
  const released = await world.write(reschedule(world.actionId(), WINDOWS), WINDOWS);
  expect(released.status).toBe('ok');
  world.stored.now = null;
  world.timers.length = 0;
});
afterAll(() => world.close());

const OLD = { date: WINDOWS_DATE, time: '10:00', end_time: '12:00' };
const recover = (...more: [Parameters<World['recover']>[1]?]) => world.recover(WINDOWS, ...more);
const saga = () => world.deps.sagas.read(WINDOWS.client_id, WINDOWS.project_id);
const HANDOFF = {
  type: 'HandoffRequested',
  reason: 'reschedule_stuck',
  client_id: WINDOWS.client_id,
  customer_id: WINDOWS.customer,
  project_id: WINDOWS.project_id,
  session_id: 'session-1',
};
const done = (status: string) => ({ status, again_at: null });
const later = { status: 'later', again_at: expect.any(String) };

describe('a reschedule that was left in the middle', () => {
  test('gets the old time back, once', async () => {
    world.wait(1201);
    expect(await recover()).toEqual(done('restored'));
    expect(await world.shown(WINDOWS)).toMatchObject({ status: 'Scheduled', scheduled: OLD });
    expect(await saga()).toMatchObject({ state: 'restored' });
    expect(await recover()).toEqual(done('nothing'));
    expect(await world.sent(/POST .*schedule/)).toBe(1);
    expect(world.events).toEqual([]);
  });

  test('is left alone before its time', async () => {
    const due = (await saga())?.due_at;
    expect(await recover()).toEqual({ status: 'later', again_at: due });
    expect(world.timers).toEqual([{ at: due, client_id: WINDOWS.client_id, project_id: WINDOWS.project_id }]);
    expect(await world.sent(/POST/)).toBe(0);
  });

  test('is left alone while the customer is still talking', async () => {
    world.wait(1201);
    const last_turn_at = world.deps.clock() - 60_000;
    world.stored.now = { pending_action: null, unresolved: [], lease_holder: null, owner: 'x', last_turn_at };
    const again_at = new Date(last_turn_at + 1_200_000);
    const outcome = await recover();
    expect(outcome).toEqual(later);
    expect(new Date(outcome.again_at ?? '')).toEqual(again_at);
    world.stored.now = { ...world.stored.now, lease_holder: 'execution-9' };
    expect(await recover()).toEqual(later);
    expect(await world.sent(/POST/)).toBe(0);
  });

  test('with another turn saved before it was due is recovered', async () => {
    world.wait(1201);
    world.stored.now = { pending_action: null, unresolved: [], lease_holder: null, owner: 'x', last_turn_at: null };
    expect(await recover()).toEqual(done('restored'));
  });

  test('leaves a note for the office when the old time is gone, and calls for a person', async () => {
    world.wait(1201);
    await world.fault({ match: 'POST *schedule', status: 409, body: { message: 'taken' } });
    expect(await recover()).toEqual(done('handed_over'));
    const { notes, scheduled } = await world.shown(WINDOWS);
    expect(scheduled).toBeNull();
    expect(notes[0]).toMatch(/^RESCHEDULE REASON: .*Tuesday, 2026-06-09 at 10:00.*has no appointment/);
    expect(world.events).toEqual([HANDOFF]);
    expect(await saga()).toMatchObject({ state: 'handed_over' });
    expect(await recover()).toEqual(done('nothing'));
    expect(await world.sent(/POST \/project-notes/)).toBe(1);
  });

  test('whose old time was never known goes to the office', async () => {
    const known = await saga();
    if (known === null) throw new Error();
    await world.deps.sagas.open({ ...known, old: { ...known.old, time: null } });
    world.wait(1201);
    expect(await recover()).toEqual(done('handed_over'));
    expect((await world.shown(WINDOWS)).notes[0]).toContain('on Tuesday, 2026-06-09 to move it');
    expect(await world.sent(/POST .*schedule/)).toBe(0);
  });

  test('whose token no longer works calls for a person, and does no more', async () => {
    world.wait(1201);
    world.tokens.clear();
    expect(await recover()).toEqual(done('handed_over'));
    expect(world.events).toEqual([HANDOFF]);
    expect(await world.sent(/POST/)).toBe(0);
  });

  test('whose token stops working in between calls for a person', async () => {
    world.wait(1201);
    await world.fault({ match: 'POST *schedule', status: 401 });
    expect(await recover()).toEqual(done('handed_over'));
    expect(world.events).toEqual([HANDOFF]);
  });
});

describe('a project that needs no recovery', () => {
  test('because it was booked again', async () => {
    const slot = await firstSlot(world, WINDOWS);
    // Booked past the assistant: the reschedule is still open.
    const bound = world
      .access(5000)
      .bind({ token: 't', customer_id: WINDOWS.customer, client_id: WINDOWS.client_id }, world.deps.clock() + 90_000);
    await bound.schedule(WINDOWS.project_id, { ...slot, at: '2026-06-01T13:00:00Z' });
    world.wait(1201);
    expect(await recover()).toEqual(done('rebooked'));
    expect(await saga()).toMatchObject({ state: 'rebooked' });
  });

  test('because it has ended', async () => {
    world.wait(1201);
    const row = { project_project_id: 90010002, status_info_status: 'Cancelled' };
    await world.fault({ match: 'GET /dashboard/*', body: { data: [row] } });
    expect(await recover()).toEqual(done('nothing'));
    expect(await saga()).toMatchObject({ state: 'moot' });
  });

  test('because there was no reschedule, or it is over', async () => {
    expect(await world.recover(FLOORING)).toEqual(done('nothing'));
    await world.deps.sagas.move(WINDOWS, ['open'], 'rebooked');
    world.wait(1201);
    expect(await recover()).toEqual(done('nothing'));
  });

  test('because it turns out to be booked while the old time is looked for', async () => {
    world.wait(1201);
    await world.fault({ match: 'GET *slotsChatbot', status: 400, body: { message: 'Already scheduled' } });
    expect(await recover()).toEqual(done('rebooked'));
  });
});

describe('a dashboard that still shows what was given up', () => {
  const row = {
    project_project_id: 90010002,
    status_info_status: 'Scheduled',
    convertedProjectStartScheduledDate: '2026-06-09 10:00:00',
  };

  test('is not believed when PF360 offers dates', async () => {
    world.wait(1201);
    await world.fault({ match: 'GET /dashboard/*', body: { data: [row] }, times: 2 });
    expect(await recover()).toEqual(done('restored'));
  });

  test('is believed when PF360 offers none: it was never released', async () => {
    world.wait(1201);
    await world.fault({ match: 'GET /dashboard/*', body: { data: [row] }, times: 2 });
    await world.fault({ match: 'GET *slotsChatbot', status: 400, body: { message: 'Already scheduled' } });
    expect(await recover()).toEqual(done('rebooked'));
  });
});

describe('PF360 in trouble', () => {
  test.each([
    ['at the dashboard', { match: 'GET /dashboard/*', status: 500, times: 3 }],
    ['at the search', { match: 'GET *slotsChatbot', status: 500, times: 3 }],
  ])('%s: tried again later, and then restored', async (_, fault) => {
    world.wait(1201);
    await world.fault(fault);
    expect(await recover()).toEqual(later);
    expect(world.timers).toHaveLength(1);
    expect(await recover()).toEqual(done('restored'));
  });

  test('when the booking is of unknown outcome: found out later, never booked twice', async () => {
    world.wait(1201);
    await world.fault({ match: 'POST *schedule', drop: true, after_commit: true });
    await world.fault({ match: 'GET /dashboard/*', delay_ms: 0, times: 1 });
    await world.fault({ match: 'GET /dashboard/*', status: 500, times: 3 });
    expect(await recover()).toEqual(later);
    expect(await recover()).toEqual(done('rebooked'));
    expect(await world.sent(/POST .*schedule/)).toBe(1);
  });

  test('when the note cannot be left: tried again later', async () => {
    world.wait(1201);
    await world.fault({ match: 'POST *schedule', status: 409, body: {} });
    await world.fault({ match: 'POST /project-notes/*', status: 500 });
    expect(await recover()).toEqual(later);
    expect(world.events).toEqual([]);
  });

  test('for hours: a person is called', async () => {
    world.wait(1201 + 7200);
    await world.fault({ match: 'GET /dashboard/*', status: 500, times: 3 });
    expect(await recover()).toEqual(done('handed_over'));
    expect(world.events).toEqual([HANDOFF]);
  });
});

test('a recovery that dies after booking finds its booking when it is called again', async () => {
  world.wait(1201);
  const actions = breaking(world.deps.actions, 'finish', 1);
  await expect(recover({ actions })).rejects.toThrow('the table is gone');
  expect(await saga()).toMatchObject({ state: 'recovering' });
  expect(await recover()).toEqual(done('rebooked'));
  expect(await world.sent(/POST .*schedule/)).toBe(1);
});

test('where the office reviews bookings the old time is asked for again', async () => {
  const slot = await firstSlot(world, FENCE);
  await world.write(confirmation(world.actionId(), FENCE, slot), FENCE);
  await world.approve(FENCE.project_id);
  const action = { ...reschedule(world.actionId(), FENCE, undefined, slot.date), time: slot.time };
  expect((await world.write(action, FENCE)).status).toBe('ok');
  world.stored.now = null;
  world.wait(1201);
  expect(await world.recover(FENCE)).toEqual(done('restored'));
  expect(await world.shown(FENCE)).toMatchObject({
    status: 'Pending Confirmation',
    scheduled: { date: slot.date, time: slot.time },
  });
});

describe('the handler', () => {
  test('refuses what names no project', async () => {
    await expect(world.recover({ ...WINDOWS, project_id: '' })).rejects.toMatchObject({ name: 'StateContractError' });
  });

  test.each([
    ['CUSTOMER_SCHEDULER_API_URL', {}],
    ['EVENT_BUS_NAME', { CUSTOMER_SCHEDULER_API_URL: 'http://127.0.0.1:1' }],
  ])('says that %s is missing', async (name, environment) => {
    const before = { ...process.env };
    try {
      delete process.env.CUSTOMER_SCHEDULER_API_URL;
      delete process.env.EVENT_BUS_NAME;
      Object.assign(process.env, environment);
      const { handler } = await import('../../functions/recover-reschedule/handler.ts');
      const message = expect.stringMatching(new RegExp(`^${name} must`));
      await expect(handler(WINDOWS)).rejects.toMatchObject({ name: 'ConfigurationError', message });
    } finally {
      process.env = before;
    }
  });

  test('runs on its environment', async () => {
    const before = { ...process.env };
    try {
      Object.assign(process.env, {
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_ENDPOINT_URL_DYNAMODB: world.table.endpoint,
        SESSION_TABLE: world.table.name,
        CUSTOMER_SCHEDULER_API_URL: world.url,
        EVENT_BUS_NAME: 'bus',
        TIMER_GROUP: 'timers',
        TIMER_TARGET_ARN: 'arn:aws:lambda:us-east-1:123456789012:function:recover',
        TIMER_ROLE_ARN: 'arn:aws:iam::123456789012:role/timers',
        TIMER_DEAD_LETTER_ARN: 'arn:aws:sqs:us-east-1:123456789012:timers',
      });
      logger.setLogLevel('SILENT');
      const { handler } = await import('../../functions/recover-reschedule/handler.ts');
      expect(await handler({ client_id: 'none', project_id: '1' })).toEqual(done('nothing'));
    } finally {
      process.env = before;
      logger.setLogLevel('INFO');
    }
  });
});
