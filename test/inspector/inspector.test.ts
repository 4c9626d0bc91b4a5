import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TurnState } from '../../core/contracts/turn.ts';
import type { Assistant } from '../../runtime/assistant.ts';
import {
  Comparison,
  Definition,
  EvalView,
  ExecutionPage,
  type ExecutionSummary,
  ExecutionView,
  ReplayAnswer,
  SessionView,
  Setup,
} from '../../runtime/inspector/contract.ts';
import { ask, get, post, posted, say, startLocal } from './local.ts';

let assistant: Assistant;
const NOW = '2026-06-01T09:00:00-04:00';
const SESSION = 'session-booking';
/** A whole booking, from the question to the yes. */
const BOOKING = ['Hello', 'Book my flooring for June 12 at 1 pm', 'yes'];
let booking: string[];

const view = async (id: string): Promise<ExecutionView> =>
  ExecutionView.parse(await get(assistant, `/local/executions/${id}`));
const page = async (query = ''): Promise<ExecutionPage> =>
  ExecutionPage.parse(await get(assistant, `/local/executions?${query}`));
const replayed = async (body: object): Promise<ReplayAnswer> =>
  ReplayAnswer.parse(await posted(assistant, '/local/replays', { from: null, tools: 'recorded', ...body }));
const compared = async (before: string, after: string): Promise<Comparison> =>
  Comparison.parse(await get(assistant, `/local/comparison?before=${before}&after=${after}`));

beforeAll(async () => {
  assistant = await startLocal({ ASSISTANT_NOW: NOW });
  booking = [];
  for (const message of BOOKING) booking.push(await say(assistant, '7001001', { message, session_id: SESSION }));
  await say(assistant, '7001004', { message: 'What are your hours?', client_id: '11OR02SB', channel: 'sms' });
  await say(assistant, '7001002', { message: 'Hi', session_id: 'short' });
});
afterAll(() => assistant.close());

const [HELLO, ASKED, YES] = [() => booking[0] ?? '', () => booking[1] ?? '', () => booking[2] ?? ''];

test('the pages are one shell, one script and one stylesheet', async () => {
  for (const path of [
    '/',
    '/executions',
    `/executions/${YES()}`,
    `/sessions/${SESSION}`,
    '/compare',
    '/history',
    '/eval',
  ]) {
    const got = await ask(assistant, path);
    expect({ path, status: got.status, type: got.headers['content-type'] }).toEqual({
      path,
      status: 200,
      type: expect.stringMatching(/^text\/html/),
    });
    expect(got.text).toContain('<script type="module" src="/local/app.js">');
    expect(got.text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=/);
  }
  expect((await ask(assistant, '/local/app.js')).headers['content-type']).toMatch(/^text\/javascript/);
  expect((await ask(assistant, '/local/app.css')).headers['content-type']).toMatch(/^text\/css/);
  expect((await ask(assistant, '/local/favicon.svg')).headers['content-type']).toBe('image/svg+xml');
});

test('the chat page is told whom it can be, and on which clock', async () => {
  const setup = Setup.parse(await get(assistant, '/local/setup'));
  expect(setup).toMatchObject({
    dev_tokens: true,
    sandbox: true,
    model_provider: 'none',
    confidence_threshold: 0.7,
    channels: ['chat', 'sms', 'voice'],
    now: '2026-06-01T13:00:00Z',
  });
  expect(setup.customers.map(({ customer_id }) => customer_id)).toContain('7001001');
  expect(setup.customers.find(({ customer_id }) => customer_id === '7001004')).toMatchObject({
    about: '2 locations',
    locations: [{ client_id: '11TB01SB' }, { client_id: '11OR02SB' }],
  });
});

test('the graph is drawn from the definition that runs', async () => {
  const definition = Definition.parse(await get(assistant, '/local/definition'));
  expect(definition.StartAt).toBe('OpenTurn');
  expect(definition.States.ExecuteTools?.ItemProcessor?.States).toHaveProperty('ToolExecutor');
});

