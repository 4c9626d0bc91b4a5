import { Aws } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { modelOf } from './models.ts';
import type { ModelUse } from './stages.ts';

/**
 * Lets `who` call the model behind an inference profile: the profile itself, and the model in each region that the
 * profile may send a request to, but there only by way of the profile. With a guardrail, it may be applied.
 */
export function allowModel(who: IGrantable, profile: string, guardrail: ModelUse['guardrail']): void {
  const { foundationModel, regions } = modelOf(profile);
  const profileArn = `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:inference-profile/${profile}`;
  who.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: [profileArn] }),
  );
  who.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['bedrock:InvokeModel'],
      resources: regions.map((region) => `arn:${Aws.PARTITION}:bedrock:${region}::foundation-model/${foundationModel}`),
      conditions: { StringEquals: { 'bedrock:InferenceProfileArn': profileArn } },
    }),
  );
  if (guardrail === null) return;
  who.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['bedrock:ApplyGuardrail'],
      resources: [`arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:guardrail/${guardrail.id}`],
    }),
  );
}
