import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'eval-'));
const evaluate = (lines: string, ...flags: string[]) => {
  const file = join(folder, 'set.jsonl');
  writeFileSync(file, lines);
  return spawnSync(process.execPath, ['scripts/eval.ts', '--data', file, ...flags], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', ASSISTANT_NOW: '2026-03-02T09:00:00-05:00' },
  });
};

describe('npm run eval', () => {
  test('--json prints the figures as one object, last; rows without a clock use the configured one', () => {
    const { stdout, status } = evaluate(
      '{"text": "cancel my visit on Friday please", "intent": "cancel_appointment", "entities": {"date": "2026-03-06"}}\n{"text": "write me a poem", "intent": "out_of_scope"}\n',
      '--json',
    );
    expect(status).toBe(0);
    const found = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    expect(Object.keys(found)).toEqual([
      'n',
      'accuracy',
      'macro_f1',
      'oos_recall',
      'oos_precision',
      'ece',
      'clarified',
      'accuracy_when_answered',
      'entities',
      'ms_per_message',
    ]);
    expect(found).toMatchObject({ n: 2, accuracy: 1, entities: { date: { n: 1, accuracy: 1 } } });
  });

  test('a bad line ends it with file, line and what is wrong', () => {
    const { stderr, status } = evaluate(
      '{"text": "hi", "intent": "greeting"}\n{"text": "hi", "intent": "wave"}\n',
      '--json',
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/set\.jsonl:2: intent: /);
  });
});
