import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../adapters/clock.ts';
import { readConfig } from '../../adapters/config.ts';
import type { TurnEvent } from '../../core/contracts/execution-record.ts';
import { type Assistant, type Overrides, startAssistant } from '../../runtime/assistant.ts';
import { SILENT } from '../http/front-door.ts';
import { AXE } from './browser.ts';
import { openBrowser } from './chromium.ts';

/** A Monday morning in New York. */
const NOW = Temporal.Instant.from('2026-06-01T09:00:00-04:00');

/** A whole assistant with its sandbox, and a browser. */
export type World = {
  assistant: Assistant;
  /** A tab of its own, as a new visitor would have. What goes wrong there is in `wrong`. */
  visit(path: string, options?: Parameters<Browser['newContext']>[0]): Promise<Page>;
  /** Errors of pages, what their content policy refused, and whatever they asked of another host. */
  wrong: string[];
  /** Moves the assistant's clock; it stands still otherwise. */
  pass(time: { minutes: number }): void;
  sandbox(method: string, path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
};

export async function startWorld(
  overrides: Overrides = {},
  records: ReadonlyMap<string, readonly TurnEvent[]> = new Map(),
): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'pages-'));
  putRecords(join(folder, 'executions'), records);
  let now = NOW;
  const clock: Clock = { now: () => now, real: () => Date.now() };
  const config = { ...readConfig({}), PORT: 0, PF360_SANDBOX_PORT: 0, DATA_DIR: folder };
  const [assistant, browser] = await Promise.all([
    startAssistant(config, { clock, log: SILENT, ...overrides }),
    openBrowser(),
  ]);
  const contexts: BrowserContext[] = [];
  const wrong: string[] = [];
  return {
    assistant,
    wrong,
    async visit(path, options) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      contexts.push(context);
      context.setDefaultTimeout(60_000);
      await context.addInitScript({ content: AXE });
      const page = await context.newPage();
      page.on('pageerror', ({ message }) => wrong.push(message));
      page.on('console', (line) => {
        if (line.text().includes('Content Security Policy')) wrong.push(line.text());
      });
      page.on('request', (request) => {
        if (new URL(request.url()).host !== new URL(assistant.url).host) wrong.push(`asked ${request.url()}`);
      });
      await page.goto(new URL(path, assistant.url).href);
      return page;
    },
    pass: (time) => {
      now = now.add(time);
    },
    async sandbox(method, path, body) {
      const response = await fetch(new URL(path, assistant.sandboxUrl ?? ''), {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      return response.json();
    },
    async close() {
      await browser.close();
      await assistant.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Executions of an earlier process. */
function putRecords(folder: string, records: ReadonlyMap<string, readonly TurnEvent[]>): void {
  mkdirSync(folder, { recursive: true });
  for (const [id, events] of records) {
    writeFileSync(join(folder, `${id}.jsonl`), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  }
}
