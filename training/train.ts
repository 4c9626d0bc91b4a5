/**
 * Builds the shipped model file from the training part, fits calibration on the calibration part, and reports on the
 * test part. The same data give the same file.
 *
 *     npm run train                       writes training/model/intents.bin
 *     npm run train -- --check            builds, reports, and fails when the file differs from the shipped one
 *     npm run train -- --calibrate        keeps what the shipped file learned and fits its calibration anew (a minute)
 *     npm run train -- --leave-out abcd   writes nothing: trains without each of these authors in turn, tests on what they wrote
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import type { Model } from '../core/understanding/model.ts';
import { decodeModel, encodeModel } from '../core/understanding/model-file.ts';
import { read } from '../core/understanding/understand.ts';
import { calibrate } from './calibrate.ts';
import { readTraining } from './corpus.ts';
import { figures } from './figures.ts';
import { fitModel, OPTIONS, readVectors } from './fit.ts';
import { CALIBRATION_FILE, MODEL_FILE, TEST_FILE, TRAIN_FOLDER, UNSEEN_FILE } from './folders.ts';
import { judge } from './judge.ts';
import { type LabelledMessage, readLabelled } from './labelled.ts';
import { withoutNearDuplicates } from './near-duplicates.ts';

/** For labelled messages without their own clock; none of ours lack one. */
const NOW = '2026-03-02T09:00:00-05:00';
const THRESHOLD = 0.7;

const { values: flags } = parseArgs({
  options: {
    check: { type: 'boolean' },
    calibrate: { type: 'boolean' },
    'leave-out': { type: 'string' },
  },
});
const calibration = readLabelled(CALIBRATION_FILE);
const test = readLabelled(TEST_FILE);
const unseen = readLabelled(UNSEEN_FILE);
const all = readTraining(TRAIN_FOLDER);
const { kept, dropped } = withoutNearDuplicates(
  all,
  [...calibration, ...test, ...unseen].map(({ text }) => text),
);
const vectors = readVectors();
console.log(`${all.length} training messages, ${dropped.length} left out: they nearly repeat one kept apart`);

if (flags['leave-out'] === undefined) await build();
else for (const author of flags['leave-out']) await leaveOut(author);

async function build(): Promise<void> {
  const learned = flags.calibrate ? readFileSync(MODEL_FILE) : encodeModel(await fitModel(kept, vectors, OPTIONS));
  const bytes = encodeModel(calibrated(decodeModel(learned)));
  const model = decodeModel(bytes);
  report('calibration part', model, calibration);
  report('test part', model, test);
  report('unseen part', model, unseen);
  if (flags.check) {
    const same = existsSync(MODEL_FILE) && Buffer.from(bytes).equals(readFileSync(MODEL_FILE));
    console.log(`the shipped model file is ${same ? '' : 'NOT '}what this data gives`);
    process.exitCode = same ? 0 : 1;
    return;
  }
  mkdirSync(dirname(MODEL_FILE), { recursive: true });
  writeFileSync(MODEL_FILE, bytes);
  console.log(`wrote ${MODEL_FILE}: ${(bytes.length / 1e6).toFixed(2)} MB`);
}

/** Calibration is fitted to the model as its file holds it, rounded numbers and all. */
function calibrated(model: Model): Model {
  return { ...model, calibration: calibrate(model, calibration) };
}

/** What the classifier makes of a writer whom it has never read. */
async function leaveOut(author: string): Promise<void> {
  const others = kept.filter((message) => message.author !== author);
  const own = kept.filter((message) => message.author === author);
  const model = decodeModel(encodeModel(await fitModel(others, vectors, OPTIONS)));
  const right = own.filter(({ text, expecting, intent }) => read(text, expecting, model).intent === intent).length;
  console.log(`without author ${author}: ${((100 * right) / own.length).toFixed(1)} % of ${own.length} messages`);
}

function report(name: string, model: Model, messages: readonly LabelledMessage[]): void {
  const found = figures(judge(model, messages, NOW), THRESHOLD);
  const { entities: _, ms_per_message: __, ...shares } = found;
  const line = Object.entries(shares).map(([key, value]) => `${key} ${key === 'n' ? value : value.toFixed(4)}`);
  console.log(`${name}: ${line.join(' · ')}`);
}
