import { dateAt } from './dates.ts';
import { vocabularyWord } from './project-vocabulary.ts';
import { startsWithCapital, stateEnd } from './street-addresses.ts';
import { timeAt } from './times.ts';
import { leadUp, type Text, wordAt, wordsBetween } from './tokens.ts';
import type { Utterance } from './utterance.ts';

export type Place = { readonly city: string; readonly state?: string };

const LEADS = /^(?:in|for|at|near|around|over|hit|hits|across)$/;
const MOVES_TO =
  /\b(?:flight|flights|fly|flying|moved|moving|relocated|trip|drive) to$|\bfar (?:is (?:that|it|this) )?from$/;
const WEATHER =
  /\b(?:weather|rain\w*|snow\w*|forecast|storm\w*|sunny|cloud\w*|wind|winds|windy|hot|cold|humid\w*|temp\w*|degrees|hail\w*|freez\w*|frost\w*|heat|hurricane|tornado|wet|dry|icy|ice|outlook|thunder\w*|drizzl\w*|fog\w*)\b/;
const NOT_A_CITY = new Set(
  (
    'the my our your this that these those a an any all there here it me us you we them i us town city area house home place ' +
    'spot region neighborhood location address property install installation appointment project job order work visit crew ' +
    'people guys installers roof fence deck siding flooring floor windows doors door painting concrete patio morning ' +
    'afternoon evening night noon day days week weekend month year today tomorrow tonight now then later general sure order ' +
    'case person writing advance full front back total fact time the outside install rain snow sun weather forecast ' +
    'when what which how if and or but so because please thanks is are was will be can could would do does did not of in on ' +
    'at to for from by with about as up out off over under me him her his their its one two three spring summer fall winter ' +
    'christmas easter thanksgiving halloween juneteenth valentine ready measure hours minutes kitchen bathroom garage gutters ' +
    'business outdoor indoor working painting cold hot dry wet wind windy bad good heat anything something nothing everyone'
  ).split(' '),
);
const GENERIC = new Set('north south east west new old upper lower downtown greater'.split(' '));

/** The town a message asks about: "weather in Tampa", "rain in orlando fl tomorrow"; outside weather talk only with capitals. */
export function readPlace(text: Utterance, silent: readonly boolean[], intent: string | null): Place | undefined {
  const weather =
    intent === 'weather' || (intent === null && WEATHER.test(text.tokens.map(({ word }) => word).join(' ')));
  const shouting = text.original === text.original.toUpperCase();
  for (let at = 0; at < text.tokens.length; at++) {
    const word = wordAt(text, at);
    const led = weather ? LEADS.test(word) : /^(?:in|near|around)$/.test(word);
    if (silent[at] || text.barred[at] || !(led || MOVES_TO.test(leadUp(text, at + 1, 4)))) continue;
    const end = nameEnd(text, at + 1, weather || (shouting && word === 'in'), silent);
    if (end < 0) continue;
    return placeOf(text, at + 1, end);
  }
  return weather ? (branchOf(text) ?? unled(text, silent)) : branchOf(text);
}

const BEGINS_A_NAME = new Set(
  (
    'new san los las fort ft saint st el santa grand baton salt kansas oklahoma colorado long palm west north south east cape ' +
    'corpus little sioux green cedar des lake virginia boca key mount mt port rock ann jersey upper lower college coral panama ' +
    'myrtle daytona winston carson iowa traverse redwood silver spring sugar round cherry fall'
  ).split(' '),
);
const ENDS_A_NAME = /^(?:city|beach|springs|rapids|falls|park|lake|heights|hills|island|bay|harbor|grove|creek|raton)$/;
const LOWER_STATES =
  /^(?:fl|tx|ga|ny|nj|ca|tn|nc|sc|va|wa|wi|mn|mi|mo|md|ky|az|nm|nv|ut|il|ia|ks|ne|nd|sd|ct|nh|vt|ri|wv|wy|ar|ms|mt|ak|dc)$/;
const MOST_WORDS = 3;

