import type { RefusalReason } from '../../core/contracts/outcome.ts';
import type { Envelope } from './envelope.ts';

/** What PF360 says no with, by words inside its text. The first row that matches wins. */
const REFUSALS: readonly { words: readonly string[]; reason: RefusalReason }[] = [
  {
    words: ['already requested', 'already scheduled', 'already contains a technician', 'technician already assigned'],
    reason: 'already_scheduled',
  },
  { words: ['not allowed', 'not permitted', 'not eligible'], reason: 'not_allowed' },
  { words: ['project status should be'], reason: 'wrong_status' },
];

/** The refusal that the text names, or null. */
export function refusalIn({ message }: Envelope): RefusalReason | null {
  return REFUSALS.find(({ words }) => words.some((phrase) => message.includes(phrase)))?.reason ?? null;
}

/** "Invalid process step": this was asked before, and that time it may have gone through. */
export function saysAskedBefore({ message }: Envelope): boolean {
  return message.includes('invalid process step');
}
