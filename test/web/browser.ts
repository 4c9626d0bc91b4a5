import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { CHROMIUM } from './chromium.ts';

/** Tests that drive a browser; where there is none they are skipped, and one line says what to install. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (existsSync(CHROMIUM)) {
    describe(name, tests);
    return;
  }
  const line = `${name}: no browser at ${CHROMIUM}. Install one (apt-get install chromium) or set CHROMIUM_PATH.`;
  process.stderr.write(`${line}\n`);
  test.skip(line, () => {});
}

/** Where most findings come from, and all that are told here. */
const GRAVE = ['serious', 'critical'];

const RULES_OF_LOOK = { light: '', dark: "runOnly: ['color-contrast']" };

type AxeResult = {
  violations: { id: string; impact: string; help: string; nodes: { target: string[]; failureSummary: string }[] }[];
};

/** The source of axe, put into a page before its own scripts: its content policy takes no script from elsewhere. */
export const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds serious or critical on a page, in its light and in its dark look, which differ by their colors alone. */
export async function graveFindings(page: Page): Promise<string[]> {
  const findings: string[] = [];
  for (const [colorScheme, rules] of Object.entries(RULES_OF_LOOK)) {
    await page.emulateMedia({ colorScheme: colorScheme as keyof typeof RULES_OF_LOOK });
    const { violations } = await page.evaluate<AxeResult>(`axe.run({ resultTypes: ['violations'], ${rules} })`);
    for (const { id, impact, help, nodes } of violations) {
      if (!GRAVE.includes(impact)) continue;
      const where = nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`);
      findings.push(`${colorScheme}: ${id} (${impact}) ${help}\n${where.join('\n')}`);
    }
  }
  return findings;
}
