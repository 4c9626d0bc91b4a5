import { describe, expect, test } from '@jest/globals';
import { createResponder } from '../../../functions/responder/handler.ts';
import { type Phrase, respond, worthPhrasing } from '../../../functions/responder/respond.ts';
import { SCENARIOS, type Scenario, turnOf } from '../../fixtures/speech/scenarios.ts';

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
    const text = "You're on for December 8 at 10 AM, and the weather looks good: partly cloudy, high of 70 degrees.";
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
    expect(reply.gate.unbacked).toContain('weekday:Friday');
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
])('acts of %s are worth a model’s words: %s', (name, worth) =>
  expect(worthPhrasing(SCENARIOS[name] as never)).toBe(worth),
);

test('the responder puts reply and usage into the turn', async () => {
  const turn = await createResponder({ log: silent })(turnOf('dates'));
  expect(turn.current_agent).toBe('Responder');
  expect(turn.agent_response).toMatchObject({ written_by: 'template', data: { kind: 'dates' } });
  expect(turn.agent_response?.suggestions).toHaveLength(6);
});
