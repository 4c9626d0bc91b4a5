import { describe, expect, test } from '@jest/globals';
import { type App, Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { assistant } from '../../lib/assistant.ts';
import { MODELS, modelOf } from '../../lib/models.ts';
import { STAGES, type Stage, type StageName, stageNamed } from '../../lib/stages.ts';
import { appWithoutBundles, templatesOf } from '../../scripts/synthesis.ts';

const checkedApp = (): App => appWithoutBundles({ checked: true });

describe('what stops a synthesis', () => {
  test.each(Object.keys(STAGES) as StageName[])('%s has no finding that nobody acknowledged', (name) => {
    const app = checkedApp();
    assistant(app, STAGES[name]);
    expect(() => app.synth()).not.toThrow();
  });

  test('a finding of cdk-nag', () => {
    const app = checkedApp();
    const { service } = assistant(app, STAGES.dev);
    new CfnQueue(service, 'Unwatched');
    expect(() => app.synth()).toThrow(/AwsSolutions-SQS3/);
  });

  test('a template that CloudFormation would refuse', () => {
    const app = checkedApp();
    const stack = new Stack(app, 'Broken');
    new CfnFunction(stack, 'Function', {
      role: 'arn:aws:iam::111122223333:role/x',
      code: { zipFile: 'x' },
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      memorySize: 7,
    });
    expect(() => app.synth()).toThrow(/MemorySize: 7 is less than the minimum of 128/);
  });
});

describe('stages', () => {
  test('one is found by its name, dev when none is given', () => {
    expect(stageNamed('prod')).toBe(STAGES.prod);
    expect(stageNamed(undefined)).toBe(STAGES.dev);
  });

  test('one that does not exist is refused, and told what there is', () => {
    expect(() => stageNamed('production')).toThrow('stage must be one of dev, staging, prod, not "production"');
  });

  test('a custom domain and public keys instead of a secret are a matter of configuration', () => {
    const stage: Stage = {
      ...STAGES.prod,
      customDomain: { name: 'assistant.example.com', certificateParameter: '/scheduling-assistant/certificate' },
      token: { kind: 'jwks', url: 'https://id.example.com/keys', issuer: 'https://id.example.com', audience: 'chat' },
      model: null,
      allowedOrigins: ['https://portal.example.com'],
    };
    const { data, service } = templatesOf(stage);
    const text = JSON.stringify(service);
    expect(text).toContain('"DomainName":"assistant.example.com"');
    expect(text).toContain('"DisableExecuteApiEndpoint":true');
    expect(text).toContain('"JWT_JWKS_URL":"https://id.example.com/keys"');
    expect(text).toContain('"MODEL_PROVIDER":"none"');
    expect(text).not.toContain('bedrock:InvokeModel');
    expect(JSON.stringify(data)).not.toContain('AWS::SecretsManager::Secret"');
    expect(text).toContain(',https://portal.example.com,');
  });

  test('a model that keeps failing is left out, for as long as the stage says', () => {
    const text = JSON.stringify(
      templatesOf({ ...STAGES.dev, model: { ...STAGES.dev.model!, pauseSeconds: 45 } }).service,
    );
    expect(text).toContain('"MODEL_PAUSE_SECONDS":"45"');
  });

  test('a database that must not pause has no pause', () => {
    const stage: Stage = { ...STAGES.dev, database: { minCapacity: 0.5, maxCapacity: 2, pauseMinutes: 5 } };
    const text = JSON.stringify(templatesOf(stage).data);
    expect(text).toContain('"MinCapacity":0.5');
    expect(text).not.toContain('SecondsUntilAutoPause');
  });

  test('execution data can be left out of the log', () => {
    const { service } = templatesOf({ ...STAGES.prod, executionData: false });
    expect(JSON.stringify(service)).toContain('"IncludeExecutionData":false');
  });
});

describe('language models', () => {
  test('a guardrail is a matter of configuration: told to both roles, and theirs to apply', () => {
    const model = { ...STAGES.dev.model, guardrail: { id: 'abc123', version: '4' } } as NonNullable<Stage['model']>;
    const text = JSON.stringify(templatesOf({ ...STAGES.dev, model }).service);
    expect(text.match(/"BEDROCK_GUARDRAIL_ID":"abc123","BEDROCK_GUARDRAIL_VERSION":"4"/g)).toHaveLength(2);
    expect(text.match(/"bedrock:ApplyGuardrail"/g)).toHaveLength(2);
    expect(text).toContain(':guardrail/abc123');
  });

  test('a bare model id is refused: it could not be called on demand', () => {
    expect(() => modelOf('anthropic.claude-haiku-5-5')).toThrow(/is not an inference profile/);
  });

  test('every stage names models that are served for another 90 days', () => {
    const soon = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
    for (const { name, model } of Object.values(STAGES)) {
      for (const profile of model === null ? [] : [model.classifier, model.responder]) {
        expect([name, profile, modelOf(profile).servedUntil > soon]).toEqual([name, profile, true]);
      }
    }
  });

  test('a geographic profile belongs to the stages’ part of the world', () => {
    for (const { profile, foundationModel, regions } of MODELS) {
      expect(profile).toBe(`us.${foundationModel}`);
      for (const region of regions) expect(region).toMatch(/^us-/);
    }
    for (const { region } of Object.values(STAGES)) expect(region).toMatch(/^us-/);
  });
});