describe('the list', () => {
  const ids = (items: readonly ExecutionSummary[]) => items.map(({ execution_id }) => execution_id);

  test('has the newest first, each with what it came to', async () => {
    const { items, total, next } = await page();
    expect({ total, next }).toEqual({ total: 5, next: null });
    expect(ids(items.slice(2))).toEqual([YES(), ASKED(), HELLO()]);
    expect(items[2]).toMatchObject({
      session_id: SESSION,
      turn: 3,
      customer_id: '7001001',
      client_name: 'Tampa Bay Interiors',
      channel: 'chat',
      user_message: 'yes',
      intent: 'affirm',
      outcome: 'succeeded',
      write_outcome: { tool: 'confirm_appointment', status: 'confirmed' },
      tools: expect.arrayContaining(['confirm_appointment']),
      gate: 'passed',
      error: null,
      replay_of: null,
    });
    expect(items[2]?.path.slice(0, 3)).toEqual(['OpenTurn', 'RouteOnRepeat', 'Classifier']);
    expect(items[3]?.pending_tool).toBe('confirm_appointment');
    expect(items[1]).toMatchObject({ channel: 'sms', intent: 'business_hours' });
    expect(items[0]).toMatchObject({
      outcome: 'failed',
      error: 'InvalidRequestError',
      response: null,
      user_message: 'Hi',
    });
  });

  test.each([
    ['customer=7001004', 1],
    ['intent=affirm', 1],
    ['outcome=failed', 1],
    ['outcome=running', 0],
    ['tool=confirm_appointment', 1],
    [`session=${SESSION}`, 3],
    ['text=FLOORING', 2],
    ['text=hours', 1],
    ['slower_than_ms=0&intent=greeting', 1],
    ['slower_than_ms=600000', 0],
    [`customer=7001001&text=${encodeURIComponent('book my')}`, 1],
    ['replays=only', 0],
    ['replays=none', 5],
  ])('filtered by %s has %i', async (query, total) => {
    expect((await page(query)).total).toBe(total);
  });

  test('is read page by page, none twice and none left out', async () => {
    const seen: string[] = [];
    let before: string | null = '';
    while (before !== null) {
      const { items, next }: ExecutionPage = await page(`limit=2${before === '' ? '' : `&before=${before}`}`);
      seen.push(...ids(items));
      before = next;
    }
    expect(seen).toEqual(ids((await page()).items));
  });

  test('goes on as turns happen', async () => {
    const controller = new AbortController();
    const response = await fetch(`${assistant.url}/local/executions/live`, { signal: controller.signal });
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const id = await say(assistant, '7001003', { message: 'Thanks' });
    let text = '';
    const summaries = (): ExecutionSummary[] =>
      [...text.matchAll(/^event: execution\ndata: (.*)\n\n/gm)].map(([, data]) => JSON.parse(data ?? ''));
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (summaries().at(-1)?.outcome === 'succeeded') break;
    }
    controller.abort();
    expect(summaries().every(({ execution_id }) => execution_id === id)).toBe(true);
    expect(summaries()[0]).toMatchObject({
      outcome: 'running',
      customer_id: '7001003',
      user_message: 'Thanks',
      took_ms: null,
    });
    expect(summaries().at(-1)).toMatchObject({ outcome: 'succeeded', intent: 'thanks' });
  });
});

describe('an execution', () => {
  test('has each visit of a state with input, output and time', async () => {
    const { summary, states, events, gate, acts, model_exchanges, snapshot, tools, note } = await view(YES());
    expect(states.filter(({ item }) => item === null).map(({ name }) => name)).toEqual(summary.path);
    const again = states.find(({ name }) => name === 'Plan#2');
    expect(again).toMatchObject({ state: 'Plan', item: null, visit: 2, failures: [], retries: 0, caught: null });
    expect(again?.input).toMatchObject({ user_message: 'yes', round: 1 });
    expect(again?.took_ms).toBeGreaterThanOrEqual(0);
    expect(states.find(({ name }) => name === 'ToolExecutor[0]')).toMatchObject({
      item: 0,
      output: { outcome: { status: 'ok' } },
    });
    expect(events[0]).toMatchObject({ type: 'TurnStarted', execution_id: YES() });
    expect(gate).toEqual({ written_by: 'template', passed: true, unbacked: [] });
    expect(acts).toContainEqual(expect.objectContaining({ act: 'write_result' }));
    expect({ model_exchanges, snapshot, note }).toEqual({ model_exchanges: [], snapshot: true, note: null });
    expect(tools).toEqual(['recorded', 'sandbox_then', 'sandbox_now']);
  });

  test('knows the turns before and after it', async () => {
    expect(await view(HELLO())).toMatchObject({ previous: null, next: ASKED() });
    expect(await view(ASKED())).toMatchObject({ previous: HELLO(), next: YES() });
    expect(await view(YES())).toMatchObject({ previous: ASKED(), next: null });
  });

  test('that failed has the error where it happened', async () => {
    const [failed] = (await page('outcome=failed')).items;
    const { states, gate } = await view(failed?.execution_id ?? '');
    expect(gate).toBeNull();
    expect(states).toEqual([
      expect.objectContaining({
        name: 'OpenTurn',
        output: null,
        took_ms: null,
        failures: [expect.objectContaining({ error: 'InvalidRequestError' })],
      }),
    ]);
  });
});

