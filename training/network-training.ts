import {
  type NetworkSize,
  type NetworkWeights,
  pass,
  pooledLength,
  WEIGHT_NAMES,
  weightLengths,
} from '../core/understanding/network.ts';
import { towards } from './linear-training.ts';
import { gaussian, seeded, shuffle } from './seeded.ts';

/** One message as the network sees it: rows of the two embedding tables, and its context. */
export type TokenRow = { readonly words: Int32Array; readonly classes: Int32Array; readonly context: number };

export type NetworkOptions = {
  readonly epochs: number;
  readonly rate: number;
  readonly embeddingRate: number;
  readonly dropout: number;
  readonly wordDropout: number;
  readonly smoothing: number;
  readonly seed: number;
};

/** Learned tables and weights; `vectors[word * wordValues + j]`, `classVectors[class * classValues + j]`. */
export type TrainedNetwork = {
  readonly vectors: Float64Array;
  readonly classVectors: Float64Array;
  readonly weights: NetworkWeights;
};

const BATCH = 16;
const DECAY = 1e-4;

/** Trains embeddings and network together: Adam for the network, AdaGrad for the tables. */
export function trainNetwork(
  rows: readonly TokenRow[],
  labels: Int32Array,
  size: NetworkSize,
  initial: { readonly vectors: Float64Array; readonly wordValues: number; readonly classNames: number },
  options: NetworkOptions,
): TrainedNetwork {
  const random = seeded(options.seed);
  const normal = gaussian(random);
  const { wordValues } = initial;
  const classValues = size.token - wordValues;
  const vectors = startVectors(initial.vectors, wordValues, normal);
  const classVectors = new Float64Array(initial.classNames * classValues).map(() => 0.3 * normal());
  const vectorSquares = new Float64Array(vectors.length).fill(1e-3);
  const classSquares = new Float64Array(classVectors.length).fill(1e-3);
  const weights = startWeights(size, normal);
  const gradients = emptyWeights(size);
  const moments = emptyWeights(size);
  const squares = emptyWeights(size);
  // Convolution weights and their gradients by filter, side by side: going back, one filter is worked on at a time.
  const byFilter = { pairs: turned(weights.pairs, size.filters), triples: turned(weights.triples, size.filters) };
  const order = Int32Array.from(rows.keys());
  let steps = 0;

  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, random);
    const rate = options.rate * (1 - (0.95 * epoch) / options.epochs);
    const embeddingRate = options.embeddingRate * (1 - (0.9 * epoch) / options.epochs);
    for (const [place, n] of order.entries()) {
      const row = rows[n];
      if (row === undefined) continue;
      learn(row, wholeAt(labels, n), embeddingRate);
      if ((place + 1) % BATCH === 0) {
        steps += 1;
        for (const name of WEIGHT_NAMES) {
          const weight = name === 'pairs' || name === 'triples' ? byFilter[name] : weights[name];
          adam(weight, gradients[name], moments[name], squares[name], rate, steps);
          if (name === 'pairs' || name === 'triples') turnBack(byFilter[name], size.filters, weights[name]);
        }
      }
    }
  }
  return { vectors, classVectors, weights };

  function learn(row: TokenRow, label: number, embeddingRate: number): void {
    const count = row.words.length;
    const { token, filters } = size;
    const tokens = new Float64Array((Math.max(count, 1) + 2) * token);
    const wordKept = new Uint8Array(count);
    const classKept = new Uint8Array(count);
    for (let t = 0; t < count; t++) {
      const to = (t + 1) * token;
      wordKept[t] = random() < options.wordDropout ? 0 : 1;
      classKept[t] = wordKept[t] === 1 || random() < 0.5 ? 1 : 0;
      if (wordKept[t] === 1) copy(vectors, wholeAt(row.words, t) * wordValues, wordValues, tokens, to);
      if (classKept[t] === 1)
        copy(classVectors, wholeAt(row.classes, t) * classValues, classValues, tokens, to + wordValues);
    }
    const pooledMask = mask(pooledLength(size), options.dropout);
    const contextFrom = 2 * filters + 2 * token;
    pooledMask.fill(1, contextFrom);
    if (random() < 0.05) pooledMask.fill(0, contextFrom);
    const hiddenMask = mask(size.hidden, options.dropout);
    const found = pass(size, weights, tokens, count, row.context, { pooled: pooledMask, hidden: hiddenMask });

    const error = found.logits;
    towards(error, label, options.smoothing);
    add(gradients.outputBias, error);
    const hiddenError = back(found.hidden, error, weights.output, gradients.output);
    for (let j = 0; j < hiddenError.length; j++) {
      hiddenError[j] = at(found.hidden, j) > 0 ? at(hiddenError, j) * at(hiddenMask, j) : 0;
    }
    add(gradients.hiddenBias, hiddenError);
    const pooledError = back(found.pooled, hiddenError, weights.hidden, gradients.hidden, pooledMask);

    const tokenError = new Float64Array(tokens.length);
    const windows = (where: Int32Array, width: number, from: number, name: 'pairs' | 'triples', bias: Float64Array) => {
      for (let f = 0; f < filters; f++) {
        const row = wholeAt(where, f);
        const push = at(pooledError, from + f);
        if (row < 0 || push === 0) continue;
        bias[f] = at(bias, f) + push;
        const start = row * token;
        const length = width * token;
        const weight = byFilter[name];
        const gradient = gradients[name];
        for (let i = 0; i < length; i++) {
          const place = f * length + i;
          gradient[place] = at(gradient, place) + push * at(tokens, start + i);
          tokenError[start + i] = at(tokenError, start + i) + push * at(weight, place);
        }
      }
    };
    windows(found.pairAt, 2, 0, 'pairs', gradients.pairBias);
    windows(found.tripleAt, 3, filters, 'triples', gradients.tripleBias);
    for (let j = 0; j < token; j++) {
      const mean = at(pooledError, 2 * filters + j) / Math.sqrt(Math.max(count, 1));
      for (let t = 0; t < count; t++) tokenError[(t + 1) * token + j] = at(tokenError, (t + 1) * token + j) + mean;
      const best = wholeAt(found.maximumAt, j);
      if (best >= 0) {
        const to = (best + 1) * token + j;
        tokenError[to] = at(tokenError, to) + at(pooledError, 2 * filters + token + j);
      }
    }
    for (let t = 0; t < count; t++) {
      const from = (t + 1) * token;
      if (wordKept[t] === 1) {
        adagrad(
          vectors,
          vectorSquares,
          wholeAt(row.words, t) * wordValues,
          tokenError,
          from,
          wordValues,
          embeddingRate,
        );
      }
      if (classKept[t] === 1) {
        const to = wholeAt(row.classes, t) * classValues;
        adagrad(classVectors, classSquares, to, tokenError, from + wordValues, classValues, 2 * embeddingRate);
      }
    }
  }

  function mask(length: number, dropout: number): Float64Array {
    const factor = 1 / (1 - dropout);
    return new Float64Array(length).map(() => (random() < dropout ? 0 : factor));
  }
}

