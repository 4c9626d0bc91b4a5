import { describe, expect, test } from '@jest/globals';
import { wantsYesOrNo } from '../../../functions/responder/gate/yes-or-no.ts';

describe('a message', () => {
  test.each([
    'is it going to rain on my windows day and what are your hours',
    'what are your hours, and are you open on Saturday?',
    'am I still on for Friday, and who is coming?',
    'tell me whether it will rain',
    'do I have any appointments and what are your hours',
    'windows visit still on? and what are your hours?',
    'Hi! Can it be moved, and what days are open?',
    'will someone come tomorrow',
    '¿va a llover y cuándo vienen?',
    'rain tomorrow?',
    '',
  ])('%p may want a yes or a no', (message) => {
    expect(wantsYesOrNo(message)).toBe(true);
  });

  test.each([
    'show me my projects and when are you open',
    'what are your hours and what is the weather in Tampa',
    'Can you tell me who is coming and what the weather will be?',
    'could I see my projects and your hours please',
    'who’s coming and when',
  ])('%p wants none', (message) => {
    expect(wantsYesOrNo(message)).toBe(false);
  });
});
