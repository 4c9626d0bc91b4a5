import { canBeHadBack } from '../../../core/rules/old-time.ts';
import type { Speech } from '../speech.ts';

/** What is promised of the old time, and nothing where it cannot be booked again. */
export const rescueOf = (old: { date: string; time: string | null }, { today }: Speech): string | null =>
  canBeHadBack(old, today) ? 'If the move is not finished, we try to get the old time back.' : null;
