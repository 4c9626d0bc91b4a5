import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Answer } from '../../core/contracts/answer.ts';
import { NEW_SESSION } from '../../core/contracts/session.ts';
import { ChatRequest, TurnState } from '../../core/contracts/turn.ts';
import { InvalidRequestError, LocationNotAllowedError, RequestTooLargeError } from '../../core/errors.ts';
import type { Sessions } from '../../core/ports/sessions.ts';
import { createSupervisor, settingsOf } from '../../functions/supervisor/handler.ts';
import { newTurn, ownerOf, readRequest, sessionIdOf } from '../../functions/supervisor/open-turn.ts';
import { answerOf, stateAfter } from '../../functions/supervisor/save-turn.ts';
import { anAnswer, anInput, aState, aTurn, IDENTITY, movableClock } from '../runtime/turns.ts';

const NO_LOG = { debug() {}, info() {}, warn() {}, error() {} } as never;

describe('Reading a request', () => {
  test('leaves every character of the message as it was sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 2000 }), (message) => {
        fc.pre(message.trim().length > 0 && Buffer.byteLength(JSON.stringify(message)) < 16_000);
        expect(readRequest(anInput({ message }))).toEqual({ message });
      }),
    );
  });

  test.each([
    ['nothing', undefined, 'body: must be a JSON object'],
    ['a text', 'hello', 'body: must be a JSON object'],
    ['no message', {}, 'message: must be a text of 1 to 2000 characters that is not blank'],
    ['an empty message', { message: '' }, 'message: must be a text of 1 to 2000 characters that is not blank'],
    ['a blank message', { message: ' \n\t ' }, 'message: must be a text of 1 to 2000 characters that is not blank'],
    [
      'a message that is no text',
      { message: ['a'] },
      'message: must be a text of 1 to 2000 characters that is not blank',
    ],
    [
      '2001 characters',
      { message: 'x'.repeat(2001) },
      'message: must be a text of 1 to 2000 characters that is not blank',
    ],
    [
      'a short session_id',
      { message: 'a', session_id: '1234567' },
      'session_id: must be 8 to 64 letters, digits, _ or -',
    ],
    [
      'a session_id with a slash',
      { message: 'a', session_id: '../../etc' },
      'session_id: must be 8 to 64 letters, digits, _ or -',
    ],
    ['a session_id of null', { message: 'a', session_id: null }, 'session_id: must be 8 to 64 letters, digits, _ or -'],
    [
      'a long message_id',
      { message: 'a', message_id: 'x'.repeat(65) },
      'message_id: must be 8 to 64 letters, digits, _ or -',
    ],
    ['another channel', { message: 'a', channel: 'fax' }, 'channel: must be chat, sms or voice'],
    ['an empty client_id', { message: 'a', client_id: '' }, 'client_id: must be a text of 1 to 64 characters'],
    ['an unknown field', { message: 'a', customer_id: '1' }, 'customer_id: is not a field of this request'],
  ])('names the field of %s', (_, request, message) => {
    expect(() => readRequest(anInput(request))).toThrow(
      new InvalidRequestError(...(message.split(': ') as [string, string])),
    );
  });

  test('takes 2000 characters of any alphabet', () => {
    expect(readRequest(anInput({ message: '😀'.repeat(2000) })).message).toHaveLength(4000);
    expect(() => readRequest(anInput({ message: '😀'.repeat(2001) }))).toThrow(InvalidRequestError);
  });

  test('takes no more than 16 KiB', () => {
    expect(() => readRequest(anInput({ message: 'a', surplus: 'x'.repeat(16 * 1024) }))).toThrow(RequestTooLargeError);
  });

  test('takes only locations of the token', () => {
    const identity = { ...IDENTITY, locations: [{ client_id: '11OR02SB', client_name: 'Orlando Interiors' }] };
    expect(readRequest(anInput({ message: 'a', client_id: '11OR02SB' }, identity)).client_id).toBe('11OR02SB');
    expect(readRequest(anInput({ message: 'a', client_id: '11TB01SB' }, identity)).client_id).toBe('11TB01SB');
    expect(() => readRequest(anInput({ message: 'a', client_id: '22CH01SB' }, identity))).toThrow(
      LocationNotAllowedError,
    );
  });
});

