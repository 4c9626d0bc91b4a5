import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { INTENT_NAMES } from '../../../core/intents.ts';
import { type DateOrRange, Entities } from '../../../core/understanding/entities/entities.ts';
import { type ReadingContext, readEntities } from '../../../core/understanding/entities/read-entities.ts';
import { read } from './reading.ts';

const EXPECTING = ['project', 'date', 'time', 'confirmation', 'reason', 'note_text', 'address', null] as const;
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const anyDay = fc.integer({ min: 0, max: 12_000 }).map((days) => Temporal.PlainDate.from('2020-01-01').add({ days }));

const anyContext: fc.Arbitrary<ReadingContext> = fc
  .record({
    today: anyDay.map(String),
    time: fc.constantFrom('00:00', '08:59', '23:59'),
    expecting: fc.constantFrom(...EXPECTING),
    intent: fc.option(fc.constantFrom(...INTENT_NAMES), { nil: null }),
  })
  .map(({ intent, ...context }) => (intent === null ? context : { ...context, intent }));

/** Words that dates, times and negations are made of, in any order. */
const vocabulary = (
  'the a in on at by for from to until before after between and or not no but except next this last coming every week weeks ' +
  'weekend month months day days today tomorrow yesterday tonight Monday tuesday fri sat sun May march June 31 14 3 10:30 2026 ' +
  '2026-02-30 12/31 3/4 15th first second last twelfth ten thirty half past quarter noon am pm morning afternoon evening ' +
  "can't don't works is good move my appointment instead of a couple of ago early end of beginning mid - , . ? ! 's or so " +
  'because note tell the crew that address 12 Oak St cancel flooring order 41003_1 #2 number one'
).split(' ');
const dateTalk = fc.array(fc.constantFrom(...vocabulary), { maxLength: 40 }).map((words) => words.join(' '));

const ends = (date: DateOrRange): [string, string] =>
  typeof date === 'string' ? [date, date] : [date.start, date.end];

describe('whatever a customer types', () => {
  test('reading never throws and gives what the schema promises', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 300 }), dateTalk),
        anyContext,
        (message, context) => {
          const entities = readEntities(message, context);
          expect(Entities.parse(entities)).toEqual(entities);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a range starts before it ends, and a date that is gone is said to be', () => {
    fc.assert(
      fc.property(dateTalk, anyContext, (message, context) => {
        const { date, date_problem } = readEntities(message, context);
        if (date === undefined) return;
        const [start, end] = ends(date);
        expect(start <= end).toBe(true);
        expect(date_problem?.kind === 'past').toBe(end < context.today);
      }),
      { numRuns: 500 },
    );
  });

  test('the customer’s words come back as they were written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), dateTalk), anyContext, (message, context) => {
        const { note_text, reason, address, date_problem } = readEntities(message, context);
        for (const words of [note_text, reason, address, date_problem?.words]) {
          if (words !== undefined) expect(message).toContain(words);
        }
      }),
      { numRuns: 400 },
    );
  });

  test.each([
    ['one word over and over', 'not '.repeat(500)],
    ['dates and nothing else', 'tomorrow or friday '.repeat(105)],
    ['numbers', '1 '.repeat(1000)],
    ['brackets', '('.repeat(2000)],
    ['no spaces', 'a'.repeat(2000)],
    ['digits', '9'.repeat(2000)],
    ['lead-ins of notes', 'tell the crew that '.repeat(105)],
    ['reasons', 'because so and but '.repeat(105)],
    ['addresses', '12 Oak St, '.repeat(180)],
    ['ranges', 'from the 3rd to '.repeat(125)],
    ['emoji', '🙂'.repeat(1000)],
    ['blanks', ' '.repeat(2000)],
    ['requests', 'call take put me off the '.repeat(80)],
  ])('2000 characters of %s are read, and to the agreed form', (_, message) => {
    for (const expecting of [null, 'time', 'note_text', 'reason'] as const)
      for (const intent of ['add_note', 'cancel_appointment', 'weather'])
        expect(Entities.safeParse(read(message.slice(0, 2000), { expecting, intent })).success).toBe(true);
  });
});

describe('words without a date in them', () => {
  const idleWords = (
    'hello please thanks the my your floor flooring window windows door kitchen bathroom cabinets blinds order project job ' +
    'install measure want need like would could can you me we they crew technician who what where why how much cost price ' +
    'dog gate garage yard house street stairs old new big small blue wood tile paint is are was be have has do does did it ' +
    'that which with without about because really very nice great sorry maybe perhaps together around help speak person ' +
    'cancel book reschedule address note'
  ).split(' ');

  test('never make a date or a time', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...idleWords), { maxLength: 30 }), anyContext, (words, context) => {
        const { date, time, time_window, time_bound, date_problem, weekday_filter } = readEntities(
          words.join(' '),
          context,
        );
        expect([date, time, time_window, time_bound, date_problem, weekday_filter]).toEqual(Array(6).fill(undefined));
      }),
      { numRuns: 400 },
    );
  });
});

describe('weekdays, on any day', () => {
  const daysAhead = (today: string, date: unknown): number =>
    Temporal.PlainDate.from(today).until(Temporal.PlainDate.from(String(date))).days;

  test('a plain weekday is 0 to 6 days on, "next" 7 to 13, and both fall on that weekday', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 6 }), (day, index) => {
        const today = day.toString();
        const name = WEEKDAYS[index];
        const plain = read(`${name}`, { today }).date;
        const next = read(`next ${name}`, { today }).date;
        expect(Temporal.PlainDate.from(String(plain)).dayOfWeek).toBe(index + 1);
        expect(Temporal.PlainDate.from(String(next)).dayOfWeek).toBe(index + 1);
        expect(daysAhead(today, plain)).toBeGreaterThanOrEqual(0);
        expect(daysAhead(today, plain)).toBeLessThanOrEqual(6);
        expect(daysAhead(today, next)).toBeGreaterThanOrEqual(7);
        expect(daysAhead(today, next)).toBeLessThanOrEqual(13);
      }),
    );
  });

  test('"the 15th" and a month’s day are never behind today, but for a day of the current month', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 12 }), (day, number, month) => {
        const today = day.toString();
        expect(daysAhead(today, read(`the ${number}th`, { today }).date)).toBeGreaterThanOrEqual(0);
        const dated = read(`${month}/${number}`, { today, expecting: 'date' }).date;
        expect(daysAhead(today, dated) >= 0 || month === day.month).toBe(true);
      }),
    );
  });

  test('a date written out is read back', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (day, today) => {
        const context = { today: today.toString() };
        expect(read(day.toString(), context).date).toBe(day.toString());
        expect(read(`${day.month}/${day.day}/${day.year}`, context).date).toBe(day.toString());
        const name = day.toLocaleString('en-US', { month: 'long' });
        expect(read(`${name} ${day.day}, ${day.year}`, context).date).toBe(day.toString());
      }),
    );
  });
});
