import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allows, groupOf, holdsAppointment, isEnded } from '../../../core/rules/status.ts';

const TABLE = {
  schedulable: ['new', 'pending reschedule', 'not scheduled', 'ready to schedule', 'ready for auto call'],
  scheduled: [
    'scheduled',
    'tentatively scheduled',
    'customer scheduled',
    'store scheduled',
    'install scheduled',
    'hdms scheduled',
  ],
  blocked: ['in progress', 'pending confirmation'],
  waiting: [
    'on hold',
    'waiting for product',
    'waiting product',
    'missing product',
    'paused - missing product',
    'paused - waiting on product',
    'waiting for permit',
    'needs permit',
    'product ordered',
    'pending',
  ],
  completed: ['completed', 'work complete', 'project completed', 'work order completed', 'done', 'completed-archived'],
  cancelled: ['cancelled', 'cancelled/surge', 'ready to cancel'],
  closed: ['closed', 'archived', 'refunded', 'support requested'],
  unknown: ['scheduled - not confirmed', 'ready for quote', '', 'scheduling', 'unscheduled'],
};
const rows = Object.entries(TABLE).flatMap(([group, statuses]) => statuses.map((status) => ({ group, status })));

/** The status as PF360 may write it: any case, blanks around. */
const written = (status: string) =>
  fc
    .tuple(
      fc.array(fc.boolean(), { minLength: status.length, maxLength: status.length }),
      fc.constantFrom('', ' ', '\t'),
    )
    .map(([upper, blank]) => {
      const text = [...status].map((letter, index) => (upper[index] ? letter.toUpperCase() : letter)).join('');
      return `${blank}${text}${blank}`;
    });

describe('the group of a status', () => {
  test.each(rows)('"$status" is $group', ({ group, status }) => {
    fc.assert(
      fc.property(written(status), (text) => {
        expect(groupOf(text)).toBe(group);
      }),
      { numRuns: 20 },
    );
  });

  test('of any other text is unknown, and lets nothing be written', () => {
    const known = new Set(rows.filter(({ group }) => group !== 'unknown').map(({ status }) => status));
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!known.has(text.trim().toLowerCase().replace(/\s+/g, ' ')));
        expect(groupOf(text)).toBe('unknown');
        expect(allows(groupOf(text))).toEqual({ schedule: false, reschedule: false, cancel: false });
      }),
    );
  });
});

test('only a schedulable project is booked, only a scheduled one moved or cancelled', () => {
  const groups = Object.keys(TABLE) as (keyof typeof TABLE)[];
  expect(groups.filter((group) => allows(group).schedule)).toEqual(['schedulable']);
  expect(groups.filter((group) => allows(group).reschedule)).toEqual(['scheduled']);
  expect(groups.filter((group) => allows(group).cancel)).toEqual(['scheduled']);
});

test('a project that has ended holds no appointment', () => {
  const groups = Object.keys(TABLE) as (keyof typeof TABLE)[];
  expect(groups.filter(isEnded)).toEqual(['completed', 'cancelled', 'closed']);
  expect(groups.filter(holdsAppointment)).toEqual(['scheduled', 'blocked']);
});
