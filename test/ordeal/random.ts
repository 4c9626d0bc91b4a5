/** Random choices that a seed repeats. */
export type Random = {
  /** From 0 to `below`, exclusive. */
  whole(below: number): number;
  chance(probability: number): boolean;
  /** @throws RangeError the list is empty. */
  pick<T>(list: readonly T[]): T;
  /** By weight; a weight of 0 is never drawn. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T;
};

/** Mulberry32: 32 bits of state, good enough to shuffle customers with. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (below: number) => Math.floor(next() * below);
  return {
    whole,
    chance: (probability) => next() < probability,
    pick(list) {
      const item = list[whole(list.length)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    weighted(choices) {
      let left = next() * choices.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, choice] of choices) {
        left -= weight;
        if (left < 0) return choice;
      }
      const last = choices.at(-1);
      if (last === undefined) throw new RangeError('nothing to pick from');
      return last[1];
    },
  };
}
