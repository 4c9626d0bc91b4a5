import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createClock, inZone } from '../adapters/clock.ts';
import { readConfig } from '../adapters/config.ts';
import { localModel } from '../adapters/local-model.ts';
import { openModel } from '../adapters/model.ts';
import { RecordedAnswer, recordingModel, replayingModel } from '../adapters/recorded-model.ts';
import { NEW_SESSION } from '../core/contracts/session.ts';
import type { TurnState } from '../core/contracts/turn.ts';
import type { Model } from '../core/ports/model.ts';
import { createAskModel } from '../functions/classifier/ask-model.ts';
import { CASCADE, classify } from '../functions/classifier/classify.ts';
import { newTurn } from '../functions/supervisor/open-turn.ts';
import { type Figures, figures, isRight, type Judged } from '../training/figures.ts';
import { TEST_FILE } from '../training/folders.ts';
import { type LabelledMessage, readLabelled } from '../training/labelled.ts';

/**
 * `npm run eval:model -- [--data FILE.jsonl] [--limit N] [--runs K] [--record FILE | --replay FILE] [--json]`: scores the
 * classifier with its language model, K times over. Beside the figures of `npm run eval` it tells pass^K, the share of
 * messages that are right in every run, and how right the model was at the confidence it stated. Answers can be recorded,
 * and replayed without a model.
 */
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
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

const config = readConfig({ BEDROCK_MODEL_ID: 'replayed', ...process.env, MODEL_PROVIDER: 'bedrock' });
const clock = createClock(config.ASSISTANT_NOW);
const recorded: RecordedAnswer[] = [];
const model = modelFor();
const askModel = createAskModel({ model, caps: { take: async () => true }, clock, log: SILENT });
const messages = readLabelled(values.data).slice(0, Number(values.limit));
const runs = Number(values.runs);

const judged: Judged[][] = [];
let calls = 0;
for (let run = 0; run < runs; run += 1) {
  const one: Judged[] = [];
  for (const message of messages) one.push(await judge(message));
  judged.push(one);
}
if (values.record !== undefined)
  writeFileSync(values.record, recorded.map((answer) => `${JSON.stringify(answer)}\n`).join(''));
report();

function modelFor(): Model {
  if (values.replay !== undefined) {
    const lines = readFileSync(values.replay, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    return replayingModel(lines.map((line) => RecordedAnswer.parse(JSON.parse(line))));
  }
  const opened = openModel(config, 'classifier', {
    openTable: () => {
      throw new Error('an evaluation counts no use');
    },
    clock,
  });
  if (opened === null) throw new Error('no model is configured');
  return values.record === undefined ? opened.model : recordingModel(opened.model, (answer) => recorded.push(answer));
}

async function judge(message: LabelledMessage): Promise<Judged> {
  const began = performance.now();
  const understood = await classify(turnOf(message), { model: localModel(), cascade: CASCADE, askModel });
  calls += understood.usage.model_calls;
  return { message, understood, ms: performance.now() - began };
}

/** A turn that holds the message, with what was asked as its only context. */
function turnOf(message: LabelledMessage): TurnState {
  const turn = newTurn({
    input: {
      request: {},
      identity: {
        customer_id: 'eval',
        client_id: 'eval',
        client_name: null,
        timezone: null,
        support_number: null,
        locations: [],
        credential_ref: 'none',
      },
      request_id: 'eval',
      received_at: clock.real(),
    },
    request: { message: message.text },
    opened: { answered: false, session_id: 'eval', turn: 1, version: 0, state: null },
    execution_id: 'eval',
    settings: {
      confidence_threshold: config.INTENT_CONFIDENCE_THRESHOLD,
      max_clarification_attempts: config.MAX_CLARIFICATION_ATTEMPTS,
      rehearse_schedule: true,
      rehearse_cancel: true,
    },
    now: message.now ?? inZone(clock.now(), config.DEFAULT_TIMEZONE),
    timezone: config.DEFAULT_TIMEZONE,
  });
  return { ...turn, session_context: { ...NEW_SESSION, expecting: message.expecting ?? null } };
}

function report(): void {
  const [first = []] = judged;
  const always = first.filter((_, at) => judged.every((run) => run[at] !== undefined && isRight(run[at])));
  const byModel = judged.flat().filter(({ understood }) => understood.classified_by === 'bedrock');
  const found: Figures & Record<string, unknown> = {
    ...figures(first, config.INTENT_CONFIDENCE_THRESHOLD),
    runs,
    pass_every_run: first.length === 0 ? 0 : always.length / first.length,
    model_calls: calls,
    read_by_model: byModel.length,
    calibration: bins(byModel),
  };
  if (values.json) console.log(JSON.stringify(found));
  else for (const [name, value] of Object.entries(found)) console.log(`${name.padEnd(24)}${JSON.stringify(value)}`);
}

/** Of each tenth of stated confidence: how many, what was stated and how much of it was right. */
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
