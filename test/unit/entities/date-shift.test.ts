import { expect, test } from '@jest/globals';
import { readEntities } from '../../../core/understanding/entities/read-entities.ts';

const shiftIn = (
  message: string,
  intent = 'reschedule_appointment',
  expecting: Parameters<typeof readEntities>[1]['expecting'] = null,
) => readEntities(message, { today: '2026-11-30', time: '09:00', expecting, intent });

test.each<[string, number | undefined]>([
  ['can you push it back a week?', 7],
  ['move it a day later', 1],
  ['my windows visit, two days earlier please', -2],
  ['delay the windows by a couple of weeks', 14],
  ['postpone it for ten days', 10],
  ['bump it out 3 days', 3],
  ['move it up a week', -7],
  ['any chance of a day sooner', -1],
  ['push my appointment back a month', 28],
  ['can i push my windows visit a week', 7],
  ['move it a week', 7],
  ['can you move it a week earlier', -7],
  ['push it up a week', -7],
  ['move it to next week', undefined],
  ['move it to a week from friday', undefined],
  ['move it in a week', undefined],
  ['I only have a week', undefined],
])('%j moves a visit by %p days', (message, days) => expect(shiftIn(message).date_shift).toBe(days));

test('what counts from today is a day, and only a move is counted from a visit', () => {
  expect(shiftIn('move it in a week')).toMatchObject({ date: '2026-12-07' });
  expect(shiftIn('do you have anything a week later?', 'check_availability').date_shift).toBeUndefined();
});

test.each<[string, number | undefined]>([
  ['make it the day after', 1],
  ['same time the next day', 1],
  ['the day before', -1],
  ['one day earlier', -1],
  ['a couple of days later', 2],
  ['the next day you have', undefined],
  ['the day after tomorrow', undefined],
  ['the day before the 12th', undefined],
  ['an hour later', undefined],
])('while a day is chosen %j is %p days from it', (message, days) =>
  expect(shiftIn(message, 'select_date', 'confirmation').date_shift).toBe(days),
);
