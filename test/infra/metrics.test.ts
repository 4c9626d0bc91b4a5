import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { createMeasurements } from '../../adapters/metrics.ts';
import type { Answer } from '../../core/contracts/answer.ts';
import type { ToolResult } from '../../core/contracts/tool-call.ts';
import type { TurnState } from '../../core/contracts/turn.ts';

const written = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
afterEach(() => {
  written.mockClear();
});

const lines = (): Record<string, unknown>[] => written.mock.calls.map(([text]) => JSON.parse(String(text)));

const result = (
  tool: ToolResult['tool'],
  status: 'ok' | 'unavailable' | 'unknown' | 'crashed' | 'refused',
): ToolResult => ({
  call_id: `${tool}-1`,
  tool,
  outcome:
    status === 'ok' ? { status, value: null } : status === 'refused' ? { status, reason: 'slot_taken' } : { status },
});

const TURN = {
  execution_id: 'execution-1',
  request_id: 'request-1',
  user_message: 'Book it for Jane Roe at 5 Elm Street',
  channel: 'sms',
  tool_results: [result('list_projects', 'ok'), result('get_weather', 'unavailable'), result('add_note', 'refused')],
  agent_response: {
    text: 'Jane, it is booked',
    suggestions: [],
    data: null,
    written_by: 'template',
    gate: { passed: false, unbacked: ['name', 'outcome', 'Jane Roe'] },
  },
  handoff: 'asked',
  error: null,
  model_outcomes: [
    { agent: 'Classifier', outcome: 'ModelTimeoutError' },
    { agent: 'Responder', outcome: 'ModelLeftOutError', because: 'ModelTimeoutError' },
  ],
} as unknown as TurnState;

const ANSWER = {
  intent: 'schedule_appointment',
  metadata: {
    clarification_needed: true,
    handoff: true,
    write_outcome: { tool: 'confirm_appointment', status: 'unknown' },
    classified_by: 'local',
    model_calls: 2,
    input_tokens: 1200,
    output_tokens: 80,
    processing_time_ms: 421,
  },
} as unknown as Answer;

const IN_LAMBDA = { AWS_LAMBDA_FUNCTION_NAME: 'Supervisor', STAGE: 'dev' };

describe('measurements', () => {
  test('a saved turn is one line of figures by stage, with names beside them', () => {
    createMeasurements(IN_LAMBDA).turnSaved(TURN, ANSWER);

    const [line, ...misses] = lines();
    expect(misses).toHaveLength(2);
    expect(line).toMatchObject({
      service: 'scheduling-assistant',
      stage: 'dev',
      Turns: 1,
      TurnTime: 421,
      Clarifications: 1,
      HandOvers: 1,
      Apologies: 0,
      ToolCalls: 3,
      ToolFailures: 1,
      UnknownWrites: 1,
      GateInterventions: 1,
      ModelCalls: 2,
      ModelLeftOut: 1,
      InputTokens: 1200,
      OutputTokens: 80,
      execution_id: 'execution-1',
      request_id: 'request-1',
      intent: 'schedule_appointment',
      classified_by: 'local',
      channel: 'sms',
      written_by: 'template',
      handoff_reason: 'asked',
      write: 'confirm_appointment:unknown',
      tools: 'list_projects:ok get_weather:unavailable add_note:refused',
      gate: 'name outcome',
      model: 'Classifier:ModelTimeoutError Responder:ModelLeftOutError:ModelTimeoutError',
      error: 'none',
    });
    expect(line?._aws).toMatchObject({
      CloudWatchMetrics: [{ Namespace: 'SchedulingAssistant', Dimensions: [['service', 'stage']] }],
    });
  });

  test('what the gate turned down is counted by kind', () => {
    createMeasurements(IN_LAMBDA).turnSaved(TURN, ANSWER);
    const misses = lines().filter((line) => 'GateMisses' in line);
    expect(misses.map(({ kind }) => kind)).toEqual(['name', 'outcome']);
    for (const miss of misses) {
      expect(miss).toMatchObject({ GateMisses: 1, service: 'scheduling-assistant', stage: 'dev' });
      expect(miss._aws).toMatchObject({
        CloudWatchMetrics: [{ Namespace: 'SchedulingAssistant', Dimensions: [['service', 'stage', 'kind']] }],
      });
    }
  });

  test('nothing that a customer said or was told is in it', () => {
    createMeasurements(IN_LAMBDA).turnSaved(TURN, ANSWER);
    expect(JSON.stringify(lines())).not.toMatch(/Jane|Elm|booked/);
  });

  test('a failed turn counts as an apology, by the name of its error', () => {
    const failed = { ...TURN, error: { Error: 'TurnStateTooLargeError' }, agent_response: null, handoff: null };
    const answer = { ...ANSWER, metadata: { ...ANSWER.metadata, handoff: false, write_outcome: null } };
    createMeasurements(IN_LAMBDA).turnSaved(failed as TurnState, answer as Answer);

    expect(lines()).toMatchObject([
      {
        Apologies: 1,
        GateInterventions: 0,
        UnknownWrites: 0,
        HandOvers: 0,
        error: 'TurnStateTooLargeError',
        written_by: 'nobody',
        handoff_reason: 'none',
        write: 'none',
      },
    ]);
  });

  test('one turn leaves nothing for the next', () => {
    const measurements = createMeasurements(IN_LAMBDA);
    measurements.turnSaved(TURN, ANSWER);
    measurements.historyWritten({ turns: 3, rejected: 1, lagMs: 900 });

    const last = lines().at(-1);
    expect(last).toMatchObject({ HistoryTurns: 3, HistoryRejected: 1, HistoryLag: 900, stage: 'dev' });
    for (const name of ['TurnTime', 'intent', 'kind']) expect(last).not.toHaveProperty(name);
  });

  test('outside of Lambda nothing is written', () => {
    const measurements = createMeasurements({ STAGE: 'dev' });
    measurements.turnSaved(TURN, ANSWER);
    measurements.historyWritten({ turns: 1, rejected: 0, lagMs: 1 });
    expect(lines()).toEqual([]);
  });

  test('a stage that is not named does not become another stage’s figures', () => {
    createMeasurements({ AWS_LAMBDA_FUNCTION_NAME: 'Supervisor' }).historyWritten({ turns: 1, rejected: 0, lagMs: 1 });
    expect(lines()).toMatchObject([{ stage: 'unknown' }]);
  });
});
