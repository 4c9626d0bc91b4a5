import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { PendingAction } from '../../core/contracts/action.ts';
import {
  addressChange,
  BLINDS,
  cancellation,
  confirmation,
  type Fault,
  FENCE,
  FLOORING,
  firstSlot,
  note,
  ORLANDO,
  openWorld,
  reschedule,
  type TestProject,
  WINDOWS,
  WINDOWS_DATE,
  type World,
} from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const value = (status: string, more: object = {}) => ({
  status: 'ok',
  value: {
    status,
    confirmation_number: null,
    reason_saved: null,
    address_filed: null,
    booked: null,
    request_id: null,
    dates: [],
    ...more,
  },
});

describe('booking', () => {
  test('is confirmed when PF360 shows the project as scheduled at that time', async () => {
    const slot = await firstSlot(world, FLOORING);
    expect(await world.write(confirmation(world.actionId(), FLOORING, slot), FLOORING)).toEqual(value('confirmed'));
    expect(await world.shown(FLOORING)).toMatchObject({
      status: 'Scheduled',
      scheduled: { date: slot.date, time: slot.time },
    });
  });

  test('is a request where the office reviews it', async () => {
    const slot = await firstSlot(world, FENCE);
    expect(await world.write(confirmation(world.actionId(), FENCE, slot), FENCE)).toEqual(value('requested'));
    expect(await world.shown(FENCE)).toMatchObject({ status: 'Pending Confirmation' });
  });

  test('sends what PF360 expects, in its formats', async () => {
    const slot = await firstSlot(world, FLOORING);
    await world.write(confirmation(world.actionId(), FLOORING, slot), FLOORING);
    const sent = (await world.requests()).find(({ method }) => method === 'POST');
    expect(sent?.body).toEqual({
      created_at: '06/01/2026 13:00:00',
      date: slot.date,
      time: `${slot.time}:00`,
      request_id: expect.any(Number),
      is_chatbot: 'true',
      aIBot: true,
    });
  });

  test('of what is booked at that very time already sends nothing, and is told as it stands', async () => {
    const slot = await firstSlot(world, FLOORING);
    await world.write(confirmation(world.actionId(), FLOORING, slot), FLOORING);
    const again = confirmation(world.actionId(), FLOORING, slot);
    expect(await world.write(again, FLOORING)).toEqual(value('confirmed'));
    expect(await world.write(again, FLOORING)).toEqual(value('confirmed'));
    expect(await world.sent(/POST .*schedule/)).toBe(1);
  });

  test('does not depend on the search that the slot was shown from', async () => {
    const shown = await firstSlot(world, FLOORING);
    // Another search of the project makes the first one's ticket worthless for booking.
    await firstSlot(world, FLOORING);
    expect(await world.write(confirmation(world.actionId(), FLOORING, shown), FLOORING)).toEqual(value('confirmed'));
    expect(await world.sent(/POST .*schedule/)).toBe(1);
  });

  test('of a time that is not open that day is refused, and so is one of a search without a ticket', async () => {
    const { date } = await firstSlot(world, FLOORING);
    const odd = confirmation(world.actionId(), FLOORING, { date, time: '07:30', request_id: null });
    expect(await world.write(odd, FLOORING)).toEqual({ status: 'refused', reason: 'slot_taken' });
    await world.fault({ match: 'GET *slotsChatbot', body: { data: { dates: [date] } } });
    expect(await world.write({ ...odd, id: world.actionId() }, FLOORING)).toEqual({ status: 'unavailable' });
    expect(await world.sent(/POST/)).toBe(0);
  });

  test('of a slot that somebody else got first is refused, and nothing is sent', async () => {
    const other = { project_id: '90040001', client_id: FLOORING.client_id, number: '', customer: '7001004' };
    const slot = await firstSlot(world, FLOORING);
    const theirs = await firstSlot(world, other);
    // The same crew does both; whoever comes second finds the slot gone.
    const shared = { date: slot.date, time: slot.time, request_id: theirs.request_id };
    const won = await world.write(confirmation(world.actionId(), other, shared), other);
    expect(won.status).toBe('ok');
    const lost = await world.write(confirmation(world.actionId(), FLOORING, slot), FLOORING);
    expect(lost).toEqual({ status: 'refused', reason: 'slot_taken' });
    expect(await world.sent(/POST .*\/schedule/)).toBe(1);
  });

  test('of a slot that is taken between the check and the booking is refused by PF360', async () => {
    const slot = await firstSlot(world, FLOORING);
    await world.fault({ match: 'POST /scheduler/*/schedule', status: 409, body: { message: 'taken' } });
    const lost = await world.write(confirmation(world.actionId(), FLOORING, slot), FLOORING);
    expect(lost).toEqual({ status: 'refused', reason: 'slot_taken' });
  });

  test.each([
    ['a project that has an appointment', WINDOWS, 'already_scheduled'],
    ['a project that waits', { ...FLOORING, project_id: '90010005' }, 'wrong_status'],
    ['a project that is done', { ...FLOORING, project_id: '90010004' }, 'wrong_status'],
    ['a project that PF360 does not allow', BLINDS, 'not_allowed'],
  ])('of %s is refused, and nothing is sent', async (_, project, reason) => {
    const slot = { date: '2026-06-10', time: '10:00', request_id: null };
    const outcome = await world.write(confirmation(world.actionId(), project, slot), project);
    expect(outcome).toEqual({ status: 'refused', reason });
    expect(await world.sent(/POST/)).toBe(0);
  });

  test('today or earlier is refused, and of a project that is not the customer’s is not found', async () => {
    const today = confirmation(world.actionId(), FLOORING, { date: '2026-06-01', time: '10:00', request_id: null });
    expect(await world.write(today, FLOORING)).toEqual({ status: 'refused', reason: 'past_date' });
    const foreign = { ...FLOORING, project_id: '90040001' };
    const slot = { date: '2026-06-10', time: '10:00', request_id: null };
    expect(await world.write(confirmation(world.actionId(), foreign, slot), foreign)).toEqual({ status: 'not_found' });
    expect(await world.sent(/POST/)).toBe(0);
  });

  test('with a corrected address files the correction when it is booked, and says so', async () => {
    const slot = await firstSlot(world, FLOORING);
    const address = { address: '12 Oak St', old_address: '1 Old Road', address_change: true };
    const outcome = await world.write(confirmation(world.actionId(), FLOORING, slot, address), FLOORING);
    expect(outcome).toEqual(value('confirmed', { address_filed: true }));
    const posts = (await world.requests()).filter(({ method }) => method === 'POST');
    expect(posts.map(({ path }) => path)).toEqual([
      `/scheduler/client/${FLOORING.client_id}/project/${FLOORING.project_id}/schedule`,
      '/project-notes/update-address-note',
    ]);
    expect(posts[1]?.body).toEqual({
      client_id: FLOORING.client_id,
      project_id: 90010001,
      note_text: 'CUSTOMER REQUESTED INSTALLATION ADDRESS UPDATE\nNew address: 12 Oak St\nOld address: 1 Old Road',
    });
  });

  test('goes on when the corrected address could not be filed, and says so', async () => {
    const slot = await firstSlot(world, FLOORING);
    await world.fault({ match: 'POST /project-notes/*', status: 500 });
    const address = { address: '12 Oak St', address_change: true };
    const outcome = await world.write(confirmation(world.actionId(), FLOORING, slot, address), FLOORING);
    expect(outcome).toEqual(value('confirmed', { address_filed: false }));
  });

  test('whose outcome is known late files the corrected address then, once', async () => {
    const slot = await firstSlot(world, FLOORING);
    const address = { address: '12 Oak St', old_address: '1 Old Road', address_change: true };
    const action = confirmation(world.actionId(), FLOORING, slot, address);
    await world.fault({ match: 'POST *schedule', drop: true, after_commit: true });
    await world.fault({ match: 'GET /dashboard/*', delay_ms: 0 });
    await world.fault({ match: 'GET /dashboard/*', status: 500, times: 3 });
    expect(await world.write(action, FLOORING)).toEqual({ status: 'unknown' });
    expect(await world.write(action, FLOORING)).toEqual(value('confirmed', { address_filed: true }));
    expect(await world.write(action, FLOORING)).toEqual(value('confirmed', { address_filed: true }));
    expect(await world.sent(/POST \/project-notes/)).toBe(1);
  });

  test('that is refused files no corrected address', async () => {
    const slot = await firstSlot(world, FLOORING);
    await world.fault({ match: 'POST /scheduler/*/schedule', status: 409 });
    const address = { address: '12 Oak St', address_change: true };
    const outcome = await world.write(confirmation(world.actionId(), FLOORING, slot, address), FLOORING);
    expect(outcome).toMatchObject({ status: 'refused' });
    expect(await world.sent(/POST \/project-notes/)).toBe(0);
  });

  test('is no more than a request while it cannot be read back', async () => {
    const slot = await firstSlot(world, FLOORING);
    const action = confirmation(world.actionId(), FLOORING, slot);
    const before = await world.sent(/GET \/dashboard/);
    // The first read of the dashboard is the check before the booking.
    await world.fault({ match: 'GET /dashboard/*', delay_ms: 0, times: 1 });
    await world.fault({ match: 'GET /dashboard/*', status: 503, times: 3 });
    expect(await world.write(action, FLOORING)).toEqual(value('requested'));
    expect((await world.sent(/GET \/dashboard/)) - before).toBe(4);
  });
});

