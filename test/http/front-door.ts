import { readConfig } from '../../adapters/config.ts';
import type { TurnState } from '../../core/contracts/turn.ts';
import { type Assistant, type Overrides, startAssistant } from '../../runtime/assistant.ts';
import { developmentToken, type SandboxCustomer } from '../../runtime/sandbox-customers.ts';

export const SECRET = 'a secret for tests that is long enough to be one';

export const SILENT = { debug() {}, info() {}, warn() {}, error() {} } as never;

/** Agents that answer every message with itself: what is tested is what is around them. */
export const ECHO = {
  Classifier: async (event: unknown) => ({ ...(event as TurnState), intent: 'greeting', confidence: 0.95 }),
  Responder: async (event: unknown) => {
    const turn = event as TurnState;
    const text = `You said: ${turn.user_message}`;
    const suggestions = [{ text: 'Hello again', intent: 'greeting', entities: {} }];
    const gate = { passed: true, unbacked: [] };
    return { ...turn, agent_response: { text, suggestions, data: null, written_by: 'template', gate } };
  },
};

export const startForTest = (env: Record<string, string> = {}, overrides: Overrides = {}): Promise<Assistant> =>
  startAssistant(
    readConfig({ PORT: '0', PF360_SANDBOX_PORT: '0', DATA_DIR: ':memory:', JWT_SECRET_KEY: SECRET, ...env }),
    { log: SILENT, withoutHistory: true, ...overrides },
  );

export const tokenOf = (customer: SandboxCustomer = '7001001', lifetime?: number) =>
  developmentToken(customer, SECRET, lifetime);

export type Answered = { status: number; headers: Headers; body: Record<string, unknown> };

/** One call of the front door. A `body` that is no text is sent as JSON. */
export async function call(
  assistant: Pick<Assistant, 'url'>,
  path: string,
  {
    method = 'POST',
    token,
    body,
    headers = {},
  }: { method?: string; token?: string | null; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answered> {
  const sent =
    body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const authorization = token === null ? {} : { authorization: `Bearer ${token ?? (await tokenOf())}` };
  const response = await fetch(new URL(path, assistant.url), {
    method,
    headers: { ...authorization, ...(sent === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(sent === undefined ? {} : { body: sent as string }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
}

export const chat = (
  assistant: Pick<Assistant, 'url'>,
  body: unknown,
  options: { token?: string } = {},
): Promise<Answered> => call(assistant, '/api/chat', { body, ...options });