/** Adds `input ⊗ error` to the gradients and returns the error of the input (times `factor`, where given). */
function back(
  input: Float64Array,
  error: Float64Array,
  weights: Float64Array,
  gradients: Float64Array,
  factor?: Float64Array,
): Float64Array {
  const columns = error.length;
  const inputError = new Float64Array(input.length);
  for (let i = 0; i < input.length; i++) {
    const scale = factor === undefined ? 1 : at(factor, i);
    if (scale === 0) continue;
    const value = at(input, i);
    let sum = 0;
    const first = i * columns;
    for (let column = 0; column < columns; column++) {
      const push = at(error, column);
      gradients[first + column] = at(gradients, first + column) + value * push;
      sum += at(weights, first + column) * push;
    }
    inputError[i] = sum * scale;
  }
  return inputError;
}

function adam(
  weights: Float64Array,
  gradients: Float64Array,
  moments: Float64Array,
  squares: Float64Array,
  rate: number,
  step: number,
): void {
  const first = 1 - 0.9 ** step;
  const second = 1 - 0.999 ** step;
  for (let i = 0; i < weights.length; i++) {
    const gradient = at(gradients, i) / BATCH;
    const moment = 0.9 * at(moments, i) + 0.1 * gradient;
    const square = 0.999 * at(squares, i) + 0.001 * gradient * gradient;
    moments[i] = moment;
    squares[i] = square;
    weights[i] =
      at(weights, i) - rate * (moment / first / (Math.sqrt(square / second) + 1e-8) + DECAY * at(weights, i));
    gradients[i] = 0;
  }
}