test('a session is its turns in their order', async () => {
  const { turns } = SessionView.parse(await get(assistant, `/local/sessions/${SESSION}`));
  expect(turns.map(({ turn, user_message }) => [turn, user_message])).toEqual(
    BOOKING.map((said, at) => [at + 1, said]),
  );
});

describe('run again', () => {
  const bookedIn = async () =>
    (await (await fetch(`${assistant.sandboxUrl}/sandbox/state`)).json()) as {
      progress: Record<string, { status: string }>;
    };

  test('with its tools answering from the record, a turn goes as it went, and says that no write was sent', async () => {
    const { replay_id, note, differences } = await replayed({ execution_id: YES() });
    expect({ note, differences }).toEqual({
      note: 'No write was sent: the tools answered what they had answered then.',
      differences: [],
    });
    const again = await view(replay_id);
    expect(again.note).toBe(note);
    expect(again.summary).toMatchObject({
      execution_id: replay_id,
      replay_of: YES(),
      outcome: 'succeeded',
      write_outcome: { status: 'confirmed' },
    });
    expect(again.summary.response).toBe((await view(YES())).summary.response);
    // A replay is no turn of the session, and stands where its turn stands.
    expect(again).toMatchObject({ previous: ASKED(), next: null });
    expect((await page('replays=only')).items).toHaveLength(1);
    expect(await compared(YES(), replay_id)).toMatchObject({ first_difference: null });
  });

  test('in the sandbox of then, the yes books again, in a copy and nowhere else', async () => {
    const before = await bookedIn();
    const { differences, note } = await replayed({ execution_id: YES(), tools: 'sandbox_then' });
    expect(differences).toEqual([]);
    expect(note).toBe(
      'The tools ran against a private copy of the sandbox as it was when the turn began. Writes (confirm_appointment) went there and nowhere else.',
    );
    expect(await bookedIn()).toEqual(before);
  });

  test('in the sandbox of now, the yes finds its own booking and says the same', async () => {
    const before = await bookedIn();
    const { differences, note } = await replayed({ execution_id: YES(), tools: 'sandbox_now' });
    expect(note).toContain('a private copy of the sandbox as it is now');
    expect(differences).toEqual([]);
    expect(await bookedIn()).toEqual(before);
  });

  test('in the sandbox of now, a question about dates meets those that are open now', async () => {
    const { replay_id, differences } = await replayed({ execution_id: ASKED(), tools: 'sandbox_now' });
    expect(differences).not.toEqual([]);
    const { rows, first_difference } = await compared(ASKED(), replay_id);
    expect(first_difference).toBe('ExecuteTools');
    expect(rows.find(({ name }) => name === 'ExecuteTools')?.differences[0]?.at).toMatch(/^\$\.round_results\[0\]/);
  });

  test('from a state with edited input, it leads elsewhere, and the comparison shows where', async () => {
    const { states } = await view(ASKED());
    const input = states.find(({ name }) => name === 'Plan')?.input as TurnState;
    const { replay_id, differences } = await replayed({
      execution_id: ASKED(),
      from: 'Plan',
      input: { ...input, intent: 'thanks' },
      tools: 'sandbox_then',
    });
    expect(differences).toContainEqual({ where: 'path', at: 'ExecuteTools', before: 'visited', after: null });
    const { rows, first_difference, before, after } = await compared(ASKED(), replay_id);
    expect([before.execution_id, after.execution_id]).toEqual([ASKED(), replay_id]);
    // What came before the state was not run again, and is no difference.
    expect(rows[0]?.name).toBe('Plan');
    expect(first_difference).toBe('Plan');
    expect((await view(replay_id)).summary).toMatchObject({
      intent: 'thanks',
      pending_tool: null,
      session_id: SESSION,
    });
  });

  test('from a second visit, visits keep the names that they have in the whole turn', async () => {
    const { replay_id, differences } = await replayed({ execution_id: YES(), from: 'Plan#2' });
    expect(differences).toEqual([]);
    const whole = (await view(YES())).summary.path;
    expect((await view(replay_id)).summary.path).toEqual(whole.slice(whole.indexOf('Plan#2')));
  });

  test('with another message from the start, the same session hears it', async () => {
    const [started] = (await view(YES())).events;
    const input = (started?.type === 'TurnStarted' ? started.input : null) as { request: object };
    const { replay_id } = await replayed({
      execution_id: YES(),
      input: { ...input, request: { ...input.request, message: 'no, leave it' } },
      tools: 'sandbox_then',
    });
    expect((await view(replay_id)).summary).toMatchObject({
      user_message: 'no, leave it',
      intent: 'deny',
      turn: 3,
      write_outcome: null,
      pending_tool: null,
    });
  });

  test('a replay can be run again itself, from where it began', async () => {
    const first = await replayed({ execution_id: YES(), from: 'Plan#2', tools: 'sandbox_then' });
    const second = await replayed({ execution_id: first.replay_id, tools: 'sandbox_then' });
    expect(second.differences).toEqual([]);
    const third = await replayed({ execution_id: second.replay_id, from: 'Responder' });
    expect(third.differences).toEqual([]);
    const { summary, snapshot, previous } = await view(third.replay_id);
    expect({ of: summary.replay_of, snapshot, previous }).toEqual({
      of: second.replay_id,
      snapshot: true,
      previous: ASKED(),
    });
  });

  test('with an input that the state would not take, it is told what is wrong with it', async () => {
    const { states } = await view(YES());
    const input = states.find(({ name }) => name === 'Responder')?.input as TurnState;
    const got = await post(assistant, '/local/replays', {
      execution_id: YES(),
      from: 'Responder',
      input: { ...input, intent: 'sing', turn: 'three' },
      tools: 'recorded',
    });
    expect(got.status).toBe(422);
    expect(JSON.parse(got.text)).toMatchObject({
      detail: expect.stringMatching(/^This is no input of Responder: \$\.intent /),
      errors: [{ at: '$.intent' }, { at: '$.turn' }],
    });
    expect(
      (await post(assistant, '/local/replays', { execution_id: YES(), from: null, input: null, tools: 'recorded' }))
        .status,
    ).toBe(422);
  });

  test('from a state that it did not come by, it is told which there are', async () => {
    const got = await post(assistant, '/local/replays', {
      execution_id: HELLO(),
      from: 'ExecuteTools',
      tools: 'recorded',
    });
    expect(got.status).toBe(404);
    expect(JSON.parse(got.text).detail).toMatch(/^the record has no ExecuteTools; it has OpenTurn, /);
  });

  test('a turn that was never opened is refused again by the same name', async () => {
    const [failed] = (await page('outcome=failed&replays=none')).items;
    const id = failed?.execution_id ?? '';
    const { replay_id, differences } = await replayed({ execution_id: id });
    expect(differences).toEqual([]);
    expect((await view(replay_id)).summary).toMatchObject({ outcome: 'failed', error: 'InvalidRequestError' });
    const [started] = (await view(id)).events;
    const input = started?.type === 'TurnStarted' ? started.input : null;
    const edited = await post(assistant, '/local/replays', { execution_id: id, from: null, input, tools: 'recorded' });
    expect(edited.status).toBe(404);
  });
});

