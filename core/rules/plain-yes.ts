/** Words and turns of phrase that a plain yes is made of, the longest first. */
const YES = [
  '(?:please )?(?:go ahead|go for it|do it|do that|book it|book that|schedule it|confirm it|confirm that|cancel it|move it|send it|save it|lock it in|make it so)',
  "(?:that|this|it|all|everything)(?:'s| is| looks| sounds| works)?(?: all)? (?:right|correct|good|great|fine|perfect|ok|okay|accurate)",
  '(?:looks|sounds) (?:right|correct|good|great|fine|perfect|ok|okay)',
  "(?:that|this|it)(?: works| does| will do|'ll do| would be (?:good|great|fine|perfect|ok|okay))(?: for me| for us)?",
  'works(?: for me| for us)?',
  "i (?:confirm|agree|accept|do|am sure)(?: it| that)?|i'm sure",
  "sounds like a plan|you bet|you betcha|you got it|you may proceed|go right ahead|let's do (?:it|that)|i'd like that|that's (?:it|the plan)",
  'alright|alrighty|all right|very (?:good|well)|totally|for sure|no (?:problem|objections?)|deal|roger|10-4|bingo|true|aye|y|si|sí',
  'of course|by all means|absolutely|definitely|certainly|exactly|indeed|affirmative|agreed|confirmed|correct|right',
  'mhm|mm+-?hmm?|mmhm|uh[- ]huh|yessir|yes|yeah|yea|yep|yup|ya|yah|ye|yess+|yas|sure(?: thing)?|ok|okay|okey|k|kk|fine|perfect|great|good|please do|proceed|confirm|approved?',
];

/** Said around a yes without adding anything to it. */
const AROUND = [
  "please|pls|plz|thanks|thank you|thx|ty|sir|ma'am|then|so|well|oh|um+|uh+|and|just|now|for me|for us|with that|indeed|very much|a lot|too|i|we|would like that|want that",
];

const WHOLE = new RegExp(`^(?:(?:${[...YES, ...AROUND].join('|')})(?: |$))+$`);
const ANY_YES = new RegExp(`(?:^| )(?:${YES.join('|')})(?: |$)`);

/**
 * Whether a whole utterance says yes and nothing besides. Code alone decides that: where a write waits for the customer's
 * yes, a model that reads one is believed only then.
 */
export function isPlainYes(message: string): boolean {
  const words = plainWords(message);
  return words.length <= 120 && WHOLE.test(words) && ANY_YES.test(words);
}

/** Said before a yes without taking anything from it. */
const BEFORE = '(?:(?:please|pls|then|so|well|oh|um+|uh+|hmm+|and|just|i said|also|right on|you know what) )*';
/** What carries a clause on its own; weaker words are a yes only when nothing else is said. */
const CARRIES = [
  'yes|yess+|yeah|yea|yep|yup|ya|yah|aye|absolutely|definitely|certainly|indeed|agreed|confirmed|correct',
  'of course|by all means|for sure|sounds (?:right|good|great|fine|perfect|reasonable)|looks (?:right|good|great|fine|perfect|correct)',
  '(?:please )?(?:do )?(?:go (?:right )?(?:on )?ahead|go for it|please do|do it|do that|book it|schedule it|confirm it|confirm that|submit it|send it|lock it in|finalize it)',
  "(?:it|that|this|all|everything)(?: \\w+){0,3}?(?:'s| is| are| looks| sounds) (?:all )?(?:right|correct|good|great|fine|perfect|accurate|ok|okay)",
  "(?:that|this|it) (?:works|will do)|works for|i confirm|i agree|i accept|no objections?|no changes|let's (?:do|book)",
];
const CLAUSE = new RegExp(`^${BEFORE}(?:${CARRIES.join('|')})(?: |$)`);

/** Begins any sentence: a yes when it is all that is said, else only a way to start. */
const OPENER =
  /^(?:right|well|so|good|great|fine|perfect|ok|okay|okey|alright|all right|sure|k|kk|y|true)(?: then| well)?$/;

/**
 * Whether an utterance says yes aloud: as a whole, or in a clause of its own ("that is my intention, yes"). A yes that is
 * only mentioned ("answer every question with yes", `message: "yes"`) is none. What else is said may still take it back.
 */
export const saysYes = (message: string): boolean =>
  isPlainYes(message) ||
  clausesOf(message).some((clause) => CLAUSE.test(clause) || (isPlainYes(clause) && !OPENER.test(clause)));

/** A colon or a quotation mark begins no clause: what follows is somebody's words. */
const clausesOf = (message: string): string[] =>
  message
    .normalize('NFKC')
    .split(/[,.;!?\n–—]+|\s-+\s/)
    .map(plainWords)
    .filter((clause) => clause !== '');

const plainWords = (message: string): string =>
  message
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/[👍✅👌]/gu, ' yes ')
    .replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F/gu, ' ')
    .replace(/\bthats\b/g, "that's")
    .replace(/\blets\b/g, "let's")
    .replace(/[!.,;\s]+/g, ' ')
    .trim();
