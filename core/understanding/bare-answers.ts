import type { Expecting, Intent, Suggestion } from '../contracts/understanding.ts';
import { familyOf, vocabularyWord } from './entities/project-vocabulary.ts';
import { classOf } from './lexicon.ts';
import { normalise, wordsOf } from './text.ts';

/** An answer that needs no model: what was asked, or offered, says how to read it. */
export type BareAnswer = { readonly intent: Intent; readonly offer: Suggestion | null };

/** The offer that a message repeats word for word, letter case and punctuation aside, or null. */
export function repeatedOffer(text: string, offers: readonly Suggestion[]): Suggestion | null {
  const said = bare(text);
  if (said === '') return null;
  return offers.find((offer) => bare(offer.text) === said) ?? null;
}

/**
 * The one offer of a project that a short answer points at ("the Orlando one", "flooring install"): all its telling
 * words are in that offer and in no other.
 */
export function partlyNamedOffer(text: string, offers: readonly Suggestion[]): Suggestion | null {
  const telling = wordsOf(text).filter((word) => !SMALL_WORDS.has(word));
  if (telling.length === 0 || telling.length > 4) return null;
  const meant = offers.filter((offer) => {
    const words = new Set(wordsOf(offer.text));
    return offer.intent === 'select_project' && telling.every((word) => words.has(word));
  });
  return meant.length === 1 ? (meant[0] ?? null) : null;
}

/** The offer of the next rows that a bare "more" takes, or null. "Next" is one of rows, not of days: that names a day. */
export function offerOfMore(text: string, offers: readonly Suggestion[]): Suggestion | null {
  const said = bare(text);
  if (!MORE.test(said) && !MORE_ROWS.test(said)) return null;
  return (
    offers.find((offer) => /^show more\b/i.test(offer.text) && (MORE.test(said) || offer.intent === 'list_projects')) ??
    null
  );
}

const MORE =
  /^what else(?: (?:is there|is open|is available|do you have|have you got))?$|^(?:(?:ok|okay|yes|sure|and|can you|could you|please|pls) )*(?:(?:show|give|tell|list|see|load|get)(?: me)? |i want |any )?(?:some |the )?(?:more|the rest|rest)(?: of (?:them|it|those|the list))?(?: please| pls| thanks)?$/;
const MORE_ROWS =
  /^(?:(?:ok|okay|yes|and|please) )*(?:(?:show|give)(?: me)? )?(?:the )?(?:next(?: (?:page|ones?|rows?|few|ten|10))?|others?|other ones|keep going|go on|continue)(?: please)?$/;

/** Whether a message does nothing but pick a row of the list before the customer: "number 12", "the 12th one", "12". */
export const picksRow = (text: string): boolean => ROW.test(text.trim());

const ROW =
  /^(?:ok(?:ay)?[, ]+|yes[, ]+)?(?:(?:i(?:'ll| will) take|let'?s (?:do|take)|show(?: me)?|open|pick|take) )?(?:the )?(?:(?:number|no\.?|nr\.?|option|row|line|item|project|job) *)?#? *(?:\d{1,3}|\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|last)(?: one| project| job)?(?:,? please)?[.!]*$/i;

/** The intent of an answer that can mean but one thing after what was asked, or null. */
export function bareAnswer(text: string, expecting: Expecting): Intent | null {
  const words = wordsOf(text.replace(/(\d)\s+([ap])\.?m\b\.?/giu, '$1$2m')).filter((word) =>
    /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word),
  );
  if (words.length === 0 || words.length > 8 || text.includes('?')) return null;
  const said = words.join(' ');
  if (YES.test(said)) return 'affirm';
  if (NO.test(said)) return 'deny';
  if (dropsKindOfWork(said)) return 'deny';
  const core = words.filter((word) => !SMALL_WORDS.has(word));
  if (expecting === 'date' && core.length > 0 && core.every(isDayWord) && core.some(isDay)) return 'select_date';
  if ((expecting === 'time' || expecting === 'date') && core.length > 0 && core.every(isClock)) return 'select_time';
  if (expecting === 'time' && /^(at |around |about )?(1[0-2]|[1-9])( ok)?( please)?$/.test(said)) return 'select_time';
  if (PLACE.test(said)) return BY_PLACE[expecting] ?? null;
  if ((NO_PREFERENCE.test(said) || ASIDE.test(said)) && expecting !== 'project') return BY_PLACE[expecting] ?? null;
  return expecting === 'project' && /^(the |order |number |job |project )*\d{4,}( _? ?\d+)?( please)?$/.test(said)
    ? 'select_project'
    : null;
}

