/** Longest pieces of other people's words that a reply repeats, in characters. */
export const LIMITS = {
  name: 60,
  status: 60,
  address: 300,
  reason: 500,
  note: 2000,
  shown_note: 300,
  words: 80,
  question: 600,
} as const;

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]+/gu;
/** Little pictures, with what joins and colours them. */
const PICTURES = /[\p{Extended_Pictographic}\u{1F1E6}-\u{1F1FF}\u{1F3FB}-\u{1F3FF}\u{FE0F}\u{20E3}]+/gu;
/** Signs that make markup, code or JSON; no name, address or note needs them to be understood. */
const MARKUP = /[<>{}[\]`|~^*\\]+/g;

/**
 * Someone else's words (a note, a name, a category) made fit to stand inside a sentence: one line, no control or
 * invisible characters, no signs of markup, double quotes made single so that a quotation ends where it ends.
 *
 * @param most  Longest result in characters; a longer text ends in "...".
 */
export function plain(text: string, most: number): string {
  const clean = text
    .normalize('NFC')
    .replace(INVISIBLE, ' ')
    .replace(PICTURES, ' ')
    .replace(MARKUP, ' ')
    .replace(/[“”„‟"«»]/g, "'")
    .replace(/ +/g, ' ')
    .trim();
  return clip(clean, most);
}

/** Cuts at a character boundary, the mark of the cut included in `most`. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${[...text.slice(0, most - 3)]
    .filter((c) => !isLoneSurrogate(c))
    .join('')
    .trimEnd()}...`;
}

const isLoneSurrogate = (character: string): boolean => /^[\uD800-\uDFFF]$/.test(character);

const ASCII_FOR: ReadonlyMap<string, string> = new Map([
  ['‘', "'"],
  ['’', "'"],
  ['–', '-'],
  ['—', '-'],
  ['•', '-'],
  ['…', '...'],
  ['°', ' degrees '],
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['Æ', 'AE'],
  ['ø', 'o'],
  ['Ø', 'O'],
  ['œ', 'oe'],
  ['ł', 'l'],
  ['Ł', 'L'],
  ['đ', 'd'],
  ['½', ' 1/2'],
]);

/** The same text in printable ASCII, line breaks kept: accents fall off, what has no likeness (emoji) is left out. */
export function ascii(text: string): string {
  const folded = [...text].map((character) => ASCII_FOR.get(character) ?? character.normalize('NFKD')).join('');
  return folded
    .replace(/[^\x20-\x7E\n]/g, '')
    .replace(/ +/g, ' ')
    .replace(/ +\n/g, '\n')
    .trim();
}
