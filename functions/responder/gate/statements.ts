import type { Backing } from './backing.ts';
import { isClaimed } from './claims.ts';
import { BUSINESS_WORDS, HARMLESS_WORDS } from './plain-words.ts';
import { clausesOf, complain, type Reading, type Stretch, sentencesOf } from './text.ts';
import { formsOf, hasFormIn, isFormIn } from './vocabulary.ts';

const WORD = /[\p{L}\p{M}]+(?:'[\p{L}]+)*/gu;
const TAIL = /(?:n't|'(?:s|re|ve|ll|d|m|all))$|'$/u;

/**
 * What the assistant says of itself, or asks: it cannot be untrue of anybody's business, and what it may promise or claim
 * to have done is read elsewhere.
 */
const OF_ITSELF =
  /\b(?:i|i'm|i'd|i've|i'll|me|my|mine|myself)\b|^\W*(?:\w+,? )?(?:we can|we could|let's|let us|happy to|glad to|sorry|thanks|thank you|you can (?:always |also )?(?:ask|tell))\b/;
/** "If you need to move a visit": only what the customer may want, not what would come of it. */
const WISH =
  /^\W*(?:\w+,? )?(?:if|when|whenever) (?:you|it|that|this)\b(?!.*\b(?:you|we|they|it) (?:lose|will|get|must|can|may|have)\b)/;
/** "I see that …": what follows is said of something else. */
const OF_OTHERS =
  /\b(?:i|we)(?:'ve| have|'m| am|'d| would| can| could| do| just| also)* (?:see|saw|find|found|hear|heard|know|check|checked|notice|noticed|think|believe|guess|confirm|assure|recommend|suggest|tell you|let you know|looked|say|expect)\b/;
const UNABLE = /n't\b|\b(?:can't|cannot|can not|couldn't|don't|isn't|not|unable|outside|beyond|never|no)\b/;
const ASKS =
  /^\W*(?:(?:and|or|so|but|okay|ok|great|sure|alright|well|also|then|now|just|sorry|otherwise|instead),? )*(?:is|are|was|were|has|have|did|do|does|should|shall|can|could|would|will|want|need|may|might|ready|which|what|when|who|how|why|where|shall)\b|\b(?:would you|do you|did you|should i|shall i|can i|could i|may i|want me|like me|what|which)\b/;

/**
 * A reply says what its draft says. Statements are made of the draft's words, of words for what the acts are about, and of
 * words that state nothing; anything else is news that nobody backs. Questions, and what the assistant says of itself, may use
 * any ordinary word that is no business of theirs.
 */
export function readStatements(reading: Reading, backing: Backing): void {
  for (const sentence of sentencesOf(reading)) {
    const isQuestion = /\?["')]*\s*$/.test(sentence.masked);
    for (const clause of clausesOf(sentence)) {
      const isLoose =
        WISH.test(clause.masked) ||
        (OF_ITSELF.test(clause.masked) && !OF_OTHERS.test(clause.masked)) ||
        (isQuestion && ASKS.test(clause.masked));
      for (const word of wordsIn(clause)) {
        if (isTold(word, backing)) continue;
        if (word === 'free' && /\bfeel free\b/.test(clause.masked)) continue;
        const isBusiness = isFormIn(word, BUSINESS_WORDS);
        const isFine = isBusiness ? UNABLE.test(clause.masked) && OF_ITSELF.test(clause.masked) : isLoose;
        if (!isFine && !isClaimed(sentence, word)) complain(reading, 'statement', word);
      }
    }
  }
}

const isTold = (word: string, { told, names }: Backing): boolean =>
  (isFormIn(word, HARMLESS_WORDS) && !DOER.test(word)) || hasFormIn(word, told) || names.has(word);

const wordsIn = ({ masked }: Stretch): string[] =>
  [...masked.matchAll(WORD)].map(([word]) => word.replace(TAIL, '')).filter((word) => word.length > 1);

/** Those who do what a harmless word says: "a helper" is somebody. */
const DOER = /^(?:help|work|speak|call|read|writ|mak|giv|tak|hold|bring|start|plann|offer|manag|handl)ers?$/;

/** The words of a draft, without what is covered by facts, each in every form that it may stand for. */
export const toldIn = ({ masked }: Reading): string[] =>
  [...masked.toLowerCase().matchAll(WORD)].flatMap(([word]) => formsOf(word.replace(TAIL, '')));
