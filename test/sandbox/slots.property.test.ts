import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Client, offers, openSandbox } from './pf360-client.ts';

const instants = fc.integer({ min: Date.parse('2026-01-01T00:00Z'), max: Date.parse('2031-01-01T00:00Z') });
const TIMES = ['08:00:00', '10:00:00', '13:00:00', '15:00:00'];

const bookable = fc.constantFrom<readonly [string, number]>(
  ['11TB01SB', 90010001],
  ['11TB01SB', 90010003],
  ['22CH01SB', 90020001],
  ['11TB01SB', 90040002],
  ['11OR02SB', 90040101],
  ['11OR02SB', 90040104],
  ['11TB01SB', 90050001],
);

describe('before anything is booked', () => {
  test('fifteen dates are open, each with two to four of the usual times, on working days', async () => {
    await fc.assert(
      fc.asyncProperty(instants, bookable, async (now, [clientId, id]) => {
        const days = await offers(openSandbox(now), clientId, id);
        expect(days.size).toBe(15);
        for (const [date, slots] of days) {
          expect(slots.length).toBeGreaterThanOrEqual(2);
          expect(slots).toEqual(TIMES.filter((time) => slots.includes(time)));
          const weekday = new Date(`${date}T00:00Z`).getUTCDay();
          expect(weekday).not.toBe(0);
          if (clientId !== '11OR02SB') expect(weekday).not.toBe(6);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('the slots of a project’s date are the same in every sandbox of that clock', async () => {
    await fc.assert(
      fc.asyncProperty(bookable, async ([clientId, id]) => {
        expect(await offers(openSandbox(), clientId, id)).toEqual(await offers(openSandbox(), clientId, id));
      }),
      { numRuns: 7 },
    );
  });

  test('all open projects of the five hundred have at least two slots a day', async () => {
    const client = openSandbox();
    const rows = await client.dashboard('11TB01SB', 7001005);
    const open = rows.filter((each) => /^(new|not scheduled|ready )/i.test(String(each.status_info_status)));
    let searched = 0;
    for (const each of open.filter((_, index) => index % 5 === 0)) {
      const id = Number(each.project_project_id);
      if ((await client.dates('11TB01SB', id)).status !== 200) continue;
      searched += 1;
      const days = await offers(client, '11TB01SB', id);
      expect(days.size).toBe(15);
      expect(Math.min(...[...days.values()].map((slots) => slots.length))).toBeGreaterThanOrEqual(2);
    }
    expect(searched).toBeGreaterThan(15);
  });
});

describe('under contention', () => {
  const TAMPA = '11TB01SB';
  const CREW = [90010001, 90040001, 90040002, 90050025] as const;

  type Step =
    | { kind: 'book'; who: number; day: number; time: number }
    | { kind: 'cancel'; who: number }
    | { kind: 'release'; who: number };
  const who = fc.nat({ max: CREW.length - 1 });
  const steps = fc.array(
    fc.oneof<fc.Arbitrary<Step>[]>(
      // Two days only: the four projects are to meet.
      fc.record({ kind: fc.constant('book'), who, day: fc.nat({ max: 1 }), time: fc.nat({ max: 3 }) }),
      fc.record({ kind: fc.constant('cancel'), who }),
      fc.record({ kind: fc.constant('release'), who }),
    ),
    { minLength: 1, maxLength: 14 },
  );

  async function take(client: Client, step: Step, held: Map<number, string>): Promise<void> {
    const id = CREW[step.who] ?? 0;
    if (step.kind !== 'book') {
      const reply = await client[step.kind](TAMPA, id);
      expect(reply.status).toBe(held.has(id) ? 200 : 400);
      held.delete(id);
      return;
    }
    const search = await client.dates(TAMPA, id);
    expect(search.status).toBe(held.has(id) ? 400 : 200);
    if (held.has(id)) return;
    const { request_id } = search.json.data;
    const date = ['2026-06-08', '2026-06-09'][step.day] ?? '';
    const time = TIMES[step.time] ?? '';
    const { slots } = (await client.slots(TAMPA, id, date, request_id)).json.data;
    const slot = `${date} ${time}`;
    const taken = [...held.values()].includes(slot);
    if (taken) expect(slots).not.toContain(time);
    const { status } = await client.schedule(TAMPA, id, date, time, request_id);
    expect(status).toBe(taken ? 409 : slots.includes(time) ? 200 : 400);
    if (status === 200) held.set(id, slot);
  }

  test('whatever the order of bookings and releases, no two projects hold one slot and each answer is true', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const client = openSandbox();
        const held = new Map<number, string>();
        for (const step of sequence) await take(client, step, held);
        expect(new Set(held.values()).size).toBe(held.size);
        const rows = [
          ...(await client.dashboard(TAMPA, 7001001)),
          ...(await client.dashboard(TAMPA, 7001004)),
          ...(await client.dashboard(TAMPA, 7001005)),
        ];
        for (const id of CREW) {
          const found = rows.find((each) => each.project_project_id === id);
          expect(found?.status_info_status === 'Scheduled').toBe(held.has(id));
        }
      }),
      { numRuns: 30 },
    );
  });

  test('of bookings of one slot that are sent at once, one wins and the rest conflict', async () => {
    const client = openSandbox();
    const days = await Promise.all(CREW.slice(0, 3).map((id) => offers(client, TAMPA, id)));
    const date = [...(days[0]?.keys() ?? [])].find((day) =>
      days.every((each) => each.get(day)?.includes('10:00:00') === true),
    );
    if (date === undefined) throw new Error('no slot that all three can have');
    const searches = await Promise.all(CREW.slice(0, 3).map((id) => client.dates(TAMPA, id)));
    const replies = await Promise.all(
      searches.map(({ json }, index) =>
        client.schedule(TAMPA, CREW[index] ?? 0, date, '10:00:00', json.data.request_id),
      ),
    );
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409, 409]);
  });
});
