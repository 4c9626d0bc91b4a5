import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Figures } from '../../training/figures.ts';
import { MODEL_FILE } from '../../training/folders.ts';

/** What the shipped model reaches on the test part, less a little: a change that costs more than that does not pass. */
const FLOOR = { accuracy: 0.905, macro_f1: 0.905, accuracy_when_answered: 0.95, oos_recall: 0.9, oos_precision: 0.875 };
const CEILING = { ece: 0.03, clarified: 0.14, ms_per_message: 15 };
const ENTITY_FLOOR = { project: 0.94, date: 0.97, time: 0.95, time_window: 0.94, ordinal: 0.92, city: 0.9 };

type Found = Figures & { second_requests: { named: number; right: number; labelled: number } };

describe('the shipped model on the test part', () => {
  // A test runner slows the code down that it runs, so the messages are read in a process of their own.
  const { stdout } = spawnSync(process.execPath, ['test/training/score-test-part.ts'], { encoding: 'utf8' });
  const found: Found = JSON.parse(stdout);

  test.each(Object.entries(FLOOR))('%s is at least %d', (name, floor) => {
    expect(found[name as keyof typeof FLOOR]).toBeGreaterThanOrEqual(floor);
  });

  test.each(Object.entries(CEILING))('%s is at most %d', (name, ceiling) => {
    expect(found[name as keyof typeof CEILING]).toBeLessThanOrEqual(ceiling);
  });

  test.each(Object.entries(ENTITY_FLOOR))(
    '%s is read right in at least %d of the messages that carry one',
    (kind, floor) => {
      expect(found.entities[kind as keyof typeof ENTITY_FLOOR]?.accuracy).toBeGreaterThanOrEqual(floor);
    },
  );

  test('second requests are named, and seldom where there is none', () => {
    const { named, right, labelled } = found.second_requests;
    expect(right / named).toBeGreaterThanOrEqual(0.85);
    expect(right / labelled).toBeGreaterThanOrEqual(0.65);
  });

  test('the model file is small', () => {
    expect(statSync(MODEL_FILE).size).toBeLessThan(7_000_000);
  });
});
