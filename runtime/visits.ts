import type { TurnEvent } from '../core/contracts/execution-record.ts';
import type { StateVisit } from './inspector/contract.ts';

/**
 * The visits of states in the order of their entry. Visits of one state are told apart by number, items of a Map by their
 * place: `Plan`, `Plan#2`, `ToolExecutor[0]`.
 *
 * @param before How often states were visited before, for a replay that began in the middle: as its record says.
 */
export function visitsIn(
  events: readonly TurnEvent[],
  before: Readonly<Record<string, number>> = visitsBefore(events),
): StateVisit[] {
  const counts = new Map(Object.entries(before));
  const visits: StateVisit[] = [];
  const last = new Map<string, StateVisit>();
  for (const event of events) {
    if (!('state' in event)) continue;
    const key = event.item === null ? event.state : `${event.state}[${event.item}]`;
    if (event.type === 'StateEntered') {
      const visit = (counts.get(key) ?? 0) + 1;
      counts.set(key, visit);
      const begun: StateVisit = {
        name: visit === 1 ? key : `${key}#${visit}`,
        state: event.state,
        item: event.item,
        visit,
        entered_at: event.at,
        took_ms: null,
        input: event.input,
        output: null,
        failures: [],
        retries: 0,
        caught: null,
      };
      visits.push(begun);
      last.set(key, begun);
      continue;
    }
    const visit = last.get(key);
    if (visit !== undefined) follow(visit, event);
  }
  return visits;
}

const visitsBefore = (events: readonly TurnEvent[]): Record<string, number> =>
  events.find((event) => event.type === 'TurnReplayed')?.visits_before ?? {};

function follow(visit: StateVisit, event: TurnEvent): void {
  switch (event.type) {
    case 'StateExited':
      visit.output = event.output;
      visit.took_ms = event.took_ms;
      break;
    case 'StateFailed':
      visit.failures.push({ error: event.error, cause: event.cause });
      break;
    case 'StateRetried':
      visit.retries += 1;
      break;
    case 'StateCaught':
      visit.caught = { error: event.error, next: event.next };
      break;
  }
}

/** How often each state was entered, by the key that numbers its visits. */
export function countsIn(visits: readonly StateVisit[]): Record<string, number> {
  return Object.fromEntries(visits.map(({ name, visit }) => [name.replace(/#\d+$/, ''), visit]));
}
