/**
 * How often the model was right when it stated a confidence: points `[stated, right]` of a line, ascending. Until an
 * evaluation with a real model has been fitted this is the identity: what the model states is taken as it is. docs/bedrock.md
 * says how to fit it.
 */
export const MODEL_CALIBRATION: readonly (readonly [stated: number, right: number])[] = [
  [0, 0],
  [1, 1],
];

/** The probability that the model's reading is right, from the confidence it stated (0 to 1). */
export function calibrated(stated: number, points = MODEL_CALIBRATION): number {
  const above = points.findIndex(([at]) => at >= stated);
  const [x1, y1] = points[above < 0 ? points.length - 1 : above] ?? [1, 1];
  const [x0, y0] = points[Math.max(0, above - 1)] ?? [0, 0];
  const right = x1 === x0 ? y1 : y0 + ((stated - x0) / (x1 - x0)) * (y1 - y0);
  return Math.min(1, Math.max(0, right));
}
