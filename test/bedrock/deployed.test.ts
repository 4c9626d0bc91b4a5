import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { NEW_SESSION } from '../../core/contracts/session.ts';
import { type LocalTable, startLocalTable } from '../../runtime/local-table.ts';
import { aTurn } from '../runtime/turns.ts';
import { type StandIn, sensible, startStandIn } from './stand-in.ts';

/** The entries as Lambda calls them: wired by the environment alone. A new copy of the module for each test. */
const entry = async (agent: 'classifier' | 'responder') =>
  (await import(`../../functions/${agent}/handler.ts`)) as {
    handler: (event: unknown) => Promise<ReturnType<typeof aTurn>>;
  };

let table: LocalTable;
let standIn: StandIn;
const before = { ...process.env };
beforeEach(async () => {
  table = await startLocalTable('turns', null);
  standIn = await startStandIn(sensible);
  Object.assign(process.env, {
    LOG_LEVEL: 'SILENT',
    SESSION_TABLE: 'turns',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: standIn.url,
    MODEL_PROVIDER: 'bedrock',
    BEDROCK_MODEL_ID: 'us.anthropic.claude-haiku-5-5',
  });
});
afterEach(async () => {
  process.env = { ...before };
  await table.close();
  await standIn.close();
});

test('the deployed classifier asks its model, and counts the call', async () => {
  const { handler } = await entry('classifier');
  const turn = aTurn({ user_message: 'about that other thing', received_at: Date.now(), session_context: NEW_SESSION });
  expect(await handler(turn)).toMatchObject({ usage: { model_calls: 1 }, current_agent: 'Classifier' });
  expect(standIn.complaints).toEqual([]);
});

test('the deployed responder has an open reply phrased', async () => {
  const { handler } = await entry('responder');
  const turn = aTurn({ acts: [{ act: 'out_of_scope' }], received_at: Date.now(), agent_response: null });
  expect(await handler(turn)).toMatchObject({
    usage: { model_calls: 1 },
    agent_response: { written_by: 'model' },
    session_context: { model_calls: 1 },
  });
});