/** "Forget the flooring", in the middle of booking it. */
function dropsKindOfWork(said: string): boolean {
  const dropped = DROPS.exec(said)?.[1];
  return dropped?.split(' ').some((word) => familyOf(vocabularyWord(word) ?? '') !== undefined) ?? false;
}

const DROPS =
  /^(?:(?:no|nah|nope|ok|actually|wait|hmm|lets|let us|please|just|you know what) )*(?:forget|skip|drop|scrap|nix|leave out|never mind)(?: about)?(?: the| my| that)? ((?:\w+ ?){1,3})(?:for now|please)?$/u;
const YES_WORD =
  '(?:yes|yeah|yep|yup|yea|yah|sure|ok|absolutely|definitely|certainly|affirmative|indeed|confirmed|agreed|👍|👌|✅)';
const KIND =
  '(?:please|thanks|thank you|maam|sir|then|thing|do|it|go|ahead|for|that is|right|correct|fine|good|great|perfect)';
const YES = new RegExp(
  `^(?:${YES_WORD}(?: ${YES_WORD}| please| maam| sir| thanks| thank you| go ahead| go for it| do it| do that| that is (?:right|correct|fine|good|perfect)| sounds good| correct| of course)*|go ahead|go for it|please do|do it|of course|sounds (?:good|right|great|perfect)|that is (?:right|correct)|correct|looks good)(?: ${KIND})?$`,
  'u',
);
const NO =
  /^(?:(?:👎|❌|🚫)+|(?:let us |lets )?start (?:over|again|from scratch)|(?:no|nope|nah|naw)(?: (?:no|nope|nah|thanks|thank you|please|sir|maam|way|not that one))*|not (?:that one|now|yet|really)|absolutely not|no way|do not|please do not|never)$/u;
const PLACE =
  /^(?:(?:ok|sure|yes|um|uh|lets do|let us do|i will take|ill take|make it) )?(?:the )?(?:first|second|third|fourth|fifth|last|earliest|latest|earlier|later|1st|2nd|3rd|4th|5th)(?: one| option| choice)(?: please| works| is fine| is good)?$/u;
const NO_PREFERENCE =
  /^(?:(?:ok|sure|oh|um|honestly|really) )*(?:either(?: one| day| time| of them| of those| is)?|any(?: one| day| time)? of (?:those|these|them)|(?:any|whichever|whatever|whenever|anything(?= (?:works|will|would|is|goes)))(?: one| day| time| you (?:have|want|got))?|(?:it )?does not matter|you (?:pick|choose|decide)|your (?:choice|call|pick)|surprise me|no preference|i do not (?:mind|care))(?: works| goes| will do| will work| would work| is fine| is good| fine| for me| then| please)*$/u;
/** To one side of what was offered. */
const ASIDE =
  /^(?:(?:ok|hmm|um|maybe|something|anything|any|a|bit|little|much|way|no) )*(?:later|earlier|sooner)(?: (?:one|ones|than (?:that|those)|please|if possible))*$/u;
const BY_PLACE: Partial<Record<Expecting, Intent>> = {
  project: 'select_project',
  date: 'select_date',
  time: 'select_time',
};

const SMALL_WORDS: ReadonlySet<string> = new Set(
  'the a an one on at for of my our in please thanks thank you it is to that this ok sure works good great fine perfect project job order'.split(
    ' ',
  ),
);

const isDay = (word: string): boolean =>
  classOf(word) === 'weekday' ||
  classOf(word) === 'relative_day' ||
  /^\d{1,2}(?:st|nd|rd|th)$/.test(word) ||
  isMonth(word);
const isMonth = (word: string): boolean => classOf(word) === 'month' && word !== 'may' && word !== 'march';
const isDayWord = (word: string): boolean =>
  isDay(word) || word === 'next' || word === 'may' || word === 'march' || /^\d{1,2}$/.test(word);
const isClock = (word: string): boolean =>
  /^\d{1,2}(?::\d\d)?(?:am|pm)$|^\d{1,2}:\d\d$/.test(word) ||
  word === 'noon' ||
  word === 'am' ||
  word === 'pm' ||
  word === 'morning' ||
  word === 'afternoon' ||
  word === 'evening';

function bare(text: string): string {
  return normalise(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
