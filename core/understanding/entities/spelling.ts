/** Ways people write the words of dates and times that a small edit distance does not reach, or must not decide. */
const RESPELT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '2mrw': 'tomorrow',
    '2moro': 'tomorrow',
    '2morrow': 'tomorrow',
    '2morow': 'tomorrow',
    '2mro': 'tomorrow',
    '2mmrw': 'tomorrow',
    tmrw: 'tomorrow',
    tmrrw: 'tomorrow',
    tmmrw: 'tomorrow',
    tmrow: 'tomorrow',
    tmr: 'tomorrow',
    tmw: 'tomorrow',
    tmro: 'tomorrow',
    tomo: 'tomorrow',
    tomm: 'tomorrow',
    tomoz: 'tomorrow',
    tomoro: 'tomorrow',
    '2day': 'today',
    tday: 'today',
    todya: 'today',
    toady: 'today',
    '2nite': 'tonight',
    '2night': 'tonight',
    tonite: 'tonight',
    wendsday: 'wednesday',
    wensday: 'wednesday',
    weds: 'wednesday',
    thurs: 'thursday',
    thur: 'thursday',
    thu: 'thursday',
    thrs: 'thursday',
    tues: 'tuesday',
    tue: 'tuesday',
    fri: 'friday',
    frydy: 'friday',
    mornin: 'morning',
    morn: 'morning',
    arvo: 'afternoon',
    evenin: 'evening',
    nite: 'night',
    nites: 'nights',
    wk: 'week',
    wks: 'weeks',
    weeek: 'week',
    wknd: 'weekend',
    wknds: 'weekends',
    wkend: 'weekend',
    nxt: 'next',
    nex: 'next',
    comin: 'coming',
    upcomin: 'upcoming',
    mth: 'month',
    mths: 'months',
    apirl: 'april',
    arpil: 'april',
    agust: 'august',
    frist: 'first',
    fisrt: 'first',
    secnd: 'second',
    secound: 'second',
    thrid: 'third',
    forth: 'fourth',
    nineth: 'ninth',
    twelth: 'twelfth',
    twelvth: 'twelfth',
    eigth: 'eighth',
    oclock: "o'clock",
    nooon: 'noon',
    hrs: 'hours',
    hr: 'hour',
    mins: 'minutes',
    min: 'minute',
    til: 'till',
    untill: 'until',
    thru: 'through',
    b4: 'before',
    betwen: 'between',
    btwn: 'between',
    erliest: 'earliest',
    earlyest: 'earliest',
    soonist: 'soonest',
    earlist: 'earliest',
    numero: 'number',
    uno: 'one',
    cuz: 'because',
    cos: 'because',
    coz: 'because',
    bc: 'because',
    becuz: 'because',
    cause: 'because',
    becuase: 'because',
    plz: 'please',
    pls: 'please',
    plse: 'please',
    u: 'you',
    ya: 'you',
    yall: 'you',
    "y'all": 'you',
    ur: 'your',
    cannot: "can't",
    cant: "can't",
    dont: "don't",
    wont: "won't",
    doesnt: "doesn't",
    isnt: "isn't",
    arent: "aren't",
    didnt: "didn't",
    couldnt: "couldn't",
    wouldnt: "wouldn't",
    shouldnt: "shouldn't",
    wasnt: "wasn't",
    aint: "isn't",
    "ain't": "isn't",
    im: "i'm",
    ive: "i've",
    thats: "that's",
    lets: "let's",
    whats: "what's",
    theyre: "they're",
    gonna: 'going',
  }),
);

/** Long words of dates and times, for which one wrong letter (two in the longest) is more likely than another word. */
const TARGETS = [
  'tomorrow',
  'yesterday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
  'january',
  'february',
  'august',
  'september',
  'october',
  'november',
  'december',
  'morning',
  'afternoon',
  'evening',
  'weekend',
  'tonight',
  'twelfth',
  'thirteenth',
  'fourteenth',
  'fifteenth',
  'sixteenth',
  'seventeenth',
  'eighteenth',
  'nineteenth',
  'twentieth',
  'thirtieth',
] as const;

const PLURALS: ReadonlySet<string> = new Set(TARGETS.map((target) => `${target}s`));

/** Words of their own that lie within that distance. */
const OTHER_WORDS: ReadonlySet<string> = new Set([
  'sundae',
  'augusta',
  'mourning',
  'moaning',
  'mooring',
  'warning',
  'weekday',
  'sundry',
  'evening',
  'eventing',
]);

/** The word meant, in lower case: shorthand and misspelt date words put right, anything else as it is. */
export function respell(word: string): string {
  const known = RESPELT.get(word);
  if (known !== undefined) return known;
  if (word.length < 5 || OTHER_WORDS.has(word) || PLURALS.has(word)) return word;
  return closeTarget(word) ?? pluralOf(word) ?? word;
}

function pluralOf(word: string): string | undefined {
  if (!word.endsWith('s')) return undefined;
  const target = closeTarget(word.slice(0, -1));
  return target && `${target}s`;
}

function closeTarget(word: string): string | undefined {
  return TARGETS.find(
    (target) =>
      target.startsWith(word.charAt(0)) &&
      withinEdits(word, target, target.length >= 8 && !target.endsWith('th') ? 2 : 1),
  );
}

/** Whether `a` becomes `b` with at most `limit` insertions, deletions, replacements or swaps of neighbours. */
export function withinEdits(a: string, b: string, limit: number): boolean {
  if (Math.abs(a.length - b.length) > limit) return false;
  if (limit === 1) return oneEdit(a, b);
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let cost = Math.min(at(previous, column) + 1, at(current, column - 1) + 1, at(previous, column - 1) + same);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, at(older, column - 2) + 1);
      current.push(cost);
    }
    if (Math.min(...current) > limit) return false;
    older = previous;
    previous = current;
  }
  return at(previous, b.length) <= limit;
}

/** The commonest case, without a table: past the first difference the rest has to be the same. */
function oneEdit(a: string, b: string): boolean {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  if (a.length > b.length) return a.slice(same + 1) === b.slice(same);
  if (a.length < b.length) return a.slice(same) === b.slice(same + 1);
  if (a.slice(same + 1) === b.slice(same + 1)) return true;
  return a[same] === b[same + 1] && a[same + 1] === b[same] && a.slice(same + 2) === b.slice(same + 2);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
