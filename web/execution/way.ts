import type { StateVisit } from '../../runtime/inspector/contract.ts';

/** What a record says of one state of the definition. */
export type Passage = {
  visits: StateVisit[];
  took_ms: number;
  retries: number;
  failures: number;
  isRunning: boolean;
};

/** The states that were come by, with what happened there. */
export function passagesOf(visits: readonly StateVisit[]): Map<string, Passage> {
  const passages = new Map<string, Passage>();
  for (const visit of visits) {
    const passage = passages.get(visit.state) ?? { visits: [], took_ms: 0, retries: 0, failures: 0, isRunning: false };
    passage.visits.push(visit);
    passage.took_ms += visit.took_ms ?? 0;
    passage.retries += visit.retries;
    passage.failures += visit.failures.length;
    passage.isRunning = visit.took_ms === null && visit.failures.length === 0;
    passages.set(visit.state, passage);
  }
  return passages;
}

export const wayName = (from: string, to: string): string => `${from} → ${to}`;

/** The ways that were gone: from each state to the one after it, items of a Map each for itself. */
export function waysGone(visits: readonly StateVisit[]): Set<string> {
  const last = new Map<number | null, string>();
  const ways = new Set<string>();
  for (const { state, item } of visits) {
    const from = last.get(item);
    if (from !== undefined) ways.add(wayName(from, state));
    last.set(item, state);
  }
  return ways;
}

/** The visit before: what came out of it is what a visit is compared to. Within a Map there is none. */
export function visitBefore(visits: readonly StateVisit[], visit: StateVisit): StateVisit | null {
  if (visit.item !== null) return null;
  const way = visits.filter(({ item }) => item === null);
  return way[way.findIndex(({ name }) => name === visit.name) - 1] ?? null;
}

/** `visited 3 times, 1 retry, 1 failure`, for those who do not see the signs. */
export function passageText({ visits, retries, failures, isRunning }: Passage): string {
  const parts = [
    `visited ${visits.length === 1 ? 'once' : `${visits.length} times`}`,
    isRunning ? 'still running' : null,
    retries > 0 ? `${retries} ${retries === 1 ? 'retry' : 'retries'}` : null,
    failures > 0 ? `${failures} ${failures === 1 ? 'failure' : 'failures'}` : null,
  ];
  return parts.filter((part) => part !== null).join(', ');
}
