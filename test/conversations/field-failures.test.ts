import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { FAULT_CASES, nameOfCase } from './fault-matrix.ts';
import { readScripts } from './script.ts';

const PAGE = readFileSync(new URL('../../docs/field-failures.md', import.meta.url), 'utf8');
const rows = [...PAGE.matchAll(/^\| *(\d+) *\|.*$/gm)].map(([line, number]) => ({ number: Number(number), line }));
const named = [...PAGE.matchAll(/`([\w./-]+) › ([^`]+)`/g)].map(([, file = '', name = '']) => [file, name] as const);

test('docs/field-failures.md has every entry from 1 to 81, once', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 81 }, (_, index) => index + 1));
});

test('an entry names a test, or says that it does not apply', () => {
  const without = rows.filter(({ line }) => !line.includes(' › ') && !line.includes('Does not apply'));
  expect(without).toEqual([]);
});

test.each(named)('%s has a test named "%s"', (file, name) => {
  expect(testsIn(file).some((each) => each.includes(name))).toBe(true);
});

function testsIn(file: string): string[] {
  if (file === 'faults') return FAULT_CASES.map(nameOfCase);
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
  if (!file.endsWith('.ts')) return readScripts(read(`./scripts/${file}.talk`), file).map((script) => script.name);
  return [...read(`../${file}`).matchAll(/'((?:[^'\\\n]|\\.)*)'/g)].map(([, text = '']) => text.replaceAll("\\'", "'"));
}
