/** How people shorten words when they type on a phone, written out. Apostrophes are already gone (`dont`, `whats`). */
const SHORTHAND: ReadonlyMap<string, string> = new Map(
  Object.entries({
    u: 'you',
    ya: 'you',
    yall: 'you all',
    ur: 'your',
    r: 'are',
    y: 'yes',
    n: 'no',
    k: 'ok',
    kk: 'ok',
    okay: 'ok',
    okey: 'ok',
    b: 'be',
    c: 'see',
    '2moro': 'tomorrow',
    '2day': 'today',
    '2nite': 'tonight',
    tmrw: 'tomorrow',
    tmr: 'tomorrow',
    tmw: 'tomorrow',
    tmmrw: 'tomorrow',
    tomorow: 'tomorrow',
    tommorow: 'tomorrow',
    tommorrow: 'tomorrow',
    tomm: 'tomorrow',
    tonite: 'tonight',
    wk: 'week',
    wks: 'weeks',
    wknd: 'weekend',
    hrs: 'hours',
    mins: 'minutes',
    appt: 'appointment',
    appts: 'appointments',
    appointmnt: 'appointment',
    appoinment: 'appointment',
    apointment: 'appointment',
    resched: 'reschedule',
    reshedule: 'reschedule',
    shedule: 'schedule',
    sched: 'schedule',
    skedule: 'schedule',
    addy: 'address',
    adress: 'address',
    addres: 'address',
    pls: 'please',
    plz: 'please',
    plse: 'please',
    thx: 'thanks',
    thnx: 'thanks',
    tnx: 'thanks',
    ty: 'thank you',
    tysm: 'thank you so much',
    tyvm: 'thank you very much',
    np: 'no problem',
    wanna: 'want to',
    gonna: 'going to',
    gotta: 'got to',
    hafta: 'have to',
    needa: 'need to',
    lemme: 'let me',
    gimme: 'give me',
    dunno: 'do not know',
    cuz: 'because',
    coz: 'because',
    bc: 'because',
    w: 'with',
    wo: 'without',
    abt: 'about',
    bout: 'about',
    rn: 'right now',
    asap: 'as soon as possible',
    smth: 'something',
    sth: 'something',
    sum1: 'someone',
    some1: 'someone',
    ppl: 'people',
    msg: 'message',
    txt: 'text',
    info: 'information',
    num: 'number',
    nbr: 'number',
    addl: 'additional',
    hw: 'how',
    wat: 'what',
    wut: 'what',
    wht: 'what',
    wats: 'whats',
    wuts: 'whats',
    wen: 'when',
    whn: 'when',
    wens: 'whens',
    hav: 'have',
    wld: 'would',
    cld: 'could',
    shld: 'should',
    dat: 'that',
    teh: 'the',
    im: 'i am',
    ive: 'i have',
    id: 'i would',
    ill: 'i will',
    youre: 'you are',
    theyre: 'they are',
    weve: 'we have',
    whats: 'what is',
    whens: 'when is',
    wheres: 'where is',
    whos: 'who is',
    hows: 'how is',
    thats: 'that is',
    theres: 'there is',
    its: 'it is',
    lets: 'let us',
    dont: 'do not',
    doesnt: 'does not',
    didnt: 'did not',
    cant: 'can not',
    cannot: 'can not',
    couldnt: 'could not',
    wont: 'will not',
    wouldnt: 'would not',
    isnt: 'is not',
    arent: 'are not',
    wasnt: 'was not',
    werent: 'were not',
    havent: 'have not',
    hasnt: 'has not',
    hadnt: 'had not',
    shouldnt: 'should not',
    aint: 'is not',
    mon: 'monday',
    tue: 'tuesday',
    tues: 'tuesday',
    weds: 'wednesday',
    thu: 'thursday',
    thur: 'thursday',
    thurs: 'thursday',
    fri: 'friday',
    wensday: 'wednesday',
    wednsday: 'wednesday',
    wednesdy: 'wednesday',
    thrusday: 'thursday',
    tuseday: 'tuesday',
    saterday: 'saturday',
  }),
);

/** Longest text that is read; a message has at most 2000 characters. */
const MAX_CHARACTERS = 2000;
/** Words beyond this one are left out: nobody asks for a visit in the 300th word first. */
const MAX_WORDS = 300;
/** A "word" longer than this is no word (base64, a pasted key): its head is kept. */
const MAX_WORD_LENGTH = 24;

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}]+/gu;

/** Lower case, compatibility forms folded, typographic quotes made plain, control and zero-width characters blanked. */
export function normalise(text: string): string {
  return text
    .slice(0, MAX_CHARACTERS)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’‛′`´]/g, "'")
    .replace(/[“”„″]/g, '"')
    .replace(/[‐‑‒–—―]/g, ' - ')
    .replace(INVISIBLE, ' ')
    .trim();
}

/** A message in words: numbers, clock times and marks stand alone, shorthand is written out, apostrophes are dropped. */
export function wordsOf(text: string): readonly string[] {
  const matches = normalise(text).match(
    /\d+(?::\d\d)?(?:st|nd|rd|th|am|pm)?\b|[\p{L}\p{M}\d']+|\p{Extended_Pictographic}|[?!.,;:$#%&@/"-]/gu,
  );
  const words: string[] = [];
  for (const match of matches ?? []) {
    const plain = match.replaceAll("'", '').slice(0, MAX_WORD_LENGTH);
    if (plain === '') continue;
    const spelled = plain.replace(/([\p{L}])\1{2,}/gu, '$1$1');
    words.push(...(SHORTHAND.get(spelled) ?? spelled).split(' '));
    if (words.length >= MAX_WORDS) break;
  }
  return words;
}
