/**
 * Scores the classifier on a data set in the published format; without `--data` on the project's own test part. With
 * `MODEL_PROVIDER=bedrock` it is scored with its language model (`npm run eval:model` tells more of that one).
 *
 *     npm run eval -- [--data FILE.jsonl] [--json]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createClock, inZone } from '../adapters/clock.ts';
import { readConfig, readVariables } from '../adapters/config.ts';
import { localModel } from '../adapters/local-model.ts';
import { type Figures, figures, intentFigures, type Judged, tradeOff } from '../training/figures.ts';
import { TEST_FILE } from '../training/folders.ts';
import { judge } from '../training/judge.ts';
import { type LabelledMessage, readLabelled } from '../training/labelled.ts';
import { evalReport } from './eval-report.ts';
import { configuredModel, judgeWithModel } from './judged-with-model.ts';

const REPORT = fileURLToPath(new URL('../.local/eval/report.html', import.meta.url));

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { values: options } = parseArgs({ options: { data: { type: 'string' }, json: { type: 'boolean' } } });
  const config = readVariables(process.env, [
    'ASSISTANT_NOW',
    'INTENT_CONFIDENCE_THRESHOLD',
    'DEFAULT_TIMEZONE',
    'MODEL_PROVIDER',
  ]);
  const file = options.data ?? TEST_FILE;
  const messages = readLabelled(file);
  const now = inZone(createClock(config.ASSISTANT_NOW).now(), config.DEFAULT_TIMEZONE);
  const judged = config.MODEL_PROVIDER === 'bedrock' ? await withModel(messages) : judge(localModel(), messages, now);
  const found = figures(judged, config.INTENT_CONFIDENCE_THRESHOLD);
  if (options.json === true) {
    console.log(JSON.stringify(found));
    return;
  }
  print(file, found);
  console.log('\nintent                   n  precision  recall     F1');
  for (const { intent, n, precision, recall, f1 } of intentFigures(judged)) {
    console.log(
      `${intent.padEnd(22)}${String(n).padStart(4)}${[precision, recall, f1].map((value) => percent(value).padStart(9)).join('')}`,
    );
  }
  console.log('\nanswered locally against accuracy');
  for (const { threshold, answered, accuracy } of tradeOff(judged)) {
    console.log(`confidence ≥ ${threshold.toFixed(2)}   answered ${percent(answered)}   right ${percent(accuracy)}`);
  }
  mkdirSync(dirname(REPORT), { recursive: true });
  writeFileSync(REPORT, evalReport({ file, judged, threshold: config.INTENT_CONFIDENCE_THRESHOLD }));
  console.log(`\nreport: ${REPORT}`);
}

async function withModel(messages: readonly LabelledMessage[]): Promise<Judged[]> {
  const whole = readConfig(process.env);
  const { judged, calls, failures } = await judgeWithModel(messages, { config: whole, model: configuredModel(whole) });
  const failed = Object.entries(failures).map(([name, count]) => `${count} ${name}`);
  console.log(`the language model was called ${calls} times; no answer: ${failed.join(', ') || 'none'}`);
  return judged;
}

function print(file: string, found: Figures): void {
  console.log(`${file}: ${found.n} messages`);
  console.log(`accuracy               ${percent(found.accuracy)}`);
  console.log(`macro-F1               ${percent(found.macro_f1)}`);
  console.log(`out of scope           recall ${percent(found.oos_recall)}, precision ${percent(found.oos_precision)}`);
  console.log(`calibration error      ${percent(found.ece)} (15 bins)`);
  console.log(`sent to clarification  ${percent(found.clarified)}`);
  console.log(`right when answered    ${percent(found.accuracy_when_answered)}`);
  console.log(`time                   ${found.ms_per_message.toFixed(2)} ms a message`);
  for (const [kind, { n, accuracy }] of Object.entries(found.entities)) {
    console.log(`entity ${kind.padEnd(15)} ${percent(accuracy)} of ${n}`);
  }
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}