describe('a booking that may have been made', () => {
  const ROW = { project_project_id: 90010001, status_info_status: 'Ready To Schedule' };
  const cutShort = async () => {
    const slot = await firstSlot(world, FLOORING);
    await world.fault({ match: 'POST *schedule', status: 500, after_commit: true });
    await world.fault({ match: 'GET /dashboard/*', delay_ms: 0, times: 1 });
    return slot;
  };

  test('is a request when PF360 does not show it yet but refuses to search', async () => {
    const slot = await cutShort();
    await world.fault({ match: 'GET /dashboard/*', body: { data: [ROW] } });
    expect(await world.write(confirmation(world.actionId(), FLOORING, slot), FLOORING)).toEqual(value('requested'));
  });

  test('stays open when PF360 shows another appointment, or another refusal', async () => {
    const slot = await cutShort();
    const other = { status_info_status: 'Scheduled', convertedProjectStartScheduledDate: '2026-06-30 08:00:00' };
    await world.fault({ match: 'GET /dashboard/*', body: { data: [{ ...ROW, ...other }] } });
    const action = confirmation(world.actionId(), FLOORING, slot);
    expect(await world.write(action, FLOORING)).toEqual({ status: 'unknown' });
    await world.fault({ match: 'GET /dashboard/*', body: { data: [ROW] } });
    await world.fault({ match: 'GET *slotsChatbot', status: 400, body: 'Not allowed' });
    expect(await world.write(action, FLOORING)).toEqual({ status: 'unknown' });
    expect(await world.write(action, FLOORING)).toEqual(value('confirmed'));
  });
});

test('a confirmation number is told where PF360 gives one', async () => {
  const project = { project_id: '90040101', client_id: ORLANDO, number: '', customer: '7001004' };
  const outcome = await world.write(confirmation(world.actionId(), project, await firstSlot(world, project)), project);
  expect(outcome).toEqual(value('confirmed', { confirmation_number: expect.stringMatching(/^C-/) }));
});

