import { describe, expect, test } from '@jest/globals';
import type { Suggestion } from '../../../core/contracts/understanding.ts';
import { bareAnswer, partlyNamedOffer, repeatedOffer } from '../../../core/understanding/bare-answers.ts';

const offers: Suggestion[] = [
  { text: 'Flooring install, Orlando', intent: 'select_project', entities: { project: '41003_1' } },
  { text: 'Flooring measure, Tampa', intent: 'select_project', entities: { project: '41004_1' } },
  { text: '10:00 AM', intent: 'select_time', entities: { time: '10:00' } },
];

describe('a quick reply sent back', () => {
  test.each(['10:00 AM', '10:00 am', ' 10:00 AM. ', '10 00 am'])('%j is the offered time', (text) =>
    expect(repeatedOffer(text, offers)?.entities).toEqual({ time: '10:00' }),
  );

  test.each(['10:00', '', '!!', '10:00 AM tomorrow'])('%j is no offer', (text) =>
    expect(repeatedOffer(text, offers)).toBeNull(),
  );
});

describe('an offer named in part', () => {
  test('the words that tell offers apart are enough', () => {
    expect(partlyNamedOffer('the Orlando one', offers)?.entities).toEqual({ project: '41003_1' });
    expect(partlyNamedOffer('flooring measure please', offers)?.entities).toEqual({ project: '41004_1' });
  });

  test('words that fit several offers, or none, choose nothing', () => {
    expect(partlyNamedOffer('flooring', offers)).toBeNull();
    expect(partlyNamedOffer('the roof', offers)).toBeNull();
    expect(partlyNamedOffer('that one', offers)).toBeNull();
  });
});

describe('bare answers', () => {
  test.each([
    ['yes', 'confirmation', 'affirm'],
    ['Yep, go ahead', 'confirmation', 'affirm'],
    ['ok do it', 'confirmation', 'affirm'],
    ['👍', 'confirmation', 'affirm'],
    ['no', 'confirmation', 'deny'],
    ['No thanks', 'date', 'deny'],
    ['Friday', 'date', 'select_date'],
    ['the 14th', 'date', 'select_date'],
    ['10 am', 'time', 'select_time'],
    ['10', 'time', 'select_time'],
    ['10:30am', 'date', 'select_time'],
    ['the second one', 'date', 'select_date'],
    ['the second one', 'time', 'select_time'],
    ['the second one', 'project', 'select_project'],
    ['the later one', 'time', 'select_time'],
    ['order 41003', 'project', 'select_project'],
  ] as const)('%j after %s is %s', (text, expecting, intent) => expect(bareAnswer(text, expecting)).toBe(intent));

  test.each([
    ['yes, but Thursday', 'confirmation'],
    ['no, do Friday', 'confirmation'],
    ['yes at 2', 'confirmation'],
    ['yes?', 'confirmation'],
    ['is Friday open', 'date'],
    ['the second one', 'reason'],
    ['10', 'date'],
    ['', 'confirmation'],
    ['sure, when pigs fly', 'confirmation'],
  ] as const)('%j after %s is left to the model', (text, expecting) => expect(bareAnswer(text, expecting)).toBeNull());
});
