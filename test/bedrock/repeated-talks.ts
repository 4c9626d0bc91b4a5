import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { play, TalkError } from '../conversations/runner.ts';
import { readScripts, type Script } from '../conversations/script.ts';
import { openStage, type Stage } from '../conversations/stage.ts';
import { HOSTILE, HOSTILE_MODES, type HostileMode, mixed, obedient, randomFrom } from './hostile.ts';
import { type Behaviour, sensible, startStandIn } from './stand-in.ts';

const SCRIPTS = join(import.meta.dirname, '../conversations/scripts');

/** The conversations of some files (`booking`), or of all, whose names hold `part`. */
export function conversations(files: readonly string[], part = ''): Script[] {
  const all = readdirSync(SCRIPTS).map((name) => name.replace(/\.talk$/, ''));
  const unknown = files.find((file) => !all.includes(file));
  if (unknown !== undefined)
    throw new RangeError(`there are no conversations "${unknown}"; there are ${all.join(', ')}`);
  return (files.length === 0 ? all : files)
    .flatMap((name) => readScripts(readFileSync(join(SCRIPTS, `${name}.talk`), 'utf8'), `${name}.talk`))
    .filter(({ name }) => name.toLowerCase().includes(part.toLowerCase()));
}

/** How a stand-in behaves, by the name that it has on a command line; null: no such mode. */
export function behaviourOf(mode: string, seed: number): Behaviour | null {
  if (mode === 'sensible') return sensible;
  if (mode === 'obedient') return obedient({});
  if (mode === 'mixed') return mixed(randomFrom(seed), ['hangs']);
  return HOSTILE_MODES.includes(mode as HostileMode) ? HOSTILE[mode as HostileMode] : null;
}

export const MODES: readonly string[] = ['sensible', 'obedient', 'mixed', ...HOSTILE_MODES];

export type Played = { name: string; file: string; right: number; runs: number; why: string | null };

/**
 * Plays each conversation `runs` times with a language model on, each time from the start, and counts how often all that
 * its script expects was so.
 *
 * @param model  A stand-in's behaviour; null: the model that the environment configures, through the same SDK.
 */
export async function playRepeatedly(
  scripts: readonly Script[],
  { runs, model, onRun = () => {} }: { runs: number; model: Behaviour | null; onRun?: (run: number) => void },
): Promise<{ played: Played[]; calls: number | null; complaints: string[] }> {
  const standIn = model === null ? null : await startStandIn(model);
  if (standIn !== null) process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME = standIn.url;
  const stages = new Map<string, Stage>();
  const stageFor = async (env: Record<string, string>): Promise<Stage> => {
    const key = JSON.stringify(env);
    const stage = stages.get(key) ?? (await openStage({ ...modelVariables(), ...env }));
    stages.set(key, stage);
    return stage;
  };
  const played = scripts.map(({ name, file }): Played => ({ name, file, right: 0, runs, why: null }));
  try {
    for (let run = 1; run <= runs; run += 1) {
      for (const [at, script] of scripts.entries()) {
        const tally = played[at];
        if (tally === undefined) continue;
        const why = await failureOf(await stageFor(script.env), script);
        if (why === null) tally.right += 1;
        else tally.why ??= why;
      }
      onRun(run);
    }
  } finally {
    for (const stage of stages.values()) await stage.close();
    await standIn?.close();
    if (standIn !== null) delete process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME;
  }
  return { played, calls: standIn?.calls.length ?? null, complaints: standIn?.complaints ?? [] };
}

const modelVariables = (): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      name.startsWith('BEDROCK_') && value !== undefined ? [[name, value]] : [],
    ),
  ),
  MODEL_PROVIDER: 'bedrock',
  BEDROCK_MODEL_ID: process.env.BEDROCK_MODEL_ID ?? 'us.anthropic.claude-haiku-5-5',
  MODEL_CALLS_PER_SESSION: '100000',
  MODEL_CALLS_PER_CUSTOMER_DAY: '1000000',
});

/** The first expectation that was not met; null when all were. */
async function failureOf(stage: Stage, script: Script): Promise<string | null> {
  await stage.clearFaults();
  try {
    await play(stage, script);
    return null;
  } catch (error) {
    if (!(error instanceof TalkError)) throw error;
    return error.message.split('\n\n')[0] ?? '';
  }
}

/**
 * pass^1 to pass^k: how likely all of k runs of a conversation go right, estimated without bias from the runs that were
 * made (of c right ones among n: the share of ways to pick k runs that picks right ones only), over all conversations.
 */
export function passPowers(played: readonly Pick<Played, 'right' | 'runs'>[]): number[] {
  const most = Math.min(...played.map(({ runs }) => runs));
  return Array.from({ length: played.length === 0 ? 0 : most }, (_, index) => {
    const k = index + 1;
    const all = played.map(({ right, runs }) => choose(right, k) / choose(runs, k));
    return all.reduce((sum, each) => sum + each, 0) / all.length;
  });
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let step = 0; step < k; step += 1) ways *= (n - step) / (step + 1);
  return n < k ? 0 : ways;
}