describe('Opening a turn', () => {
  const opened = { answered: false as const, session_id: 'session-1', turn: 3, version: 2, state: null };
  const open = (changes: Partial<Parameters<typeof newTurn>[0]> = {}) =>
    newTurn({
      input: anInput({ message: 'Hello' }),
      request: { message: 'Hello' },
      opened,
      execution_id: 'execution-1',
      settings: aTurn().settings,
      now: '2026-06-01T09:00:00.000-04:00',
      timezone: 'America/New_York',
      ...changes,
    });

  test('makes a whole turn state of a new session', () => {
    expect(TurnState.parse(open())).toEqual(
      aTurn({
        user_message: 'Hello',
        intent: null,
        confidence: 0,
        agent_response: null,
        current_agent: 'Supervisor',
        turn: 3,
        session_version: 2,
      }),
    );
  });

  test('takes up what the session holds', () => {
    const state = aState({
      context: { ...NEW_SESSION, handed_over: true, location: '11TB01SB' },
      clarification_count: 2,
      next_expected_intent: 'select_date',
      history: [{ user: 'a', assistant: 'b' }],
    });
    expect(open({ opened: { ...opened, state } })).toMatchObject({
      session_context: { handed_over: true, location: '11TB01SB' },
      clarification_count: 2,
      next_expected_intent: 'select_date',
      conversation_history: [{ user: 'a', assistant: 'b' }],
    });
  });

  test('is about the location that the request names', () => {
    const identity = {
      ...IDENTITY,
      locations: [
        { client_id: '11TB01SB', client_name: 'Tampa Bay Interiors' },
        { client_id: '11OR02SB', client_name: 'Orlando Interiors' },
      ],
    };
    const input = anInput({ message: 'Hello' }, identity);
    expect(open({ input, request: { message: 'Hello', client_id: '11OR02SB' } })).toMatchObject({
      client_id: '11OR02SB',
      client_name: 'Orlando Interiors',
      session_context: { location: '11OR02SB' },
      identity: { client_id: '11TB01SB' },
    });
    expect(open({ input })).toMatchObject({ client_id: '11TB01SB', session_context: { location: null } });
  });

  test('gives a session that the client did not choose the same id at each attempt of an execution', () => {
    const chosen = sessionIdOf({ message: 'a' }, 'execution-1');
    expect(sessionIdOf({ message: 'b' }, 'execution-1')).toBe(chosen);
    expect(sessionIdOf({ message: 'a' }, 'execution-2')).not.toBe(chosen);
    expect(ChatRequest.parse({ message: 'a', session_id: chosen }).session_id).toBe(chosen);
    expect(sessionIdOf({ message: 'a', session_id: 'my-session' }, 'execution-1')).toBe('my-session');
  });

  test('belongs to the customer of the token’s own tenant', () => {
    expect(ownerOf(IDENTITY)).toBe('11TB01SB#7001001');
  });
});

describe('Saving a turn', () => {
  test('keeps the context, the quick replies that were shown, and the turn among the past ones', () => {
    const turn = aTurn({ session_context: { ...NEW_SESSION, handed_over: true } });
    expect(stateAfter(turn, null)).toEqual({
      context: { ...turn.session_context, offers: turn.agent_response?.suggestions },
      clarification_count: 0,
      next_expected_intent: null,
      history: [{ user: 'Hello', assistant: 'Hello!' }],
    });
  });

  test('counts clarifying questions in a row', () => {
    const asked = aTurn({ needs_clarification: true, clarification_count: 2 });
    expect(stateAfter(asked, null).clarification_count).toBe(2);
    expect(stateAfter(aTurn({ clarification_count: 2 }), null).clarification_count).toBe(0);
  });

  test('of a failed turn leaves the session where it was: the customer saw neither question nor outcome', () => {
    const stored = aState({
      context: { ...NEW_SESSION, list_offset: 5 },
      clarification_count: 1,
      next_expected_intent: 'affirm',
    });
    const failed = aTurn({
      error: { Error: 'States.Timeout' },
      session_context: { ...NEW_SESSION, list_offset: 10 },
      user_message: 'yes',
    });
    expect(stateAfter(failed, stored)).toEqual({ ...stored, history: [{ user: 'yes', assistant: 'Hello!' }] });
    expect(stateAfter(failed, null)).toMatchObject({ context: NEW_SESSION, clarification_count: 0 });
  });

  test('keeps six past turns, each cut to a size, whatever they are written in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        const past = Array.from({ length: 6 }, (_, index) => ({ user: `${index}`, assistant: 'a' }));
        const { history } = stateAfter(aTurn({ user_message: text, conversation_history: past }), null);
        expect(history).toHaveLength(6);
        expect(history[0]?.user).toBe('1');
        const kept = history[5]?.user ?? '';
        expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThanOrEqual(1505);
        expect(kept === text || text.startsWith(kept.slice(0, -1))).toBe(true);
      }),
    );
    const long = stateAfter(aTurn({ user_message: '\u0000'.repeat(2000) }), null).history[0]?.user ?? '';
    expect(long).toMatch(/^\0{200,}…$/);
  });

  test('answers with what the turn came to', () => {
    const turn = aTurn({
      intent: 'check_availability',
      secondary_intents: ['weather'],
      needs_clarification: true,
      clarification_count: 1,
      tool_results: [
        { call_id: '1', tool: 'get_available_dates', outcome: { status: 'ok', value: null } },
        { call_id: '2', tool: 'get_weather', outcome: { status: 'unavailable' } },
        { call_id: '3', tool: 'get_weather', outcome: { status: 'unavailable' } },
      ],
      write_outcome: { tool: 'add_note', status: 'confirmed' },
      handoff: 'asked',
      classified_by: 'bedrock',
      usage: { model_calls: 2, input_tokens: 300, output_tokens: 40 },
    });
    const answer = answerOf(turn, stateAfter(turn, null), 1_021);
    expect(Answer.parse(answer)).toEqual(
      anAnswer({
        intent: 'check_availability',
        suggestions: ['Show my projects'],
        metadata: {
          ...anAnswer().metadata,
          tools_executed: ['get_available_dates', 'get_weather'],
          clarification_needed: true,
          clarification_count: 1,
          secondary_intents: ['weather'],
          write_outcome: { tool: 'add_note', status: 'confirmed' },
          handoff: true,
          classified_by: 'bedrock',
          model_calls: 2,
          input_tokens: 300,
          output_tokens: 40,
          processing_time_ms: 21,
        },
      }),
    );
  });

  test('shows the pending action without its ids', () => {
    const pending_action = {
      id: 'action-0001',
      tool: 'add_note' as const,
      project: {
        project_id: '90010001',
        client_id: '11TB01SB',
        number: '41001_1',
        category: 'Flooring',
        type: 'Installation',
        location: null,
      },
      expires_at: '2026-06-01T14:00:00Z',
      note_text: 'Gate code 12',
    };
    const turn = aTurn({ session_context: { ...NEW_SESSION, pending_action } });
    const { metadata } = answerOf(turn, stateAfter(turn, null), 0);
    expect(metadata.pending_action).toMatchObject({ tool: 'add_note', note_text: 'Gate code 12' });
    expect(JSON.stringify(metadata.pending_action)).not.toMatch(/90010001|11TB01SB|action-0001/);
    expect(metadata.processing_time_ms).toBe(0);
  });

  test('of a turn whose message nobody read says so by intent and confidence', () => {
    const turn = aTurn({ intent: null, confidence: 0, error: { Error: 'States.Timeout' } });
    expect(answerOf(turn, stateAfter(turn, null), 0)).toMatchObject({ intent: 'out_of_scope', confidence: 0 });
  });

  test('needs a reply', () => {
    expect(() => stateAfter(aTurn({ agent_response: null }), null)).toThrow('the turn has no reply');
  });
});

