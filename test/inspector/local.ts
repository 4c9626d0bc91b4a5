import { request } from 'node:http';
import { readConfig } from '../../adapters/config.ts';
import { type Assistant, type Overrides, startAssistant } from '../../runtime/assistant.ts';
import { SILENT } from '../http/front-door.ts';

/** An assistant as `npm start` has it, with the development secret: the local pages give tokens out then. */
export const startLocal = (env: Record<string, string> = {}, overrides: Overrides = {}): Promise<Assistant> =>
  startAssistant(readConfig({ PORT: '0', PF360_SANDBOX_PORT: '0', DATA_DIR: ':memory:', ...env }), {
    log: SILENT,
    withoutHistory: true,
    ...overrides,
  });

export type Got = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

/** One request with any headers, Host and Origin among them, which `fetch` would not send. */
export function ask(
  assistant: Pick<Assistant, 'url'>,
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Got> {
  const { hostname, port } = new URL(assistant.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The JSON of a GET that succeeds. */
export async function get<Body>(assistant: Pick<Assistant, 'url'>, path: string): Promise<Body> {
  const { status, text } = await ask(assistant, path);
  if (status !== 200) throw new Error(`GET ${path}: ${status} ${text}`);
  return JSON.parse(text) as Body;
}

/** A POST as the pages send it. */
export async function post(assistant: Pick<Assistant, 'url'>, path: string, body: unknown): Promise<Got> {
  const headers = { origin: assistant.url, 'content-type': 'application/json' };
  return ask(assistant, path, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** The answer of a POST that succeeds. */
export async function posted<Body>(assistant: Pick<Assistant, 'url'>, path: string, body: unknown): Promise<Body> {
  const { status, text } = await post(assistant, path, body);
  if (status !== 200) throw new Error(`POST ${path}: ${status} ${text}`);
  return JSON.parse(text) as Body;
}

/** Says something as the chat page does; answers the execution's id. */
export async function say(assistant: Assistant, customer: string, body: Record<string, string>): Promise<string> {
  const { token } = await posted<{ token: string }>(assistant, '/local/tokens', { customer_id: customer });
  const answered = await fetch(`${assistant.url}/api/chat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await answered.text();
  const id = answered.headers.get('x-amzn-requestid');
  if (id === null) throw new Error('the answer names no execution');
  return id;
}
