import { normalise } from './text.ts';

const MARKUP = /<\/?[a-z!][^<>]{0,200}>/iu;
const DATA = /^\s*[[{][\s\S]*["\d\]}][\s\S]*[\]}]\s*$/u;
/** No word of a message to us is this long. */
const LONG_RUN = /\S{41,}/u;
/** Numbers alone are an order number, a date or a time, and those are short. */
const LONGEST_WITHOUT_LETTERS = 30;

/**
 * Whether a text is no sentence of a customer at all: nothing but marks, pictures or rows of digits, another script, markup, data, or
 * one endless word. It is still given an intent, but never with confidence.
 */
export function isUnreadable(text: string): boolean {
  if (MARKUP.test(text) || DATA.test(text) || LONG_RUN.test(text)) return true;
  const plain = normalise(text);
  const letters = plain.match(/\p{L}/gu)?.length ?? 0;
  const latin = plain.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const digits = plain.match(/\p{N}/gu)?.length ?? 0;
  if (letters === 0 && plain.length > LONGEST_WITHOUT_LETTERS) return true;
  return letters + digits === 0 || (letters > 0 && latin < letters / 2);
}
