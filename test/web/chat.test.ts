import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser, graveFindings } from './browser.ts';
import { logOf, repliesOn, sayOn, tabTo, untilReplies } from './talk.ts';
import { startWorld, type World } from './world.ts';

describeInBrowser('the chat page', () => {
  let world: World;
  let page: Page;
  beforeAll(async () => {
    // A short wait at the gateway shows in seconds what takes 29 of them in AWS.
    world = await startWorld({ gatewayTimeoutMs: 1000 });
  });
  afterEach(async () => {
    await page.context().close();
    await world.sandbox('POST', '/sandbox/reset');
    expect(world.wrong.splice(0)).toEqual([]);
  });
  afterAll(() => world?.close());

  const bookings = async () => {
    const requests = (await world.sandbox('GET', '/sandbox/requests')) as { method: string; path: string }[];
    return requests.filter(({ method, path }) => /^POST .*\/schedule(\?|$)/.test(`${method} ${path}`));
  };

  test('books by mouse alone: opening, day, time, yes', async () => {
    page = await world.visit('/');
    await page.getByRole('button', { name: 'Book my flooring installation' }).click();
    const dates = await untilReplies(page, 1);
    await dates
      .getByRole('list', { name: /Open dates/ })
      .getByRole('button')
      .first()
      .click();
    const times = await untilReplies(page, 2);
    await times
      .getByRole('list', { name: /Open times/ })
      .getByRole('button')
      .first()
      .click();
    const summary = await untilReplies(page, 3);
    expect(await bookings()).toEqual([]);
    await summary.getByRole('button', { name: 'Confirm' }).click();
    const booked = await untilReplies(page, 4);
    expect(await booked.textContent()).toMatch(/You're booked: Flooring Installation/);
    expect(await booked.textContent()).toMatch(/confirm appointment: confirmed/);
    expect(await bookings()).toHaveLength(1);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  });

  test('books by keyboard alone, for another customer', async () => {
    page = await world.visit('/');
    await page.getByLabel('Message').waitFor();
    await tabTo(page, 'Skip to the content');
    await tabTo(page, 'Customer');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, 'Message');
    await page.keyboard.type('book my fence installation');
    await page.keyboard.press('Enter');
    await untilReplies(page, 1);
    expect(await page.getByLabel('Customer').inputValue()).toBe('7001002');

    const choices = page.getByRole('list', { name: /Open dates/ }).getByRole('button');
    await tabTo(page, (await choices.first().textContent()) ?? '', 'Shift+Tab');
    await page.keyboard.press('Enter');
    const times = (await untilReplies(page, 2)).getByRole('list', { name: /Open times/ }).getByRole('button');
    await tabTo(page, (await times.first().textContent()) ?? '', 'Shift+Tab');
    await page.keyboard.press('Space');
    await untilReplies(page, 3);
    await tabTo(page, 'Confirm', 'Shift+Tab');
    await page.keyboard.press('Enter');
    expect(await (await untilReplies(page, 4)).textContent()).toMatch(/request|review/i);
    expect(await bookings()).toHaveLength(1);
    // The focus is back where the next message is written.
    expect(await page.locator(':focus').getAttribute('placeholder')).toBe('Write a message');
  });

  test('shows what a yes would write, and writes nothing on Not now', async () => {
    page = await world.visit('/');
    await sayOn(page, 'cancel my windows appointment, we changed our minds');
    const card = page.getByRole('region', { name: 'Cancel this appointment' });
    expect(await card.textContent()).toMatch(/Windows Installation \(41002_1\)/);
    expect(await card.textContent()).toMatch(/Tuesday, June 9, 10:00 AM/);
    expect(await card.textContent()).toMatch(/changed our minds/);
    await card.getByRole('button', { name: 'Not now' }).click();
    const reply = await untilReplies(page, 2);
    expect(await reply.textContent()).toMatch(/nothing was canceled/i);
    expect(await logOf(page).getByText('No', { exact: true }).count()).toBe(1);
    expect(await card.getByRole('button', { name: 'Confirm' }).isDisabled()).toBe(true);
    expect(await card.getByRole('button', { name: 'Not now' }).isDisabled()).toBe(true);
    const requests = (await world.sandbox('GET', '/sandbox/requests')) as { method: string; path: string }[];
    expect(requests.map(({ method, path }) => `${method} ${path}`).filter((line) => line.includes('cancel'))).toEqual(
      [],
    );
  });

  test('offers no yes to what has expired', async () => {
    page = await world.visit('/');
    await sayOn(page, 'add a note');
    await sayOn(page, 'cancel my windows appointment, we changed our minds');
    const card = page.getByRole('region', { name: 'Cancel this appointment' });
    expect(await card.getByRole('button', { name: 'Confirm' }).isEnabled()).toBe(true);
    world.pass({ minutes: 16 });
    await page.reload();
    await card.getByText('Expired').waitFor();
    expect(await card.getByRole('button', { name: 'Confirm' }).isDisabled()).toBe(true);
  });

  test('waits for a slow turn as long as it takes, and says so', async () => {
    page = await world.visit('/');
    const statuses: number[] = [];
    const ids = new Set<unknown>();
    page.on('response', (response) => {
      if (!response.url().endsWith('/api/chat')) return;
      statuses.push(response.status());
      ids.add(response.request().postDataJSON().message_id);
    });
    await world.sandbox('POST', '/sandbox/faults', { match: 'GET /dashboard/*', delay_ms: 5500 });
    await page.getByLabel('Message').fill('show my projects');
    await page.keyboard.press('Enter');
    await page.getByText(/Still working… \d+ s/).waitFor();
    expect(await page.getByRole('status').filter({ hasText: 'Still working' }).count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    const reply = await untilReplies(page, 1);
    expect(await reply.textContent()).toMatch(/You have 5 projects/);
    expect(statuses[0]).toBe(504);
    expect(statuses).toContain(409);
    expect(statuses.at(-1)).toBe(200);
    expect(ids.size).toBe(1);
  });

  test('reloaded while it waits, gets the answer of the same turn', async () => {
    page = await world.visit('/');
    const bodies: { session_id: string; message_id: string; message: string }[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/chat')) bodies.push(request.postDataJSON());
    });
    await sayOn(page, 'hello');
    await world.sandbox('POST', '/sandbox/faults', { match: 'GET /dashboard/*', delay_ms: 3000 });
    await page.getByLabel('Message').fill('show my projects');
    await page.keyboard.press('Enter');
    await page.locator('.waiting:not(.none)').waitFor();
    await page.reload();
    await logOf(page).getByText('hello', { exact: true }).waitFor();
    const reply = await untilReplies(page, 2);
    expect(await reply.textContent()).toMatch(/You have 5 projects/);
    const again = bodies.filter(({ message }) => message === 'show my projects');
    expect(again.length).toBeGreaterThan(1);
    expect(new Set(bodies.map(({ session_id }) => session_id)).size).toBe(1);
    expect(new Set(again.map(({ message_id }) => message_id)).size).toBe(1);
    const requests = (await world.sandbox('GET', '/sandbox/requests')) as { path: string }[];
    expect(requests.filter(({ path }) => path.startsWith('/dashboard/'))).toHaveLength(1);

    await page.getByRole('button', { name: 'New session' }).click();
    await repliesOn(page).first().waitFor({ state: 'detached' });
    await sayOn(page, 'hello again');
    expect(bodies.at(-1)?.session_id).not.toBe(bodies[0]?.session_id);
  });

  test('has kept a message by the time it shows it as said', async () => {
    page = await world.visit('/');
    await page.getByLabel('Message').fill('show my projects');
    await page.evaluate(`new MutationObserver((_, observer) => {
      if (document.querySelector('.waiting:not(.none)') === null) return;
      observer.disconnect();
      window.keptWhenShown = sessionStorage.getItem('conversation');
    }).observe(document.body, { subtree: true, childList: true, attributes: true })`);
    await page.keyboard.press('Enter');
    await untilReplies(page, 1);
    expect(await page.evaluate('window.keptWhenShown')).toContain('show my projects');
  });

  test.each(['**/api/chat', '**/local/tokens'])('makes a request that was cut once more: %s', async (path) => {
    page = await world.visit('/');
    const ids: string[] = [];
    page.on('requestfinished', (request) => {
      if (request.url().endsWith('/api/chat')) ids.push(request.postDataJSON().message_id);
    });
    let cuts = 0;
    await page.route(path, (route) => route.abort().then(() => cuts++), { times: 1 });
    const reply = await sayOn(page, 'hello');
    expect(cuts).toBe(1);
    expect(await reply.textContent()).not.toMatch(/Nothing answers/);
    expect(ids).toHaveLength(1);
  });

  test('says what went wrong, and tries the same message again', async () => {
    page = await world.visit('/');
    const ids: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/chat')) ids.push(request.postDataJSON().message_id);
    });
    await page.getByLabel('Message').waitFor();
    await page.context().setOffline(true);
    await page.getByLabel('Message').fill('hello');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Nothing answers').waitFor();
    expect(await graveFindings(page)).toEqual([]);
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await untilReplies(page, 1);
    expect(new Set(ids).size).toBe(1);

    await page.getByLabel('Customer').selectOption({ label: 'Paste a token…' });
    await page.getByLabel('Token').fill('nonsense');
    await page.getByRole('button', { name: 'Use' }).click();
    await page.getByText('This is no JSON Web Token').waitFor();
    await page.getByLabel('Token').fill(`x.${btoa('{"customer_id":"7001001"}')}.x`);
    await page.getByRole('button', { name: 'Use' }).click();
    await page.getByLabel('Message').fill('hello');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Not signed in').waitFor();
  });

  test('shows markup and script in messages and replies as the text that they are', async () => {
    page = await world.visit('/');
    const hostile = `<img src=x onerror="document.title='taken'"><script>document.title='taken'</script><b>bold</b>`;
    await sayOn(page, `add a note to the flooring: ${hostile}`);
    await page.reload();
    await logOf(page).getByText(hostile).first().waitFor();
    expect(await logOf(page).locator('img, script, b').count()).toBe(0);
    expect(await page.title()).not.toContain('taken');

    await page.getByRole('link', { name: /Execution of turn/ }).click();
    await page.getByRole('region', { name: 'The turn' }).getByText(hostile).first().waitFor();
    await page.getByRole('link', { name: 'Session, turn 1' }).click();
    await page.getByRole('listitem').getByText(hostile).first().waitFor();
    await page.getByRole('link', { name: 'Executions' }).click();
    await page.getByRole('table').getByText(hostile).first().waitFor();
    expect(await page.locator('main').locator('img, script').count()).toBe(0);
    expect(await page.title()).not.toContain('taken');
  });

  test('speaks for a location and on a channel', async () => {
    page = await world.visit('/');
    const bodies: Record<string, unknown>[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/chat')) bodies.push(request.postDataJSON());
    });
    await page.getByLabel('Customer').selectOption('7001004');
    await page.getByLabel('Location').selectOption({ label: 'Orlando Interiors' });
    await page.getByText('SMS').click();
    const reply = (await (await sayOn(page, 'show my projects')).textContent()) ?? '';
    expect(reply).toMatch(/at Orlando Interiors/);
    expect(reply).not.toMatch(/at Tampa Bay Interiors/);
    expect(bodies[0]).toMatchObject({ client_id: '11OR02SB', channel: 'sms' });
  });

  test('has nothing that keeps anybody out: axe, light and dark, on a phone too', async () => {
    page = await world.visit('/', { viewport: { width: 360, height: 740 } });
    await page.getByLabel('Message').waitFor();
    expect(await graveFindings(page)).toEqual([]);
    await sayOn(page, 'show my projects');
    await sayOn(page, 'what is the weather for the windows?');
    await sayOn(page, 'which days are open for the flooring?');
    for (const name of [/^Projects/, /^Weather in/, /^Open dates/]) await page.getByRole('list', { name }).waitFor();
    expect(await graveFindings(page)).toEqual([]);
    await sayOn(page, 'cancel my windows appointment, we changed our minds');
    expect(await graveFindings(page)).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  });

  test('keeps what is written in the very moment in which another customer is chosen', async () => {
    page = await world.visit('/');
    await page.getByLabel('Message').waitFor();
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/chat')) asked.push(request.postDataJSON().message);
    });
    // In one task of the page: no time passes between the choice and the writing.
    await page.evaluate(`(() => {
      const customer = document.querySelector('section[aria-label="Who talks, and how"] select');
      customer.value = '7001002';
      customer.dispatchEvent(new Event('change', { bubbles: true }));
      return Promise.resolve().then(() => {}).then(() => {
        const area = document.querySelector('textarea');
        area.value = 'hello, do I have projects?';
        area.dispatchEvent(new Event('input', { bubbles: true }));
      });
    })()`);
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await (await untilReplies(page, 1)).textContent()).toMatch(/project/i);
    expect(asked).toEqual(['hello, do I have projects?']);
    expect(await page.getByLabel('Customer').inputValue()).toBe('7001002');
  });

  test('keeps the conversations in the history, and erases one when asked twice', async () => {
    page = await world.visit('/');
    await page.getByLabel('Customer').selectOption('7001003');
    await sayOn(page, 'hello, do I have projects?');
    await world.assistant.historyIdle();
    await page.getByRole('link', { name: 'History' }).click();
    const list = page.getByRole('list', { name: 'Conversations' });
    await list.getByRole('link').waitFor();
    expect(await graveFindings(page)).toEqual([]);
    await list.getByRole('link', { name: 'hello, do I have projects?' }).click();
    await page.getByText('Turn 1').waitFor();
    expect(await graveFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Erase this conversation…' }).click();
    await page.getByRole('button', { name: 'Erase', exact: true }).click();
    await page.getByText('No conversation of this customer').waitFor();
  });
});
