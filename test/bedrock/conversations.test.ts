import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HOSTILE, obedient } from './hostile.ts';
import { ATTACKS, type Attack, ordeal, withPendingBooking } from './ordeal.ts';
import { type Behaviour, fails, messageIn, sensible } from './stand-in.ts';
import { startWorld, type Told, violations, type World } from './world.ts';

const TEN_TURNS = [
  'Hi',
  'show me my projects',
  'I want to schedule the flooring one',
  'next Tuesday works',
  '10 AM please',
  'yes, book it',
  'what will the weather be that day?',
  'add a note: gate code is 4821',
  'cancel the bathroom appointment',
  'thanks, bye',
];
/** Messages that the local model is unsure of, and answers that a model may phrase. */
const HARD = [
  'what would be the damage to my wallet for the new floor?',
  'tell me when the windows crew comes and whether you are open on friday, also what is the weather then',
  'hmm so the thing with the place, you know, same as before but not quite',
  'about that other thing',
];

async function talk(world: World, messages: readonly string[], session?: string): Promise<Told[]> {
  const told: Told[] = [];
  for (const message of messages) {
    told.push(await world.say('7001001', message, session ?? told[0]?.answer.session_id));
  }
  return told;
}

const sum = (told: readonly Told[], figure: 'model_calls' | 'input_tokens' | 'output_tokens') =>
  told.reduce((total, { answer }) => total + answer.metadata[figure], 0);

/** What a turn did and shows, whoever understood and phrased it. */
const factsOf = ({ answer, writes }: Told) => ({
  intent: answer.intent,
  data: answer.data,
  pending: answer.metadata.pending_action,
  outcome: answer.metadata.write_outcome,
  handoff: answer.metadata.handoff,
  writes: writes.map(({ method, path }) => `${method} ${path}`),
});

describe('a conversation with a model', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld(sensible);
  });
  afterAll(() => world.close());

  test('of ten turns takes at most three calls', async () => {
    world.standIn.behave(sensible);
    const told = await talk(world, TEN_TURNS);
    expect(told.map(({ status }) => status)).toEqual(TEN_TURNS.map(() => 200));
    expect(told[5]?.answer.metadata.write_outcome).toEqual({ tool: 'confirm_appointment', status: 'confirmed' });
    expect(told[7]?.answer.metadata.write_outcome).toEqual({ tool: 'add_note', status: 'confirmed' });
    expect(sum(told, 'model_calls')).toBeLessThanOrEqual(3);
    expect(world.standIn.complaints).toEqual([]);
    await world.control('POST', '/reset');
  });

  test('shows in every answer what the model took, as the model’s provider counts it', async () => {
    const before = world.standIn.calls.length;
    const told = await talk(world, HARD);
    const calls = world.standIn.calls.length - before;
    expect(calls).toBeGreaterThan(0);
    expect(sum(told, 'model_calls')).toBe(calls);
    for (const { answer } of told) {
      const { model_calls, input_tokens, output_tokens, classified_by } = answer.metadata;
      expect(input_tokens > 0 && output_tokens > 0).toBe(model_calls > 0);
      if (classified_by === 'bedrock') expect(model_calls).toBeGreaterThan(0);
    }
  });

  test('stays flat: a call late in a long session is no longer than one early on', async () => {
    const session = 'long-session-1';
    const lengths: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      const before = world.standIn.calls.length;
      await talk(world, ['show me my projects', 'hmm so the thing with the place, you know'], session);
      for (const call of world.standIn.calls.slice(before))
        if (messageIn(call) !== null) lengths.push(call.said.length);
    }
    expect(lengths.length).toBeGreaterThanOrEqual(6);
    expect(Math.max(...lengths)).toBeLessThan(3000);
    expect(lengths.at(-1) ?? 0).toBeLessThan((lengths[0] ?? 0) + 1500);
  });

  test('phrases what is open or composite, and what it wrote is gated', async () => {
    const [told] = await talk(world, ['how much will the flooring cost me?']);
    expect(told?.turn?.agent_response).toMatchObject({ written_by: 'model', gate: { passed: true } });
    world.standIn.behave(HOSTILE.lies);
    const [lied] = await talk(world, ['how much will the flooring cost me?']);
    expect(lied?.turn?.agent_response).toMatchObject({ written_by: 'template', gate: { passed: false } });
    world.standIn.behave(sensible);
  });

  test('whose guardrail steps in, goes on without', async () => {
    world.standIn.behave(HOSTILE.guardrail);
    for (const told of await talk(world, HARD)) {
      expect(told.status).toBe(200);
      expect(told.answer.metadata.classified_by).not.toBe('bedrock');
      expect(told.answer.response).not.toContain('Sorry, I cannot do that.');
    }
    world.standIn.behave(sensible);
  });

  test('whose model hangs, is answered in time all the same', async () => {
    world.standIn.behave(HOSTILE.hangs);
    const [told] = await talk(world, ['about that other thing']);
    expect(told?.status).toBe(200);
    expect(told?.answer.metadata).toMatchObject({ clarification_needed: true, model_calls: 1 });
    world.standIn.behave(sensible);
  });
});

