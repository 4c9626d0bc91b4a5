import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig } from '../adapters/config.ts';
import { RecordedAnswer, recordingModel, replayingModel } from '../adapters/recorded-model.ts';
import type { Model } from '../core/ports/model.ts';
import { figures, isRight, type Judged } from '../training/figures.ts';
import { TEST_FILE } from '../training/folders.ts';
import { readLabelled } from '../training/labelled.ts';
import { configuredModel, type JudgedWithModel, judgeWithModel } from './judged-with-model.ts';

/**
 * `npm run eval:model -- [--data FILE.jsonl] [--limit N] [--runs K] [--record FILE | --replay FILE] [--json]`: scores the
 * classifier with its language model, K times over. Beside the figures of `npm run eval` it tells the share of messages that
 * are right in every run, and how right the model was at the confidence it stated. Answers can be recorded, and replayed
 * without a model. Exits 1 where the model gave no answer to anything: then these are the local model's figures.
 */
async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: TEST_FILE },
      limit: { type: 'string', default: '100000' },
      runs: { type: 'string', default: '1' },
      record: { type: 'string' },
      replay: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const runs = atLeastOne('--runs', values.runs);
  const messages = readLabelled(values.data).slice(0, atLeastOne('--limit', values.limit));
  const named = values.replay === undefined ? {} : { BEDROCK_MODEL_ID: 'replayed' };
  const config = readConfig({ ...named, ...process.env, MODEL_PROVIDER: 'bedrock' });
  const recorded: RecordedAnswer[] = [];
  const asked = values.replay === undefined ? configuredModel(config) : replayingModel(readRecorded(values.replay));
  const model: Model = values.record === undefined ? asked : recordingModel(asked, (answer) => recorded.push(answer));

  const all: JudgedWithModel[] = [];
  for (let run = 0; run < runs; run += 1) all.push(await judgeWithModel(messages, { config, model }));
  if (values.record !== undefined)
    writeFileSync(values.record, recorded.map((answer) => `${JSON.stringify(answer)}\n`).join(''));

  const found = summary(all, config.INTENT_CONFIDENCE_THRESHOLD);
  if (values.json) console.log(JSON.stringify(found));
  else for (const [name, value] of Object.entries(found)) console.log(`${name.padEnd(24)}${shown(name, value)}`);
  if (found.model_calls > 0 && found.read_by_model === 0 && Object.keys(found.failures).length > 0) {
    console.error(`the model gave no usable answer (${Object.keys(found.failures).join(', ')}): npm run bedrock:check`);
    process.exitCode = 1;
  }
}

function atLeastOne(option: string, value: string): number {
  if (!/^[1-9]\d{0,6}$/.test(value)) throw new RangeError(`${option} must be a whole number from 1 on`);
  return Number(value);
}

const readRecorded = (file: string): RecordedAnswer[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => RecordedAnswer.parse(JSON.parse(line)));

function summary(all: readonly JudgedWithModel[], threshold: number) {
  const runs = all.map(({ judged }) => judged);
  const [first = []] = runs;
  const always = first.filter((_, at) => runs.every((run) => run[at] !== undefined && isRight(run[at])));
  const byModel = runs.flat().filter(({ understood }) => understood.classified_by === 'bedrock');
  const failures: Record<string, number> = {};
  for (const [name, count] of all.flatMap((run) => Object.entries(run.failures)))
    failures[name] = (failures[name] ?? 0) + count;
  return {
    ...figures(first, threshold),
    runs: runs.length,
    pass_every_run: first.length === 0 ? 0 : always.length / first.length,
    model_calls: all.reduce((sum, { calls }) => sum + calls, 0),
    read_by_model: byModel.length,
    failures,
    calibration: bins(byModel),
  };
}

/** Of each tenth of confidence: how many, what was said and how much of it was right. */
function bins(all: readonly Judged[]): { stated: number; right: number; n: number }[] {
  return Array.from({ length: 10 }, (_, bin) => {
    const own = all.filter(({ understood }) => Math.min(9, Math.floor(understood.confidence * 10)) === bin);
    const mean = (figure: (one: Judged) => number) =>
      Math.round((own.reduce((sum, one) => sum + figure(one), 0) / own.length) * 1000) / 1000;
    return {
      stated: mean(({ understood }) => understood.confidence),
      right: mean((one) => Number(isRight(one))),
      n: own.length,
    };
  }).filter(({ n }) => n > 0);
}

const COUNTS = new Set(['n', 'runs', 'model_calls', 'read_by_model']);
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function shown(name: string, value: unknown): string {
  if (name === 'ms_per_message') return `${Number(value).toFixed(1)} ms`;
  if (typeof value === 'number') return COUNTS.has(name) ? String(value) : percent(value);
  if (Array.isArray(value))
    return value.length === 0
      ? '-'
      : value.map((bin) => `${percent(bin.stated)} stated, ${percent(bin.right)} right of ${bin.n}`).join('; ');
  const each = Object.entries(Object(value)).map(([kind, one]) =>
    typeof one === 'number' ? `${kind} ${one}` : `${kind} ${percent(Object(one).accuracy)} of ${Object(one).n}`,
  );
  return each.length === 0 ? '-' : each.join(', ');
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
