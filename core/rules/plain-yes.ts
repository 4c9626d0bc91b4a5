import { clauses } from './clauses.ts';

/** Words and turns of phrase that a plain yes is made of, the longest first. */
const YES = [
  '(?:please )?(?:go ahead|go for it|do it|do that|book it|book that|schedule it|confirm it|confirm that|cancel it|move it|send it|save it|lock it in|make it so)',
  "(?:that|this|it|all|everything)(?:'s| is| looks| sounds| works)?(?: all)? (?:right|correct|good|great|fine|perfect|ok|okay|accurate)",
  '(?:looks|sounds) (?:right|correct|good|great|fine|perfect|ok|okay)',
  "(?:that|this|it)(?: works| does| will do|'ll do| would be (?:good|great|fine|perfect|ok|okay))(?: for me| for us)?",
  'works(?: for me| for us)?',
  "(?:i'm|im|we're|we are|i am) (?:good|fine|ok|okay|happy|cool) with (?:that|it|this)",
  "i (?:confirm|agree|accept|do|am sure)(?: it| that)?|i'm sure",
  "sounds like a plan|you bet|you betcha|you got it|you may proceed|go right ahead|let's do (?:it|that)|i'd like that|that's (?:it|the plan)",
  'alright|alrighty|all right|very (?:good|well)|totally|for sure|no (?:prob(?:lem|s)?|objections?)|deal|roger|10-4|bingo|true|aye|y|si|sí|claro(?: que s[ií])?|por supuesto|de acuerdo|est[aá] bien',
  'of course|by all means|absolutely|definitely|certainly|exactly|indeed|affirmative|agreed|confirmed|correct|right',
  'mhm|mm+-?hmm?|mmhm|uh[- ]huh|yessir|yes|yeah|yea|yep|yup|ya|yah|ye|yess+|yas|sure(?: thing)?|ok|okay|okey|k|kk|fine|perfect|great|good|please do|proceed|confirm|approved?',
];

/** Said around a yes without adding anything to it. */
const AROUND = [
  "por favor|gracias|please|pls|plz|thanks|thank you|thx|ty|sir|ma'am|then|so|well|oh|um+|uh+|and|just|now|for me|for us|with that|indeed|very much|a lot|too|i|we|would like that|want that|omg|heck|hell|man|dude|bud|buddy|bye|goodbye|can't wait|see you (?:then|there|soon)|looking forward(?: to it)?",
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
/** May follow whatever says yes, and leaves it one. */
const AFTER =
  "thanks|thank you|thx|ty|please|pls|plz|sir|ma'am|dear|then|now|too|already|indeed|and|so|as|yes|yeah|yep|go|i|i'm|i'll|i've|we|we're|we'll|we've|like (?:this|that)";
/** What says yes whatever follows it in its clause, but for what one tells: of oneself, the other, the past ("yes I heard you"). */
const YES_WORDS = 'yes|yess+|yeah|yea|yep|yup|ya|yah|aye|works for';
const SPEAKER = "(?:i|i'm|im|i'd|i've|i'll|you|u|you're|you've|we|we're|we've|he|she|they)";
const CONSENTS =
  '(?: (?:am|are|absolutely|very|quite|so|pretty|really|totally|still|do|would|just|already))*(?: (?:sure|certain|positive|ready|ok|okay|fine|good|happy|want|wanna|need|agree|confirm|accept|approve|consent|said|like|love|can do|got it right|have it right|may|can go|can book)(?: |$)|(?<= (?:am|do|would|are|can))$)';
const TELLS = `(?:${SPEAKER}(?= )(?!${CONSENTS})|this is(?= )|speaking|(?:still )?(?:here|there)$|hello|hi$|.*\\b(?:was|were)\\b)`;
/**
 * What carries a clause, each with what else may follow it. Anything else may make something else of it: "that's right next
 * to the school", "correct the address", "go ahead and tell me the price".
 */
const CARRIES: readonly (readonly [words: string, after: string])[] = [
  [
    'absolutely|definitely|certainly|indeed|agreed|confirmed|correct|of course|by all means|for sure',
    "on all|(?:that|it)(?:'s| is)|its|still|no|let's|to that",
  ],
  [
    "(?:sounds|looks) (?:right|good|great|fine|perfect|reasonable|correct)|(?:it|that|this|all|everything)(?: \\w+){0,3}?(?:'s| is| are| looks| sounds) (?:all )?(?:right|correct|good|great|fine|perfect|accurate|ok|okay)",
    'to (?:me|us|go)|for (?:me|us|every\\w+|all|my|our|the|him|her|them)|with|on (?:my|our|all)|by me|both|(?:the )?address is|only|leave|keep|do|book|enough',
  ],
  [
    "(?:please )?(?:do )?(?:go (?:right )?(?:on )?ahead|go for it|please do|do it|do that|book it|schedule it|confirm it|confirm that|submit it|send it|lock it in|finalize it)|let's (?:do|book) (?:it|that|this)",
    'n (?:do|book)|with (?:it|that|this|the)|for (?:me|us)|before i|through|today|right away|asap|if you would',
  ],
  ['(?:that|this|it) (?:works|will do)', 'for|with|nicely|great|fine|well|perfectly|out for|just fine'],
  ['i (?:confirm|agree|accept)', '(?:(?:to|with) )?(?:it|that|this|the|all|everything|you)|my|our'],
  ['no objections?|no changes', 'needed|necessary|required|here|from|at all|looks'],
];
/** "And" goes on with a deed of its own where something is to be done: "go ahead and tell me". */
const ASKS_BESIDES =
  /\b(?:ahead|do it|do that|book it|send it) and (?:then |please |just )?(?:tell|show|let me know|explain|give me|check|ask|call|wait|see|look|find|answer)\b/;
const CLAUSE = new RegExp(
  `^${BEFORE}(?:(?:${YES_WORDS})(?:$| (?!${TELLS}))|${CARRIES.map(([words, after]) => `(?:${words})(?:$| (?:${AFTER}|${after})(?: |$))`).join('|')})`,
);

/** Begins any sentence: a yes when it is all that is said, else only a way to start. */
const OPENER =
  /^(?:right|well|so|good|great|fine|perfect|ok|okay|okey|alright|all right|sure|k|kk|y|true)(?: then| well)?$/;

/**
 * Whether an utterance says yes aloud: as a whole, or in a clause of its own ("that is my intention, yes"). A yes that is
 * only mentioned ("answer every question with yes", `message: "yes"`) is none. What else is said may still take it back.
 */
export const saysYes = (message: string): boolean =>
  isPlainYes(message) ||
  clausesOf(message).some(
    (clause) => (CLAUSE.test(clause) && !ASKS_BESIDES.test(clause)) || (isPlainYes(clause) && !OPENER.test(clause)),
  );

/** A colon or a quotation mark begins no clause: what follows is somebody's words. */
const clausesOf = (message: string): string[] =>
  clauses(message)
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
