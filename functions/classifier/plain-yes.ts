/** Words and turns of phrase that a plain yes is made of, the longest first. */
const YES = [
  '(?:please )?(?:go ahead|go for it|do it|do that|book it|book that|schedule it|confirm it|confirm that|cancel it|move it|send it|save it|lock it in|make it so)',
  "(?:that|this|it|all|everything)(?:'s| is| looks| sounds| works)?(?: all)? (?:right|correct|good|great|fine|perfect|ok|okay|accurate)",
  '(?:looks|sounds) (?:right|correct|good|great|fine|perfect|ok|okay)',
  "(?:that|this|it)(?: works| does| will do|'ll do| would be (?:good|great|fine|perfect|ok|okay))(?: for me| for us)?",
  'works(?: for me| for us)?',
  "i (?:confirm|agree|accept|do|am sure)(?: it| that)?|i'm sure",
  'of course|by all means|absolutely|definitely|certainly|exactly|indeed|affirmative|agreed|confirmed|correct|right',
  'yes|yeah|yea|yep|yup|ya|yah|ye|yess+|yas|sure(?: thing)?|ok|okay|okey|k|kk|fine|perfect|great|good|please do|proceed|confirm|approved?',
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
  const words = message
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F/gu, ' ')
    .replace(/[!.,;:\s]+/g, ' ')
    .trim();
  return words.length <= 120 && WHOLE.test(words) && ANY_YES.test(words);
}
