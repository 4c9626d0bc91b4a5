import { isDeepStrictEqual } from 'node:util';
import type { Comparison, Difference, StateVisit } from './inspector/contract.ts';

/** Fields that name something or say when: two runs of the same turn have others, and mean the same. */
const IDS_AND_TIMES: ReadonlySet<string> = new Set([
  'execution_id',
  'session_id',
  'message_id',
  'request_id',
  'credential_ref',
  'call_id',
  'id',
  'note_id',
  'now',
  'received_at',
  'expires_at',
  'created_at',
  'started_at',
  'processing_time_ms',
  'session_version',
  'session_begun_by',
]);

/** Rows of two executions, state by state, with what differs in what the states gave. */
export function compareVisits(before: readonly StateVisit[], after: readonly StateVisit[]): Comparison['rows'] {
  return alignedNames(before, after).map((name) => {
    const [then, now] = [before, after].map((visits) => visits.find((visit) => visit.name === name) ?? null);
    const row = { name, before: then ?? null, after: now ?? null };
    return { ...row, differences: differencesOf(row) };
  });
}

function differencesOf({ name, before, after }: Omit<Comparison['rows'][number], 'differences'>): Difference[] {
  if (before === null || after === null) {
    const way = (visit: StateVisit | null) => (visit === null ? null : 'visited');
    return [{ where: 'path', at: name, before: way(before), after: way(after) }];
  }
  const errors = (visit: StateVisit) => visit.failures.map(({ error }) => error);
  return [
    ...differencesIn(before.output, after.output).map((found) => ({ where: name, ...found })),
    ...differencesIn(errors(before), errors(after), 'errors').map((found) => ({ where: name, ...found })),
  ];
}

/** The names of both in the order of the way: what only the second has comes after what it followed there. */
function alignedNames(before: readonly StateVisit[], after: readonly StateVisit[]): string[] {
  const names = before.map(({ name }) => name);
  let place = 0;
  for (const { name } of after) {
    const known = names.indexOf(name);
    if (known === -1) names.splice(place, 0, name);
    place = (known === -1 ? place : known) + 1;
  }
  return names;
}

/** Where two values differ, as paths from `at`. Ids and times do not count. */
export function differencesIn(before: unknown, after: unknown, at = '$'): Omit<Difference, 'where'>[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [{ at, before: before ?? null, after: after ?? null }];
  }
  const isList = Array.isArray(before);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    if (!isList && IDS_AND_TIMES.has(key)) return [];
    return differencesIn(before[key], after[key], isList ? `${at}[${key}]` : `${at}.${key}`);
  });
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