describe('what PF360 says of a booking, whatever the form', () => {
  test.each<[object, object]>([
    [{ body: { data: true, message: 'Your request is under review' } }, { value: { status: 'requested' } }],
    [{ body: { confirmationNumber: 4711 } }, { value: { confirmation_number: '4711' } }],
    [{ body: { data: { confirmation_number: 'C-1' } } }, { value: { confirmation_number: 'C-1' } }],
    [{ body: { data: { project_id: 7 } } }, { value: { status: 'requested', confirmation_number: null } }],
    // Nothing in these says that it was taken, and PF360 goes on searching: it was not.
    [{ body: {} }, { status: 'unavailable' }],
    [{ status: 204 }, { status: 'unavailable' }],
    [{ body: { data: false } }, { status: 'refused', reason: 'other' }],
    [{ body: { data: false, message: 'Could not schedule' } }, { status: 'refused', reason: 'other' }],
    [{ body: { success: false, message: 'Sorry' } }, { status: 'refused', reason: 'other' }],
    [{ body: { status: 'error', message: 'Sorry' } }, { status: 'refused', reason: 'other' }],
    [{ body: { error: 'Something went wrong' } }, { status: 'refused', reason: 'other' }],
    // A good status around a bad answer.
    [{ body: { statusCode: 500, message: 'Internal server error' } }, { status: 'unavailable' }],
    [{ body: { status: 409, message: 'Conflict' } }, { status: 'refused', reason: 'slot_taken' }],
    [{ body: { data: { error: 'No crew' } } }, { status: 'refused', reason: 'other' }],
    [{ body: { errors: [{ message: 'No crew' }] } }, { status: 'refused', reason: 'other' }],
    [{ body: { data: { message: 'Failed to process your request' } } }, { status: 'unavailable' }],
    [{ body: { message: "We couldn't schedule this. Please try again." } }, { status: 'unavailable' }],
    [{ body: { message: 'This project is already scheduled' } }, { status: 'refused', reason: 'already_scheduled' }],
    [{ body: { message: '' } }, { status: 'unavailable' }],
    [{ body: { error: { message: 'Already Scheduled' } } }, { status: 'refused', reason: 'already_scheduled' }],
    [{ status: 400, body: 'This project already contains a technician' }, { reason: 'already_scheduled' }],
    [{ status: 400, body: { message: 'You are not eligible' } }, { reason: 'not_allowed' }],
    [{ status: 400, body: { message: 'anything else' } }, { reason: 'stale_request' }],
    [{ status: 409, body: 'conflict' }, { reason: 'slot_taken' }],
    [{ status: 404, body: 'no' }, { status: 'unavailable' }],
    [{ status: 406, body: 'no' }, { status: 'unavailable' }],
    [{ status: 429, body: 'slow down' }, { status: 'unavailable' }],
    [{ status: 500, body: { message: 'already scheduled' } }, { status: 'unavailable' }],
  ])('%j', async (fault, expected) => {
    const slot = await firstSlot(world, FLOORING);
    await world.fault({ match: 'POST *schedule', ...fault });
    const outcome = await world.write(confirmation(world.actionId(), FLOORING, slot), FLOORING);
    expect(outcome).toMatchObject(expected);
  });

  test.each([
    { body: { error: 'Something went wrong' } },
    { status: 400, body: { message: 'Already scheduled' } },
    { status: 400, body: { message: 'The project status should be Scheduled' } },
    { status: 400, body: { message: 'Not allowed' } },
    { status: 400, body: { message: 'anything else' } },
    { status: 400, body: { message: 'Invalid process step' } },
    { status: 401 },
    { status: 403 },
    { status: 404 },
    { status: 406 },
    { status: 409, body: 'The slot was taken by another booking' },
    { status: 429 },
  ])('a write that was done is not taken for refused, whatever the answer: %j', async (fault) => {
    const slot = await firstSlot(world, FLOORING);
    await world.fault({ match: 'POST *schedule', after_commit: true, ...fault });
    await world.fault({ match: 'GET *cancel-appointment', after_commit: true, ...fault });
    await world.fault({ match: 'POST /communication/*', after_commit: true, ...fault });
    expect(await world.write(confirmation(world.actionId(), FLOORING, slot), FLOORING)).toEqual(value('confirmed'));
    expect(await world.write(cancellation(world.actionId(), WINDOWS), WINDOWS)).toEqual(
      value('confirmed', { reason_saved: true }),
    );
    expect(await world.write(note(world.actionId(), FLOORING), FLOORING)).toEqual(value('confirmed'));
  });

  test.each([
    { body: { data: false } },
    { body: { success: false, message: 'Sorry' } },
    { body: { status: 'failed', message: 'Sorry' } },
  ])('a 200 that says no is no request either: %j', async (fault) => {
    for (const match of ['GET *cancel-appointment', 'GET *cancel-reschedule', 'POST /communication/*'])
      await world.fault({ match, ...fault });
    const refused = { status: 'refused', reason: 'other' };
    expect(await world.write(cancellation(world.actionId(), WINDOWS), WINDOWS)).toEqual(refused);
    expect(await world.write(reschedule(world.actionId(), WINDOWS), WINDOWS)).toEqual(refused);
    expect(await world.write(note(world.actionId(), FLOORING), FLOORING)).toEqual(refused);
  });

  test('a 200 with nothing in it is looked into', async () => {
    for (const match of ['GET *cancel-appointment', 'GET *cancel-reschedule']) await world.fault({ match, body: {} });
    expect(await world.write(cancellation(world.actionId(), WINDOWS), WINDOWS)).toEqual({ status: 'unavailable' });
    expect(await world.write(reschedule(world.actionId(), WINDOWS), WINDOWS)).toEqual({ status: 'unavailable' });
    expect(await world.shown(WINDOWS)).toMatchObject({ status: 'Scheduled' });
  });

  test('an error in a 200 that cannot be looked into leaves the outcome open', async () => {
    const slot = await firstSlot(world, FLOORING);
    const action = confirmation(world.actionId(), FLOORING, slot);
    await world.fault({ match: 'POST *schedule', after_commit: true, body: { error: 'Something went wrong' } });
    // The first one is the look before the booking.
    await world.fault({ match: 'GET /dashboard/*', delay_ms: 0 });
    await world.fault({ match: 'GET /dashboard/*', status: 500, times: 3 });
    expect(await world.write(action, FLOORING)).toEqual({ status: 'unknown', denial: 'other' });
    expect(await world.write(action, FLOORING)).toEqual(value('confirmed'));
    expect(await world.sent(/POST .*schedule/)).toBe(1);
  });

  test('a cancel or a note that PF360 refuses for no known reason is refused', async () => {
    await world.fault({ match: 'GET *cancel-appointment', status: 409, body: 'no' });
    const cancel = await world.write(cancellation(world.actionId(), WINDOWS), WINDOWS);
    await world.fault({ match: 'POST /communication/*', status: 400, body: 'no' });
    const saved = await world.write(note(world.actionId(), FLOORING), FLOORING);
    expect([cancel, saved]).toEqual([
      { status: 'refused', reason: 'other' },
      { status: 'refused', reason: 'other' },
    ]);
  });
});

