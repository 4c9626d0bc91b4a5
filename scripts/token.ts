import { parseArgs } from 'node:util';
import { readConfig } from '../adapters/config.ts';
import { ConfigurationError } from '../core/errors.ts';
import { developmentToken, isSandboxCustomer, SANDBOX_CUSTOMERS } from '../runtime/sandbox-customers.ts';

const USAGE = `npm run token -- --customer ID [--hours N]

Prints a development JWT for a customer of the PF360 sandbox: ${SANDBOX_CUSTOMERS.join(', ')}.
It is signed with JWT_SECRET_KEY, or with the development secret, and lasts 12 hours unless told otherwise.`;

try {
  const { values } = parseArgs({
    options: {
      customer: { type: 'string', default: '7001001' },
      hours: { type: 'string', default: '12' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
  } else {
    const { JWT_KEY } = readConfig(process.env);
    const hours = Number(values.hours);
    if (!isSandboxCustomer(values.customer))
      throw new RangeError(`--customer must be one of ${SANDBOX_CUSTOMERS.join(', ')}`);
    if (!(hours > 0 && hours <= 8760)) throw new RangeError('--hours must be a number up to 8760');
    if (!('secret' in JWT_KEY)) throw new RangeError('tokens of JWT_JWKS_URL are issued by its owner, not here');
    console.log(await developmentToken(values.customer, JWT_KEY.secret, Math.round(hours * 3600)));
  }
} catch (error) {
  if (!(error instanceof RangeError || error instanceof ConfigurationError || error instanceof TypeError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
