import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ROUTES } from '../../functions/front-door/routes.ts';
import { PAGES } from '../../runtime/inspector/pages.ts';
import { synthesized } from '../infra/synthesized.ts';

/** All product files under a folder, with their text. */
function sources(folder: string): [string, string][] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .map((file) => [file, readFileSync(file, 'utf8')]);
}

test('no source that is deployed knows of the local pages', () => {
  const deployed = ['lib', 'bin', 'functions', 'core', 'tools', 'adapters'].flatMap(sources);
  expect(deployed.length).toBeGreaterThan(100);
  const knowing = deployed.filter(([, text]) => /from '[^']*(?:\/web\/|runtime\/|inspector)|['"`]\/local\//.test(text));
  expect(knowing.map(([file]) => file)).toEqual([]);
});

test('no stack has a route of theirs', () => {
  const served = ROUTES.map(({ path }) => path as string);
  expect(PAGES.filter((page) => served.includes(page))).toEqual([]);
  expect(served.filter((path) => path.startsWith('/local'))).toEqual([]);
  for (const template of Object.values(synthesized('prod'))) {
    const text = JSON.stringify(template);
    expect(text.length).toBeGreaterThan(10_000);
    expect(text).not.toMatch(/"\/?local\/|inspector|"PathPart":"(?:local|executions|sessions|compare|history|eval)"/i);
  }
});
