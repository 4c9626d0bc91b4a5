import * as z from 'zod';
import { TurnEvent } from '../core/contracts/execution-record.ts';

/** The log says where it cut a payload short. */
const Cut = z.object({ truncated: z.boolean().default(false) });

/** One event of an Express state machine as CloudWatch Logs holds it, as far as a record needs it. */
const LogEvent = z.object({
  id: z.coerce.number(),
  previous_event_id: z.coerce.number(),
  type: z.string(),
  /** Epoch milliseconds. */
  event_timestamp: z.coerce.number(),
  execution_arn: z.string(),
  details: z
    .object({
      name: z.string(),
      index: z.coerce.number(),
      input: z.string(),
      output: z.string(),
      error: z.string(),
      cause: z.string(),
      inputDetails: Cut,
      outputDetails: Cut,
    })
    .partial()
    .default({}),
});
type LogEvent = z.infer<typeof LogEvent>;

/** The log holds no such execution, or not its data. */
export class UnreadableExecutionLogError extends Error {
  override readonly name = 'UnreadableExecutionLogError';
}

/** The state that an event belongs to, and the place in the Map when it is inside of one. */
type Place = { state: string; item: number | null };

/**
 * Makes an execution's record out of its lines in the log group of an Express state machine. Delivery is out of order and
 * best effort: events are put into order by their numbers, and what is missing is missing in the record too.
 *
 * @param messages  The lines, each one event as JSON, of one execution.
 * @throws {UnreadableExecutionLogError} there are none, or the stage does not log execution data.
 */
export function recordOfExpressLog(messages: readonly string[]): TurnEvent[] {
  const events = messages.map((message) => LogEvent.parse(JSON.parse(message))).sort((a, b) => a.id - b.id);
  const [first] = events;
  if (first === undefined) throw new UnreadableExecutionLogError('the log holds no such execution');
  if (first.type === 'ExecutionStarted' && first.details.input === undefined) {
    throw new UnreadableExecutionLogError('the log holds no inputs and outputs: the stage has executionData off');
  }
  const places = placesOf(events);
  const record = events.flatMap((event) => eventsOf(event, { events, places, startedAt: first.event_timestamp }));
  return z.array(TurnEvent).parse(record);
}

/**
 * The payloads that the log cut short, by state: `input of Plan`. They are texts in the record, and nothing that follows
 * from them can be run again.
 *
 * @param messages As `recordOfExpressLog`.
 */
export function cutShortIn(messages: readonly string[]): string[] {
  const events = messages.map((message) => LogEvent.parse(JSON.parse(message))).sort((a, b) => a.id - b.id);
  const places = placesOf(events);
  const cut = events.flatMap(({ id, type, details }) => {
    const state = type.startsWith('Execution') ? 'the turn' : (places.get(id)?.state ?? type);
    return [
      ...(details.inputDetails?.truncated === true ? [`input of ${state}`] : []),
      ...(details.outputDetails?.truncated === true ? [`output of ${state}`] : []),
    ];
  });
  return [...new Set(cut)];
}

type Log = { events: readonly LogEvent[]; places: ReadonlyMap<number, Place>; startedAt: number };

