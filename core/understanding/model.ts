import type { Expecting } from '../contracts/understanding.ts';
import { Expecting as ExpectingSchema } from '../contracts/understanding.ts';
import { INTENT_NAMES, type IntentName } from '../intents.ts';
import { FEATURE_GROUPS, type FeatureGroup, features, shapeOf } from './features.ts';
import { hash } from './hash.ts';
import { logitsOf, type NetworkSize, type NetworkWeights, projection } from './network.ts';
import { respell } from './respell.ts';
import { wordsOf } from './text.ts';

/** Rows of whole numbers from -127 to 127, each row with the factor that makes real values of them. */
export type QuantisedTable = { readonly columns: number; readonly values: Int8Array; readonly scales: Float32Array };

export type LinearPart = {
  /** Hashes of the features that carry weight, ascending; row `i` of `weights` belongs to `keys[i]`. */
  readonly keys: Uint32Array;
  readonly weights: QuantisedTable;
  readonly bias: Float64Array;
};

export type NetworkPart = {
  /** Word vectors as this network learned them: rows of the words met in training. */
  readonly vectors: QuantisedTable;
  readonly classVectors: QuantisedTable;
  readonly weights: NetworkWeights;
};

/** Coefficients of the logistic rule that turns signals into a probability of being right; see confidence.ts. */
export type Calibration = {
  readonly temperature: number;
  readonly coefficients: readonly number[];
  /** How often a bare answer read from context alone was right. */
  readonly bareAnswer: number;
};

/** Everything that training found. Plain data: no method, nothing to start. */
export type Model = {
  readonly version: string;
  /** Words met in training, commonest first, then words known from general text only. */
  readonly words: ReadonlyMap<string, number>;
  /** How many of `words` were met in training, and how many of those are common enough to be a misspelling's target. */
  readonly trained: number;
  readonly common: number;
  /** Vectors of the words after the first `trained`. */
  readonly spare: QuantisedTable;
  /** Word classes that the networks tell apart; the first stands for "no class". */
  readonly classNames: ReadonlyMap<string, number>;
  readonly size: NetworkSize;
  readonly linear: LinearPart;
  readonly networks: readonly NetworkPart[];
  readonly calibration: Calibration;
};

/** How the parts read one message. */
export type Scored = {
  /** One probability an intent, in the order of `INTENT_NAMES`, temperature applied. */
  readonly probabilities: readonly number[];
  /** The probability that each part alone gives the joint first choice, the linear part first. */
  readonly opinions: readonly number[];
  /** Share of the words that were met neither in training nor in general text. */
  readonly unknown: number;
  readonly wordCount: number;
  /** Whether two requests were found, and whether the first of them is not what the whole message was taken for. */
  readonly twoRequests?: boolean;
  readonly disagreeing?: boolean;
};

/** Longer messages are read at both ends: a request stands at the beginning or at the end of a story. */
export const HEAD_TOKENS = 40;
export const TAIL_TOKENS = 20;

/** How much each feature group counts before training sets the weights. */
const GROUP_SCALE: Record<FeatureGroup, number> = { word: 1, char: 0.5, shape: 1, context: 1, form: 0.7, part: 0.6 };

const CONTEXTS: readonly (Expecting | null)[] = [null, ...ExpectingSchema.options];
export const CONTEXT_COUNT = CONTEXTS.length;

/** Place of what was asked in the network's context vector. */
export function contextIndex(expecting: Expecting | null): number {
  return CONTEXTS.indexOf(expecting);
}

/** Words of a message as the classifier reads them, slips of the finger mended by the model's own vocabulary. */
export function readWords(text: string, vocabulary: Pick<Model, 'words' | 'common'>): readonly string[] {
  const { words, common } = vocabulary;
  const rankOf = (word: string): number | undefined => {
    const rank = words.get(word);
    return rank !== undefined && rank < common ? rank : undefined;
  };
  return ends(wordsOf(text)).map((word) => respell(word, (known) => words.has(known), rankOf));
}

function ends(words: readonly string[]): readonly string[] {
  return words.length <= HEAD_TOKENS + TAIL_TOKENS
    ? words
    : [...words.slice(0, HEAD_TOKENS), ...words.slice(-TAIL_TOKENS)];
}

/** The features of a message by hash, with values scaled so that every group weighs alike however long the message is. */
export function featureValues(words: readonly string[], expecting: Expecting | null): ReadonlyMap<number, number> {
  const found = new Map<number, { group: FeatureGroup; value: number }>();
  features(words, { expecting }, (group, name, value) => {
    found.set(hash(`${group}:${name}`), { group, value });
  });
  const squares = Object.fromEntries(FEATURE_GROUPS.map((group) => [group, 0])) as Record<FeatureGroup, number>;
  for (const { group, value } of found.values()) squares[group] += value * value;
  const values = new Map<number, number>();
  for (const [key, { group, value }] of found) {
    values.set(key, (GROUP_SCALE[group] * value) / Math.sqrt(squares[group]));
  }
  return values;
}

