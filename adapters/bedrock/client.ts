import { pipeline, Readable, Transform } from 'node:stream';
import { BedrockRuntimeClient, type BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler';

/** The first try and one more: nobody above retries a model again. */
const ATTEMPTS = 2;
const CONNECT_MS = 2_000;
/** Far beyond any answer that is asked for. The SDK would gather whatever comes, until the memory is full. */
const ANSWER_BYTES = 1024 * 1024;
/** By these another side may ask to be left alone for a minute, and the SDK would wait: all the time that a turn has. */
const WAITS: Readonly<Record<string, number>> = { 'retry-after': 1000, 'x-amz-retry-after': 1 };
/** Under this name the SDK does not know it, and who reads the error does (see failures.ts). In milliseconds. */
export const ASKED_WAIT = 'asked-wait-ms';

/**
 * The SDK's client. Region, credentials and `AWS_ENDPOINT_URL_BEDROCK_RUNTIME` are found by the SDK itself. It speaks
 * HTTP/1.1, which Bedrock takes for Converse; to a plain `http://` endpoint HTTP/2 as well.
 */
export function openBedrock(options: BedrockRuntimeClientConfig = {}): BedrockRuntimeClient {
  return new BedrockRuntimeClient({ maxAttempts: ATTEMPTS, requestHandler: eitherHttp(), ...options });
}

/**
 * What the SDK lacks when `AWS_ENDPOINT_URL_BEDROCK_RUNTIME` is a stand-in on this machine: such a one asks for neither
 * credentials nor region. Nothing, in all other cases.
 */
export function standInOptions(env: Readonly<Record<string, string | undefined>>): BedrockRuntimeClientConfig {
  const endpoint = env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME ?? env.AWS_ENDPOINT_URL;
  if (endpoint === undefined || !/^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/.test(endpoint)) return {};
  const hasCredentials = env.AWS_ACCESS_KEY_ID !== undefined || env.AWS_PROFILE !== undefined;
  const hasRegion = env.AWS_REGION !== undefined || env.AWS_DEFAULT_REGION !== undefined;
  return {
    ...(hasCredentials ? {} : { credentials: { accessKeyId: 'none', secretAccessKey: 'none' } }),
    ...(hasRegion ? {} : { region: 'us-east-1' }),
  };
}

type Handler = Pick<
  NodeHttpHandler,
  'handle' | 'destroy' | 'metadata' | 'updateHttpClientConfig' | 'httpHandlerConfigs'
>;

/**
 * The SDK's own choice for Bedrock is HTTP/2 alone, which a stand-in on a plain port seldom speaks, while one that was
 * built against that choice speaks nothing else. It has not taken the request in when it turns out to be such a one.
 */
function eitherHttp(): Handler {
  const http1 = new NodeHttpHandler({ connectionTimeout: CONNECT_MS });
  const http2 = new NodeHttp2Handler({ disableConcurrentStreams: true });
  let known: Pick<NodeHttpHandler, 'handle'> = http1;
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request, options) {
      try {
        return bounded(await known.handle(request, options));
      } catch (error) {
        if (request.protocol !== 'http:' || !isHttp2(error)) throw error;
        known = http2;
        return bounded(await http2.handle(request, options));
      }
    },
    destroy() {
      http1.destroy();
      http2.destroy();
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

type Handled = Awaited<ReturnType<Handler['handle']>>;

/** The answer, which asks for no wait, and breaks off with an `AnswerTooLongError` where it is beyond all measure. */
function bounded({ response }: Handled): Handled {
  const { body, headers } = response;
  response.headers = Object.fromEntries(Object.entries(headers).map(withoutWait));
  if (!(body instanceof Readable)) return { response };
  let bytes = 0;
  const measured = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes <= ANSWER_BYTES) done(null, chunk);
      else done(Object.assign(new Error('the answer has no end'), { name: 'AnswerTooLongError' }));
    },
  });
  // An error of either end is the reader's, who sees it at `measured`.
  response.body = pipeline(body, measured, () => {});
  return { response };
}

function withoutWait([name, value]: [string, string]): [string, string] {
  const unit = WAITS[name.toLowerCase()];
  return unit === undefined ? [name, value] : [ASKED_WAIT, String(Number(value) * unit)];
}

/** What Node's HTTP/1.1 parser says when the other side opens with an HTTP/2 frame. */
const isHttp2 = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && Reflect.get(error, 'code') === 'HPE_INVALID_CONSTANT';
