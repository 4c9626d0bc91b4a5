import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import * as z from 'zod';
import { createClock } from '../../adapters/clock.ts';
import { JWT_VARIABLES, type JwtKey, jwtKeyOf, readVariables } from '../../adapters/config.ts';
import { type CredentialStore, createCredentials } from '../../adapters/credentials.ts';
import { type Secret, secretFromManager } from '../../adapters/secrets.ts';
import { openTable } from '../../adapters/table.ts';
import { isTimezone } from '../../core/calendar.ts';
import type { Identity } from '../../core/contracts/turn.ts';
import { lazily } from '../shared/lazily.ts';
import { type Log, logger } from '../shared/logger.ts';

/** Neither empty nor able to make one owner of two: `#` stands between tenant and customer. */
const Id = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^[^#\s]{1,64}$/));

/** The claims of a caller's token. What is optional and malformed is as if it were absent. */
const Claims = z
  .object({
    customer_id: Id.nullish(),
    sub: Id.nullish().catch(undefined),
    client_id: Id,
    client_name: z.string().min(1).max(200).nullable().catch(null).default(null),
    timezone: z.string().refine(isTimezone).nullable().catch(null).default(null),
    support_number: z.string().min(3).max(40).nullable().catch(null).default(null),
    locations: z
      .array(z.object({ client_id: Id, client_name: z.string().min(1).max(200) }))
      .max(50)
      .nullish()
      .transform((locations) => locations ?? []),
    exp: z.number(),
  })
  .transform(({ customer_id, sub, ...claims }, context) => {
    const customer = customer_id ?? sub;
    if (customer != null) return { ...claims, customer_id: customer };
    context.addIssue({ code: 'custom', path: ['customer_id'], message: 'neither customer_id nor sub' });
    return z.NEVER;
  });

const AuthorizerEvent = z.object({
  methodArn: z.string(),
  authorizationToken: z.string().optional(),
  headers: z.record(z.string(), z.string().optional()).nullish(),
});

/** API Gateway answers 401 to exactly this message, and 500 to any other error of an authorizer. */
const unauthorized = () => new Error('Unauthorized');

export type AuthorizerResult = {
  principalId: string;
  policyDocument: {
    Version: '2012-10-17';
    Statement: [{ Action: 'execute-api:Invoke'; Effect: 'Allow'; Resource: string }];
  };
  /** `identity` is an `Identity` as JSON; the other two are for access logs. Strings only: that is all a gateway takes. */
  context: { identity: string; customer_id: string; client_id: string };
};

export type AuthorizerDeps = {
  verify: TokenVerifier;
  credentials: Pick<CredentialStore, 'store'>;
  log?: Pick<Log, 'info' | 'error'>;
};

/**
 * The gateway's authorizer, for token and request events. It verifies the caller's token, keeps it where the tool executor
 * finds it again, and hands on who is calling with a handle to it. Its policy holds for the whole API, since the gateway
 * reuses it for the caller's other requests.
 *
 * @throws Error `Unauthorized`: no, bad or expired token.
 */
export function createAuthorizer({ verify, credentials, log = logger }: AuthorizerDeps) {
  return async (event: unknown): Promise<AuthorizerResult> => {
    const request = AuthorizerEvent.parse(event);
    const token = bearerOf(request.authorizationToken ?? headerOf(request.headers ?? {}));
    if (token === null) throw unauthorized();
    const claims = await claimsOf(token, verify, log);
    const identity: Identity = {
      customer_id: claims.customer_id,
      client_id: claims.client_id,
      client_name: claims.client_name,
      timezone: claims.timezone,
      support_number: claims.support_number,
      locations: claims.locations,
      credential_ref: await credentials.store(token, Math.floor(claims.exp)),
    };
    return {
      principalId: identity.customer_id,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: wholeApi(request.methodArn) }],
      },
      context: {
        identity: JSON.stringify(identity),
        customer_id: identity.customer_id,
        client_id: identity.client_id,
      },
    };
  };
}

export type TokenVerifier = (token: string) => Promise<JWTPayload>;

/** Verifies with a shared secret (HS256), or with the issuer's public keys (RS256, ES256). `exp` is required. */
export function createVerifier(key: JwtKey | { secret: Secret }): TokenVerifier {
  if ('jwksUrl' in key) {
    const keys = createRemoteJWKSet(new URL(key.jwksUrl), { timeoutDuration: 5000 });
    const options = {
      algorithms: ['RS256', 'ES256'],
      issuer: key.issuer,
      audience: key.audience,
      requiredClaims: ['exp'],
    };
    return async (token) => (await jwtVerify(token, keys, options)).payload;
  }
  const options = { algorithms: ['HS256'], requiredClaims: ['exp'] };
  const { secret } = key;
  const verifyWith = async (token: string, text: string) =>
    (await jwtVerify(token, new TextEncoder().encode(text), options)).payload;
  if (typeof secret === 'string') return (token) => verifyWith(token, secret);
  return async (token) => {
    try {
      return await verifyWith(token, await secret.value());
    } catch (error) {
      // The secret may have been rotated since it was read.
      if (!(error instanceof errors.JWSSignatureVerificationFailed) || !(await secret.refresh())) throw error;
      return verifyWith(token, await secret.value());
    }
  };
}

async function claimsOf(
  token: string,
  verify: TokenVerifier,
  log: Pick<Log, 'info'>,
): Promise<z.output<typeof Claims>> {
  try {
    return Claims.parse(await verify(token));
  } catch (error) {
    const reason = error instanceof z.ZodError ? 'claims' : error instanceof errors.JOSEError ? error.code : null;
    if (reason === null || KEYS_UNAVAILABLE.has(reason)) throw error;
    log.info('token refused', { reason });
    throw unauthorized();
  }
}

/** What says nothing about the token: the issuer's keys could not be had. */
const KEYS_UNAVAILABLE = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID']);

const headerOf = (headers: Record<string, string | undefined>): string =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';

const bearerOf = (header: string): string | null => /^Bearer +([\w-]+\.[\w-]+\.[\w-]+) *$/i.exec(header)?.[1] ?? null;

/** `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH` → everything of that API's stage. */
const wholeApi = (methodArn: string): string => `${methodArn.split('/').slice(0, 2).join('/')}/*`;

export const handler = lazily(() => {
  const config = readVariables(process.env, [...JWT_VARIABLES, 'JWT_SECRET_ID', 'SESSION_TABLE']);
  const key =
    config.JWT_SECRET_ID === undefined ? jwtKeyOf(config) : { secret: secretFromManager(config.JWT_SECRET_ID) };
  const credentials = createCredentials(openTable(config.SESSION_TABLE), createClock(undefined));
  return createAuthorizer({ verify: createVerifier(key), credentials });
});
