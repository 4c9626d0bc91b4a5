import type { ProjectView, StatusGroup } from '../../../core/contracts/project.ts';
import type { DateWish } from '../../../core/contracts/session.ts';
import type { Intent } from '../../../core/contracts/understanding.ts';
import { isInWish } from './wishes.ts';

/** Which projects a request can be about. */
export interface Eligible {
  for: Intent;
  /** The status group it takes; null: any that is not ended. */
  group: Extract<StatusGroup, 'schedulable' | 'scheduled'> | null;
  /** The day or days of the visit that is meant: those that have one then come before others. */
  on?: DateWish;
  /** Those days can be nothing but the visit's own: where there is none then, that is said. */
  surelyOn?: boolean;
  /** Whether a visit on a date is the one that is meant; left out: where the date is one of `on`. */
  isThen?: (date: string) => boolean;
}

/** Whether a project has its visit on the day that is meant; undefined where no day is. */
export function isOn({ scheduled }: ProjectView, { on, isThen }: Eligible): boolean | undefined {
  if (on === undefined) return undefined;
  return scheduled !== null && (isThen === undefined ? isInWish(scheduled.date, on) : isThen(scheduled.date));
}

/** Whether a project takes the request at all; the day that is meant aside. */
export const isEligible = (project: ProjectView, { group }: Eligible): boolean =>
  group === null || project.group === group;
