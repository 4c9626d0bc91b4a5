import { randomUUID } from 'node:crypto';
import type { TurnEvent } from '../../core/contracts/execution-record.ts';
import { compareVisits } from '../comparison.ts';
import { NotInRecordError } from '../replay.ts';
import { recordOfReplay, runAgain, type ToolsAgain } from '../run-again.ts';
import { isSandboxCustomer } from '../sandbox-customers.ts';
import { ValidationException } from '../state-machine.ts';
import { visitsIn } from '../visits.ts';
import { NO_WRITES } from '../write-memory.ts';
import type { Comparison, ExecutionSummary, ReplayAnswer, ReplayRequest, StateVisit, ToolsChoice } from './contract.ts';
import { wrongInput } from './input-check.ts';
import type { InspectorDeps } from './inspector.ts';
import { LocalProblem } from './problems.ts';

/** Differences told in an answer: the comparison has them all. */
const MOST_DIFFERENCES = 200;

/** An execution that the records hold. */
export type Recorded = { summary: ExecutionSummary; events: TurnEvent[] };

export type Replays = {
  /** @throws {LocalProblem} 404, 409 or 422: there is no such thing to run again, not in this way, or not with that input. */
  run(request: ReplayRequest): Promise<ReplayAnswer>;
  /** The ways in which the tools of an execution can run again here. */
  toolsFor(summary: ExecutionSummary): ToolsChoice[];
  /** The execution that a replay is of, however often it was run again. */
  rootOf(summary: ExecutionSummary): string;
};

/** @param find Reads an execution. @throws {LocalProblem} 404. */
export function createReplays(deps: InspectorDeps, find: (id: string) => Promise<Recorded>): Replays {
  const { records, summaries, snapshots, definition, config, log } = deps;
  let running: Promise<unknown> = Promise.resolve();

  const rootOf = ({ execution_id, replay_of }: ExecutionSummary): string => {
    const of = replay_of === null ? null : summaries.get(replay_of);
    return of === null ? (replay_of ?? execution_id) : rootOf(of);
  };

  const toolsFor = (summary: ExecutionSummary): ToolsChoice[] => {
    if (snapshots === null || !isSandboxCustomer(summary.customer_id ?? '')) return ['recorded'];
    return ['recorded', ...(snapshots.has(rootOf(summary)) ? (['sandbox_then'] as const) : []), 'sandbox_now'];
  };

  async function toolsAgain(choice: ToolsChoice, root: string): Promise<ToolsAgain | null> {
    if (choice === 'recorded' || snapshots === null) return null;
    const then = await snapshots.read(root);
    const known = { writes: then?.writes ?? NO_WRITES, began: then?.taken_at ?? null };
    if (choice === 'sandbox_now') {
      return { ...known, state: snapshots.now(), words: 'a private copy of the sandbox as it is now' };
    }
    if (then === null) throw new LocalProblem(409, 'The sandbox of that time is not kept any more.');
    return { ...known, state: then.sandbox, words: 'a private copy of the sandbox as it was when the turn began' };
  }

  async function run({ execution_id, from, input, tools }: ReplayRequest): Promise<ReplayAnswer> {
    const { summary, events } = await find(execution_id);
    if (summary.outcome === 'running') throw new LocalProblem(409, 'This turn is still running.');
    if (!toolsFor(summary).includes(tools)) throw new LocalProblem(409, REFUSALS[tools]);
    const root = rootOf(summary);
    const begin = from ?? startOf(events);
    const wrong = input === undefined ? [] : wrongInput(begin, input);
    if (wrong.length > 0) {
      const state = begin ?? 'the turn';
      throw new LocalProblem(422, `This is no input of ${state}: ${wrong[0]?.at} ${wrong[0]?.message}`, wrong);
    }
    const again = await runAgain({
      record: events,
      origin: root === execution_id ? events : (await find(root)).events,
      from,
      input,
      tools: await toolsAgain(tools, root),
      definition,
      recoverySeconds: config.RESCHEDULE_RECOVERY_SECONDS,
      log: QUIET,
    }).catch(inWords);
    const replay_id = `replay-${randomUUID()}`;
    const told = { replay_of: execution_id, from: begin, edited: input !== undefined, tools };
    for (const event of recordOfReplay(again, told)) {
      records.append(replay_id, event);
      summaries.follow(replay_id, event);
    }
    return { replay_id, note: again.note, differences: again.differences.slice(0, MOST_DIFFERENCES) };
  }

  return {
    // One after the other: each walks a state machine and may have a sandbox of its own.
    run(request) {
      const turn = running.then(() => run(request));
      running = turn.catch((error: unknown) => {
        if (!(error instanceof LocalProblem)) log.error('replay failed', { error_name: nameOf(error) });
      });
      return turn;
    },
    toolsFor,
    rootOf,
  };
}

const REFUSALS: Record<ToolsChoice, string> = {
  recorded: 'There is nothing to run again.',
  sandbox_then: 'The sandbox is not kept as it was then: its tools can only answer from the record.',
  sandbox_now: 'PF360 is not the sandbox here, and a replay calls no other: its tools can only answer from the record.',
};

/** Where a replay began; null for a whole turn. */
const startOf = (events: readonly TurnEvent[]): string | null =>
  events.find((event) => event.type === 'TurnReplayed')?.from ?? null;

function inWords(error: unknown): never {
  if (error instanceof NotInRecordError) throw new LocalProblem(404, error.message);
  if (error instanceof ValidationException) throw new LocalProblem(422, error.message);
  throw error;
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error');

/** Steps of a replay are not those of a turn: its log lines would only confuse. */
const QUIET = { debug() {}, info() {}, warn() {}, error() {} };

/** Two executions side by side. What a replay did not run is left out of the other. */
export function comparisonOf(before: Recorded, after: Recorded): Comparison {
  const [then, now] = [before, after].map(({ events }) => visitsIn(events)) as [StateVisit[], StateVisit[]];
  const begin = startOf(after.events) ?? startOf(before.events);
  const rows = compareVisits(since(then, begin), since(now, begin));
  return {
    before: before.summary,
    after: after.summary,
    rows,
    first_difference: rows.find(({ differences }) => differences.length > 0)?.name ?? null,
  };
}

function since(visits: StateVisit[], begin: string | null): StateVisit[] {
  const place = visits.findIndex(({ name }) => name === begin);
  return place === -1 ? visits : visits.slice(place);
}
