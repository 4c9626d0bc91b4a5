import { Stack, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { dataKey } from './data-key.ts';
import { HistoryDatabase } from './history-database.ts';
import { SERVICE } from './names.ts';
import { outputs } from './outputs.ts';
import { SessionTable } from './session-table.ts';
import type { Stage } from './stages.ts';

/** All that a stage must not lose: sessions, history, the key, the secret. Nothing that runs is in here. */
export class StatefulStack extends Stack {
  readonly key: IKey;
  readonly sessions: SessionTable;
  readonly history: HistoryDatabase;
  /** The HS256 secret shared with whoever issues tokens; null where public keys are used instead. */
  readonly tokenSecret: Secret | null;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id, {
      stackName: `${SERVICE}-${stage.name}-data`,
      description: 'Scheduling assistant: sessions, history, key and secret',
      env: { region: stage.region },
      terminationProtection: stage.keepData,
    });
    this.key = dataKey(this, stage);
    this.sessions = new SessionTable(this, 'Sessions', { stage, key: this.key });
    this.history = new HistoryDatabase(this, 'History', { stage, key: this.key });
    this.tokenSecret = stage.token.kind === 'secret' ? this.#sharedSecret() : null;
    outputs(this, {
      SessionTable: { value: this.sessions.tableName, is: 'Sessions and what belongs to them' },
      HistoryCluster: { value: this.history.cluster.clusterArn, is: 'The history database' },
      ...(this.tokenSecret === null
        ? {}
        : { TokenSecret: { value: this.tokenSecret.secretArn, is: 'HS256 secret shared with the issuer of tokens' } }),
    });
  }

  #sharedSecret(): Secret {
    const secret = new Secret(this, 'TokenSecret', {
      description: 'HS256 secret of the tokens that callers bear, shared with their issuer',
      encryptionKey: this.key,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Shared with the issuer of the tokens: changed together with it, as docs/operate.md tells.',
    });
    return secret;
  }
}