/** The token after a town's name, or -1: capitals as far as they go, without them one word or a known beginning. */
function nameEnd(text: Utterance, at: number, lowerCase: boolean, silent: readonly boolean[]): number {
  let next = at;
  const capitals = startsWithCapital(text, at) && text.original !== text.original.toUpperCase();
  while (
    next - at < MOST_WORDS &&
    (isName(text, next, silent) || (next > at && ENDS_A_NAME.test(wordAt(text, next))))
  ) {
    if (capitals ? !startsWithCapital(text, next) : !lowerCase || (next > at && !continues(text, next))) break;
    next = wordAt(text, next) === 'st' && wordAt(text, next + 1) === '.' ? next + 2 : next + 1;
  }
  const word = wordAt(text, next - 1);
  if (!capitals && !endsAPhrase(text, next)) return -1;
  return next > at && !(next === at + 1 && GENERIC.has(word)) && !/^(?:rd|road|ave|avenue|lane|drive|blvd)$/.test(word)
    ? next
    : -1;
}

const GOES_ON =
  /^(?:please|pls|right|now|on|this|that|next|then|when|while|if|so|before|after|during|for|look|looking|going|gonna|like|and|or|is|be|by|over|the|at|will)$/;

/** In small letters a town's name has to be followed by what cannot belong to it. */
function endsAPhrase(text: Utterance, at: number): boolean {
  const token = text.tokens[at];
  if (token === undefined || token.kind === 'symbol' || GOES_ON.test(token.word) || LOWER_STATES.test(token.word))
    return true;
  return stateEnd(text, at) >= 0 || dateAt(text, at) !== null || timeAt(text, at) !== null;
}

const continues = (text: Text, at: number): boolean =>
  BEGINS_A_NAME.has(wordAt(text, at - 1)) || ENDS_A_NAME.test(wordAt(text, at));

function isName(text: Utterance, at: number, silent: readonly boolean[]): boolean {
  const token = text.tokens[at];
  if (token?.kind !== 'word' || silent[at] || text.barred[at] || token.possessive) return false;
  const word = token.word;
  if (NOT_A_CITY.has(word) && !(word === 'spring' || word === 'fall')) return false;
  return word.length > 1 && !word.includes("'") && dateAt(text, at) === null && timeAt(text, at) === null;
}

function placeOf(text: Utterance, from: number, end: number): Place {
  const last = text.tokens[end - 1]?.word ?? '';
  const inName = end - from > 1 && LOWER_STATES.test(last);
  const cityEnd = inName ? end - 1 : end;
  const comma = wordAt(text, cityEnd) === ',' ? cityEnd + 1 : cityEnd;
  const lower = LOWER_STATES.test(wordAt(text, comma)) ? comma + 1 : -1;
  const stateTo = Math.max(stateEnd(text, comma), lower);
  const city = wordsBetween(text, from, cityEnd);
  return stateTo >= 0 ? { city, state: wordsBetween(text, comma, stateTo) } : { city };
}

const BRANCH = /^(?:branch|office|store|showroom|location|warehouse)$/;

/** "the Dayton branch". */
function branchOf(text: Utterance): Place | undefined {
  const at = text.tokens.findIndex(
    ({ word }, index) => BRANCH.test(word) && index > 1 && startsWithCapital(text, index - 1),
  );
  const shouting = text.original === text.original.toUpperCase();
  if (at < 0 || shouting || wordAt(text, at - 2) !== 'the' || !isName(text, at - 1, [])) return undefined;
  return { city: wordsBetween(text, at - 1, at) };
}

const IS_FORECAST = /^(?:weather|forecast)$/;
const ASKS_OF = /^(?:is|does|will|did|has|was|should|what's|whats|how's|hows)$/;
const ON_THE_WAY =
  /^(?:going|gonna|to|be|get|have|see|hit|supposed|expected|in|for|any|a|an|bit|still|really|that|too|very|due|reach|go|over|above|below|under|pretty)$/;
