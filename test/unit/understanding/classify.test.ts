import { describe, expect, test } from '@jest/globals';
import { localModel, modelFile } from '../../../adapters/local-model.ts';
import { NEW_SESSION } from '../../../core/contracts/session.ts';
import { TurnState } from '../../../core/contracts/turn.ts';
import type { Understanding } from '../../../core/contracts/understanding.ts';
import { type AskModel, CASCADE, classify, readLocally } from '../../../functions/classifier/classify.ts';
import { createClassifier } from '../../../functions/classifier/handler.ts';

const model = localModel();

function turnOf(message: string, session: Partial<TurnState['session_context']> = {}): TurnState {
  return TurnState.parse({
    session_id: 'session-0001',
    customer_id: '7001001',
    client_id: 'c1',
    client_name: null,
    user_message: message,
    intent: null,
    confidence: 0,
    entities: {},
    needs_clarification: true,
    clarifying_question: null,
    clarification_count: 0,
    session_context: { ...NEW_SESSION, ...session },
    conversation_history: [],
    tools_to_execute: [],
    tool_results: [],
    round_results: [],
    agent_response: null,
    current_agent: 'Supervisor',
    error: null,
    next_expected_intent: null,
    turn: 1,
    message_id: null,
    channel: 'chat',
    identity: {
      customer_id: '7001001',
      client_id: 'c1',
      client_name: null,
      timezone: null,
      support_number: null,
      locations: [],
      credential_ref: 'ref',
    },
    request_id: 'r',
    execution_id: 'e',
    received_at: 0,
    now: '2026-03-02T09:00:00-05:00',
    timezone: 'America/New_York',
    settings: {
      confidence_threshold: 0.7,
      max_clarification_attempts: 3,
      rehearse_schedule: false,
      rehearse_cancel: false,
    },
    secondary_intents: [],
    alternatives: [],
    classified_by: 'local',
    round: 0,
    acts: [],
    handoff: null,
    write_outcome: null,
    usage: { model_calls: 1, input_tokens: 10, output_tokens: 5 },
    session_version: 0,
  });
}

const QUIET = { debug() {}, info() {}, warn() {}, error() {} };
const ANSWERED = { outcome: 'answered' };
const USAGE = { model_calls: 1, input_tokens: 300, output_tokens: 20 };
const FROM_MODEL: Understanding = {
  intent: 'talk_to_human',
  confidence: 0.9,
  entities: {},
  secondary_intents: [],
  alternatives: [{ intent: 'talk_to_human', probability: 0.9 }],
  classified_by: 'bedrock',
};
/** Nobody could say what this asks for. */
const MURKY = 'well the thing from before, you know how it was';

