import { describe, expect, test } from '@jest/globals';
import { orderSaid } from '../../../core/understanding/order-of-requests.ts';
import { inDates, otherVisitIn } from '../../../core/understanding/other-visit.ts';
import { saysSameDay } from '../../../core/understanding/same-day.ts';

const VISIT = { date: '2026-12-30', time: '10:00' };

describe('a day told by another visit', () => {
  test.each([
    ['the same day as the windows', 'December 30 2026'],
    ['book the roof on the very same day as my gutter visit, in the morning', 'December 30 2026'],
    ['at the same time as the kitchen cabinets', 'December 30 2026 at 10:00'],
    ['the day after my bathroom measurement', 'December 31 2026'],
    ['two days after the fence', 'January 1 2027'],
    ['a week before the siding goes up', 'December 23 2026'],
    ['right after the windows install', 'the first available after December 30 2026'],
    ['right before the windows guys come', 'the latest before December 30 2026'],
    ['any time after the carpet', 'after December 30 2026'],
    ['the week after the deck', 'the week of January 4 2027'],
    ['same week as the blinds', 'the week of December 28 2026'],
    ['when the windows crew is here', 'December 30 2026'],
  ])('"%s" is %s', (message, days) => {
    const visit = otherVisitIn(message);
    expect(visit === null ? null : inDates(visit, VISIT)).toBe(days);
  });

  test.each([
    'the day after tomorrow',
    'the day after labor day',
    'same day service',
    'any time after lunch',
    'after 3 on the 12th',
    'before the weekend',
    'call me before the crew comes',
    'the same day',
  ])('"%s" is told by none', (message) => expect(otherVisitIn(message)).toBeNull());

  test('may be no day at all, but an order', () => {
    expect(otherVisitIn('do the flooring before the bathroom')?.isSure).toBe(false);
    expect(otherVisitIn('the day before the bathroom')?.isSure).toBe(true);
  });
});

describe('the order of requests', () => {
  test.each([
    ['do the bathroom first, then the flooring', 'bathroom', 'flooring'],
    ['actually do the hvac first and then the roofing', 'hvac', 'roofing'],
    ["no, I'd rather do the windows first please", 'windows', null],
    ['the deck before the fence', 'deck', 'fence'],
  ])('"%s"', (message, first, next) => expect(orderSaid(message)).toEqual({ first, next }));

  test.each([
    'call me first',
    'the first one',
    'the bath one but call me first',
    'before noon',
    'book the roof first thing monday',
  ])('"%s" says none', (message) => expect(orderSaid(message)).toBeNull());
});

describe('the same day', () => {
  test.each(['same day', 'that same day please', 'the bathroom on that day'])('"%s"', (said) =>
    expect(saysSameDay(said)).toBe(true),
  );

  test.each(['the same day as the windows', 'same day service', 'the day after'])('is not "%s"', (said) =>
    expect(saysSameDay(said)).toBe(false),
  );
});
