import { expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';

/** The conversation on the chat page. */
export const logOf = (page: Page): Locator => page.getByRole('log', { name: 'Conversation' });

/** The assistant's replies, oldest first. */
export const repliesOn = (page: Page): Locator => logOf(page).locator('li.theirs');

/** Resolves when the page shows so many replies and waits for none. */
export async function untilReplies(page: Page, count: number): Promise<Locator> {
  await repliesOn(page)
    .nth(count - 1)
    .waitFor();
  await page.locator('.waiting.none').waitFor({ state: 'attached' });
  expect(await repliesOn(page).count()).toBe(count);
  return repliesOn(page).nth(count - 1);
}

/** Writes a message and waits for the reply to it. */
export async function sayOn(page: Page, message: string): Promise<Locator> {
  const before = await repliesOn(page).count();
  await page.getByLabel('Message').fill(message);
  await page.getByRole('button', { name: 'Send' }).click();
  return untilReplies(page, before + 1);
}

/** Goes on with Tab (or back with Shift+Tab) until what has the focus says `text`, or is labelled so. */
export async function tabTo(page: Page, text: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press(key);
    const focused = page.locator(':focus');
    const said = (await focused.count()) === 0 ? '' : await focused.evaluate(nameOf);
    if (said.includes(text)) return;
    passed.push(said);
  }
  throw new Error(`Tab never came to "${text}", only to: ${passed.join(' | ')}`);
}

/** Runs in the page. */
function nameOf(element: {
  textContent: string | null;
  getAttribute(name: string): string | null;
  labels?: Iterable<{ textContent: string | null }> | null;
}): string {
  const labels = [...(element.labels ?? [])].map(({ textContent }) => textContent);
  return [element.getAttribute('aria-label'), ...labels, element.textContent].filter((part) => part !== null).join(' ');
}
