import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** A secret that is read when first needed and kept in memory. */
export type Secret = {
  value(): Promise<string>;
  /** Reads it again, at most once in `MIN_SECONDS_BETWEEN_READS`; false when it was read too lately to be stale. */
  refresh(): Promise<boolean>;
};

/** Bad tokens must not become reads of the secret. */
const MIN_SECONDS_BETWEEN_READS = 30;

/**
 * @param id ARN or name of a secret string.
 * @param client Secrets Manager; elsewhere than in tests the default one.
 */
export function secretFromManager(
  id: string,
  client: Pick<SecretsManagerClient, 'send'> = new SecretsManagerClient({}),
  monotonicMs: () => number = () => performance.now(),
): Secret {
  let kept: { value: Promise<string>; at: number } | undefined;
  const read = (): Promise<string> => {
    const value = client.send(new GetSecretValueCommand({ SecretId: id })).then(({ SecretString }) => {
      if (SecretString === undefined || Buffer.byteLength(SecretString) < 32) {
        throw new Error('the secret must be a text of at least 32 bytes');
      }
      return SecretString;
    });
    kept = { value, at: monotonicMs() };
    // A failed read is not kept.
    value.catch(() => {
      kept = undefined;
    });
    return value;
  };
  return {
    value: () => kept?.value ?? read(),
    async refresh() {
      if (kept !== undefined && monotonicMs() - kept.at < MIN_SECONDS_BETWEEN_READS * 1000) return false;
      await read();
      return true;
    },
  };
}
