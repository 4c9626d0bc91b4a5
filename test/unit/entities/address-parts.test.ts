import { describe, expect, test } from '@jest/globals';
import { wholeAddress } from '../../../core/understanding/entities/address-parts.ts';

const BEFORE = '500 Main St Apt 4, Clearwater, FL 33755';

describe('A part of an address is put into the one spoken of', () => {
  test.each([
    ['33756', '500 Main St Apt 4, Clearwater, FL 33756'],
    ['zip 33756', '500 Main St Apt 4, Clearwater, FL 33756'],
    ['501', '501 Main St Apt 4, Clearwater, FL 33755'],
    ['501 Main St', '501 Main St Apt 4, Clearwater, FL 33755'],
    ['12 Oak Avenue', '12 Oak Avenue, Clearwater, FL 33755'],
    ['Unit 7', '500 Main St Unit 7, Clearwater, FL 33755'],
  ])('%s', (said, whole) => expect(wholeAddress(said, BEFORE)).toBe(whole));

  test('a ZIP code is added where there was none', () => {
    expect(wholeAddress('33602', '44 Palm Ave, Tampa')).toBe('44 Palm Ave, Tampa 33602');
  });
});

test.each([
  '44 Palm Ave, Tampa 33601',
  '12 Oak Street, Apt 3, Tampa, FL 33602',
  '12345 County Rd 7, Ocala',
  'twelve oak street tampa',
  '88 5th Ave, New York',
])('A whole address stands as it is: %s', (said) => {
  expect(wholeAddress(said, BEFORE)).toBe(said);
  expect(wholeAddress(said, null)).toBe(said);
});

test.each(['Tampa', 'Tampa, FL 33602', 'Main Street', 'the other house'])('Never replaces a whole one: %s', (said) => {
  expect(wholeAddress(said, BEFORE)).toBeNull();
});

test.each(['33602', '501', 'Apt 4'])('Nothing is there to put it into: %s', (said) => {
  expect(wholeAddress(said, null)).toBeNull();
});

test('A ZIP code is not put into what is no whole address', () => {
  expect(wholeAddress('33602', 'Tampa')).toBeNull();
});
