import type { Speech } from '../speech.ts';

/** "a", "a and b", "a, b and c"; with dates in it, which hold commas themselves, "a; b; and c" reads better. */
export function join(items: readonly string[], word: 'and' | 'or'): string {
  if (items.length <= 1) return items[0] ?? '';
  const mark = items.some((item) => item.includes(',')) ? ';' : ',';
  const last = items.at(-1) ?? '';
  const head = items.slice(0, -1);
  if (head.length === 1) return `${head[0]} ${word} ${last}`;
  return `${head.join(`${mark} `)}${mark} ${word} ${last}`;
}

/** Lines with bullets; not for voice. */
export const bullets = (items: readonly string[], { channel }: Pick<Speech, 'channel'>): string =>
  items.map((item) => `${channel === 'sms' ? '-' : '•'} ${item}`).join('\n');

/** Numbered lines in the order of the items: "number 2" means the line with a 2. A later page goes on with the numbers. */
export const numbered = (items: readonly string[], first = 1): string =>
  items.map((item, index) => `${first + index}. ${item}`).join('\n');

/** "1 date", "3 dates". */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

/** First letter large, for the head of a sentence. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
