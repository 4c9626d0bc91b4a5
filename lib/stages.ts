/** Names of the stages, as in `-c stage=dev`. */
export type StageName = 'dev' | 'staging' | 'prod';

/** How callers' tokens are checked: a shared HS256 secret kept in Secrets Manager, or the issuer's public keys. */
export type TokenCheck = { kind: 'secret' } | { kind: 'jwks'; url: string; issuer: string; audience: string };

/** Everything in which one stage differs from another. Nothing here names an account, a person or a secret. */
export type Stage = {
  name: StageName;
  region: string;
  /** Data outlives its stack, and neither stack can be deleted by mistake. */
  keepData: boolean;
  /** Days that a lost table or database can be brought back from, 1 to 35. */
  backupDays: number;
  /** Days that logs are kept. `executions` hold what customers said: keep it short. */
  logDays: { functions: LogDays; executions: LogDays; access: LogDays };
  /**
   * Whether the log of executions holds the input and output of each state. It is what makes reading and replaying a
   * turn possible, and it holds what customers said.
   */
  executionData: boolean;
  /** Requests a second over all callers, and how many may come at once. */
  throttle: { chat: Rate; other: Rate };
  /** A web application firewall before the API (about 10 USD a month), or none. */
  firewall: { requestsPerFiveMinutes: number } | null;
  /** The API under the company's name. The certificate's ARN is read from this SSM parameter when deploying. */
  customDomain: { name: string; certificateParameter: string } | null;
  /**
   * Web pages that may call the API from a browser, as `https://host`, or `*` for any. The portal has a host for each
   * client, and a call is let in by its token alone, never by a cookie: so any page may ask.
   */
  allowedOrigins: readonly string[];
  token: TokenCheck;
  /** For how long the gateway may reuse an authorizer's answer: an expired token is taken for as long at most. */
  authorizerCacheSeconds: number;
  pf360Url: string;
  /** False is a dry run of that kind of write. */
  writes: { schedule: boolean; cancel: boolean };
  /** The language model, or none: then none is called. */
  model: ModelUse | null;
  defaultTimezone: string;
  /** Aurora capacity units; `min` 0 pauses the database after `pauseMinutes` without a query. */
  database: { minCapacity: number; maxCapacity: number; pauseMinutes: number };
  logLevel: 'DEBUG' | 'INFO' | 'WARN';
};

/** Retention periods that CloudWatch Logs has. */
export type LogDays = 1 | 3 | 5 | 7 | 14 | 30 | 60 | 90 | 180 | 365;

/** Which language models are called (inference profiles listed in lib/models.ts), and how often at most. */
export type ModelUse = {
  classifier: string;
  responder: string;
  /** A guardrail of the account by id and numbered version, or none. */
  guardrail: { id: string; version: string } | null;
  callsPerSession: number;
  callsPerCustomerDay: number;
  /** How long a function leaves a model out at first that keeps failing. 0: never. */
  pauseSeconds: number;
};

/** `perSecond` in the long run, `burst` at once. */
export type Rate = { perSecond: number; burst: number };

const COMMON = {
  region: 'us-east-1',
  customDomain: null,
  allowedOrigins: ['*'],
  token: { kind: 'secret' },
  authorizerCacheSeconds: 60,
  writes: { schedule: true, cancel: true },
  model: {
    classifier: 'us.anthropic.claude-haiku-5-5',
    responder: 'us.anthropic.claude-haiku-5-5',
    guardrail: null,
    callsPerSession: 60,
    callsPerCustomerDay: 200,
    pauseSeconds: 30,
  },
  defaultTimezone: 'America/New_York',
} as const satisfies Partial<Stage>;

/** The stages. A new one is one more entry here and one more name above. */
export const STAGES: Record<StageName, Stage> = {
  dev: {
    ...COMMON,
    name: 'dev',
    keepData: false,
    backupDays: 1,
    logDays: { functions: 14, executions: 7, access: 14 },
    executionData: true,
    throttle: { chat: { perSecond: 5, burst: 10 }, other: { perSecond: 10, burst: 20 } },
    firewall: null,
    pf360Url: 'https://api-cx-portal.dev.projectsforce.com',
    database: { minCapacity: 0, maxCapacity: 1, pauseMinutes: 5 },
    logLevel: 'INFO',
  },
  staging: {
    ...COMMON,
    name: 'staging',
    keepData: false,
    backupDays: 3,
    logDays: { functions: 30, executions: 7, access: 30 },
    executionData: true,
    throttle: { chat: { perSecond: 10, burst: 20 }, other: { perSecond: 20, burst: 40 } },
    firewall: null,
    pf360Url: 'https://api-cx-portal.staging.projectsforce.com',
    database: { minCapacity: 0, maxCapacity: 2, pauseMinutes: 10 },
    logLevel: 'INFO',
  },
  prod: {
    ...COMMON,
    name: 'prod',
    keepData: true,
    backupDays: 35,
    logDays: { functions: 90, executions: 14, access: 90 },
    executionData: true,
    throttle: { chat: { perSecond: 50, burst: 100 }, other: { perSecond: 50, burst: 100 } },
    firewall: { requestsPerFiveMinutes: 600 },
    pf360Url: 'https://api-cx-portal.apps.projectsforce.com',
    database: { minCapacity: 0, maxCapacity: 4, pauseMinutes: 15 },
    logLevel: 'INFO',
  },
};

/**
 * The stage of a name, `dev` when none is given.
 *
 * @throws {RangeError} there is no such stage
 */
export function stageNamed(name: unknown = 'dev'): Stage {
  const stage = Object.values(STAGES).find((candidate) => candidate.name === name);
  if (stage === undefined)
    throw new RangeError(`stage must be one of ${Object.keys(STAGES).join(', ')}, not ${JSON.stringify(name)}`);
  return stage;
}
