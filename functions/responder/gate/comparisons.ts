import { daysBetween } from '../../../core/calendar.ts';
import type { WeatherDay } from '../../../core/contracts/act.ts';
import type { Backing } from './backing.ts';
import { isClaimed } from './claims.ts';
import { type Modality, modalityOf } from './modality.ts';
import { numberOf } from './numbers.ts';
import {
  clausesOf,
  complain,
  type Find,
  findsIn,
  lower,
  MARK,
  partAt,
  type Reading,
  type Stretch,
  sentencesOf,
} from './text.ts';
import { hasFormIn } from './vocabulary.ts';

/** What a reply weighs: which is first, later, better, whose turn it is. True only where the facts order things so. */
export function readComparisons(reading: Reading, backing: Backing): void {
  for (const sentence of sentencesOf(reading)) {
    for (const clause of clausesOf(sentence)) {
      readAdvice(reading, backing, clause, sentence);
      readFirst(reading, backing, clause);
      readLast(reading, backing, clause);
      readThan(reading, backing, clause);
      readObligation(reading, clause);
      readAuthor(reading, backing, clause);
      readNewAddress(reading, backing, clause);
      readPassive(reading, backing, clause);
      readQuantity(reading, backing, clause);
    }
  }
}

const SPEAKS_OF_WEATHER =
  /\b(?:weather|forecast|outdoors?|outside|conditions?|looks?|looking|should (?:be|stay)|will (?:be|stay)|stays?|for the work|sky|skies|shaping|rain|fog|snow|storm|wind)\b|\uE00B/;
