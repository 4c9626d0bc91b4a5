import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Assistant } from '../../runtime/assistant.ts';
import { type ExecutionView, ReplayAnswer } from '../../runtime/inspector/contract.ts';
import { type Behaviour, fails, type StandIn, sensible, startStandIn } from '../bedrock/stand-in.ts';
import { get, posted, say, startLocal } from './local.ts';

/** Messages that the local model is unsure of, or whose answers a model may phrase. */
const HARD = [
  'tell me when the windows crew comes and whether you are open on friday, also what is the weather then',
  'hmm so the thing with the place, you know, same as before but not quite',
  'show me my projects',
  'tell me a joke',
];

let standIn: StandIn;
let assistant: Assistant;

beforeAll(async () => {
  standIn = await startStandIn(sensible);
  process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME = standIn.url;
  assistant = await startLocal({
    ASSISTANT_NOW: '2026-06-01T09:00:00-04:00',
    MODEL_PROVIDER: 'bedrock',
    BEDROCK_MODEL_ID: 'us.anthropic.claude-haiku-5-5',
  });
});
afterAll(async () => {
  await assistant.close();
  await standIn.close();
  delete process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME;
});

async function viewsOf(behaviour: Behaviour): Promise<ExecutionView[]> {
  standIn.behave(behaviour);
  const views: ExecutionView[] = [];
  for (const message of HARD) {
    const id = await say(assistant, '7001001', { message });
    views.push(await get<ExecutionView>(assistant, `/local/executions/${id}`));
  }
  return views;
}

describe.each([
  ['answers', sensible],
  ['fails', () => fails(400, 'ValidationException')],
] as [string, Behaviour][])('a model that %s', (how, behaviour) => {
  test('is seen with what it was asked and what it said, and a replay gets the same without asking it', async () => {
    const views = await viewsOf(behaviour);
    const exchanges = views.flatMap(({ model_exchanges }) => model_exchanges);
    expect(new Set(exchanges.map(({ state }) => state))).toEqual(new Set(['Classifier', 'Responder']));
    for (const { prompt, answer, error } of exchanges) {
      expect(prompt.instructions.length).toBeGreaterThan(100);
      expect(prompt.data.some(({ untrusted }) => untrusted)).toBe(true);
      expect([answer === null, error === null]).toEqual(how === 'answers' ? [false, true] : [true, false]);
    }
    // Every further question would be answered otherwise.
    standIn.behave(() => {
      throw new Error('a replay asked the model');
    });
    for (const { summary, model_exchanges } of views) {
      const request = { execution_id: summary.execution_id, from: null, tools: 'recorded' };
      const { replay_id, differences } = ReplayAnswer.parse(await posted(assistant, '/local/replays', request));
      expect({ said: summary.user_message, differences }).toEqual({ said: summary.user_message, differences: [] });
      const again = await get<ExecutionView>(assistant, `/local/executions/${replay_id}`);
      expect(again.summary.response).toBe(summary.response);
      expect(again.model_exchanges.map(({ prompt, answer }) => ({ prompt, answer }))).toEqual(
        model_exchanges.map(({ prompt, answer }) => ({ prompt, answer })),
      );
    }
  });
});

test('of a question that the record does not hold, the templates and the local reading speak', async () => {
  const [view] = await viewsOf(sensible);
  const input = view?.states.find(({ name }) => name === 'Classifier')?.input as { user_message: string };
  const { replay_id } = await posted<ReplayAnswer>(assistant, '/local/replays', {
    execution_id: view?.summary.execution_id,
    from: 'Classifier',
    input: { ...input, user_message: 'when are you open, and what about the weather on friday' },
    tools: 'sandbox_then',
  });
  const again = await get<ExecutionView>(assistant, `/local/executions/${replay_id}`);
  expect(again.summary).toMatchObject({ outcome: 'succeeded', model_calls: 0 });
  expect(again.model_exchanges.every(({ answer }) => answer === null)).toBe(true);
});
