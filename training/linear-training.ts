import { seeded, shuffle } from './seeded.ts';

/** One message as the linear part sees it: the numbers of its features and their values. */
export type SparseRow = { readonly index: Int32Array; readonly value: Float64Array };

export type LinearOptions = {
  readonly epochs: number;
  readonly rate: number;
  /** Share of a message's features left out at each pass, so that no single phrase carries an intent alone. */
  readonly dropout: number;
  readonly seed: number;
};

export type LinearWeights = { readonly weights: Float64Array; readonly bias: Float64Array };

/** Multinomial logistic regression by AdaGrad. `weights[feature * classes + k]`. */
export function trainLinear(
  rows: readonly SparseRow[],
  labels: Int32Array,
  features: number,
  classes: number,
  options: LinearOptions,
): LinearWeights {
  const random = seeded(options.seed);
  const weights = new Float64Array(features * classes);
  const squares = new Float64Array(features * classes).fill(1e-8);
  const bias = new Float64Array(classes);
  const order = Int32Array.from(rows.keys());
  const error = new Float64Array(classes);
  const scale = 1 / (1 - options.dropout);
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, random);
    const rate = options.rate * (1 - (0.9 * epoch) / options.epochs);
    for (const n of order) {
      const row = rows[n];
      if (row === undefined) continue;
      const kept: number[] = [];
      error.set(bias);
      for (let i = 0; i < row.index.length; i++) {
        if (random() < options.dropout) continue;
        kept.push(i);
        const first = wholeAt(row.index, i) * classes;
        const value = at(row.value, i) * scale;
        for (let k = 0; k < classes; k++) error[k] = at(error, k) + at(weights, first + k) * value;
      }
      towards(error, wholeAt(labels, n));
      for (let k = 0; k < classes; k++) bias[k] = at(bias, k) - 0.02 * rate * at(error, k);
      for (const i of kept) {
        const first = wholeAt(row.index, i) * classes;
        const value = at(row.value, i) * scale;
        for (let k = 0; k < classes; k++) {
          const gradient = at(error, k) * value;
          const square = at(squares, first + k) + gradient * gradient;
          squares[first + k] = square;
          weights[first + k] = at(weights, first + k) - (rate * gradient) / Math.sqrt(square);
        }
      }
    }
  }
  return { weights, bias };
}

/** Turns logits into probabilities less the truth: the gradient of the loss. */
export function towards(logits: Float64Array, label: number, smoothing = 0): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > largest) largest = logit;
  let sum = 0;
  for (let k = 0; k < logits.length; k++) {
    logits[k] = Math.exp(at(logits, k) - largest);
    sum += at(logits, k);
  }
  for (let k = 0; k < logits.length; k++) {
    logits[k] = at(logits, k) / sum - (k === label ? 1 - smoothing : 0) - smoothing / logits.length;
  }
}

// Two readers, because one that meets two kinds of array is several times slower.
function at(values: Float64Array, index: number): number {
  return values[index] as number;
}

function wholeAt(values: Int32Array, index: number): number {
  return values[index] as number;
}