const NAMES_WEATHER = /\b(?:weather|forecast|outdoors?|sky|skies|rain|sunny|dry|wet)\b/;
/** Ends of weather that no forecast of a day tells. */
const PASSES =
  /\b(?:will|should|'ll|is|are|to) (?:be )?(?:gone|over|pass|lift|clear|end|move on|let up|stop|burn off)\b/;
/** Words that weigh a day's weather, and of which ranks they are true; `isOfAny`: of one day among several. */
const WEIGHTS: readonly {
  readonly words: RegExp;
  readonly isSo: (rank: number, all: readonly number[]) => boolean;
  readonly isNotSo: (rank: number) => boolean;
  readonly isOfAny: boolean;
}[] = [
  {
    words:
      /\b(?:good|great|fine|nice|nicely|perfect|ideal|lovely|beautiful|wonderful|excellent|pleasant|promising|favou?rable|dry|no (?:problem|issue|trouble|concern))\b|(?:\bnot|n't) (?:be )?(?:a |an )?(?:problem|issue|trouble|concern)\b/g,
    isSo: (rank) => rank === 2,
    isNotSo: (rank) => rank < 2,
    isOfAny: false,
  },
  {
    words: /\b(?:bad|poor|awful|terrible|rough|unfavou?rable|get in the way|interfere)\b/g,
    isSo: (rank) => rank < 2,
    isNotSo: (rank) => rank > 0,
    isOfAny: false,
  },
  {
    words: /\b(?:better|best)\b/g,
    isSo: (rank, all) => rank === Math.max(...all),
    isNotSo: () => true,
    isOfAny: true,
  },
  {
    words: /\b(?:worse|worst)\b/g,
    isSo: (rank, all) => rank === Math.min(...all),
    isNotSo: () => true,
    isOfAny: true,
  },
];

/** 2: good for the work · 1: could get in the way · 0: bad. */
const rank = ({ advice, precipitation_percent }: WeatherDay): number =>
  advice === 'bad' ? 0 : advice === 'good' || (advice === null && (precipitation_percent ?? 100) <= 30) ? 2 : 1;

const datesIn = (reading: Reading, stretch: Stretch): string[] =>
  findsIn(reading, stretch, 'date').flatMap(({ means }) => means);

/** "Should be fine" is a forecast like any other. */
const weightOf = (clause: Stretch, start: number, end: number): Modality => {
  const modality = modalityOf(clause, start, end);
  const isGuess = /\b(?:should|could|may|might|would|must)(?: also| still)? be $/.test(clause.masked.slice(0, start));
  return modality === 'open' && isGuess && !/[?]|\bif\b/.test(clause.masked) ? 'asserted' : modality;
};

/** "Looks good", "the better day": of the days that are named, or of all. */
function readAdvice(reading: Reading, { weather, days }: Backing, clause: Stretch, sentence: Stretch): void {
  if (weather.length === 0) {
    for (const { words } of NAMES_WEATHER.test(clause.masked) ? WEIGHTS : [])
      for (const { index, 0: word } of clause.masked.matchAll(words))
        if (weightOf(clause, index, index + word.length) === 'asserted') complain(reading, 'weather', word);
    return;
  }
  const isOnlyWeather = days.every(({ role }) => role === 'weather');
  if (!isOnlyWeather && !SPEAKS_OF_WEATHER.test(sentence.masked)) return;
  const passes = PASSES.exec(clause.masked);
  if (passes !== null && modalityOf(clause, passes.index, passes.index) === 'asserted')
    complain(reading, 'weather', passes[0]);
  const own = datesIn(reading, clause);
  const isAside = /^\W*which\b/.test(clause.masked);
  const before = findsIn(reading, { start: sentence.start, end: clause.start }, 'date').at(-1)?.means ?? [];
  const named = own.length > 0 ? own : isAside ? before : datesIn(reading, sentence);
  const isOfAll = /\b(?:both|all|each|every|these|those|better|best|worse|worst)\b/.test(clause.masked);
  const finds = findsIn(reading, clause, 'date');
  const daysAt = (at: number, length: number): WeatherDay[] => {
    const inPart = datesIn(reading, partAt(clause, at));
    const one = finds.length > 1 && !isOfAll ? nearest(finds, at, at + length) : undefined;
    const dates = one === undefined ? named : inPart.length > 0 ? inPart : one.means;
    return weather.filter(({ date }) => dates.length === 0 || dates.includes(date));
  };
  const all = weather.map(rank);
  for (const { words, isSo, isNotSo, isOfAny } of WEIGHTS)
    for (const { index, 0: word } of clause.masked.matchAll(words)) {
      if (/^ (?:news|question|choice|chance|day to)\b/.test(clause.masked.slice(index + word.length))) continue;
      const modality = weightOf(clause, index, index + word.length);
      if (modality === 'open') continue;
      const byDate = Object.groupBy(daysAt(clause.start + index, word.length), ({ date }) => date);
      const isTold = modality === 'asserted' ? isSo : isNotSo;
      const told = Object.values(byDate).map((each = []) => each.some((day) => isTold(rank(day), all)));
      const holds = told.length > 0 && (isOfAny ? told.some(Boolean) : told.every(Boolean));
      if (!holds) complain(reading, 'weather', word);
    }
}

/** The find with a meaning that stands nearest to a stretch. */
const nearest = (finds: readonly Find[], start: number, end: number): Find | undefined => {
  const gap = (find: Find) => Math.max(find.start - end, start - find.end);
  return finds
    .filter(({ means }) => means.length > 0)
    .toSorted((a, b) => gap(a) - gap(b))
    .at(0);
};

const FIRST = /\b(?:first|earliest|soonest)\b/g;

/** "The first open day is …": the first of those that are open, or of the visits that stand. */
function readFirst(reading: Reading, { days, hours }: Backing, clause: Stretch): void {
  // The words as they stand: an ordinal has been covered.
  const said = lower(reading.text.slice(clause.start, clause.end));
  for (const { index, 0: word } of said.matchAll(FIRST)) {
    if (modalityOf(clause, index, index + word.length) !== 'asserted') continue;
    const at = clause.start + index;
    const date = nearest(findsIn(reading, clause, 'date'), at, at + word.length);
    const meant = days.filter(({ date: each }) => date?.means.includes(each));
    const role = meant.find((day) => day.role === 'offered' || day.role === 'appointment')?.role;
    const isRank =
      role !== 'appointment' ||
      /\b(?:comes?|goes|is|are) first\b|\bfirst (?:visit|appointment|comes|is|up)\b/.test(said);
    if (date !== undefined && role !== undefined && isRank) {
      const first = days
        .filter((day) => day.role === role)
        .map((day) => day.date)
        .toSorted()
        .at(0);
      if (first !== undefined && !date.means.includes(first)) complain(reading, 'date', `${word} of all`);
    }
    const time = nearest(findsIn(reading, clause, 'time'), at, at + word.length);
    const open = (meant.length > 0 ? meant : days).filter((day) => day.role === 'offered').flatMap((day) => day.times);
    if (time === undefined || open.length < 2 || hours !== null || role === 'appointment') continue;
    if (!time.means.includes(open.toSorted().at(0) ?? '')) complain(reading, 'time', `${word} of all`);
  }
}

const LAST =
  /\b(?:last|latest|final|only)(?: (?:open|available|free|possible|other|remaining))* (?:days?|dates?|times?|slots?|openings?|spots?|chances?)\b/g;

/** What comes last, or is the only one, nobody knows who sees a part of the list. */
function readLast(reading: Reading, { told, days }: Backing, clause: Stretch): void {
  for (const { index, 0: words } of clause.masked.matchAll(LAST)) {
    if (modalityOf(clause, index, index + words.length) !== 'asserted') continue;
    const isSole = words.startsWith('only') && days.filter(({ role }) => role === 'offered').length === 1;
    if (!isSole && !told.has(words.split(' ')[0] ?? '')) complain(reading, 'number', words);
  }
}

/** Steps in days from what was, or was asked for, to what is or may be instead. */
export function stepsOf({ days, writes, proposals }: Backing): number[] {
  const isMove = [...writes, ...proposals].some(({ tool }) => tool === 'reschedule_appointment');
  const datesOf = (...roles: readonly string[]) =>
    days.filter(({ role }) => roles.includes(role)).map(({ date }) => date);
  const given = datesOf('given_up');
  const from = given.length > 0 ? given : isMove ? datesOf('appointment') : datesOf('asked');
  const to = given.length > 0 ? datesOf('appointment', 'requested') : isMove ? datesOf('proposed') : datesOf('offered');
  return from.flatMap((old) => to.map((date) => daysBetween(old, date)));
}

const THAN = /\b(?<way>earlier|sooner|later)\b(?! (?:on|in the (?:day|week)|day|date|time|one|slot)\b)/g;
/** What is compared with something that no fact compares it with, and what is so as a rule. */
const MORE_THAN = /\b(?!earlier|sooner|later|better|worse|rather|other|longer|further)[a-z]{2,}er than\b/;
const HABIT = /\b(?:usually|often|always|normally|typically|generally|sometimes|rarely|tends? to)\b/;
const AS_EVER =
  /\bthan (?:usual|usually|normal|average|ever|expected|planned|most|others?|everyone|anyone|any other)\b/;

/** "Earlier than before", "warmer than usual": which of two is which. */
function readThan(reading: Reading, backing: Backing, clause: Stretch): void {
  const usual = AS_EVER.exec(clause.masked);
  if (usual !== null && modalityOf(clause, usual.index, usual.index) === 'asserted')
    complain(reading, 'statement', usual[0]);
  for (const pattern of [MORE_THAN, HABIT]) {
    const found = pattern.exec(clause.masked);
    const isTold = found !== null && hasFormIn(found[0].split(' ')[0] ?? '', backing.told);
    if (found !== null && !isTold && modalityOf(clause, found.index, found.index) === 'asserted')
      complain(reading, 'statement', found[0]);
  }
  const steps = stepsOf(backing);
  for (const { index, 0: word, groups } of clause.masked.matchAll(THAN)) {
    const before = clause.masked.slice(0, index);
    const isCompared =
      steps.length > 0 || word === 'sooner' || /^ than\b/.test(clause.masked.slice(index + word.length));
    if (
      !isCompared ||
      /\b(?:again|back|bit|little|try) $/.test(before) ||
      modalityOf(clause, index, index) !== 'asserted'
    )
      continue;
    const isLater = groups?.way === 'later';
    if (!steps.some((step) => (isLater ? step >= 0 : step <= 0))) complain(reading, 'date', word);
  }
}

const OBLIGATION =
  /\byou(?:'ll| will|'d| would)? (?:must|have to|need to|are required to|may not|can no longer|can only|aren't allowed|are not allowed|can't|cannot)\b(?! (?:talk|speak|call|ask|sign|wait|pick|choose|say|give|tell|do anything|worry|know|go)\b)|\bit(?:'s| is) (?:too (?:late|close|early|soon)|required|mandatory)\b|\bwe (?:do not|don't|never|only|always) (?:work|come|visit|schedule|open)\b|\b(?<!try to )(?:have|get) it back\b|\bat any time\b|\b(?:the office|they|someone|somebody|the technician) will(?=[.!]|$)|\bday (?:and|or) \uE00A+|(?<![a-z])(?:visit|appointment|booking|it|\uE001+) (?:may|might) (?:be|have to be|need to be) (?:postponed|delayed|moved|rescheduled|cancel+ed|shortened|late)\b|\uE001+[^,.!?]{0,12} (?:has to|have to|needs? to|must) (?:happen|be done|come|go|wait|start)\b|(?<![a-z])(?:office|they|team|technician|crew|\uE002+)(?: already| also)? (?:knows?|is aware|are aware|understands?|thinks?|agrees?|agreed|wants?|hopes?)\b/g;

const ASKED_BEFORE = /\b(?:if|when|what|whatever|anything|and) $/;

/** Rules for the customer that nobody has made. */
function readObligation(reading: Reading, clause: Stretch): void {
  for (const { index, 0: words } of clause.masked.matchAll(OBLIGATION)) {
    const isAsked = clause.masked.includes('?') || ASKED_BEFORE.test(clause.masked.slice(0, index));
    const modality = modalityOf(clause, index, index);
    // "I couldn't, because it is too late": the reason is stated all the same.
    const isStated = modality === 'asserted' || (modality === 'negated' && words.startsWith('it'));
    if (!isAsked && isStated)
      complain(reading, 'statement', reading.text.slice(clause.start + index, clause.start + index + words.length));
  }
}

/** Who wrote a note: the one whose name stands beside it. */
function readAuthor(reading: Reading, { notes }: Backing, clause: Stretch): void {
  const quotes = findsIn(reading, clause, 'quote');
  const people = findsIn(reading, clause, 'person');
  const [quote] = quotes;
  if (quote === undefined || quotes.length > 1 || people.length === 0) return;
  const said = ({ start, end }: Find) => lower(reading.text.slice(start, end));
  const alike = notes.filter(({ texts }) => texts.includes(said(quote)));
  if (alike.length === 0 || /\bwith $/.test(clause.masked.slice(0, (people[0]?.start ?? 0) - clause.start))) return;
  const isAuthor = (find: Find) => alike.some(({ author }) => author?.includes(said(find)) === true);
  if (!people.some(isAuthor)) complain(reading, 'person', reading.text.slice(quote.start, quote.end));
}

/** An address that the customer corrected is not on file before the office has looked at it. */
function readNewAddress(reading: Reading, backing: Backing, clause: Stretch): void {
  const { writes, proposals } = backing;
  const isAsked = [...writes, ...proposals].some(({ tool }) => tool === 'request_address_change');
  const fresh = /\bnew address\b/.exec(clause.masked);
  const isKnown =
    backing.told.has('new') ||
    isAsked ||
    [...writes, ...proposals].some((act) => 'address_change' in act || 'addressFiled' in act);
  if (fresh !== null && !isKnown && modalityOf(clause, fresh.index, fresh.index) === 'asserted')
    complain(reading, 'outcome', fresh[0]);
  if (!isAsked || !clause.masked.includes(MARK.quote)) return;
  const now = /\b(?:is|are) now\b|\bnow (?:is|are)\b|\bfrom now on\b/.exec(clause.masked);
  if (now !== null && !/\b(?:office|correction|request|review)/.test(clause.masked))
    complain(reading, 'outcome', clause.masked.slice(now.index, now.index + now[0].length));
}

const PASSIVE =
  /\b(?:was|were|been|being|will be|'ll be|got|going to be)(?: \w+ly| just| already| also| now)* (?<verb>[a-z]+(?:ed|en|wn|pt)|read|put|made|sent|told|met|kept|seen|found)\b/g;
const OF_PERSON =
  /\uE002+,?(?: has| had| just| already| also)* (?<verb>(?!noted|asked|added|scheduled|booked|assigned|planned|expected|due|need)[a-z]+ed|read|saw|took|knew|told|gave|brought|found|sent|met|spoke|got|knows|reads|lives|likes|owns|agreed)\b/g;

/** What was or will be done by nobody in particular, and what a person did: told by the draft, or made up. */
function readPassive(reading: Reading, { told }: Backing, clause: Stretch): void {
  for (const pattern of [PASSIVE, OF_PERSON])
    for (const { index, 0: words, groups } of clause.masked.matchAll(pattern)) {
      const verb = groups?.verb ?? '';
      if (
        (pattern === PASSIVE && hasFormIn(verb, told)) ||
        isClaimed(clause, verb) ||
        /^(?:been|expected|supposed|needed)$/.test(verb)
      )
        continue;
      if (modalityOf(clause, index, index + words.length) === 'asserted') complain(reading, 'outcome', words);
    }
}

/** Agreeing to what the assistant knows nothing of. */
const ASSENT =
  /\b(?:that|it|this|everything)(?:'s| is| should be| will be|'ll be| would be| sounds| works)(?: all| just| perfectly| totally)? ?(?:fine|ok|okay|alright|possible|right|correct|true|included|good)?\b(?<=fine|ok|okay|alright|possible|right|correct|true|included|good|works)/;
const EVERY =
  /\b(?:every|each|(?:the|a) (?:whole|entire)) (?:single )?(?:day|week|time|morning|afternoon|weekday|weekend|month)\b|\ball (?:day|week|month)\b/;
const MANY = /\b(?:plenty|lots|dozens|many|a lot)\b(?! (?:for|to))/;
const BARRED_ALL = /\b(?:none|neither) of (?:your|the|them)\b[^.!?]*\b(?:can|may|could) (?:be|have)\b/;

/** How many, how often: of days that are shown, and no others. */
function readQuantity(
  reading: Reading,
  { told, days, counts, hours, projects, lacks, refuses }: Backing,
  clause: Stretch,
): void {
  const every = EVERY.exec(clause.masked);
  const isToldEvery = told.has('every') || told.has('each') || hours !== null;
  if (every !== null && !isToldEvery && modalityOf(clause, every.index, every.index) === 'asserted')
    complain(reading, 'number', every[0]);
  const many = MANY.exec(clause.masked);
  const most = Math.max(0, ...counts, days.filter(({ role }) => role === 'offered').length);
  if (
    many !== null &&
    most < 5 &&
    !/\bthank/.test(clause.masked) &&
    modalityOf(clause, many.index, many.index) === 'asserted'
  )
    complain(reading, 'number', many[0]);
  const barred = BARRED_ALL.exec(clause.masked);
  if (
    barred !== null &&
    !lacks.has('leave') &&
    (projects.length === 0 || projects.some(({ group }) => group === 'schedulable' || group === null))
  )
    complain(reading, 'outcome', barred[0]);
  const total = /\bin (?:all|total)\b|\baltogether\b/.test(clause.masked);
  const figures = findsIn(reading, clause, 'figure').map(({ start, end }) => numberOf(reading.text.slice(start, end)));
  if (total && most > 0 && figures.length > 0 && !figures.includes(most)) complain(reading, 'number', 'in all');
  const none = /\b(?:none|neither)\b[^.!?]{0,24}\bha(?:s|ve) (?:a|an|any) (?:date|visit|appointment)\b/.exec(
    clause.masked,
  );
  if (none !== null && !lacks.has('appointments') && days.some(({ role }) => role === 'appointment'))
    complain(reading, 'number', none[0]);
  const assent = ASSENT.exec(clause.masked);
  if (refuses && assent !== null && modalityOf(clause, assent.index, assent.index) === 'asserted')
    complain(reading, 'statement', assent[0]);
  const store = /\b(?:from|at|by) (?:the |our )?(?:store|shop|showroom)\b/.exec(clause.masked);
  if (store !== null && lacks.has('place')) complain(reading, 'name', store[0]);
}
