import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type ExecutionRecords,
  fileExecutionRecords,
  memoryExecutionRecords,
} from '../../adapters/execution-records.ts';
import type { TurnEvent } from '../../core/contracts/execution-record.ts';
import { ExecutionPage, ExecutionQuery, ExecutionView, ReplayAnswer } from '../../runtime/inspector/contract.ts';
import { openSummaryIndex, type SummaryIndex } from '../../runtime/inspector/summary-index.ts';
import { openSnapshots, readSnapshot } from '../../runtime/snapshots.ts';
import { NO_WRITES } from '../../runtime/write-memory.ts';
import { freshState, type SandboxState } from '../../sandbox/state.ts';
import { get, posted, say, startLocal } from './local.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspector-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The events of a small turn. */
function turn(id: string, at: number, message = `message ${id}`): TurnEvent[] {
  const request = { message, session_id: 'session-1' };
  return [
    { type: 'TurnStarted', at, execution_id: id, input: { request, identity: { customer_id: '7001001' } } },
    { type: 'StateEntered', at, state: 'OpenTurn', item: null, input: {} },
    { type: 'StateFailed', at: at + 1, state: 'OpenTurn', item: null, error: 'Lambda.SdkClientException', cause: null },
    { type: 'StateRetried', at: at + 2, state: 'OpenTurn', item: null, error: 'Lambda.SdkClientException', attempt: 1 },
    { type: 'StateExited', at: at + 3, state: 'OpenTurn', item: null, output: {}, took_ms: 3 },
    { type: 'TurnEnded', at: at + 4, outcome: 'succeeded', output: {}, error: null, took_ms: 4 },
  ];
}

const QUERY = ExecutionQuery.parse({});

