import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { INTENT_NAMES } from '../../core/intents.ts';
import { parseSections, readTraining } from '../../training/corpus.ts';
import { CALIBRATION_FILE, TEST_FILE, TRAIN_FOLDER } from '../../training/folders.ts';
import { parseLabelled, readLabelled } from '../../training/labelled.ts';
import { withoutNearDuplicates } from '../../training/near-duplicates.ts';

describe('the sectioned format', () => {
  test('gives each message its section, its author and its second intents', () => {
    const source =
      '# a comment\n## intent=select_date expecting=date\nfriday works\n\n## intent=weather\nrain? move it => reschedule_appointment, add_note\n';
    expect(parseSections(source, 'a1.txt', 'a')).toEqual([
      { text: 'friday works', intent: 'select_date', expecting: 'date', secondary_intents: [], author: 'a' },
      {
        text: 'rain? move it',
        intent: 'weather',
        expecting: null,
        secondary_intents: ['reschedule_appointment', 'add_note'],
        author: 'a',
      },
    ]);
  });

  test.each([
    ['hello', 'a1.txt:1: a message before the first section'],
    ['## intent=sing', 'a1.txt:1: not a section header'],
    ['## intent=weather expecting=song', 'a1.txt:1: not a section header'],
    ['## intent=weather\n\nrain => sing', 'a1.txt:3: unknown secondary intent: sing'],
  ])('%j is refused by file and line', (source, problem) => {
    expect(() => parseSections(source, 'a1.txt', 'a')).toThrow(problem);
  });
});

describe('a data set', () => {
  test('may leave out all but text and intent', () => {
    const [row] = parseLabelled('{"text": "yes", "intent": "affirm"}\n\n', 'set.jsonl');
    expect(row).toEqual({ text: 'yes', intent: 'affirm', secondary_intents: [], entities: {} });
  });

  test.each([
    ['{"text": "yes", "intent": "affirm"}\n{oops', 'set.jsonl:2: not a line of JSON'],
    ['{"text": "yes", "intent": "sing"}', 'set.jsonl:1: intent'],
    ['{"intent": "affirm"}', 'set.jsonl:1: text'],
    ['7', 'set.jsonl:1: the row'],
    ['{"text": "x", "intent": "affirm", "now": "today"}', 'set.jsonl:1: now'],
    ['{"text": "x", "intent": "affirm", "entities": {"date": "2026-02-30"}}', 'set.jsonl:1: entities.date'],
  ])('%j is refused by line', (source, problem) => {
    expect(() => parseLabelled(source, 'set.jsonl')).toThrow(problem);
  });
});

describe('near-duplicates', () => {
  const message = (text: string) => ({
    text,
    intent: 'weather' as const,
    expecting: null,
    secondary_intents: [],
    author: 'a',
  });

  test('are left out of training; short sayings and merely similar ones stay', () => {
    const apart = ['Will it rain on Friday at my place?', 'yes please'];
    const near = message('will it rain friday at my place');
    const stay = [message('yes please'), message('is rain likely on my install day'), message('will it snow on us')];
    expect(withoutNearDuplicates([near, ...stay], apart)).toEqual({ kept: stay, dropped: [near] });
  });
});

describe('our own data', () => {
  const training = readTraining(TRAIN_FOLDER);

  test('come from several authors and cover every intent, with and without a question before', () => {
    expect(new Set(readdirSync(TRAIN_FOLDER).map((name) => name.charAt(0))).size).toBeGreaterThanOrEqual(4);
    for (const intent of INTENT_NAMES) {
      const own = training.filter((message) => message.intent === intent);
      expect([intent, own.length >= 200]).toEqual([intent, true]);
      expect([intent, own.some(({ expecting }) => expecting !== null)]).toEqual([intent, true]);
      expect([intent, own.some(({ expecting }) => expecting === null)]).toEqual([intent, true]);
    }
  });

  test('parts kept apart are of the published format, every row with its own clock', () => {
    for (const file of [CALIBRATION_FILE, TEST_FILE]) {
      const rows = readLabelled(file);
      expect(rows.length).toBeGreaterThan(1000);
      expect(rows.every(({ now }) => now !== undefined)).toBe(true);
    }
  });
});
