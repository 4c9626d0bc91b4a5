import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Fault } from '../../sandbox/faults.ts';
import { randomFault } from './faults.ts';
import { nextPhrase } from './phrases.ts';
import { createRandom } from './random.ts';
import { shrink } from './shrink.ts';

describe('random choices', () => {
  test('are the same for the same seed', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [a, b] = [createRandom(seed), createRandom(seed)];
        const draw = (random: typeof a) => [random.whole(1000), random.chance(0.5), random.pick([1, 2, 3])];
        expect(draw(a)).toEqual(draw(b));
      }),
    );
  });

  test('by weight never take what weighs nothing', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.nat(5), { minLength: 1 }), (seed, weights) => {
        const some = [...weights, 1];
        const chosen = createRandom(seed).weighted(some.map((weight, index) => [weight, index] as const));
        expect(some[chosen]).toBeGreaterThan(0);
      }),
    );
  });

  test('reach every item of a list', () => {
    const random = createRandom(7);
    const seen = new Set(Array.from({ length: 200 }, () => random.pick(['a', 'b', 'c'])));
    expect([...seen].sort()).toEqual(['a', 'b', 'c']);
    expect(() => random.pick([])).toThrow(RangeError);
    expect(() => random.weighted([])).toThrow(RangeError);
  });
});

test('every fault that is drawn is one that the sandbox takes', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      expect(Fault.safeParse(randomFault(createRandom(seed), 900)).error).toBeUndefined();
    }),
  );
});

describe('what is said', () => {
  const nothing = { suggestions: [], expects: null, isPending: false, dates: [], times: [] };
  const means = { naming: ['the fence'], secret: 'zeta1' };

  test('is never empty, and never longer than a message may be', () => {
    fc.assert(
      fc.property(fc.integer(), fc.boolean(), (seed, isPending) => {
        const seen = { ...nothing, isPending, suggestions: ['Yes, book it'], dates: ['2026-06-12'], times: ['13:00'] };
        const { text } = nextPhrase(createRandom(seed), seen, means, [{ text: 'hi', intent: 'greeting' }]);
        expect(text.trim()).not.toBe('');
        expect(text).not.toMatch(/\{\w+\}/);
        expect(text.length).toBeLessThanOrEqual(2000);
      }),
    );
  });

  test('says yes to a pending write often, and not only', () => {
    const seen = { ...nothing, isPending: true, suggestions: ['Yes, book it', 'No'] };
    const random = createRandom(3);
    const said = Array.from({ length: 300 }, () => nextPhrase(random, seen, means, []).isYes);
    const yes = said.filter((isYes) => isYes).length;
    expect(yes).toBeGreaterThan(60);
    expect(yes).toBeLessThan(240);
  });
});

describe('shrinking', () => {
  test('leaves what is needed, in order', async () => {
    const items = Array.from({ length: 40 }, (_, index) => index);
    const needs = async (some: readonly number[]) => some.includes(3) && some.includes(31);
    expect(await shrink(items, needs, 500)).toEqual([3, 31]);
  });

  test('stops after its trials', async () => {
    let trials = 0;
    await shrink(
      Array.from({ length: 64 }, (_, index) => index),
      async (some) => {
        trials += 1;
        return some.includes(0) && some.includes(63);
      },
      5,
    );
    expect(trials).toBe(5);
  });
});
