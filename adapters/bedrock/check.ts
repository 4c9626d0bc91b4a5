import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import * as z from 'zod';
import type { ModelError } from '../../core/ports/model.ts';
import { createBedrockModel } from '../bedrock.ts';
import type { Config } from '../config.ts';
import { type ModelRole, modelIdOf } from '../model.ts';
import { familyOf } from './families.ts';

/** One thing that was looked at, whether it is well, and what to do when it is not. */
export type Finding = { what: string; ok: boolean; says: string; todo: string | null };

const ROLES: readonly ModelRole[] = ['classifier', 'responder'];
const WAIT_MS = 20_000;
const MAX_TOKENS = 60;
const Answer = z.strictObject({ answer: z.literal('ready').describe('Always "ready".') });

/**
 * Looks whether the configured models can be used from here: region, credentials, and one small question to each model in
 * the very form in which the agents ask. It costs about a hundred tokens a model.
 */
export async function checkBedrock(
  config: Config,
  client: Pick<BedrockRuntimeClient, 'send'> & {
    config: { region: () => Promise<string>; credentials: () => Promise<unknown> };
  },
): Promise<Finding[]> {
  const region = await found(
    'Region',
    client.config.region,
    'Set AWS_REGION to a region in which Bedrock serves the model.',
  );
  const credentials = await found(
    'Credentials',
    async () => {
      await client.config.credentials();
      return 'found';
    },
    'Log in (aws sso login, or aws configure), or set AWS_PROFILE.',
  );
  const findings = [region, credentials];
  if (config.MODEL_PROVIDER !== 'bedrock')
    findings.push({
      what: 'MODEL_PROVIDER',
      ok: false,
      says: config.MODEL_PROVIDER,
      todo: 'Set MODEL_PROVIDER=bedrock to have the assistant use a model.',
    });
  const bedrock: Config = { ...config, MODEL_PROVIDER: 'bedrock' };
  return [...findings, ...(await Promise.all(ROLES.map((role) => asked(role, bedrock, client, findings))))];
}

async function found(what: string, look: () => Promise<string>, todo: string): Promise<Finding> {
  try {
    return { what, ok: true, says: await look(), todo: null };
  } catch {
    return { what, ok: false, says: 'not found', todo };
  }
}

async function asked(
  role: ModelRole,
  config: Config,
  client: Pick<BedrockRuntimeClient, 'send'>,
  before: readonly Finding[],
): Promise<Finding> {
  const modelId = modelIdOf(config, role);
  if (modelId === null)
    return {
      what: role,
      ok: false,
      says: 'no model',
      todo: 'Set BEDROCK_MODEL_ID to a model or an inference profile.',
    };
  const what = `${role}: ${modelId}`;
  if (before.some(({ what: other, ok }) => !ok && ['Region', 'Credentials'].includes(other)))
    return { what, ok: false, says: 'not asked', todo: null };
  const { BEDROCK_GUARDRAIL_ID: id, BEDROCK_GUARDRAIL_VERSION: version } = config;
  const model = createBedrockModel({
    modelId,
    guardrail: id === undefined || version === undefined ? null : { id, version },
    client,
  });
  const began = Date.now();
  const answer = await model.ask({
    instructions: 'You are asked whether you can be reached. Answer by calling the tool.',
    data: [{ text: 'Are you ready?', untrusted: false }],
    answer: { name: 'report', description: 'Say that you are ready.', schema: Answer },
    max_tokens: MAX_TOKENS,
    until: began + WAIT_MS,
    allow: async () => true,
  });
  if (answer.ok) {
    const { input_tokens, output_tokens } = answer.usage;
    const says = `answers in ${Date.now() - began} ms, ${input_tokens} + ${output_tokens} tokens (family: ${familyOf(modelId).name})`;
    return { what, ok: true, says, todo: null };
  }
  return { what, ok: false, says: `${answer.error.name}: ${detailOf(answer.error)}`, todo: todoOf(answer.error) };
}

/** What Bedrock itself said, in one line: no customer's words are in these requests, so that it may be shown. */
function detailOf({ cause, message }: ModelError): string {
  const said = cause instanceof Error ? cause.message : message;
  return (said.trim().split('\n')[0] ?? '').slice(0, 200);
}

/** A refusal of who asks, not of what is asked for. */
const ABOUT_CREDENTIALS = /Token|Signature|Credentials|UnrecognizedClient/;

function todoOf({ name, cause }: ModelError): string {
  const causeName = cause instanceof Error ? cause.name : '';
  if (name === 'ModelAccessDeniedError' && ABOUT_CREDENTIALS.test(causeName))
    return 'The credentials are wrong or have expired: log in again (aws sso login), and look at this machine’s clock.';
  return causeName === 'SyntaxError' ? NOT_BEDROCK : TODO[name];
}

const NOT_BEDROCK =
  'What answers there is not Bedrock: look at AWS_ENDPOINT_URL_BEDROCK_RUNTIME, and for a proxy in the way.';

const TODO: Record<ModelError['name'], string> = {
  ModelThrottledError: 'Wait and try again; if it stays, ask for a higher quota of this model in Service Quotas.',
  ModelTimeoutError: 'Try again; if it stays, choose a faster model or a nearer region.',
  ModelNotReadyError: 'The model is being loaded: try again in a minute.',
  ModelUnavailableError:
    'Bedrock, or the way to it, is down: look at the network and AWS_ENDPOINT_URL_BEDROCK_RUNTIME, then at the AWS health dashboard.',
  ModelAccessDeniedError:
    'Allow bedrock:InvokeModel on the inference profile and on the foundation model in each of its regions (docs/permissions.md); Anthropic models need the one-time use case form in the Bedrock console.',
  UnknownModelError:
    'The id is misspelt, the model is retired or not served here, or it can be called by inference profile only (us.…, eu.…, global.…).',
  ModelRequestRefusedError:
    "The model does not take our request: its family's row in adapters/bedrock/families.ts is wrong.",
  ContentFilteredError: 'A filter refused a harmless question: look at the account’s content filters.',
  GuardrailIntervenedError: 'The guardrail refused a harmless question: look at its policies.',
  UnreadableModelAnswerError:
    'The model does not call the tool it is given: choose one that supports tool use in Converse.',
  ModelCapReachedError: 'A bound of ours was reached.',
  ModelLeftOutError: 'It failed just now: wait, and try again.',
};