function adagrad(
  table: Float64Array,
  squares: Float64Array,
  to: number,
  error: Float64Array,
  from: number,
  length: number,
  rate: number,
): void {
  for (let j = 0; j < length; j++) {
    const gradient = at(error, from + j);
    const square = at(squares, to + j) + gradient * gradient;
    squares[to + j] = square;
    table[to + j] = at(table, to + j) - (rate * gradient) / Math.sqrt(square);
  }
}

/** Rows become columns: `turned[column * rows + row]`. */
function turned(matrix: Float64Array, columns: number): Float64Array {
  const rows = matrix.length / columns;
  const other = new Float64Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) other[column * rows + row] = at(matrix, row * columns + column);
  }
  return other;
}

/** Undoes `turned`, into `matrix`. */
function turnBack(other: Float64Array, columns: number, matrix: Float64Array): void {
  const rows = matrix.length / columns;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) matrix[row * columns + column] = at(other, column * rows + row);
  }
}

/** Known words start from their vector; words without one start near nothing. */
function startVectors(given: Float64Array, wordValues: number, normal: () => number): Float64Array {
  const vectors = Float64Array.from(given);
  for (let from = 0; from < vectors.length; from += wordValues) {
    const vector = vectors.subarray(from, from + wordValues);
    if (vector.every((value) => value === 0)) for (let j = 0; j < wordValues; j++) vector[j] = 0.02 * normal();
  }
  return vectors;
}

function startWeights(size: NetworkSize, normal: () => number): NetworkWeights {
  const weights = emptyWeights(size);
  const spread = (values: Float64Array, inputs: number, gain: number) => {
    for (let i = 0; i < values.length; i++) values[i] = (gain * normal()) / Math.sqrt(inputs);
  };
  spread(weights.pairs, 2 * size.token, 1.4);
  spread(weights.triples, 3 * size.token, 1.4);
  spread(weights.hidden, pooledLength(size), 1.4);
  spread(weights.output, size.hidden, 1);
  return weights;
}

function emptyWeights(size: NetworkSize): NetworkWeights {
  const lengths = weightLengths(size);
  return {
    pairs: new Float64Array(lengths.pairs),
    pairBias: new Float64Array(lengths.pairBias),
    triples: new Float64Array(lengths.triples),
    tripleBias: new Float64Array(lengths.tripleBias),
    hidden: new Float64Array(lengths.hidden),
    hiddenBias: new Float64Array(lengths.hiddenBias),
    output: new Float64Array(lengths.output),
    outputBias: new Float64Array(lengths.outputBias),
  };
}

function add(sums: Float64Array, values: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] = at(sums, i) + at(values, i);
}

function copy(from: Float64Array, start: number, length: number, to: Float64Array, at: number): void {
  to.set(from.subarray(start, start + length), at);
}

// Two readers, because one that meets two kinds of array is several times slower.
function at(values: Float64Array, index: number): number {
  return values[index] as number;
}

function wholeAt(values: Int32Array, index: number): number {
  return values[index] as number;
}
