import { expect, test } from '@jest/globals';
import { checkBedrock } from '../../adapters/bedrock/check.ts';
import { openBedrock, standInOptions } from '../../adapters/bedrock/client.ts';
import { readConfig } from '../../adapters/config.ts';
import { HOSTILE } from './hostile.ts';
import { type Behaviour, fails, sensible, startStandIn } from './stand-in.ts';

const config = (env: Record<string, string> = {}) =>
  readConfig({ MODEL_PROVIDER: 'bedrock', BEDROCK_MODEL_ID: 'us.anthropic.claude-haiku-5-5', ...env });
const CREDENTIALS = { region: 'us-east-1', credentials: { accessKeyId: 'id', secretAccessKey: 'secret' } };

test('a healthy Bedrock is well in every respect', async () => {
  const standIn = await startStandIn(sensible);
  const client = openBedrock({ endpoint: standIn.url, ...CREDENTIALS });
  const findings = await checkBedrock(config({ BEDROCK_RESPONDER_MODEL_ID: 'us.amazon.nova-lite-v1:0' }), client);
  expect(findings.map(({ what, ok }) => [what, ok])).toEqual([
    ['Region', true],
    ['Credentials', true],
    ['classifier: us.anthropic.claude-haiku-5-5', true],
    ['responder: us.amazon.nova-lite-v1:0', true],
  ]);
  expect(standIn.complaints).toEqual([]);
  client.destroy();
  await standIn.close();
});

const ELSEWHERE = {
  expired: () => fails(403, 'ExpiredTokenException'),
  hidden_by_a_page: () => ({ kind: 'raw', body: '<html>bad gateway</html>', status: 502 }),
} as const satisfies Record<string, Behaviour>;

test.each([
  ['denied', /ModelAccessDeniedError/, /bedrock:InvokeModel/],
  ['retired', /UnknownModelError: This model version/, /inference profile/],
  ['throttles', /ModelThrottledError/, /quota/],
  ['text_instead_of_call', /UnreadableModelAnswerError: report was not called/, /tool use/],
  ['not_json', /UnreadableModelAnswerError: .*JSON/, /AWS_ENDPOINT_URL_BEDROCK_RUNTIME/],
  ['expired', /ModelAccessDeniedError: ExpiredTokenException/, /log in again/],
  ['hidden_by_a_page', /ModelUnavailableError: .*JSON/, /not Bedrock/],
] as const)('a model that is %s is told with what to do', async (mode, says, todo) => {
  const standIn = await startStandIn({ ...HOSTILE, ...ELSEWHERE }[mode]);
  const client = openBedrock({ endpoint: standIn.url, maxAttempts: 1, ...CREDENTIALS });
  const finding = (await checkBedrock(config(), client)).at(-1);
  expect(finding?.says).not.toContain('\n');
  expect(finding).toMatchObject({ ok: false, says: expect.stringMatching(says), todo: expect.stringMatching(todo) });
  client.destroy();
  await standIn.close();
});

test('without credentials, region or model no question is asked, and each is named', async () => {
  const nothing = async (): Promise<never> => {
    throw new Error('none');
  };
  const client = { send: nothing, config: { region: nothing, credentials: nothing } };
  const findings = await checkBedrock(readConfig({}), client as never);
  expect(findings.map(({ what, ok }) => [what, ok])).toEqual([
    ['Region', false],
    ['Credentials', false],
    ['MODEL_PROVIDER', false],
    ['classifier', false],
    ['responder', false],
  ]);
  expect(await checkBedrock(config(), client as never)).toContainEqual({
    what: 'classifier: us.anthropic.claude-haiku-5-5',
    ok: false,
    says: 'not asked',
    todo: null,
  });
});

test('a stand-in on this machine needs neither credentials nor region; nothing else is spared them', () => {
  const local = { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://127.0.0.1:4010' };
  expect(standInOptions(local)).toEqual({
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    region: 'us-east-1',
  });
  expect(standInOptions({ ...local, AWS_ACCESS_KEY_ID: 'id', AWS_REGION: 'eu-west-1' })).toEqual({});
  expect(standInOptions({ AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'https://vpce.example.com' })).toEqual({});
  expect(standInOptions({ AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://localhost.example.com' })).toEqual({});
  expect(standInOptions({})).toEqual({});
});
