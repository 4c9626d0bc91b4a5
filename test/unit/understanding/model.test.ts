import { describe, expect, test } from '@jest/globals';
import { INTENT_NAMES } from '../../../core/intents.ts';
import { confidenceOf, signals } from '../../../core/understanding/confidence.ts';
import { hash } from '../../../core/understanding/hash.ts';
import { featureValues, type Model, ranked, score } from '../../../core/understanding/model.ts';
import { decodeModel, encodeModel, quantise } from '../../../core/understanding/model-file.ts';
import {
  logitsOf,
  type NetworkSize,
  type NetworkWeights,
  pass,
  projection,
  weightLengths,
} from '../../../core/understanding/network.ts';

const size: NetworkSize = { token: 3, filters: 2, hidden: 2, contexts: 8, classes: 24 };

function weightsOf(value: (place: number) => number): NetworkWeights {
  const lengths = weightLengths(size);
  return Object.fromEntries(
    Object.entries(lengths).map(([name, length]) => [name, Float64Array.from({ length }, (_, i) => value(i))]),
  ) as unknown as NetworkWeights;
}

/** A tiny model in which the word "rain" speaks for weather and nothing else speaks for anything. */
function tinyModel(): Model {
  const keys = [hash('word:rain')];
  const row = INTENT_NAMES.map((intent) => (intent === 'weather' ? 9 : 0));
  return {
    version: '1',
    words: new Map([
      ['rain', 0],
      ['will', 1],
      ['it', 2],
    ]),
    trained: 2,
    common: 2,
    spare: quantise([0.5, 0.5], 2),
    classNames: new Map([
      ['', 0],
      ['<weather>', 1],
    ]),
    size,
    linear: { keys: Uint32Array.from(keys), weights: quantise(row, 24), bias: new Float64Array(24) },
    networks: [{ vectors: quantise([1, 0, 0, 1], 2), classVectors: quantise([0, 1], 1), weights: weightsOf(() => 0) }],
    calibration: { temperature: 1, coefficients: [0, 1], bareAnswer: 0.99 },
  };
}

describe('the network', () => {
  test('finds the strongest window of a filter', () => {
    const weights = weightsOf(() => 0);
    weights.pairs[0] = 1; // First filter answers to the first value of a window's first token.
    const tokens = Float64Array.from([0, 0, 0, 2, 0, 0, 5, 0, 0, 0, 0, 0]);
    const { pooled, pairAt } = pass(size, weights, tokens, 2, 0, null);
    expect(pooled[0]).toBe(5);
    expect(pairAt[0]).toBe(2);
    expect(pairAt[1]).toBe(-1);
  });

  test('sums up the tokens by mean and maximum, and marks the context', () => {
    const tokens = Float64Array.from([0, 0, 0, 1, -1, 0, 3, -5, 0, 0, 0, 0]);
    const { pooled } = pass(
      size,
      weightsOf(() => 0),
      tokens,
      2,
      3,
      null,
    );
    const [from, contexts] = [2 * size.filters, 2 * size.filters + 2 * size.token];
    expect([...pooled.slice(from, from + 2)]).toEqual([4 / Math.SQRT2, -6 / Math.SQRT2]);
    expect([...pooled.slice(from + 3, from + 5)]).toEqual([3, -1]);
    expect(pooled[contexts + 3]).toBe(1.5);
  });

  test.each([0, 1, 2, 5])('gives the same from the projections of %d tokens', (count) => {
    const weights = weightsOf((place) => Math.sin(place));
    const tokens = new Float64Array((Math.max(count, 1) + 2) * size.token);
    for (let i = size.token; i < (count + 1) * size.token; i++) tokens[i] = Math.cos(3 * i);
    const projections = Array.from({ length: count }, (_, t) =>
      projection(size, weights, tokens.subarray((t + 1) * size.token, (t + 2) * size.token)),
    );
    const { logits } = pass(size, weights, tokens, count, 2, null);
    const others = logitsOf(size, weights, tokens, projections, 2);
    for (const [k, logit] of logits.entries()) expect(others[k]).toBeCloseTo(logit, 5);
  });

  test('reads an empty message without a token', () => {
    const { logits } = pass(
      size,
      weightsOf(() => 0.1),
      new Float64Array(9),
      0,
      0,
      null,
    );
    expect(logits.every(Number.isFinite)).toBe(true);
  });
});

describe('scores', () => {
  test('are probabilities', () => {
    const { probabilities } = score(tinyModel(), 'will it rain', null);
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
    expect(ranked(probabilities)[0]?.intent).toBe('weather');
  });

  test('know how much of a message was never met', () => {
    expect(score(tinyModel(), 'will it rain', null).unknown).toBe(0);
    expect(score(tinyModel(), 'rain flurbs gronk blee', null).unknown).toBeCloseTo(0.75);
    expect(score(tinyModel(), '', null).unknown).toBe(1);
  });

  test('every feature group weighs alike, however long the message', () => {
    const total = (text: string) =>
      [...featureValues(text.split(' '), null).values()].reduce((sum, v) => sum + v * v, 0);
    expect(total('rain')).toBeCloseTo(total('will it rain on us this coming friday or not'), 6);
  });
});

describe('confidence', () => {
  const scored = (first: number) => ({
    probabilities: INTENT_NAMES.map((_, k) => (k === 0 ? first : (1 - first) / 23)),
    opinions: [first, first],
    unknown: 0,
    wordCount: 5,
  });
  test('rises with the leading probability and stays a probability', () => {
    const calibration = { temperature: 1, coefficients: [0, 0.8, 0.1], bareAnswer: 0.99 };
    const values = [0.1, 0.4, 0.7, 0.99, 1].map((first) => confidenceOf(scored(first), calibration));
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(Math.min(...values)).toBeGreaterThan(0);
    expect(Math.max(...values)).toBeLessThan(1);
  });
  test('signals are finite even for certainties', () => {
    expect(signals(scored(1)).every(Number.isFinite)).toBe(true);
    expect(signals(scored(0)).every(Number.isFinite)).toBe(true);
  });
});

describe('the model file', () => {
  test('gives back the model that was written', () => {
    const model = tinyModel();
    const back = decodeModel(encodeModel(model));
    expect(back).toEqual(model);
    expect(encodeModel(back)).toEqual(encodeModel(model));
  });

  test('is read wherever its bytes lie', () => {
    const file = encodeModel(tinyModel());
    const shifted = new Uint8Array(file.length + 1);
    shifted.set(file, 1);
    expect(decodeModel(shifted.subarray(1)).version).toBe('1');
  });

  test('other bytes, a missing run of numbers and a wrong size are refused', () => {
    expect(() => decodeModel(new TextEncoder().encode('PNG and so on'))).toThrow('not a model file');
    const text = new TextDecoder('latin1').decode(encodeModel(tinyModel()));
    const bytes = (changed: string) => Uint8Array.from(changed, (letter) => letter.charCodeAt(0));
    expect(() => decodeModel(bytes(text.replace('"linear.bias"', '"linear.bigs"')))).toThrow('lacks linear.bias');
    expect(() => decodeModel(bytes(text.replace('"hidden":2', '"hidden":3')))).toThrow('not of its stated size');
  });

  test('whole numbers keep a row to within half a step', () => {
    const table = quantise([1, -0.5, 0.013, 0, 0, 0], 3);
    expect(table.values[0]).toBe(127);
    expect((table.values[1] ?? 0) * (table.scales[0] ?? 0)).toBeCloseTo(-0.5, 2);
    expect(table.scales[1]).toBe(0);
  });
});
