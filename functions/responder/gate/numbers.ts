const UNITS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const ORDINAL_UNITS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'.split(
    ' ',
  );

const SMALL = UNITS.toReversed().join('|');
const TEN = TENS.join('|');

const ANY_WORD = `(?:${SMALL}|${TEN}|hundred|thousand|million|dozen)`;

/** A whole number in words, each word on its own: "twenty-one", "two hundred and fifty", "a hundred", "a dozen". */
export const NUMBER_WORDS = `(?:an? (?=hundred|thousand|million|dozen))?${ANY_WORD}(?:[ -]${ANY_WORD}|(?<=hundred|thousand|million) and ${ANY_WORD})*`;

/** An ordinal from 1 to 39 in words. */
export const ORDINAL_WORDS = `(?:(?:twenty|thirty)[ -](?:${ORDINAL_UNITS.slice(0, 9).join('|')})|twentieth|thirtieth|${ORDINAL_UNITS.toReversed().join('|')})`;

const VALUES: ReadonlyMap<string, number> = new Map([
  ...UNITS.map((word, value): [string, number] => [word, value]),
  ...TENS.map((word, index): [string, number] => [word, (index + 2) * 10]),
  ...ORDINAL_UNITS.map((word, index): [string, number] => [word, index + 1]),
  ['twentieth', 20],
  ['thirtieth', 30],
  ['a', 1],
  ['an', 1],
]);

const SCALES: ReadonlyMap<string, number> = new Map([
  ['dozen', 12],
  ['hundred', 100],
  ['thousand', 1000],
  ['million', 1_000_000],
]);

/** The value of digits ("1,200"), of an ordinal ("3rd") or of number words that match the patterns above. */
export function numberOf(text: string): number {
  if (/^-?\d/.test(text)) return Number.parseFloat(text.replaceAll(',', ''));
  let total = 0;
  let current = 0;
  for (const word of text.toLowerCase().split(/[ -]+/)) {
    const scale = SCALES.get(word);
    if (scale === undefined) current += VALUES.get(word) ?? 0;
    else if (scale >= 1000) {
      total += Math.max(1, current) * scale;
      current = 0;
    } else current = Math.max(1, current) * scale;
  }
  return total + current;
}
