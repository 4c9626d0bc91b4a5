import type { Calibration, Scored } from './model.ts';

/** What is known of a decision besides its intent, in the order of the calibration's coefficients. */
export function signals(scored: Scored): readonly number[] {
  const { probabilities, opinions, unknown, wordCount } = scored;
  const [first = 0, second = 0] = [...probabilities].sort((a, b) => b - a);
  return [
    1,
    logOdds(first),
    Math.min(6, Math.log((first + 1e-6) / (second + 1e-6))),
    Math.min(...opinions),
    logOdds(opinions.reduce((sum, opinion) => sum + opinion, 0) / opinions.length),
    unknown,
    wordCount > 25 ? 1 : 0,
    scored.twoRequests === true ? 1 : 0,
    scored.disagreeing === true ? 1 : 0,
  ];
}

/** Probability that the likeliest intent is right: a logistic rule over the signals, fitted on the calibration part. */
export function confidenceOf(scored: Scored, calibration: Calibration): number {
  const sum = signals(scored).reduce((total, signal, i) => total + signal * (calibration.coefficients[i] ?? 0), 0);
  return 1 / (1 + Math.exp(-sum));
}

function logOdds(probability: number): number {
  const bounded = Math.min(1 - 1e-6, Math.max(1e-6, probability));
  return Math.log(bounded / (1 - bounded));
}
