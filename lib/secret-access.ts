import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';

/**
 * Lets `who` read one secret, and use the key for nothing but that. Written on the reader's side alone: CDK's own grant
 * would also name the reader in the key's policy, and so tie the stack that holds to the stack that runs.
 */
export function allowSecret(who: IGrantable, secretArn: string, key: IKey, region: string): void {
  who.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secretArn] }),
  );
  who.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } },
    }),
  );
}