describe('the list of executions', () => {
  const file = () => join(folder, 'summaries.jsonl');
  const open = async (records: ExecutionRecords) => {
    const index = openSummaryIndex(records, file());
    await index.ready();
    return index;
  };
  const run = (records: ExecutionRecords, index: SummaryIndex, events: TurnEvent[]) => {
    const [started] = events;
    const id = started?.type === 'TurnStarted' ? started.execution_id : '';
    for (const event of events) {
      records.append(id, event);
      index.follow(id, event);
    }
  };
  const ids = (index: SummaryIndex) => index.find(QUERY).items.map(({ execution_id }) => execution_id);

  test('is there again after a restart, without a record being read', async () => {
    const records = fileExecutionRecords(join(folder, 'executions'), 100);
    const index = await open(records);
    for (const [place, id] of ['a', 'b', 'c'].entries()) run(records, index, turn(id, 1000 + place));
    await Promise.all([records.idle(), index.idle()]);

    const read: string[] = [];
    const watched = { ...records, read: (id: string) => records.read(id).finally(() => read.push(id)) };
    const again = await open(watched);
    expect(ids(again)).toEqual(['c', 'b', 'a']);
    expect(again.find(QUERY).items[0]).toMatchObject({ retries: 1, outcome: 'succeeded', error: null, took_ms: 4 });
    expect(read).toEqual([]);
  });

  test('makes up from the records what it has not kept: a new file, an older form, a line cut short', async () => {
    const records = fileExecutionRecords(join(folder, 'executions'), 100);
    for (const [place, id] of ['a', 'b', 'c'].entries()) {
      for (const event of turn(id, 1000 + place)) records.append(id, event);
    }
    // This one was cut off in the middle: its process was killed.
    for (const event of turn('d', 2000).slice(0, 3)) records.append('d', event);
    await records.idle();
    await writeFile(join(folder, 'executions', 'e.jsonl'), 'no record\n');
    const index = await open(records);
    await index.idle();
    expect(ids(index)).toEqual(['d', 'c', 'b', 'a']);
    expect(index.get('d')).toMatchObject({ outcome: 'aborted', error: 'the assistant was stopped' });

    const kept = (await readFile(file(), 'utf8')).split('\n');
    expect(kept).toHaveLength(5);
    await writeFile(file(), `{"execution_id":"a"}\n${kept[1]}\n${kept[2]?.slice(0, 40)}`);
    expect(ids(await open(records))).toEqual(['d', 'c', 'b', 'a']);
  });

  test('forgets executions whose records went to make room', async () => {
    const records = memoryExecutionRecords(3);
    const index = openSummaryIndex(records, null);
    for (let place = 0; place < 10; place += 1) run(records, index, turn(`t${place}`, 1000 + place));
    expect(ids(index)).toEqual(['t9', 't8', 't7']);
    expect(await records.list()).toEqual(['t9', 't8', 't7']);
  });

  test('keeps a file that does not grow with every turn that ever was', async () => {
    const records = memoryExecutionRecords(10);
    const index = await open(records);
    for (let place = 0; place < 1200; place += 1) run(records, index, turn(`t${place}`, 1000 + place));
    await index.idle();
    const lines = (await readFile(file(), 'utf8')).split('\n').length;
    expect(lines).toBeLessThan(600);
    expect(index.find(QUERY).total).toBe(10);
  });

  test('of five hundred is read page by page to the last', async () => {
    const records = memoryExecutionRecords(1000);
    const index = openSummaryIndex(records, null);
    // Many begin in the same millisecond.
    for (let place = 0; place < 500; place += 1) run(records, index, turn(`t${place}`, 1000 + Math.floor(place / 7)));
    const seen = new Set<string>();
    let before: string | undefined;
    let pages = 0;
    do {
      const { items, next, total } = ExecutionPage.parse(index.find(ExecutionQuery.parse({ before })));
      expect(total).toBe(500);
      for (const { execution_id } of items) seen.add(execution_id);
      before = next ?? undefined;
      pages += 1;
    } while (before !== undefined);
    expect({ seen: seen.size, pages }).toEqual({ seen: 500, pages: 10 });
    // A page whose first line has gone in the meantime goes on behind it.
    expect(index.find(ExecutionQuery.parse({ before: '1005.5~gone' })).items[0]?.started_at).toBe(1005);
    expect(index.find(ExecutionQuery.parse({ before: '1~gone' })).items).toEqual([]);
  });

  test('tells whoever follows it, until he leaves', () => {
    const index = openSummaryIndex(memoryExecutionRecords(10), null);
    const told: (string | null)[] = [];
    const leave = index.subscribe(({ outcome }) => told.push(outcome));
    for (const event of turn('a', 1000)) index.follow('a', event);
    leave();
    for (const event of turn('b', 1000)) index.follow('b', event);
    expect(told[0]).toBe('running');
    expect(told.at(-1)).toBe('succeeded');
    expect(told.filter((outcome) => outcome === 'succeeded')).toHaveLength(1);
    // An event of which the beginning was not seen makes no line.
    index.follow('c', { type: 'TurnEnded', at: 1, outcome: 'failed', output: null, error: 'E', took_ms: 1 });
    expect(index.get('c')).toBeNull();
  });
});

