import type { TurnEvent } from '../../core/contracts/execution-record.ts';
import { allStates, prepareDefinition, readDefinition } from '../../runtime/definition.ts';

const FUNCTIONS = ['Supervisor', 'Classifier', 'Clarifier', 'ToolExecutor', 'Responder'];
const TYPES = new Map(
  allStates(prepareDefinition(readDefinition(), FUNCTIONS)).map(([name, { Type }]) => [name, Type]),
);

type Details = Record<string, unknown>;

/**
 * The lines that an Express state machine with execution data would have logged of a turn that ran here: one JSON event
 * each, numbered, each knowing the one before it, and delivered in no order.
 */
export function expressLinesOf(record: readonly TurnEvent[], arn: string): string[] {
  const lines: string[] = [];
  let last = 0;
  let mapStarted = 0;
  const log = (type: string, details: Details, at: number, after = last): number => {
    const id = lines.length + 1;
    const event = {
      id,
      type,
      details,
      previous_event_id: after,
      event_timestamp: at,
      execution_arn: arn,
      redrive_count: 0,
    };
    lines.push(JSON.stringify(event, (_, value) => (typeof value === 'number' ? String(value) : value)));
    last = id;
    return id;
  };
  for (const event of record) {
    switch (event.type) {
      case 'TurnStarted':
        log(
          'ExecutionStarted',
          { ...payload('input', event.input), roleArn: 'arn:aws:iam::111122223333:role/turn' },
          event.at,
        );
        break;
      case 'StateEntered': {
        const type = TYPES.get(event.state);
        log(`${type}StateEntered`, { name: event.state, ...payload('input', event.input) }, event.at);
        if (type === 'Map') mapStarted = log('MapStateStarted', {}, event.at);
        if (type !== 'Task') break;
        log('LambdaFunctionScheduled', payload('input', event.input), event.at);
        log('LambdaFunctionStarted', {}, event.at);
        break;
      }
      case 'StateExited': {
        const type = TYPES.get(event.state);
        if (type === 'Task') log('LambdaFunctionSucceeded', payload('output', event.output), event.at);
        if (type === 'Map') log('MapStateSucceeded', {}, event.at);
        log(`${type}StateExited`, { name: event.state, ...payload('output', event.output) }, event.at);
        break;
      }
      case 'MapItemStarted':
        log('MapIterationStarted', { name: event.state, index: event.item }, event.at, mapStarted);
        break;
      case 'MapItemEnded':
        log('MapIterationSucceeded', { name: event.state, index: event.item }, event.at);
        break;
      case 'TurnEnded':
        log('ExecutionSucceeded', payload('output', event.output), event.at);
        break;
    }
  }
  return lines.toSorted((a, b) => a.length - b.length);
}

const payload = (kind: 'input' | 'output', value: unknown): Details => ({
  [kind]: JSON.stringify(value),
  [`${kind}Details`]: { truncated: false },
});

/** The log cuts a payload at its bound, and says so. */
export const cutShort = (line: string, kind: 'input' | 'output'): string => {
  const event = JSON.parse(line) as { details: Record<string, unknown> };
  event.details[kind] = String(event.details[kind]).slice(0, 200);
  event.details[`${kind}Details`] = { truncated: true };
  return JSON.stringify(event);
};
