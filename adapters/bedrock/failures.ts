import {
  ContentFilteredError,
  GuardrailIntervenedError,
  ModelAccessDeniedError,
  type ModelError,
  ModelNotReadyError,
  ModelRequestRefusedError,
  ModelThrottledError,
  ModelTimeoutError,
  ModelUnavailableError,
  UnknownModelError,
  UnreadableModelAnswerError,
} from '../../core/ports/model.ts';
import { ASKED_WAIT } from './client.ts';

type Kind = new (message: string, options?: ErrorOptions & { retry_after_ms?: number | null }) => ModelError;

/** Bedrock's and the SDK's names for what went wrong. */
const BY_NAME: Readonly<Record<string, Kind>> = {
  ThrottlingException: ModelThrottledError,
  TooManyRequestsException: ModelThrottledError,
  ServiceQuotaExceededException: ModelThrottledError,
  ModelTimeoutException: ModelTimeoutError,
  TimeoutError: ModelTimeoutError,
  AbortError: ModelTimeoutError,
  ModelNotReadyException: ModelNotReadyError,
  ServiceUnavailableException: ModelUnavailableError,
  InternalServerException: ModelUnavailableError,
  ModelErrorException: ModelUnavailableError,
  AccessDeniedException: ModelAccessDeniedError,
  UnrecognizedClientException: ModelAccessDeniedError,
  ExpiredTokenException: ModelAccessDeniedError,
  InvalidSignatureException: ModelAccessDeniedError,
  IncompleteSignatureException: ModelAccessDeniedError,
  MissingAuthenticationTokenException: ModelAccessDeniedError,
  CredentialsProviderError: ModelAccessDeniedError,
  ResourceNotFoundException: UnknownModelError,
  AnswerTooLongError: UnreadableModelAnswerError,
};

/** Where names say nothing, the HTTP status may. Not 404: Bedrock names what it does not find, somebody else does not. */
const BY_STATUS: Readonly<Record<string, Kind>> = {
  401: ModelAccessDeniedError,
  403: ModelAccessDeniedError,
  408: ModelTimeoutError,
  429: ModelThrottledError,
};

/** A ValidationException is about the model's id when it says so; else about the form of the request. */
const ABOUT_THE_ID =
  /model identifier|on-demand throughput|inference profile|end of (its )?life|provided model|model id\b|legacy/i;

/** Connections that broke off; the SDK's HTTP handler calls them time-outs. */
const BROKEN_OFF: readonly unknown[] = ['ECONNRESET', 'EPIPE'];

/** What went wrong, by our names. The original is the cause; its message may hold anything and is not repeated. */
export function modelErrorOf(thrown: unknown): ModelError {
  const { name, message, status, code } = read(thrown);
  const options = { cause: thrown, retry_after_ms: askedWaitOf(thrown) };
  if (name === 'SyntaxError' && status === 200)
    return new UnreadableModelAnswerError('what was answered is no JSON', options);
  if (name === 'ValidationException') {
    return ABOUT_THE_ID.test(message)
      ? new UnknownModelError('Bedrock knows no such model here', options)
      : new ModelRequestRefusedError('the model does not take such a request', options);
  }
  const Kind = BROKEN_OFF.includes(code)
    ? ModelUnavailableError
    : (BY_NAME[name] ?? BY_STATUS[String(status)] ?? ModelUnavailableError);
  return new Kind(`Bedrock answered ${name.slice(0, 60)}`, options);
}

function read(thrown: unknown): { name: string; message: string; status: unknown; code: unknown } {
  const metadata = fieldOf(thrown, '$metadata');
  return {
    name: String(fieldOf(thrown, 'name') ?? 'no error'),
    message: String(fieldOf(thrown, 'message') ?? ''),
    status: fieldOf(metadata, 'httpStatusCode'),
    code: fieldOf(thrown, 'code'),
  };
}

/** How long the other side asked to be left alone; null: it did not, or not in a number that is one. */
function askedWaitOf(thrown: unknown): number | null {
  const wait = fieldOf(fieldOf(fieldOf(thrown, '$response'), 'headers'), ASKED_WAIT);
  return typeof wait === 'string' && /^\d{1,12}$/.test(wait) ? Number(wait) : null;
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** Stop reasons after which what was written is not read at all. Those not listed here are looked at. */
const STOPPED: Readonly<Record<string, () => ModelError>> = {
  guardrail_intervened: () => new GuardrailIntervenedError('the guardrail stepped in'),
  content_filtered: () => new ContentFilteredError("the provider's filter stepped in"),
  refusal: () => new ContentFilteredError('the model refused'),
  max_tokens: () => new UnreadableModelAnswerError('the answer was cut off'),
  model_context_window_exceeded: () => new UnreadableModelAnswerError('the answer was cut off'),
};

/** The error that a stop reason amounts to; null when the answer can be read. */
export const stoppedBy = (stopReason: string | undefined): ModelError | null => STOPPED[stopReason ?? '']?.() ?? null;
