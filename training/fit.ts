import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { INTENT_NAMES } from '../core/intents.ts';
import { shapeOf } from '../core/understanding/features.ts';
import {
  type Calibration,
  CONTEXT_COUNT,
  classNumber,
  contextIndex,
  featureValues,
  type LinearPart,
  type Model,
  type NetworkPart,
  readWords,
} from '../core/understanding/model.ts';
import { quantise } from '../core/understanding/model-file.ts';
import type { NetworkSize } from '../core/understanding/network.ts';
import { wordsOf } from '../core/understanding/text.ts';
import type { TrainingMessage } from './corpus.ts';
import { VECTOR_FOLDER } from './folders.ts';
import { type LinearOptions, trainLinear } from './linear-training.ts';
import type { NetworkOptions, TokenRow, TrainedNetwork } from './network-training.ts';

export type FitOptions = {
  readonly linear: LinearOptions;
  /** One network is trained for each seed. */
  readonly seeds: readonly number[];
  readonly network: Omit<NetworkOptions, 'seed'>;
  readonly filters: number;
  readonly hidden: number;
  /** Features seen in fewer messages than this are left out. */
  readonly leastCount: number;
  /** Features kept in the file: those with the largest weights. */
  readonly mostFeatures: number;
};

export const OPTIONS: FitOptions = {
  linear: { epochs: 12, rate: 0.5, dropout: 0.5, seed: 1 },
  seeds: [1, 2, 3],
  network: {
    epochs: 18,
    rate: 1e-3,
    embeddingRate: 0.025,
    dropout: 0.25,
    wordDropout: 0.1,
    smoothing: 0.05,
  },
  filters: 128,
  hidden: 128,
  leastCount: 2,
  mostFeatures: 90_000,
};

/** Values of a token that stand for its word class. */
const CLASS_VALUES = 12;
/** Words met this often are what a misspelling may have meant. */
const COMMON_COUNT = 4;
/** Word vectors have length one; the network starts from longer ones. */
const VECTOR_LENGTH = 3;

export type GeneralVectors = {
  readonly rows: ReadonlyMap<string, number>;
  readonly columns: number;
  readonly values: Float64Array;
};

/** The kept general word vectors, each of length `VECTOR_LENGTH`. */
export function readVectors(folder = VECTOR_FOLDER): GeneralVectors {
  const words = readFileSync(join(folder, 'words.txt'), 'utf8').trimEnd().split('\n');
  const whole = new Int8Array(readFileSync(join(folder, 'values.bin')));
  const scales = new Float32Array(Uint8Array.from(readFileSync(join(folder, 'scales.bin'))).buffer);
  const columns = whole.length / words.length;
  const values = new Float64Array(whole.length);
  for (let i = 0; i < values.length; i++) {
    values[i] = VECTOR_LENGTH * (whole[i] ?? 0) * (scales[Math.floor(i / columns)] ?? 0);
  }
  return { rows: new Map(words.map((word, row) => [word, row])), columns, values };
}

/** Learns a model from labelled messages. It still needs calibration; until then its temperature is one. */
export async function fitModel(
  messages: readonly TrainingMessage[],
  general: GeneralVectors,
  options: FitOptions,
): Promise<Model> {
  const vocabulary = vocabularyOf(messages, general);
  const words = messages.map(({ text }) => readWords(text, vocabulary));
  const labels = Int32Array.from(messages, ({ intent }) => INTENT_NAMES.indexOf(intent));
  const classNames = classNamesOf(words);
  const size: NetworkSize = {
    token: general.columns + CLASS_VALUES,
    filters: options.filters,
    hidden: options.hidden,
    contexts: CONTEXT_COUNT,
    classes: INTENT_NAMES.length,
  };
  const rows = messages.map(
    ({ expecting }, n): TokenRow => ({
      words: Int32Array.from(words[n] ?? [], (word) => vocabulary.words.get(word) ?? 0),
      classes: Int32Array.from(words[n] ?? [], (word) => classNumber(word, classNames)),
      context: contextIndex(expecting),
    }),
  );
  const initial = {
    vectors: trainedVectors(vocabulary, general),
    wordValues: general.columns,
    classNames: classNames.size,
  };
  const networks = await Promise.all(
    options.seeds.map((seed) => inWorker({ rows, labels, size, initial, options: { ...options.network, seed } })),
  );
  const linear = fitLinear(messages, words, labels, options);
  return {
    version: '1',
    ...vocabulary,
    spare: quantise(spareVectors(vocabulary, general), general.columns),
    classNames,
    size,
    linear,
    networks: networks.map(
      (network): NetworkPart => ({
        vectors: quantise(network.vectors, general.columns),
        classVectors: quantise(network.classVectors, CLASS_VALUES),
        weights: network.weights,
      }),
    ),
    calibration: UNCALIBRATED,
  };
}

