import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { EXECUTION_LOG_PREFIX, SERVICE } from './names.ts';
import type { Stage } from './stages.ts';

/**
 * The one key of a stage: whatever holds a customer's words, or a secret, is encrypted with it, so that shutting it
 * shuts everything. Functions get to it through their own permissions; services through the statements here.
 */
export function dataKey(scope: Construct, stage: Stage): Key {
  const key = new Key(scope, 'DataKey', {
    description: `${SERVICE} ${stage.name}: sessions, history, execution logs, notifications, secrets`,
    alias: `${SERVICE}-${stage.name}`,
    enableKeyRotation: true,
    pendingWindow: Duration.days(30),
    removalPolicy: stage.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'ExecutionLogs',
      principals: [new ServicePrincipal(`logs.${stage.region}.amazonaws.com`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': `arn:${Aws.PARTITION}:logs:${stage.region}:${Aws.ACCOUNT_ID}:log-group:${EXECUTION_LOG_PREFIX}*`,
        },
      },
    }),
  );
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'Notifications',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com'), new ServicePrincipal('events.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
  return key;
}
