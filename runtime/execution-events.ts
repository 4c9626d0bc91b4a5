import type { StateMachine } from 'aws-local-stepfunctions';
import type { TurnEvent } from '../core/contracts/execution-record.ts';

type EngineRun = ReturnType<StateMachine['run']>;
type EngineEvent = EngineRun['eventLogs'] extends AsyncGenerator<infer Event> ? Event : never;

/**
 * Turns the engine's events of one run into the record's. The events of a Map's items reach the engine's log a little
 * late: what comes after the Map waits for them, so that the record is in order.
 */
export async function* turnEvents(executionId: string, events: AsyncIterable<EngineEvent>): AsyncGenerator<TurnEvent> {
  const enteredAt = new Map<string, number>();
  const failures = new Map<string, string>();
  const openItems = new Set<number>();
  let startedAt = 0;
  let waiting: EngineEvent[] = [];

  const convert = (event: EngineEvent): TurnEvent[] => {
    const at = event.timestamp;
    switch (event.type) {
      case 'ExecutionStarted':
        startedAt = at;
        return [{ type: 'TurnStarted', at, execution_id: executionId, input: event.input }];
      case 'StateEntered': {
        const place = placeOf(event);
        enteredAt.set(keyOf(place), at);
        return [{ type: 'StateEntered', at, ...place, input: event.state.input }];
      }
      case 'StateExited': {
        const place = placeOf(event);
        const took_ms = at - (enteredAt.get(keyOf(place)) ?? at);
        return [{ type: 'StateExited', at, ...place, output: event.state.output ?? null, took_ms }];
      }
      case 'StateFailed': {
        const place = placeOf(event);
        failures.set(keyOf(place), event.Error);
        return [{ type: 'StateFailed', at, ...place, error: event.Error, cause: event.Cause }];
      }
      case 'StateRetried': {
        const place = placeOf(event);
        const error = failures.get(keyOf(place)) ?? 'Error';
        return [{ type: 'StateRetried', at, ...place, error, attempt: event.retry.attempt }];
      }
      case 'StateCaught': {
        const place = placeOf(event);
        const error = failures.get(keyOf(place)) ?? 'Error';
        return [{ type: 'StateCaught', at, ...place, error, next: event.catch.catcher.Next }];
      }
      case 'MapIterationStarted':
        openItems.add(event.index);
        return [
          { type: 'MapItemStarted', at, state: event.parentState.name, item: event.index, input: inputOf(event) },
        ];
      case 'MapIterationSucceeded':
      case 'MapIterationFailed': {
        openItems.delete(event.index);
        const output = 'output' in event ? event.output : null;
        const error = 'Error' in event && typeof event.Error === 'string' ? event.Error : null;
        return [{ type: 'MapItemEnded', at, state: event.parentState.name, item: event.index, output, error }];
      }
      case 'ExecutionSucceeded':
        return [
          { type: 'TurnEnded', at, outcome: 'succeeded', output: event.output, error: null, took_ms: at - startedAt },
        ];
      case 'ExecutionFailed':
        return [
          { type: 'TurnEnded', at, outcome: 'failed', output: null, error: event.Error, took_ms: at - startedAt },
        ];
      case 'ExecutionTimeout':
      case 'ExecutionAborted': {
        const outcome = event.type === 'ExecutionTimeout' ? 'timed_out' : 'aborted';
        return [{ type: 'TurnEnded', at, outcome, output: null, error: 'States.Timeout', took_ms: at - startedAt }];
      }
      default:
        return [];
    }
  };

  for await (const event of events) {
    if (openItems.size > 0 && !ofMapItem(event)) {
      waiting.push(event);
      continue;
    }
    yield* convert(event);
    if (openItems.size > 0) continue;
    for (const late of waiting) yield* convert(late);
    waiting = [];
  }
  for (const late of waiting) yield* convert(late);
}

type Place = { state: string; item: number | null };
type StateEvent = Extract<EngineEvent, { state: unknown }>;

const placeOf = (event: StateEvent): Place => ({ state: event.state.name, item: event.index ?? null });
const keyOf = ({ state, item }: Place): string => `${state}/${item ?? ''}`;
const inputOf = (event: object): unknown => ('input' in event ? event.input : null);

const ofMapItem = (event: EngineEvent): boolean =>
  event.type.startsWith('MapIteration') || ('index' in event && typeof event.index === 'number');