/** Class of a word by number: 0 for an ordinary word. */
export function classNumber(word: string, classNames: ReadonlyMap<string, number>): number {
  const shape = shapeOf(word);
  return shape === word ? 0 : (classNames.get(shape) ?? 0);
}

/** Reads one message with every part of the model and puts their opinions together. */
export function score(model: Model, text: string, expecting: Expecting | null): Scored {
  const words = readWords(text, model);
  const opinions = [
    linearLogits(model.linear, words, expecting),
    ...model.networks.map((network) => networkLogits(model, network, words, expecting)),
  ].map(logProbabilities);
  const joint = combine(opinions);
  const probabilities = logProbabilities(joint.map((value) => value / model.calibration.temperature)).map(Math.exp);
  const winner = indexOfMaximum(probabilities);
  const plain = words.filter((word) => /\p{L}/u.test(word));
  return {
    probabilities,
    opinions: opinions.map((opinion) => Math.exp(opinion[winner] ?? Number.NEGATIVE_INFINITY)),
    unknown: plain.length === 0 ? 1 : plain.filter((word) => !model.words.has(word)).length / plain.length,
    wordCount: words.length,
  };
}

/** Mean of the parts' log probabilities, the linear part against all networks together, half and half. */
export function combine(opinions: readonly (readonly number[])[]): number[] {
  const networks = opinions.length - 1;
  return INTENT_NAMES.map((_, k) =>
    opinions.reduce((sum, opinion, part) => {
      const weight = networks === 0 ? 1 : part === 0 ? 0.5 : 0.5 / networks;
      return sum + weight * (opinion[k] ?? 0);
    }, 0),
  );
}

/** Intent and probability, the likeliest first. */
export function ranked(probabilities: readonly number[]): { intent: IntentName; probability: number }[] {
  return INTENT_NAMES.map((intent, k) => ({ intent, probability: probabilities[k] ?? 0 })).sort(
    (a, b) => b.probability - a.probability,
  );
}

function linearLogits(linear: LinearPart, words: readonly string[], expecting: Expecting | null): number[] {
  const { keys, weights } = linear;
  const sums = Float64Array.from(linear.bias);
  for (const [key, value] of featureValues(words, expecting)) {
    const row = find(keys, key);
    if (row < 0) continue;
    const factor = value * (weights.scales[row] ?? 0);
    const first = row * weights.columns;
    for (let k = 0; k < weights.columns; k++) sums[k] = (sums[k] ?? 0) + factor * (weights.values[first + k] ?? 0);
  }
  return [...sums];
}

function networkLogits(
  model: Model,
  network: NetworkPart,
  words: readonly string[],
  expecting: Expecting | null,
): number[] {
  const { size } = model;
  const tokens = new Float64Array((Math.max(words.length, 1) + 2) * size.token);
  const projections = words.map((word, t) => {
    const token = tokens.subarray((t + 1) * size.token, (t + 2) * size.token);
    const row = model.words.get(word);
    const classed = classNumber(word, model.classNames);
    if (row !== undefined) readVector(model, network, row, token);
    readRow(network.classVectors, classed, token, model.spare.columns);
    // A known word has one class; of an unknown word nothing but its class is known.
    return remembered(network, row ?? -1 - classed, () => projection(size, network.weights, token));
  });
  return [...logitsOf(size, network.weights, tokens, projections, contextIndex(expecting))];
}

function readVector(model: Model, network: NetworkPart, row: number, token: Float64Array): void {
  if (row < model.trained) readRow(network.vectors, row, token, 0);
  else readRow(model.spare, row - model.trained, token, 0);
}

/** Projections are kept for this many words of a network, some 5 MB: most of a message is made of few words. */
const MOST_REMEMBERED = 2000;
const projectionsOf = new WeakMap<NetworkPart, Map<number, Float32Array>>();

/** A word's projection depends on the word alone, so it is kept: the oldest makes room for the newest. */
function remembered(network: NetworkPart, key: number, make: () => Float32Array): Float32Array {
  const known = projectionsOf.get(network) ?? new Map<number, Float32Array>();
  projectionsOf.set(network, known);
  const found = known.get(key) ?? make();
  if (!known.has(key)) {
    const [oldest] = known.keys();
    if (known.size >= MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
    known.set(key, found);
  }
  return found;
}

function readRow(table: QuantisedTable, row: number, to: Float64Array, at: number): void {
  const scale = table.scales[row] ?? 0;
  const first = row * table.columns;
  for (let j = 0; j < table.columns; j++) to[at + j] = scale * (table.values[first + j] ?? 0);
}

/** Place of `key` among ascending keys, or -1. */
function find(keys: Uint32Array, key: number): number {
  let low = 0;
  let high = keys.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = keys[middle] ?? 0;
    if (found === key) return middle;
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Logits as logarithms of probabilities. */
export function logProbabilities(logits: readonly number[]): number[] {
  const largest = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
  return logits.map((logit) => logit - largest - Math.log(sum));
}

/** Place of the largest value. */
export function indexOfMaximum(values: readonly number[]): number {
  let best = 0;
  for (const [index, value] of values.entries()) if (value > (values[best] ?? Number.NEGATIVE_INFINITY)) best = index;
  return best;
}