describe('a no of PF360 that may not be true', () => {
  const no = { status: 409, body: 'The slot was taken by another booking' };
  const row = (more: object) => ({
    data: [{ project_project_id: 90010001, status_info_status: 'Scheduled', ...more }],
  });

  /** What the dashboard shows after the look before the write. */
  const thenShown = async (fault: Omit<Fault, 'match'>) => {
    await world.fault({ match: 'GET /dashboard/*', delay_ms: 0 });
    await world.fault({ match: 'GET /dashboard/*', ...fault });
  };

  test('is looked at once: the dashboard, and the search beside it', async () => {
    const slot = await firstSlot(world, FLOORING);
    await world.fault({ match: 'POST *schedule', ...no });
    const dashboards = await world.sent(/GET \/dashboard/);
    const searches = await world.sent(/GET .*slotsChatbot$/);
    await world.write(confirmation(world.actionId(), FLOORING, slot), FLOORING);
    // One of each was the check before the booking.
    expect((await world.sent(/GET \/dashboard/)) - dashboards).toBe(2);
    expect((await world.sent(/GET .*slotsChatbot$/)) - searches).toBe(2);
  });

  test('stands where PF360 shows another appointment than ours', async () => {
    const slot = await firstSlot(world, FLOORING);
    await world.fault({ match: 'POST *schedule', ...no, after_commit: true });
    await thenShown({ body: row({ convertedProjectStartScheduledDate: '2026-06-30 08:00:00' }) });
    expect(await world.write(confirmation(world.actionId(), FLOORING, slot), FLOORING)).toEqual({
      status: 'refused',
      reason: 'slot_taken',
    });
  });

  test('is open while the dashboard shows no appointment and the search finds one', async () => {
    const slot = await firstSlot(world, FLOORING);
    const action = confirmation(world.actionId(), FLOORING, slot);
    await world.fault({ match: 'POST *schedule', ...no, after_commit: true });
    await thenShown({ body: row({ status_info_status: 'Ready To Schedule' }) });
    expect(await world.write(action, FLOORING)).toEqual({ status: 'unknown', denial: 'slot_taken' });
    expect(await world.write(action, FLOORING)).toEqual(value('confirmed'));
    expect(await world.sent(/POST .*schedule/)).toBe(1);
  });

  test('is open where it cannot be read back, and stands once it is seen to be true', async () => {
    const action = note(world.actionId(), FLOORING);
    await world.fault({ match: 'POST /communication/*', ...no });
    await world.fault({ match: 'GET /communication/*', status: 500, times: 3 });
    expect(await world.write(action, FLOORING)).toEqual({ status: 'unknown', denial: 'other' });
    expect(await world.write(action, FLOORING)).toEqual({ status: 'refused', reason: 'other' });
    expect(await world.write(action, FLOORING)).toEqual({ status: 'refused', reason: 'other' });
    expect(await world.sent(/POST \/communication/)).toBe(1);
  });

  test('of a token that ran out in the middle is open where the read-back needs that token too', async () => {
    const slot = await firstSlot(world, FLOORING);
    const action = confirmation(world.actionId(), FLOORING, slot);
    await world.fault({ match: 'POST *schedule', status: 401, after_commit: true });
    await thenShown({ status: 401 });
    await world.fault({ match: 'GET *slotsChatbot', delay_ms: 0, times: 2 });
    await world.fault({ match: 'GET *slotsChatbot', status: 401 });
    expect(await world.write(action, FLOORING)).toEqual({ status: 'unknown', denial: 'expired' });
    expect(await world.write(action, FLOORING)).toEqual(value('confirmed'));
  });

  test.each([
    ['to a cancel', 'GET *cancel-appointment', () => cancellation(world.actionId(), WINDOWS)],
    ['to a release', 'GET *cancel-reschedule', () => reschedule(world.actionId(), WINDOWS)],
  ])('%s stands where the office has moved the visit meanwhile', async (_, match, action) => {
    await world.fault({ match, status: 400, body: 'The project status should be Scheduled' });
    const moved = { project_project_id: 90010002, convertedProjectStartScheduledDate: '2026-06-30 08:00:00' };
    await thenShown({ body: row(moved) });
    expect(await world.write(action(), WINDOWS)).toEqual({ status: 'refused', reason: 'wrong_status' });
  });

  test.each<[string, Omit<Fault, 'match'>]>([
    ['refuses', { status: 400, body: 'The project status should be Scheduled' }],
    ['never answers', { drop: true }],
  ])('is open where PF360 %s and a dashboard that lags shows no appointment at all', async (_, fault) => {
    await world.fault({ match: 'GET *cancel-appointment', ...fault });
    const before = { project_project_id: 90010002, status_info_status: 'Ready To Schedule' };
    await thenShown({ body: row(before) });
    const action = cancellation(world.actionId(), WINDOWS);
    expect(await world.write(action, WINDOWS)).toMatchObject({ status: 'unknown' });
    expect(await world.shown(WINDOWS)).toMatchObject({ status: 'Scheduled' });
  });

  test('to the booking that ends a move is no proof while the old appointment is still shown', async () => {
    await world.write(reschedule(world.actionId(), WINDOWS), WINDOWS);
    const slot = await firstSlot(world, WINDOWS, 8);
    const action = confirmation(world.actionId(), WINDOWS, slot, { completes_reschedule: true });
    await world.fault({ match: 'POST *schedule', ...no, after_commit: true });
    const old = { project_project_id: 90010002, convertedProjectStartScheduledDate: '2026-06-09 10:00:00' };
    await world.fault({ match: 'GET /dashboard/*', body: row(old), times: 2 });
    expect(await world.write(action, WINDOWS)).toEqual({ status: 'unknown', denial: 'slot_taken' });
    expect(await world.write(action, WINDOWS)).toEqual(value('confirmed'));
  });
});

