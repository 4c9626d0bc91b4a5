import type { WriteTool } from '../../../core/contracts/action.ts';
import type { Backing, ProjectFact, WriteFact } from './backing.ts';
import { type Modality, modalityOf } from './modality.ts';
import { clausesOf, complain, findsIn, lower, projectsIn, type Reading, type Stretch, sentencesOf } from './text.ts';

type Family =
  | 'book'
  | 'confirm'
  | 'done'
  | 'cancel'
  | 'release'
  | 'move'
  | 'note'
  | 'tell'
  | 'address'
  | 'send'
  | 'contact'
  | 'other';

/** Words that claim an outcome, by what would have had to happen. Tested on covered text in small letters. */
const CLAIMS: readonly (readonly [Family, RegExp])[] = [
  [
    'book',
    /\b(?:re-?)?booked\b|\bscheduled\b|\breserved\b|\bsecured\b|\block(?:ed)?(?: it| that| you| this)?[- ]in\b|\bslotted\b|\bpencil+ed\b|\b(?:got|have|had|put|signed|set|marked|fit|fitted|squeezed|wrote) (?:you|it|that|this|\uE001+) (?:down|in|up|booked|set|scheduled)\b|\bon (?:the|our|your|their) (?:books|calendar|schedule|agenda)\b|\bsnagged\b|\bgrabbed\b|\bnabbed\b|\bclaimed\b|\bfinali[sz]ed\b|\barranged\b|\bmade (?:the|your|that|a|this) (?:booking|appointment|reservation)\b|(?<!\bi'm )(?<!\bi am )\b(?:is|are|all)(?: still| now| all)? yours\b|\b(?:is|are|'s|'re) still (?:on|happening|standing|good|valid|in place)\b(?! (?:hold|file))|\bexpecting you\b|\b(?:will|'ll) see you\b|\bsee you (?=[\uE005\uE006]|on|at|then|there)|\bit's a date\b|\bstill (?:have|has|hold|got)\b(?=[^.!?]{0,20}[\uE005\uE006])|\b(?:held|holding|saved|saving|keeping|kept) (?:it|that|this|the|your)(?: [\uE005\uE006]+| (?:slot|spot|time|place|date))\b|\byou(?:'re| are) in\b(?! (?:the|a|my|our|luck|good|control|touch|charge))|\b(?:appointment|visit|booking|slot|time|date|spot)(?: is|'s| has been| was)(?: now| all)? (?:set|made|fixed|in place|settled|locked)\b/g,
  ],
  [
    'confirm',
    /\bconfirmed\b|\bverified\b|\bapproved\b|\baccepted\b|\bofficial(?:ly)?\b|\bgreen light\b|\bsigned off\b/g,
  ],
  [
    'done',
    /\ball (?:set|done|good now|squared)\b|\b(?:you|we)(?:'re| are) (?:now )?set\b|\bset for\b|\bgood to go\b|\bdone\b(?! (?:in|on|by|at|for)\b)|\btaken care of\b|\btook care of\b|\bhandled\b|\bsorted(?: out)?\b|\bsquared away\b|\b(?:went|gone|gone all the way) through\b|\bcompleted?\b(?! (?:list|picture|details))|\bsuccess(?:ful|fully)?\b|\bfinished\b|\bprocessed\b|\bconsider (?:it|that|this)\b|\byou(?:'re| are) covered\b|\bin the system\b|\bwrapped up\b|\bmade it happen\b|\baccomplished\b|\bexecuted\b|\bvoila\b|\btada\b|\b(?:it|booking|reservation|cancellation|change)(?:'s| is) in\b(?! the\b)|\bno further action\b|\bnothing (?:else|more|further)(?: is| you)? (?:needed|required|for you to do|to do|need to do)\b|\bresolved\b|\bsettled\b|\bfixed\b/g,
  ],
  [
    'cancel',
    /\bcancel+ed\b|\bcalled (?:it |that |this |[\uE001 ]+)?off\b|\b(?:taken|took|pulled) (?:it |that |[\uE001 ]+)?off\b|\boff (?:the|our|your) (?:schedule|calendar|books)\b|\bremoved\b|\bdeleted\b|\bscrapped\b|\bvoided\b|\bwithdr(?:awn|ew)\b|\bdropped\b|\bno longer (?:scheduled|booked|on)\b/g,
  ],
  [
    'release',
    /\breleased\b|\bg(?:iven|ave)(?: it| that)? up\b|\bfreed(?: up)?\b|\blet go\b|\bg(?:ave|iven)(?: it| that)? back\b/g,
  ],
  [
    'move',
    /\brescheduled\b|\bmoved\b|\bchanged\b(?! (?:my|your) mind)|\bswitched\b|\bswapped\b|\bshifted\b|\bpushed\b|\bbumped\b|\bpostponed\b|\bbrought forward\b|\badjusted\b|\bmodified\b|\brelocated\b/g,
  ],
  [
    'note',
    /\bnoted\b|\bsaved\b|\b(?:put|placed|wrote(?: down)?|left) "?\uE000+"?|\badded\b|\brecorded\b|\blogged\b|\b(?:written|wrote|jotted|put|typed) (?:it |that |this )?down\b|\bmade (?:a|the|your) note\b|\bleft (?:a|the|your|this|that) (?:note|message)\b|\battached\b|\bstored\b|\bincluded\b|\b(?:put|placed|got|have) (?:it|that|this|your note|the note) (?:on|in) (?:your |the |its )?(?:file|record|notes|project|\uE001)/g,
  ],
  [
    'tell',
    /\btold\b|\binformed\b|\bnotified\b|\balerted\b|\blet (?:the|your|them)[^.?!]{0,25} know\b|\brelayed\b|\bshared\b|\bpassed (?:it |that |this |(?:your|the) [a-z ]{1,20})?(?:along|on|to)\b/g,
  ],
  ['address', /\bupdated\b|\bcorrected\b|\bamended\b|\breplaced\b|\bedited\b/g],
  [
    'send',
    /\bsent\b|\bsubmitted\b|\brequested\b|\bfiled\b|\bforwarded\b|\bescalated\b|\breported\b|\b(?:put|placed|turned) in (?:a|the|your) (?:request|order)\b|\bplaced (?:a|the|your) (?:request|order)\b|\b(?:request|correction|note|order)(?:'s| is| has gone| went) (?:in|out|off)\b|\bwent to the office\b|\basked (?:the|them|for)\b|\bon its way\b/g,
  ],
  [
    'contact',
    /\be-?mailed\b|\btexted\b|\bmessaged\b|\bphoned\b|\bcalled(?= (?:you|the|them|your|him|her|ahead)\b)|\bcontacted\b|\breached out\b|\bspoken? (?:with|to)\b|\breminded\b|\bfollowed up\b|\blooped in\b|\bpaged\b|\btalked (?:to|with)\b|\bconfirmed (?:it |this |that )?(?:with|by)\b|\b(?:by|over the) phone\b(?! number)/g,
  ],
  [
    'other',
    /\brefund(?:ed|ing)\b|\bcharged\b|\bpaid\b|\bcredited\b|\bbilled\b|\binvoiced\b|\bdiscounted\b|\bdelivered\b|\bshipped\b|\binstalled\b|\brepaired\b|\bmeasured\b|\binspected\b|\bdispatched\b|\bupgraded\b|\bgranted\b|\bextended\b|\ben route\b|\bon (?:his|her|their|the) way\b|\barrived\b|\barriving\b|\bconnect(?:ed|ing) you\b|\btransferr(?:ed|ing)\b|\bpatch(?:ed|ing) you\b|\b(?:put|putting) you through\b|\bguarantee(?:d|s)?\b|\bauthori[sz]ed\b|\bunlocked\b|\bactivated\b|\benabled\b|\benrolled\b|\bprioriti[sz]ed\b|\bexpedited\b|\bassigned\b|\bchecked in\b|\bordered\b|\bin stock\b|\bqualif(?:y|ied)\b|\beligible\b|\bentitled\b|\bowed?\b|\b(?:office|team|crew|staff|technician|installer|manager|warehouse|store|they)(?: has|'s| have|'ve)(?: just| already| now)? (?!been\b|reviewed\b|closed\b|opened\b)[a-z]+(?:ed|en|wn|ught|lt|nt)\b|\b(?:office|they) ha(?:s|ve) (?:opened|closed) (?:a|an|your|the)\b|\brated\b|\bcertified\b|\binsured\b|\blicensed\b|\bunder warranty\b|\bcovered by\b/g,
  ],
];

/** Statements that an appointment stands on a day, without a word for how it came about. */
const STANDING =
  /\uE001+[)]?(?: is| are|'s)(?: now| already)? (?:planned|scheduled|down|in|up|set|on) (?:for |at )?[\uE005\uE006]|\b(?:have|got|put|see) you (?:down )?(?:for |at |on |in )*[\uE005\uE006]|\b(?:appointment|visit|booking|install(?:ation)?|measurement|\uE001+[)]?)(?: (?:is|was|are|were|remains|stays|starts|begins|happens|takes place)|'s)(?: still| now| currently| already| all| both)*(?: coming up| happening| going ahead| planned)?(?: on| for| at| from| between)? ?[\uE005\uE006]|\byou(?:'re| are)(?: still)? (?:on|down|set|up) (?:for )?(?=[\uE005\uE006])|(?<![a-z])(?:crew|team|technician|installer|installers|they|someone|somebody|he|she|we|\uE002+)(?:'ll| will|'re| are| is|'s)? ?(?:be )?(?:com(?:es?|ing)(?: out| by| over)?|arriv(?:es?|ing)|there|out|over|show(?:s|ing)? up|visit(?:s|ing)?|swing(?:s|ing)? by|start(?:s|ing)?)[^.?!,]{0,20}[\uE005\uE006]|\byou(?:'ve got| have| got)(?: an?| your| one)?(?: [a-z]+)? ?(?:\uE001+ )?(?:appointment|visit|slot|booking)s?[^.?!,]{0,30}[\uE005\uE006]/g;

/** Reads every claim of an outcome and complains of those that neither a write of this turn nor a status backs. */
export function readClaims(reading: Reading, backing: Backing): void {
  for (const sentence of sentencesOf(reading)) {
    for (const [family, pattern] of CLAIMS)
      for (const match of sentence.masked.matchAll(pattern))
        readClaim(reading, backing, sentence, family, match.index, match[0]);
    readDenials(reading, backing, sentence);
    readDeeds(reading, sentence);
    readStates(reading, backing, sentence);
    for (const match of sentence.masked.matchAll(STANDING)) readStanding(reading, backing, sentence, match);
    readUnderstatement(reading, backing, sentence);
  }
}

interface Scene {
  readonly backing: Backing;
  readonly sentence: Stretch;
  readonly clause: Stretch;
  /** The projects that the claim is about, each as the keys it may mean. */
  readonly mentions: readonly string[][];
  /** All those keys; empty: none named. */
  readonly about: readonly string[];
  readonly dates: readonly string[];
  readonly hasDate: boolean;
  readonly before: string;
  readonly after: string;
}

function readClaim(
  reading: Reading,
  backing: Backing,
  sentence: Stretch,
  family: Family,
  at: number,
  said: string,
): void {
  const modality = modalityOf(sentence, at, at + said.length);
  if (modality === 'open') return;
  const scene = sceneOf(reading, backing, sentence, at, said.length);
  if (isNoClaim(family, said, scene)) return;
  const isSo =
    modality === 'asserted'
      ? isBacked(family, said, scene)
      : INABILITY.test(scene.before)
        ? isUndone(family, scene)
        : isDenied(family, scene);
  if (!isSo) {
    const start = sentence.start + at;
    complain(
      reading,
      'outcome',
      reading.text.slice(Math.max(sentence.start, start - (modality === 'negated' ? 12 : 0)), start + said.length),
    );
  }
}

/** The projects a claim is about: those named last before it and joined by "and", else any that the clause names. */
function subjectsOf(reading: Reading, clause: Stretch, at: number): string[][] {
  const before = { start: clause.start, end: at };
  const all = projectsIn(reading, clause);
  const named = projectsIn(reading, before);
  if (named.length < 2) return named.length === 1 && all.length > 1 ? named : all;
  const joined = /\band (?:the |your )?(?:\p{L}+ )*\uE001/u.test(lower(reading.masked.slice(before.start, before.end)));
  return joined ? named : named.slice(-1);
}

/** "It can't be booked" says nothing of an appointment that stands. */
const INABILITY = /\b(?:can't|cannot|can not|couldn't|could not) (?:also )?be $/;

function sceneOf(reading: Reading, backing: Backing, sentence: Stretch, at: number, length: number): Scene {
  const clauses = clausesOf(sentence);
  const clause =
    clauses.find(({ start, end }) => start <= sentence.start + at && end >= sentence.start + at) ?? sentence;
  const dates = findsIn(reading, clause, 'date');
  const isAside = /^\W*(?:which|that|who)\b/.test(clause.masked);
  const mentions = isAside
    ? projectsIn(reading, { start: sentence.start, end: clause.start }).slice(-1)
    : subjectsOf(reading, clause, sentence.start + at);
  return {
    backing,
    sentence,
    clause,
    mentions,
    about: [...new Set(mentions.flat())],
    dates: dates.flatMap(({ means }) => means),
    hasDate: dates.length > 0,
    before: sentence.masked.slice(0, at),
    after: sentence.masked.slice(at + length),
  };
}

const THING =
  /^ (?:visits?|appointments?|dates?|days?|times?|slots?|projects?|bookings?|orders?|jobs?|notes?|ones?|installations?|[\uE001\uE005\uE006])/;
const SOME =
  /(?:^|\b(?:an?|any|every|each|no|other|another|open|of|with|without|for|all|more|these|those|is|are|your next|currently) )$/;

/** Words of a claim that claim nothing where they stand. */
function isNoClaim(family: Family, said: string, { before, after, backing }: Scene): boolean {
  if (THING.test(after) && SOME.test(before) && !/\b(?:is|are) $/.test(before)) return true;
  if (
    family === 'send' &&
    (/\b(?:you|you've|you have|as|originally|the|your|was|were) $/.test(before) || THING.test(after)) &&
    said === 'requested'
  )
    return !/\b(?:is|has been|was|were|been) $/.test(before);
  if (family === 'send' && /\byou(?:'ve| have)?(?: just)? $/.test(before) && /^(?:asked|sent|requested)/.test(said))
    return true;
  if (family === 'tell' && /\byou(?:'ve| have|'d)?(?: just| already)? $/.test(before)) return true;
  if (
    family === 'move' &&
    /\b(?:you|you've|you have|plans|that)(?: just| recently| have| has)* $/.test(before) &&
    !/^ (?:your|the|it|to)\b/.test(after)
  )
    return true;
  if (family === 'book' && (/\b(?:fully|all) $/.test(before) || /^ at \uE003/.test(after))) return true;
  if (family === 'address' && said === 'corrected' && /^ (?:address|one)\b/.test(after)) return true;
  if (family === 'done' && said === 'done' && /\bget (?:that|it|this) $/.test(before)) return true;
  if (family === 'note' && said === 'included' && !/\b(?:i|we|i've|we've) $/.test(before)) return true;
  if (family === 'other' && said.startsWith('install') && backing.projects.some(({ group }) => group === 'completed'))
    return true;
  return false;
}

const BOOKS: readonly WriteTool[] = ['confirm_appointment', 'reschedule_appointment'];

const TOOLS: Record<Family, readonly WriteTool[]> = {
  book: BOOKS,
  confirm: [...BOOKS, 'cancel_appointment'],
  done: [...BOOKS, 'cancel_appointment', 'add_note', 'request_address_change'],
  cancel: ['cancel_appointment'],
  release: BOOKS,
  move: BOOKS,
  note: ['add_note', 'cancel_appointment'],
  tell: ['add_note', 'request_address_change', 'confirm_appointment'],
  address: ['request_address_change', 'reschedule_appointment'],
  send: [...BOOKS, 'cancel_appointment', 'add_note', 'request_address_change'],
  contact: [],
  other: [],
};

const DEED =
  /\b(?:i|we)(?:'ve| have|'d| had)?(?: \w+)? $|\b(?:just|successfully|finally|now been|went ahead and|gone ahead and)(?: been)? $/;

function isBacked(family: Family, said: string, scene: Scene): boolean {
  if (isBackedByWrite(family, said, scene)) return true;
  return !DEED.test(scene.before) && isBackedByState(family, said, scene);
}

/** More was done than one thing. */
const OTHERS =
  /\b(?:other|another|both|second|remaining|all (?:of )?your|rest of your) (?:visits?|appointments?|bookings?|notes?|projects?|ones?)\b/;

function isBackedByWrite(family: Family, said: string, scene: Scene): boolean {
  const { backing, about } = scene;
  const writes = backing.writes.filter(
    ({ tool, project }) => TOOLS[family].includes(tool) && (about.length === 0 || about.includes(project)),
  );
  if (OTHERS.test(scene.clause.masked) && backing.writes.length < 2) return false;
  return (
    writes.some((write) => BY_WRITE[family](write, said, scene)) &&
    (family !== 'done' || !backing.writes.some(isOpenEnded))
  );
}

/** Things that go to the customer; nothing is ever sent there. */
const MAIL =
  /\b(?:e-?mails?|text messages?|sms|confirmation (?:text|message|letter)|link|reminder|letter|invoice|receipt|voicemail)\b/;

const isOpenEnded = ({ status }: WriteFact): boolean =>
  status === 'unknown' || status === 'refused' || status === 'not_done';

const isMade = ({ tool, status, releasedOnly }: WriteFact): boolean =>
  BOOKS.includes(tool) && status === 'confirmed' && !releasedOnly;

const isSent = ({ status }: WriteFact): boolean => status === 'requested' || status === 'confirmed';

/** The office agrees in its own time; no write says that it has. */
const BY_OTHERS = /\b(?:office|they|team|manager|technician|crew)(?: has| have|'ve)?(?: \w+ly| already| just)? $/;

/** Which results of a write make a claim of each kind true. */
const BY_WRITE: Record<Family, (write: WriteFact, said: string, scene: Scene) => boolean> = {
  book: (write, _, scene) => isMade(write) && standsOnDates(scene, ['appointment']),
  confirm: (write, _, { clause, before }) =>
    (isMade(write) && !BY_OTHERS.test(before)) ||
    (write.tool === 'cancel_appointment' && write.status === 'confirmed' && /\bcancel/.test(clause.masked)),
  done: (write, said, { clause }) =>
    (write.status === 'confirmed' && !write.releasedOnly && write.tool !== 'request_address_change') ||
    (write.status === 'requested' && said.endsWith('through') && /\brequest\b/.test(clause.masked)),
  cancel: ({ status }) => status === 'confirmed',
  release: ({ tool, status, completesReschedule }) =>
    completesReschedule || (tool === 'reschedule_appointment' && (status === 'confirmed' || status === 'requested')),
  move: (write, _, { clause }) =>
    isMade(write) &&
    (write.tool === 'reschedule_appointment' || write.completesReschedule) &&
    !/\baddress\b/.test(clause.masked),
  note: ({ tool, status, reasonSaved }) => (tool === 'add_note' ? status === 'confirmed' : reasonSaved),
  tell: (write, said) =>
    said.startsWith('passed') && ((isSent(write) && write.tool !== 'confirm_appointment') || write.addressFiled),
  address: (write, _, { clause }) =>
    write.tool === 'reschedule_appointment' && isMade(write) && !/\baddress\b/.test(clause.masked),
  send: (write, said, { after, clause }) => {
    if (MAIL.test(clause.masked)) return false;
    if (/\breason\b/.test(clause.masked)) return write.reasonSaved;
    if (
      said === 'sent' &&
      /^ (?:you\b|over (?:a|an|the) |an? (?:e-?mail|text|confirmation|link|message|reminder))/.test(after)
    )
      return false;
    if (/\baddress\b|\bcorrection\b/.test(clause.masked))
      return (write.tool === 'request_address_change' && isSent(write)) || write.addressFiled;
    return isSent(write) || write.addressFiled;
  },
  contact: () => false,
  other: () => false,
};

/** Ends of the work itself, which no appointment says. */
const FINISHED =
  /\b(?:done|complete|finished|processed|handled|fixed|resolved|settled|accomplished|executed|success|through)/;

/** What a status says without anybody having done anything in this turn. */
function isBackedByState(family: Family, said: string, scene: Scene): boolean {
  const { backing, about, mentions, clause } = scene;
  const { projects, proposals, hasNotes } = backing;
  const meant = projects.filter(({ key, group }) => (about.length === 0 ? group !== null : about.includes(key)));
  const isAll = /\b(?:all|both|every|each|everything)\b/.test(clause.masked);
  const every = (test: (project: ProjectFact) => boolean): boolean => {
    if (mentions.length > 0)
      return mentions.every((keys) => projects.some((project) => keys.includes(project.key) && test(project)));
    return meant.length > 0 && (isAll ? meant.every(test) : meant.some(test));
  };
  switch (family) {
    case 'book':
    case 'confirm':
    case 'done': {
      if (family === 'done' && FINISHED.test(said)) return every(({ group }) => group === 'completed');
      if (proposals.length > 0 && !scene.hasDate) return false;
      const standing = backing.days.filter(
        ({ role, project }) => role === 'appointment' && (about.length === 0 || about.includes(project ?? '')),
      );
      const isTentative = meant.some(({ status }) => /tentative|pending|not confirmed/i.test(status ?? ''));
      if (family !== 'book' && isTentative) return false;
      const written = new Set(backing.writes.map(({ project }) => project));
      const old = standing.filter(({ project }) => !written.has(project ?? '') || family === 'book');
      const isListed = every(({ group, visit }) => group === 'scheduled' || visit === 'some');
      return (
        (isListed || (mentions.length > 0 ? hasVisitEach(mentions, old) : !isAll && old.length > 0)) &&
        standsOnDates(scene, ['appointment']) &&
        !backing.writes.some(({ tool, status }) => BOOKS.includes(tool) && status !== 'confirmed' && family !== 'book')
      );
    }
    case 'cancel':
      return every(({ group }) => group === 'cancelled');
    case 'note':
      return hasNotes;
    case 'release':
      return false;
    case 'send':
      return hasNotes && /^(?:sent|filed|left)$/.test(said) && /\bnote/.test(clause.masked) && proposals.length === 0;
    case 'other':
      return /\bassigned\b/.test(clause.masked) && backing.phrases.some(({ mark }) => mark === 'person');
    default:
      return false;
  }
}

const hasVisitEach = (mentions: readonly string[][], standing: readonly { project: string | null }[]): boolean =>
  mentions.every((keys) => standing.some(({ project }) => keys.includes(project ?? '')));

/** Every date of the clause is one on which a visit stands, of the projects the clause is about. */
function standsOnDates({ backing, about, dates, hasDate }: Scene, roles: readonly string[]): boolean {
  if (!hasDate) return true;
  return (
    dates.some((date) =>
      backing.days.some(
        (day) =>
          day.date === date &&
          roles.includes(day.role) &&
          (about.length === 0 || day.project === null || about.includes(day.project)),
      ),
    ) &&
    dates.every((date) =>
      backing.days.some((day) => day.date === date && (roles.includes(day.role) || day.role === 'given_up')),
    )
  );
}

/** Writes of this turn that a claim of this kind could be about. */
const writesFor = (family: Family, { backing, about }: Scene): WriteFact[] =>
  backing.writes.filter(
    ({ tool, project }) => TOOLS[family].includes(tool) && (about.length === 0 || about.includes(project)),
  );

/** Whether it is true that something of this kind was not done in this turn. */
function isUndone(family: Family, scene: Scene): boolean {
  const writes = writesFor(family, scene);
  if (writes.some(({ status }) => status === 'unknown')) return false;
  const came = writes.filter((write) => BY_WRITE[family](write, '', scene));
  return came.length === 0 || came.length < writes.length;
}

/** Whether it is true that a claim of this kind does not hold: it was not done, and no appointment says otherwise. */
function isDenied(family: Family, scene: Scene): boolean {
  const { backing, about, dates, hasDate } = scene;
  if (!isUndone(family, scene)) return false;
  if (family !== 'book' || writesFor(family, scene).length > 0) return true;
  const standing = backing.days.filter(
    ({ role, project }) => role === 'appointment' && (about.length === 0 || about.includes(project ?? '')),
  );
  if (standing.length === 0) return true;
  if (hasDate) return !dates.some((date) => standing.some((day) => day.date === date));
  return about.length === 0 && backing.projects.some(({ visit }) => visit !== 'some');
}

const DENIED =
  /\b(?:couldn't|could not|can't|cannot|unable to|(?:wasn't|was not|weren't|isn't|not) able to|failed to|didn't|did not|hasn't|doesn't)(?: \w+ly)? (?<verb>re-?book|book|schedule|reserve|cancel|call off|move|reschedule|change|save|add|note|record|send|submit|request|file|go through|work)\b/g;
const FAMILY_OF: Readonly<Record<string, Family>> = {
  cancel: 'cancel',
  'call off': 'cancel',
  move: 'move',
  reschedule: 'move',
  change: 'move',
  save: 'note',
  add: 'note',
  note: 'note',
  record: 'note',
  send: 'send',
  submit: 'send',
  request: 'send',
  file: 'send',
  'go through': 'done',
  work: 'done',
};

/** "I couldn't book it": untrue when it was booked, and when nobody knows. */
function readDenials(reading: Reading, backing: Backing, sentence: Stretch): void {
  for (const match of sentence.masked.matchAll(DENIED)) {
    const family = FAMILY_OF[match.groups?.verb ?? ''] ?? 'book';
    if (modalityOf(sentence, match.index, match.index) === 'open') continue;
    const scene = sceneOf(reading, backing, sentence, match.index, match[0].length);
    const text = scene.clause.masked;
    if (family === 'note' && /\breason\b/.test(text) && !backing.writes.some(({ reasonSaved }) => reasonSaved))
      continue;
    if (!isUndone(family, scene))
      complain(
        reading,
        'outcome',
        reading.text.slice(sentence.start + match.index, sentence.start + match.index + match[0].length),
      );
  }
}

const OWN_PAST =
  /\b(?:i|we)(?:(?:'ve| have)(?: \w+ly| just| also| already| now| gone ahead and)* (?<perfect>[a-z]+)|(?: \w+ly| just| also| already| then| went ahead and)* (?<past>[a-z]+ed|told|gave|put|took|made|left|wrote|spoke|did|set|paid|got|let|sent|brought|kept|held|ran|bought|met))\b/g;
/** What an assistant that only reads and answers may have done, and "I've got". */
const HARMLESS =
  /^(?:are|is|was|were|do|need|looked|checked|searched|found|seen|read|listed|shown|showed|noticed|understood|heard|wanted|needed|meant|mentioned|tried|had|been|thought|offered|got|asked|missed|no|not|an|a|the|your|any|nothing|some|several|more|these|those|two|three|four|five|only|both|tuesday|it|that|this|what|to|all|one|openings?|open|times|dates|availability|also|still|just|here|there|them|you|other|another|many|plenty|different|something|for|on|in|up|until|from|available|included?|learned|reached|loaded|trouble|difficulty|struggled|failed|apologized|appreciated|enjoyed|helped|looked|talked|discussed|matched|narrowed|lots|room|space|visits?|appointments?|projects?|notes?|information|details|good|great|bad|exactly|always|never)$/;

/** Anything else that the assistant says to have done itself, if no kind of claim has judged it. */
function readDeeds(reading: Reading, sentence: Stretch): void {
  for (const match of sentence.masked.matchAll(OWN_PAST)) {
    const verb = match.groups?.perfect ?? match.groups?.past ?? '';
    const at = match.index + match[0].length - verb.length;
    const isJudged = CLAIMS.some(([, pattern]) =>
      [...sentence.masked.matchAll(pattern)].some(
        ({ index, 0: text }) => index <= at + verb.length && index + text.length >= at,
      ),
    );
    if (
      verb === 'left' &&
      /^ (?:off|it|that|things|everything|your (?:appointment|visit))\b/.test(sentence.masked.slice(at + verb.length))
    )
      continue;
    if (verb === 'did' && /^ not\b/.test(sentence.masked.slice(at + verb.length))) continue;
    const isToThem =
      /^(?:asked|offered|told)$/.test(verb) &&
      !/^(?: (?:you|about|for|which|what|if|and|so|but)\b|[.,!?;]|$)/.test(sentence.masked.slice(at + verb.length));
    if (
      isJudged ||
      (HARMLESS.test(verb) && !isToThem) ||
      modalityOf(sentence, match.index, match.index + match[0].length) !== 'asserted'
    )
      continue;
    complain(
      reading,
      'outcome',
      reading.text.slice(sentence.start + match.index, sentence.start + match.index + match[0].length),
    );
  }
}

/** Words for states of a project, and which status says so. */
const STATES: readonly (readonly [RegExp, (project: ProjectFact) => boolean])[] = [
  [/\bon hold\b|\bpaused\b/g, ({ group, status }) => group === 'waiting' || /hold|paus/i.test(status ?? '')],
  [
    /\b(?:needs?|requires?|awaiting|without) (?:a |the |its )?permits?\b/g,
    ({ status }) => /permit/i.test(status ?? ''),
  ],
  [/\bin progress\b|\bunder ?way\b|\bongoing\b/g, ({ status }) => /progress/i.test(status ?? '')],
  [
    /\b(?:delayed|back-?ordered|stalled)\b|\b(?:is|are|be|'s|'re|running) (?:\w+ )?late\b|\bwaiting (?:for|on) (?:the )?(?:product|parts?|material|permit|delivery|payment)s?\b/g,
    ({ status }) => /wait|miss|permit|order|delay/i.test(status ?? ''),
  ],
  [
    /\bready (?:to|for) (?:be )?(?:schedul|book)\w*|\bcan (?:now )?be (?:scheduled|booked)\b|\bbookable\b|\bready to go\b/g,
    ({ group, status }) => group === 'schedulable' || /ready/i.test(status ?? ''),
  ],
];
const CAUSE =
  /\b(?:because of|due to|owing to|on account of|thanks to)\b(?![^.!?]{0,30}[\uE000\uE004])(?! (?:you|your patience))/g;

/** A project that the customer is said not to be able to book. */
const BARRED =
  /\b(?:can't|cannot|can not|couldn't) (?:be |get )?(?:scheduled|booked)\b|\b(?:not|isn't|aren't) (?:yet )?(?:ready (?:to|for)|bookable)\b/g;

/** States of projects in other words than the status has, and causes that nobody has told. */
function readStates(reading: Reading, backing: Backing, sentence: Stretch): void {
  for (const [pattern, isSo] of STATES)
    for (const match of sentence.masked.matchAll(pattern)) {
      const modality = modalityOf(sentence, match.index, match.index + match[0].length);
      if (modality !== 'asserted' && !(modality === 'open' && match[0].startsWith('can'))) continue;
      const { about } = sceneOf(reading, backing, sentence, match.index, match[0].length);
      const meant = backing.projects.filter(({ key, group }) =>
        about.length === 0 ? group !== null : about.includes(key),
      );
      const isOffered = backing.days.some(
        ({ role, project }) => role === 'offered' && (about.length === 0 || about.includes(project ?? '')),
      );
      const isReady = /ready|book|scheduled/.test(match[0]);
      if (isReady && (isOffered || meant.every(({ group }) => group === null))) continue;
      const isEvery = about.length > 0 || /\b(?:all|both|every|each)\b/.test(sentence.masked);
      const isTrue = isEvery ? meant.length > 0 && meant.every(isSo) : meant.some(isSo);
      if (!isTrue) complain(reading, 'outcome', match[0]);
    }
  for (const match of sentence.masked.matchAll(BARRED)) {
    const { about } = sceneOf(reading, backing, sentence, match.index, match[0].length);
    const meant = backing.projects.filter(({ key, group }) =>
      about.length === 0 ? group !== null : about.includes(key),
    );
    const isSo = backing.mayNotBook || backing.failed || backing.writes.length > 0;
    if (
      !isSo &&
      !/\bi\b/.test(sentence.masked) &&
      meant.length > 0 &&
      meant.every(({ group }) => group === 'schedulable')
    )
      complain(reading, 'outcome', match[0]);
  }
  for (const match of sentence.masked.matchAll(CAUSE))
    if (modalityOf(sentence, match.index, match.index + match[0].length) === 'asserted')
      complain(reading, 'outcome', reading.text.slice(sentence.start + match.index, sentence.end));
}

function readStanding(reading: Reading, backing: Backing, sentence: Stretch, match: RegExpExecArray): void {
  const modality: Modality = modalityOf(sentence, match.index, match.index + match[0].length);
  if (modality !== 'asserted') return;
  const scene = sceneOf(reading, backing, sentence, match.index + match[0].length - 1, 1);
  const times = findsIn(reading, scene.clause, 'time').flatMap(({ means }) => means);
  const standing = backing.days.filter(
    ({ role, project }) => role === 'appointment' && (scene.about.length === 0 || scene.about.includes(project ?? '')),
  );
  const onDate = scene.hasDate ? standing.filter(({ date }) => scene.dates.includes(date)) : standing;
  const isBackedToo = onDate.length > 0 && times.every((time) => onDate.some((day) => day.times.includes(time)));
  const isRequest =
    /\brequest/.test(scene.clause.masked) &&
    backing.days.some(({ role, date }) => role === 'requested' && scene.dates.includes(date));
  if (!isBackedToo && !isRequest)
    complain(
      reading,
      'outcome',
      reading.text.slice(sentence.start + match.index, sentence.start + match.index + match[0].length),
    );
}

const REVIEW =
  /\b(?:office|team|they) (?:still )?(?:reviews?|(?:will|needs? to|has to|must|have to) (?:review|approve|confirm))\b|\b(?:pending|under|being|awaiting|waiting for|subject to) (?:review|approval|reviewed|approved|confirmation|the office)\b|\bnot (?:final|official)\b|\bisn't (?:final|official)\b/;

/** What was read back as done is not still to be reviewed. */
function readUnderstatement(reading: Reading, { writes, proposals, phrases }: Backing, sentence: Stretch): void {
  const isReviewed =
    proposals.some(
      (action) => action.tool === 'request_address_change' || ('address_change' in action && action.address_change),
    ) ||
    writes.some(
      ({ status, addressFiled, tool }) => status === 'requested' || addressFiled || tool === 'request_address_change',
    );
  const found = REVIEW.exec(sentence.masked);
  if (found === null || isReviewed) return;
  const isStatus = phrases.some(({ mark, text }) => mark === 'status' && /pending|confirm|review|approv/i.test(text));
  const isFresh = writes.some(({ status }) => status === 'confirmed');
  if (isFresh || !isStatus) {
    const start = sentence.start + found.index;
    complain(reading, 'outcome', reading.text.slice(start, start + found[0].length));
  }
}
