import { describe, expect, test } from '@jest/globals';
import { STAGES, type StageName } from '../../lib/stages.ts';
import { only, resourcesOf, synthesized } from './synthesized.ts';

const NAMES = Object.keys(STAGES) as StageName[];
const data = (stage: StageName) => synthesized(stage).data;

describe('what a redeploy must not touch', () => {
  test.each(NAMES)(
    '%s: sessions, history, key and secret are in the data stack and nothing of them elsewhere',
    (stage) => {
      const kinds = ['AWS::DynamoDB::Table', 'AWS::RDS::DBCluster', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret'];
      for (const kind of kinds) {
        expect([kind, resourcesOf(data(stage), kind).length]).toEqual([kind, 1]);
        expect([kind, resourcesOf(synthesized(stage).service, kind).length]).toEqual([kind, 0]);
      }
      expect(resourcesOf(data(stage), 'AWS::Lambda::Function')).toEqual([]);
    },
  );

  test.each(NAMES)('%s: what holds data is kept or goes with its stack as the stage says', (stage) => {
    const { keepData } = STAGES[stage];
    for (const kind of ['AWS::DynamoDB::Table', 'AWS::RDS::DBCluster', 'AWS::KMS::Key']) {
      const { DeletionPolicy, UpdateReplacePolicy } = only(data(stage), kind);
      expect([kind, DeletionPolicy, UpdateReplacePolicy]).toEqual([
        kind,
        keepData ? 'Retain' : 'Delete',
        keepData ? 'Retain' : 'Delete',
      ]);
    }
    expect(only(data(stage), 'AWS::DynamoDB::Table').Properties.DeletionProtectionEnabled).toBe(keepData);
    expect(only(data(stage), 'AWS::RDS::DBCluster').Properties.DeletionProtection).toBe(keepData);
  });

  test('production keeps its data; the others need not', () => {
    expect(NAMES.filter((name) => STAGES[name].keepData)).toEqual(['prod']);
  });
});

describe('session table', () => {
  test.each(NAMES)('%s: on demand, one string key, a TTL, a stream with both images, recovery, our key', (stage) => {
    expect(only(data(stage), 'AWS::DynamoDB::Table').Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      PointInTimeRecoverySpecification: {
        PointInTimeRecoveryEnabled: true,
        RecoveryPeriodInDays: STAGES[stage].backupDays,
      },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    });
  });
});

describe('history database', () => {
  test.each(NAMES)(
    '%s: sleeps when nobody asks, is reached over the Data API alone, is encrypted and backed up',
    (stage) => {
      const { database, backupDays } = STAGES[stage];
      expect(only(data(stage), 'AWS::RDS::DBCluster').Properties).toMatchObject({
        Engine: 'aurora-postgresql',
        EnableHttpEndpoint: true,
        StorageEncrypted: true,
        ManageMasterUserPassword: true,
        BackupRetentionPeriod: backupDays,
        ServerlessV2ScalingConfiguration: {
          MinCapacity: 0,
          MaxCapacity: database.maxCapacity,
          SecondsUntilAutoPause: database.pauseMinutes * 60,
        },
      });
    },
  );

  test('its engine is pinned to a version that can pause (from 16.3, or newer majors)', () => {
    const version = String(only(data('prod'), 'AWS::RDS::DBCluster').Properties.EngineVersion);
    expect(version).toMatch(/^\d+\.\d+$/);
    const [major = 0, minor = 0] = version.split('.').map(Number);
    expect(major > 16 || (major === 16 && minor >= 3)).toBe(true);
  });

  test('its network has no way in and no way out', () => {
    for (const kind of ['AWS::EC2::NatGateway', 'AWS::EC2::InternetGateway', 'AWS::EC2::Route', 'AWS::RDS::DBProxy']) {
      expect(resourcesOf(data('prod'), kind)).toEqual([]);
    }
    expect(resourcesOf(data('prod'), 'AWS::EC2::SecurityGroupIngress')).toEqual([]);
    for (const [, group] of resourcesOf(data('prod'), 'AWS::EC2::SecurityGroup')) {
      expect(group.SecurityGroupIngress).toBeUndefined();
    }
    for (const [, subnet] of resourcesOf(data('prod'), 'AWS::EC2::Subnet')) {
      expect(subnet.MapPublicIpOnLaunch).toBe(false);
    }
    expect(
      resourcesOf(data('prod'), 'AWS::RDS::DBInstance').map(([, { PubliclyAccessible }]) => PubliclyAccessible),
    ).toEqual([false]);
  });
});

describe('key and secret', () => {
  test('the key is renewed, and lends itself to services only for what is ours', () => {
    const { Properties } = only(data('prod'), 'AWS::KMS::Key');
    expect(Properties.EnableKeyRotation).toBe(true);
    const statements = (
      Properties.KeyPolicy as { Statement: { Principal: { Service?: unknown }; Condition?: unknown }[] }
    ).Statement;
    const toServices = statements.filter(({ Principal }) => Principal.Service !== undefined);
    expect(toServices).toHaveLength(2);
    expect(toServices.every(({ Condition }) => Condition !== undefined)).toBe(true);
  });

  test('the key policy names no function: the stack that holds does not depend on the one that runs', () => {
    expect(JSON.stringify(only(data('prod'), 'AWS::KMS::Key').Properties.KeyPolicy)).not.toMatch(
      /Fn::ImportValue|role\//,
    );
    expect(JSON.stringify(data('prod'))).not.toContain('Fn::ImportValue');
  });

  test('the token secret is made by Secrets Manager, long enough for HS256, under our key', () => {
    const { GenerateSecretString, KmsKeyId } = only(data('prod'), 'AWS::SecretsManager::Secret').Properties as {
      GenerateSecretString: { PasswordLength: number };
      KmsKeyId: unknown;
    };
    expect(GenerateSecretString.PasswordLength).toBeGreaterThanOrEqual(32);
    expect(KmsKeyId).toBeDefined();
  });
});
