import { Temporal } from 'temporal-polyfill';

/** The two clocks: the business one may stand still, the real one never does. */
export type Clock = {
  /** Dates, session expiry and pending actions go by this one. */
  now(): Temporal.Instant;
  /** Epoch milliseconds: leases, timers, processing times and tokens go by this one. */
  real(): number;
};

/** @param frozenAt `ASSISTANT_NOW`: an ISO instant at which the business clock stands still, or undefined. */
export function createClock(frozenAt: string | undefined): Clock {
  const real = () => Date.now();
  if (frozenAt === undefined) return { now: () => Temporal.Instant.fromEpochMilliseconds(real()), real };
  const instant = Temporal.Instant.from(frozenAt);
  return { now: () => instant, real };
}

/** `2026-06-01T09:00:00.000-04:00`: the instant as a wall clock in the zone shows it, with its offset. */
export const inZone = (instant: Temporal.Instant, timezone: string): string =>
  instant
    .toZonedDateTimeISO(timezone)
    .toString({ timeZoneName: 'never', calendarName: 'never', smallestUnit: 'millisecond' });
