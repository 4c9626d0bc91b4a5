import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { IpAddresses, type IVpc, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  AuroraPostgresEngineVersion,
  ClusterInstance,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
} from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { allowSecret } from './secret-access.ts';
import type { Stage } from './stages.ts';

/** Name of the database inside the cluster. */
export const HISTORY_DATABASE = 'history';

/**
 * The history: Aurora PostgreSQL that sleeps while nobody asks. Reached through the Data API alone: no function is in
 * its network, which has no way in and no way out.
 */
export class HistoryDatabase extends Construct {
  readonly cluster: DatabaseCluster;
  readonly #key: IKey;
  readonly #region: string;

  constructor(scope: Construct, id: string, { stage, key }: { stage: Stage; key: IKey }) {
    super(scope, id);
    this.#key = key;
    this.#region = stage.region;
    const vpc = new Vpc(this, 'Network', {
      ipAddresses: IpAddresses.cidr('10.42.0.0/24'),
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 26 }],
      // Its remedy is a custom resource; nothing is ever put into the default group.
      restrictDefaultSecurityGroup: false,
    });
    this.cluster = new DatabaseCluster(this, 'Cluster', {
      // From 13.15, 14.12, 15.7 or 16.3 on a cluster can pause. Pinned: an upgrade is a change like any other.
      engine: DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_17_7 }),
      writer: ClusterInstance.serverlessV2('writer'),
      serverlessV2MinCapacity: stage.database.minCapacity,
      serverlessV2MaxCapacity: stage.database.maxCapacity,
      ...(stage.database.minCapacity === 0
        ? { serverlessV2AutoPauseDuration: Duration.minutes(stage.database.pauseMinutes) }
        : {}),
      enableDataApi: true,
      defaultDatabaseName: HISTORY_DATABASE,
      vpc: vpc as IVpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      credentials: Credentials.fromUsername('assistant', { encryptionKey: key }),
      // Kept and rotated by RDS itself, with no function of ours.
      manageMasterUserPassword: true,
      iamAuthentication: true,
      storageEncrypted: true,
      storageEncryptionKey: key,
      copyTagsToSnapshot: true,
      backup: { retention: Duration.days(stage.backupDays) },
      deletionProtection: stage.keepData,
      removalPolicy: stage.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    if (!stage.keepData) {
      Validations.of(this.cluster).acknowledge({
        id: 'AwsSolutions-RDS10',
        reason: 'A stage whose data need not be kept is to go away with its stack.',
      });
    }
    Validations.of(vpc).acknowledge({
      id: 'AwsSolutions-VPC7',
      reason: 'No traffic to log: isolated subnets without a route in or out, reached through the Data API.',
    });
  }

  /** Where the database is, in the names that functions read. */
  get environment(): Record<string, string> {
    return {
      HISTORY_CLUSTER_ARN: this.cluster.clusterArn,
      HISTORY_SECRET_ARN: this.#secretArn,
      HISTORY_DATABASE,
    };
  }

  /** Lets `who` run statements over the Data API. */
  allowStatements(who: IGrantable): void {
    who.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: [
          'rds-data:BatchExecuteStatement',
          'rds-data:BeginTransaction',
          'rds-data:CommitTransaction',
          'rds-data:ExecuteStatement',
          'rds-data:RollbackTransaction',
        ],
        resources: [this.cluster.clusterArn],
      }),
    );
    allowSecret(who, this.#secretArn, this.#key, this.#region);
  }

  get #secretArn(): string {
    if (this.cluster.secret === undefined) throw new Error('RDS keeps the password: there is a secret');
    return this.cluster.secret.secretArn;
  }
}
