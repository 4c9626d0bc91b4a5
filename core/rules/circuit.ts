/**
 * How things stand with somebody who may be down. Nobody waits for one who has just failed a few times in a row: he is
 * left alone for a while, and then one call finds out. A value; who holds it has the clock.
 */
export type Circuit = {
  /** Failures since the last success. */
  in_a_row: number;
  /** Left alone until then, in epoch milliseconds; null: not at all. */
  open_until: number | null;
};

export const CLOSED: Circuit = { in_a_row: 0, open_until: null };

export type CircuitRule = {
  /** So many failures in a row open it. */
  failures: number;
  /** How long the first time; twice as long each time that the call after it fails as well, up to `longest_ms`. */
  pause_ms: number;
  longest_ms: number;
};

export const allows = ({ open_until }: Circuit, now: number): boolean => open_until === null || now >= open_until;

/** While the call that finds out is under way, for `patience_ms` at most, no other goes out. */
export const afterCalling = (circuit: Circuit, now: number, patience_ms: number): Circuit =>
  circuit.open_until === null ? circuit : { ...circuit, open_until: now + patience_ms };

export function afterFailure(circuit: Circuit, now: number, { failures, pause_ms, longest_ms }: CircuitRule): Circuit {
  const in_a_row = circuit.in_a_row + 1;
  const over = in_a_row - failures;
  return { in_a_row, open_until: over < 0 ? null : now + Math.min(pause_ms * 2 ** over, longest_ms) };
}
