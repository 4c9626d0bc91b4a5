import { appendFile, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TurnEvent } from '../core/contracts/execution-record.ts';

/** Executions' records, the newest `keep` of them. */
export type ExecutionRecords = {
  /** Adds an event to its execution's record. In order; a failure to write is told by `idle`. */
  append(executionId: string, event: TurnEvent): void;
  /** The events of one execution in order, or null when there is no record of it. */
  read(executionId: string): Promise<TurnEvent[] | null>;
  /** The executions there are records of, newest first. */
  list(): Promise<string[]>;
  /** Calls with the id of each execution whose record goes to make room. */
  onRemoved(listener: (executionId: string) => void): void;
  /** Resolves when all that was added is written. @throws Error it could not be. */
  idle(): Promise<void>;
};

const ID = /^[A-Za-z0-9_-]{1,80}$/;

/** How many records over the bound there may be before the oldest go: removing one by one would cost every turn. */
const SLACK = 50;

/** Bytes that all files may take together: a turn of a customer with hundreds of projects has a long record. */
const LARGEST = 256 * 1024 * 1024;

/** Records as files `<execution id>.jsonl`, one event a line. */
export function fileExecutionRecords(folder: string, keep: number, largest: number = LARGEST): ExecutionRecords {
  const fileOf = (executionId: string) => join(folder, `${executionId}.jsonl`);
  let writing: Promise<unknown> = mkdir(folder, { recursive: true });
  let sinceBound = SLACK;
  const removal = announcer();

  async function bound(): Promise<void> {
    let bytes = 0;
    for (const [place, { id, size }] of (await newestFirst(folder)).entries()) {
      bytes += size;
      if (place < keep && (place === 0 || bytes <= largest)) continue;
      await rm(fileOf(id), { force: true });
      removal.announce(id);
    }
  }

  return {
    append(executionId, event) {
      if (!ID.test(executionId)) throw new RangeError('an execution id is 1 to 80 letters, digits, _ or -');
      const line = `${JSON.stringify(event)}\n`;
      const isFirst = event.type === 'TurnStarted';
      writing = writing.then(async () => {
        await appendFile(fileOf(executionId), line);
        if (!isFirst || ++sinceBound < SLACK) return;
        sinceBound = 0;
        await bound();
      });
      // Whoever waits for it learns of a failure.
      writing.catch(() => {});
    },
    async read(executionId) {
      if (!ID.test(executionId)) return null;
      await writing.catch(() => {});
      const text = await readFile(fileOf(executionId), 'utf8').catch(() => null);
      return text === null ? null : readRecord(text);
    },
    list: async () => {
      await writing.catch(() => {});
      return (await newestFirst(folder)).map(({ id }) => id);
    },
    onRemoved: removal.listen,
    async idle() {
      await writing;
    },
  };
}

function announcer() {
  const listeners: ((executionId: string) => void)[] = [];
  return {
    listen: (listener: (executionId: string) => void) => void listeners.push(listener),
    announce: (executionId: string) => {
      for (const listener of listeners) listener(executionId);
    },
  };
}

/** Records in memory. */
export function memoryExecutionRecords(keep: number): ExecutionRecords {
  const records = new Map<string, TurnEvent[]>();
  const removal = announcer();
  return {
    append(executionId, event) {
      const events = records.get(executionId) ?? [];
      events.push(structuredClone(event));
      records.set(executionId, events);
      const [oldest] = records.keys();
      if (records.size <= keep || oldest === undefined) return;
      records.delete(oldest);
      removal.announce(oldest);
    },
    read: async (executionId) => structuredClone(records.get(executionId) ?? null),
    list: async () => [...records.keys()].reverse(),
    onRemoved: removal.listen,
    idle: async () => {},
  };
}

/**
 * Reads the lines of a record. A last line that was cut short, by a process that was killed, is left out.
 *
 * @throws Error another line is no event: the file is no record.
 */
export function readRecord(text: string): TurnEvent[] {
  const lines = text.split('\n');
  const isWhole = lines.at(-1) === '';
  return lines.slice(0, -1).map((line, index) => {
    try {
      return TurnEvent.parse(JSON.parse(line));
    } catch (cause) {
      throw new Error(
        `line ${index + 1} is no event of an execution's record${isWhole ? '' : ' (the file is cut short)'}`,
        {
          cause,
        },
      );
    }
  });
}

async function newestFirst(folder: string): Promise<{ id: string; size: number }[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.jsonl'));
  const dated = await Promise.all(
    names.map(async (name) => {
      const { mtimeMs, size } = await stat(join(folder, name));
      return { id: name.slice(0, -'.jsonl'.length), at: mtimeMs, size };
    }),
  );
  return dated.sort((a, b) => b.at - a.at);
}