describe('cancelling', () => {
  test('is done once, read back, and its reason saved', async () => {
    expect(await world.write(cancellation(world.actionId(), WINDOWS), WINDOWS)).toEqual(
      value('confirmed', { reason_saved: true }),
    );
    const shown = await world.shown(WINDOWS);
    expect(shown).toMatchObject({ status: 'Ready To Schedule', scheduled: null });
    expect(shown.notes).toContain('CANCELLATION REASON: out of town');
    expect(await world.sent(/GET .*cancel-appointment/)).toBe(1);
  });

  test('says that the reason was not saved when it was not', async () => {
    await world.fault({ match: 'POST /project-notes/add-note', status: 500, times: 9 });
    const outcome = await world.write(cancellation(world.actionId(), WINDOWS), WINDOWS);
    expect(outcome).toEqual(value('confirmed', { reason_saved: false }));
    expect(await world.sent(/POST \/project-notes/)).toBe(1);
  });

  test('cannot tell of a reason that PF360 never answered, and looks for it no second time', async () => {
    await world.fault({ match: 'POST /project-notes/add-note', drop: true, after_commit: true });
    await world.fault({ match: 'GET /communication/*', status: 500, times: 9 });
    const action = cancellation(world.actionId(), WINDOWS);
    const outcome = await world.write(action, WINDOWS);
    expect(outcome).toEqual(value('confirmed', { reason_saved: 'unknown' }));
    expect(await world.write(action, WINDOWS)).toEqual(outcome);
    expect(await world.sent(/POST \/project-notes/)).toBe(1);
  });

  test('whose outcome is known late saves its reason then, once', async () => {
    await world.fault({ match: 'GET *cancel-appointment', drop: true, after_commit: true });
    await world.fault({ match: 'GET /dashboard/*', delay_ms: 0 });
    await world.fault({ match: 'GET /dashboard/*', status: 500, times: 3 });
    const action = cancellation(world.actionId(), WINDOWS);
    expect(await world.write(action, WINDOWS)).toEqual({ status: 'unknown' });
    expect(await world.sent(/POST \/project-notes/)).toBe(0);
    expect(await world.write(action, WINDOWS)).toEqual(value('confirmed', { reason_saved: true }));
    expect(await world.write(action, WINDOWS)).toEqual(value('confirmed', { reason_saved: true }));
    expect((await world.shown(WINDOWS)).notes).toEqual(['CANCELLATION REASON: out of town']);
  });

  test('of an appointment other than the one shown, or of none, is refused', async () => {
    const moved = cancellation(world.actionId(), WINDOWS, '2026-06-10');
    expect(await world.write(moved, WINDOWS)).toEqual({ status: 'refused', reason: 'wrong_status' });
    const none = cancellation(world.actionId(), FLOORING);
    expect(await world.write(none, FLOORING)).toEqual({ status: 'refused', reason: 'wrong_status' });
    expect(await world.sent(/cancel/)).toBe(0);
  });

  test('is a request while PF360 goes on showing the appointment', async () => {
    await world.fault({ match: 'GET *cancel-appointment', status: 200, body: { data: { message: 'ok' } } });
    const outcome = await world.write(cancellation(world.actionId(), WINDOWS), WINDOWS);
    expect(outcome).toEqual(value('requested', { reason_saved: true }));
  });
});

