import { describe, expect, test } from '@jest/globals';
import type { Suggestion } from '../../../core/contracts/understanding.ts';
import { offerOfMore, picksRow } from '../../../core/understanding/bare-answers.ts';
import { plainQuestion } from '../../../core/understanding/plain-questions.ts';
import {
  matchPlace,
  matchProjects,
  namingWords,
  noteDestination,
  shortOrderSaid,
} from '../../../core/understanding/projects.ts';

describe('a street or town in a message', () => {
  const HOMES = [
    { street: '101 Heron Way', city: 'Tampa' },
    { street: '114 Palmetto Street, Apt 3', city: 'St. Petersburg' },
    { street: '101 Heron Way', city: 'Orlando' },
    { street: '1232 Osprey Point', city: 'Plant City' },
    { street: '933 Osprey Point', city: null },
    { street: null, city: null },
  ];

  test.each([
    ['the flooring at heron way in orlando', [2], 'Heron Way, Orlando'],
    ['heron way', [0, 2], 'Heron Way'],
    ['the one in st petersburg', [1], 'St. Petersburg'],
    ['the one in Saint Petersburg', [1], 'St. Petersburg'],
    ['book it at 933 osprey point', [4], 'Osprey Point'],
    ['osprey', [3, 4], 'Osprey Point'],
    ['PLANT CITY please', [3], 'Plant City'],
    ['the one in miami', [], null],
    ['way too early', [], null],
    ['', [], null],
  ])('%j', (message, indexes, place) => {
    const found = matchPlace(message, HOMES);
    expect([found.indexes, found.place]).toEqual([indexes, place]);
  });

  test('an apartment does not hide the street', () => {
    expect(
      matchPlace('114 palmetto street', [{ street: '114 Palmetto Street', city: 'Lutz' }, ...HOMES]).indexes,
    ).toEqual([0]);
  });
});

describe('words that name a project', () => {
  test.each([
    ['scheduled', null],
    ['scheduled visits', null],
    ['completed jobs', null],
    ['the scheduled flooring', 'the flooring'],
    ['41001_1', '41001_1'],
    ['ready to schedule windows', 'windows'],
  ])('%j', (words, left) => expect(namingWords(words)).toBe(left));

  test('a long order number counts in full, its first part does not stand for it', () => {
    const project = (number: string) => ({ number, category: 'Flooring', type: 'Installation', status: 'New' });
    const all = [project('60002_1'), project('21000_11TB01SB_1764073600000'), project('21000_11TB01SB_1766233600000')];
    expect(matchProjects('21000_11TB01SB_1766233600000', all)).toEqual([{ index: 2, score: 1 }]);
    expect(matchProjects('Flooring (21000_11tb01sb_1764073600000)', all)).toEqual([{ index: 1, score: 1 }]);
  });

  test.each([
    ['order 55', 'order 55'],
    ['where is order number 7', 'order 7'],
    ['order #120', 'order 120'],
    ['order 41001_1', null],
    ['order 41001', null],
    ['order 55-2026', null],
    ['number 55', null],
  ])('%j is a short order number: %j', (message, number) => expect(shortOrderSaid(message)).toBe(number));

  test('two digits after "order" are not the end of a number', () => {
    const all = [{ number: '60055_1', category: 'Doors', type: 'Repair', status: 'New' }];
    expect(matchProjects('order 55', all)).toEqual([]);
    expect(matchProjects('order ending in 55', all)).toHaveLength(1);
  });
});

describe('where a note says it belongs', () => {
  test.each([
    ['gate code is 1234 to flooring', { words: 'flooring', rest: 'gate code is 1234', sure: false }],
    ['gate code is 1234 to the flooring job', { words: 'flooring', rest: 'gate code is 1234', sure: true }],
    ['gate code is 1234, on order 41001_1.', { words: 'order 41001_1', rest: 'gate code is 1234', sure: true }],
    ['bring glue for the doors', { words: 'doors', rest: 'bring glue for the doors', sure: false }],
    ['41001_1 gate code 1234', { words: '41001_1', rest: 'gate code 1234', sure: true }],
    ['the dog is in the kitchen', null],
    ['gate code is 1234', null],
    ['please come to the', null],
    ['call when it is ready for scheduled', null],
  ])('%j', (note, found) => expect(noteDestination(note)).toEqual(found));
});

describe('a list in front of the customer', () => {
  const rows: Suggestion = { text: 'Show more projects', intent: 'list_projects', entities: {} };
  const dates: Suggestion = { text: 'Show more dates', intent: 'check_availability', entities: {} };

  test.each(['more', 'More!', 'show me more', 'the rest please', 'ok show the rest', 'any more'])(
    '%j goes on',
    (text) => {
      expect(offerOfMore(text, [rows])).toBe(rows);
      expect(offerOfMore(text, [dates])).toBe(dates);
    },
  );

  test.each(['next', 'next page', 'keep going', 'the others'])('%j goes on with rows, not with days', (text) => {
    expect(offerOfMore(text, [rows])).toBe(rows);
    expect(offerOfMore(text, [dates])).toBeNull();
  });

  test.each(['more time', 'no more', 'next week', 'the other one', ''])('%j does not', (text) => {
    expect(offerOfMore(text, [rows, dates])).toBeNull();
  });

  test('there is nothing to go on with', () => expect(offerOfMore('more', [])).toBeNull());

  test.each([
    'number 12',
    '#12',
    '12',
    'the 12th one',
    'the twelfth',
    'no. 3 please',
    'show me number 4',
    'the last one',
  ])('%j picks a row', (text) => expect(picksRow(text)).toBe(true));

  test.each(['12 pm', 'march 12', '41001_1', 'number 12 and 13', 'cancel number 12', 'the second week'])(
    '%j does not pick a row and nothing else',
    (text) => expect(picksRow(text)).toBe(false),
  );
});

describe('questions about visits that need no model', () => {
  test.each([
    'what is scheduled for march 10',
    "What's scheduled next week?",
    'is anything booked on friday',
    'do I have any visits in April?',
    'which visits are booked this month',
    'which windows are scheduled next week',
    'status of my roofing',
    'what is the status of order 55',
    'do we have anything scheduled tomorrow?',
  ])('%j', (text) => expect(plainQuestion(text)).toBe('appointment_status'));

  test.each([
    'do I have to be home',
    'do I have',
    'what is available on friday',
    'what slots are open',
    'schedule something for march 10',
    'have you scheduled it',
    'what should I do with the old windows that are scheduled to be taken away by the crew on friday',
  ])('%j is left to the model', (text) => expect(plainQuestion(text)).toBeNull());
});
