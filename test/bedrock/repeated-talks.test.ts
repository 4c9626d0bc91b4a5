import { describe, expect, test } from '@jest/globals';
import { readScripts } from '../conversations/script.ts';
import { behaviourOf, conversations, MODES, passPowers, playRepeatedly } from './repeated-talks.ts';
import { sensible } from './stand-in.ts';

describe('pass^k', () => {
  test('of conversations that always go right is one, whatever k', () =>
    expect(passPowers([{ right: 4, runs: 4 }])).toEqual([1, 1, 1, 1]));

  test('falls with k where some runs go wrong', () => {
    // Of four runs three right: one run in 3 of 4, both of two in 3 of 6, all of three in 1 of 4 ways.
    expect(passPowers([{ right: 3, runs: 4 }])).toEqual([0.75, 0.5, 0.25, 0]);
  });

  test('is the mean over conversations', () =>
    expect(
      passPowers([
        { right: 2, runs: 2 },
        { right: 0, runs: 2 },
        { right: 1, runs: 2 },
      ]),
    ).toEqual([0.5, 1 / 3]));

  test('of nothing is nothing', () => expect(passPowers([])).toEqual([]));
});

describe('conversations with a model on', () => {
  test('are those of the project’s scripts', () => {
    expect(conversations([]).length).toBeGreaterThan(150);
    expect(conversations(['booking']).every(({ file }) => file === 'booking.talk')).toBe(true);
    expect(() => conversations(['nonsense'])).toThrow(/no conversations "nonsense"/);
    for (const mode of MODES) expect(behaviourOf(mode, 1)).not.toBeNull();
    expect(behaviourOf('real', 1)).toBeNull();
  });

  test('go right every time with a model that means well, and the model is asked', async () => {
    const scripts = [...conversations(['channels'], 'hours and weather'), ...conversations(['booking']).slice(0, 3)];
    const { played, calls, complaints } = await playRepeatedly(scripts, { runs: 2, model: sensible });
    expect(played.filter(({ why }) => why !== null)).toEqual([]);
    expect(passPowers(played)).toEqual([1, 1]);
    expect(calls).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });

  test('that do not go as the script says are counted, with the line that was not so', async () => {
    const [script] = readScripts('== wrong\n> hello\nintent: cancel_appointment\n', 'wrong.talk');
    const { played } = await playRepeatedly(script === undefined ? [] : [script], { runs: 2, model: sensible });
    expect(played).toMatchObject([{ right: 0, runs: 2, why: expect.stringContaining('wrong.talk:3') }]);
    expect(passPowers(played)).toEqual([0, 0]);
  });
});
