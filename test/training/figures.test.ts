import { describe, expect, test } from '@jest/globals';
import type { Intent } from '../../core/contracts/understanding.ts';
import type { Entities } from '../../core/understanding/entities/entities.ts';
import { evalReport } from '../../scripts/eval-report.ts';
import { figures, intentFigures, isSame, type Judged, reliability, tradeOff } from '../../training/figures.ts';
import { LabelledMessage } from '../../training/labelled.ts';

function judged(
  label: Intent,
  read: Intent,
  confidence: number,
  labelled: object = {},
  entities: Entities = {},
): Judged {
  return {
    message: LabelledMessage.parse({ text: `<${label}>`, intent: label, entities: labelled }),
    understood: { intent: read, confidence, entities, secondary_intents: [], alternatives: [], classified_by: 'local' },
    ms: 2,
  };
}

const some = [
  judged('affirm', 'affirm', 0.9),
  judged('affirm', 'deny', 0.5),
  judged('deny', 'deny', 0.8),
  judged('out_of_scope', 'deny', 0.9),
  judged('out_of_scope', 'out_of_scope', 0.9),
];

describe('the figures', () => {
  test('count what was right, what was answered, and how right that was', () => {
    const found = figures(some, 0.7);
    expect(found).toMatchObject({
      n: 5,
      accuracy: 0.6,
      oos_recall: 0.5,
      oos_precision: 1,
      accuracy_when_answered: 0.75,
      ms_per_message: 2,
    });
    expect(found.clarified).toBeCloseTo(0.2);
    // F1: affirm 2/3, deny 1/2, out_of_scope 2/3.
    expect(found.macro_f1).toBeCloseTo((2 / 3 + 1 / 2 + 2 / 3) / 3);
  });

  test('weigh the gap between confidence and accuracy by bin', () => {
    // Bins of 1/15: three at 0.9 (2 right), one at 0.8, one at 0.5.
    expect(figures(some, 0.7).ece).toBeCloseTo((3 / 5) * (0.9 - 2 / 3) + (1 / 5) * 0.2 + (1 / 5) * 0.5);
    expect(reliability(some).map(({ n }) => n)).toEqual([1, 1, 3]);
  });

  test('certainty falls into the last bin', () => {
    expect(reliability([judged('affirm', 'affirm', 1)])).toMatchObject([{ n: 1, confidence: 1, accuracy: 1 }]);
  });

  test('of nothing are noughts', () => {
    expect(figures([], 0.7)).toMatchObject({ n: 0, accuracy: 0, macro_f1: 0, ece: 0, clarified: 0, entities: {} });
    expect(intentFigures([]).every(({ f1 }) => f1 === 0)).toBe(true);
    expect(tradeOff([])[0]).toEqual({ threshold: 0, answered: 0, accuracy: 0 });
  });

  test('a stricter threshold answers less', () => {
    const shares = tradeOff(some).map(({ answered }) => answered);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
  });

  test('entities count where they are labelled', () => {
    const { entities } = figures(
      [
        judged('select_date', 'select_date', 1, { date: '2026-03-06' }, { date: '2026-03-06', time: '10:00' }),
        judged('select_date', 'select_date', 1, { date: '2026-03-06' }),
        judged('select_time', 'select_time', 1, { ordinal: -1 }, { relative_order: 'latest' }),
        judged('select_time', 'select_time', 1, { ordinal: 1 }, { relative_order: 'earliest' }),
        judged('select_time', 'select_time', 1, { ordinal: 2 }, { ordinal: 2, relative_order: 'latest' }),
      ],
      0.7,
    );
    expect(entities).toEqual({ date: { n: 2, accuracy: 0.5 }, ordinal: { n: 3, accuracy: 1 } });
  });
});

describe('the same entity', () => {
  test.each([
    ['project', 'windows', 'my Windows', true],
    ['project', 'bathroom vanity', 'vanity', true],
    ['project', 'roof', 'fence', false],
    ['date', { start: '2026-03-02', end: '2026-03-08' }, { end: '2026-03-08', start: '2026-03-02' }, true],
    ['date', '2026-03-02', { start: '2026-03-02', end: '2026-03-02' }, false],
    ['note_text', 'beware of the dog', ' "Beware of the dog." ', true],
    ['note_text', 'beware of the dog', 'the dog', false],
    ['ordinal', 1, 1, true],
    ['time', '10:00', undefined, false],
  ] as const)('%s: %j and %j: %s', (kind, labelled, read, same) => expect(isSame(kind, labelled, read)).toBe(same));
});

describe('the report', () => {
  const page = evalReport({
    file: 'set.jsonl',
    judged: [...some, judged('affirm', 'affirm', 0.4, { time: '10:00' })],
    threshold: 0.7,
  });

  test('stands alone: no script, no address of anything outside', () => {
    expect(page).not.toMatch(/<script|https?:|src=|@import|url\(/);
    expect(page).toContain('prefers-color-scheme');
  });

  test('shows the surest mistake with its text, its marks made harmless', () => {
    const table = page.slice(page.indexOf('Worst confusions'));
    expect(table.indexOf('&#60;out_of_scope&#62;')).toBeGreaterThan(0);
    expect(table.indexOf('&#60;out_of_scope&#62;')).toBeLessThan(table.indexOf('&#60;affirm&#62;'));
    expect(page).not.toContain('<out_of_scope>');
  });
});
