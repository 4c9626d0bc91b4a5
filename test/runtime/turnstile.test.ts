import { describe, expect, test } from '@jest/globals';
import type { ExecutionResult, LocalStateMachine } from '../../runtime/state-machine.ts';
import { type Crowd, withTurnstile } from '../../runtime/turnstile.ts';
import { chat, ECHO, startForTest } from '../http/front-door.ts';

const DONE: ExecutionResult = { status: 'SUCCEEDED', output: '{}' };
const LONG = 3_600_000;

/** A state machine whose executions end when they are told to; how many run, and which have begun. */
function gated() {
  const ends = new Map<string, () => void>();
  const begun: string[] = [];
  let most = 0;
  const machine: LocalStateMachine = {
    start: (_, name) =>
      new Promise((resolve) => {
        begun.push(name);
        ends.set(name, () => {
          ends.delete(name);
          resolve(DONE);
        });
        most = Math.max(most, ends.size);
      }),
    idle: async () => {},
  };
  return { machine, begun, most: () => most, end: (name: string) => ends.get(name)?.() };
}

/** Lets everything happen that waits for no execution and no timer. */
const settle = () => new Promise((resolve) => setImmediate(resolve));
const crowd = (changes: Partial<Crowd> = {}): Crowd => ({ running: 2, waiting: 10, patienceMs: LONG, ...changes });

describe('The turnstile before the state machine', () => {
  test('lets so many run at once, and the others in the order they came', async () => {
    const { machine, begun, most, end } = gated();
    const bounded = withTurnstile(machine, crowd());
    const all = Promise.all(['a', 'b', 'c', 'd'].map((name) => bounded.start({}, name)));
    await settle();
    expect(begun).toEqual(['a', 'b']);
    end('b');
    await settle();
    expect(begun).toEqual(['a', 'b', 'c']);
    for (const name of ['a', 'c']) end(name);
    await settle();
    end('d');
    expect(await all).toEqual([DONE, DONE, DONE, DONE]);
    expect(most()).toBe(2);
  });

  test('refuses what would be too many that wait, and starts nothing of it', async () => {
    const { machine, begun, end } = gated();
    const bounded = withTurnstile(machine, crowd({ running: 1, waiting: 1 }));
    const first = bounded.start({}, 'a');
    const second = bounded.start({}, 'b');
    await settle();
    await expect(bounded.start({}, 'c')).rejects.toMatchObject({ name: 'ThrottlingException' });
    end('a');
    await first;
    await settle();
    end('b');
    expect(await second).toEqual(DONE);
    expect(begun).toEqual(['a', 'b']);
  });

  test('refuses what has waited too long, and starts nothing of it', async () => {
    const { machine, begun, end } = gated();
    const bounded = withTurnstile(machine, crowd({ running: 1, patienceMs: 0 }));
    const first = bounded.start({}, 'a');
    await expect(bounded.start({}, 'b')).rejects.toMatchObject({ name: 'ThrottlingException' });
    end('a');
    await first;
    await settle();
    expect(begun).toEqual(['a']);
  });

  test('an execution that could not be started leaves its place to the next', async () => {
    const { machine } = gated();
    const failing: LocalStateMachine = {
      ...machine,
      start: async (_, name) => (name === 'a' ? Promise.reject(new Error('no')) : DONE),
    };
    const bounded = withTurnstile(failing, crowd({ running: 1 }));
    const [first, second] = await Promise.allSettled([bounded.start({}, 'a'), bounded.start({}, 'b')]);
    expect(first.status).toBe('rejected');
    expect(second).toEqual({ status: 'fulfilled', value: DONE });
  });

  test('is idle when those that wait are over too', async () => {
    const { machine, begun, end } = gated();
    const bounded = withTurnstile(machine, crowd({ running: 1 }));
    const both = [bounded.start({}, 'a'), bounded.start({}, 'b')];
    const idle = bounded.idle().then(() => begun.length);
    await settle();
    end('a');
    await settle();
    end('b');
    await Promise.all(both);
    expect(await idle).toBe(2);
    await bounded.idle();
  });
});

test('a burst is answered turn by turn; what is too much is told when to come again, and nothing fails', async () => {
  const assistant = await startForTest({}, { agents: ECHO, crowd: { running: 2, waiting: 6, patienceMs: LONG } });
  try {
    const answers = await Promise.all(Array.from({ length: 20 }, () => chat(assistant, { message: 'hi' })));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(8);
    expect(refused.length).toBeGreaterThan(0);
    for (const { status, headers, body } of refused) {
      expect(status).toBe(429);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(body).toMatchObject({ type: 'urn:problem-type:scheduling-assistant:too-many-requests', status: 429 });
    }
  } finally {
    await assistant.close();
  }
});
