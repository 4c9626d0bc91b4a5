/** Sizes of the convolutional part, all in numbers of values. */
export type NetworkSize = {
  /** Values of one token: its word vector and its class vector, one after the other. */
  readonly token: number;
  /** Filters of each of the two widths (2 and 3 tokens). */
  readonly filters: number;
  readonly hidden: number;
  readonly contexts: number;
  readonly classes: number;
};

/** Weights, row-major: `pairs[i * filters + f]`, `triples[i * filters + f]`, `hidden[i * hidden + j]`, `output[j * classes + k]`. */
export type NetworkWeights = {
  readonly pairs: Float64Array;
  readonly pairBias: Float64Array;
  readonly triples: Float64Array;
  readonly tripleBias: Float64Array;
  readonly hidden: Float64Array;
  readonly hiddenBias: Float64Array;
  readonly output: Float64Array;
  readonly outputBias: Float64Array;
};
export const WEIGHT_NAMES = [
  'pairs',
  'pairBias',
  'triples',
  'tripleBias',
  'hidden',
  'hiddenBias',
  'output',
  'outputBias',
] as const satisfies readonly (keyof NetworkWeights)[];

/** How many values each weight array holds. */
export function weightLengths(size: NetworkSize): Record<keyof NetworkWeights, number> {
  return {
    pairs: 2 * size.token * size.filters,
    pairBias: size.filters,
    triples: 3 * size.token * size.filters,
    tripleBias: size.filters,
    hidden: pooledLength(size) * size.hidden,
    hiddenBias: size.hidden,
    output: size.hidden * size.classes,
    outputBias: size.classes,
  };
}

/** Length of the pooled vector: best pair and triple filters, mean and maximum of the tokens, context. */
export function pooledLength(size: NetworkSize): number {
  return 2 * size.filters + 2 * size.token + size.contexts;
}

/** What one pass found, kept for training: which token won each filter and each maximum (-1: none). */
export type Pass = {
  readonly pooled: Float64Array;
  readonly pairAt: Int32Array;
  readonly tripleAt: Int32Array;
  readonly maximumAt: Int32Array;
  readonly hidden: Float64Array;
  readonly logits: Float64Array;
};

/** Dropout while training: factors for the pooled and the hidden values. */
export type Masks = { readonly pooled: Float64Array; readonly hidden: Float64Array };

/** How strongly the context is marked in the pooled vector. */
export const CONTEXT_ON = 1.5;

/**
 * One message through the network.
 * @param tokens `count` token vectors, with one empty token before the first and one after the last
 */
export function pass(
  size: NetworkSize,
  weights: NetworkWeights,
  tokens: Float64Array,
  count: number,
  context: number,
  masks: Masks | null,
): Pass {
  const pooled = new Float64Array(pooledLength(size));
  const { filters, token } = size;
  const rows = Math.max(count, 1) + 2;
  const pairAt = strongest(tokens, rows, 2, token, filters, weights.pairs, weights.pairBias, pooled, 0);
  const tripleAt = strongest(tokens, rows, 3, token, filters, weights.triples, weights.tripleBias, pooled, filters);
  const maximumAt = summarise(tokens, count, token, pooled, 2 * filters);
  pooled[2 * filters + 2 * token + context] = CONTEXT_ON;
  if (masks !== null) for (let i = 0; i < pooled.length; i++) pooled[i] = at(pooled, i) * at(masks.pooled, i);
  return { pooled, pairAt, tripleAt, maximumAt, ...decide(size, weights, pooled, masks) };
}

/** The two layers above the pooled values. */
function decide(
  size: NetworkSize,
  weights: NetworkWeights,
  pooled: Float64Array,
  masks: Masks | null,
): Pick<Pass, 'hidden' | 'logits'> {
  const hidden = Float64Array.from(weights.hiddenBias);
  accumulate(pooled, 0, pooled.length, weights.hidden, size.hidden, hidden);
  for (let j = 0; j < hidden.length; j++) {
    hidden[j] = Math.max(0, at(hidden, j)) * (masks === null ? 1 : at(masks.hidden, j));
  }
  const logits = Float64Array.from(weights.outputBias);
  accumulate(hidden, 0, hidden.length, weights.output, size.classes, logits);
  return { hidden, logits };
}

/** Places that a token can take in the windows: first or second of a pair; first, second or third of a triple. */
const PLACES = 5;

/**
 * What one token adds to every filter from each of its five places, one place after the other. A window's answer is the
 * sum of what its tokens add, so that the projections of frequent words need to be made only once.
 */
export function projection(size: NetworkSize, weights: NetworkWeights, token: Float64Array): Float32Array {
  const { filters } = size;
  const found = new Float32Array(PLACES * filters);
  const sums = new Float64Array(filters);
  for (let place = 0; place < PLACES; place++) {
    const [matrix, row] = place < 2 ? [weights.pairs, place] : [weights.triples, place - 2];
    const block = matrix.subarray(row * size.token * filters, (row + 1) * size.token * filters);
    sums.fill(0);
    accumulate(token, 0, size.token, block, filters, sums);
    found.set(sums, place * filters);
  }
  return found;
}

