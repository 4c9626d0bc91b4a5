import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ToolName } from '../../core/contracts/tool-call.ts';
import { FAULT_CASES, faultScripts, KILLED_CASES, nameOfCase, PATIENCE_MS } from './fault-matrix.ts';
import { faultTable } from './fault-table.ts';
import { play } from './runner.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({}, { patienceMs: PATIENCE_MS });
});
afterAll(() => stage.close());

describe('PF360 fails, and nothing is lost, doubled or untrue', () => {
  test.each(faultScripts().map((script) => [script.name, script] as const))(
    '%s',
    async (_, script) => play(stage, script),
    60_000,
  );
});

describe('the table of faults', () => {
  test('names every case once', () => {
    const names = [...FAULT_CASES, ...KILLED_CASES].map(nameOfCase);
    expect(new Set(names).size).toBe(names.length);
  });

  test('leaves out no tool but the one that asks nobody', () => {
    const met = new Set(FAULT_CASES.map(({ tool }) => tool));
    expect(ToolName.options.filter((tool) => !met.has(tool))).toEqual(['select_date']);
  });

  test('is up to date in docs/faults.md', () => {
    expect(readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8')).toBe(faultTable());
  });
});
