import { describe, expect, test } from '@jest/globals';
import { encodeModel } from '../../core/understanding/model-file.ts';
import { type NetworkSize, pass } from '../../core/understanding/network.ts';
import { fitLogistic } from '../../training/calibrate.ts';
import { readTraining } from '../../training/corpus.ts';
import { type FitOptions, fitModel, OPTIONS, readVectors } from '../../training/fit.ts';
import { TRAIN_FOLDER } from '../../training/folders.ts';
import { trainLinear } from '../../training/linear-training.ts';
import { type TokenRow, trainNetwork } from '../../training/network-training.ts';
import { seeded, shuffle } from '../../training/seeded.ts';

describe('the linear learner', () => {
  test('finds which feature speaks for which class', () => {
    const rows = Array.from({ length: 60 }, (_, n) => ({
      index: Int32Array.of(n % 3, 3),
      value: Float64Array.of(1, 1),
    }));
    const labels = Int32Array.from(rows, (_, n) => n % 3);
    const { weights } = trainLinear(rows, labels, 4, 3, { epochs: 8, rate: 0.5, dropout: 0.2, seed: 1 });
    for (const feature of [0, 1, 2]) {
      const own = [...weights.slice(feature * 3, feature * 3 + 3)];
      expect(own.indexOf(Math.max(...own))).toBe(feature);
    }
  });
});

describe('the network learner', () => {
  const size: NetworkSize = { token: 5, filters: 8, hidden: 8, contexts: 8, classes: 2 };
  const options = {
    epochs: 30,
    rate: 0.01,
    embeddingRate: 0.05,
    dropout: 0.1,
    wordDropout: 0,
    smoothing: 0.02,
    seed: 1,
  };
  // Word 0 before word 1 means class 0, after it class 1: only the order tells.
  const rows: TokenRow[] = Array.from({ length: 160 }, (_, n) => ({
    words: n % 2 === 0 ? Int32Array.of(0, 1, 2 + (n % 5)) : Int32Array.of(1, 0, 2 + (n % 5)),
    classes: new Int32Array(3),
    context: 0,
  }));
  const labels = Int32Array.from(rows, (_, n) => n % 2);
  const initial = {
    vectors: Float64Array.from({ length: 7 * 4 }, (_, i) => Math.sin(i * 7)),
    wordValues: 4,
    classNames: 1,
  };
  const learned = trainNetwork(rows, labels, size, initial, options);

  test('learns an order of words', () => {
    const classOf = (words: readonly number[]) => {
      const tokens = new Float64Array((words.length + 2) * size.token);
      for (const [t, word] of words.entries()) {
        tokens.set(learned.vectors.subarray(word * 4, word * 4 + 4), (t + 1) * size.token);
        tokens.set(learned.classVectors.subarray(0, 1), (t + 1) * size.token + 4);
      }
      const { logits } = pass(size, learned.weights, tokens, words.length, 0, null);
      return (logits[0] ?? 0) > (logits[1] ?? 0) ? 0 : 1;
    };
    expect([classOf([0, 1, 3]), classOf([1, 0, 3])]).toEqual([0, 1]);
  });

  test('learns the same from the same', () => {
    expect(trainNetwork(rows, labels, size, initial, options)).toEqual(learned);
    expect(trainNetwork(rows, labels, size, initial, { ...options, seed: 2 })).not.toEqual(learned);
  });
});

describe('the whole model', () => {
  const few = readTraining(TRAIN_FOLDER).filter((_, n) => n % 200 === 0);
  const all = readVectors();
  const vectors = { ...all, rows: new Map([...all.rows].slice(0, 300)) };
  const small: FitOptions = {
    ...OPTIONS,
    linear: { ...OPTIONS.linear, epochs: 2 },
    network: { ...OPTIONS.network, epochs: 1 },
    filters: 8,
    hidden: 8,
    mostFeatures: 2000,
  };

  test('is the same file for the same data, in whatever order the networks finish', async () => {
    const [first, second] = [await fitModel(few, vectors, small), await fitModel(few, vectors, small)];
    expect(Buffer.from(encodeModel(first)).equals(encodeModel(second))).toBe(true);
    expect(first.networks).toHaveLength(OPTIONS.seeds.length);
    expect(first.linear.keys.length).toBeLessThanOrEqual(2000);
  });
});

describe('the confidence rule', () => {
  test('recovers a probability from a signal', () => {
    const random = seeded(5);
    const inputs = Array.from({ length: 4000 }, () => [1, 4 * random() - 2]);
    const right = inputs.map(([, signal = 0]) => random() < 1 / (1 + Math.exp(-(0.5 + 1.5 * signal))));
    const [bias = 0, slope = 0] = fitLogistic(inputs, right);
    expect(bias).toBeGreaterThan(0.35);
    expect(bias).toBeLessThan(0.65);
    expect(slope).toBeGreaterThan(1.2);
    expect(slope).toBeLessThan(1.8);
  });
});

describe('seeded chance', () => {
  test('is the same for the same seed, and keeps every item', () => {
    const order = (seed: number) => {
      const items = Int32Array.from({ length: 50 }, (_, i) => i);
      shuffle(items, seeded(seed));
      return [...items];
    };
    expect(order(3)).toEqual(order(3));
    expect(order(3)).not.toEqual(order(4));
    expect(order(3).sort((a, b) => a - b)).toEqual(order(9).sort((a, b) => a - b));
  });
});