function counted(answer: Awaited<ReturnType<AskModel>> | Error): { askModel: AskModel; calls: () => number } {
  let calls = 0;
  return {
    askModel: async () => {
      calls += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    calls: () => calls,
  };
}

describe('a text that was asked for', () => {
  const read = (message: string, session: Partial<TurnState['session_context']>) =>
    classify(turnOf(message, session), { model, cascade: CASCADE });

  test.each([
    ['call me monday morning', 'note_text', 'add_note', 'note_text'],
    ['hmm travelling with the kids, so', 'reason', 'cancel_appointment', 'reason'],
  ] as const)('%s is taken, no surer than it must be', async (message, expecting, intent, entity) => {
    const found = await read(message, { expecting });
    expect(found.intent).toBe(intent);
    expect(found.confidence).toBeGreaterThanOrEqual(0.7);
    expect(found.entities[entity]).toBeTruthy();
  });

  test('is stated with the least confidence that is acted on, where the reading was below it', async () => {
    const found = await classify(
      { ...turnOf('call me monday morning', { expecting: 'note_text' }) },
      {
        model,
        cascade: CASCADE,
        askModel: async () => ({ understanding: null, usage: NOTHING_USED, outcome: ANSWERED }),
      },
    );
    expect(found).toMatchObject({ intent: 'add_note', confidence: 0.7, classified_by: 'context' });
  });

  test.each([
    ['oh never mind about it then maybe', 'note_text'],
    ['say what?', 'note_text'],
    ['### $$$ %%%', 'reason'],
  ] as const)('%s is not taken where the reading is unsure', async (message, expecting) => {
    const local = readLocally(turnOf(message, { expecting }), model);
    expect(await read(message, { expecting })).toMatchObject({ intent: local.intent, confidence: local.confidence });
  });

  test.each([
    ['select_date', 'add_note'],
    ['affirm', 'add_note'],
    ['goodbye', 'add_note'],
    ['cancel_appointment', 'cancel_appointment'],
  ] as const)('is no %s of the language model’s unless that asks for something', async (intent, taken) => {
    const found = await classify(turnOf('call me monday morning', { expecting: 'note_text' }), {
      model,
      cascade: CASCADE,
      askModel: async () => ({ understanding: { ...FROM_MODEL, intent }, usage: NOTHING_USED, outcome: ANSWERED }),
    });
    expect(found.intent).toBe(taken);
  });

  test('a clear other request stays one, and so does what no text was asked for', async () => {
    expect((await read('when is the office open on saturday?', { expecting: 'note_text' })).intent).toBe(
      'business_hours',
    );
    const unasked = await read('call me monday morning', {});
    expect(unasked.classified_by).not.toBe('context');
  });
});

const NOTHING_USED = { model_calls: 0, input_tokens: 0, output_tokens: 0 };

describe('the cascade', () => {
  test('a clear message is answered locally and nobody else is asked', async () => {
    const { askModel, calls } = counted({ understanding: FROM_MODEL, usage: USAGE, outcome: ANSWERED });
    const found = await classify(turnOf('please cancel my appointment on Thursday'), {
      model,
      cascade: CASCADE,
      askModel,
    });
    expect(found).toMatchObject({
      intent: 'cancel_appointment',
      classified_by: 'local',
      entities: { date: '2026-03-05' },
      needs_clarification: false,
      usage: { model_calls: 1, input_tokens: 10, output_tokens: 5 },
    });
    expect(calls()).toBe(0);
  });

  test('an unsure reading goes to the language model, whose calls are counted', async () => {
    const { askModel } = counted({ understanding: FROM_MODEL, usage: USAGE, outcome: ANSWERED });
    const found = await classify(turnOf(MURKY), { model, cascade: CASCADE, askModel });
    expect(found).toMatchObject({
      intent: 'talk_to_human',
      classified_by: 'bedrock',
      usage: { model_calls: 2, input_tokens: 310 },
    });
  });

  test('so do a long message and one with two requests, however sure', async () => {
    const { askModel, calls } = counted({ understanding: null, usage: USAGE, outcome: ANSWERED });
    await classify(turnOf(`please cancel my appointment on Thursday ${'because of the weather '.repeat(20)}`), {
      model,
      cascade: CASCADE,
      askModel,
    });
    await classify(turnOf('cancel my roof visit, and what notes do I have on the kitchen?'), {
      model,
      cascade: CASCADE,
      askModel,
    });
    expect(calls()).toBe(2);
  });

  test('never for an answer read against what was asked', async () => {
    const { askModel, calls } = counted({ understanding: FROM_MODEL, usage: USAGE, outcome: ANSWERED });
    const found = await classify(turnOf('yes', { expecting: 'confirmation' }), {
      model,
      cascade: { ...CASCADE, ask_model_below: 1 },
      askModel,
    });
    expect(found).toMatchObject({ intent: 'affirm', classified_by: 'context' });
    expect(calls()).toBe(0);
  });

  test.each([
    ['fails', new Error('throttled')],
    ['has nothing to add', { understanding: null, usage: USAGE, outcome: ANSWERED }],
    ['answers nonsense', { understanding: { ...FROM_MODEL, confidence: 1.7 }, usage: USAGE, outcome: ANSWERED }],
  ])('a language model that %s leaves the local reading', async (_, answer) => {
    const { askModel } = counted(answer);
    const alone = await classify(turnOf(MURKY), { model, cascade: CASCADE });
    const found = await classify(turnOf(MURKY), { model, cascade: CASCADE, askModel });
    expect({ ...found, usage: null, model_outcomes: undefined }).toEqual({ ...alone, usage: null });
  });
});

describe('the agent', () => {
  test('hands the turn on with its reading', async () => {
    const turn = turnOf('will it rain on Friday?');
    const after = await createClassifier({ log: QUIET })(turn);
    expect(after).toMatchObject({
      intent: 'weather',
      entities: { date: '2026-03-06' },
      current_agent: 'Classifier',
      needs_clarification: false,
    });
    expect(after.session_context).toEqual(turn.session_context);
  });

  test('finds the model file where training leaves it, or beside a bundle', () => {
    expect(modelFile('file:///app/adapters/local-model.ts')).toBe('/app/training/model/intents.bin');
    expect(modelFile(new URL('../../../training/model/bundle.mjs', import.meta.url).href)).toMatch(
      /training\/model\/intents\.bin$/,
    );
  });
});