describe('the sandbox of then', () => {
  const AT = '2026-06-01T13:00:00Z';
  const stateWith = (next_note_id: number): SandboxState => ({ ...freshState(AT), next_note_id });
  let state = stateWith(1);
  const files = async () => (await readdir(folder)).filter((name) => name !== 'turns.jsonl').length;

  test('is kept once for all turns that found it so, and goes with the last of them', async () => {
    const records = memoryExecutionRecords(4);
    const snapshots = openSnapshots(() => state, records, { folder });
    const begin = (id: string, note: number) => {
      state = stateWith(note);
      snapshots.take(id);
      for (const event of turn(id, 1000)) records.append(id, event);
    };
    for (const id of ['a', 'b', 'c']) begin(id, 1);
    begin('d', 2);
    await snapshots.idle();
    expect(await files()).toBe(2);
    expect((await snapshots.read('b'))?.sandbox).toEqual(stateWith(1));
    expect((await snapshots.read('d'))?.sandbox).toEqual(stateWith(2));
    for (const id of ['e', 'f', 'g']) begin(id, 3);
    await snapshots.idle();
    expect(['a', 'b', 'c', 'd'].map(snapshots.has)).toEqual([false, false, false, true]);
    expect(await snapshots.read('a')).toBeNull();
    expect(await files()).toBe(2);
  });

  test('is there again after a restart, for the records that are', async () => {
    const records = fileExecutionRecords(join(folder, 'executions'), 100);
    const snapshots = openSnapshots(() => state, records, { folder: join(folder, 's') });
    const known = { actions: {}, sagas: [] };
    for (const [place, id] of ['a', 'b'].entries()) {
      state = stateWith(10 + place);
      snapshots.take(id);
      for (const event of turn(id, 1000)) records.append(id, event);
    }
    snapshots.addWrites('a', { ...known, actions: { 'action-1': RECORD } });
    // No record of it is ever written.
    state = stateWith(20);
    snapshots.take('lost');
    await Promise.all([records.idle(), snapshots.idle()]);
    // Its process was killed while it wrote.
    await appendFile(join(folder, 's', 'turns.jsonl'), '{"execution":"c","sta');

    const again = openSnapshots(() => state, records, { folder: join(folder, 's') });
    expect(await again.read('a')).toMatchObject({
      sandbox: stateWith(10),
      writes: { actions: { 'action-1': RECORD } },
    });
    expect(await again.read('b')).toMatchObject({ sandbox: stateWith(11), writes: NO_WRITES });
    expect(again.has('lost')).toBe(false);
    await again.idle();
    expect((await readdir(join(folder, 's'))).length).toBe(3);
    expect(await readSnapshot(join(folder, 's'), 'b')).toMatchObject({ sandbox: stateWith(11) });
    expect(await readSnapshot(join(folder, 's'), 'lost')).toBeNull();
    expect(await readSnapshot(join(folder, 'nowhere'), 'b')).toBeNull();
  });

  test('takes no more room than it may', async () => {
    const records = memoryExecutionRecords(1000);
    const size = JSON.stringify(stateWith(1)).length;
    const snapshots = openSnapshots(() => state, records, { folder: null, largest: size * 3 });
    for (let note = 1; note <= 9; note += 1) {
      state = stateWith(note);
      snapshots.take(`t${note}`);
    }
    expect([6, 7, 8, 9].map((note) => snapshots.has(`t${note}`))).toEqual([false, true, true, true]);
    expect((await snapshots.read('t9'))?.sandbox).toEqual(stateWith(9));
  });

  test('is no snapshot any more when its file is spoilt', async () => {
    const snapshots = openSnapshots(() => state, memoryExecutionRecords(10), { folder });
    snapshots.take('a');
    await snapshots.idle();
    const [name = ''] = (await readdir(folder)).filter((one) => one !== 'turns.jsonl');
    await writeFile(join(folder, name), '{"version":1');
    expect(await snapshots.read('a')).toBeNull();
  });
});

const RECORD = {
  state: 'unknown' as const,
  outcome: null,
  started_at: '2026-06-01T13:00:00Z',
  started_ms: 1,
  answered: false,
};

test('executions, summaries and snapshots outlive the process', async () => {
  const env = { DATA_DIR: folder, ASSISTANT_NOW: '2026-06-01T09:00:00-04:00' };
  const first = await startLocal(env);
  await say(first, '7001001', { message: 'Book my flooring for June 12 at 1 pm', session_id: 'session-1' });
  const id = await say(first, '7001001', { message: 'yes', session_id: 'session-1' });
  await first.close();

  const second = await startLocal(env);
  try {
    const { items } = ExecutionPage.parse(await get(second, '/local/executions'));
    expect(items.map(({ user_message }) => user_message)).toEqual(['yes', 'Book my flooring for June 12 at 1 pm']);
    expect(ExecutionView.parse(await get(second, `/local/executions/${id}`)).snapshot).toBe(true);
    const body = { execution_id: id, from: null, tools: 'sandbox_then' };
    expect(ReplayAnswer.parse(await posted(second, '/local/replays', body))).toMatchObject({ differences: [] });
  } finally {
    await second.close();
  }
  const files = await Promise.all(
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && /\.jsonl?$/.test(entry.name))
      .map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')),
  );
  expect(files.length).toBeGreaterThan(5);
  // No token in any of them.
  for (const text of files) expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
});
