import type { WriteTool } from '../../core/contracts/action.ts';
import type { Fault } from '../../sandbox/faults.ts';
import type { Random } from './random.ts';

export type GivenFault = Pick<Fault, 'match'> & Partial<Omit<Fault, 'match'>>;

const READS = [
  'GET /dashboard/*',
  'GET /scheduler/*/slotsChatbot',
  'GET /scheduler/*/business-hours',
  'GET /communication/*/notes',
  'GET /v1/forecast',
  'GET /v1/search',
];
const WRITES: Record<WriteTool, string> = {
  confirm_appointment: 'POST /scheduler/*/schedule',
  reschedule_appointment: 'GET /scheduler/*/cancel-reschedule',
  cancel_appointment: 'GET /scheduler/*/cancel-appointment',
  add_note: 'POST /communication/*/note',
  request_address_change: 'POST /project-notes/*',
};

const NOES = ['Invalid process step', 'Bad request', 'Not allowed', 'The project status should be Scheduled'];

/** The dashboard goes on showing what is so now, for a while. */
export function randomLag(random: Random): GivenFault {
  return { match: 'GET /dashboard/*', stale: true, times: 1 + random.whole(9) };
}

/**
 * @param silenceMs Longer than the assistant waits for one call.
 * @param tool      A fault of this write; of any request otherwise.
 */
export function randomFault(random: Random, silenceMs: number, tool?: WriteTool): GivenFault {
  const writes = random.chance(0.6) ? Object.values(WRITES) : READS;
  const match = random.weighted([
    [tool === undefined ? 8 : 0, random.pick(writes)],
    [tool === undefined ? 0 : 12, tool === undefined ? '*' : WRITES[tool]],
    [1, '*'],
  ]);
  const times = 1 + random.whole(3);
  const after_commit = random.chance(0.5);
  const effect = random.weighted<Omit<GivenFault, 'match'>>([
    [4, { status: random.pick([500, 502, 503, 504]), after_commit }],
    [3, { drop: true, after_commit }],
    [3, { delay_ms: silenceMs, after_commit, drop: true }],
    [1, { delay_ms: Math.floor(silenceMs / 4) }],
    [1, { status: 200, body: '<html>busy</html>', after_commit }],
    [1, { status: 200, body: '', after_commit }],
    // A no is said of what was done, too.
    [1, { status: 200, body: { error: 'nothing is known about this' }, after_commit }],
    [1, { status: 401, after_commit }],
    [2, { status: 400, body: { message: random.pick(NOES) }, after_commit }],
    [1, { status: 409, body: { message: 'The selected slot was taken by another booking' }, after_commit }],
    [1, { status: 429 }],
  ]);
  return { match, times, ...effect };
}
