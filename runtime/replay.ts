import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Clock } from '../adapters/clock.ts';
import type { TurnEvent } from '../core/contracts/execution-record.ts';
import { TurnState } from '../core/contracts/turn.ts';
import { LeaseLostError } from '../core/errors.ts';
import type { SessionState, Sessions } from '../core/ports/sessions.ts';
import { createClarifier } from '../functions/clarifier/handler.ts';
import { createAskModel } from '../functions/classifier/ask-model.ts';
import { createClassifier } from '../functions/classifier/handler.ts';
import { createResponder } from '../functions/responder/handler.ts';
import { createPhrase } from '../functions/responder/phrase.ts';
import type { Log } from '../functions/shared/logger.ts';
import { createSupervisor } from '../functions/supervisor/handler.ts';
import { ownerOf } from '../functions/supervisor/open-turn.ts';
import { plan } from '../functions/supervisor/plan/plan.ts';
import { compareVisits } from './comparison.ts';
import { readDefinition } from './definition.ts';
import type { Difference, StateVisit } from './inspector/contract.ts';
import { asking, type ModelAsked, recordedAnswers, tellingModel } from './model-exchanges.ts';
import { createStateMachine, type LambdaFunction } from './state-machine.ts';
import { countsIn, visitsIn } from './visits.ts';

/** The record holds no such execution, state or visit. */
export class NotInRecordError extends Error {
  override readonly name = 'NotInRecordError';
}

export type ReplayOptions = {
  /** The state to begin with: its name, and `#2` for its second visit. Null: the whole turn. */
  from?: string | null;
  /** In place of the input that the first state had. */
  input?: unknown;
  /** The record of the turn itself, when this one is of a replay that holds a part of it. */
  origin?: readonly TurnEvent[];
  /** Runs tool calls; without it they are answered from the record. */
  toolExecutor?: (turn: ReplayedTurn) => LambdaFunction;
  definition?: string;
  log?: Log;
};

/** The turn as it was opened, and the session around it: what tools need to run again as they did then. */
export type ReplayedTurn = { turn: TurnState; clock: Clock; sessions: Sessions };

export type Replayed = {
  /** Visits by their names in the whole turn: one from `Plan#2` begins with that. */
  path: string[];
  events: TurnEvent[];
  /** In what the states gave, ids and times aside. */
  differences: Difference[];
  /** Visits before the first one, as in the event `TurnReplayed`. */
  visitsBefore: Record<string, number>;
};

/**
 * Runs a recorded execution again through the state machine and the agents as they are now. The session is as it was
 * recorded and nothing is saved; the clock stands at the turn's own time. An agent that decides as it did then gives the
 * same output, so every difference is one that the code made.
 *
 * @throws {NotInRecordError} there is nothing to begin with.
 */
export async function replay(record: readonly TurnEvent[], options: ReplayOptions = {}): Promise<Replayed> {
  const { from = null, definition = readDefinition(), origin = record } = options;
  const begin = beginningOf(record, from);
  const replayed = turnOf(origin);
  if (replayed === null && options.input !== undefined) {
    throw new NotInRecordError('the turn was never opened: there is no session in which another input could run');
  }
  const seen: TurnEvent[] = [];
  const machine = createStateMachine({
    definition,
    functions: agentsOf(origin === record ? record : [...origin, ...record], replayed, options, (asked) =>
      seen.push(asked),
    ),
    record: (_, event) => seen.push(event),
    ...(begin.state === null ? {} : { startAt: begin.state }),
  });
  await machine.start(options.input ?? begin.input, executionIdOf(record));
  // A recorded model answers at once: sooner than the engine tells that the turn began.
  const events = [
    ...seen.filter(({ type }) => type === 'TurnStarted'),
    ...seen.filter(({ type }) => type !== 'TurnStarted'),
  ];
  const visits = visitsIn(events, begin.visitsBefore);
  return {
    path: visits.map(({ name }) => name),
    events,
    differences: compareVisits(begin.rest, visits).flatMap(({ differences }) => differences),
    visitsBefore: begin.visitsBefore,
  };
}

type Beginning = {
  state: string | null;
  input: unknown;
  /** What the record has from there. */
  rest: StateVisit[];
  visitsBefore: Record<string, number>;
};

