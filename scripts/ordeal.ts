import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Step } from '../test/ordeal/episode.ts';
import { replayEpisode, runOrdeal, shrinkEpisode } from '../test/ordeal/ordeal.ts';

const USAGE = `node scripts/ordeal.ts [options]

Random customers against the assistant and its sandbox; after every turn everything that must never happen is looked for.

  --turns N       turns to take (default 10000)
  --seed N        of the random choices (default: a new one, printed)
  --no-faults     PF360 works
  --episode N     only this episode of the seed
  --replay FILE   plays the steps of a failure again (written by a run that failed)
  --shrink        leaves out steps as long as it still fails
  --out FILE      where a failure is written (default ordeal-failure.json)`;

type Failure = { seed: number; episode: number; violations: string[]; steps: Step[] };

const { values } = parseArgs({
  options: {
    turns: { type: 'string', default: '10000' },
    seed: { type: 'string' },
    'no-faults': { type: 'boolean', default: false },
    episode: { type: 'string' },
    replay: { type: 'string' },
    shrink: { type: 'boolean', default: false },
    out: { type: 'string', default: 'ordeal-failure.json' },
    help: { type: 'boolean', default: false },
  },
});
const SHRINK_TRIALS = 60;

if (values.help) console.log(USAGE);
else if (values.replay !== undefined) await replay(JSON.parse(readFileSync(values.replay, 'utf8')) as Failure);
else await run();

async function run(): Promise<void> {
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  console.log(`seed ${seed}`);
  const result = await runOrdeal({
    seed,
    turns: Number(values.turns),
    faults: !values['no-faults'],
    ...(values.episode === undefined ? {} : { episode: Number(values.episode) }),
    progress: ({ episode, turns, seconds }) => {
      if (episode % 20 === 0) console.log(`episode ${episode}: ${turns} turns in ${seconds.toFixed(0)} s`);
    },
  });
  const { failure, ...figures } = result;
  console.log(JSON.stringify(figures, null, 2));
  const { none = 0 } = figures.outcomes;
  if (failure === null && figures.turns > 200 && none === figures.turns) {
    process.exitCode = 1;
    return console.log(`${figures.turns} turns in which nobody got anything done prove nothing.`);
  }
  if (failure === null) return console.log(`${figures.turns} turns, nothing happened that must not.`);
  console.log(failure.transcript.join('\n'));
  tell({ seed, ...failure });
  const steps = values.shrink ? await shrinkEpisode(failure.steps, failure.episode, SHRINK_TRIALS) : failure.steps;
  const kept: Failure = { seed, episode: failure.episode, violations: failure.violations, steps };
  writeFileSync(values.out, `${JSON.stringify(kept, null, 2)}\n`);
  console.log(`Written to ${values.out} (${steps.length} steps); again: node scripts/ordeal.ts --replay ${values.out}`);
}

async function replay({ seed, episode, steps }: Failure): Promise<void> {
  const { violations, transcript } = await replayEpisode(steps, episode);
  console.log(transcript.join('\n'));
  if (violations.length === 0) return console.log('Nothing happened that must not.');
  tell({ seed, episode, violations });
}

function tell({ seed, episode, violations }: Pick<Failure, 'seed' | 'episode' | 'violations'>): void {
  console.log(`\nseed ${seed}, episode ${episode}:\n${violations.map((line) => `- ${line}`).join('\n')}`);
  process.exitCode = 1;
}
