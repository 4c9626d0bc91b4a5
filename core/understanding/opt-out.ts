/** The words that end a text message service when they are all that is said, as phone networks take them. */
const KEYWORD = /^\W*(?:stop(?:\s*all)?|unsubscribe|end|quit|opt\s*-?\s*out|revoke)\W*$/i;

/** The same wish in a sentence. "Stop by on Friday" and "cancel my visit" are none. */
const WISH =
  /\b(?:stop|quit)\s+(?:(?:sending|with)\s+)?(?:(?:me|us)\s+)?(?:all\s+)?(?:(?:the|your|these|those|any)\s+)?(?:text(?:s|ing)?|messag(?:es?|ing)|sms)\b|\b(?:un-?subscribe|opt(?:ing)?(?:\s+me|\s+us)?[\s-]*out)\b|\btake\s+(?:me|us|my number|this number)\s+off\s+(?:of\s+)?(?:(?:the|your|this)\s+)?(?:(?:text|texting|sms|message|messaging|mailing)\s+)?lists?\b|\b(?:don'?t|do not)\s+(?:text|sms|message)\s+me\b|\bno more\s+(?:texts|sms|messages)\b/i;

/** Whether a message is nothing but a word that ends a text message service. */
export const isOptOutKeyword = (text: string): boolean => KEYWORD.test(text);

/** Whether a message says that no more text messages are wanted; only where it is nothing else, a note for example. */
export const asksForNoTexts = (text: string): boolean => WISH.test(text.replaceAll('\u2019', "'"));
