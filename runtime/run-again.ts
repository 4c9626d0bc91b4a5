import type { TurnEvent } from '../core/contracts/execution-record.ts';
import type { Log } from '../functions/shared/logger.ts';
import type { SandboxState } from '../sandbox/state.ts';
import { CATALOGUE } from '../tools/catalogue.ts';
import type { ToolsChoice } from './inspector/contract.ts';
import { openPrivateTools, type PrivateTools } from './private-sandbox.ts';
import { NotInRecordError, type Replayed, replay, turnOf } from './replay.ts';
import type { KnownWrites } from './write-memory.ts';

/** Where tools run again. */
export type ToolsAgain = {
  /** What the private sandbox is like; null: as at its start. */
  state: SandboxState | null;
  writes: KnownWrites;
  /** When the turn began, epoch milliseconds on the real clock of then; null: when its message came in. */
  began: number | null;
  /** What it is, in words. */
  words: string;
};

export type RunAgain = {
  record: readonly TurnEvent[];
  /** The record of the turn itself, when `record` is of a replay. */
  origin?: readonly TurnEvent[];
  from: string | null;
  /** In place of the first state's; undefined: as recorded. */
  input?: unknown;
  /** Null: tools answer from the record. */
  tools: ToolsAgain | null;
  definition?: string;
  recoverySeconds: number;
  log: Log;
};

export type RanAgain = Replayed & {
  /** What the tools ran against, and where their writes went, in words. */
  note: string;
};

/**
 * Runs a recorded turn again, its tools answering from the record or running against a sandbox of their own. Either way no
 * write reaches anything that outlives the replay.
 *
 * @throws {NotInRecordError} there is nothing to begin with, or the sandbox has no such customer.
 */
export async function runAgain({
  record,
  origin = record,
  from,
  input,
  tools,
  definition,
  recoverySeconds,
  log,
}: RunAgain): Promise<RanAgain> {
  const replayed = turnOf(origin);
  const opened: PrivateTools | null =
    tools === null || replayed === null ? null : await openPrivateTools(replayed, { ...tools, recoverySeconds, log });
  try {
    const again = await replay(record, {
      from,
      ...(input === undefined ? {} : { input }),
      origin,
      ...(opened === null ? {} : { toolExecutor: () => opened.toolExecutor }),
      ...(definition === undefined ? {} : { definition }),
      log,
    });
    return { ...again, note: noteOf(again, opened === null ? null : (tools?.words ?? null)) };
  } finally {
    await opened?.close();
  }
}

function noteOf({ events }: Replayed, sandbox: string | null): string {
  const called = events.flatMap((event) => (event.type === 'StateEntered' && event.item !== null ? toolIn(event) : []));
  const writes = [...new Set(called)].filter((tool) => CATALOGUE[tool].effect === 'write');
  if (sandbox === null) {
    return 'No write was sent: the tools answered what they had answered then.';
  }
  return `The tools ran against ${sandbox}. ${
    writes.length === 0 ? 'No write was sent.' : `Writes (${writes.join(', ')}) went there and nowhere else.`
  }`;
}

function toolIn({ input }: { input: unknown }): (keyof typeof CATALOGUE)[] {
  const tool = typeof input === 'object' && input !== null ? Reflect.get(input, 'tool') : undefined;
  return typeof tool === 'string' && Object.hasOwn(CATALOGUE, tool) ? [tool as keyof typeof CATALOGUE] : [];
}

/** The record of a replay: what ran, and what of which execution it was. */
export function recordOfReplay(
  { events, note, visitsBefore }: RanAgain,
  { replay_of, from, edited, tools }: { replay_of: string; from: string | null; edited: boolean; tools: ToolsChoice },
): TurnEvent[] {
  const [started, ...rest] = events;
  if (started === undefined) throw new NotInRecordError('nothing ran');
  const { at } = started;
  const told = { at, replay_of, from, edited, tools, note, visits_before: visitsBefore };
  return [started, { type: 'TurnReplayed', ...told }, ...rest];
}
