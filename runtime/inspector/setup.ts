import { DEVELOPMENT_JWT_SECRET } from '../../adapters/config.ts';
import { claimsOf, developmentToken, isSandboxCustomer, SANDBOX_CUSTOMERS } from '../sandbox-customers.ts';
import { Channel, type Setup, type TokenAnswer } from './contract.ts';
import type { InspectorDeps } from './inspector.ts';
import { LocalProblem } from './problems.ts';

/** What the chat page needs to know before anybody talks. */
export function setupOf({ config, clock, snapshots, gatewayTimeoutMs }: InspectorDeps): Setup {
  const dev_tokens = hasDevelopmentSecret(config);
  return {
    customers: dev_tokens ? SANDBOX_CUSTOMERS.map(customerOf) : [],
    channels: [...Channel.options],
    dev_tokens,
    sandbox: snapshots !== null,
    model_provider: config.MODEL_PROVIDER,
    confidence_threshold: config.INTENT_CONFIDENCE_THRESHOLD,
    gateway_timeout_ms: gatewayTimeoutMs,
    now: clock.now().toString(),
  };
}

/**
 * A token of a sandbox customer, where everybody could sign one anyway: with the secret that stands in the sources.
 *
 * @throws {LocalProblem} 404: another secret is in use, or there is no such customer.
 */
export async function tokenFor(customer: string, { config }: Pick<InspectorDeps, 'config'>): Promise<TokenAnswer> {
  if (!hasDevelopmentSecret(config)) {
    throw new LocalProblem(404, 'This assistant has a secret of its own: paste a token.');
  }
  if (!isSandboxCustomer(customer)) throw new LocalProblem(404, 'The sandbox has no such customer.');
  return { token: await developmentToken(customer, DEVELOPMENT_JWT_SECRET) };
}

const hasDevelopmentSecret = ({ JWT_KEY, STAGE }: InspectorDeps['config']): boolean =>
  STAGE !== 'prod' && 'secret' in JWT_KEY && JWT_KEY.secret === DEVELOPMENT_JWT_SECRET;

function customerOf(customer_id: (typeof SANDBOX_CUSTOMERS)[number]): Setup['customers'][number] {
  const { client_name, timezone, locations = [] } = claimsOf(customer_id);
  const about = locations.length > 1 ? `${locations.length} locations` : 'one location';
  return { customer_id, client_name, timezone, about, locations: [...locations] };
}
