import { INTENT_NAMES } from '../core/intents.ts';
import { bareAnswer } from '../core/understanding/bare-answers.ts';
import { signals } from '../core/understanding/confidence.ts';
import { type Calibration, type Model, score } from '../core/understanding/model.ts';
import { read } from '../core/understanding/understand.ts';
import type { LabelledMessage } from './labelled.ts';

/** Pull of the coefficients towards nought: few messages must not make a steep rule. */
const RIDGE = 0.02;
const NEWTON_STEPS = 30;

/**
 * Fits what turns scores into probabilities, on messages that the model was not trained on: a temperature for the
 * distribution over intents, and a logistic rule for "is the decision right?" over the signals of confidence.ts.
 */
export function calibrate(model: Model, messages: readonly LabelledMessage[]): Calibration {
  const temperature = fitTemperature(model, messages);
  const tempered: Model = { ...model, calibration: { ...model.calibration, temperature } };
  const bare = { right: 0, all: 0 };
  const inputs: (readonly number[])[] = [];
  const right: boolean[] = [];
  for (const { text, expecting = null, intent } of messages) {
    const answer = expecting === null ? null : bareAnswer(text, expecting);
    if (answer !== null) {
      bare.all += 1;
      if (answer === intent) bare.right += 1;
      continue;
    }
    const reading = read(text, expecting, tempered);
    inputs.push(signals(reading.scored));
    right.push(reading.intent === intent);
  }
  return { temperature, coefficients: fitLogistic(inputs, right), bareAnswer: (bare.right + 1) / (bare.all + 2) };
}

/** The temperature under which the right intents are likeliest, by golden-section search. */
function fitTemperature(model: Model, messages: readonly LabelledMessage[]): number {
  const flat: Model = { ...model, calibration: { ...model.calibration, temperature: 1 } };
  const logs = messages.map(({ text, expecting = null, intent }) => ({
    logs: score(flat, text, expecting).probabilities.map((probability) => Math.log(Math.max(probability, 1e-300))),
    label: INTENT_NAMES.indexOf(intent),
  }));
  const loss = (temperature: number): number =>
    logs.reduce((total, { logs: values, label }) => {
      const largest = Math.max(...values);
      const sum = values.reduce((all, value) => all + Math.exp((value - largest) / temperature), 0);
      return total + Math.log(sum) - ((values[label] ?? 0) - largest) / temperature;
    }, 0);
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [0.2, 5];
  for (let step = 0; step < 40; step++) {
    const lower = high - golden * (high - low);
    const upper = low + golden * (high - low);
    if (loss(lower) < loss(upper)) high = upper;
    else low = lower;
  }
  return (low + high) / 2;
}

/** Ridge logistic regression by Newton's method. */
export function fitLogistic(inputs: readonly (readonly number[])[], right: readonly boolean[]): number[] {
  const width = inputs[0]?.length ?? 0;
  let coefficients = new Array<number>(width).fill(0);
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const gradient = coefficients.map((value) => RIDGE * inputs.length * value * 0.05);
    const curvature = coefficients.map((_, i) =>
      coefficients.map((__, j) => (i === j ? RIDGE * inputs.length * 0.05 + 1e-9 : 0)),
    );
    for (const [n, input] of inputs.entries()) {
      const sum = input.reduce((total, value, i) => total + value * (coefficients[i] ?? 0), 0);
      const probability = 1 / (1 + Math.exp(-sum));
      const error = probability - (right[n] === true ? 1 : 0);
      const weight = probability * (1 - probability);
      for (const [i, value] of input.entries()) {
        gradient[i] = (gradient[i] ?? 0) + error * value;
        const row = curvature[i];
        if (row === undefined) continue;
        for (const [j, other] of input.entries()) row[j] = (row[j] ?? 0) + weight * value * other;
      }
    }
    const change = solve(curvature, gradient);
    coefficients = coefficients.map((value, i) => value - (change[i] ?? 0));
  }
  return coefficients;
}

/** Solves a small symmetric system by Gaussian elimination with pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    rows.splice(
      column,
      size - column,
      ...rows.slice(column).sort((a, b) => Math.abs(b[column] ?? 0) - Math.abs(a[column] ?? 0)),
    );
    const pivot = rows[column] ?? [];
    for (const [i, row] of rows.entries()) {
      if (i === column) continue;
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
      for (let j = column; j <= size; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    }
  }
  return rows.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1));
}