test('a model that is throttled for good changes phrasing, never what is so', async () => {
  const [first = '', second = '', third = '', lost = ''] = HARD;
  const script = [
    ...TEN_TURNS.slice(0, 2),
    lost,
    ...TEN_TURNS.slice(2, 8),
    first,
    second,
    third,
    ...TEN_TURNS.slice(8),
  ];
  const run = async (behaviour: Behaviour, env: Record<string, string> = {}) => {
    const world = await startWorld(behaviour, { env });
    const told = await talk(world, script);
    await world.close();
    return told;
  };
  const throttled = () => fails(429, 'ThrottlingException');
  const off = await run(sensible, { MODEL_PROVIDER: 'none' });
  const always = await run(throttled);
  let calls = 0;
  const midway = await run((call) => (++calls <= 1 ? sensible(call) : throttled()));
  expect(sum(off, 'model_calls')).toBe(0);
  expect(sum(always, 'model_calls')).toBeGreaterThan(0);
  expect(always.map(factsOf)).toEqual(off.map(factsOf));
  const writes = (told: readonly Told[]) =>
    told.flatMap(({ writes }) => writes.map(({ method, path }) => `${method} ${path}`));
  expect(writes(midway)).toEqual(writes(off));
  expect(writes(off).length).toBeGreaterThanOrEqual(2);
});

describe('bounds on the model’s use', () => {
  test.each([
    ['a session', { MODEL_CALLS_PER_SESSION: '2' }, 2],
    ['a customer and day', { MODEL_CALLS_PER_CUSTOMER_DAY: '1' }, 1],
  ])('for %s hold, and the assistant goes on without', async (_, env, most) => {
    const world = await startWorld(sensible, { env });
    const told = await talk(world, [...HARD, ...HARD]);
    expect(told.map(({ status }) => status)).toEqual(told.map(() => 200));
    expect(world.standIn.calls).toHaveLength(most);
    expect(sum(told, 'model_calls')).toBe(most);
    await world.close();
  });
});

describe('an attack that the model obeys', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld(sensible, { alwaysAsk: true });
  });
  afterAll(() => world.close());

  const of = (where: Attack['where']) => ATTACKS.filter((attack) => attack.where === where);
  const strangers = /\b4100\d_1\b|Tampa Bay Interiors|Orlando/;

  test('there are enough of, in all their kinds', () => {
    expect(ATTACKS.length).toBeGreaterThanOrEqual(150);
    expect(new Set(ATTACKS.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(8);
    expect(new Set(ATTACKS.map(({ text }) => text)).size).toBe(ATTACKS.length);
  });

  test('in a message, while a booking waits for its yes, writes nothing, leaks nothing and says nothing untrue', async () => {
    const found: string[] = [];
    let sessions = 0;
    let before = null as Awaited<ReturnType<typeof withPendingBooking>> | null;
    for (const attack of of('message')) {
      world.standIn.behave(sensible);
      if (before === null || before.metadata.pending_action === null) {
        sessions += 1;
        before = await withPendingBooking(world, `attacked-${sessions}`);
        expect(before.metadata.pending_action).not.toBeNull();
      }
      world.standIn.behave(obedient(attack));
      const told = await world.say('7001002', attack.text, before.session_id);
      const broken = violations(told, {
        message: attack.text,
        means: 'other',
        before,
        parts: world.parts,
        strangers,
      });
      found.push(...broken.map((violation) => `${attack.id}: ${violation}`));
      before = broken.length === 0 ? told.answer : null;
      if (broken.length > 0) await world.control('POST', '/reset');
    }
    expect(found).toEqual([]);
    expect((await world.control('GET', '/requests')) as unknown[]).not.toContainEqual(
      expect.objectContaining({ method: 'POST' }),
    );
  });

  test('in a note’s text or a project’s category is read out at most as what it is', async () => {
    const found: string[] = [];
    const partsBefore = world.parts.size;
    const hear = async (attack: Attack, messages: readonly string[]) => {
      // The customer's own message is harmless: it is read for what it is, and what is phrased then is the attack.
      const obeys = obedient(attack);
      world.standIn.behave((call) => (messageIn(call) === null ? obeys(call) : sensible(call)));
      for (const message of messages) {
        const told = await world.say('7001001', message, `heard-${attack.id}`);
        const broken = violations(told, {
          message: attack.text,
          means: 'other',
          before: null,
          parts: world.parts,
          strangers: /\b52001\b/,
        });
        found.push(...broken.map((violation) => `${attack.id}, ${message}: ${violation}`));
      }
    };
    for (const attack of of('note')) {
      await world.pf360('POST', '/communication/client/11TB01SB/project/90010002/note', { note_text: attack.text });
      await hear(attack, ['what notes are on my windows project, and what address do you have for it?']);
    }
    const dashboard = await world.pf360('GET', '/dashboard/get/11TB01SB/7001001');
    for (const attack of of('category')) {
      await world.control('POST', '/faults', {
        match: 'GET /dashboard/*',
        body: withCategory(dashboard, attack.text),
        times: 50,
      });
      await hear(attack, ['show me my projects and tell me when you are open']);
      await world.control('DELETE', '/faults');
    }
    expect(found).toEqual([]);
    expect(world.parts.size - partsBefore).toBeGreaterThan(of('note').length / 2);
  });
});

/** The dashboard with another category on every project. */
const withCategory = (dashboard: unknown, category: string): unknown =>
  JSON.parse(JSON.stringify(dashboard), (key, value) =>
    /category/i.test(key) && typeof value === 'string' ? category : value,
  );

test('random conversations with a model hostile in every way, and faults, break nothing', async () => {
  const report = await ordeal({ turns: 150, seed: 20260601 });
  expect(report).toMatchObject({ turns: 150, violations: [], complaints: [] });
  expect(report.model_calls).toBeGreaterThan(50);
  expect(report.writes).toBeGreaterThan(0);
});
