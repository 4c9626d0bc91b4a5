import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { isTimezone } from '../core/calendar.ts';
import { ConfigurationError } from '../core/errors.ts';

/** Signs the tokens of a development machine. Refused when `STAGE=prod`. */
export const DEVELOPMENT_JWT_SECRET = 'development-only-secret-of-the-assistant-0123456789';

const whole = (min: number, max: number, must: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, must)
    .transform(Number)
    .refine((value) => value >= min && value <= max, must);

const port = (value: number) => whole(0, 65_535, 'must be a port number from 0 to 65535').prefault(String(value));
const seconds = (value: number) =>
  whole(1, 31_536_000, 'must be a whole number of seconds from 1 to 31536000').prefault(String(value));
const flag = z
  .enum(['0', '1'], 'must be 0 (dry run) or 1')
  .prefault('1')
  .transform((value) => value === '1');
const text = (must: string) => z.string(must).min(1, must);
const url = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });

/**
 * Every variable of the environment that the project reads, with its default and what it must be. The names are the
 * contract's; those below the line are ours. An empty value is a malformed one.
 */
const VARIABLES = {
  /** Local HTTP port; 0 = any free one. */
  PORT: port(3000),
  PF360_SANDBOX_PORT: port(3001),
  /** Where the local stores keep their files; `:memory:` keeps nothing. */
  DATA_DIR: text('must be a folder, or :memory:').prefault('.local'),
  /** The instant at which the assistant's clock and the sandbox's stand still; the real clock when absent. */
  ASSISTANT_NOW: z
    .string()
    .refine(isInstant, 'must be an ISO 8601 instant with offset, such as 2026-06-01T09:00:00-04:00')
    .optional(),
  MODEL_PROVIDER: z.enum(['none', 'bedrock'], 'must be none or bedrock').prefault('none'),
  /** Model or inference profile; the other two fall back to it. */
  BEDROCK_MODEL_ID: text('must be a Bedrock model or inference profile id').optional(),
  BEDROCK_CLASSIFIER_MODEL_ID: text('must be a Bedrock model or inference profile id').optional(),
  BEDROCK_RESPONDER_MODEL_ID: text('must be a Bedrock model or inference profile id').optional(),
  /** A guardrail of Amazon Bedrock by id and numbered version: both or none. */
  BEDROCK_GUARDRAIL_ID: text('must be the id of a Bedrock guardrail').optional(),
  BEDROCK_GUARDRAIL_VERSION: z
    .string()
    .regex(/^[1-9]\d{0,7}$/, 'must be a numbered version of the guardrail, not DRAFT')
    .optional(),
  /** Calls of the language model, beyond which the assistant goes on without it. 0 = none. */
  MODEL_CALLS_PER_SESSION: whole(0, 1_000_000, 'must be a whole number of calls').prefault('60'),
  MODEL_CALLS_PER_CUSTOMER_DAY: whole(0, 1_000_000, 'must be a whole number of calls').prefault('200'),
  /** How long a model that keeps failing is left out at first. 0 = it never is: who tries a model wants each failure seen. */
  MODEL_PAUSE_SECONDS: whole(0, 3600, 'must be a whole number of seconds from 0 to 3600').prefault('0'),
  /** PF360's base address; the embedded sandbox when absent. */
  CUSTOMER_SCHEDULER_API_URL: url.optional(),
  /** 0 = dry run: the write is not sent, and the reply says that it is a rehearsal. */
  CONFIRM_SCHEDULE_FLAG: flag,
  CANCEL_SCHEDULE_FLAG: flag,
  /** HS256 secret. */
  JWT_SECRET_KEY: z
    .string()
    .refine((secret) => Buffer.byteLength(secret) >= 32, 'must be a secret of at least 32 bytes')
    .optional(),
  /** Instead of the secret, for RS256 and ES256: all three. */
  JWT_JWKS_URL: url.optional(),
  JWT_ISSUER: text("must be the issuer's name in the tokens").optional(),
  JWT_AUDIENCE: text("must be the audience's name in the tokens").optional(),
  INTENT_CONFIDENCE_THRESHOLD: z
    .string()
    .regex(/^(0|1|0?\.\d+|[01]\.\d+)$/, 'must be a number from 0 to 1')
    .transform(Number)
    .refine((value) => value <= 1, 'must be a number from 0 to 1')
    .prefault('0.7'),
  MAX_CLARIFICATION_ATTEMPTS: whole(0, 10, 'must be a whole number from 0 to 10').prefault('3'),
  SESSION_TTL_SECONDS: seconds(1800),
  RESCHEDULE_RECOVERY_SECONDS: seconds(1200),
  DEFAULT_TIMEZONE: z
    .string()
    .refine(isTimezone, 'must be an IANA time zone, such as America/New_York')
    .prefault('America/New_York'),
  LOG_LEVEL: z
    .enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL', 'SILENT'], {
      error: 'must be TRACE, DEBUG, INFO, WARN, ERROR, CRITICAL or SILENT',
    })
    .prefault('INFO'),

  // Ours.

  /** `prod` refuses the development secret. */
  STAGE: z.enum(['local', 'dev', 'staging', 'prod'], 'must be local, dev, staging or prod').prefault('local'),
  /** Address that the local front door listens on. Anything but loopback opens a development machine to its network. */
  HOST: text('must be a host name or address').prefault('127.0.0.1'),
  /** The session table's name. */
  SESSION_TABLE: text("must be a DynamoDB table's name").prefault('scheduling-assistant-sessions'),
  /** Secrets Manager id of the HS256 secret, in AWS instead of JWT_SECRET_KEY. */
  JWT_SECRET_ID: text('must be the id of a secret in Secrets Manager').optional(),
  /** Origins that browsers may call from, comma-separated, or `*`; locally the front door's own when absent. */
  ALLOWED_ORIGINS: z
    .string()
    .transform((list) => list.split(',').map((origin) => origin.trim()))
    .refine(
      (origins) => origins.every(isOrigin),
      'must be * or a comma-separated list of origins, such as https://example.com',
    )
    .optional(),
  /** Open-Meteo's base addresses; the embedded sandbox serves both locally. */
  WEATHER_API_URL: url.optional(),
  GEOCODING_API_URL: url.optional(),
  /** The event bus that hand-overs are announced on, in AWS. */
  EVENT_BUS_NAME: text("must be an event bus's name").optional(),
  /** The history database, in AWS: its cluster, the secret that opens it, its name. */
  HISTORY_CLUSTER_ARN: text("must be an Aurora cluster's ARN").optional(),
  HISTORY_SECRET_ARN: text("must be the ARN of the database's secret").optional(),
  HISTORY_DATABASE: text("must be a database's name").prefault('history'),
} as const;

