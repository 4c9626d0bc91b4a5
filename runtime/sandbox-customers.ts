import { SignJWT } from 'jose';

export type SandboxClaims = {
  client_id: string;
  client_name: string;
  timezone: string;
  support_number: string;
  locations?: readonly { client_id: string; client_name: string }[];
};

/** Claims of the sandbox's customers, as the portal would issue them. */
const CUSTOMERS = {
  '7001001': {
    client_id: '11TB01SB',
    client_name: 'Tampa Bay Interiors',
    timezone: 'America/New_York',
    support_number: '813-555-0100',
  },
  '7001002': {
    client_id: '22CH01SB',
    client_name: 'Lakeshore Home Services',
    timezone: 'America/Chicago',
    support_number: '312-555-0122',
  },
  '7001003': {
    client_id: '22CH01SB',
    client_name: 'Lakeshore Home Services',
    timezone: 'America/Chicago',
    support_number: '312-555-0122',
  },
  '7001004': {
    client_id: '11TB01SB',
    client_name: 'Tampa Bay Interiors',
    timezone: 'America/New_York',
    support_number: '813-555-0100',
    locations: [
      { client_id: '11TB01SB', client_name: 'Tampa Bay Interiors' },
      { client_id: '11OR02SB', client_name: 'Orlando Interiors' },
    ],
  },
  '7001005': {
    client_id: '11TB01SB',
    client_name: 'Tampa Bay Interiors',
    timezone: 'America/New_York',
    support_number: '813-555-0100',
  },
} as const satisfies Record<string, SandboxClaims>;

export type SandboxCustomer = keyof typeof CUSTOMERS;
export const SANDBOX_CUSTOMERS = Object.keys(CUSTOMERS) as SandboxCustomer[];

export const isSandboxCustomer = (id: string): id is SandboxCustomer => Object.hasOwn(CUSTOMERS, id);

export const claimsOf = (customer: SandboxCustomer): SandboxClaims => CUSTOMERS[customer];

/**
 * A development JWT for a customer of the sandbox.
 *
 * @param secret HS256 secret, that of the assistant it is meant for.
 * @param lifetime Seconds from now on the real clock: tokens do not follow `ASSISTANT_NOW`.
 */
export function developmentToken(customer: SandboxCustomer, secret: string, lifetime = 12 * 3600): Promise<string> {
  const issuedAt = Math.floor(Date.now() / 1000);
  return new SignJWT({ customer_id: customer, ...CUSTOMERS[customer] })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetime)
    .sign(new TextEncoder().encode(secret));
}
