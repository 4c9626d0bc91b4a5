import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Figures } from '../../training/figures.ts';
import { MODEL_FILE, TEST_FILE, UNSEEN_FILE } from '../../training/folders.ts';

/** What the shipped model reaches, less a little: a change that costs more than that does not pass. */
const PARTS = [
  {
    part: 'test',
    file: TEST_FILE,
    floor: { accuracy: 0.915, macro_f1: 0.915, accuracy_when_answered: 0.95, oos_recall: 0.93, oos_precision: 0.875 },
    ceiling: { ece: 0.03, clarified: 0.11 },
    entities: { project: 0.94, date: 0.97, time: 0.95, time_window: 0.94, ordinal: 0.92, city: 0.9 },
  },
  {
    part: 'unseen',
    file: UNSEEN_FILE,
    floor: { accuracy: 0.945, macro_f1: 0.94, accuracy_when_answered: 0.965, oos_recall: 0.94, oos_precision: 0.94 },
    ceiling: { ece: 0.03, clarified: 0.07 },
    entities: { project: 0.93, date: 0.95, time: 0.95 },
  },
];

type Found = Figures & { second_requests: { named: number; right: number; labelled: number } };

describe.each(PARTS)('the shipped model on the $part part', ({ file, floor, ceiling, entities }) => {
  // A test runner slows the code down that it runs, so the messages are read in a process of their own.
  const { stdout } = spawnSync(process.execPath, ['test/training/score-part.ts', file], { encoding: 'utf8' });
  const found: Found = JSON.parse(stdout);

  test.each(Object.entries(floor))('%s is at least %d', (name, least) => {
    expect(found[name as keyof typeof floor]).toBeGreaterThanOrEqual(least);
  });

  test.each(Object.entries(ceiling))('%s is at most %d', (name, most) => {
    expect(found[name as keyof typeof ceiling]).toBeLessThanOrEqual(most);
  });

  test.each(Object.entries(entities))(
    '%s is read right in at least %d of the messages that carry one',
    (kind, least) => {
      expect(found.entities[kind as keyof Figures['entities']]?.accuracy).toBeGreaterThanOrEqual(least);
    },
  );

  test('second requests are named, and seldom where there is none', () => {
    const { named, right, labelled } = found.second_requests;
    expect(right / named).toBeGreaterThanOrEqual(0.75);
    expect(right / labelled).toBeGreaterThanOrEqual(0.6);
  });
});

test('the model file is small', () => {
  expect(statSync(MODEL_FILE).size).toBeLessThan(7_000_000);
});
