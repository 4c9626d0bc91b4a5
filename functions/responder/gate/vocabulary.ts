import { COMMON_WORDS } from './common-words.ts';

/** Words of visits, of manners and of talk that frequency lists leave out. */
const OUR_WORDS = `
hi hello hey hiya howdy greetings bye goodbye thanks thank welcome yeah yep yup nope ok okay sorry please oops hmm
gladly wonderful awesome lovely fantastic terrific delighted thrilled glad happy cheers hooray bummer hassle hiccup
heads handy quick super totally absolutely definitely certainly unfortunately apologies apologize apology regret
reschedule rescheduling unscheduled scheduler availability timeslot timeframe calendar booking bookable rebook unbooked unavailable
cancellation canceling cancelling canceled cancelled unchanged untouched upcoming weekday weekend weekdays weekends midweek
install installer installers installation installations technician technicians crew crews tech techs homeowner contractor
measurement measurements appointment appointments visit visits rehearsal trial callback email inbox voicemail text texts
forecast forecasts sunny cloudy overcast rainy drizzle drizzly showers thunderstorm thunderstorms thunder humid breezy windy gusty chilly
snowy foggy stormy muggy balmy drier wetter rainier sunnier haze hazy sleet hail freezing frosty mild warmer cooler colder hotter outdoors outdoor indoors indoor degrees percent
noon midday midnight midmorning afternoons evenings mornings tonight tomorrow today yesterday
wanna gonna gotta lemme yours ours mine whichever whatever whenever wherever anytime someplace anyplace anywhere somewhere
didn doesn isn aren wasn weren hasn haven hadn won wouldn couldn shouldn can cannot ll ve re
alright altogether alongside amongst ahead besides meanwhile otherwise likewise afterwards beforehand whereas
finalize finalized unconfirmed tentative tentatively pending ongoing overdue onsite online offline
opt swap swapping switch switching tweak tweaks adjust adjusting shuffle squeeze pencil penciled slot slots slotted opening openings
pinpoint narrow narrows wrap wraps wrapped hang tight nope scoop rundown lineup lined rest assured pop pops popping chime
ask asks asked asking tell tells told telling pick picks picked picking choose chooses chosen chose
anything everything nothing something none nobody everybody everyone someone anyone
address addresses street house zip code location locations office offices store stores shop branch phone number line
project projects order orders job jobs note notes reason reasons detail details status question questions answer answers
confirm confirms confirming correction corrections typo mistake mixup mix misread misspoke misheard clarify
released reclaim recover regain snag snags stuck glitch outage hiccups error errors trouble
invoice quote quotes refund refunds billing estimate estimates warranty
am pm vs etc approx min mins hr hrs mph
favorite color colors grey gray theater center catalog
aim assistant assist assists assisting chat chatting duration durations browse browsing weigh weighing
`;

const BASE: ReadonlySet<string> = new Set(`${COMMON_WORDS} ${OUR_WORDS}`.split(/\s+/).filter((word) => word !== ''));

/** Regular endings and what they stand for, each tried on what is left of the word. */
const ENDINGS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/ies$/, ['y']],
  [/es$/, ['', 'e']],
  [/s$/, ['']],
  [/ied$/, ['y']],
  [/ed$/, ['', 'e']],
  [/ing$/, ['', 'e']],
  [/ily$/, ['y']],
  [/ly$/, ['']],
  [/ier$/, ['y']],
  [/er$/, ['', 'e']],
  [/iest$/, ['y']],
  [/est$/, ['', 'e']],
];

/** Whether a word, in small letters, is ordinary English: a listed word or a regular form of one. */
export const isCommonWord = (word: string): boolean =>
  isFormIn(word, BASE) || isFormIn(word.replace(/^(?:re|un)(?=\p{L}{4})/u, ''), BASE);

/** Whether a word is one of a set's, or a regular form of one. */
const isFormIn = (word: string, base: ReadonlySet<string>): boolean => formsOf(word).some((form) => base.has(form));

/** A word and all that it may be a regular form of. */
function formsOf(word: string): string[] {
  const stems = ENDINGS.flatMap(([ending, added]) => {
    const stem = word.replace(ending, '');
    if (stem === word || stem.length < 2) return [];
    const single = /([bdfgklmnprtz])\1$/.test(stem) ? [stem.slice(0, -1)] : [];
    return [...added.map((end) => stem + end), ...single];
  });
  return [word, ...stems];
}
