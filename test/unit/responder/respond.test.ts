import { describe, expect, test } from '@jest/globals';
import { createResponder } from '../../../functions/responder/handler.ts';
import { type Phrase, respond, worthPhrasing } from '../../../functions/responder/respond.ts';
import { speechOf } from '../../../functions/responder/speech.ts';
import { partsOf } from '../../../functions/responder/templates/templates.ts';
import { type Scenario, turnOf } from '../../fixtures/speech/scenarios.ts';

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

  test('has the model’s words where they only lead from part to part', async () => {
    const turn = turnOf('visit_and_weather');
    const [visit, weather] = partsOf(turn.acts, speechOf(turn)).map(({ text }) => text);
    const { reply, usage: used } = await respond(turn, {
      phrase: saying('  Happy to help! [1] And as for the weather: [2]\n'),
    });
    expect(reply).toMatchObject({
      text: `Happy to help! ${visit}\nAnd as for the weather:\n${weather}`,
      written_by: 'model',
      gate: { passed: true, unbacked: [] },
    });
    expect(used).toEqual(usage);
  });

  test('is the template where the model states anything itself, and tells of what kind that was', async () => {
    const { reply } = await respond(turnOf('visit_and_weather'), {
      phrase: saying('Your visit is on Friday, and it will snow. [1] [2]'),
    });
    expect(reply.written_by).toBe('template');
    expect(reply.text).toContain('Tuesday, December 8');
    expect(reply.gate).toEqual({ passed: false, unbacked: ['statement'] });
    expect(JSON.stringify(reply.gate)).not.toMatch(/Friday|snow/);
  });

  test('is the template where the model leaves a part out, and tells that', async () => {
    const { reply } = await respond(turnOf('visit_and_weather'), { phrase: saying('Happy to help! [1]') });
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
  ['which', false],
  ['hours_and_dates', true],
  ['visit_and_weather', true],
])('acts of %s are worth a model’s words: %s', (name, worth) => expect(worthPhrasing(turnOf(name))).toBe(worth));

test('the responder puts reply and usage into the turn', async () => {
  const turn = await createResponder({ log: silent })(turnOf('dates'));
  expect(turn.current_agent).toBe('Responder');
  expect(turn.agent_response).toMatchObject({ written_by: 'template', data: { kind: 'dates' } });
  expect(turn.agent_response?.suggestions).toHaveLength(6);
});

test('a text turned down is logged by kinds, without a word of it', async () => {
  const logged: unknown[] = [];
  const log = { ...silent, warn: (...line: unknown[]) => logged.push(line) };
  const phrase = saying('Karen will call you on Friday. [1] [2]');
  await createResponder({ phrase, log: log as never })(turnOf('out_of_scope'));
  expect(logged).toMatchObject([['the gate turned a text down', { kinds: ['statement'] }]]);
  expect(JSON.stringify(logged)).not.toMatch(/Karen|Friday/);
});
