import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addMinutes } from '../../../core/calendar.ts';
import { OWN_WRITES_KEPT, OwnWrite } from '../../../core/contracts/own-write.ts';
import { StatusGroup } from '../../../core/contracts/project.ts';
import type { CustomerProject } from '../../../core/ports.ts';
import { asKnown, withWrite } from '../../../core/rules/own-writes.ts';

type Slot = { date: string; time: string | null };

const AT = '2026-06-01T09:00:00-04:00';
const KEY = { client_id: '11TB01SB', project_id: '90010001' };

/** The dashboard's row of a project that holds that appointment, or none. */
const row = (scheduled: Slot | null, more: Partial<CustomerProject> = {}): CustomerProject => ({
  ...KEY,
  number: '41001_1',
  category: 'Flooring',
  type: 'Installation',
  location: null,
  status: scheduled === null ? 'Ready To Schedule' : 'Scheduled',
  group: scheduled === null ? 'schedulable' : 'scheduled',
  scheduled: scheduled === null ? null : { ...scheduled, end_time: null },
  city: null,
  street: null,
  state: null,
  zip: null,
  address: null,
  technician: scheduled === null ? null : 'Marco Reyes',
  store: null,
  duration: null,
  sold: null,
  ...more,
});

const slot = fc.record({
  date: fc.constantFrom('2026-06-08', '2026-06-09', '2026-06-10', '2026-06-11', '2026-06-12'),
  time: fc.constantFrom('08:00', '10:00', '13:00'),
});

/** A write to the one project, as it follows from what is so before it. */
function writeAfter(before: Slot | null, next: Slot, at: string): OwnWrite {
  const own = { ...KEY, at, earlier: [before] };
  return before === null ? { ...own, did: 'booked', slot: next } : { ...own, did: 'canceled', slot: null };
}

/** The states that a project goes through in a conversation, and what the session remembers at the end. */
function history(first: Slot | null, slots: readonly Slot[]) {
  const states: (Slot | null)[] = [first];
  let writes: OwnWrite[] = [];
  for (const next of slots) {
    const write = writeAfter(states.at(-1) ?? null, next, AT);
    writes = withWrite(writes, write);
    states.push(write.slot);
  }
  return { states, writes };
}

const conversation = fc.record({
  first: fc.option(slot, { nil: null }),
  slots: fc.array(slot, { minLength: 1, maxLength: 4 }),
});
const minutes = fc.integer({ min: 0, max: 10 });
const dateOf = (project: CustomerProject) => project.scheduled?.date ?? null;

describe('a project of which the dashboard is behind', () => {
  test('is known as the last write left it, whichever state before is shown, and marked as not shown', () => {
    fc.assert(
      fc.property(conversation, fc.nat(), minutes, ({ first, slots }, lag, later) => {
        const { states, writes } = history(first, slots);
        const now = states.at(-1) ?? null;
        const shown = states[lag % states.length] ?? null;
        const known = asKnown(row(shown), writes, addMinutes(AT, later));
        expect(dateOf(known)).toBe(now?.date ?? null);
        expect(known.scheduled?.time ?? null).toBe(now?.time ?? null);
        const isSame = shown?.date === now?.date && shown?.time === now?.time;
        expect(known.unshown === undefined).toBe(isSame);
        if (isSame) expect(known).toEqual(row(shown));
      }),
    );
  });

  test('is never told with a technician or a status of what was before', () => {
    fc.assert(
      fc.property(conversation, ({ first, slots }) => {
        const { writes } = history(first, slots);
        const known = asKnown(row(first), writes, AT);
        if (known.unshown === undefined) return;
        expect(known.technician).toBeNull();
        expect(['Ready To Schedule', 'Scheduled']).not.toContain(known.status);
      }),
    );
  });
});

describe('the dashboard is right', () => {
  test('where it shows a time that is neither ours nor one before', () => {
    fc.assert(
      fc.property(conversation, ({ first, slots }) => {
        const { writes } = history(first, slots);
        const shown = row({ date: '2026-06-30', time: '15:00' });
        expect(asKnown(shown, writes, AT)).toBe(shown);
      }),
    );
  });

  test('where it shows any other status than the two that a write goes from', () => {
    const others = StatusGroup.options.filter((group) => group !== 'scheduled' && group !== 'schedulable');
    fc.assert(
      fc.property(conversation, fc.constantFrom(...others), fc.boolean(), ({ first, slots }, group, isHeld) => {
        const { writes } = history(first, slots);
        const shown = row(isHeld ? first : null, { group, status: 'In Progress' });
        expect(asKnown(shown, writes, AT)).toBe(shown);
      }),
    );
  });

  test('eleven minutes after the last write', () => {
    fc.assert(
      fc.property(conversation, ({ first, slots }) => {
        const { writes } = history(first, slots);
        const shown = row(first);
        expect(asKnown(shown, writes, addMinutes(AT, 11))).toBe(shown);
      }),
    );
  });

  test('of every other project, and of the same id at another location', () => {
    fc.assert(
      fc.property(conversation, ({ first, slots }) => {
        const { writes } = history(first, slots);
        for (const other of [{ project_id: '90010002' }, { client_id: '11OR02SB' }]) {
          const shown = row(first, other);
          expect(asKnown(shown, writes, AT)).toBe(shown);
        }
      }),
    );
  });
});

test('what a session remembers is of its form, of few projects and small, however much is written', () => {
  const write = fc.record({ id: fc.integer({ min: 1, max: 9 }), before: fc.option(slot, { nil: null }), next: slot });
  fc.assert(
    fc.property(fc.array(write, { maxLength: 40 }), (all) => {
      const writes = all.reduce<OwnWrite[]>(
        (kept, { id, before, next }) =>
          withWrite(kept, { ...writeAfter(before, next, AT), project_id: `9001000${id}` }),
        [],
      );
      expect(writes.length).toBeLessThanOrEqual(OWN_WRITES_KEPT);
      for (const one of writes) expect(OwnWrite.safeParse(one).success).toBe(true);
      expect(new Set(writes.map(({ project_id }) => project_id)).size).toBe(writes.length);
      expect(JSON.stringify(writes).length).toBeLessThan(2000);
    }),
  );
});

test('a cancellation that is only asked for leaves the appointment standing, marked', () => {
  const visit = { date: '2026-06-09', time: '10:00' };
  const asked = withWrite([], { ...KEY, did: 'cancel_requested', slot: visit, earlier: [visit], at: AT });
  const known = asKnown(row(visit), asked, AT);
  expect(known).toMatchObject({ group: 'scheduled', scheduled: visit, unshown: { did: 'cancel_requested', ...visit } });
  expect(asKnown(row(null), asked, AT)).toEqual(row(null));
});
