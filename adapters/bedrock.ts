import {
  type BedrockRuntimeClient,
  type ContentBlock,
  ConverseCommand,
  type ConverseCommandInput,
  type ConverseCommandOutput,
  type SystemContentBlock,
} from '@aws-sdk/client-bedrock-runtime';
import * as z from 'zod';
import {
  addModelUsage,
  type Model,
  type ModelAnswer,
  ModelCapReachedError,
  type ModelQuestion,
  ModelTimeoutError,
  type ModelUsage,
  NO_MODEL_USAGE,
  type PromptPart,
  UnreadableModelAnswerError,
} from '../core/ports/model.ts';
import { modelErrorOf, stoppedBy } from './bedrock/failures.ts';
import { type Family, familyOf } from './bedrock/families.ts';

/** A guardrail of Amazon Bedrock, by id and numbered version: `DRAFT` changes under one's feet. */
export type Guardrail = { id: string; version: string };

export type BedrockOptions = {
  /** A model, an inference profile, or the ARN of one. */
  modelId: string;
  guardrail: Guardrail | null;
  client: Pick<BedrockRuntimeClient, 'send'>;
  /** Epoch milliseconds on the real clock. */
  now?: () => number;
};

/** With less time left than this, no call is begun: it could only cost. */
const WORTH_A_CALL_MS = 400;
/** The first answer, and one more after a complaint about its form. */
const ANSWERS = 2;

/**
 * A model behind Bedrock's Converse. The answer's form is a tool that the model is made to call; nothing is ever executed
 * by it. An answer that does not fit its schema is asked for once more, with what is wrong with it.
 */
export function createBedrockModel({ modelId, guardrail, client, now = Date.now }: BedrockOptions): Model {
  const family = familyOf(modelId);

  /** The SDK ends what is on the wire in time, but not the search for credentials. */
  async function call(input: ConverseCommandInput, until: number): Promise<ConverseCommandOutput> {
    const abortSignal = AbortSignal.timeout(until - now());
    const late = new Promise<never>((_, reject) => {
      abortSignal.addEventListener('abort', () => reject(abortSignal.reason), { once: true });
    });
    return Promise.race([client.send(new ConverseCommand(input), { abortSignal }), late]);
  }

  const isLate = (until: number): boolean => until - now() < WORTH_A_CALL_MS;

  return {
    async ask<Answer>(question: ModelQuestion<Answer>): Promise<ModelAnswer<Answer>> {
      let usage = NO_MODEL_USAGE;
      let complaint: string | null = null;
      for (let answers = 0; answers < ANSWERS; answers += 1) {
        if (isLate(question.until)) return failed(new ModelTimeoutError('no time is left'), usage);
        if (!(await question.allow())) return failed(new ModelCapReachedError('no more calls are allowed'), usage);
        // To be allowed may have taken the time.
        if (isLate(question.until)) return failed(new ModelTimeoutError('no time is left'), usage);
        let output: ConverseCommandOutput;
        try {
          output = await call(requestOf(question, { modelId, family, guardrail, complaint }), question.until);
        } catch (error) {
          return failed(modelErrorOf(error), addModelUsage(usage, usageOf(undefined)));
        }
        usage = addModelUsage(usage, usageOf(output.usage));
        const stopped = stoppedBy(output.stopReason);
        if (stopped !== null) return failed(stopped, usage);
        const reading = read(output, question.answer);
        if (reading.ok) return { ok: true, value: reading.value, usage };
        complaint = reading.complaint;
      }
      return failed(new UnreadableModelAnswerError(complaint ?? 'no answer'), usage);
    },
  };
}

const failed = (error: Extract<ModelAnswer<never>, { ok: false }>['error'], usage: ModelUsage) =>
  ({ ok: false, error, usage }) as const;

type RequestParts = { modelId: string; family: Family; guardrail: Guardrail | null; complaint: string | null };

