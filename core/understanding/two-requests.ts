import type { Intent } from '../contracts/understanding.ts';

/** One way to cut a message in two, each part at least two words long. */
export type Cut = { readonly first: string; readonly second: string };

/** More joints than these are not tried. */
const MOST_CUTS = 6;
const JOINT =
  /[.?!;]+\s+(?:(?:and|also|oh|plus|but|then)\b[\s,]*)*|,\s*(?:(?:and|also|oh|plus|but|then)\b[\s,]*)*|\s+(?:and|also|plus|then|but|&)\s+(?:(?:also|then|oh)\s+)?|\s+-+\s+/giu;

/** The places where a second request could begin: after a mark, or at a joining word. */
export function cuts(text: string): readonly Cut[] {
  const found: Cut[] = [];
  for (const { index, 0: joint } of text.matchAll(JOINT)) {
    const first = text.slice(0, index + (/[?!]/.test(joint) ? 1 : 0)).trim();
    const second = text.slice(index + joint.length).trim();
    if (/\S\s+\S/.test(first) && /\S\s+\S/.test(second)) found.push({ first, second });
    if (found.length === MOST_CUTS) break;
  }
  return found;
}

/** What can be asked for beside something else. Greetings, thanks and bare answers are no second request. */
const SECOND_REQUESTS: ReadonlySet<Intent> = new Set([
  'list_projects',
  'check_availability',
  'book_appointment',
  'reschedule_appointment',
  'cancel_appointment',
  'project_details',
  'appointment_status',
  'business_hours',
  'weather',
  'installation_address',
  'add_note',
  'list_notes',
  'change_address',
  'talk_to_human',
]);

/** What a first part may be for the second to count: a request, or an answer to what was asked. */
const FIRST_PARTS: ReadonlySet<Intent> = new Set([
  ...SECOND_REQUESTS,
  'select_project',
  'select_date',
  'select_time',
  'affirm',
  'help',
]);

/** Pairs that one wish often takes two clauses to say: "that day is bad, move it", "I moved, change the address". */
const ONE_WISH: readonly (readonly [Intent, Intent])[] = [
  ['select_date', 'check_availability'],
  ['select_date', 'book_appointment'],
  ['select_time', 'book_appointment'],
  ['select_project', 'book_appointment'],
  ['select_project', 'reschedule_appointment'],
  ['select_project', 'cancel_appointment'],
  ['check_availability', 'book_appointment'],
  ['reschedule_appointment', 'check_availability'],
  ['affirm', 'book_appointment'],
  ['affirm', 'cancel_appointment'],
  ['affirm', 'reschedule_appointment'],
];

/** Whether two parts read as `first` and `second` are two requests rather than one told at length. */
export function areTwoRequests(first: Intent, second: Intent): boolean {
  if (first === second || !FIRST_PARTS.has(first) || !SECOND_REQUESTS.has(second)) return false;
  return !ONE_WISH.some(([one, other]) => one === first && other === second);
}
