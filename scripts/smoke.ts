import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { Answer } from '../core/contracts/answer.ts';
import { Conversation, ConversationPage } from '../core/ports/history.ts';
import { Health } from '../functions/front-door/health-contract.ts';
import { Problem } from '../functions/front-door/problems.ts';

/**
 * `npm run smoke -- --url https://… --token …`: holds a conversation with a deployed stage and checks the HTTP contract
 * around it. Reads only: it books, moves and cancels nothing, and erases its own conversation at the end.
 *
 * `--history-seconds 180`: how long the conversation may take to show up in the history (a sleeping database included).
 */

type Smoke = {
  url: string;
  token: string;
  historySeconds: number;
  /** Told of each check as it ends. */
  report: (line: string) => void;
};

type Check = { name: string; run: (call: Call) => Promise<void> };
type Call = (
  method: string,
  path: string,
  options?: { body?: unknown; raw?: string; token?: string | null; type?: string },
) => Promise<Reply>;
type Reply = { status: number; headers: Headers; body: unknown };

/** Runs all checks; true when each one held. A failed check does not stop the others. */
export async function smoke({ url, token, historySeconds, report }: Smoke): Promise<boolean> {
  const base = url.replace(/\/+$/, '');
  const call: Call = async (method, path, { body, raw, token: other, type = 'application/json' } = {}) => {
    const bearer = other === undefined ? token : other;
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(method === 'POST' ? { 'content-type': type } : {}),
      },
      ...(method === 'POST' ? { body: raw ?? JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(40_000),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  };
  let well = true;
  for (const { name, run } of checks(historySeconds)) {
    const begun = performance.now();
    try {
      await run(call);
      report(`ok    ${name} (${Math.round(performance.now() - begun)} ms)`);
    } catch (error) {
      well = false;
      report(`FAIL  ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return well;
}

/** What mapping templates have been seen to trip over. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the text is meant to look like one.
const AWKWARD = 'It\'s "quoted", a@@b, ${x} #set($y=1) \u2028 \\ \u{1F44D}';

function checks(historySeconds: number): Check[] {
  const session_id = `smoke-${randomUUID()}`;
  const said = (call: Call, message: string, message_id: string = randomUUID()) =>
    turn(call, { message, session_id, message_id });
  const once = randomUUID();
  return [
    {
      name: 'health answers and is well',
      async run(call) {
        const { status, body } = await call('GET', '/api/healthz', { token: null });
        expectStatus(status, 200, body);
        const health = Health.parse(body);
        if (health.status !== 'ok') throw new Error(`degraded: ${JSON.stringify(health.checks)}`);
      },
    },
    { name: 'no token is 401', run: (call) => problem(call('POST', '/api/chat', { body: {}, token: null }), 401) },
    {
      name: 'a bad token is 401',
      run: (call) => problem(call('POST', '/api/chat', { body: { message: 'hi' }, token: 'a.b.c' }), 401),
    },
    { name: 'malformed JSON is 400', run: (call) => problem(call('POST', '/api/chat', { raw: '{"message":' }), 400) },
    {
      name: 'a wrong field is 400 and named',
      run: (call) => problem(call('POST', '/api/chat', { body: { message: '' } }), 400, 'message'),
    },
    {
      name: 'another content type is 415',
      run: (call) => problem(call('POST', '/api/chat', { raw: 'hi', type: 'text/plain' }), 415),
    },
    { name: 'an unknown address is 404', run: (call) => problem(call('GET', '/api/nowhere'), 404) },
    { name: 'another method is 405', run: (call) => problem(call('DELETE', '/api/chat'), 405) },
    {
      name: 'a greeting is answered',
      async run(call) {
        const answer = await said(call, 'Hello!', once);
        if (answer.session_id !== session_id) throw new Error('another session than the one that was named');
      },
    },
    {
      name: 'the same message again gets the same answer and is no second turn',
      async run(call) {
        const answer = await said(call, 'Hello!', once);
        if (answer.turn !== 1) throw new Error(`it became turn ${answer.turn}`);
      },
    },
    {
      name: 'projects are listed',
      async run(call) {
        const answer = await said(call, 'Show me my projects');
        if (answer.intent !== 'list_projects') throw new Error(`understood as ${answer.intent}`);
        if (!answer.metadata.tools_executed.includes('list_projects')) throw new Error('PF360 was not asked');
      },
    },
    {
      name: 'awkward text is answered',
      async run(call) {
        await said(call, AWKWARD);
      },
    },
    {
      name: `the conversation reaches the history within ${historySeconds} s`,
      async run(call) {
        const until = performance.now() + historySeconds * 1000;
        for (;;) {
          const { status, body } = await call('GET', '/api/conversations?limit=20');
          const found =
            status === 200 &&
            ConversationPage.parse(body).conversations.some((one) => one.session_id === session_id && one.turns === 3);
          if (found) return;
          if (performance.now() > until) throw new Error(`not there; the last answer was ${status}`);
          await pause(5000);
        }
      },
    },
    {
      name: 'the text is in the history as it was sent',
      async run(call) {
        const { status, body } = await call('GET', `/api/conversations/${session_id}`);
        expectStatus(status, 200, body);
        const last = Conversation.parse(body).turns.at(-1)?.user_message;
        if (last !== AWKWARD) throw new Error(`it became ${JSON.stringify(last)}`);
      },
    },
    {
      name: 'the conversation is erased',
      async run(call) {
        const { status, body } = await call('DELETE', `/api/conversations/${session_id}`);
        expectStatus(status, 204, body);
        await problem(call('GET', `/api/conversations/${session_id}`), 404);
      },
    },
  ];
}

/** One turn to its end: a 504, or a 409 while it runs, is followed by the same request again. */
async function turn(call: Call, request: { message: string; session_id: string; message_id: string }): Promise<Answer> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { status, headers, body } = await call('POST', '/api/chat', { body: request });
    if (status !== 504 && status !== 409 && status !== 429) {
      expectStatus(status, 200, body);
      return Answer.parse(body);
    }
    await pause(Number(headers.get('retry-after') ?? 2) * 1000);
  }
  throw new Error('the turn did not end');
}

async function problem(reply: Promise<Reply>, status: number, named?: string): Promise<void> {
  const { status: got, headers, body } = await reply;
  expectStatus(got, status, body);
  const type = headers.get('content-type') ?? 'none';
  if (!type.startsWith('application/problem+json')) throw new Error(`content type ${type}`);
  const { status: told, detail } = Problem.parse(body);
  if (told !== status) throw new Error(`the document says ${told}`);
  if (named !== undefined && !detail.includes(named)) throw new Error(`"${detail}" does not name ${named}`);
}

function expectStatus(got: number, wanted: number, body: unknown): void {
  if (got !== wanted) throw new Error(`${got} instead of ${wanted}: ${JSON.stringify(body).slice(0, 300)}`);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const Arguments = z.object({
  url: z.url({
    error: '--url must be the address of a stage, such as https://abc.execute-api.us-east-1.amazonaws.com/dev',
  }),
  token: z.string({ error: '--token must be a bearer token' }).min(1),
  'history-seconds': z.coerce.number().min(0).default(180),
});

if (import.meta.main) {
  const { values } = parseArgs({
    options: { url: { type: 'string' }, token: { type: 'string' }, 'history-seconds': { type: 'string' } },
  });
  const parsed = Arguments.safeParse(values);
  if (!parsed.success) {
    console.error(parsed.error.issues.map(({ message }) => message).join('\n'));
    process.exit(2);
  }
  const { url, token, 'history-seconds': historySeconds } = parsed.data;
  const well = await smoke({ url, token, historySeconds, report: (line) => console.log(line) });
  process.exitCode = well ? 0 : 1;
}
