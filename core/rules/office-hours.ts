import { Temporal } from 'temporal-polyfill';
import { WEEKDAYS } from '../calendar.ts';
import type { OfficeHours } from '../contracts/act.ts';
import type { WorkWeek } from '../ports.ts';

/**
 * A tenant's hours as they stand at an instant, in the tenant's own zone. Opening and closing minute both count as
 * open; a day that PF360 leaves out is closed. A week without any day says nothing: it counts as open, since a closed
 * office must never be made up.
 *
 * @param now      ISO instant with offset.
 * @param fallback IANA zone to use when the tenant names none, or one that does not exist.
 */
export function officeHours(week: WorkWeek, now: string, fallback: string): OfficeHours {
  const timezone = isZone(week.timezone) ? week.timezone : fallback;
  const here = Temporal.Instant.from(now).toZonedDateTimeISO(timezone);
  if (week.days.length === 0) return { timezone, days: [], open_now: true, next_open: null };

  const days = WEEKDAYS.map((day) => {
    const known = week.days.find((candidate) => candidate.day.toLowerCase() === day.toLowerCase());
    const { open, close } = known ?? { open: null, close: null };
    return open === null || close === null ? { day, open: null, close: null } : { day, open, close };
  });
  const today = here.toPlainDate();
  const time = here.toPlainTime().toString({ smallestUnit: 'minute' });
  const hoursOn = (date: Temporal.PlainDate) => days[date.dayOfWeek - 1];

  const { open, close } = hoursOn(today) ?? { open: null, close: null };
  const open_now = open !== null && close !== null && time >= open && time <= close;
  return { timezone, days, open_now, next_open: nextOpening(today, time, (date) => hoursOn(date)?.open ?? null) };
}

/** The first opening after this minute, within a week and a day; null when every day is closed. */
function nextOpening(
  today: Temporal.PlainDate,
  time: string,
  opensOn: (date: Temporal.PlainDate) => string | null,
): OfficeHours['next_open'] {
  for (let days_ahead = 0; days_ahead <= 7; days_ahead += 1) {
    const date = today.add({ days: days_ahead });
    const opens = opensOn(date);
    if (opens !== null && (days_ahead > 0 || opens > time)) return { date: date.toString(), time: opens, days_ahead };
  }
  return null;
}

function isZone(zone: string | null): zone is string {
  if (zone === null) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}
