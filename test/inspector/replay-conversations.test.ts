import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { TurnEvent } from '../../core/contracts/execution-record.ts';
import { runAgain } from '../../runtime/run-again.ts';
import { visitsIn } from '../../runtime/visits.ts';
import { faultScripts } from '../conversations/fault-matrix.ts';
import { play, TalkError } from '../conversations/runner.ts';
import { readScripts, type Script } from '../conversations/script.ts';
import { openStage, type Stage } from '../conversations/stage.ts';
import { SILENT } from '../http/front-door.ts';

const SCRIPTS = new URL('../conversations/scripts/', import.meta.url);
const FILES = readdirSync(SCRIPTS).filter((name) => name.endsWith('.talk'));

/**
 * Conversations in which PF360 is made to fail at a turn's calls. Faults are no part of the sandbox's state: run again in
 * the sandbox of then, such a turn finds a PF360 that works. With its tools answering from the record, it fails again.
 */
const FAILED_THEN: ReadonlySet<string> = new Set([
  'the reason that could not be saved is said so',
  'where PF360 shows new times before the release, one yes moves',
  'one yes moves, or everything stays: the new time is gone',
  'the dates of a move cannot be had',
  'a visit that PF360 does not let go goes to the office',
  'PF360 fails again and again: a person is offered',
  'a change of subject that PF360 does not answer leaves no question behind',
  'a correction that did not reach the office is not where the visit is said to be',
  'nothing is asked of a customer who has to sign in again first',
  'a location that cannot be read is named, and nothing is said of all',
  'a note that fails half-way says which was saved and goes on with the other',
  'a booking that the dashboard does not show yet is not asked for again',
  'a cancellation that PF360 neither shows nor proves is told as asked for, and not asked for twice',
  'canceled and booked anew while the dashboard shows the old visit',
  'a move in two steps while the dashboard shows the old visit',
  'what is booked here can be canceled before the dashboard shows it',
  'a note that the list does not show yet is told with it',
  'a dashboard that still does not show it after ten minutes is told as it is',
  'a booking that PF360 said yes to and never made is told as it is after a while',
  'a release that turns out to be done shows the open dates once, whatever was said meanwhile',
  'a no that comes while a booking is looked into is told that it is booked, and not that nothing was changed',
  'another yes that comes while a cancel is looked into is told that it is canceled',
]);

/** Of the fault matrix, those whose write is looked into by a later turn, and that take little time. */
const OPEN = new Set(['booking', 'cancel', 'note'].map((what) => `${what}: connection cut, and nothing is done`));

type Turn = { said: string; record: TurnEvent[]; id: string };

/** Path, what each state gave, and the answer, as the bytes that they are. */
function bytesOf(events: readonly TurnEvent[]): string[] {
  const ended = events.at(-1);
  const end = ended?.type === 'TurnEnded' ? [ended.outcome, ended.error, ended.output] : null;
  return [...visitsIn(events).map(({ name, output }) => `${name} ${JSON.stringify(output)}`), JSON.stringify(end)];
}

const hasWritten = (events: readonly TurnEvent[]): boolean =>
  !JSON.stringify(events.at(-1)).includes('"write_outcome":null');

/** Plays a script and gives back the turns that it made. Whether it goes as the script says is not looked at here. */
async function turnsOf(stage: Stage, script: Script): Promise<Turn[]> {
  const { records, stateMachine } = stage.assistant;
  const earlier = new Set(await records.list());
  await play(stage, script).catch((error: unknown) => {
    if (!(error instanceof TalkError)) throw error;
  });
  await stateMachine.idle();
  const turns: Turn[] = [];
  for (const id of (await records.list()).filter((one) => !earlier.has(one)).reverse()) {
    const record = (await records.read(id)) ?? [];
    const [started] = record;
    const input = started?.type === 'TurnStarted' ? (started.input as { request: { message: string } }) : null;
    turns.push({ id, record, said: input?.request.message ?? '' });
  }
  return turns;
}

const again = { from: null, recoverySeconds: 1200, log: SILENT };

describe('every turn of every conversation runs again', () => {
  const stages = new Map<string, Promise<Stage>>();
  const stageFor = (env: Record<string, string>) => {
    const key = JSON.stringify(env);
    const stage = stages.get(key) ?? openStage(env, { patienceMs: 3000 });
    stages.set(key, stage);
    return stage;
  };
  afterAll(async () => {
    for (const stage of stages.values()) await (await stage).close();
  });

  test('of which there are hundreds', () => {
    expect(faultScripts().filter(({ name }) => OPEN.has(name))).toHaveLength(OPEN.size);
    const all = FILES.flatMap((file) => readScripts(readFileSync(new URL(file, SCRIPTS), 'utf8'), file));
    expect(all.length).toBeGreaterThan(150);
    const named = new Set(all.map(({ name }) => name));
    expect([...FAILED_THEN].filter((name) => !named.has(name))).toEqual([]);
  });

  describe.each(FILES)('%s', (file) => {
    const all = readScripts(readFileSync(new URL(file, SCRIPTS), 'utf8'), file);
    // Every sixth, which keeps the whole run short; `LONG_TESTS=1` takes them all.
    for (const script of all.filter((_, index) => process.env.LONG_TESTS === '1' || index % 6 === 0)) {
      test(script.name, async () => {
        const stage = await stageFor(script.env);
        const turns = await turnsOf(stage, script);
        expect(turns.length).toBeGreaterThan(0);
        const otherwise: string[] = [];
        for (const { id, record, said } of turns) {
          const recorded = await runAgain({ ...again, record, tools: null });
          // The same ids and times too: they are all in the record.
          expect(bytesOf(recorded.events)).toEqual(bytesOf(record));
          expect(recorded.differences).toEqual([]);

          // In the sandbox of then: the turns that wrote something.
          if (!FAILED_THEN.has(script.name) && !hasWritten(record)) continue;
          const kept = await stage.assistant.snapshots?.read(id);
          expect(kept).not.toBeNull();
          if (kept === null || kept === undefined) continue;
          const tools = {
            state: kept.sandbox,
            writes: kept.writes,
            began: kept.taken_at,
            words: 'the sandbox of then',
          };
          const inSandbox = await runAgain({ ...again, record, tools });
          if (inSandbox.differences.length > 0) otherwise.push(`${said}: ${JSON.stringify(inSandbox.differences[0])}`);
        }
        if (FAILED_THEN.has(script.name)) expect(otherwise).not.toEqual([]);
        else expect(otherwise).toEqual([]);
      });
    }
  });

  test.each(
    faultScripts()
      .filter(({ name }) => OPEN.has(name))
      .map((script) => [script.name, script] as const),
  )(
    'what became of a write of open outcome is found out again: %s',
    async (_, script) => {
      const stage = await stageFor(script.env);
      let found = 0;
      for (const { id, record } of await turnsOf(stage, script)) {
        const recorded = await runAgain({ ...again, record, tools: null });
        expect(bytesOf(recorded.events)).toEqual(bytesOf(record));
        const kept = await stage.assistant.snapshots?.read(id);
        if (kept === null || kept === undefined || Object.keys(kept.writes.actions).length === 0) continue;
        found += 1;
        const tools = { state: kept.sandbox, writes: kept.writes, began: kept.taken_at, words: 'the sandbox of then' };
        const inSandbox = await runAgain({ ...again, record, tools });
        expect(inSandbox.differences).toEqual([]);
      }
      expect(found).toBeGreaterThan(0);
    },
    120_000,
  );
});
