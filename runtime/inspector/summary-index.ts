import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { ExecutionRecords } from '../../adapters/execution-records.ts';
import type { TurnEvent } from '../../core/contracts/execution-record.ts';
import { type ExecutionPage, type ExecutionQuery, ExecutionSummary } from './contract.ts';
import { type Followed, follow } from './summaries.ts';

/** One summary for each execution that there is a record of: lists are answered from memory. */
export type SummaryIndex = {
  /** Follows an execution as it happens. */
  follow(executionId: string, event: TurnEvent): void;
  get(executionId: string): ExecutionSummary | null;
  all(): ExecutionSummary[];
  find(query: ExecutionQuery): ExecutionPage;
  /** Turns of a session in their order, replays left out. */
  ofSession(sessionId: string): ExecutionSummary[];
  /** Calls with a summary whenever one is new or has changed. Ends when the returned function is called. */
  subscribe(listener: (summary: ExecutionSummary) => void): () => void;
  /** Resolves when the executions of earlier processes are in it. */
  ready(): Promise<void>;
  /** Resolves when all that it keeps on disk is there. */
  idle(): Promise<void>;
};

/** Lines that the file may have beyond one for each execution, before it is written anew. */
const SLACK = 500;

/**
 * @param records The executions; what is removed there is forgotten here.
 * @param file    Where summaries of ended executions are kept, a line each, so that a start reads no record that it has
 *   summed up before. Null keeps none.
 */
export function openSummaryIndex(records: ExecutionRecords, file: string | null): SummaryIndex {
  const summaries = new Map<string, ExecutionSummary>();
  const running = new Map<string, Followed>();
  const listeners = new Set<(summary: ExecutionSummary) => void>();
  let lines = 0;
  let writing: Promise<unknown> = Promise.resolve();

  const write = (work: () => Promise<void>) => {
    // A summary that is not kept is made again from the record at the next start.
    writing = writing.then(work).catch(() => {});
  };
  const keep = (summary: ExecutionSummary) => {
    if (file === null) return;
    lines += 1;
    if (lines > summaries.size + SLACK) return compact(file);
    write(() => appendFile(file, `${JSON.stringify(summary)}\n`));
  };
  const compact = (into: string) => {
    const ended = [...summaries.values()].filter(({ outcome }) => outcome !== 'running');
    lines = ended.length;
    const text = ended.map((summary) => `${JSON.stringify(summary)}\n`).join('');
    write(async () => {
      await writeFile(`${into}.tmp`, text);
      await rename(`${into}.tmp`, into);
    });
  };

  async function load(): Promise<void> {
    const known = file === null ? new Map<string, ExecutionSummary>() : await readSummaries(file);
    for (const id of await records.list()) {
      if (summaries.has(id)) continue;
      const summary = known.get(id) ?? (await summarise(records, id));
      // A turn of now may have begun meanwhile; one that an earlier process left unended never ends.
      if (summary !== null && !summaries.has(id)) summaries.set(id, ended(summary));
    }
    if (file !== null) compact(file);
  }

  const loaded = (async () => {
    if (file !== null) await mkdir(dirname(file), { recursive: true });
    await load();
  })();
  loaded.catch(() => {});
  records.onRemoved((id) => summaries.delete(id));

  return {
    follow(executionId, event) {
      const before = running.get(executionId) ?? null;
      const followed = follow(before, executionId, event);
      if (followed === null) return;
      const { summary } = followed;
      if (event.type === 'TurnEnded') running.delete(executionId);
      else running.set(executionId, followed);
      if (isDeepStrictEqual(summary, before?.summary)) return;
      summaries.set(executionId, summary);
      if (event.type === 'TurnEnded') keep(summary);
      for (const listener of listeners) listener(summary);
    },
    get: (executionId) => summaries.get(executionId) ?? null,
    all: () => [...summaries.values()],
    find: (query) => pageOf([...summaries.values()], query),
    ofSession: (sessionId) =>
      [...summaries.values()]
        .filter(({ session_id, replay_of }) => session_id === sessionId && replay_of === null)
        .sort((a, b) => -newestFirst(a, b)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ready: () => loaded,
    async idle() {
      await loaded.catch(() => {});
      await writing;
    },
  };
}

async function readSummaries(file: string): Promise<Map<string, ExecutionSummary>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const summaries = new Map<string, ExecutionSummary>();
  for (const line of text.split('\n')) {
    const { data } = ExecutionSummary.safeParse(parsed(line));
    // A line that was cut short, or is of an older form, is made again from its record.
    if (data !== undefined) summaries.set(data.execution_id, data);
  }
  return summaries;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function summarise(records: ExecutionRecords, id: string): Promise<ExecutionSummary | null> {
  // A file that is no record is shown by nobody, and hides no other.
  const events = await records.read(id).catch(() => null);
  let followed: Followed | null = null;
  for (const event of events ?? []) followed = follow(followed, id, event);
  return followed?.summary ?? null;
}

const ended = (summary: ExecutionSummary): ExecutionSummary =>
  summary.outcome === 'running' ? { ...summary, outcome: 'aborted', error: 'the assistant was stopped' } : summary;

const newestFirst = (a: ExecutionSummary, b: ExecutionSummary): number =>
  b.started_at - a.started_at || compare(b.execution_id, a.execution_id);

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

function pageOf(all: readonly ExecutionSummary[], query: ExecutionQuery): ExecutionPage {
  const fitting = all.filter((summary) => fits(summary, query)).sort(newestFirst);
  const [, at = '', id = ''] = /^(\d+(?:\.\d+)?)~(.+)$/.exec(query.before ?? '') ?? [];
  const from =
    query.before === undefined
      ? 0
      : fitting.findIndex((one) => newestFirst({ ...one, started_at: Number(at), execution_id: id }, one) < 0);
  const items = from === -1 ? [] : fitting.slice(from, from + query.limit);
  const last = items.at(-1);
  const isMore = from !== -1 && last !== undefined && from + items.length < fitting.length;
  return { items, next: isMore ? `${last.started_at}~${last.execution_id}` : null, total: fitting.length };
}

function fits(summary: ExecutionSummary, query: ExecutionQuery): boolean {
  const { customer, intent, outcome, tool, slower_than_ms, text, session, replays } = query;
  const words = text?.trim().toLowerCase() ?? '';
  return (
    (customer === undefined || summary.customer_id === customer) &&
    (intent === undefined || summary.intent === intent) &&
    (outcome === undefined || summary.outcome === outcome) &&
    (tool === undefined || summary.tools.includes(tool)) &&
    (slower_than_ms === undefined || (summary.took_ms ?? 0) > slower_than_ms) &&
    (session === undefined || summary.session_id === session) &&
    (replays === undefined || (summary.replay_of !== null) === (replays === 'only')) &&
    (words === '' ||
      [summary.user_message, summary.response].some((said) => said?.toLowerCase().includes(words) ?? false))
  );
}
