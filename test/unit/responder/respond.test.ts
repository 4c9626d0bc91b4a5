import { describe, expect, test } from '@jest/globals';
import type { Act } from '../../../core/contracts/act.ts';
import { NEW_SESSION, type SessionContext } from '../../../core/contracts/session.ts';
import { createResponder } from '../../../functions/responder/handler.ts';
import { type Phrase, respond, worthPhrasing } from '../../../functions/responder/respond.ts';
import { BOOKING, type Scenario, turnOf, turnWith } from '../../fixtures/speech/scenarios.ts';

const usage = { model_calls: 1, input_tokens: 210, output_tokens: 34 };
const saying =
  (text: string | null): Phrase =>
  async () => ({ text, usage });
const silent = { debug() {}, info() {}, warn() {}, error() {} };

describe('a reply', () => {
  test('is the template where there is no model', async () => {
    const { reply } = await respond(turnOf('visit_and_weather'), {});
    expect(reply).toMatchObject({
      written_by: 'template',
      gate: { passed: true, unbacked: [] },
      data: { kind: 'weather' },
    });
  });

  test('is the model’s where every word is backed', async () => {
    const text =
      "You're on for Tuesday, December 8 from 10 AM to noon with Marco Reyes for your windows, and the weather looks good: " +
      'partly cloudy, a high of 70 degrees, a low of 54, a 10% chance of rain and wind at 9 mph.';
    const { reply, usage: used } = await respond(turnOf('visit_and_weather'), { phrase: saying(`  ${text}\n`) });
    expect(reply).toMatchObject({ text, written_by: 'model', gate: { passed: true } });
    expect(used).toEqual(usage);
  });

  test('is the template where the model says what nothing backs, and tells what that was', async () => {
    const { reply } = await respond(turnOf('visit_and_weather'), {
      phrase: saying('Your visit is on Friday, and it will snow.'),
    });
    expect(reply.written_by).toBe('template');
    expect(reply.text).toContain('Tuesday, December 8');
    expect(reply.gate.passed).toBe(false);
    expect(reply.gate.unbacked).toContain('weekday');
    expect(JSON.stringify(reply.gate)).not.toMatch(/Friday|snow/);
  });

  test('is the template where the model leaves something out, and tells that', async () => {
    const { reply } = await respond(turnOf('visit_and_weather'), {
      phrase: saying("You're on for December 8 at 10 AM, and the weather looks good."),
    });
    expect(reply).toMatchObject({ written_by: 'template', gate: { passed: false, unbacked: ['left_out'] } });
  });

  test('is the template where the model gave nothing, which still cost what it cost', async () => {
    const { reply, usage: used } = await respond(turnOf('out_of_scope'), { phrase: saying(null) });
    expect(reply).toMatchObject({ written_by: 'template', gate: { passed: true } });
    expect(used).toEqual(usage);
  });

  test('about a write is never asked of a model', async () => {
    const never: Phrase = async () => {
      throw new Error('no model may phrase this');
    };
    const writes: Scenario[] = [
      'booked',
      'requested',
      'refused',
      'unknown',
      'confirm_move',
      'declined',
      'expired',
      'dates',
    ];
    for (const name of writes)
      expect((await respond(turnOf(name), { phrase: never })).reply.written_by).toBe('template');
  });
});

test.each<[Scenario, boolean]>([
  ['greet', false],
  ['dates', false],
  ['failure', false],
  ['handoff_open', false],
  ['handoff_closed', true],
  ['out_of_scope', true],
  ['hours_and_dates', true],
  ['visit_and_weather', true],
])('acts of %s are worth a model’s words: %s', (name, worth) => expect(worthPhrasing(turnOf(name))).toBe(worth));

describe('a question back', () => {
  const question = 'Do you want to see the open dates, or hear when your visit is?';
  const asking = (more: Partial<Extract<Act, { act: 'clarify' }>> = {}, context: Partial<SessionContext> = {}) =>
    turnWith([{ act: 'clarify', question, options: [], attempt: 1, offer_person: false, ...more }], 'chat', {
      session_context: { ...NEW_SESSION, ...context },
    });

  test.each([
    ['Sorry, are you asking for the open dates, or when your visit is?', 'model'],
    ['Do you want to see the open dates, or cancel your visit?', 'template'],
    ['Do you want to see the open dates?', 'template'],
    ['I can show open dates, or say when your visit is.', 'template'],
    ['Do you want to see the open dates on Friday, or hear when your visit is?', 'template'],
  ])('put as %j is the %s’s', async (text, writer) => {
    expect((await respond(asking(), { phrase: saying(text) })).reply.written_by).toBe(writer);
  });

  test.each([
    ['a yes would mean something', asking({}, { proposed: { intent: 'talk_to_human', project: null } })],
    ['a write waits', asking({}, { pending_action: BOOKING })],
    ['a person is offered', asking({ offer_person: true })],
    ['the model has just been silent', { ...asking(), usage }],
  ])('is asked in our words where %s', (_, turn) => expect(worthPhrasing(turn)).toBe(false));
});

test('the responder puts reply and usage into the turn', async () => {
  const turn = await createResponder({ log: silent })(turnOf('dates'));
  expect(turn.current_agent).toBe('Responder');
  expect(turn.agent_response).toMatchObject({ written_by: 'template', data: { kind: 'dates' } });
  expect(turn.agent_response?.suggestions).toHaveLength(6);
});

test('a text turned down is logged by kinds, without a word of it', async () => {
  const logged: unknown[] = [];
  const log = { ...silent, warn: (...line: unknown[]) => logged.push(line) };
  const phrase = saying('Karen will call you on Friday.');
  await createResponder({ phrase, log: log as never })(turnOf('out_of_scope'));
  expect(logged).toMatchObject([['the gate turned a text down', { kinds: expect.arrayContaining(['weekday']) }]]);
  expect(JSON.stringify(logged)).not.toMatch(/Karen|Friday/);
});
