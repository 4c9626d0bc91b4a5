import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import * as z from 'zod';
import { Intent } from '../../core/contracts/understanding.ts';

/** A Converse request as it comes over the wire: as much of it as the assistant may send, and nothing else. */
export const ConverseRequest = z.strictObject({
  system: z.array(z.union([z.strictObject({ text: z.string().min(1) }), z.strictObject({ cachePoint: z.unknown() })])),
  messages: z.array(
    z.strictObject({
      role: z.enum(['user', 'assistant']),
      content: z
        .array(
          z.union([
            z.strictObject({ text: z.string().min(1) }),
            z.strictObject({ guardContent: z.strictObject({ text: z.strictObject({ text: z.string().min(1) }) }) }),
          ]),
        )
        .min(1),
    }),
  ),
  inferenceConfig: z.strictObject({ maxTokens: z.int().min(1).max(4096), temperature: z.number().optional() }),
  toolConfig: z.strictObject({
    tools: z
      .array(
        z.strictObject({
          toolSpec: z.strictObject({
            name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
            description: z.string().min(1),
            inputSchema: z.strictObject({ json: z.record(z.string(), z.unknown()) }),
          }),
        }),
      )
      .length(1),
    toolChoice: z.union([
      z.strictObject({ tool: z.strictObject({ name: z.string() }) }),
      z.strictObject({ any: z.strictObject({}) }),
      z.strictObject({ auto: z.strictObject({}) }),
    ]),
  }),
  guardrailConfig: z
    .strictObject({
      guardrailIdentifier: z.string(),
      guardrailVersion: z.string().regex(/^[1-9]\d*$/),
      trace: z.literal('disabled'),
    })
    .optional(),
  additionalModelRequestFields: z
    .strictObject({ thinking: z.strictObject({ type: z.literal('disabled') }) })
    .optional(),
});
export type ConverseRequest = z.infer<typeof ConverseRequest>;

/** One call as it was received. */
export type Call = {
  modelId: string;
  request: ConverseRequest;
  /** The one tool that is asked for. */
  tool: string;
  /** The instructions, and everything that was put before the model after them. */
  system: string;
  said: string;
  /** From 1, over all calls. */
  number: number;
};

/** What the stand-in does with a call. */
export type Reply =
  | { kind: 'message'; content: unknown[]; stopReason?: string; usage?: unknown }
  | { kind: 'error'; status: number; name: string; message: string }
  | { kind: 'raw'; body: string; status?: number }
  | { kind: 'hang' }
  | { kind: 'drop' }
  | { kind: 'half'; content: unknown[] };

export type Behaviour = (call: Call) => Reply;

/** The answer as a call of the tool that was asked for. */
export const calls = (call: Pick<Call, 'tool'>, input: unknown): Reply => ({
  kind: 'message',
  content: [{ toolUse: { toolUseId: 'tooluse_stand-in', name: call.tool, input } }],
  stopReason: 'tool_use',
});

export const fails = (status: number, name: string, message = name): Reply => ({
  kind: 'error',
  status,
  name,
  message,
});

export type StandIn = {
  url: string;
  calls: Call[];
  /** What was wrong with requests: field paths and rules, one line each. A healthy run leaves none. */
  complaints: string[];
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
};

/**
 * A small server that speaks Converse on loopback. What it is sent must have the form that Bedrock takes, the rules of the
 * model families included; else it answers 400 as Bedrock does, and keeps the complaint.
 */