describe('The supervisor’s steps', () => {
  const measured: string[] = [];
  const calls: unknown[] = [];
  const sessions = {
    async open(request: unknown) {
      calls.push(request);
      return { answered: false, session_id: 'my-session', turn: 1, version: 0, state: null };
    },
    async state() {
      return aState({ clarification_count: 2 });
    },
    async save(turn: unknown) {
      calls.push(turn);
    },
  } as unknown as Sessions;
  const supervisor = createSupervisor({
    sessions,
    clock: movableClock(),
    settings: settingsOf({
      INTENT_CONFIDENCE_THRESHOLD: 0.7,
      MAX_CLARIFICATION_ATTEMPTS: 3,
      CONFIRM_SCHEDULE_FLAG: false,
      CANCEL_SCHEDULE_FLAG: true,
    }),
    defaultTimezone: 'America/Chicago',
    plan: (turn) => ({ round: turn.round + 1 }),
    measurements: { turnSaved: ({ session_id }) => measured.push(session_id) },
    log: NO_LOG,
  });

  test('OpenTurn opens the session and reads the clock in the caller’s zone', async () => {
    const request = { message: 'Hello', session_id: 'my-session', message_id: 'message-1' };
    const turn = await supervisor({ step: 'OpenTurn', execution_id: 'e1', input: anInput(request) });
    expect(calls.pop()).toEqual({
      session_id: 'my-session',
      owner: '11TB01SB#7001001',
      message_id: 'message-1',
      execution_id: 'e1',
    });
    expect(turn).toMatchObject({
      answered: false,
      now: '2026-06-01T09:00:00.000-04:00',
      timezone: 'America/New_York',
      settings: { confidence_threshold: 0.7, rehearse_schedule: true, rehearse_cancel: false },
    });
    const nowhere = anInput({ message: 'Hello' }, { ...IDENTITY, timezone: null });
    expect(await supervisor({ step: 'OpenTurn', execution_id: 'e1', input: nowhere })).toMatchObject({
      now: '2026-06-01T08:00:00.000-05:00',
    });
  });

  test('Plan adds the decision to the turn', async () => {
    expect(await supervisor({ step: 'Plan', input: aTurn({ round: 1 }) })).toEqual(
      aTurn({ round: 2, current_agent: 'Supervisor' }),
    );
  });

  test('SaveTurn stores the turn and answers; a failed one goes back to what is stored', async () => {
    const answer = await supervisor({
      step: 'SaveTurn',
      input: aTurn({ message_id: 'message-1', session_version: 4 }),
    });
    expect(calls.pop()).toMatchObject({
      owner: '11TB01SB#7001001',
      message_id: 'message-1',
      version: 4,
      answer,
      record: { turn_id: 'execution-1', reply: 'Hello!' },
    });
    expect(measured).toEqual(['session-1']);
    await supervisor({ step: 'SaveTurn', input: aTurn({ error: { Error: 'States.Timeout' } }) });
    expect(calls.pop()).toMatchObject({ state: { clarification_count: 2 } });
  });

  test('a step there is not is refused', async () => {
    await expect(supervisor({ step: 'Guess', input: aTurn() })).rejects.toMatchObject({ name: 'StateContractError' });
  });
});