function eventsOf(event: LogEvent, log: Log): TurnEvent[] {
  const { details, type, event_timestamp: at } = event;
  const place = log.places.get(event.id) ?? { state: '', item: null };
  const ended = { at, type: 'TurnEnded', took_ms: at - log.startedAt } as const;
  if (type === 'ExecutionStarted') {
    return [{ type: 'TurnStarted', at, execution_id: nameOf(event), input: parsed(details.input) }];
  }
  if (type.endsWith('StateEntered')) return [{ type: 'StateEntered', at, ...place, input: parsed(details.input) }];
  if (type.endsWith('StateExited')) {
    const took_ms = at - (entryOf(event, log)?.event_timestamp ?? at);
    const exited: TurnEvent = { type: 'StateExited', at, ...place, output: parsed(details.output), took_ms };
    return [...caught(event, place, log), exited];
  }
  if (type.endsWith('Scheduled')) return retried(event, place, log);
  if (isFailure(event)) {
    return [{ type: 'StateFailed', at, ...place, error: errorOf(event), cause: details.cause ?? null }];
  }
  if (type === 'MapIterationStarted') {
    return [{ type: 'MapItemStarted', at, ...place, input: parsed(following(event, log)?.details.input) }];
  }
  if (type === 'MapIterationSucceeded' || type === 'MapIterationFailed') {
    const output = parsed(previous(event, log)?.details.output);
    return [{ type: 'MapItemEnded', at, ...place, output, error: details.error ?? null }];
  }
  if (type === 'ExecutionSucceeded') {
    return [{ ...ended, outcome: 'succeeded', output: parsed(details.output), error: null }];
  }
  if (type === 'ExecutionFailed') return [{ ...ended, outcome: 'failed', output: null, error: errorOf(event) }];
  if (type === 'ExecutionTimedOut') return [{ ...ended, outcome: 'timed_out', output: null, error: 'States.Timeout' }];
  if (type === 'ExecutionAborted') return [{ ...ended, outcome: 'aborted', output: null, error: errorOf(event) }];
  return [];
}

/** An event knows only the one before it: state and place in a Map are those of that one, until something says otherwise. */
function placesOf(events: readonly LogEvent[]): Map<number, Place> {
  const places = new Map<number, Place>();
  for (const { id, previous_event_id, type, details } of events) {
    const before = places.get(previous_event_id) ?? { state: '', item: null };
    const state = details.name ?? before.state;
    const item = type.startsWith('MapIteration')
      ? (details.index ?? null)
      : type.startsWith('MapState')
        ? null
        : before.item;
    places.set(id, { state, item });
  }
  return places;
}

/** A state that is scheduled after it failed is tried again. */
function retried(event: LogEvent, place: Place, log: Log): TurnEvent[] {
  const failure = previous(event, log);
  if (failure === undefined || !isFailure(failure)) return [];
  const attempt = attemptsBefore(event, log);
  return [{ type: 'StateRetried', at: event.event_timestamp, ...place, error: errorOf(failure), attempt }];
}

/** A state that is left after it failed was caught. */
function caught(event: LogEvent, place: Place, log: Log): TurnEvent[] {
  const failure = previous(event, log);
  if (failure === undefined || !isFailure(failure)) return [];
  const next = following(event, log)?.details.name ?? '';
  return [{ type: 'StateCaught', at: event.event_timestamp, ...place, error: errorOf(failure), next }];
}

const previous = (event: LogEvent, { events }: Log): LogEvent | undefined =>
  events.find(({ id }) => id === event.previous_event_id);

const following = (event: LogEvent, { events }: Log): LogEvent | undefined =>
  events.find(({ previous_event_id }) => previous_event_id === event.id);

function attemptsBefore(event: LogEvent, log: Log): number {
  let attempts = 0;
  for (let at = previous(event, log); at !== undefined && !at.type.endsWith('StateEntered'); at = previous(at, log)) {
    if (isFailure(at)) attempts += 1;
  }
  return attempts;
}

/** Where the state that an event leaves was entered. */
function entryOf(event: LogEvent, log: Log): LogEvent | undefined {
  const left = log.places.get(event.id);
  return log.events.findLast(
    ({ id, type }) =>
      id < event.id &&
      type.endsWith('StateEntered') &&
      log.places.get(id)?.state === left?.state &&
      log.places.get(id)?.item === left?.item,
  );
}

const isFailure = ({ type }: LogEvent): boolean =>
  /^(LambdaFunction|Task)(Failed|TimedOut|ScheduleFailed|StartFailed|SubmitFailed)$/.test(type);

const errorOf = ({ type, details }: LogEvent): string =>
  details.error ?? (type.endsWith('TimedOut') ? 'States.Timeout' : 'States.TaskFailed');

/** `arn:aws:states:REGION:ACCOUNT:express:MACHINE:NAME:UUID` */
const nameOf = ({ execution_arn }: LogEvent): string => execution_arn.split(':')[7] ?? execution_arn;

/** What the log cut short, beyond 248 KB, is no JSON any more: it stays a text. */
function parsed(text: string | undefined): unknown {
  if (text === undefined) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
