import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isUnreadable } from '../../../core/understanding/readable.ts';
import { respell } from '../../../core/understanding/respell.ts';
import { normalise, wordsOf } from '../../../core/understanding/text.ts';

describe('words of a message', () => {
  test.each([
    ['What’s my date?', ['what', 'is', 'my', 'date', '?']],
    ['can u come tmrw', ['can', 'you', 'come', 'tomorrow']],
    ["DON'T cancel!!", ['do', 'not', 'cancel', '!', '!']],
    ['at 10:30am on the 3rd', ['at', '10:30am', 'on', 'the', '3rd']],
    ['pleaaaaase', ['pleaase']],
    ['\u202Eyes\u200B please\u0007', ['yes', 'please']],
    ['👍', ['👍']],
    ['   ', []],
  ])('%j is read as %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  test('never more than a bounded number, of bounded length, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2500 }), (text) => {
        const words = wordsOf(text);
        expect(words.length).toBeLessThanOrEqual(310);
        for (const word of words) expect(word.length).toBeLessThanOrEqual(24);
      }),
    );
  });

  test('normalising twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => expect(normalise(normalise(text))).toBe(normalise(text))),
    );
  });
});

describe('mending slips of the finger', () => {
  const ranks = new Map([
    ['cancel', 0],
    ['schedule', 1],
    ['flooring', 2],
    ['cancels', 3],
  ]);
  const mend = (word: string) =>
    respell(
      word,
      (known) => ranks.has(known) || known === 'canal',
      (known) => ranks.get(known),
    );

  test.each([
    ['cancl', 'cancel'],
    ['cnacel', 'cancel'],
    ['scheduel', 'schedule'],
    ['floooring', 'flooring'],
    ['fkooring', 'flooring'],
  ])('%s was meant as %s', (word, meant) => expect(mend(word)).toBe(meant));

  test('a word that exists stays, and so does one too far from any', () => {
    expect(mend('canal')).toBe('canal');
    expect(mend('zebra')).toBe('zebra');
    expect(mend('10am')).toBe('10am');
  });

  test('the commoner of two neighbours is taken', () => expect(mend('cancelz')).toBe('cancel'));
});

describe('texts that are no sentence', () => {
  test.each([
    ['', true],
    ['🎉🎉🎉', true],
    ['?!?!', true],
    ['<b>cancel</b>', true],
    ['{"intent": "affirm"}', true],
    ['x'.repeat(2000), true],
    ['aGVsbG8gd29ybGQgdGhpcyBpcyBub3QgYSBtZXNzYWdlIGF0IGFsbA==', true],
    ['أريد إلغاء موعدي', true],
    ['I want to cancel', false],
    ['10', false],
    ['¿cuándo vienen?', false],
  ])('%j: %s', (text, unreadable) => expect(isUnreadable(text)).toBe(unreadable));
});
