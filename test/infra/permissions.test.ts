import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { FUNCTIONS } from '../../lib/functions.ts';
import { permissionsDocument, unpadded } from '../../scripts/permissions.ts';
import { type Properties, resourcesOf, synthesized } from './synthesized.ts';

type Statement = { Action: string | string[]; Resource: unknown; Effect: string; Condition?: Properties };

/** Statements of our functions' and services' roles, by the policy's id. */
const statements = (): [policy: string, statement: Statement][] =>
  resourcesOf(synthesized('prod').service, 'AWS::IAM::Policy').flatMap(([id, { PolicyDocument }]) =>
    PolicyDocument.Statement.map((statement: Statement): [string, Statement] => [
      id.replace(/(Role)?DefaultPolicy[0-9A-F]{8}$/, ''),
      statement,
    ]),
  );
const actionsOf = ({ Action }: Statement) => [Action].flat();
const actionsOn = (policy: string, service: string) =>
  statements()
    .filter(([name]) => name === policy)
    .flatMap(([, statement]) => actionsOf(statement))
    .filter((action) => action.startsWith(`${service}:`));

/** Actions that have no resource to name. */
const WITHOUT_RESOURCE = [
  /^xray:(PutTraceSegments|PutTelemetryRecords|GetSamplingRules|GetSamplingTargets)$/,
  /^dynamodb:ListStreams$/,
  // Of the state machine's role: how it sets up the delivery of its own logs.
  /^logs:(Create|Get|Update|Delete|List)LogDeliver(y|ies)$/,
  /^logs:(Put|Describe)ResourcePolic(y|ies)$/,
  /^logs:DescribeLogGroups$/,
];

describe('permissions', () => {
  test('docs/permissions.md is what the template says', () => {
    const told = unpadded(readFileSync('docs/permissions.md', 'utf8'));
    expect(told).toBe(unpadded(permissionsDocument(synthesized('prod').service)));
  });

  test('the document has a chapter for each function', () => {
    const text = permissionsDocument(synthesized('prod').service);
    for (const name of Object.keys(FUNCTIONS)) expect(text).toContain(`\n### ${name}\n`);
  });

  test('nothing is allowed on everything but what has no resource to name', () => {
    const everywhere = statements()
      .filter(([, { Resource }]) => [Resource].flat().includes('*'))
      .flatMap(([, statement]) => actionsOf(statement));
    expect(everywhere.filter((action) => !WITHOUT_RESOURCE.some((known) => known.test(action)))).toEqual([]);
  });

  test('no action is a wildcard', () => {
    expect(
      statements()
        .flatMap(([, statement]) => actionsOf(statement))
        .filter((action) => action.includes('*')),
    ).toEqual([]);
  });

  test('whoever touches the session table is held to kinds of items by their keys', () => {
    const touching = statements().filter(([, statement]) =>
      actionsOf(statement).some((action) => /^dynamodb:(Get|Put|Update|Delete)Item$/.test(action)),
    );
    expect(touching.length).toBeGreaterThan(5);
    for (const [policy, { Condition }] of touching) {
      const keys = Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? [];
      expect([
        policy,
        [keys].flat().every((key: string) => /^(session|answer|action|saga|credential|usage|health)#\*$/.test(key)),
      ]).toEqual([policy, true]);
      expect([keys].flat().length).toBeGreaterThan(0);
    }
    const all = statements().flatMap(([, statement]) => actionsOf(statement));
    expect(all.filter((action) => /^dynamodb:(Scan|Query|Batch|Transact|PartiQL)/.test(action))).toEqual([]);
  });

  test('a token is written by the authorizer alone and read by the tools alone', () => {
    const onTokens = statements().filter(([, { Condition }]) =>
      JSON.stringify(Condition ?? {}).includes('credential#*'),
    );
    expect(onTokens.map(([policy, statement]) => [policy, actionsOf(statement)])).toEqual(
      expect.arrayContaining([
        ['Authorizer', ['dynamodb:PutItem']],
        ['ToolExecutor', ['dynamodb:GetItem']],
        ['RecoverReschedule', ['dynamodb:GetItem']],
      ]),
    );
    expect(onTokens).toHaveLength(3);
  });

  test('a model is called through its profile, and in each of its regions only by way of it', () => {
    for (const policy of ['Classifier', 'Responder']) {
      const [profile, models, ...more] = statements()
        .filter(([name, statement]) => name === policy && actionsOf(statement).includes('bedrock:InvokeModel'))
        .map(([, statement]) => statement)
        .sort((a, b) => Number(a.Condition !== undefined) - Number(b.Condition !== undefined));
      expect(more).toEqual([]);
      expect(JSON.stringify(profile?.Resource)).toContain(':inference-profile/us.anthropic.');
      expect([models?.Resource].flat().length).toBeGreaterThan(1);
      expect(JSON.stringify(models?.Resource)).toMatch(/us-east-1::foundation-model\/anthropic\./);
      expect(JSON.stringify(models?.Condition)).toContain('bedrock:InferenceProfileArn');
    }
    const callers = statements().filter(([, statement]) =>
      actionsOf(statement).some((action) => action.startsWith('bedrock')),
    );
    expect(new Set(callers.map(([policy]) => policy))).toEqual(new Set(['Classifier', 'Responder']));
  });

  test('the clarifier may do nothing but write its log and its trace', () => {
    const actions = statements()
      .filter(([policy]) => policy === 'Clarifier')
      .flatMap(([, statement]) => actionsOf(statement));
    expect(actions.every((action) => /^(logs|xray):/.test(action))).toBe(true);
  });

  test('whoever sets a timer may hand over one role to one service, and set timers of one group', () => {
    for (const policy of ['ToolExecutor', 'RecoverReschedule']) {
      expect(actionsOn(policy, 'iam')).toEqual(['iam:PassRole']);
      expect(actionsOn(policy, 'scheduler').sort()).toEqual(['scheduler:CreateSchedule', 'scheduler:UpdateSchedule']);
    }
    const passing = statements().filter(([, statement]) => actionsOf(statement).includes('iam:PassRole'));
    for (const [, { Condition, Resource }] of passing) {
      expect(Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } });
      expect(JSON.stringify(Resource)).toContain('RecoveryTimerRole');
    }
  });

  test('no role is an administrator’s, and only the gateway’s logging and the migration’s runner wear managed policies', () => {
    const wearing = resourcesOf(synthesized('prod').service, 'AWS::IAM::Role')
      .filter(([, { ManagedPolicyArns }]) => ManagedPolicyArns !== undefined)
      .map(([id]) => id);
    expect(wearing).toHaveLength(2);
    expect(wearing.some((id) => id.includes('CloudWatchRole'))).toBe(true);
    expect(wearing.some((id) => id.includes('Trigger'))).toBe(true);
  });
});
