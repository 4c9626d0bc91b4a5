import { ordinalAt } from './numbers.ts';
import { anyPhrase } from './phrases.ts';
import { familyOf, isTypeWord, vocabularyWord } from './project-vocabulary.ts';
import { leadUp, type Match, wordAt, wordsBetween } from './tokens.ts';
import type { Utterance } from './utterance.ts';

/**
 * The words by which a message names a project: an order number, else the first kind of work named and not refused
 * ("not the fence, the front door"). "Install" and "job" are left out, they name nothing; other types stay.
 */
export function readProject(text: Utterance, silent: readonly boolean[], intent: string | null): string | undefined {
  return (
    projectNumber(text, silent, intent) ??
    kindOfWork(text, silent) ??
    unknownKind(text, silent, intent) ??
    projectPlace(text, silent)
  );
}

const NUMBER_NAMES = /^(?:order|orders|project|job|po|ticket|number|#|no|invoice|reference|ref)$/;
const BEFORE_NUMBER = anyPhrase('number|num|no|is|was|# .? :? #?', ':', '#', 'order number|#');
const ENDING = anyPhrase('ending|ends|end|finishing in|with|on?');

function projectNumber(text: Utterance, silent: readonly boolean[], intent: string | null): string | undefined {
  for (let at = 0; at < text.tokens.length; at++) {
    if (silent[at]) continue;
    const token = text.tokens[at];
    if (token?.kind === 'reference' && /^\d+(?:_[a-z\d]+)+$/.test(token.word)) return token.word;
    const ending = ENDING(text, at);
    if (ending >= 0 && endingDigits(text, ending)) return wordAt(text, ending);
    if (token?.kind === 'int' && isProjectNumber(text, at, intent)) return token.word;
  }
  return undefined;
}

const endingDigits = (text: Utterance, at: number): boolean => /^\d{1,4}$/.test(wordAt(text, at));

function isProjectNumber(text: Utterance, at: number, intent: string | null): boolean {
  const digits = wordAt(text, at).length;
  if (digits < 3 || digits > 12) return false;
  if (text.expecting === 'project' && digits >= 4) return !isAddressOrCode(text, at);
  for (let back = at - 1; back >= Math.max(0, at - 4); back--) {
    const word = wordAt(text, back);
    if (NUMBER_NAMES.test(word))
      return word !== 'number' && word !== '#' && word !== 'no' ? true : !isAddressOrCode(text, back) && digits >= 4;
    if (BEFORE_NUMBER(text, back) < 0) break;
  }
  return digits >= 5 && digits <= 8 && intent !== 'change_address' && isUnnamedNumber(text, at);
}

const A_QUANTITY = /^(?:dollars?|bucks|sq|square|feet|foot|ft|miles?|people|pounds|hours?)$/;

/** As long as an order number, and nothing around it makes it a ZIP code, an address or an amount. */
function isUnnamedNumber(text: Utterance, at: number): boolean {
  const before = text.tokens[at - 1];
  const written = before ? text.original.slice(before.start, before.end) : '';
  const zip = /^(?:zip|code|zipcode|[A-Z]{2})$/.test(written);
  return text.barred[at] !== true && !zip && !A_QUANTITY.test(wordAt(text, at + 1));
}

const isAddressOrCode = (text: Utterance, at: number): boolean =>
  /\b(?:phone|cell|code|pin|apt|unit|suite|zip|house|call|text|street|my|license|gate|at)$/.test(leadUp(text, at, 1)) ||
  (text.barred[at] === true && !/\b(?:order|job|project|number|#|po|no|ticket)\b/.test(leadUp(text, at, 3)));

/** What stands before a kind of work and belongs to its name. */
const MODIFIER = new Set(
  (
    'front back patio garage storm entry sliding screen french master guest kids hall powder laundry living dining family ' +
    'room bedroom basement attic upstairs downstairs water vinyl luxury wood hardwood wooden chain link privacy metal ' +
    'shower bay kitchen bathroom bath pantry cellar barn pet interior exterior roller roman cellular plantation wall ' +
    'half walk-in walk in fireplace tub window bath heated engineered ceiling composite stone quartz granite crown'
  ).split(' '),
);
const PART = new Set(
  'cover enclosure door doors surround treatment treatments opener openers work plank planks trim cleaning staining refinishing sealing runner runners fan fans upstairs downstairs'.split(
    ' ',
  ),
);
const KEPT_TYPES = new Set(
  'measure measurement measurements measuring measures inspection inspections remodel remodeling renovation repair repairs delivery deliveries service consultation estimate template replacement demo'.split(
    ' ',
  ),
);

function kindOfWork(text: Utterance, silent: readonly boolean[]): string | undefined {
  let typeOnly: string | undefined;
  let first: string | undefined;
  let requested: string | undefined;
  for (let at = 0; at < text.tokens.length; at++) {
    if (silent[at]) continue;
    const run = runAt(text, at, silent);
    if (!run) continue;
    if (!isRefused(text, at)) {
      const words = wordsBetween(text, at, run.next).replace(/['’]s?$/, '');
      if (run.value.category && (first ?? typeOnly ?? requested) !== undefined && isCorrection(text, at)) return words;
      if (run.value.category && isRequested(text, at)) requested ??= words;
      if (run.value.category) first ??= words;
      else typeOnly ??= words;
    }
    at = run.next - 1;
  }
  return requested ?? first ?? typeOnly;
}

/** "The flooring, no wait, the bathroom". */
const CORRECTS =
  /\b(?:no ,|wait|i mean|i meant|meant|scratch that|sorry|oops|correction|make (?:it|that)|rather|actually)(?: (?:,|no|it's|the|my|our|for|do|i|mean|meant|make|it|that))*$/;

const isCorrection = (text: Utterance, at: number): boolean => CORRECTS.test(leadUp(text, at, 6));

const REQUEST =
  /\b(?:schedule|book|move|shift|cancel|reschedule|push|postpone|set up|need|want|wanna|like|scrap|call off|arrange|reserve|get|pick|drop|forget|do|for)\b(?: [\w']+){0,5}$/;

const isRequested = (text: Utterance, at: number): boolean => REQUEST.test(leadUp(text, at, 8));

type Run = { readonly category: boolean };

/** The longest name of a kind of work at a token: "front door", "kitchen cabinets", "window measure", "the measure". */
function runAt(text: Utterance, at: number, silent: readonly boolean[]): Match<Run> | null {
  let next = at;
  let end = at;
  for (; !silent[next] && text.tokens[next]?.kind === 'word'; next++) {
    const word = wordAt(text, next);
    const known = vocabularyWord(word);
    const category = known !== undefined && !isTypeWord(known) && isMeant(text, next);
    if (!category && !(MODIFIER.has(word) && isMeant(text, next)) && !(PART.has(word) && end > at)) break;
    if (category || (PART.has(word) && end > at)) end = next + 1;
  }
  if (end === at) return isTypeNoun(text, at) ? { value: { category: false }, next: at + 1 } : null;
  const type = vocabularyWord(wordAt(text, end));
  return {
    value: { category: true },
    next: type && KEPT_TYPES.has(type) && !silent[end] && isNoun(text, end) ? end + 1 : end,
  };
}

/** A type beside its category is a noun unless an object follows: "window measure", not "could you measure the". */
const isNoun = (text: Utterance, at: number): boolean =>
  !/^(?:the|my|our|it|them|that|this)$/.test(wordAt(text, at + 1));

const ARTICLE =
  /^(?:a|the|my|our|this|that|your|his|her|their|of|morning|afternoon|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow)$/;

function isTypeNoun(text: Utterance, at: number): boolean {
  const word = vocabularyWord(wordAt(text, at));
  return (
    word !== undefined &&
    KEPT_TYPES.has(word) &&
    ARTICLE.test(wordAt(text, at - 1)) &&
    isNoun(text, at) &&
    !/^(?:of|guy|guys|fellow|fella|we|i|visit)$/.test(wordAt(text, at + 1))
  );
}

/** Not a storey ("third floor"), an arrival window, a front desk's door or a shade of colour. */
function isMeant(text: Utterance, at: number): boolean {
  const before = wordAt(text, at - 1);
  switch (wordAt(text, at)) {
    case 'floor':
    case 'floors':
      return ordinalAt(text, at - 1) === null && !/^(?:\d+|ground|top|main|upper|lower|two|three|four)$/.test(before);
    case 'window':
      return !isOfArrival(text, at, before);
    case 'walk':
    case 'in':
    case 'walk-in':
      return wordAt(text, at) === 'walk' ? wordAt(text, at + 1) === 'in' : before === 'walk';
    case 'shed':
      return before !== 'to';
    case 'paint':
    case 'painting':
      return text.expecting === 'project' || /^(?:my|the|our|exterior|interior|house|for)$/.test(before);
    default:
      return true;
  }
}

/** "The arrival window", "when does the window start", "do they arrive then, or is that just the window". */
const isOfArrival = (text: Utterance, at: number, before: string): boolean =>
  /^(?:time|arrival|hours?|\d+|delivery|appointment|service)$/.test(before) ||
  /^(?:of|frame|starts?|begins?|opens|closes|ends?)$/.test(wordAt(text, at + 1)) ||
  (text.tokens.some(({ word }) => /^arriv(?:e|es|al|ing)$/.test(word)) && !isTypeWord(wordAt(text, at + 1)));

const isRefused = (text: Utterance, at: number): boolean =>
  isDone(text, at) ||
  (/\b(?:not|except|besides|other than|instead of|rather than|isn't)(?: (?:the|my|that|about|for|a))*$/.test(
    leadUp(text, at, 4),
  ) &&
    !/\bif not\b/.test(leadUp(text, at, 4)));

const DONE = anyPhrase('is|are|was|were|got all? done|finished|complete|completed|in');

/** "now that the deck is done". */
const isDone = (text: Utterance, at: number): boolean => DONE(text, at + 1) >= 0 && wordAt(text, at - 1) !== 'when';

const NAMES_A_PROJECT = /^(?:project|job|order|install|installation|one|work)$/;
const NO_NAME = new Set(
  (
    'the my our your full list numero number this that these those a an any all every which what new next other only first last second third same ' +
    'right wrong old existing current upcoming previous big bigger biggest small smaller smallest little open active main ' +
    'entire whole recent latest earliest later earlier previous one two three four no not each another good great better ' +
    'scheduled unscheduled cancelled canceled completed pending finished ready stupid dang damn is was are be of for on in ' +
    'at to and or with about from i me us you it morning afternoon evening today tomorrow monday tuesday wednesday thursday ' +
    'top bottom middle whichever whatever unpaid friday saturday sunday easy hard long short quick single multiple some more early late cheap cheaper nice correct'
  ).split(' '),
);

/** A kind of work the vocabulary does not know, where the sentence shows that it is one: "my sauna install", "the sauna one". */
function unknownKind(text: Utterance, silent: readonly boolean[], intent: string | null): string | undefined {
  const picking = text.expecting === 'project' || intent === 'select_project';
  for (let at = 1; at < text.tokens.length; at++) {
    const noun = wordAt(text, at);
    if (silent[at] || !NAMES_A_PROJECT.test(noun) || (noun === 'one' && !picking)) continue;
    let from = at;
    while (from > 0 && at - from < 2 && text.tokens[from - 1]?.kind === 'word' && !NO_NAME.has(wordAt(text, from - 1)))
      from -= 1;
    const led = /^(?:my|our|the|that|this)$/.test(wordAt(text, from - 1)) || (picking && from === 0);
    if (from < at && led && isThing(wordAt(text, at - 1))) return wordsBetween(text, from, at);
  }
  return undefined;
}

const isThing = (word: string): boolean =>
  familyOf(word) === undefined && !/(?:ing|ed|ly|est|n't|'s|'m|'re)$/.test(word) && word.length > 2;

const AT_PLACE = anyPhrase('one|ones|job|project|everything in|at|for the|my');
const HOUSE = /^(?:house|home|cabin|cottage|condo|rental|apartment|duplex|place)$/;
const KIND_OF_HOUSE = /^(?:lake|beach|guest|summer|vacation|country|ranch|pool|carriage|river|mountain|rental)$/;

/** Where a project is, when that is all that is said of it: "the one in the basement", "everything for the lake house". */
function projectPlace(text: Utterance, silent: readonly boolean[]): string | undefined {
  for (let at = 0; at < text.tokens.length; at++) {
    if (silent[at]) continue;
    const place = AT_PLACE(text, at);
    if (place >= 0 && isPlaceName(text, place)) return wordsBetween(text, place, placeEnd(text, place));
    const lake = KIND_OF_HOUSE.test(wordAt(text, at)) && HOUSE.test(wordAt(text, at + 1));
    if (lake) return wordsBetween(text, at, at + 2);
  }
  return undefined;
}

const isPlaceName = (text: Utterance, at: number): boolean =>
  text.tokens[at]?.kind === 'word' &&
  !/^(?:middle|end|start|top|bottom|list|screen|same|other|moment)$/.test(wordAt(text, at));

const placeEnd = (text: Utterance, at: number): number =>
  HOUSE.test(wordAt(text, at + 1)) || /^(?:room|floor|bathroom|bedroom)$/.test(wordAt(text, at + 1)) ? at + 2 : at + 1;
