import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { ExecutionRecords } from '../adapters/execution-records.ts';
import { SandboxState } from '../sandbox/state.ts';
import { type KnownWrites, NO_WRITES } from './write-memory.ts';

/** What a turn's tools found: the sandbox, and what was known of the session's writes. */
export type TurnSnapshot = {
  sandbox: SandboxState;
  writes: KnownWrites;
  /** Epoch milliseconds on the assistant's real clock: what is told by time since a write began is told from here. */
  taken_at: number;
};

/** The sandbox as it was when each turn began. A state that did not change between turns is kept once. */
export type Snapshots = {
  /** At once, as the turn begins. */
  take(executionId: string): void;
  /** Adds what is known of the turn's writes, once the session is open. */
  addWrites(executionId: string, writes: KnownWrites): void;
  has(executionId: string): boolean;
  read(executionId: string): Promise<TurnSnapshot | null>;
  /** The sandbox as it is. */
  now(): SandboxState;
  /** Resolves when all that was taken is on disk. */
  idle(): Promise<void>;
};

const Writes = z.custom<KnownWrites>((value) => typeof value === 'object' && value !== null);

/** One line of the list of turns. A later line of the same execution adds to the earlier one. */
const Line = z.object({
  execution: z.string(),
  /** Name of the state's file. */
  state: z.string().regex(/^[\w-]{22}$/),
  taken_at: z.number(),
  writes: Writes.optional(),
});
type Line = z.infer<typeof Line>;

/** Bytes of JSON that all states may take together. */
const LARGEST = 64 * 1024 * 1024;

/** Lines that the list may have beyond one for each turn, before it is written anew. */
const SLACK = 2_000;

const listOf = (folder: string): string => join(folder, 'turns.jsonl');
const fileOf = (folder: string, state: string): string => join(folder, `${state}.json`);

/**
 * @param sandbox The sandbox in this process.
 * @param records The executions: a snapshot goes with its record.
 * @param options.folder Where they are kept; null keeps them in memory.
 * @param options.now    Epoch milliseconds on the assistant's real clock.
 */
export function openSnapshots(
  sandbox: () => SandboxState,
  records: ExecutionRecords,
  { folder, now = Date.now, largest = LARGEST }: { folder: string | null; now?: () => number; largest?: number },
): Snapshots {
  const turns = new Map<string, Line>();
  const states = new Map<string, { size: number; text: string | null }>();
  let bytes = 0;
  let lines = 0;
  let writing: Promise<unknown> = folder === null ? Promise.resolve() : load(folder);

  const write = (work: (folder: string) => Promise<unknown>) => {
    if (folder === null) return;
    // Without its snapshot a turn can still be run again, with its tools answering from the record.
    writing = writing.then(() => work(folder)).catch(() => {});
  };
  const note = (line: Line) => {
    turns.set(line.execution, line);
    lines += 1;
    if (lines > turns.size + SLACK) write(compact);
    else write((into) => appendFile(listOf(into), `${JSON.stringify(line)}\n`));
  };
  const compact = async (into: string) => {
    lines = turns.size;
    await writeFile(`${listOf(into)}.tmp`, [...turns.values()].map((line) => `${JSON.stringify(line)}\n`).join(''));
    await rename(`${listOf(into)}.tmp`, listOf(into));
  };
  const forget = (executionId: string) => {
    const gone = turns.get(executionId);
    turns.delete(executionId);
    if (gone === undefined || [...turns.values()].some(({ state }) => state === gone.state)) return;
    bytes -= states.get(gone.state)?.size ?? 0;
    states.delete(gone.state);
    write(async (from) => {
      // The same state may have come up again in the meantime.
      if (!states.has(gone.state)) await rm(fileOf(from, gone.state), { force: true });
    });
  };
  const bound = () => {
    while (bytes > largest && turns.size > 1) forget([...turns.keys()][0] ?? '');
  };

  async function load(from: string): Promise<void> {
    await mkdir(from, { recursive: true });
    const kept = new Set(await records.list());
    const earlier = await readLines(from);
    const taken = [...turns];
    turns.clear();
    for (const line of earlier) if (kept.has(line.execution)) turns.set(line.execution, line);
    for (const [id, line] of taken) turns.set(id, line);
    for (const { state } of turns.values()) {
      if (states.has(state)) continue;
      const size = (await readFile(fileOf(from, state)).catch(() => Buffer.of())).byteLength;
      states.set(state, { size, text: null });
      bytes += size;
    }
    const unused = earlier.filter(({ state }) => !states.has(state));
    for (const { state } of unused) await rm(fileOf(from, state), { force: true });
    await compact(from);
  }

  records.onRemoved(forget);
  return {
    take(executionId) {
      const text = JSON.stringify(sandbox());
      const state = createHash('sha256').update(text).digest('base64url').slice(0, 22);
      if (!states.has(state)) {
        const size = Buffer.byteLength(text);
        states.set(state, { size, text: folder === null ? text : null });
        bytes += size;
        write(async (into) => {
          await writeFile(`${fileOf(into, state)}.tmp`, text);
          await rename(`${fileOf(into, state)}.tmp`, fileOf(into, state));
        });
      }
      note({ execution: executionId, state, taken_at: now() });
      bound();
    },
    addWrites(executionId, writes) {
      const line = turns.get(executionId);
      const isEmpty = Object.keys(writes.actions).length === 0 && writes.sagas.length === 0;
      if (line !== undefined && !isEmpty) note({ ...line, writes });
    },
    has: (executionId) => turns.has(executionId),
    async read(executionId) {
      await writing;
      const line = turns.get(executionId);
      if (line === undefined) return null;
      const text = folder === null ? (states.get(line.state)?.text ?? null) : await readState(folder, line.state);
      return text === null ? null : snapshotOf(line, text);
    },
    now: sandbox,
    async idle() {
      await writing;
    },
  };
}

/** The snapshot of a turn in a folder that another process may be at work in; null when there is none. */
export async function readSnapshot(folder: string, executionId: string): Promise<TurnSnapshot | null> {
  const line = (await readLines(folder)).findLast(({ execution }) => execution === executionId);
  const text = line === undefined ? null : await readState(folder, line.state);
  return line === undefined || text === null ? null : snapshotOf(line, text);
}

const readState = (folder: string, state: string): Promise<string | null> =>
  readFile(fileOf(folder, state), 'utf8').catch(() => null);

async function readLines(folder: string): Promise<Line[]> {
  const text = await readFile(listOf(folder), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      return [Line.parse(JSON.parse(line))];
    } catch {
      // Cut short by a process that was killed.
      return [];
    }
  });
}

function snapshotOf({ taken_at, writes }: Line, text: string): TurnSnapshot | null {
  try {
    return { sandbox: SandboxState.parse(JSON.parse(text)), taken_at, writes: writes ?? NO_WRITES };
  } catch {
    return null;
  }
}
