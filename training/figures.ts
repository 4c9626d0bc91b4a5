import type { Intent, Understanding } from '../core/contracts/understanding.ts';
import { INTENT_NAMES } from '../core/intents.ts';
import type { Entities } from '../core/understanding/entities/entities.ts';
import { ENTITY_KINDS, type LabelledMessage } from './labelled.ts';

/** One message of a data set, how it was understood, and how long that took (milliseconds). */
export type Judged = { readonly message: LabelledMessage; readonly understood: Understanding; readonly ms: number };

export type IntentFigures = { intent: Intent; n: number; precision: number; recall: number; f1: number };
export type EntityFigures = { n: number; accuracy: number };

/** The figures of the published contract. Shares lie between 0 and 1. */
export type Figures = {
  n: number;
  accuracy: number;
  macro_f1: number;
  oos_recall: number;
  oos_precision: number;
  ece: number;
  /** Share below the confidence threshold: the clarifier asks. */
  clarified: number;
  accuracy_when_answered: number;
  entities: Partial<Record<(typeof ENTITY_KINDS)[number], EntityFigures>>;
  ms_per_message: number;
};

const BINS = 15;

/** All figures over a data set. Of nothing, every share is 0. */
export function figures(judged: readonly Judged[], threshold: number): Figures {
  const answered = judged.filter(({ understood }) => understood.confidence >= threshold);
  const byIntent = intentFigures(judged).filter(({ n }) => n > 0);
  const outside = intentFigures(judged).find(({ intent }) => intent === 'out_of_scope');
  return {
    n: judged.length,
    accuracy: share(judged, isRight),
    macro_f1: byIntent.length === 0 ? 0 : byIntent.reduce((sum, { f1 }) => sum + f1, 0) / byIntent.length,
    oos_recall: outside?.recall ?? 0,
    oos_precision: outside?.precision ?? 0,
    ece: calibrationError(judged),
    clarified: judged.length === 0 ? 0 : 1 - answered.length / judged.length,
    accuracy_when_answered: share(answered, isRight),
    entities: entityFigures(judged),
    ms_per_message: judged.length === 0 ? 0 : judged.reduce((sum, { ms }) => sum + ms, 0) / judged.length,
  };
}

export const isRight = ({ message, understood }: Judged): boolean => understood.intent === message.intent;

/** One row for each of the 24 intents; macro-F1 is the mean over those that the data set holds. */
export function intentFigures(judged: readonly Judged[]): IntentFigures[] {
  return INTENT_NAMES.map((intent) => {
    const labelled = judged.filter(({ message }) => message.intent === intent);
    const chosen = judged.filter(({ understood }) => understood.intent === intent);
    const right = labelled.filter(isRight).length;
    const precision = chosen.length === 0 ? 0 : right / chosen.length;
    const recall = labelled.length === 0 ? 0 : right / labelled.length;
    const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    return { intent, n: labelled.length, precision, recall, f1 };
  });
}

export type ReliabilityBin = { from: number; to: number; n: number; confidence: number; accuracy: number };

/** Messages by confidence, in 15 bins of equal width; empty bins are left out. */
export function reliability(judged: readonly Judged[]): ReliabilityBin[] {
  return Array.from({ length: BINS }, (_, bin): ReliabilityBin => {
    const inside = judged.filter(
      ({ understood }) => Math.min(BINS - 1, Math.floor(understood.confidence * BINS)) === bin,
    );
    const confidence = inside.reduce((sum, { understood }) => sum + understood.confidence, 0) / inside.length;
    return { from: bin / BINS, to: (bin + 1) / BINS, n: inside.length, confidence, accuracy: share(inside, isRight) };
  }).filter(({ n }) => n > 0);
}

/** Expected calibration error: how far confidence and accuracy lie apart in a bin, weighted by its messages. */
function calibrationError(judged: readonly Judged[]): number {
  return reliability(judged).reduce(
    (sum, { n, confidence, accuracy }) => sum + (n / judged.length) * Math.abs(confidence - accuracy),
    0,
  );
}

/** How many would be answered, and how many of those rightly, at each threshold. */
export function tradeOff(judged: readonly Judged[]): { threshold: number; answered: number; accuracy: number }[] {
  return [0, 0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98].map((threshold) => {
    const answered = judged.filter(({ understood }) => understood.confidence >= threshold);
    return {
      threshold,
      answered: judged.length === 0 ? 0 : answered.length / judged.length,
      accuracy: share(answered, isRight),
    };
  });
}

function entityFigures(judged: readonly Judged[]): Figures['entities'] {
  const found: Figures['entities'] = {};
  for (const kind of ENTITY_KINDS) {
    const carrying = judged.filter(({ message }) => message.entities[kind] !== undefined);
    if (carrying.length === 0) continue;
    found[kind] = {
      n: carrying.length,
      accuracy: share(carrying, ({ message, understood }) =>
        isSame(kind, message.entities[kind], entityOf(kind, understood.entities)),
      ),
    };
  }
  return found;
}

/**
 * What was read for a labelled kind. "The earliest" and "the latest" are kept apart from places in a list, because the
 * earliest of all open dates need not be the first shown; a data set labels them as the first (1) and the last (-1).
 */
function entityOf(kind: (typeof ENTITY_KINDS)[number], entities: Entities): unknown {
  if (kind !== 'ordinal' || entities.ordinal !== undefined) return entities[kind];
  if (entities.relative_order === undefined) return undefined;
  return entities.relative_order === 'earliest' ? 1 : -1;
}

/**
 * Dates, ranges, times, windows and ordinals must be equal. A project may be named with more or fewer words than the
 * label ("my windows" for "windows"). Letter case and outer punctuation of free text do not count.
 */
export function isSame(kind: (typeof ENTITY_KINDS)[number], labelled: unknown, read: unknown): boolean {
  if (read === undefined) return false;
  if (typeof labelled === 'string' && typeof read === 'string' && kind === 'project') {
    const [a, b] = [plain(labelled), plain(read)];
    return a.includes(b) || b.includes(a);
  }
  if (typeof labelled === 'string' && typeof read === 'string') return plain(labelled) === plain(read);
  return JSON.stringify(sorted(labelled)) === JSON.stringify(sorted(read));
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/^[\s"'.,!:;-]+|[\s"'.,!:;-]+$/g, '')
    .replace(/\s+/g, ' ');

const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

function share(judged: readonly Judged[], holds: (one: Judged) => boolean): number {
  return judged.length === 0 ? 0 : judged.filter(holds).length / judged.length;
}