export async function startStandIn(
  behaviour: Behaviour,
  { port = 0, http = '1.1' }: { port?: number; http?: '1.1' | '2' } = {},
): Promise<StandIn> {
  let behave = behaviour;
  const received: Call[] = [];
  const complaints: string[] = [];
  const sockets = new Set<Duplex>();

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const modelId = /^\/model\/([^/]+)\/converse$/.exec(request.url ?? '')?.[1];
    if (request.method !== 'POST' || modelId === undefined)
      return send(response, fails(404, 'UnknownOperationException'));
    const call = readCall(decodeURIComponent(modelId), await bodyOf(request), received.length + 1);
    if (typeof call === 'string') {
      complaints.push(call);
      return send(response, fails(400, 'ValidationException', call));
    }
    received.push(call);
    send(response, behave(call), call);
  };
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response).catch((error: unknown) => {
      complaints.push(String(error));
      response.destroy();
    });
  };
  const server =
    http === '1.1' ? createServer(onRequest) : createHttp2Server((req, res) => onRequest(req as never, res as never));
  server.on('connection', (socket: Duplex) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: received,
    complaints,
    behave: (next) => {
      behave = next;
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** The call, or what Bedrock would find wrong with it. */
function readCall(modelId: string, body: string, number: number): Call | string {
  if (!/^[a-zA-Z0-9.:/_-]+$/.test(modelId) || modelId.startsWith('no-such'))
    return `The provided model identifier is invalid.`;
  const parsed = ConverseRequest.safeParse(JSON.parse(body));
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  const request = parsed.data;
  const broken = RULES.find(({ holds }) => !holds(modelId, request));
  if (broken !== undefined) return broken.message;
  const texts = request.messages.flatMap(({ content }) => content.map(textOf));
  return {
    modelId,
    request,
    tool: request.toolConfig.tools[0]?.toolSpec.name ?? '',
    system: request.system.map((block) => ('text' in block ? block.text : '')).join('\n'),
    said: texts.join('\n'),
    number,
  };
}

const textOf = (block: ConverseRequest['messages'][number]['content'][number]): string =>
  'text' in block ? block.text : block.guardContent.text.text;

const isNewest = (modelId: string) => /claude-[a-z]+-5-5/.test(modelId);

/** What Bedrock refuses beyond the form, in the words in which it does. */
const RULES: { message: string; holds: (modelId: string, request: ConverseRequest) => boolean }[] = [
  {
    message: 'This model does not support assistant message prefill.',
    holds: (_, { messages }) => messages.at(-1)?.role === 'user',
  },
  {
    message: '`temperature` is deprecated for this model.',
    holds: (modelId, { inferenceConfig }) => !isNewest(modelId) || inferenceConfig.temperature === undefined,
  },
  {
    message: 'Thinking may not be enabled when tool_choice forces tool use.',
    holds: (modelId, { toolConfig, additionalModelRequestFields }) =>
      !isNewest(modelId) || 'auto' in toolConfig.toolChoice || additionalModelRequestFields !== undefined,
  },
];

function send(response: ServerResponse, reply: Reply, call?: Call): void {
  switch (reply.kind) {
    case 'hang':
      return;
    case 'drop':
      response.socket?.destroy();
      return;
    case 'half': {
      const body = bodyOfMessage(reply.content, 'end_turn', call);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
      response.write(body.slice(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
      return;
    }
    case 'raw':
      response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' }).end(reply.body);
      return;
    case 'error':
      response
        .writeHead(reply.status, { 'content-type': 'application/json', 'x-amzn-errortype': reply.name })
        .end(JSON.stringify({ message: reply.message }));
      return;
    case 'message':
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(bodyOfMessage(reply.content, reply.stopReason ?? 'tool_use', call, reply.usage));
  }
}

const TOKEN = 4;

function bodyOfMessage(content: unknown[], stopReason: string, call?: Call, usage?: unknown): string {
  const inputTokens = Math.ceil(
    ((call?.system.length ?? 0) + JSON.stringify(call?.request.toolConfig ?? '').length + (call?.said.length ?? 0)) /
      TOKEN,
  );
  const outputTokens = Math.ceil(JSON.stringify(content).length / TOKEN);
  return JSON.stringify({
    output: { message: { role: 'assistant', content } },
    stopReason,
    usage: usage ?? { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
    metrics: { latencyMs: 1 },
  });
}

/** Answers in order. One call too many is a complaint and gets none; `assertUsedUp` complains of answers left over. */
export function scripted(replies: readonly (Reply | Behaviour)[]): Behaviour & { assertUsedUp(): void } {
  let used = 0;
  let tooMany = 0;
  const behaviour = (call: Call): Reply => {
    const reply = replies[used];
    if (reply === undefined) {
      tooMany += 1;
      return fails(400, 'ValidationException', 'the script has no answer left for this call');
    }
    used += 1;
    return typeof reply === 'function' ? reply(call) : reply;
  };
  return Object.assign(behaviour, {
    assertUsedUp() {
      if (tooMany > 0) throw new Error(`${tooMany} calls more than the script has answers`);
      if (used < replies.length) throw new Error(`${replies.length - used} answers of the script were not asked for`);
    },
  });
}

/** The customer's message in a classifier's prompt; null in any other. */
export function messageIn(call: Pick<Call, 'said'>): string | null {
  const found = /^Message: (".*")$/m.exec(call.said)?.[1];
  return found === undefined ? null : String(JSON.parse(found));
}

/** The parts to lead over between in a responder's prompt; none in any other. */
export const partsIn = (call: Pick<Call, 'said'>): string[] =>
  [...call.said.matchAll(/^Part \[\d+\](?: \([a-zA-Z:;, ]+\))?: (".*")$/gm)].map(([, part]) =>
    String(JSON.parse(part ?? '""')),
  );

/** The marks of the parts, in order, as a reply has to hold them. */
export const marksIn = (call: Pick<Call, 'said'>): string[] => partsIn(call).map((_, at) => `[${at + 1}]`);

/** A reading as the classifier asks for it. */
export const reading = (intent: string, confidence: unknown = 0.95, more: Record<string, unknown> = {}) => ({
  intent,
  confidence,
  secondary_intents: [],
  quotes: {},
  ...more,
});

/** What a message means by the plainest of rules: good enough to stand for a model that means well. */
const SENSIBLE: readonly [Intent, RegExp][] = [
  ['talk_to_human', /\b(human|person|someone real|representative|agent|speak to|talk to (a|some))\b/i],
  ['out_of_scope', /\b(price|cost|quote|invoice|refund|poem|president|warranty|ignore|instructions|system prompt)\b/i],
  ['weather', /\b(weather|rain|forecast|snow|storm)\b/i],
  ['business_hours', /\b(hours|open (on|at|until)|are you open|close)\b/i],
  ['reschedule_appointment', /\b(reschedul\w*|move|push|another day|different day|postpone)\b/i],
  ['cancel_appointment', /\b(cancel|call off|drop)\b/i],
  ['list_notes', /\b(what|which|show|read).*\bnotes?\b/i],
  ['add_note', /\b(note|let them know|tell (the|them)|gate code)\b/i],
  ['change_address', /\b(moved|new address|address is wrong)\b/i],
  ['installation_address', /\baddress\b/i],
  ['list_projects', /\b(projects|jobs)\b/i],
  ['check_availability', /\b(available|availability|openings?|when can|when could|free)\b/i],
  ['book_appointment', /\b(book|schedule|set up|appointment for)\b/i],
  ['appointment_status', /\b(when is|am i|still on|status)\b/i],
  ['project_details', /\b(who|technician|installer|how long|details)\b/i],
  ['affirm', /^(yes|yeah|yep|sure|ok|okay|correct|go ahead)\b/i],
  ['deny', /^(no|nope|nah)\b/i],
  ['select_time', /\b\d{1,2}(:\d\d)? ?(am|pm)\b/i],
  ['select_date', /\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|\d{1,2}(st|nd|rd|th))\b/i],
  ['goodbye', /\bbye\b/i],
  ['thanks', /\bthank/i],
  ['greeting', /^(hi|hello|hey)\b/i],
  ['help', /\bhelp\b/i],
];

/** Reads by rules, leads over between parts with a friendly word, and is ready when `bedrock:check` asks. */
export const sensible: Behaviour = (call) => {
  if (call.tool === 'report') return calls(call, { answer: 'ready' });
  const message = messageIn(call);
  if (message !== null) {
    const [first, second] = SENSIBLE.filter(([, pattern]) => pattern.test(message)).map(([intent]) => intent);
    return calls(
      call,
      reading(first ?? 'out_of_scope', first === undefined ? 0.6 : 0.93, {
        secondary_intents: second === undefined ? [] : [second],
      }),
    );
  }
  const marks = marksIn(call);
  return calls(call, {
    text: marks
      .map((mark, at) => `${at === 0 ? 'Thanks for asking!' : at < marks.length - 1 ? 'And next:' : ''} ${mark}`)
      .join(' '),
  });
};

export const INTENT_LIST: readonly string[] = Intent.options;
