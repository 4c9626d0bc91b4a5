import type { Stretch } from './text.ts';

/** How a statement is meant: as a fact, as something that is not so, or left open (asked, wished, under a condition). */
export type Modality = 'asserted' | 'negated' | 'open';

/** Words that negate nothing though they look like it. */
const FALSE_NEGATION =
  /\b(?:not (?:only|just|merely|to worry)|no (?:doubt|problem|problems|worries|worry|question|need|trouble|later|longer)|don't (?:worry|fret|sweat|you worry)|nothing (?:else|more|further)|nothing to worry|without (?:a|any) (?:hitch|problem|problems|issue|issues|doubt|trouble|fail|delay)|never (?:better|mind|fear)|can't wait|couldn't be (?:easier|happier|better)|why not|not a problem|no sooner)\b/g;

const NEGATION =
  /\b(?:not|never|nothing|no|none|nobody|neither|nor|without|cannot|unable|fail(?:ed|s)?|yet to|instead of|rather than|far from|anything but)\b|n't\b/;

/** "I couldn't tell whether …" states neither the one nor the other. */
const INDIRECT = /\bwhether\b|(?:\bnot|n't) (?:yet )?(?:sure|know|tell|see|say) if\b/;

/** Starts a statement of its own inside a sentence; what stands before it no longer governs. */
const FRESH_START =
  /[;:]| - |,? (?:but|however|although|though|because|since|now that|given that|seeing that|so)\b(?! that)|, (?=(?:i|we|you|it|they|he|she|your|our|the|that|this|there|everything|nothing)\b)|,? and (?=(?:i|we|you|it|they|your|our|the|that|this|everything|nothing)\b)|, and (?=\w+ed\b)|, which (?:is|are|was|were|has|have)\b|, with\b|, as (?=(?:it|they|the|this|that|your)\b)/g;

const ASKING =
  /\b(?:would you (?:like|want|prefer|rather|mind)|do you (?:want|need|prefer)|did you (?:want|mean|ask)|should (?:i|we)|shall (?:i|we)|can (?:i|we)|could (?:i|we)|may i|want (?:me|us)|like (?:me|us) to|ready (?:for me )?to|are you (?:looking|asking|trying|hoping)|is (?:it|that|this) (?:ok|okay|alright|right|correct|fine)|which|what|when|who|how|why|where)\b/;
const ASKING_HEAD =
  /^\W*(?:(?:and|or|so|but|okay|ok|great|sure|alright|well|also|then|now|just),? )*(?:is|are|was|were|has|have|did|do|does|should|shall|can|could|would|will|want|need|may|might|ready|okay)\b/;
/** Questions that take for granted what they ask. */
const LOADED =
  /\b(?:did you know|do you know|do you see|don't you|isn't (?:it|that) (?:great|nice|good|wonderful|awesome)|aren't you|can you believe|guess what|how about that|how great|how nice|have you heard|did i mention|did i tell)\b/;

const CONDITION =
  /\b(?:if|once|when|whenever|until|till|unless|before|after|as soon as|the moment|whether|in case|should you|provided|assuming|to say)\b|\b(?:say|reply|tell me|let me know|answer|pick|choose|give me|send me|confirm)\b[^.!?]*\b(?:and|so)\b/;
/** Conditions that are no conditions: what follows is stated outright. */
const EMPTY_CONDITION =
  /\b(?:if|in case|when|once|should) (?:you (?:were|are|'re|must|really)? ?(?:wonder|wondering|curious|asking|check|look|see|recall|remember|asked|called|wrote|know)|you're (?:wondering|curious|asking)|i(?:'m| am| was) not|memory|anyone|it helps)/;
const OWN_DEED =
  /\b(?:once|when|after|as soon as|before|until|whether) (?:i|we)(?:'ve| have|'d| had)?(?: just| already| finally)? $/;
/** A condition on the customer's yes or the office's: what follows would come about by it. */
const CONSENT =
  /\b(?:yes|confirm\w*|approv\w+|agree\w*|go ahead|say so|say the word|review\w*|ok|okay|reply|accept\w*|right)\b/;
const CONDITION_AFTER =
  /^[^.!?]*?\b(?:once|if|when|as soon as|after|until|the moment|unless) (?:you\b(?! (?:hear|read|see))|the office|they|it's reviewed|we (?:have|get) your)/;

const WISHED =
  /\b(?:to|can|could|would|should|may|might|must|cannot|can't) (?:be|get|have (?:it|this|that|them))(?: \w+ly| already| still| even)? $|\b(?:can|could|would|may|might|to) have [^,.!?;]{1,40} $|\b(?<!\blook(?:s|ed|ing)? )(?:like|want|wants|wanted|prefer|wish|rather have|need)(?: to have| to get)?(?: (?:it|this|that|them|\w+|(?:the|your|my|a|an) [^,.!?]{0,40}|[\uE000-\uE00B]+[^,.!?]{0,20}))? $|\b(?:being able to|how to|ways? to|time to|possible to|about to be|waiting to be|ready to be|left to be|going to want)(?: be)? $/;

/** How a claim between `start` and `end` (within the sentence) is meant. */
export function modalityOf({ masked }: Stretch, start: number, end: number): Modality {
  const before = masked.slice(0, start).replace(FALSE_NEGATION, (idiom) => '_'.repeat(idiom.length));
  const after = masked.slice(end);
  const fresh = [...before.matchAll(FRESH_START)].at(-1);
  const local = fresh === undefined ? before : before.slice(fresh.index + fresh[0].length);
  const head = fresh === undefined ? '' : before.slice(0, fresh.index);

  if (LOADED.test(before)) return 'asserted';
  if (INDIRECT.test(local)) return 'open';
  if (NEGATION.test(local)) return 'negated';
  if (WISHED.test(local)) return 'open';
  if (/\?["')]*\s*$/.test(masked) && (ASKING.test(local) || ASKING_HEAD.test(local))) return 'open';
  if (isConditional(local, head, after)) return 'open';
  return 'asserted';
}

function isConditional(local: string, head: string, after: string): boolean {
  if (EMPTY_CONDITION.test(local) || EMPTY_CONDITION.test(head) || OWN_DEED.test(local)) return false;
  if (CONDITION.test(local)) return true;
  if (CONDITION_AFTER.test(after) && !/\b(?:i|we)(?:'ve| have)?(?: just| already)? $/.test(local)) return true;
  if (!CONDITION.test(head)) return false;
  return /(?:'ll|\b(?:will|would|can|could|might|may)\b)/.test(local) || CONSENT.test(head);
}
