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
const WRITES = [
  'POST /scheduler/*/schedule',
  'GET /scheduler/*/cancel-reschedule',
  'GET /scheduler/*/cancel-appointment',
  'POST /communication/*/note',
  'POST /project-notes/*',
];

/** @param silenceMs Longer than the assistant waits for one call. */
export function randomFault(random: Random, silenceMs: number): GivenFault {
  const isWrite = random.chance(0.6);
  const match = random.weighted([
    [8, random.pick(isWrite ? WRITES : READS)],
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
    // A definite no is believed: PF360 does not say it of what it has done.
    [1, { status: 200, body: { error: 'nothing is known about this' } }],
    [1, { status: 401 }],
    [1, { status: 400, body: { message: 'Invalid process step' }, after_commit }],
    [1, { status: 409, body: { message: 'The selected slot was taken by another booking' } }],
    [1, { status: 429 }],
  ]);
  return { match, times, ...effect };
}
