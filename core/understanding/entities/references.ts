import { streetAddresses } from './street-addresses.ts';
import { type Text, wordAt } from './tokens.ts';

/** Words whose number is a name, not a date or a time. */
const NAMES_A_NUMBER = new Set(
  (
    'gate code pin passcode password combo combination lockbox keypad alarm wifi apt apartment unit suite ste rm lot ' +
    'building bldg zip zipcode order po invoice ticket ref reference account acct phone cell extension ext serial ' +
    'model route rte hwy highway interstate exit claim policy permit job project #'
  ).split(' '),
);
const BETWEEN_NAME_AND_NUMBER = new Set(
  'is was the number num no code for gate garage door it : = # - its on'.split(' '),
);
const MOST_BETWEEN = 4;

/** By token: whether it belongs to an address, a code, an order number or another name made of figures. */
export function referenceTokens(text: Text): boolean[] {
  const barred = text.tokens.map((token, index) => token.kind === 'reference' || gluedToLetters(text, index));
  for (const { from, to } of streetAddresses(text)) barred.fill(true, from, to);
  text.tokens.forEach((token, index) => {
    if (NAMES_A_NUMBER.has(token.word)) barNumberAfter(text, index, barred);
  });
  return barred;
}

function barNumberAfter(text: Text, named: number, barred: boolean[]): void {
  let at = named + 1;
  while (at - named <= MOST_BETWEEN && BETWEEN_NAME_AND_NUMBER.has(wordAt(text, at))) at += 1;
  for (let number = text.tokens[at]; number && isNumber(number.kind); number = text.tokens[++at]) barred[at] = true;
}

const isNumber = (kind: string): boolean => kind === 'int' || kind === 'clock' || kind === 'slash' || kind === 'iso';

const UNIT_OF_TIME = /^(?:a|p|am|pm|ish|o'clock|h|hour|hours|th|of)$/;

/** "b12", "2x4", "12b", "7719#": a number written into a word; "10am" and "10ish" are not. */
function gluedToLetters(text: Text, at: number): boolean {
  const token = text.tokens[at];
  if (token?.kind !== 'int') return false;
  const before = text.tokens[at - 1];
  const next = text.tokens[at + 1];
  const leading = before?.kind === 'word' && !token.spaced;
  const trailing =
    next !== undefined &&
    !next.spaced &&
    (next.word === '#' || (next.kind === 'word' && !UNIT_OF_TIME.test(next.word)));
  return leading || trailing;
}
