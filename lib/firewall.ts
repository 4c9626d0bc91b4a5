import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { SERVICE } from './names.ts';
import type { Stage } from './stages.ts';

/**
 * A firewall before the API: no more than so many requests from one address, and none from addresses known for abuse.
 * Rules that read bodies are left out on purpose: what looks like an attack may be what a customer has to say, and no
 * text is ever read as code here.
 */
export class Firewall extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { stage, rule, api }: { stage: Stage; rule: NonNullable<Stage['firewall']>; api: RestApi },
  ) {
    super(scope, id);
    const measured = (metricName: string) => ({
      cloudWatchMetricsEnabled: true,
      sampledRequestsEnabled: false,
      metricName: `${SERVICE}-${stage.name}-${metricName}`,
    });
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: measured('all'),
      rules: [
        {
          name: 'per-address',
          priority: 0,
          action: { block: {} },
          statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: rule.requestsPerFiveMinutes } },
          visibilityConfig: measured('per-address'),
        },
        {
          name: 'known-for-abuse',
          priority: 1,
          overrideAction: { none: {} },
          statement: {
            managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesAmazonIpReputationList' },
          },
          visibilityConfig: measured('known-for-abuse'),
        },
      ],
    });
    new CfnWebACLAssociation(this, 'OnApi', { webAclArn: acl.attrArn, resourceArn: api.deploymentStage.stageArn });
  }
}