describe('rescheduling', () => {
  test('releases the old time and brings the dates that are open now', async () => {
    const outcome = await world.write(reschedule(world.actionId(), WINDOWS), WINDOWS);
    expect(outcome).toMatchObject(value('confirmed', { dates: expect.any(Array), request_id: expect.any(Number) }));
    if (outcome.status !== 'ok') throw new Error();
    const { dates } = outcome.value as { dates: string[] };
    expect(dates).toEqual([...dates].sort());
    expect(dates.length).toBeGreaterThan(10);
    expect(await world.shown(WINDOWS)).toMatchObject({ status: 'Pending Reschedule', scheduled: null });
  });

  test('writes down what will be lost before it is released, and sets the timer', async () => {
    await world.fault({ match: 'GET *cancel-reschedule', drop: true, times: 1 });
    const id = world.actionId();
    const begun = Date.now();
    expect(await world.write(reschedule(id, WINDOWS), WINDOWS)).toEqual({ status: 'unknown' });
    const saga = await world.deps.sagas.read(WINDOWS.client_id, WINDOWS.project_id);
    expect(saga).toMatchObject({
      action_id: id,
      customer_id: '7001001',
      old: { date: WINDOWS_DATE, time: '10:00' },
      state: 'open',
      timezone: 'America/New_York',
    });
    const due = Date.parse(saga?.due_at ?? '') - begun;
    expect(Math.abs(due - 1_200_000)).toBeLessThan(60_000);
    expect(world.timers).toEqual([{ at: saga?.due_at, client_id: WINDOWS.client_id, project_id: WINDOWS.project_id }]);
  });

  test('searches where the release answers with a message alone', async () => {
    const slot = await firstSlot(world, FENCE);
    await world.write(confirmation(world.actionId(), FENCE, slot), FENCE);
    await world.approve(FENCE.project_id);
    const action = { ...reschedule(world.actionId(), FENCE, undefined, slot.date), time: slot.time };
    const outcome = await world.write(action, FENCE);
    expect(outcome).toMatchObject(value('confirmed', { dates: expect.any(Array), request_id: expect.any(Number) }));
    if (outcome.status !== 'ok') throw new Error();
    expect((outcome.value as { dates: string[] }).dates.length).toBeGreaterThan(10);
  });

  test('is believed, with dates of a new search, while PF360 goes on showing the old time', async () => {
    const row = {
      project_project_id: 90010002,
      status_info_status: 'Scheduled',
      convertedProjectStartScheduledDate: '06-09-2026 10:00 AM',
    };
    await world.fault({ match: 'GET /dashboard/*', body: { data: [row] }, times: 2 });
    const outcome = await world.write(reschedule(world.actionId(), WINDOWS), WINDOWS);
    expect(outcome).toMatchObject(value('confirmed', { dates: expect.any(Array), request_id: expect.any(Number) }));
    if (outcome.status !== 'ok') throw new Error();
    const { dates, request_id } = outcome.value as { dates: string[]; request_id: number };
    const times = await world.use('get_time_slots', { ...WINDOWS, date: dates[0] ?? '', request_id });
    expect(times.status).toBe('ok');
  });

  test('is no more than a request when PF360 neither shows nor proves it', async () => {
    const row = {
      project_project_id: 90010002,
      status_info_status: 'Scheduled',
      convertedProjectStartScheduledDate: '06-09-2026 10:00 AM',
    };
    await world.fault({ match: 'GET /dashboard/*', body: { data: [row] }, times: 2 });
    await world.fault({ match: 'GET *slotsChatbot', status: 500, times: 3 });
    const outcome = await world.write(reschedule(world.actionId(), WINDOWS), WINDOWS);
    expect(outcome).toMatchObject({ status: 'ok', value: { status: 'requested' } });
  });

  test('is still true when the new dates cannot be had', async () => {
    const slot = await firstSlot(world, FENCE);
    await world.write(confirmation(world.actionId(), FENCE, slot), FENCE);
    await world.approve(FENCE.project_id);
    await world.fault({ match: 'GET *slotsChatbot', status: 500, times: 9 });
    const action = { ...reschedule(world.actionId(), FENCE, undefined, slot.date), time: slot.time };
    expect(await world.write(action, FENCE)).toEqual(value('confirmed'));
  });

  test('of an appointment that is not there is refused, and no reschedule is left open', async () => {
    const outcome = await world.write(reschedule(world.actionId(), FLOORING), FLOORING);
    expect(outcome).toEqual({ status: 'refused', reason: 'wrong_status' });
    expect(await world.deps.sagas.read(FLOORING.client_id, FLOORING.project_id)).toBeNull();
  });

  test('that PF360 refuses leaves the appointment and no open reschedule', async () => {
    const body = { message: 'The project status should be Scheduled' };
    await world.fault({ match: 'GET *cancel-reschedule', status: 400, body });
    const outcome = await world.write(reschedule(world.actionId(), WINDOWS), WINDOWS);
    expect(outcome).toEqual({ status: 'refused', reason: 'wrong_status' });
    expect(await world.deps.sagas.read(WINDOWS.client_id, WINDOWS.project_id)).toMatchObject({ state: 'not_released' });
  });

  test('ends when the new time is booked', async () => {
    const released = await world.write(reschedule(world.actionId(), WINDOWS), WINDOWS);
    if (released.status !== 'ok') throw new Error();
    const slot = await firstSlot(world, WINDOWS, 8);
    const action = confirmation(world.actionId(), WINDOWS, slot, { completes_reschedule: true });
    expect(await world.write(action, WINDOWS)).toEqual(value('confirmed'));
    expect(await world.deps.sagas.read(WINDOWS.client_id, WINDOWS.project_id)).toMatchObject({ state: 'rebooked' });
  });

  test('with a new time does both', async () => {
    const to = { new_date: '2026-06-11', new_time: await openTime('2026-06-11') };
    const outcome = await world.write(reschedule(world.actionId(), WINDOWS, to), WINDOWS);
    expect(outcome).toEqual(value('confirmed', { booked: true }));
    expect(await world.shown(WINDOWS)).toMatchObject({
      status: 'Scheduled',
      scheduled: { date: to.new_date, time: to.new_time },
    });
    expect(await world.deps.sagas.read(WINDOWS.client_id, WINDOWS.project_id)).toMatchObject({ state: 'rebooked' });
  });

  test('with a new time that is not open gets the old one back at once: nothing was changed', async () => {
    const to = { new_date: '2026-06-13', new_time: '10:00' };
    const outcome = await world.write(reschedule(world.actionId(), WINDOWS, to), WINDOWS);
    expect(outcome).toEqual({ status: 'refused', reason: 'slot_taken' });
    expect(await world.shown(WINDOWS)).toMatchObject({
      status: 'Scheduled',
      scheduled: { date: WINDOWS_DATE, time: '10:00' },
    });
    expect(await world.deps.sagas.read(WINDOWS.client_id, WINDOWS.project_id)).toMatchObject({ state: 'restored' });
  });

  test('with neither the new nor the old time to be had says so, and stays open for the recovery', async () => {
    const to = { new_date: '2026-06-11', new_time: await openTime('2026-06-11') };
    await world.fault({ match: 'POST *schedule', status: 409, body: { message: 'taken' }, times: 2 });
    const outcome = await world.write(reschedule(world.actionId(), WINDOWS, to), WINDOWS);
    expect(outcome).toEqual(value('confirmed', { booked: false }));
    expect(await world.deps.sagas.read(WINDOWS.client_id, WINDOWS.project_id)).toMatchObject({ state: 'open' });
  });

  test('whose old time may have been booked again is open until that is known', async () => {
    const to = { new_date: '2026-06-13', new_time: '10:00' };
    await world.fault({ match: 'POST *schedule', drop: true, after_commit: true });
    await world.fault({ match: 'GET /dashboard/*', delay_ms: 0 });
    await world.fault({ match: 'GET /dashboard/*', status: 500, times: 3 });
    const action = reschedule(world.actionId(), WINDOWS, to);
    expect(await world.write(action, WINDOWS)).toEqual({ status: 'unknown' });
    expect(await world.write(action, WINDOWS)).toEqual({ status: 'unavailable' });
    expect(await world.deps.sagas.read(WINDOWS.client_id, WINDOWS.project_id)).toMatchObject({ state: 'restored' });
  });

  test('whose booking may have gone through does not book the old time on top', async () => {
    const to = { new_date: '2026-06-11', new_time: await openTime('2026-06-11') };
    await world.fault({ match: 'POST *schedule', drop: true, times: 1 });
    const outcome = await world.write(reschedule(world.actionId(), WINDOWS, to), WINDOWS);
    expect(outcome).toEqual({ status: 'unknown' });
    expect(await world.sent(/POST .*schedule/)).toBe(1);
  });

  /** An open time of the windows' crew on that day, found with the windows released. Resets the sandbox, its faults too. */
  async function openTime(date: string): Promise<string> {
    const bound = world
      .access(5000)
      .bind(
        { token: 'other', customer_id: WINDOWS.customer, client_id: WINDOWS.client_id },
        world.deps.clock() + 60_000,
      );
    await bound.release(WINDOWS.project_id);
    const search = await bound.openDates(WINDOWS.project_id, { start: date, end: date });
    if (search.status !== 'ok' || search.value.request_id === null) throw new Error();
    const times = await bound.openTimes(WINDOWS.project_id, date, search.value.request_id);
    if (times.status !== 'ok') throw new Error();
    await fetch(`${world.url}/sandbox/reset`, { method: 'POST' });
    return times.value.times[0] ?? '';
  }
});

