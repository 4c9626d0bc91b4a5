import type { Expecting, Intent } from '../contracts/understanding.ts';

/** One way to cut a message in two, with what joins them. The second part is at least two words long. */
export type Cut = { readonly first: string; readonly joint: string; readonly second: string };

/** More joints than these are not tried. */
const MOST_CUTS = 6;
const JOINT =
  /[.?!;]+\s+(?:(?:and|also|oh|plus|but|then)\b[\s,]*)*|,\s*(?:(?:and|also|oh|plus|but|then)\b[\s,]*)*|\s+(?:and|also|plus|then|but|n|&|\+)\s+(?:(?:also|then|oh)\s+)?|\s+-+\s+|\s+\(?[2-9]\)\s+/giu;

/** What only says that requests follow: "three things. 1) …". */
const PREFACE =
  /^(?:(?:hi|hey|hello|ok(?:ay)?|so)[,!. ]+)*(?:i(?:'ve| have| need| want|'ve got| got)? |just )?(?:a couple(?: of)?|a few|two|three|2|3|some) (?:things|questions|requests|favou?rs)(?: (?:please|pls))?[:.,-]*\s*(?:\(?1[).:]\s*)?|^\(?1[).]\s+/iu;

/** "Not cancelling, only moving": what is ruled out is no request. */
const RULED_OUT = /^(?:(?:i'?m|i am|it'?s|please) )?(?:not|don'?t|do not|no)\b/iu;

/**
 * The places where a second request could begin: after a mark, or at a joining word.
 * @param answering whether something was asked: then the first part may be a lone word
 * @param naming whether the second part may be one, too: a name
 */
export function cuts(text: string, answering: boolean, naming = false): readonly Cut[] {
  const found: Cut[] = [];
  for (const { index, 0: joint } of text.matchAll(JOINT)) {
    const first = text
      .slice(0, index + (/[?!]/.test(joint) ? 1 : 0))
      .replace(PREFACE, '')
      .trim();
    const second = text.slice(index + joint.length).trim();
    const long = answering ? first !== '' : /\S\s+\S/.test(first);
    const isLong = naming ? second !== '' : /\S\s+\S/.test(second);
    if (long && isLong && !RULED_OUT.test(first)) found.push({ first, joint, second });
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

/** Whether a part says by itself what is wanted, rather than only of which project, day or time. */
export const isRequest = (intent: Intent): boolean => SECOND_REQUESTS.has(intent);

/** What a first part may be for the second to count: a request, or, where something was asked, the answer. */
const FIRST_REQUESTS: ReadonlySet<Intent> = new Set([...SECOND_REQUESTS, 'help']);
const CHOICES: ReadonlySet<Intent> = new Set(['select_project', 'select_date', 'select_time']);

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
  ['affirm', 'change_address'],
];

/**
 * Whether two parts read as `first` and `second` are two requests rather than one told at length.
 * @param isBesides whether the second is said to come besides ("yes, and also book …")
 */
export function areTwoRequests(first: Intent, second: Intent, expecting: Expecting | null, isBesides = false): boolean {
  if (first === second || !SECOND_REQUESTS.has(second)) return false;
  const answer = first === 'affirm' ? expecting === 'confirmation' : expecting !== null && CHOICES.has(first);
  if (!FIRST_REQUESTS.has(first) && !answer) return false;
  if (isBesides && first === 'affirm') return true;
  return !ONE_WISH.some(([one, other]) => one === first && other === second);
}