/**
 * The same as `pass` without dropout, from the tokens' projections: the logits only.
 * @param tokens as for `pass`
 * @param projections one for each of the `count` tokens
 */
export function logitsOf(
  size: NetworkSize,
  weights: NetworkWeights,
  tokens: Float64Array,
  projections: readonly Float32Array[],
  context: number,
): Float64Array {
  const pooled = new Float64Array(pooledLength(size));
  const { filters, token } = size;
  const rows = Math.max(projections.length, 1) + 2;
  strongestOfSums(projections, rows, [0, 1], filters, weights.pairBias, pooled, 0);
  strongestOfSums(projections, rows, [2, 3, 4], filters, weights.tripleBias, pooled, filters);
  summarise(tokens, projections.length, token, pooled, 2 * filters);
  pooled[2 * filters + 2 * token + context] = CONTEXT_ON;
  return decide(size, weights, pooled, null).logits;
}

/** `strongest` over windows whose tokens take these places, one after the other. */
function strongestOfSums(
  projections: readonly Float32Array[],
  rows: number,
  places: readonly number[],
  filters: number,
  bias: Float64Array,
  pooled: Float64Array,
  offset: number,
): void {
  const answer = new Float64Array(filters);
  for (let row = 0; row + places.length <= rows; row++) {
    answer.set(bias);
    for (const [step, place] of places.entries()) {
      // Row 0 is the empty token before the first.
      const added = projections[row + step - 1];
      if (added === undefined) continue;
      const from = place * filters;
      for (let f = 0; f < filters; f++) answer[f] = at(answer, f) + (added[from + f] as number);
    }
    for (let f = 0; f < filters; f++) if (at(answer, f) > at(pooled, offset + f)) pooled[offset + f] = at(answer, f);
  }
}

/** Each filter's strongest answer over all windows, where it is above nought, written into `pooled` from `offset`. */
function strongest(
  tokens: Float64Array,
  rows: number,
  width: number,
  token: number,
  filters: number,
  weights: Float64Array,
  bias: Float64Array,
  pooled: Float64Array,
  offset: number,
): Int32Array {
  const where = new Int32Array(filters).fill(-1);
  const answer = new Float64Array(filters);
  for (let row = 0; row + width <= rows; row++) {
    answer.set(bias);
    accumulate(tokens, row * token, width * token, weights, filters, answer);
    for (let f = 0; f < filters; f++) {
      if (at(answer, f) > at(pooled, offset + f)) {
        pooled[offset + f] = at(answer, f);
        where[f] = row;
      }
    }
  }
  return where;
}

/** `sums[c] += Σ values[start + i] · weights[i · columns + c]`, four rows at a time: most of the time is spent here. */
function accumulate(
  values: Float64Array,
  start: number,
  length: number,
  weights: Float64Array,
  columns: number,
  sums: Float64Array,
): void {
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const a = at(values, start + i);
    const b = at(values, start + i + 1);
    const c = at(values, start + i + 2);
    const d = at(values, start + i + 3);
    if (a === 0 && b === 0 && c === 0 && d === 0) continue;
    const first = i * columns;
    const second = first + columns;
    const third = second + columns;
    const fourth = third + columns;
    for (let column = 0; column < columns; column++) {
      sums[column] =
        at(sums, column) +
        a * at(weights, first + column) +
        b * at(weights, second + column) +
        c * at(weights, third + column) +
        d * at(weights, fourth + column);
    }
  }
  for (; i < length; i++) {
    const value = at(values, start + i);
    for (let column = 0; column < columns; column++) {
      sums[column] = at(sums, column) + value * at(weights, i * columns + column);
    }
  }
}

/** Mean (over the root of the count) and maximum of the tokens, side by side from `offset`. */
function summarise(
  tokens: Float64Array,
  count: number,
  token: number,
  pooled: Float64Array,
  offset: number,
): Int32Array {
  const where = new Int32Array(token).fill(-1);
  if (count === 0) return where;
  for (let j = 0; j < token; j++) {
    let sum = 0;
    let largest = Number.NEGATIVE_INFINITY;
    for (let t = 0; t < count; t++) {
      const value = at(tokens, (t + 1) * token + j);
      sum += value;
      if (value > largest) {
        largest = value;
        where[j] = t;
      }
    }
    pooled[offset + j] = sum / Math.sqrt(count);
    pooled[offset + token + j] = largest;
  }
  return where;
}

/** Indices here are always inside; the checked read costs a third of the time. */
function at(values: Float64Array, index: number): number {
  return values[index] as number;
}