describe('a note', () => {
  test('is saved as it was said, and seen by the portal', async () => {
    expect(await world.write(note(world.actionId(), FLOORING), FLOORING)).toEqual(value('confirmed'));
    expect((await world.shown(FLOORING)).notes).toContain('The gate code is 4821');
    const sent = (await world.requests()).find(({ method }) => method === 'POST');
    expect(sent?.body).toMatchObject({
      note_text: 'The gate code is 4821',
      viewed_at: '2026-06-01T13:00:00Z',
      reviewed_at: '2026-06-01T13:00:00Z',
    });
  });

  test('on a project that is not the customer’s is not found', async () => {
    const foreign = { ...FLOORING, project_id: '90040001' };
    expect(await world.write(note(world.actionId(), foreign), foreign)).toEqual({ status: 'not_found' });
    expect(await world.sent(/POST/)).toBe(0);
  });

  test('needs no earlier turn, only the session', async () => {
    const action = note(world.actionId(), FLOORING);
    world.stored.now = {
      pending_action: null,
      unresolved: [],
      lease_holder: 'execution-1',
      owner: '11TB01SB#7001001',
      last_turn_at: null,
    };
    expect(await world.use('add_note', action)).toEqual(value('confirmed'));
  });
});

describe('a change of address', () => {
  test('is a request to the office, with the old address', async () => {
    expect(await world.write(addressChange(world.actionId(), FLOORING), FLOORING)).toEqual(value('requested'));
    expect((await world.shown(FLOORING)).notes).toContain(
      'CUSTOMER REQUESTED INSTALLATION ADDRESS UPDATE\nNew address: 12 Oak St, Tampa, FL 33602\nOld address: 1 Old Road',
    );
  });

  test('says when there is no old address, and is not found for a stranger’s project', async () => {
    await world.write(addressChange(world.actionId(), FLOORING, null), FLOORING);
    expect((await world.shown(FLOORING)).notes.join()).toContain('Old address: none on file');
    const foreign = { ...FLOORING, project_id: '90040001' };
    expect(await world.write(addressChange(world.actionId(), foreign), foreign)).toEqual({ status: 'not_found' });
  });
});

/** Each write with the request that makes it, a fresh action at each call, and what PF360 shows once it was done. */
const WRITES: {
  name: string;
  match: string;
  sent: RegExp;
  done: object;
  project: TestProject;
  action: () => Promise<PendingAction>;
  isDone: () => Promise<boolean>;
}[] = [
  {
    name: 'a booking',
    match: 'POST /scheduler/*/schedule',
    sent: /POST .*\/schedule/,
    done: value('confirmed'),
    project: FLOORING,
    action: async () => confirmation(world.actionId(), FLOORING, await firstSlot(world, FLOORING)),
    isDone: async () => (await world.shown(FLOORING)).scheduled !== null,
  },
  {
    name: 'a cancel',
    match: 'GET *cancel-appointment',
    sent: /GET .*cancel-appointment/,
    done: value('confirmed', { reason_saved: true }),
    project: WINDOWS,
    action: async () => cancellation(world.actionId(), WINDOWS),
    isDone: async () => (await world.shown(WINDOWS)).scheduled === null,
  },
  {
    name: 'a release',
    match: 'GET *cancel-reschedule',
    sent: /GET .*cancel-reschedule/,
    done: { status: 'ok', value: { status: 'confirmed', booked: null, dates: expect.any(Array) } },
    project: WINDOWS,
    action: async () => reschedule(world.actionId(), WINDOWS),
    isDone: async () => (await world.shown(WINDOWS)).scheduled === null,
  },
  {
    name: 'a note',
    match: 'POST /communication/*',
    sent: /POST \/communication/,
    done: value('confirmed'),
    project: FLOORING,
    action: async () => note(world.actionId(), FLOORING),
    isDone: async () => (await world.shown(FLOORING)).notes.length > 0,
  },
  {
    name: 'a change of address',
    match: 'POST /project-notes/update-address-note',
    sent: /POST \/project-notes/,
    done: value('requested'),
    project: FLOORING,
    action: async () => addressChange(world.actionId(), FLOORING),
    isDone: async () => (await world.shown(FLOORING)).notes.length > 0,
  },
];