export const UNCALIBRATED: Calibration = { temperature: 1, coefficients: [0, 1], bareAnswer: 0.98 };

export type NetworkJob = {
  rows: readonly TokenRow[];
  labels: Int32Array;
  size: NetworkSize;
  initial: { vectors: Float64Array; wordValues: number; classNames: number };
  options: NetworkOptions;
};

function inWorker(job: NetworkJob): Promise<TrainedNetwork> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./network-worker.ts', import.meta.url), { workerData: job });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

type Vocabulary = Pick<Model, 'words' | 'trained' | 'common'>;

/** Words of the messages, commonest first, after mending slips; then words known from the general vectors only. */
function vocabularyOf(messages: readonly TrainingMessage[], general: GeneralVectors): Vocabulary {
  const asWritten = countWords(messages.map(({ text }) => wordsOf(text)));
  const often = byCount(asWritten).filter(([, count]) => count >= COMMON_COUNT);
  const targets = new Map(often.map(([word], rank) => [word, rank]));
  const first: Vocabulary = {
    words: new Map([
      ...targets,
      ...[...general.rows.keys()].map((word): [string, number] => [word, targets.get(word) ?? Number.MAX_SAFE_INTEGER]),
    ]),
    trained: 0,
    common: targets.size,
  };
  const mended = byCount(countWords(messages.map(({ text }) => readWords(text, first)))).map(([word]) => word);
  const met = new Set(mended);
  const spare = [...general.rows.keys()].filter((word) => !met.has(word));
  // A rank among the common words must be a place among `words`: mending moves some counts, so the order is taken anew.
  const common = mended.filter((word) => targets.has(word));
  const rare = mended.filter((word) => !targets.has(word));
  return {
    words: new Map([...common, ...rare, ...spare].map((word, row) => [word, row])),
    trained: mended.length,
    common: common.length,
  };
}

function countWords(texts: readonly (readonly string[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const words of texts) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Commonest first; equal counts by the alphabet, so that the order never depends on the order of files. */
function byCount(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}

function classNamesOf(texts: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const shapes = new Set(texts.flatMap((words) => words.filter((word) => shapeOf(word) !== word).map(shapeOf)));
  return new Map(['', ...[...shapes].sort()].map((name, number) => [name, number]));
}

function trainedVectors({ words, trained }: Vocabulary, general: GeneralVectors): Float64Array {
  return vectorsOf([...words.keys()].slice(0, trained), general);
}

function spareVectors({ words, trained }: Vocabulary, general: GeneralVectors): Float64Array {
  return vectorsOf([...words.keys()].slice(trained), general);
}

function vectorsOf(words: readonly string[], { rows, columns, values }: GeneralVectors): Float64Array {
  const vectors = new Float64Array(words.length * columns);
  for (const [place, word] of words.entries()) {
    const row = rows.get(word);
    if (row !== undefined) vectors.set(values.subarray(row * columns, (row + 1) * columns), place * columns);
  }
  return vectors;
}

function fitLinear(
  messages: readonly TrainingMessage[],
  words: readonly (readonly string[])[],
  labels: Int32Array,
  options: FitOptions,
): LinearPart {
  const values = messages.map(({ expecting }, n) => featureValues(words[n] ?? [], expecting));
  const counts = new Map<number, number>();
  for (const row of values) for (const key of row.keys()) counts.set(key, (counts.get(key) ?? 0) + 1);
  const keys = [...counts].filter(([, count]) => count >= options.leastCount).map(([key]) => key);
  const numbers = new Map(keys.map((key, number) => [key, number]));
  const rows = values.map((row) => {
    const known = [...row].filter(([key]) => numbers.has(key));
    return {
      index: Int32Array.from(known, ([key]) => numbers.get(key) ?? 0),
      value: Float64Array.from(known, ([, value]) => value),
    };
  });
  const classes = INTENT_NAMES.length;
  const { weights, bias } = trainLinear(rows, labels, keys.length, classes, options.linear);
  const strength = (number: number): number =>
    Math.hypot(...weights.subarray(number * classes, (number + 1) * classes));
  const kept = keys
    .map((key, number) => ({ key, number, strength: strength(number) }))
    .sort((a, b) => b.strength - a.strength || a.key - b.key)
    .slice(0, options.mostFeatures)
    .sort((a, b) => a.key - b.key);
  const table = new Float64Array(kept.length * classes);
  for (const [row, { number }] of kept.entries()) {
    table.set(weights.subarray(number * classes, (number + 1) * classes), row * classes);
  }
  return { keys: Uint32Array.from(kept, ({ key }) => key), weights: quantise(table, classes), bias };
}
