import { describe, expect, test } from '@jest/globals';
import { dayFrom } from '../../../core/understanding/entities/distances.ts';

/** A Tuesday. */
const ANCHOR = '2026-06-09';

describe('a day named by its distance from another', () => {
  test.each([
    ['make it the day after', '2026-06-10'],
    ['a day later please', '2026-06-10'],
    ['same time the next day', '2026-06-10'],
    ['the day before', '2026-06-08'],
    ['one day earlier', '2026-06-08'],
    ['two weeks later', '2026-06-23'],
    ['a couple of days later', '2026-06-11'],
    ['push it back a week', '2026-06-16'],
    ['can you move my visit up by two days', '2026-06-07'],
    ['bump the windows out a week', '2026-06-16'],
  ])('%s', (said, day) => expect(dayFrom(said, ANCHOR)).toBe(day));

  test('the week after is Monday to Friday of the next', () => {
    expect(dayFrom('the week after', ANCHOR)).toEqual({ start: '2026-06-15', end: '2026-06-19' });
  });

  test.each([
    'the day after tomorrow',
    'the week after next',
    'the day before the 12th',
    'a later day',
    'an hour later',
  ])('is none in: %s', (said) => expect(dayFrom(said, ANCHOR)).toBeUndefined());
});
