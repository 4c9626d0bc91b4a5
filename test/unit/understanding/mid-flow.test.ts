import { describe, expect, it } from '@jest/globals';
import { asksOfWhatIsShown, asksSomething, asksToRepeat, supposes } from '../../../core/understanding/asks.ts';
import { conditionOf } from '../../../core/understanding/conditions.ts';
import { hesitates } from '../../../core/understanding/hesitation.ts';
import { asksWhetherDone, plainQuestion } from '../../../core/understanding/plain-questions.ts';

describe('a hesitation', () => {
  it.each([
    'umm',
    'Hmm…',
    'hmm let me think',
    'hold on let me ask my wife',
    'one sec',
    'no wait',
    'not sure',
    "i'm not sure yet",
    'maybe',
    'not yet',
    'I have to think about it',
    'yes but i need to check with my wife first',
    'let me run it by my husband',
    'ill let you know',
    'pls hold it for me',
  ])('takes its time: %s', (message) => expect(hesitates(message)).toBe(true));

  it.each([
    'um yes',
    'uh huh',
    'mm-hmm',
    'ok',
    'wait no',
    'maybe friday',
    'not sure about the 12th',
    'let me see the times',
    'let me talk to someone',
    'let me check the weather',
    'let me check my appointment',
  ])('says something: %s', (message) => expect(hesitates(message)).toBe(false));
});

describe('a question', () => {
  it.each([
    'wait, do i need to be home',
    'sounds good, what should I do to prepare',
    'oh wait i have a dog is that ok',
    'how much',
    'can my wife be there instead',
    'do they bring the materials?',
  ])('wants to be told: %s', (message) => expect(asksSomething(message)).toBe(true));

  it.each([
    'do it',
    'will do',
    'can you book it',
    'could you do it please?',
    'sure why not',
    'when you get a chance',
    'whichever',
    'what about friday',
  ])('is none: %s', (message) => expect(asksSomething(message)).toBe(false));

  it.each(['is that am or pm', 'wait is this for the flooring?', 'what time is that', 'what are my options'])(
    'is answered by what is shown: %s',
    (message) => expect(asksOfWhatIsShown(message)).toBe(true),
  );

  it.each(['is there anything on friday', 'is that going to be loud', 'what time do you open'])(
    'is of something else: %s',
    (message) => expect(asksOfWhatIsShown(message)).toBe(false),
  );

  it.each(['sorry can you repeat that', 'say that again please', 'pardon', "i didn't catch that"])(
    'is for the same once more: %s',
    (message) => expect(asksToRepeat(message)).toBe(true),
  );

  it.each(['please say the gate code is 12 again', 'can you book that again', 'read my notes'])(
    'is for something else: %s',
    (message) => expect(asksToRepeat(message)).toBe(false),
  );

  it.each(['what if I need to move it later', 'can i cancel it later if something comes up'])(
    'supposes: %s',
    (message) => expect(supposes(message)).toBe(true),
  );

  it.each(['can i move it later', 'can i move it to a later day', 'can i move it to 3'])(
    'asks for it now: %s',
    (message) => expect(supposes(message)).toBe(false),
  );

  it.each(['did it go through', 'am I all set', "so i'm booked?", 'is it cancelled', 'wait did that work'])(
    'asks whether it is done: %s',
    (message) => {
      expect(asksWhetherDone(message)).toBe(true);
      expect(plainQuestion(message)).toBe('appointment_status');
    },
  );

  it('takes leave without a mark: "I\'m all set"', () => expect(plainQuestion("I'm all set")).toBeNull());
});

describe('what a yes is tied to', () => {
  it.each([
    ['yes but call me first', 'call me first'],
    ['yes as long as marco does it', 'as long as marco does it'],
    ['ok but only if they wear shoe covers', 'only if they wear shoe covers'],
    ["yes if it doesn't rain", "if it doesn't rain"],
    ['yes, have them call me first', 'have them call me first'],
  ])('%s', (message, words) => expect(conditionOf(message)).toBe(words));

  it.each([
    'yes',
    'yes if possible',
    'yes if you want',
    'yeah but actually no',
    'yes but wait',
    'yes but i need to check with my wife first',
    'yes but how long does it take',
    'perfect but what about my windows',
    'no but call me first',
  ])('nothing: %s', (message) => expect(conditionOf(message)).toBeNull());

  it('counts beside a choice only where it is of the visit', () => {
    expect(conditionOf('10am works but call me first', true)).toBe('call me first');
    expect(conditionOf('10 but I have work at 1', true)).toBeNull();
    expect(conditionOf('10am works but call me first')).toBeNull();
  });
});
