import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createClassifier } from '../../functions/classifier/handler.ts';
import { createResponder } from '../../functions/responder/handler.ts';
import { SILENT } from '../http/front-door.ts';
import { describeInBrowser, graveFindings } from './browser.ts';
import { earlierTurns } from './earlier-turns.ts';
import { sayOn, tabTo } from './talk.ts';
import { startWorld, type World } from './world.ts';

const EARLIER = 500;
const ROWS_OF_A_PAGE = 50;

/** Agents that fail when the message says so: the responder's first attempt, the classifier's every one. */
function failingAgents() {
  const respond = createResponder({ log: SILENT });
  const classify = createClassifier({ log: SILENT });
  const failed = new Set<string>();
  return {
    Responder: async (event: unknown) => {
      const { user_message, execution_id } = event as { user_message: string; execution_id: string };
      if (user_message.includes('stumble') && !failed.has(execution_id)) {
        failed.add(execution_id);
        throw Object.assign(new Error('stumbled'), { name: 'Lambda.ServiceException' });
      }
      return respond(event);
    },
    Classifier: async (event: unknown) => {
      if ((event as { user_message: string }).user_message.includes('fall over')) throw new RangeError('fell over');
      return classify(event);
    },
  };
}

describeInBrowser('the inspector', () => {
  let world: World;
  let page: Page;
  beforeAll(async () => {
    world = await startWorld({ agents: failingAgents(), withoutHistory: true }, earlierTurns(EARLIER));
  });
  afterEach(async () => {
    await page.context().close();
    expect(world.wrong.splice(0)).toEqual([]);
  });
  afterAll(() => world?.close());

  /** Says the messages in the chat and opens the execution behind the last reply. */
  const openExecution = async (...messages: string[]) => {
    page = await world.visit('/');
    for (const message of messages) await sayOn(page, message);
    await page
      .getByRole('link', { name: /Execution of turn/ })
      .last()
      .click();
    await page.getByRole('list', { name: /States in the order/ }).waitFor();
  };
  const graph = () => page.getByRole('group', { name: 'The state machine and the way the turn took' });
  const bars = () => page.getByRole('list', { name: /States in the order/ });

  test('lists hundreds of executions in pages, down to the oldest', async () => {
    page = await world.visit('/executions');
    const rows = page.locator('tbody tr');
    await rows.first().waitFor();
    const total = Number(/of (\d+)/.exec((await page.getByText(/^1–50 of/).textContent()) ?? '')?.[1]);
    expect(total).toBeGreaterThanOrEqual(EARLIER);
    const seen = new Set<string>();
    for (;;) {
      expect(await rows.count()).toBeLessThanOrEqual(ROWS_OF_A_PAGE);
      const ids = await rows.evaluateAll((shown) => shown.map((row) => row.getAttribute('data-execution') ?? ''));
      for (const id of ids) seen.add(id);
      const older = page.getByRole('link', { name: 'Older' });
      if ((await older.count()) === 0) break;
      await older.click();
      await page.getByText(`${seen.size + 1}–`).waitFor();
    }
    expect(seen.size).toBe(total);
    expect(seen).toContain('earlier-0001');
    await page.getByRole('link', { name: 'Newest' }).click();
    await page.getByText(/^1–50 of/).waitFor();
  });

  test('narrows the list by what is asked for, and keeps that in the address', async () => {
    page = await world.visit('/executions');
    await page.getByLabel('Text').fill('number 123');
    await page.getByText('1–1 of 1').waitFor();
    expect(page.url()).toContain('text=number');
    await page.reload();
    await page.getByText('1–1 of 1').waitFor();
    expect(await graveFindings(page)).toEqual([]);
    expect(await page.getByLabel('Text').inputValue()).toBe('number 123');
    await page.getByLabel('Outcome').selectOption('failed');
    await page.getByText('No execution fits these filters').waitFor();
    expect(await graveFindings(page)).toEqual([]);
    await page.getByRole('link', { name: 'Clear' }).click();
    await page.getByText(/^1–50 of/).waitFor();
  });

  test('shows a turn as it happens', async () => {
    page = await world.visit('/executions');
    await page.getByText('live', { exact: true }).waitFor();
    const other = await page.context().newPage();
    await other.goto(world.assistant.url);
    await sayOn(other, 'a turn that is watched');
    await page.getByRole('row').filter({ hasText: 'a turn that is watched' }).getByText('succeeded').waitFor();
    expect(await page.locator('tbody tr').count()).toBeLessThanOrEqual(ROWS_OF_A_PAGE);
  });

  test('shows from a reply the way of its turn, what each state made, and the turns around it', async () => {
    await openExecution('hello', 'which days are open for the flooring?');
    expect(await bars().getByRole('button').first().textContent()).toMatch(/OpenTurn/);
    expect(
      await bars()
        .getByRole('button', { name: /ToolExecutor\[0\]/ })
        .count(),
    ).toBeGreaterThan(0);
    expect(
      await graph()
        .getByRole('button', { name: /^Plan .+: visited \d+ times/ })
        .count(),
    ).toBe(1);
    expect(
      await graph()
        .getByRole('button', { name: /^Clarifier/ })
        .count(),
    ).toBe(0);

    await graph()
      .getByRole('button', { name: /^Classifier/ })
      .click();
    const panel = page.getByRole('region', { name: 'State Classifier' });
    const changes = panel.getByRole('region', { name: 'What Classifier changed' });
    expect(await changes.textContent()).toMatch(
      /before: {3}"intent": null,[\s\S]*after: {3}"intent": "check_availability",/,
    );
    await panel.getByRole('tab', { name: 'Changes' }).press('ArrowRight');
    expect(await panel.getByRole('tab', { name: 'Input' }).getAttribute('aria-selected')).toBe('true');
    await panel.getByRole('tab', { name: 'Output' }).click();
    expect(await panel.getByRole('tabpanel').textContent()).toMatch(/check_availability/);
    expect(await page.getByRole('list', { name: 'Facts' }).textContent()).toMatch(/offer dates/);
    expect(await page.getByText('every word is backed by a fact').count()).toBe(1);

    await page.getByRole('link', { name: '← Previous turn' }).click();
    await page.getByRole('region', { name: 'The turn' }).getByText('hello', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Next turn →' }).click();
    await page.getByRole('region', { name: 'The turn' }).getByText('which days are open for the flooring?').waitFor();
  });

  test('is walked by keyboard alone', async () => {
    await openExecution('show my projects');
    await tabTo(page, ': visited once');
    await tabTo(page, ': visited once');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'State RouteOnRepeat' }).waitFor();
    await tabTo(page, 'Responder');
    await page.keyboard.press('Space');
    await page.getByRole('region', { name: 'State Responder' }).waitFor();
  });

  test('marks what failed and what was tried again, not by color alone', async () => {
    await openExecution('hello, please stumble');
    const responder = graph().getByRole('button', { name: /^Responder/ });
    expect(await responder.getAttribute('aria-label')).toMatch(/visited once, 1 retry, 1 failure/);
    expect(await responder.textContent()).toMatch(/↻ 1 · ✕ 1/);
    expect(
      await bars()
        .getByRole('button', { name: /Responder/ })
        .textContent(),
    ).toMatch(/1 failed.*1 retried/);
    await page.getByRole('tab', { name: 'Failures (1)' }).click();
    await page.getByRole('tabpanel').getByText('Lambda.ServiceException').first().waitFor();
    expect(await graveFindings(page)).toEqual([]);

    await openExecution('hello, please fall over');
    await page.getByText('apologized').first().waitFor();
    expect(
      await bars()
        .getByRole('button', { name: /Classifier/ })
        .textContent(),
    ).toMatch(/caught, on to Apologize/);
    expect(
      await graph()
        .getByRole('button', { name: /^Apologize/ })
        .count(),
    ).toBe(1);
  });

  test('runs a turn again from the start: no difference', async () => {
    await openExecution('which days are open for the flooring?');
    await page.getByRole('button', { name: 'Run again from the start…' }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('No difference but ids and times.').waitFor();
    expect(await page.getByRole('region', { name: 'Before' }).getByText('which days are open').count()).toBe(1);
    expect(await page.getByRole('region', { name: 'After' }).getByText('Open dates for your Flooring').count()).toBe(1);
  });

  test('runs a turn again from a state with another input, and marks the first difference', async () => {
    await openExecution('which days are open for the flooring?');
    await graph()
      .getByRole('button', { name: /^Responder/ })
      .click();
    await page.getByRole('button', { name: 'Run again from here…' }).click();
    const form = page.getByRole('region', { name: 'Run again' });
    expect(await form.getByLabel('Begin').inputValue()).toBe('Responder');
    const input = form.getByRole('textbox');
    const turn = JSON.parse(await input.inputValue());

    await input.fill('{"session_id": ');
    await form.getByText('This is no JSON').waitFor();
    expect(await form.getByRole('button', { name: 'Run', exact: true }).isDisabled()).toBe(true);
    expect(await graveFindings(page)).toEqual([]);
    await form.getByRole('button', { name: 'As it was' }).click();
    expect(JSON.parse(await input.inputValue())).toEqual(turn);

    await input.fill(JSON.stringify({ ...turn, acts: [{ act: 'thanks' }] }));
    await form.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('First difference:').waitFor();
    const marked = page.getByRole('row').filter({ hasText: 'first difference' });
    expect(await marked.count()).toBe(1);
    expect(await marked.textContent()).toMatch(/^Responder/);
    expect(await page.getByRole('region', { name: 'After' }).textContent()).toMatch(/welcome/i);
    expect(
      await page.getByText(/no write|nothing was (?:sent|written)|answered? from the record/i).count(),
    ).toBeGreaterThan(0);
    await page.getByRole('tab', { name: 'Outputs side by side' }).click();
    await page.getByRole('region', { name: 'Outputs of Responder' }).getByText('"thanks"').first().waitFor();
    expect(await graveFindings(page)).toEqual([]);
    await page.getByRole('link', { name: /^Replay of/ }).click();
    await page.getByRole('link', { name: 'Compare to the original' }).waitFor();
  });

  test('says why an input is refused', async () => {
    await openExecution('hello');
    await graph().getByRole('button', { name: /^Plan/ }).click();
    await page.getByRole('button', { name: 'Run again from here…' }).click();
    const form = page.getByRole('region', { name: 'Run again' });
    await form.getByRole('textbox').fill('{"session_id": 7}');
    await form.getByRole('button', { name: 'Run', exact: true }).click();
    await form.getByRole('alert').waitFor();
    expect(await form.getByRole('alert').textContent()).toMatch(/session_id/);
  });

  test('compares any two executions', async () => {
    await openExecution('hello', 'show my projects');
    await page.getByRole('link', { name: 'Compare to another…' }).click();
    await page.getByRole('link', { name: 'hello', exact: true }).first().click();
    await page.getByText('First difference:').waitFor();
    expect(await page.getByRole('row').filter({ hasText: 'only on one side' }).count()).toBeGreaterThan(0);
  });

  test('shows a session as a line of turns, and hands it on as a test', async () => {
    await openExecution('hello', 'show my projects');
    await page.getByRole('link', { name: 'Session, turn 2' }).click();
    await page.getByText('Turn 2').waitFor();
    expect(await page.locator('.timeline > li').count()).toBe(2);
    expect(await page.getByText('list projects 100 %').count()).toBe(1);
    expect(await graveFindings(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export as a test' }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toMatch(/^> hello$[\s\S]*^> show my projects$/m);
  });

  test('leads to the eval report, and back from where nothing is', async () => {
    page = await world.visit('/eval');
    await page.getByText('npm run eval', { exact: true }).waitFor();
    expect(await graveFindings(page)).toEqual([]);
    await page.goto(new URL('/executions/none-such', world.assistant.url).href);
    await page.getByRole('alert').waitFor();
    expect(await graveFindings(page)).toEqual([]);
  });
});
