import { isDeepStrictEqual } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Clock } from '../adapters/clock.ts';
import type { TurnEvent } from '../core/contracts/execution-record.ts';
import { TurnState } from '../core/contracts/turn.ts';
import type { SessionState, Sessions } from '../core/ports/sessions.ts';
import { createClarifier } from '../functions/clarifier/handler.ts';
import { createClassifier } from '../functions/classifier/handler.ts';
import { createResponder } from '../functions/responder/handler.ts';
import type { Log } from '../functions/shared/logger.ts';
import { createSupervisor } from '../functions/supervisor/handler.ts';
import { ownerOf } from '../functions/supervisor/open-turn.ts';
import { plan } from '../functions/supervisor/plan/plan.ts';
import { readDefinition } from './definition.ts';
import { createStateMachine, type LambdaFunction } from './state-machine.ts';

/** The record holds no such execution, state or visit. */
export class NotInRecordError extends Error {
  override readonly name = 'NotInRecordError';
}

export type ReplayOptions = {
  /** The state to begin with: its name, and `#2` for its second visit. Null: the whole turn. */
  from?: string | null;
  /** In place of the input that the first state had. */
  input?: unknown;
  /** Runs tool calls; without it they are answered from the record. */
  toolExecutor?: (turn: ReplayedTurn) => LambdaFunction;
  definition?: string;
  log?: Log;
};

/** The turn as it was opened, and the session around it: what tools need to run again as they did then. */
export type ReplayedTurn = { turn: TurnState; clock: Clock; sessions: Sessions };

export type Difference = {
  /** `Plan`, `Plan#2`, `ToolExecutor[0]`; `path` for the way itself. */
  where: string;
  /** Where in the state's output. */
  at: string;
  before: unknown;
  after: unknown;
};

export type Replayed = { path: string[]; events: TurnEvent[]; differences: Difference[] };

/**
 * Runs a recorded execution again through the state machine and the agents as they are now. The session is as it was
 * recorded and nothing is saved; the clock stands at the turn's own time. An agent that decides as it did then gives the
 * same output, so every difference is one that the code made.
 *
 * @throws {NotInRecordError} there is nothing to begin with.
 */
export async function replay(record: readonly TurnEvent[], options: ReplayOptions = {}): Promise<Replayed> {
  const { from = null, definition = readDefinition() } = options;
  const begin = beginningOf(record, from);
  const replayed = turnOf(record);
  const events: TurnEvent[] = [];
  const machine = createStateMachine({
    definition,
    functions: agentsOf(record, replayed, options),
    record: (_, event) => events.push(event),
    ...(begin.state === null ? {} : { startAt: begin.state }),
  });
  await machine.start(options.input ?? begin.input, executionIdOf(record));
  return { path: visitsIn(events).map(({ name }) => name), events, differences: compare(begin.rest, events) };
}