/** Where a replay begins: from the recorded start, or from a visit of a state. */
function beginningOf(record: readonly TurnEvent[], from: string | null): Beginning {
  const visits = visitsIn(record);
  const replayed = record.find((event) => event.type === 'TurnReplayed');
  const before = replayed?.visits_before ?? {};
  if (from === null) {
    const [started] = record;
    if (started?.type !== 'TurnStarted') throw new NotInRecordError('the record does not begin with the turn');
    const state = replayed?.from?.split('#')[0] ?? null;
    return { state, input: started.input, rest: visits, visitsBefore: before };
  }
  const wanted = from.replace(/#1$/, '');
  const place = visits.findIndex(({ name, item }) => name === wanted && item === null);
  const first = visits[place];
  if (first === undefined) {
    const names = visits.filter(({ item }) => item === null).map(({ name }) => name);
    throw new NotInRecordError(`the record has no ${from}; it has ${names.join(', ')}`);
  }
  const visitsBefore = { ...before, ...countsIn(visits.slice(0, place)) };
  return { state: first.state, input: first.input, rest: visits.slice(place), visitsBefore };
}

function executionIdOf([started]: readonly TurnEvent[]): string {
  if (started?.type !== 'TurnStarted') throw new NotInRecordError('the record does not begin with the turn');
  return started.execution_id;
}

const Timed = z.object({ metadata: z.object({ processing_time_ms: z.number() }) });

/** The turn as OpenTurn handed it on; null when it handed on none. */
export function turnOf(record: readonly TurnEvent[]): ReplayedTurn | null {
  const opened = record.find((event) => event.type === 'StateExited' && event.state === 'OpenTurn');
  const { data: turn } = TurnState.safeParse(opened?.type === 'StateExited' ? opened.output : undefined);
  if (turn === undefined) return null;
  const ended = record.at(-1);
  const { data: answer } = Timed.safeParse(ended?.type === 'TurnEnded' ? ended.output : undefined);
  const endedAt = turn.received_at + (answer?.metadata.processing_time_ms ?? 0);
  const now = Temporal.Instant.from(turn.now);
  return { turn, clock: { now: () => now, real: () => endedAt }, sessions: recordedSession(turn, record) };
}

/** The session as it was when the turn was opened. Nothing is ever saved to it. */
function recordedSession(turn: TurnState, record: readonly TurnEvent[]): Sessions {
  const state: SessionState = {
    context: turn.session_context,
    clarification_count: turn.clarification_count,
    next_expected_intent: turn.next_expected_intent,
    history: turn.conversation_history,
  };
  const { pending_action, unresolved } = turn.session_context;
  const wasLost = record.some(
    (event) => event.type === 'StateFailed' && event.state === 'SaveTurn' && event.error === 'LeaseLostError',
  );
  return {
    open: async () => ({
      answered: false,
      session_id: turn.session_id,
      turn: turn.turn,
      version: turn.session_version,
      begun_by: turn.session_begun_by,
      state,
    }),
    remove: async () => {
      throw new NotInRecordError('a replay erases no session');
    },
    state: async () => state,
    save: async () => {
      if (wasLost) throw new LeaseLostError('another turn took the session over');
    },
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
  tell: (asked: ModelAsked) => void,
): Record<string, LambdaFunction> {
  const logged = log === undefined ? {} : { log };
  const clock = replayed?.clock ?? { real: () => 0 };
  /** A model that was asked then answers as it did; no model is ever called. */
  const modelOf = (state: string) => {
    const recorded = recordedAnswers(record, state);
    if (recorded === null) return null;
    return { model: tellingModel(recorded, (_, asked) => tell(asked)), caps: UNBOUNDED, clock, ...logged };
  };
  const [reading, phrasing] = [modelOf('Classifier'), modelOf('Responder')];
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
    // A turn that was refused, or had been answered before: what the session store said then is in no record.
    Supervisor: async (event) => (replayed === null ? recordedOpening(record) : supervisor(replayed)(event)),
    Classifier: asking(
      'Classifier',
      createClassifier({ ...logged, ...(reading === null ? {} : { askModel: createAskModel(reading) }) }),
    ),
    Clarifier: createClarifier(logged),
    ToolExecutor: toolExecutor === undefined || replayed === null ? recordedTools(record) : toolExecutor(replayed),
    Responder: asking(
      'Responder',
      createResponder({ ...logged, ...(phrasing === null ? {} : { phrase: createPhrase(phrasing) }) }),
    ),
  };
}

/** Whether a question could be asked is in its recorded answer. */
const UNBOUNDED = { take: async () => true };

/** What OpenTurn gave then: its output, or its error. */
function recordedOpening(record: readonly TurnEvent[]): unknown {
  const opening = visitsIn(record).find(({ state }) => state === 'OpenTurn');
  if (opening?.output !== null && opening !== undefined) return opening.output;
  const failure = opening?.failures.at(-1);
  if (failure === undefined) throw new NotInRecordError('the record has no output of OpenTurn');
  throw failedAgain(failure);
}

const failedAgain = ({ error, cause }: StateVisit['failures'][number]): Error =>
  Object.assign(new Error(messageIn(cause)), { name: error });

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
  const calls = new Map<string, StateVisit>();
  for (const visit of visitsIn(record)) {
    const { data: call } = Call.safeParse(visit.input);
    if (visit.item !== null && visit.state === 'ToolExecutor' && call !== undefined) calls.set(call.call_id, visit);
  }
  return async (event) => {
    const { call_id, tool } = Call.parse(event);
    const then = calls.get(call_id);
    const failure = then?.failures.at(-1);
    if (then !== undefined && then.output !== null) return then.output;
    if (failure !== undefined) throw failedAgain(failure);
    return { call_id, tool, outcome: { status: 'unavailable' } };
  };
}
