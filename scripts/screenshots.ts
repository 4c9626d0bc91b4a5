/**
 * Takes the pictures of the README: chat, inspector and comparison, light and dark, out of a conversation with an assistant
 * of its own.
 *
 *     node scripts/screenshots.ts
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { readConfig } from '../adapters/config.ts';
import { startAssistant } from '../runtime/assistant.ts';
import { CHROMIUM, openBrowser } from '../test/web/chromium.ts';

const FOLDER = fileURLToPath(new URL('../docs/images', import.meta.url));
const LOOKS = ['light', 'dark'] as const;
const DESK = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 780 };
const SILENT = { debug() {}, info() {}, warn() {}, error() {} } as never;

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const config = readConfig({
    PORT: '0',
    PF360_SANDBOX_PORT: '0',
    DATA_DIR: ':memory:',
    ASSISTANT_NOW: '2026-06-01T09:00:00-04:00',
  });
  const [assistant, browser] = await Promise.all([
    startAssistant(config, { withoutHistory: true, log: SILENT }),
    openBrowser().catch((cause: unknown) => {
      throw new Error(`no browser at ${CHROMIUM}: install chromium or set CHROMIUM_PATH`, { cause });
    }),
  ]);
  try {
    for (const look of LOOKS) await picturesOf(browser, assistant.url, look);
  } finally {
    await browser.close();
    await assistant.close();
  }
}

async function picturesOf(browser: Browser, url: string, look: (typeof LOOKS)[number]): Promise<void> {
  const context = await browser.newContext({ viewport: DESK, colorScheme: look });
  const page = await context.newPage();
  const take = async (name: string) => {
    const path = join(FOLDER, `${name}-${look}.png`);
    await page.screenshot({ path });
    console.log(path);
  };

  await page.goto(url);
  await say(page, 'Which days are open for my flooring?');
  await say(page, 'Wednesday');
  await say(page, '8 AM');
  await page.mouse.move(0, 0);
  await take('chat');
  await page.setViewportSize(PHONE);
  await page.getByRole('button', { name: 'Confirm' }).scrollIntoViewIfNeeded();
  // The picture is taken of what is painted, and a scroll is painted a little later.
  await page.waitForTimeout(500);
  await take('phone');
  await page.setViewportSize(DESK);

  await page
    .getByRole('link', { name: /Execution of turn/ })
    .first()
    .click();
  await page.getByRole('list', { name: /States in the order/ }).waitFor();
  await take('inspector');

  await page.getByRole('button', { name: 'Run again from the start…' }).click();
  const input = page.getByRole('region', { name: 'Run again' }).getByRole('textbox');
  await input.fill(
    (await input.inputValue()).replace('Which days are open for my flooring?', 'When is my windows visit?'),
  );
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('First difference:').waitFor();
  await take('comparison');

  await page.getByRole('link', { name: 'Executions' }).click();
  await page.getByRole('row').nth(1).waitFor();
  await take('executions');
  await context.close();
}

async function say(page: Page, message: string): Promise<void> {
  const replies = page.getByRole('log').locator('li.theirs');
  const before = await replies.count();
  await page.getByLabel('Message').fill(message);
  await page.keyboard.press('Enter');
  await replies.nth(before).waitFor();
}

await main();
