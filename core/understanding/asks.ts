import { clauses } from '../rules/clauses.ts';

/** Said before a question without being part of it. */
const LEAD =
  "(?:(?:ok|okay|so|oh|wait|hold on|hey|but|and|also|um+|uh+|h+m+|yes|yeah|yep|no|nope|well|actually|sorry|thanks|quick question|one more thing|before that|first|just curious|i'm wondering|i wonder|just wondering)(?: |$))*";
const SOMEBODY =
  "(?:i|we|they|he|she|it|there|this|that|those|these|someone|somebody|anyone|everyone|people|you guys|(?:the|my|your|our|any) [\\p{L}']+|[\\p{L}']+)";

const QUESTIONS = [
  `(?!do (?:it|this|that)\\b)(?:do|does|did|is|are|was|were|should|shall|am|has|have|had|don't|doesn't|isn't|aren't|won't) (?:i|we|you|they|he|she|it|there|this|that|those|these|someone|somebody|anyone|everyone|people|(?:the|my|your|our|any) [\\p{L}']+)`,
  // "Can you book it" and "will do" ask nothing to be told.
  `(?:can|could|may|might|will|would) (?!(?:you|do|be|work|suit)\\b)${SOMEBODY}`,
  "(?:what|where|who|why|how|which|whose)(?:'s|'re|'ll|s)?(?! (?:ever|about|bout|a|the heck|not)\\b)",
  "when(?:'s|'re|'ll| is| are| will| do| does| did| would| can| should)\\b(?! (?:you|u)(?:'re| are) (?:ready|free))",
];
/** "I have a dog, is that ok", with or without a mark between. */
const TAG =
  /\b(?:is|are|will|would) (?:that|it|this|they|there) (?:be )?(?:ok|okay|alright|all right|fine|allowed|a problem|an issue|possible)$/;
const QUESTION = new RegExp(`^${LEAD}(?:${QUESTIONS.join('|')})(?![\\p{L}\\p{N}])`, 'u');
/** A request put politely: it wants something done, rather than told. */
const REQUEST = /^(?:(?:ok|okay|yes|so|and|please|well|yeah)[ ,]+)*(?:can|could|would|will) (?:you|u)\b/;
/** "Go ahead, will you?" is none either: nothing but a mark at the end of something that is no question in itself. */
const MARK = /\?\s*$/;

/** Whether a message, or its last sentence, asks to be told something. */
export function asksSomething(message: string): boolean {
  const clauses = clausesOf(message);
  return (
    clauses.some((clause) => QUESTION.test(clause) || TAG.test(clause)) ||
    (MARK.test(message) && !REQUEST.test(clauses.at(-1) ?? ''))
  );
}

/** "Is that am or pm?", "wait, is this for the flooring": asks of what is in front of the customer, which says it. */
export const asksOfWhatIsShown = (message: string): boolean =>
  clausesOf(message).some((clause) => OF_THIS.test(clause));

/** "Sorry, can you repeat that?": on the phone, above all. */
export const asksToRepeat = (message: string): boolean =>
  message.length <= 60 && clausesOf(message).some((clause) => REPEAT.test(clause));

const REPEAT = new RegExp(
  `^${LEAD}(?:i )?(?:(?:can|could|would|will|please) ?(?:you|u)? ?(?:please )?)?(?:(?:repeat|read|say)(?: (?:that|it|this|those|them))?(?: (?:to|for) me)?(?: (?:again|back|once more|one more time|please))+|repeat (?:that|it|this|those|them)(?: please)?|(?:show|list)(?: me)? (?:that|those|these|them|it)(?: all)? again|come again|pardon(?: me)?|(?:didn't|did not|couldn't) (?:quite )?(?:catch|hear|get) (?:that|it|you|all that)|what was that|what did you say)$`,
  'u',
);

/** "Is 10 am the arrival time or just the window": asks what a time means, and picks none. */
export const asksOfArrival = (message: string): boolean => clausesOf(message).some((clause) => OF_ARRIVAL.test(clause));

const OF_ARRIVAL = new RegExp(
  `^${LEAD}(?:is|are|does|do|will|would) (?:that|it|this|those|these|they|he|she|(?:the|my) \\w+|noon|\\d[\\d:]* ?(?:[ap]m?\\b)?)(?: ?[ap]m)? (?:.* )?(?:(?:the|an|exact) arrival|arrival (?:time|window)|(?:arrive|come|get here|show up) (?:exactly|right|precisely|sharp)|(?:a|an|the|time|hour) window|time ?frame|when (?:they|he|she|somebody|someone|the \\w+) (?:will )?(?:arrives?|comes?|gets? here|shows? up))\\b`,
  'u',
);

/** "What if I need to move it later?": of a change that nobody asks for now. */
export const supposes = (message: string): boolean =>
  clausesOf(message).some((clause) => SUPPOSES.test(clause)) && !/\d/.test(message);

const SUPPOSES = new RegExp(
  `^${LEAD}(?:what (?:if|happens if)\\b|(?:can|could|will|would|may|am) i (?:still |always |be able to )*(?:change|move|cancel|resched\\w*|rebook|push)\\b.*\\b(?:later on|afterwards|if (?:i|we|something|it)\\b.*)$)`,
  'u',
);

const OF_THIS = new RegExp(
  `^${LEAD}(?:what (?:time|day|date) (?:is|was) (?:that|this|it)(?: again| for)?$|what (?:was|is|were|are) (?:the (?:first|second|third|last|other)(?: one| two)?|they|those|(?:the|my) (?:options|choices|times|dates|days))(?: again)?$|how many (?:are|is) (?:there|left|open)$|(?:is|was) (?:that|this|it) (?:still )?(?:am\\b|pm\\b|(?:in|for|on|at) (?!me\\b|us\\b|all\\b|time\\b)|(?:the|my) (?:\\w+ )?(?:one|project|order|visit|appointment|day|date|time|morning|afternoon)\\b|morning|afternoon|right$|correct$))`,
  'u',
);

const clausesOf = (message: string): string[] =>
  clauses(message)
    .map((clause) => clause.toLowerCase().replaceAll('\u2019', "'").replace(/\s+/g, ' ').trim())
    .filter((clause) => clause !== '');
