import { local } from '../api/local.ts';

/** On whose behalf the pages call the assistant: a customer of the sandbox, or whoever a pasted token is for. */
export type Caller = { is: 'customer'; customer_id: string } | { is: 'token'; token: string };

export type Claims = {
  customer_id: string;
  client_name: string | null;
  /** Empty for a customer of one location. */
  locations: { client_id: string; client_name: string }[];
};

const issued = new Map<string, string>();

/** @throws {Problem} no development tokens are to be had here. */
export async function tokenOf(caller: Caller): Promise<string> {
  if (caller.is === 'token') return caller.token;
  const known = issued.get(caller.customer_id);
  if (known !== undefined) return known;
  const { token } = await local.token(caller.customer_id);
  issued.set(caller.customer_id, token);
  return token;
}

/** A development token that was refused is not used again: the next one is a new one. */
export function forgetToken(caller: Caller): void {
  if (caller.is === 'customer') issued.delete(caller.customer_id);
}

/** What a token says of its bearer, unchecked: the assistant checks it. Null: it is no JWT. */
export function claimsIn(token: string): Claims | null {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? read({ ...claims }) : null;
  } catch {
    return null;
  }
}

function read(claims: Record<string, unknown>): Claims {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const locations = Array.isArray(claims.locations) ? claims.locations : [];
  return {
    customer_id: text(claims.customer_id) ?? text(claims.sub) ?? 'unknown',
    client_name: text(claims.client_name),
    locations: locations.flatMap((location) => {
      const client_id = text(location?.client_id);
      return client_id === null ? [] : [{ client_id, client_name: text(location.client_name) ?? client_id }];
    }),
  };
}

export const sameCaller = (a: Caller | null, b: Caller | null): boolean => JSON.stringify(a) === JSON.stringify(b);

export function isCaller(value: unknown): value is Caller {
  if (typeof value !== 'object' || value === null || !('is' in value)) return false;
  if (value.is === 'customer') return 'customer_id' in value && typeof value.customer_id === 'string';
  return value.is === 'token' && 'token' in value && typeof value.token === 'string';
}