export type VariableName = keyof typeof VARIABLES;

const Config = z.object(VARIABLES);
export type Config = Readonly<z.output<typeof Config>> & { readonly JWT_KEY: JwtKey };

/** How tokens are verified: one of the two. */
export type JwtKey = { secret: string } | { jwksUrl: string; issuer: string; audience: string };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the whole configuration.
 *
 * @throws {ConfigurationError} one line: every bad variable by name, and what it must be. Values are not repeated.
 */
export function readConfig(env: Environment): Config {
  const parsed = Config.safeParse(env);
  if (!parsed.success) throw new ConfigurationError(complaints(parsed.error));
  const config = parsed.data;
  const { BEDROCK_CLASSIFIER_MODEL_ID: classifier, BEDROCK_RESPONDER_MODEL_ID: responder } = config;
  const named = config.BEDROCK_MODEL_ID ?? (classifier === undefined ? undefined : responder);
  if (config.MODEL_PROVIDER === 'bedrock' && named === undefined) {
    throw new ConfigurationError(
      'BEDROCK_MODEL_ID must be a Bedrock model or inference profile id when MODEL_PROVIDER is bedrock',
    );
  }
  if ((config.BEDROCK_GUARDRAIL_ID === undefined) !== (config.BEDROCK_GUARDRAIL_VERSION === undefined)) {
    throw new ConfigurationError('BEDROCK_GUARDRAIL_ID must be set beside BEDROCK_GUARDRAIL_VERSION, both or none');
  }
  return { ...config, JWT_KEY: jwtKeyOf(config) };
}

/**
 * Reads some variables alone: a Lambda function is given only what it needs.
 *
 * @throws {ConfigurationError} as `readConfig`.
 */
export function readVariables<Name extends VariableName>(
  env: Environment,
  names: readonly Name[],
): Pick<z.output<typeof Config>, Name> {
  const parsed = Config.safeParse(Object.fromEntries(names.map((name) => [name, env[name]])));
  if (!parsed.success) throw new ConfigurationError(complaints(parsed.error));
  return parsed.data;
}

/** @throws {ConfigurationError} neither or half of a way to verify tokens, or the development secret in production. */
export function jwtKeyOf(config: Pick<z.output<typeof Config>, (typeof JWT_VARIABLES)[number]>): JwtKey {
  const { JWT_SECRET_KEY: secret, JWT_JWKS_URL: jwksUrl, JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = config;
  if (jwksUrl !== undefined || issuer !== undefined || audience !== undefined) {
    if (jwksUrl === undefined)
      throw new ConfigurationError('JWT_JWKS_URL must be set beside JWT_ISSUER and JWT_AUDIENCE');
    if (issuer === undefined) throw new ConfigurationError('JWT_ISSUER must be set beside JWT_JWKS_URL');
    if (audience === undefined) throw new ConfigurationError('JWT_AUDIENCE must be set beside JWT_JWKS_URL');
    if (secret !== undefined) throw new ConfigurationError('JWT_SECRET_KEY must not be set beside JWT_JWKS_URL');
    return { jwksUrl, issuer, audience };
  }
  if (config.STAGE === 'prod' && (secret === undefined || secret === DEVELOPMENT_JWT_SECRET)) {
    throw new ConfigurationError(
      'JWT_SECRET_KEY must be a secret of your own, of at least 32 bytes, when STAGE is prod',
    );
  }
  return { secret: secret ?? DEVELOPMENT_JWT_SECRET };
}

export const JWT_VARIABLES = ['STAGE', 'JWT_SECRET_KEY', 'JWT_JWKS_URL', 'JWT_ISSUER', 'JWT_AUDIENCE'] as const;

function complaints(error: z.ZodError): string {
  const byName = new Map(error.issues.map((issue) => [String(issue.path[0]), issue.message]));
  return [...byName].map(([name, must]) => `${name} ${must}`).join('; ');
}

function isInstant(value: string): boolean {
  try {
    Temporal.Instant.from(value);
    return true;
  } catch {
    return false;
  }
}

function isOrigin(value: string): boolean {
  return value === '*' || (/^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value);
}
