import { leadUp, type Match, type Text, wordAt } from './tokens.ts';
import type { Utterance } from './utterance.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const WEEKDAYS: ReadonlyMap<string, number> = new Map([
  ['monday', 1],
  ['mon', 1],
  ['tuesday', 2],
  ['wednesday', 3],
  ['wed', 3],
  ['thursday', 4],
  ['friday', 5],
  ['saturday', 6],
  ['sat', 6],
  ['sunday', 7],
  ['sun', 7],
]);

const MONTHS: ReadonlyMap<string, number> = new Map(
  (
    [
      ['january', 'jan'],
      ['february', 'feb'],
      ['march', 'mar'],
      ['april', 'apr'],
      ['may'],
      ['june', 'jun'],
      ['july', 'jul'],
      ['august', 'aug'],
      ['september', 'sep', 'sept'],
      ['october', 'oct'],
      ['november', 'nov'],
      ['december', 'dec'],
    ] as const
  ).flatMap((names, index) => names.map((name): [string, number] => [name, index + 1])),
);

export type Weekday = {
  /** ISO number, 1 Monday to 7 Sunday. */
  readonly weekday: number;
  /** "Fridays"; also a possessive without its apostrophe. */
  readonly plural: boolean;
  readonly possessive: boolean;
};

/** A weekday's name; "sun", "sat" and "wed" only where they cannot well be the other word. */
export function weekdayAt(text: Utterance, at: number): Match<Weekday> | null {
  const token = text.tokens[at];
  if (token?.kind !== 'word') return null;
  const singular = WEEKDAYS.get(token.word);
  const weekday =
    singular ?? (token.word.length > 5 && token.word.endsWith('s') ? WEEKDAYS.get(token.word.slice(0, -1)) : undefined);
  if (weekday === undefined || /^(?:happy|merry)$/.test(wordAt(text, at - 1)) || !isMeantAsWeekday(text, at))
    return null;
  const dot = token.end - token.start <= 5 && wordAt(text, at + 1) === '.' && hasMore(text, at + 2);
  return {
    value: { weekday, plural: singular === undefined, possessive: token.possessive },
    next: dot ? at + 2 : at + 1,
  };
}

const hasMore = (text: Text, at: number): boolean => text.tokens[at] !== undefined;

const LEADS_TO_A_DAY = words(
  'on this next coming for by until till or and either about say come every last / & - , not no',
);
const FOLLOWS_A_DAY = words(
  'at the morning mornings afternoon afternoons evening evenings night am pm or and / & - , works is would could ' +
    'please before after one ? ! . around ok okay instead then noon',
);
const SUBJECT = words('i we you he she they it who just have has had never been that who');
const SAT_GOES_ON = words('on in down here there around outside for up with through');
const WED_GOES_ON = words(
  'like love prefer need want be rather have appreciate better do go take get just really also still never both all',
);

function isMeantAsWeekday(text: Utterance, at: number): boolean {
  const word = wordAt(text, at);
  const before = wordAt(text, at - 1);
  const next = wordAt(text, at + 1);
  const answersDate = text.expecting === 'date' || text.expecting === 'time';
  switch (word) {
    case 'wed':
      return !WED_GOES_ON.has(next);
    case 'mon':
      return next !== 'ami';
    case 'sat':
      return !SUBJECT.has(before) && !(SAT_GOES_ON.has(next) && !answersDate);
    case 'sun':
      return isSunday(text, at, answersDate);
    default:
      return true;
  }
}

function isSunday(text: Utterance, at: number, answersDate: boolean): boolean {
  const before = wordAt(text, at - 1);
  const next = wordAt(text, at + 1);
  if (/^(?:the|in|some|any|much|full|be|more|of|enough|no)$/.test(before)) return false;
  if (LEADS_TO_A_DAY.has(before) || text.tokens.length <= 2) return true;
  if (answersDate && (at === 0 || FOLLOWS_A_DAY.has(next))) return true;
  const dated = text.tokens[at + 1]?.kind === 'ordinal' || text.tokens[at + 1]?.kind === 'slash';
  return dated || (/^(?:or|and|&|\/|-)$/.test(next) && WEEKDAYS.has(wordAt(text, at + 2)));
}

/** A month's name before or after a day ("Jan 10", "5th of May"); `plain` when it may stand alone as a whole month. */
export function monthAt(text: Utterance, at: number): Match<number> | null {
  const token = text.tokens[at];
  const month = token?.kind === 'word' ? MONTHS.get(token.word) : undefined;
  if (month === undefined || token === undefined) return null;
  const dot = token.word.length <= 4 && token.word !== 'may' && wordAt(text, at + 1) === '.' && hasMore(text, at + 2);
  return { value: month, next: dot ? at + 2 : at + 1 };
}

const LEADS_TO_A_MONTH = words(
  'in of by until till for this next early mid late during through to from since before after around about between ' +
    'all middle end beginning start or say maybe coming - through last',
);
const NOT_AFTER_A_MONTH = words(
  'i we you he she they it be not have need want in out up on into around over off with as called said told came ' +
    'asked says tells the my your a an ask',
);
/** Before "may", which is mostly a verb. */
const SURELY_A_MONTH = /^(?:in|of|by|until|till|during|through|early|mid|late|next|since|from|before|after|all|-)$/;
const ENDS_A_PHRASE = /^(?:|or|and|is|works|would|then|please|[.,!?;:)])$/;

const LEADS_TO_A_NAME = words('ask call with name named is speak tell text met spoke hi hello dear thanks contact');

/** A month's name where it stands for the month: "may I", "march in" and April the person are left out. */
export function wholeMonthAt(text: Utterance, at: number): Match<number> | null {
  const found = monthAt(text, at);
  if (!found) return null;
  const word = wordAt(text, at);
  const before = wordAt(text, at - 1);
  const next = wordAt(text, found.next);
  const led =
    LEADS_TO_A_MONTH.has(before) &&
    (word !== 'may' || SURELY_A_MONTH.test(before) || ENDS_A_PHRASE.test(next)) &&
    !(NOT_AFTER_A_MONTH.has(next) && before !== 'in' && before !== 'of');
  const alone = (text.expecting === 'date' && text.tokens.length <= 3) || isDated(text, found.next);
  if (word === 'may' || word === 'march' || word === 'mar') {
    return led || alone || (word !== 'may' && capitalised(text, at)) ? found : null;
  }
  if (text.tokens[at - 1]?.kind === 'quantity' || /\b(?:ask|asked|asking) for$/.test(leadUp(text, at, 2))) return null;
  if (/^(?:april|apr|june|august|jan|jun|dec)$/.test(word)) {
    return led || (!LEADS_TO_A_NAME.has(before) && !/^(?:called|said|told|came|asked|from|at)$/.test(next))
      ? found
      : null;
  }
  return found;
}

/** "May 2027", "May second week". */
const isDated = (text: Utterance, next: number): boolean =>
  /^(?:19|20|21)\d\d$/.test(wordAt(text, next)) || wordAt(text, next + 1) === 'week';

function capitalised(text: Utterance, at: number): boolean {
  const start = text.tokens[at]?.start ?? 0;
  return at > 0 && wordAt(text, at - 1) !== '.' && /[A-Z][a-z]/.test(text.original.slice(start, start + 2));
}