describe('where PF360 is not the sandbox', () => {
  let elsewhere: Assistant;
  beforeAll(async () => {
    const CUSTOMER_SCHEDULER_API_URL = assistant.sandboxUrl ?? '';
    elsewhere = await startLocal({ CUSTOMER_SCHEDULER_API_URL, ASSISTANT_NOW: NOW });
  });
  afterAll(() => elsewhere.close());

  test('tools answer from the record, and nothing else is offered or done', async () => {
    const id = await say(elsewhere, '7001001', { message: 'Show me my projects' });
    expect(await get(elsewhere, '/local/setup')).toMatchObject({ sandbox: false });
    expect(await get(elsewhere, `/local/executions/${id}`)).toMatchObject({ snapshot: false, tools: ['recorded'] });
    const requests = async () =>
      ((await (await fetch(`${assistant.sandboxUrl}/sandbox/requests`)).json()) as unknown[]).length;
    const before = await requests();
    for (const tools of ['sandbox_then', 'sandbox_now']) {
      const got = await post(elsewhere, '/local/replays', { execution_id: id, from: null, tools });
      expect(got.status).toBe(409);
    }
    expect(
      await posted(elsewhere, '/local/replays', { execution_id: id, from: null, tools: 'recorded' }),
    ).toMatchObject({
      differences: [],
    });
    expect(await requests()).toBe(before);
  });
});

describe('the report of npm run eval', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'eval-report-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('is shown when there is one, and may look as it likes but do nothing', async () => {
    const evalReport = join(folder, 'report.html');
    const local = await startLocal({}, { evalReport });
    try {
      expect(EvalView.parse(await get(local, '/local/eval'))).toEqual({ html_url: null, generated_at: null });
      expect((await ask(local, '/local/eval/report.html')).status).toBe(404);
      await writeFile(evalReport, '<!doctype html><script>alert(1)</script><p>92 %');
      const { html_url, generated_at } = EvalView.parse(await get(local, '/local/eval'));
      expect(html_url).toBe('/local/eval/report.html');
      expect(Date.parse(generated_at ?? '')).toBeGreaterThan(0);
      const { headers, text } = await ask(local, html_url ?? '');
      expect(headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'; style-src 'unsafe-inline';/);
      expect(text).toContain('92 %');
    } finally {
      await local.close();
    }
  });
});
