import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../adapters/config.ts';
import type { Answer } from '../core/contracts/answer.ts';
import { Channel, ClientChosenId } from '../core/contracts/turn.ts';
import { ConfigurationError } from '../core/errors.ts';
import type { Assistant } from '../runtime/assistant.ts';
import { ChatProblem, type ChatTarget, say } from '../runtime/chat-client.ts';
import { developmentToken, isSandboxCustomer, SANDBOX_CUSTOMERS } from '../runtime/sandbox-customers.ts';

const USAGE = `npm run chat -- [options] [MESSAGE]

A conversation in the terminal; with a message, one turn and then the end.

  --url URL         a running or deployed assistant; without it, one of its own that forgets everything
  --token JWT       who is talking; without it, a customer of the sandbox
  --customer ID     which one: ${SANDBOX_CUSTOMERS.join(', ')} (default 7001001)
  --channel NAME    chat, sms or voice (default chat)
  --session ID      go on with this session

Enter a number to send that quick reply; leave with Ctrl+D.`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      token: { type: 'string' },
      customer: { type: 'string', default: '7001001' },
      channel: { type: 'string', default: 'chat' },
      session: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const channel = Channel.safeParse(values.channel);
  if (!channel.success) throw new RangeError('--channel must be chat, sms or voice');
  const session = ClientChosenId.safeParse(values.session ?? randomUUID());
  if (!session.success) throw new RangeError('--session must be 8 to 64 letters, digits, _ or -');
  if (values.url !== undefined && !URL.canParse(values.url)) throw new RangeError('--url must be an address');

  const config = readConfig(process.env);
  const token = values.token ?? (await tokenFor(values.customer, config));
  const assistant = values.url === undefined ? await startOwn(config) : null;
  const target: ChatTarget = { url: values.url ?? assistant?.url ?? '', token };
  const talk = (message: string) =>
    say(target, { message, session_id: session.data, channel: channel.data }, (elapsed) => {
      process.stderr.write(`  … still working (${Math.round(elapsed / 1000)} s)\n`);
    });
  try {
    if (positionals.length > 0) show(await talk(positionals.join(' ')));
    else await converse(talk);
  } finally {
    await assistant?.close();
  }
}

/** An assistant for this conversation alone; loaded only when none is at hand. */
async function startOwn(config: Config): Promise<Assistant> {
  const { startAssistant } = await import('../runtime/assistant.ts');
  const own = { ...config, PORT: 0, PF360_SANDBOX_PORT: 0, DATA_DIR: ':memory:' };
  return startAssistant(own, { withoutHistory: true, log: QUIET });
}

async function converse(talk: (message: string) => Promise<Answer>): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout, terminal: process.stdin.isTTY });
  // Not the terminal's own prompt: when lines are piped in, it closes before they are all answered.
  const prompt = () => process.stdout.write('you> ');
  let suggestions: string[] = [];
  prompt();
  for await (const line of terminal) {
    const said = line.trim();
    if (said !== '') {
      const chosen = /^\d{1,2}$/.test(said) ? suggestions[Number(said) - 1] : undefined;
      try {
        const answer = await talk(chosen ?? line);
        suggestions = answer.suggestions;
        show(answer);
      } catch (error) {
        if (!isExpected(error)) throw error;
        console.log(`\n[${error.message}]\n`);
      }
    }
    prompt();
  }
  console.log();
}

function show({ response, suggestions }: Answer): void {
  console.log(`\n${response}`);
  if (suggestions.length > 0) console.log(suggestions.map((text, index) => `  [${index + 1}] ${text}`).join('\n'));
  console.log();
}

async function tokenFor(customer: string, { JWT_KEY }: Config): Promise<string> {
  if (!isSandboxCustomer(customer)) throw new RangeError(`--customer must be one of ${SANDBOX_CUSTOMERS.join(', ')}`);
  if (!('secret' in JWT_KEY)) throw new RangeError('--token must be given where JWT_JWKS_URL is set');
  return developmentToken(customer, JWT_KEY.secret);
}

/** What the user can put right; anything else is a fault of ours and shows its stack. */
const isExpected = (error: unknown): error is Error =>
  error instanceof ChatProblem ||
  error instanceof ConfigurationError ||
  error instanceof RangeError ||
  (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));

/** A conversation is no place for logs: only failures of the assistant itself are shown. */
const QUIET = {
  debug() {},
  info() {},
  warn() {},
  error: (message: unknown, ...rest: unknown[]) => console.error(message, ...rest),
};

try {
  await main();
} catch (error) {
  if (!isExpected(error)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
