import { type Text, wordAt } from './tokens.ts';

/** A street address in the message, by token; `to` is the token after it. */
export type StreetAddress = { readonly from: number; readonly to: number };

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const STREET = words(
  'street st avenue ave av road rd drive dr lane ln court ct boulevard blvd way place pl terrace ter terr circle cir ' +
    'parkway pkwy highway hwy trail trl loop run path square sq pike turnpike tpke alley aly crossing xing cove point ' +
    'pt bend row walk crescent cres close grove plaza broadway',
);
const NUMBERED_ROAD = words('road rd highway hwy route rt rte');
const DIRECTION = words('n s e w ne nw se sw north south east west northeast northwest southeast southwest');
const UNIT = words('apt apartment unit suite ste # floor fl room rm lot bldg building');
const NOT_IN_A_NAME = words(
  'at in on or and is are was be the my our your a an to for from if am pm works work would will can could should ' +
    'please that this these those it i we you he she they not no yes but so because with of by do does than then ' +
    'today tomorrow tonight morning afternoon evening week weeks month months day days hour hours minutes people ' +
    "o'clock next instead now just either any have has had me us them when what where how times time",
);
const MOST_WORDS_IN_A_NAME = 4;

const STATES = words(
  'al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ' +
    'ri sc sd tn tx ut vt va wa wv wi wy dc alabama alaska arizona arkansas california colorado connecticut delaware ' +
    'florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan ' +
    'minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah ' +
    'vermont virginia washington wisconsin wyoming',
);

/** Every "12 Oak St, Apt 3, Tampa FL 33601" in a message: a house number, a name and a word for a street. */
export function streetAddresses(text: Text): StreetAddress[] {
  const found: StreetAddress[] = [];
  for (let at = 0; at < text.tokens.length; at++) {
    const street = streetEnd(text, at);
    if (street < 0) continue;
    const to = addressEnd(text, street);
    found.push({ from: at, to });
    at = to - 1;
  }
  return found;
}

/** The token after the parts that may follow a street: a unit, a city, a state, a ZIP code. */
function addressEnd(text: Text, afterStreet: number): number {
  return placeEnd(text, unitEnd(text, afterStreet));
}

/** The token after a US state at `at` (abbreviations only in capitals or before a ZIP code), or -1. */
export function stateEnd(text: Text, at: number): number {
  const token = text.tokens[at];
  if (token === undefined || !(STATES.has(token.word) || isTwoWordState(text, at))) return -1;
  if (isTwoWordState(text, at)) return at + 2;
  const written = text.original.slice(token.start, token.end);
  const certain = token.word.length > 2 || written === written.toUpperCase() || isZip(text, at + 1);
  return certain ? at + 1 : -1;
}

const isTwoWordState = (text: Text, at: number): boolean =>
  (/^(?:new)$/.test(wordAt(text, at)) && /^(?:york|jersey|mexico|hampshire)$/.test(wordAt(text, at + 1))) ||
  (/^(?:north|south)$/.test(wordAt(text, at)) && /^(?:carolina|dakota)$/.test(wordAt(text, at + 1))) ||
  (wordAt(text, at) === 'west' && wordAt(text, at + 1) === 'virginia') ||
  (wordAt(text, at) === 'rhode' && wordAt(text, at + 1) === 'island');

function streetEnd(text: Text, at: number): number {
  const number = text.tokens[at];
  if (number?.kind !== 'int' || number.word.length > 6) return -1;
  let name = at + 1;
  const suffixLetter = text.tokens[name];
  if (suffixLetter && !suffixLetter.spaced && /^[a-z]$/.test(suffixLetter.word)) name += 1;
  if (DIRECTION.has(wordAt(text, name))) name += 1;
  for (let next = name; next <= name + MOST_WORDS_IN_A_NAME; next++) {
    const token = text.tokens[next];
    if (token === undefined) return -1;
    if (STREET.has(token.word) && next > name) return numberedRoadEnd(text, lastStreetWord(text, next));
    if (!(token.kind === 'word' || token.kind === 'ordinal') || NOT_IN_A_NAME.has(token.word)) return -1;
  }
  return -1;
}

function lastStreetWord(text: Text, at: number): number {
  const next = at + 1;
  return STREET.has(wordAt(text, next)) && text.tokens[next]?.kind === 'word' ? lastStreetWord(text, next) : at;
}

function numberedRoadEnd(text: Text, street: number): number {
  if (NUMBERED_ROAD.has(wordAt(text, street)) && text.tokens[street + 1]?.kind === 'int') return street + 2;
  const direction = DIRECTION.has(wordAt(text, street + 1)) && wordAt(text, street + 1).length <= 2 ? 1 : 0;
  return street + 1 + direction;
}

function unitEnd(text: Text, at: number): number {
  let next = skipMarks(text, at);
  const named = UNIT.has(wordAt(text, next));
  if (!named) return at;
  next += 1;
  if (wordAt(text, next) === '#') next += 1;
  const unit = text.tokens[next];
  if (unit === undefined || unit.kind === 'symbol') return at;
  const glued = text.tokens[next + 1];
  return glued && !glued.spaced && glued.kind === 'word' ? next + 2 : next + 1;
}

function placeEnd(text: Text, at: number): number {
  const city = skipMarks(text, at);
  const comma = city > at;
  for (let words = 0; words <= 3; words++) {
    const next = skipMarks(text, city + words);
    const state = stateEnd(text, next);
    if (state >= 0 && (words > 0 || comma))
      return isZip(text, skipMarks(text, state)) ? skipMarks(text, state) + 1 : state;
    if (isZip(text, next)) return next + 1;
    const token = text.tokens[city + words];
    if (token?.kind !== 'word' || NOT_IN_A_NAME.has(token.word)) break;
  }
  return comma ? capitalisedEnd(text, city, at) : at;
}

/** The end of a city given by its capitals alone ("…, Tampa"), or `otherwise`. */
function capitalisedEnd(text: Text, city: number, otherwise: number): number {
  let next = city;
  while (next < city + 3 && startsWithCapital(text, next)) next += 1;
  const ends = text.tokens[next] === undefined || text.tokens[next]?.kind === 'symbol';
  return next > city && ends ? next : otherwise;
}

export function startsWithCapital(text: Text, at: number): boolean {
  const token = text.tokens[at];
  return token?.kind === 'word' && /^\p{Lu}/u.test(text.original.slice(token.start));
}

const isZip = (text: Text, at: number): boolean => /^\d{5}$/.test(wordAt(text, at));

function skipMarks(text: Text, at: number): number {
  const after = wordAt(text, at) === '.' ? at + 1 : at;
  return wordAt(text, after) === ',' ? after + 1 : after;
}
