import { openStage, type Stage } from '../conversations/stage.ts';
import { randomCustomers } from './customers.ts';
import { type Episode, playEpisode, type Step } from './episode.ts';
import { type Labelled, readLabelled } from './phrases.ts';
import { createRandom } from './random.ts';
import { shrink } from './shrink.ts';

export type OrdealOptions = {
  turns: number;
  seed: number;
  faults?: boolean;
  /** Only this episode of the seed's. */
  episode?: number;
  /** Told after each episode. */
  progress?: (state: { episode: number; turns: number; seconds: number }) => void;
};

export type OrdealResult = {
  seed: number;
  turns: number;
  episodes: number;
  seconds: number;
  /** How often which outcome of a write was spoken of. */
  outcomes: Record<string, number>;
  /** The first episode that went wrong; null when none did. */
  failure: { episode: number; violations: string[]; steps: Step[]; transcript: string[] } | null;
};

const STEPS = 45;
/** How long the assistant waits for one call of PF360, and how long PF360 is silent when it is. */
const PATIENCE_MS = 400;
const SILENCE_MS = 900;
/** A turn with several silences outlives the gateway, so that clients have to ask again. */
const GATEWAY_MS = 1500;
const EPISODES_PER_STAGE = 12;

const CALIBRATION = new URL('../../training/data/calibration.jsonl', import.meta.url);

/** In every fourth episode an unfinished move is picked up after a second, in the middle of what else goes on. */
const isImpatient = (episode: number) => episode % 4 === 3;

/** An impatient episode has a stage to itself: the timers that it leaves behind must not reach into the next. */
const stageOf = (episode: number): string =>
  isImpatient(episode) ? `alone ${episode}` : `shared ${Math.floor(episode / EPISODES_PER_STAGE)}`;

/**
 * Lets random customers at the assistant until enough turns were taken or one went wrong. An episode depends on the seed
 * and its number alone, so that the one that failed can be played again.
 */
export async function runOrdeal({
  turns,
  seed,
  faults = true,
  episode,
  progress,
}: OrdealOptions): Promise<OrdealResult> {
  const labelled = readLabelled(CALIBRATION);
  const begun = Date.now();
  const result: OrdealResult = { seed, turns: 0, episodes: 0, seconds: 0, outcomes: {}, failure: null };
  let stage: Stage | null = null;
  let opened = '';
  try {
    for (let number = episode ?? 0; result.turns < turns && result.failure === null; number += 1) {
      const mayRecover = isImpatient(number);
      if (stage === null || stageOf(number) !== opened) {
        await stage?.close();
        stage = await ordealStage(mayRecover);
        opened = stageOf(number);
      }
      const played = await playEpisode(stage, customersOf(seed, number, faults, labelled), { mayRecover });
      add(result, played, number);
      result.seconds = (Date.now() - begun) / 1000;
      progress?.({ episode: number, turns: result.turns, seconds: result.seconds });
      if (episode !== undefined) break;
    }
  } finally {
    await stage?.close();
  }
  return result;
}

function customersOf(seed: number, number: number, faults: boolean, labelled: readonly Labelled[]) {
  const random = createRandom(seed * 100_003 + number);
  return randomCustomers(random, { steps: STEPS, faults: faults && number % 5 !== 4, silenceMs: SILENCE_MS, labelled });
}

function add(result: OrdealResult, played: Episode, number: number): void {
  result.turns += played.turns;
  result.episodes += 1;
  for (const [outcome, count] of Object.entries(played.outcomes))
    result.outcomes[outcome] = (result.outcomes[outcome] ?? 0) + count;
  const { violations, steps, transcript } = played;
  if (violations.length > 0) result.failure = { episode: number, violations, steps, transcript };
}

function ordealStage(mayRecover: boolean): Promise<Stage> {
  const env: Record<string, string> = mayRecover ? { RESCHEDULE_RECOVERY_SECONDS: '1' } : {};
  return openStage(env, { patienceMs: PATIENCE_MS, gatewayTimeoutMs: GATEWAY_MS });
}

/** Plays the steps of an episode again, as they were. */
export async function replayEpisode(steps: readonly Step[], episode: number): Promise<Episode> {
  const mayRecover = isImpatient(episode);
  const stage = await ordealStage(mayRecover);
  try {
    return await playEpisode(stage, ({ steps: taken }) => steps[taken] ?? null, { mayRecover });
  } finally {
    await stage.close();
  }
}

/** The fewest steps that still go wrong, within so many trials. */
export function shrinkEpisode(steps: readonly Step[], episode: number, trials: number): Promise<Step[]> {
  return shrink(steps, async (some) => (await replayEpisode(some, episode)).violations.length > 0, trials);
}