/** Where a replay begins: from the recorded start, or from a visit of a state. `rest`: what the record has from there. */
function beginningOf(
  record: readonly TurnEvent[],
  from: string | null,
): { state: string | null; input: unknown; rest: readonly TurnEvent[] } {
  if (from === null) {
    const [started] = record;
    if (started?.type !== 'TurnStarted') throw new NotInRecordError('the record does not begin with the turn');
    return { state: null, input: started.input, rest: record };
  }
  const [, state = '', visit = '1'] = /^(\w+)(?:#(\d+))?$/.exec(from) ?? [];
  const entries = record.flatMap((event, index) =>
    event.type === 'StateEntered' && event.state === state && event.item === null ? [{ event, index }] : [],
  );
  const entry = entries[Number(visit) - 1];
  if (entry === undefined) {
    const names = visitsIn(record)
      .filter(({ item }) => item === null)
      .map(({ name }) => name);
    throw new NotInRecordError(`the record has no ${from}; it has ${names.join(', ')}`);
  }
  return { state, input: entry.event.input, rest: record.slice(entry.index) };
}

function executionIdOf([started]: readonly TurnEvent[]): string {
  if (started?.type !== 'TurnStarted') throw new NotInRecordError('the record does not begin with the turn');
  return started.execution_id;
}

const Timed = z.object({ metadata: z.object({ processing_time_ms: z.number() }) });

/** The turn as OpenTurn handed it on; null when it handed on none. */
function turnOf(record: readonly TurnEvent[]): ReplayedTurn | null {
  const opened = record.find((event) => event.type === 'StateExited' && event.state === 'OpenTurn');
  const { data: turn } = TurnState.safeParse(opened?.type === 'StateExited' ? opened.output : undefined);
  if (turn === undefined) return null;
  const ended = record.at(-1);
  const { data: answer } = Timed.safeParse(ended?.type === 'TurnEnded' ? ended.output : undefined);
  const endedAt = turn.received_at + (answer?.metadata.processing_time_ms ?? 0);
  const now = Temporal.Instant.from(turn.now);
  return { turn, clock: { now: () => now, real: () => endedAt }, sessions: recordedSession(turn) };
}

/** The session as it was when the turn was opened. Nothing is ever saved to it. */
function recordedSession(turn: TurnState): Sessions {
  const state: SessionState = {
    context: turn.session_context,
    clarification_count: turn.clarification_count,
    next_expected_intent: turn.next_expected_intent,
    history: turn.conversation_history,
  };
  const { pending_action, unresolved } = turn.session_context;
  const refuse = async () => {
    throw new NotInRecordError('a replay opens and erases no session');
  };
  return {
    open: refuse,
    remove: refuse,
    state: async () => state,
    save: async () => {},
    ping: async () => {},
    stored: async () => ({
      pending_action,
      unresolved,
      lease_holder: turn.execution_id,
      owner: ownerOf(turn.identity),
      last_turn_at: null,
    }),
  };
}

function agentsOf(
  record: readonly TurnEvent[],
  replayed: ReplayedTurn | null,
  { toolExecutor, log }: ReplayOptions,
): Record<string, LambdaFunction> {
  const logged = log === undefined ? {} : { log };
  const supervisor = (turn: ReplayedTurn) =>
    createSupervisor({
      sessions: turn.sessions,
      clock: turn.clock,
      settings: turn.turn.settings,
      defaultTimezone: turn.turn.timezone,
      plan,
      measurements: { turnSaved() {} },
      ...logged,
    });
  return {
    Supervisor: async (event) => {
      const isOpening = z.object({ step: z.literal('OpenTurn') }).safeParse(event).success;
      // What the session store said then is not there any more to be asked.
      if (isOpening || replayed === null) return recorded(record, 'OpenTurn');
      return supervisor(replayed)(event);
    },
    Classifier: createClassifier(logged),
    Clarifier: createClarifier(logged),
    ToolExecutor: toolExecutor === undefined || replayed === null ? recordedTools(record) : toolExecutor(replayed),
    Responder: createResponder(logged),
  };
}

/** What a state gave then: its output, or its error. */
function recorded(record: readonly TurnEvent[], state: string): unknown {
  for (const event of record) {
    if (event.type === 'StateExited' && event.state === state) return event.output;
  }
  const failed = record.findLast((event) => event.type === 'StateFailed' && event.state === state);
  if (failed?.type !== 'StateFailed') throw new NotInRecordError(`the record has no output of ${state}`);
  throw Object.assign(new Error(messageIn(failed.cause)), { name: failed.error });
}

/** A function's cause is JSON that holds its message. */
function messageIn(cause: unknown): string {
  const text = String(cause);
  try {
    return z.object({ errorMessage: z.string() }).parse(JSON.parse(text)).errorMessage;
  } catch {
    return text;
  }
}

const Call = z.object({ call_id: z.string(), tool: z.string() });

/** Tools that answer from the record. One that was not called then cannot know, and says that it is unavailable. */
function recordedTools(record: readonly TurnEvent[]): LambdaFunction {
  const results = new Map<string, unknown>();
  for (const event of record) {
    if (event.type !== 'StateExited' || event.item === null) continue;
    const { data: call } = Call.safeParse(event.output);
    if (call !== undefined) results.set(call.call_id, event.output);
  }
  return async (event) => {
    const { call_id, tool } = Call.parse(event);
    return results.get(call_id) ?? { call_id, tool, outcome: { status: 'unavailable' } };
  };
}

type Visit = { name: string; item: number | null; output: unknown };

/** The states in the order of their entry, with what they gave; items of a Map by their place. */
function visitsIn(events: readonly TurnEvent[]): Visit[] {
  const counts = new Map<string, number>();
  const visits: (Visit & { key: string })[] = [];
  for (const event of events) {
    if (event.type === 'StateEntered') {
      const key = event.item === null ? event.state : `${event.state}[${event.item}]`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      visits.push({ key, name: count === 1 ? key : `${key}#${count}`, item: event.item, output: null });
    }
    if (event.type === 'StateExited') {
      const key = event.item === null ? event.state : `${event.state}[${event.item}]`;
      const visit = visits.findLast((one) => one.key === key);
      if (visit !== undefined) visit.output = event.output;
    }
  }
  return visits;
}

function compare(before: readonly TurnEvent[], after: readonly TurnEvent[]): Difference[] {
  const [then, now] = [visitsIn(before), visitsIn(after)];
  const ways = [then, now].map((visits) => visits.filter(({ item }) => item === null).map(({ name }) => name));
  const way: Difference[] = isDeepStrictEqual(ways[0], ways[1])
    ? []
    : [{ where: 'path', at: '$', before: ways[0], after: ways[1] }];
  const outputs = then.flatMap(({ name, output }) => {
    const again = now.find((visit) => visit.name === name);
    return again === undefined
      ? []
      : differencesIn(output, again.output, '$').map((found) => ({ where: name, ...found }));
  });
  return [...way, ...outputs];
}

function differencesIn(before: unknown, after: unknown, at: string): Omit<Difference, 'where'>[] {
  if (isDeepStrictEqual(before, after)) return [];
  const bothHold = [before, after].every((value) => typeof value === 'object' && value !== null);
  if (!bothHold || Array.isArray(before) !== Array.isArray(after)) return [{ at, before, after }];
  const [left, right] = [before as Record<string, unknown>, after as Record<string, unknown>];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return keys.flatMap((key) =>
    differencesIn(left[key], right[key], Array.isArray(before) ? `${at}[${key}]` : `${at}.${key}`),
  );
}