/** The Converse request of a question: what is the same for all comes first, what is of this turn last. */
function requestOf<Answer>(
  { instructions, data, answer, max_tokens }: ModelQuestion<Answer>,
  { modelId, family, guardrail, complaint }: RequestParts,
): ConverseCommandInput {
  const { $schema: _, ...schema } = z.toJSONSchema(answer.schema);
  const prefix = instructions.length + answer.description.length + JSON.stringify(schema).length;
  return {
    modelId,
    system: [{ text: instructions }, ...cachePoint(family, prefix)],
    messages: [
      {
        role: 'user',
        content: [
          ...data.flatMap((part) => blockOf(part, guardrail)),
          ...(complaint === null ? [] : [{ text: repairOf(answer.name, complaint) }]),
        ],
      },
    ],
    inferenceConfig: { maxTokens: max_tokens, ...(family.temperature ? { temperature: 0 } : {}) },
    toolConfig: {
      // A JSON schema is a document, as the SDK calls JSON values.
      tools: [
        { toolSpec: { name: answer.name, description: answer.description, inputSchema: { json: schema as never } } },
      ],
      toolChoice: { tool: { tool: { name: answer.name } }, any: { any: {} }, auto: { auto: {} } }[family.toolChoice],
    },
    ...(family.thinkingOff === null ? {} : { additionalModelRequestFields: family.thinkingOff }),
    ...(guardrail === null
      ? {}
      : {
          guardrailConfig: {
            guardrailIdentifier: guardrail.id,
            guardrailVersion: guardrail.version,
            trace: 'disabled',
          },
        }),
  } satisfies ConverseCommandInput;
}

/** A token is about four characters of English; newer tokenizers make more of them, so that this errs on the low side. */
const CHARACTERS_A_TOKEN = 4;

const cachePoint = ({ cacheFrom }: Family, characters: number): SystemContentBlock[] =>
  cacheFrom !== null && characters / CHARACTERS_A_TOKEN >= cacheFrom ? [{ cachePoint: { type: 'default' } }] : [];

/** With a guardrail, what others wrote is what it looks at, all of it: customers' words and PF360's. */
function blockOf({ text, untrusted }: PromptPart, guardrail: Guardrail | null): ContentBlock[] {
  if (text.trim() === '') return [];
  return [guardrail !== null && untrusted ? { guardContent: { text: { text } } } : { text }];
}

const repairOf = (tool: string, complaint: string): string =>
  `Your last answer could not be read: ${complaint}. Answer again, by calling ${tool} once and writing nothing else.`;

type Reading<Answer> = { ok: true; value: Answer } | { ok: false; complaint: string };

/** @returns The answer, or what is wrong with it in names and paths alone: never anything that the model wrote. */
function read<Answer>(
  { output, stopReason }: ConverseCommandOutput,
  { name, schema }: ModelQuestion<Answer>['answer'],
): Reading<Answer> {
  if (stopReason !== 'tool_use' && stopReason !== 'end_turn')
    return { ok: false, complaint: 'it did not end in a call' };
  const calls = (output?.message?.content ?? []).flatMap((block) => (block.toolUse ? [block.toolUse] : []));
  const [call] = calls;
  if (call === undefined) return { ok: false, complaint: `${name} was not called` };
  if (calls.length > 1) return { ok: false, complaint: `there was more than one call` };
  if (call.name !== name) return { ok: false, complaint: `there is no other tool than ${name}` };
  const parsed = schema.safeParse(call.input);
  if (parsed.success) return { ok: true, value: parsed.data };
  const problems = parsed.error.issues.slice(0, 4).map(({ path, code }) => `${knownPath(path)} (${code})`);
  return { ok: false, complaint: problems.join(', ') };
}

/** A key of the model's own making could be anything: only names as our schemas have them are repeated. */
const knownPath = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? 'it'
    : path.map((key) => (/^[a-z_]{1,24}$|^\d{1,2}$/.test(String(key)) ? String(key) : '…')).join('.');

/** One call, with the tokens that Bedrock counted: those it read from its cache or wrote there are input as well. */
function usageOf(usage: ConverseCommandOutput['usage']): ModelUsage {
  return {
    model_calls: 1,
    input_tokens: count(usage?.inputTokens) + count(usage?.cacheReadInputTokens) + count(usage?.cacheWriteInputTokens),
    output_tokens: count(usage?.outputTokens),
  };
}

/** More than any model reads or writes at once: a count beyond it is none. */
const MOST_TOKENS = 10_000_000;

const count = (tokens: unknown): number =>
  typeof tokens === 'number' && tokens > 0 && tokens <= MOST_TOKENS ? Math.round(tokens) : 0;