const GARBAGE = '<html>it works</html>';
const PROCESS_STEP = { message: 'Invalid process step' };

/** Every way in which a write can go wrong, and what is known of it afterwards. */
const FAULTS: { name: string; fault: Omit<Fault, 'match'>; becomes: 'done' | 'unavailable' | 'unknown' | 'expired' }[] =
  [
    { name: 'a 500 before it was done', fault: { status: 500 }, becomes: 'unavailable' },
    { name: 'a 500 after it was done', fault: { status: 500, after_commit: true }, becomes: 'done' },
    { name: 'a silence after it was done', fault: { delay_ms: 20_000, after_commit: true }, becomes: 'done' },
    { name: 'a silence before it was done', fault: { delay_ms: 20_000, status: 503 }, becomes: 'unknown' },
    { name: 'a connection cut after it was done', fault: { drop: true, after_commit: true }, becomes: 'done' },
    { name: 'a connection cut before it was done', fault: { drop: true }, becomes: 'unknown' },
    { name: 'a token that no longer works', fault: { status: 401 }, becomes: 'expired' },
    { name: 'a tenant that is not the token’s', fault: { status: 403 }, becomes: 'expired' },
    {
      name: '"Invalid process step" after it was done',
      fault: { status: 400, body: PROCESS_STEP, after_commit: true },
      becomes: 'done',
    },
    {
      name: '"Invalid process step" though it was not',
      fault: { status: 400, body: PROCESS_STEP },
      becomes: 'unavailable',
    },
    { name: 'garbage after it was done', fault: { body: GARBAGE, after_commit: true }, becomes: 'done' },
    { name: 'garbage before it was done', fault: { body: GARBAGE }, becomes: 'unavailable' },
    { name: 'an empty answer after it was done', fault: { body: '', after_commit: true }, becomes: 'done' },
  ];

const cases = WRITES.flatMap((write) =>
  FAULTS.map((fault) => ({ ...write, ...fault, what: `${write.name}, ${fault.name}` })),
);

describe('a write that meets a fault is sent once and told as it is', () => {
  test.each(cases)('$what: $becomes', async ({ action, match, fault, becomes, done, project, sent, isDone }) => {
    const pending = await action();
    await world.fault({ match, ...fault });
    const isSilence = fault.delay_ms !== undefined;
    const first = await world.write(pending, project, isSilence ? world.impatient : {});
    if (becomes === 'done') expect(first).toMatchObject(done);
    else expect(first).toEqual({ status: becomes });
    expect(await isDone()).toBe(becomes === 'done');
    expect(await world.sent(sent)).toBe(1);
    expect(world.errors).toEqual([]);
  });

  test.each(WRITES)(
    '$name, PF360 not even reachable: unavailable, and the same yes can be tried again',
    async (write) => {
      const pending = await write.action();
      const nowhere = { ...world.deps, pf360: unreachable() };
      expect(await world.write(pending, write.project, nowhere)).toEqual({ status: 'unavailable' });
      expect(await write.isDone()).toBe(false);
      expect(await world.write(pending, write.project)).toMatchObject(write.done);
      expect(await world.sent(write.sent)).toBe(1);
    },
  );

  test.each(WRITES)('$name, run again after it was done: the same outcome, and nothing is sent', async (write) => {
    const pending = await write.action();
    const first = await world.write(pending, write.project);
    expect(first).toMatchObject(write.done);
    expect(await world.write(pending, write.project)).toEqual(first);
    expect(await world.sent(write.sent)).toBe(1);
  });

  test.each(WRITES)('$name, run twice at once: sent once', async (write) => {
    const pending = await write.action();
    const both = await Promise.all([world.write(pending, write.project), world.write(pending, write.project)]);
    expect(both).toContainEqual(expect.objectContaining({ status: 'ok' }));
    expect(await world.sent(write.sent)).toBe(1);
  });

  test.each(WRITES)('$name of unknown outcome: looked into until PF360 cannot be at it any more', async (write) => {
    const pending = await write.action();
    await world.fault({ match: write.match, drop: true });
    expect(await world.write(pending, write.project)).toEqual({ status: 'unknown' });
    expect(await world.write(pending, write.project)).toEqual({ status: 'unknown' });
    world.wait(181);
    expect(await world.write(pending, write.project)).toEqual({ status: 'unavailable' });
    expect(await world.write(pending, write.project)).toEqual({ status: 'unavailable' });
    expect(await world.sent(write.sent)).toBe(1);
  });

  test.each(WRITES)('$name that cannot be read back: unknown, and found out later', async (write) => {
    const pending = await write.action();
    const reads = write.name === 'a note' || write.name === 'a change of address' ? 'GET */notes' : 'GET /dashboard/*';
    await world.fault({ match: write.match, drop: true, after_commit: true });
    if (reads === 'GET /dashboard/*') await world.fault({ match: reads, delay_ms: 0, times: 1 });
    await world.fault({ match: reads, status: 500, times: 3 });
    expect(await world.write(pending, write.project)).toEqual({ status: 'unknown' });
    await world.clearFaults();
    const found = await world.write(pending, write.project);
    expect(found).toMatchObject({ status: 'ok' });
    expect(await world.sent(write.sent)).toBe(1);
  });

  /** A PF360 that is there for reading, and gone when it comes to writing. */
  function unreachable() {
    const here = world.access(9000);
    const gone = world.access(9000, world.nowhere);
    return {
      bind: (...bound: Parameters<typeof here.bind>) => {
        const { projects, reread, openDates, openTimes, notes, workWeek } = here.bind(...bound);
        return { ...gone.bind(...bound), projects, reread, openDates, openTimes, notes, workWeek };
      },
    };
  }
});
