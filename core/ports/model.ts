import type * as z from 'zod';

/** What calls of a language model took, failed ones included. Tokens as the provider counts them, cached ones too. */
export type ModelUsage = { model_calls: number; input_tokens: number; output_tokens: number };

export const NO_MODEL_USAGE: ModelUsage = { model_calls: 0, input_tokens: 0, output_tokens: 0 };

export const addModelUsage = (a: ModelUsage, b: ModelUsage): ModelUsage => ({
  model_calls: a.model_calls + b.model_calls,
  input_tokens: a.input_tokens + b.input_tokens,
  output_tokens: a.output_tokens + b.output_tokens,
});

/** A piece of what is put before the model. `untrusted`: words of a customer or of PF360, data and never instructions. */
export type PromptPart = { text: string; untrusted: boolean };

/** One question with one answer of a fixed form. There is no conversation: everything the model may know is in here. */
export type ModelQuestion<Answer> = {
  /** The same for every customer and every day, so that it can be cached. */
  instructions: string;
  data: readonly PromptPart[];
  /** The form of the answer: the model is made to fill it in, and what it fills in is parsed. */
  answer: { name: string; description: string; schema: z.ZodType<Answer> };
  /** Bound of the answer. It is reserved in the provider's quota: keep it small. */
  max_tokens: number;
  /** Epoch milliseconds on the real clock after which nothing is waited for. */
  until: number;
  /** Asked before every single call, a repair included: whether it may be made. */
  allow: () => Promise<boolean>;
};

/** A failure is an answer too: nothing that the model does ends a turn. */
export type ModelAnswer<Answer> =
  | { ok: true; value: Answer; usage: ModelUsage }
  | { ok: false; error: ModelError; usage: ModelUsage };

export type Model = { ask<Answer>(question: ModelQuestion<Answer>): Promise<ModelAnswer<Answer>> };

/** On whose account a call of the model goes. */
export type ModelCaller = {
  /** `<home client_id>#<customer_id>` */
  owner: string;
  /** Calls made in this session before this one. */
  session_calls: number;
};

/** Bounds on the use of the model. */
export type ModelCaps = {
  /** Whether one more call may be made; it is counted when it may. */
  take(caller: ModelCaller): Promise<boolean>;
};

/** Why the model gave no usable answer. The names go into logs and metrics; a message never holds a customer's words. */
export type ModelError =
  | ModelThrottledError
  | ModelTimeoutError
  | ModelNotReadyError
  | ModelUnavailableError
  | ModelAccessDeniedError
  | UnknownModelError
  | ModelRequestRefusedError
  | ContentFilteredError
  | GuardrailIntervenedError
  | UnreadableModelAnswerError
  | ModelCapReachedError
  | ModelLeftOutError;

/** A provider's trouble, which it may have said how long to wait for. */
class ProviderError extends Error {
  readonly retry_after_ms: number | null;

  constructor(
    message: string,
    { retry_after_ms = null, ...options }: ErrorOptions & { retry_after_ms?: number | null } = {},
  ) {
    super(message, options);
    this.retry_after_ms = retry_after_ms;
  }
}

/** Too many requests or tokens for the account's quota. */
export class ModelThrottledError extends ProviderError {
  override readonly name = 'ModelThrottledError';
}

/** It took longer than the turn can wait, or than the provider allows. */
export class ModelTimeoutError extends Error {
  override readonly name = 'ModelTimeoutError';
}

/** The model is being loaded; it will serve in a while. */
export class ModelNotReadyError extends ProviderError {
  override readonly name = 'ModelNotReadyError';
}

/** The provider, or the way to it, is down; or it failed in a way of which we know nothing more. */
export class ModelUnavailableError extends ProviderError {
  override readonly name = 'ModelUnavailableError';
}

/** Credentials are missing or expired, or may not call this model. */
export class ModelAccessDeniedError extends Error {
  override readonly name = 'ModelAccessDeniedError';
}

/** The configured id names no model that can be called here: misspelt, retired, or in need of an inference profile. */
export class UnknownModelError extends Error {
  override readonly name = 'UnknownModelError';
}

/** The model does not take a request of this form: the row of its family is wrong. */
export class ModelRequestRefusedError extends Error {
  override readonly name = 'ModelRequestRefusedError';
}

/** The provider's own filter, or the model itself, refused to answer. */
export class ContentFilteredError extends Error {
  override readonly name = 'ContentFilteredError';
}

/** The configured guardrail stepped in. */
export class GuardrailIntervenedError extends Error {
  override readonly name = 'GuardrailIntervenedError';
}

/** The model answered, but not in the agreed form, and not on a second try either. */
export class UnreadableModelAnswerError extends Error {
  override readonly name = 'UnreadableModelAnswerError';
}

/** A bound of ours on the use of the model is reached. */
export class ModelCapReachedError extends Error {
  override readonly name = 'ModelCapReachedError';
}

/** It was not asked: it failed a few times just now, and is left alone for a while. */
export class ModelLeftOutError extends Error {
  override readonly name = 'ModelLeftOutError';
  /** What it failed with last. */
  readonly because: ModelError['name'];

  constructor(because: ModelError['name']) {
    super(`the model is left out after a ${because}`);
    this.because = because;
  }
}

const ERRORS = {
  ModelThrottledError,
  ModelTimeoutError,
  ModelNotReadyError,
  ModelUnavailableError,
  ModelAccessDeniedError,
  UnknownModelError,
  ModelRequestRefusedError,
  ContentFilteredError,
  GuardrailIntervenedError,
  UnreadableModelAnswerError,
  ModelCapReachedError,
} as const;

const isName = (name: string): name is keyof typeof ERRORS => Object.hasOwn(ERRORS, name);

/** The error that a record names; one that it does not know is none of ours any more. */
export function recordedError({ outcome, because }: ModelOutcome): ModelError {
  if (outcome === 'ModelLeftOutError')
    return new ModelLeftOutError(because !== undefined && isName(because) ? because : 'ModelUnavailableError');
  return new ERRORS[isName(outcome) ? outcome : 'ModelUnavailableError']('as recorded');
}

/** What became of a question to the model: `answered`, or an error's name; and why it was left out, if it was. */
export type ModelOutcome = { outcome: string; because?: string | undefined };

export const outcomeOf = (answer: ModelAnswer<unknown>): ModelOutcome => {
  if (answer.ok) return { outcome: 'answered' };
  const { error } = answer;
  return { outcome: error.name, ...(error.name === 'ModelLeftOutError' ? { because: error.because } : {}) };
};
