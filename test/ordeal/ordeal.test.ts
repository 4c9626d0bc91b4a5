import { expect, test } from '@jest/globals';
import { replayEpisode, runOrdeal } from './ordeal.ts';

/** The long run is `node scripts/ordeal.ts --turns 10000`; a failure of this one is played again by its seed. */
const SEEDS = [20260601, 20261122];

test.each(SEEDS)(
  'random customers, with PF360 failing them: nothing happens that must not (seed %i)',
  async (seed) => {
    const { failure, turns, outcomes } = await runOrdeal({ seed, turns: 130 });
    expect(failure).toBeNull();
    expect(turns).toBeGreaterThanOrEqual(130);
    // Customers who never get anything done would prove nothing.
    const writes = Object.entries(outcomes).flatMap(([outcome, count]) => (outcome === 'none' ? [] : [count]));
    expect(writes.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(3);
  },
  180_000,
);

test('the steps of an episode can be played again, and a yes does what it did', async () => {
  const steps = [
    { do: 'begin', session: 1, customer: '7001001', channel: 'chat', secret: 'zeta1111' },
    say(1, 'book my flooring installation on June 12 at 1 pm'),
    say(2, 'yes', true),
    { do: 'repeat', session: 1 },
  ] as const;
  const { violations, outcomes, turns } = await replayEpisode(steps, 0);
  expect(violations).toEqual([]);
  expect(outcomes).toEqual({ none: 1, 'confirm_appointment confirmed': 1 });
  expect(turns).toBe(2);
});

test('a yes that its speaker did not mean is found out', async () => {
  const { violations } = await replayEpisode(
    [
      { do: 'begin', session: 1, customer: '7001001', channel: 'chat', secret: 'zeta1111' },
      say(1, 'book my flooring installation on June 12 at 1 pm'),
      say(2, 'yes', false),
    ],
    0,
  );
  expect(violations).toEqual([expect.stringMatching(/^a write without its yes: POST .*schedule/)]);
});

function say(number: number, text: string, isYes = false) {
  return { do: 'say' as const, say: { session: 1, message_id: `utterance-${number}`, text, isYes } };
}