const TELLS_OF_WEATHER = /^(?:getting|expecting|looking|like|seeing|having|facing|warm|clear|muggy|chilly|nice|nasty)$/;
/** Words that open a sentence, or follow "weather", and are no town. */
const NO_TOWN = new Set(
  (
    'good nice bad any no current great local check show tell get still really very super pretty think thanks thank hey hi ' +
    'hello okay ok please just maybe probably possible chance chances odds need want check look see let make say gonna ' +
    'supposed expected more much little heavy light early late next last every each both only even also again another some ' +
    'most full half mid yes not hmm wow oh update report permitting delay delays app info wise alert warning advisory issue ' +
    'issues data details summary like situation looking looks conditions condition sunny same real actual extreme severe'
  ).split(' '),
);

/** A town with no "in" or "for" before it: "Tampa weather", "how much snow is Buffalo getting", "weather tampa". */
function unled(text: Utterance, silent: readonly boolean[]): Place | undefined {
  const first = opening(text, silent);
  if (first) return first;
  for (let at = 1; at < text.tokens.length; at++) {
    const before = wordAt(text, at - 1);
    const capitals = startsWithCapital(text, at) && text.original !== text.original.toUpperCase();
    const asked = capitals && ASKS_OF.test(before);
    const named =
      IS_FORECAST.test(before) || (capitals && (endsForecast(text, at) || (at === 1 && WEATHER.test(before))));
    if (!(asked || named) || !isTown(text, at)) continue;
    const end = nameEnd(text, at, !capitals, silent);
    if (end > 0 && (asked ? weatherFollows(text, end) || isHow(text, at) : endsHere(text, end)))
      return placeOf(text, at, end);
  }
  return undefined;
}

/** "Tampa weather tomorrow", "Kansas City rain chances", "Reno June 25 to 27, dry or wet?", "Portland, Oregon - rain?" */
function opening(text: Utterance, silent: readonly boolean[]): Place | undefined {
  if (!isTown(text, 0)) return undefined;
  const forecast = IS_FORECAST.test(wordAt(text, 1));
  const end = forecast && !startsWithCapital(text, 0) ? 1 : nameEnd(text, 0, false, silent);
  if (end < 0) return undefined;
  const place = placeOf(text, 0, end);
  const next = afterState(text, end);
  return place.state !== undefined || isOfWeather(text, next) ? place : undefined;
}

function afterState(text: Utterance, end: number): number {
  return /^[,-]$/.test(wordAt(text, end)) ? end + 1 : end;
}

const isOfWeather = (text: Utterance, at: number): boolean =>
  WEATHER.test(wordAt(text, at)) || dateAt(text, at) !== null;

/** "forecast Saturday Charlotte": between the word for it and the town only a day. */
function endsForecast(text: Utterance, at: number): boolean {
  for (let from = 0; from < at; from++) {
    if (IS_FORECAST.test(wordAt(text, from)) && dateAt(text, from + 1)?.next === at) return true;
  }
  return false;
}

/** "how hot is Mesa". */
const isHow = (text: Utterance, at: number): boolean =>
  WEATHER.test(wordAt(text, at - 2)) && wordAt(text, at - 3) === 'how';

/** No more than a sign, a day or a state comes after a town named right after "weather". */
const endsHere = (text: Utterance, at: number): boolean =>
  at >= text.tokens.length ||
  text.tokens[at]?.kind === 'symbol' ||
  stateEnd(text, at) >= 0 ||
  LOWER_STATES.test(wordAt(text, at)) ||
  dateAt(text, at) !== null;

/** A figure or a word for the weather, after no more than a few words that lead up to it. */
function weatherFollows(text: Utterance, from: number): boolean {
  let at = from;
  while (at < from + MOST_ON_THE_WAY && ON_THE_WAY.test(wordAt(text, at))) at += 1;
  const word = wordAt(text, at);
  return WEATHER.test(word) || TELLS_OF_WEATHER.test(word) || text.tokens[at]?.kind === 'int';
}
const MOST_ON_THE_WAY = 6;

function isTown(text: Utterance, at: number): boolean {
  const word = wordAt(text, at);
  const known = NO_TOWN.has(word) || WEATHER.test(word) || vocabularyWord(word) !== undefined;
  return !known && !/(?:ing|ly)$/.test(word) && isName(text, at, []);
}
