import { WEEKDAYS } from '../../../core/calendar.ts';
import type { OfficeHours } from '../../../core/contracts/act.ts';
import type { Backing, DayFact, Lack } from './backing.ts';
import { modalityOf } from './modality.ts';
import {
  clausesOf,
  complain,
  type Find,
  findsIn,
  MARK,
  partAt,
  projectsIn,
  type Reading,
  type Stretch,
  sentencesOf,
  tornNamesIn,
} from './text.ts';

/**
 * Facts that are true apart can be false together: another project's date, another day's time. Within a clause, what is
 * named together must belong together in some fact.
 */
export function readRelations(reading: Reading, backing: Backing): void {
  for (const sentence of sentencesOf(reading)) {
    for (const clause of clausesOf(sentence)) {
      readProjectAndRest(reading, backing, clause);
      readDateAndTimes(reading, backing, clause);
      readOldAndNew(reading, backing, clause);
      readWeatherOfDay(reading, backing, clause);
      readOfficeHours(reading, backing, clause, sentence);
      readOpenness(reading, backing, clause);
      readSky(reading, backing, clause, sentence);
    }
    readLacks(reading, backing, sentence);
    readExcuses(reading, backing, sentence);
    readBoth(reading, sentence);
  }
  readQuotations(reading, backing);
}

/** Where notes or reasons are told, what stands between quotation marks is one of them; a short "yes, book it" is an answer. */
function readQuotations(reading: Reading, { hasNotes, proposals, writes }: Backing): void {
  const tells = hasNotes || [...proposals, ...writes].some(({ tool }) => TOLD_IN_QUOTES.has(tool));
  if (!tells) return;
  for (const { 0: quotation, 1: inside = '' } of reading.masked.matchAll(/"([^"\n]+)"/g))
    if (!inside.includes(MARK.quote) && !/^(?:yes|no)\b/i.test(inside) && !/^[\uE000-\uE00B]+$/.test(inside))
      complain(reading, 'quote', quotation);
}

const TOLD_IN_QUOTES: ReadonlySet<string> = new Set(['add_note', 'cancel_appointment', 'request_address_change']);

const said = ({ text }: Reading, { start, end }: Pick<Find, 'start' | 'end'>): string => text.slice(start, end);

/** A date, time, person, address or status beside a project must be that project's. */
function readProjectAndRest(reading: Reading, { days, projects: known }: Backing, clause: Stretch): void {
  if (tornNamesIn(reading, clause)) complain(reading, 'project', said(reading, clause));
  const projects = projectsIn(reading, clause);
  const keys = [...new Set(projects.flat())];
  if (keys.length === 0) {
    readStatusOfAll(reading, known, clause);
    return;
  }
  for (const mark of ['person', 'address', 'status', 'span', 'name'] as const)
    for (const find of findsIn(reading, clause, mark)) {
      if (find.means.length === 0) continue;
      const isOfEach = /\b(?:both|each|all)\b/.test(clause.masked) && projects.length > 1 && mark !== 'name';
      const isTheirs = isOfEach
        ? meantBy(clause, projects).every((each) => each.some((key) => find.means.includes(key)))
        : find.means.some((key) => keys.includes(key));
      if (!isTheirs) complain(reading, 'project', `${said(reading, find)} of another project`);
      if (mark === 'status' && isDenied(clause, find) && keys.every((key) => find.means.includes(key)))
        complain(reading, 'outcome', `not ${said(reading, find)}`);
    }
  for (const find of findsIn(reading, clause, 'date')) {
    const facts = days.filter(({ date }) => find.means.includes(date));
    if (facts.length > 0 && !facts.some(({ project }) => project === null || keys.includes(project)))
      complain(reading, 'project', `${said(reading, find)} of another project`);
  }
  if (projects.length !== 1 || keys.length !== 1) return;
  for (const find of findsIn(reading, clause, 'time')) {
    const facts = days.filter(({ times }) => times.some((time) => find.means.includes(time)));
    if (facts.length > 0 && !facts.some(({ project }) => project === null || keys.includes(project)))
      complain(reading, 'project', `${said(reading, find)} of another project`);
  }
}

const BOTH = /\bboth (?:of )?(?:the |your )?\uE001+ and (?:the |your )?\uE001/;

/** "Does both the windows and the doors": whoever, wherever it is, it must be so of both. */
function readBoth(reading: Reading, sentence: Stretch): void {
  const found = BOTH.exec(sentence.masked);
  if (found === null) return;
  const from = sentence.start + sentence.masked.lastIndexOf(', ', found.index) + 1;
  const stretch = { start: Math.max(sentence.start, from), end: sentence.end };
  const projects = projectsIn(reading, stretch);
  for (const mark of ['person', 'address', 'status'] as const)
    for (const find of findsIn(reading, stretch, mark))
      if (find.means.length > 0 && !projects.every((keys) => keys.some((key) => find.means.includes(key))))
        complain(reading, 'project', `${said(reading, find)} of both`);
}

/** "The carpet …, the closet and the doors, both …": the last two. */
const meantBy = ({ masked }: Stretch, projects: readonly string[][]): readonly string[][] =>
  /,[^,]*\bboth\b/.test(masked) ? projects.slice(-2) : projects;

/** "Is not ready to schedule", of a project that is. */
function isDenied(clause: Stretch, { start }: Find): boolean {
  const at = start - clause.start;
  return modalityOf(clause, at, at) === 'negated';
}

/** "All of them are on hold": a status that is said of all must be all's. */
function readStatusOfAll(reading: Reading, projects: Backing['projects'], clause: Stretch): void {
  if (!/\b(?:all|every one|each|both)\b/.test(clause.masked)) return;
  const told = projects.filter(({ group }) => group !== null);
  for (const mark of ['status', 'address', 'person', 'name'] as const)
    for (const find of findsIn(reading, clause, mark))
      if (find.means.length > 0 && told.length > 1 && !told.every(({ key }) => find.means.includes(key)))
        complain(reading, 'project', `${said(reading, find)} of all`);
}

/** Before a time at which something begins. */
const BEGINS = /(?<!\b(?:ends?|ending|over|done|finish(?:es|ed)?|until|till|by) )\bat $/;

/** A time beside a single date must be that date's. */
function readDateAndTimes(
  reading: Reading,
  { days, hours, times: loose, missedTimes, windows }: Backing,
  clause: Stretch,
): void {
  const isAboutOffice =
    /\b(?:office|open|opens|closes?|closed|hours)\b|\uE008/.test(clause.masked) &&
    !clause.masked.includes(MARK.project);
  const dates = findsIn(reading, clause, 'date').filter(({ means }) => means.length > 0);
  const times = findsIn(reading, clause, 'time').filter(({ means }) => means.length > 0);
  const parts = findsIn(reading, clause, 'part').filter(({ means }) => means.length > 0);
  if (dates.length === 0) return;
  for (const time of [...times, ...parts]) {
    const nearest = dates.toSorted((a, b) => distance(a, time) - distance(b, time));
    const near = dates.length === 1 ? dates : nearest.slice(0, 2);
    const facts = days.filter(({ date, role }) => role !== 'weather' && near.some(({ means }) => means.includes(date)));
    const isStart = BEGINS.test(clause.masked.slice(0, time.start - clause.start));
    const isKnown = facts.some((fact) =>
      fact.times.some((each) => time.means.includes(each) && !(isStart && each === fact.ends)),
    );
    const isHours =
      isAboutOffice &&
      hours?.days.some(({ open, close }) => [open, close].some((each) => each !== null && time.means.includes(each)));
    if (time.mark === 'part' && windows.some((window) => said(reading, time).toLowerCase().startsWith(window)))
      continue;
    const isLoose = time.means.some((each) => missedTimes.includes(each) || (hours === null && loose.includes(each)));
    if (!isKnown && !isHours && !isLoose) complain(reading, 'time', `${said(reading, time)} of another day`);
  }
}

const distance = (a: Find, b: Pick<Find, 'start' | 'end'>): number =>
  Math.min(Math.abs(a.start - b.end), Math.abs(b.start - a.end));

const FROM =
  /\b(?:from|was on|was|were on|instead of|old (?:time|date|appointment|slot|visit)[^.]{0,12}|previous\w*[^.]{0,12}|original\w*[^.]{0,12}|gives? up|giving up|release[sd]?|releasing)(?: on| at| of| for|,|:|is)* ?$/;
const TO =
  /\b(?:to|is now|now on|now|new (?:time|date|appointment|slot|visit|one)|into|onto|until)(?: on| at| of| for| is|,|:)* ?$/;

/** In a move, what is left behind is the old time and where it goes is the new one. */
function readOldAndNew(reading: Reading, { days, proposals, writes }: Backing, clause: Stretch): void {
  const isMove = [...proposals, ...writes].some(({ tool }) => tool === 'reschedule_appointment');
  if (!isMove) return;
  const isOld = ({ role, project }: DayFact): boolean =>
    role === 'given_up' ||
    (role === 'appointment' && !days.some((other) => other.project === project && other.role === 'given_up'));
  const isNew = (day: DayFact): boolean => !isOld(day) && day.role !== 'given_up';
  for (const date of findsIn(reading, clause, 'date').filter(({ means }) => means.length > 0)) {
    const before = clause.masked.slice(Math.max(0, date.start - clause.start - 40), date.start - clause.start);
    const facts = days.filter((day) => date.means.includes(day.date));
    const wanted = FROM.test(before) ? isOld : TO.test(before) ? isNew : null;
    if (wanted !== null && facts.length > 0 && !facts.some((day) => day.role === 'missed' || wanted(day)))
      complain(reading, 'date', `${said(reading, date)} the other way round`);
  }
}

/** A forecast's figure or sky belongs to its day: to the only one named, or to one of the two that stand nearest. */
function readWeatherOfDay(reading: Reading, { weather }: Backing, clause: Stretch): void {
  if (weather.length < 2) return;
  const dates = findsIn(reading, clause, 'date').filter(({ means }) => means.length > 0);
  if (dates.length === 0) return;
  for (const find of [...findsIn(reading, clause, 'figure'), ...findsIn(reading, clause, 'sky')]) {
    const near = dates.toSorted((a, b) => distance(a, find) - distance(b, find)).slice(0, 2);
    const isTold = near.some(({ means }) => means.some((date) => find.means.includes(date)));
    if (find.means.length > 0 && !isTold) complain(reading, 'number', `${said(reading, find)} of another day`);
  }
}

const WEEKDAY_NAME = /mon|tue|wed|thu|fri|sat|sun/gi;
const CLOSED = /\bclosed\b|\bnot open\b|\bisn't open\b|\baren't open\b|\bdon't open\b|\bshut\b|\bcloses\b(?! at)/;
const OPEN = /\bopen(?:s|ed)?\b(?! (?:dates?|days?|times?|slots?|on your|in your|spots?))/;

/** Which days the office is open, from when to when, and whether it is right now. */
function readOfficeHours(reading: Reading, { hours, days }: Backing, clause: Stretch, whole: Stretch): void {
  const isOffice =
    /\b(?:office|we|we're|they|they're|it|it's|staff|team|hours)\b|\uE008/.test(clause.masked) &&
    !clause.masked.includes(MARK.project);
  // "Closed on Sunday, and on Monday too": what is said of the one is said of the other.
  const isTail = /^[\s,]*(?:and |or )?(?:also )?(?:on )?\uE005+ ?\uE00A*(?: too| also| as well)?[\s.!]*$/.test(
    clause.masked,
  );
  const isClosed = CLOSED.test(clause.masked) || (isTail && CLOSED.test(whole.masked));
  const isOpen = !isClosed && (OPEN.test(clause.masked) || (isTail && OPEN.test(whole.masked)));
  if (hours === null) {
    const claims =
      /\b(?:office|we|they|we're|they're)(?: is| are)?(?: currently| now| always| usually)? (?:open|closed)\b/.exec(
        clause.masked,
      );
    if (
      claims !== null &&
      days.length === 0 &&
      modalityOf(clause, claims.index, claims.index + claims[0].length) !== 'open'
    )
      complain(reading, 'time', claims[0]);
    return;
  }
  const weekdays = weekdaysIn(reading, clause);
  const opening = hours.next_open;
  const dates = findsIn(reading, clause, 'date').flatMap(({ means }) => means);
  const isOpening =
    opening !== null &&
    dates.includes(opening.date) &&
    /\b(?:again|next|reopen|opens|back|until)\b/.test(clause.masked);
  const named = hours.days.filter(({ day }) =>
    weekdays.includes(WEEKDAYS.indexOf(day as (typeof WEEKDAYS)[number]) + 1),
  );
  const again = /\b(?:opens? (?:again|next)|reopens?|open again|back (?:on|at))\b/.test(clause.masked);
  if (again && opening !== null && !dates.includes(opening.date) && (weekdays.length > 0 || dates.length > 0))
    complain(reading, 'time', clause.masked);
  if (isOpening && !isClosedDay(clause.masked)) {
    for (const time of findsIn(reading, clause, 'time'))
      if (
        dates.length === 1 &&
        !hours.days.some(({ close }) => close !== null && time.means.includes(close)) &&
        !time.means.includes(opening.time)
      )
        complain(reading, 'time', `${said(reading, time)} on ${opening.date}`);
    return;
  }
  if (named.length > 0 && (isOffice || isTail || days.every(({ role }) => role === 'opening'))) {
    const known = days.filter(({ date }) => dates.includes(date)).flatMap((day) => day.times);
    const times = findsIn(reading, clause, 'time').filter(({ means }) => !means.some((time) => known.includes(time)));
    for (const time of times)
      if (!isHourOf(reading, clause, time, hours)) complain(reading, 'time', `${said(reading, time)} on another day`);
    if (isClosed && closedDays(reading, clause, hours).some(({ open }) => open !== null))
      complain(reading, 'time', clause.masked.trim());
    if (
      isOpen &&
      named.some(({ open }) => open === null) &&
      modalityOf(clause, Math.max(0, clause.masked.search(OPEN)), clause.masked.length) === 'asserted'
    )
      complain(reading, 'time', clause.masked.trim());
    return;
  }
  const isNow =
    /\b(?:now|currently|at the moment|right now|today)\b/.test(clause.masked) ||
    /\b(?:is|are|'re|'s) (?:open|closed)\b/.test(clause.masked);
  if (!isOffice || !isNow || named.length > 0) return;
  if (isClosed && hours.open_now) complain(reading, 'time', clause.masked);
  if (
    isOpen &&
    !hours.open_now &&
    !/\buntil|again|opens\b/.test(clause.masked) &&
    modalityOf(clause, clause.masked.search(OPEN), clause.masked.length) === 'asserted'
  )
    complain(reading, 'time', clause.masked);
}

const isClosedDay = (masked: string): boolean => /\bclosed (?:on )?[\uE005]/.test(masked);

const JOINED = /^ ?(?:,|-|to|through|thru|until|and|, and|&)? ?$/;

/** The days that "closed" is said of: those that stand nearest to it. */
function closedDays(reading: Reading, clause: Stretch, hours: NonNullable<Backing['hours']>): OfficeHours['days'] {
  const found = CLOSED.exec(clause.masked);
  const at = clause.start + (found?.index ?? clause.masked.length);
  const end = at + (found?.[0].length ?? 0);
  const [group] = groupsIn(reading, clause).toSorted((a, b) => gapOf(a, at, end) - gapOf(b, at, end));
  return group === undefined ? [] : daysOf(reading, group, hours);
}

interface Group {
  start: number;
  end: number;
}

const gapOf = (group: Group, start: number, end: number): number => Math.max(group.start - end, start - group.end);

const daysOf = (reading: Reading, group: Group, hours: NonNullable<Backing['hours']>): OfficeHours['days'] => {
  const numbers = weekdaysIn(reading, { ...group, masked: reading.masked.slice(group.start, group.end) });
  return hours.days.filter(({ day }) => numbers.includes(WEEKDAYS.indexOf(day as (typeof WEEKDAYS)[number]) + 1));
};

/** Weekdays that are named together: "Monday to Friday", "Saturday and Sunday". */
function groupsIn(reading: Reading, clause: Stretch): Group[] {
  const groups: Group[] = [];
  for (const { start, end } of findsIn(reading, clause, 'date').toSorted((a, b) => a.start - b.start)) {
    const last = groups.at(-1);
    if (last !== undefined && JOINED.test(reading.text.slice(last.end, start))) last.end = end;
    else groups.push({ start, end });
  }
  return groups;
}

/** Whether a time is when the office opens or closes on all the days of one of the two groups that stand nearest to it. */
function isHourOf(reading: Reading, clause: Stretch, time: Find, hours: NonNullable<Backing['hours']>): boolean {
  return groupsIn(reading, clause)
    .toSorted((a, b) => gapOf(a, time.start, time.end) - gapOf(b, time.start, time.end))
    .slice(0, 2)
    .some((group) => {
      const days = daysOf(reading, group, hours);
      return (
        days.length > 0 && days.every(({ open, close }) => time.means.some((each) => each === open || each === close))
      );
    });
}

/** ISO weekdays that a clause names; "Monday to Friday" and "weekdays" are all the days they span. */
function weekdaysIn(reading: Reading, clause: Stretch): number[] {
  const text = reading.text.slice(clause.start, clause.end);
  const names = [...text.matchAll(WEEKDAY_NAME)].filter(({ index }) =>
    reading.finds.some(
      ({ mark, start, end }) => mark === 'date' && clause.start + index >= start && clause.start + index < end,
    ),
  );
  const numbers = names.map(
    ([name]) => WEEKDAYS.findIndex((weekday) => weekday.toLowerCase().startsWith(name.toLowerCase())) + 1,
  );
  const isRange = names.length === 2 && /\uE005 ?(?:-|to|through|thru|until) ?\uE005/.test(clause.masked);
  const [from = 1, to = 7] = numbers;
  const spanned = isRange
    ? Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, step) => ((from - 1 + step) % 7) + 1)
    : numbers;
  const weekdays = /\b(?:weekdays|during the week)\b/i.test(text) ? [1, 2, 3, 4, 5] : [];
  const weekend = /\bweekends?\b/i.test(text) ? [6, 7] : [];
  const daily = /\b(?:every day|daily|seven days|all week)\b/i.test(text) ? [1, 2, 3, 4, 5, 6, 7] : [];
  return [...new Set([...spanned, ...weekdays, ...weekend, ...daily])];
}

const AVAILABLE =
  /\b(?:open|opens? up|available|free|openings?|availability|works|slots?|have|offer|can do|fit you|it is|got)\b/;
const DOUBTED =
  /\b(?:not|no|nothing|none|unavailable|full|taken|gone|closest|instead|nearest|near|around|close|asked|wanted|between|earliest|after|before|last|passed)\b|n't\b/;
const REFUSED =
  /\b(?:isn't|not|aren't|no longer|nothing(?: is|'s)?|none)\b[^,]{0,12}\b(?:open|available|free)\b|\b(?:unavailable|fully booked|full|taken)\b/;
const LEFT_OVER = /\b(?:other|else|besides|except|apart|only)\b/;

/** A day or time that was only asked for is not open, and an offered day is. */
function readOpenness(reading: Reading, { days, hours, missedTimes, windows }: Backing, clause: Stretch): void {
  if (hours === null && windows.length === 0) readRefusedPart(reading, clause);
  const found = AVAILABLE.exec(clause.masked);
  if (found === null || hours !== null) return;
  const dates = findsIn(reading, clause, 'date');
  const times = [...findsIn(reading, clause, 'time'), ...findsIn(reading, clause, 'part')];
  const rolesOf = ({ means }: Find) => new Set(days.filter(({ date }) => means.includes(date)).map(({ role }) => role));
  const isMissedDay = (date: Find) => rolesOf(date).size === 1 && rolesOf(date).has('asked');
  const isMissedTime = ({ mark, means }: Find) =>
    mark === 'time' &&
    means.some((time) => missedTimes.includes(time)) &&
    !days.some((day) => day.times.some((time) => means.includes(time)));
  for (const find of [...dates.filter(isMissedDay), ...times.filter(isMissedTime)]) {
    const modality = modalityOf(clause, Math.max(found.index, find.start - clause.start), clause.masked.length);
    if (modality === 'asserted' && !DOUBTED.test(clause.masked))
      complain(reading, 'date', `${said(reading, find)} is not open`);
  }
  const [date] = dates;
  if (
    date === undefined ||
    dates.length > 1 ||
    times.length > 0 ||
    clause.masked.includes(MARK.quote) ||
    !REFUSED.test(clause.masked) ||
    LEFT_OVER.test(clause.masked)
  )
    return;
  if (
    rolesOf(date).has('offered') &&
    !rolesOf(date).has('asked') &&
    modalityOf(clause, clause.masked.length, clause.masked.length) !== 'open'
  )
    complain(reading, 'date', `${said(reading, date)} is open`);
}

/** "The afternoon is full", though a time in it is open. */
function readRefusedPart(reading: Reading, clause: Stretch): void {
  const parts = findsIn(reading, clause, 'part').filter(({ means }) => means.length > 0);
  const refused = REFUSED.exec(clause.masked);
  if (refused === null || parts.length !== 1 || findsIn(reading, clause, 'time').length > 0) return;
  if (modalityOf(clause, refused.index + refused[0].length, refused.index + refused[0].length) !== 'open')
    complain(reading, 'time', refused[0]);
}

const NONE: readonly (readonly [Lack, RegExp])[] = [
  [
    'projects',
    /\b(?:no|zero|don't (?:see|have|find) any|not (?:see|find)(?:ing)? any|haven't (?:any|got any)) (?:active |open |other )?(?:projects?|orders?|jobs?)\b/,
  ],
  [
    'appointments',
    /\b(?:no|zero|don't (?:see|have) (?:any|an)|doesn't have (?:any|an)|haven't (?:any|got (?:any|an))) (?:upcoming |scheduled |active )?(?:appointments?|visits?|bookings?)\b/,
  ],
  [
    'dates',
    /\b(?:no|zero|don't (?:see|have) any|aren't any|isn't any|are no|is no) (?:open |available |free |other )*(?:dates?|days?|openings?|availability)\b|\bfully booked\b|\bbooked (?:solid|up)\b|\bnothing (?:open|available|free)\b/,
  ],
  [
    'times',
    /\b(?:no|zero|don't (?:see|have) any|aren't any|are no|is no) (?:open |available |free )*(?:times?|slots?|mornings?|afternoons?)\b/,
  ],
  ['notes', /\b(?:no|zero|don't (?:see|have) any|aren't any|are no) notes?\b/],
  ['address', /\b(?:no|don't have an|isn't an|without an) address\b/],
  [
    'technician',
    /\b(?:no|don't have a|isn't a|without a|not (?:yet )?assigned a) (?:technician|installer)\b|\bno one (?:is |has been )?assigned\b/,
  ],
];

const NO_TIMES_IN_PART =
  /\b(?:no|zero|not any|aren't any|don't have any) (?:open |free |available )*(?:times?|slots?|openings?|dates?)(?: open| left| available)?(?: (?:in|for) the)? (?=\uE00A)/g;
const NO_PART = /\b(?:no|zero|not any|aren't any|don't have any|without any)(?: open| free| available)* (?=\uE00A)/g;

/** "No open dates" is a fact like any other. */
function readLacks(reading: Reading, { lacks, days, projects }: Backing, sentence: Stretch): void {
  for (const match of [...sentence.masked.matchAll(NO_PART), ...sentence.masked.matchAll(NO_TIMES_IN_PART)]) {
    const at = sentence.start + match.index + match[0].length;
    const part = reading.finds.find(({ mark, start }) => mark === 'part' && start === at);
    if (part !== undefined && part.means.length > 0) complain(reading, 'time', `${match[0]}${said(reading, part)}`);
  }
  for (const [lack, pattern] of NONE) {
    const found = pattern.exec(sentence.masked);
    if (found === null || lacks.has(lack)) continue;
    if (modalityOf(sentence, found.index, found.index) === 'open') continue;
    if (lack === 'appointments' && projects.some(({ visit }) => visit === 'none')) continue;
    if (/\b(?:more|other|else|than)\b/.test(found[0])) continue;
    if (lack === 'dates' && days.some(({ role }) => role === 'asked')) continue;
    const isUnset =
      /\bdate$/.test(found[0]) &&
      /^ (?:yet|so far|set|at the moment)\b/.test(sentence.masked.slice(found.index + found[0].length));
    if (isUnset && projects.some(({ visit }) => visit === 'none')) continue;
    complain(reading, 'number', found[0]);
  }
}

const SKIES: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:sun|sunny|sunshine|clear skies|clear|bright)\b/, /sun|clear|fair/i],
  [
    /\b(?:rain|rainy|raining|rains|showers?|drizzle|drizzly|wet|downpours?|umbrella)\b/,
    /rain|shower|drizzle|storm|thunder/i,
  ],
  [/\b(?:snow|snowy|snowing|sleet|blizzard|flurries)\b/, /snow|sleet|flurr/i],
  [/\b(?:thunder\w*|storms?|stormy|lightning|hurricane|tornado)\b/, /storm|thunder/i],
  [/\b(?:cloudy|clouds|overcast|gr[ae]y)\b/, /cloud|overcast/i],
  [/\b(?:fog|foggy|mist|misty|haze)\b/, /fog|mist|haze/i],
  [/\b(?:hail|ice|icy|freezing|frost)\b/, /hail|ice|freez|frost/i],
  [/\b(?:windy|gusty|gusts)\b/, /wind|gust/i],
];

/** Weather is told from the forecast only. */
function readSky(reading: Reading, { weather }: Backing, clause: Stretch, whole: Stretch): void {
  for (const [words, summary] of SKIES) {
    const sentence = clause;
    const found = words.exec(sentence.masked);
    if (
      found === null ||
      /\bclear\b/.test(found[0]) !==
        /\bclear(?: skies|$|,|\.| and| with| on| at| weather)/.test(sentence.masked.slice(found.index))
    )
      continue;
    if (
      /\b(?:chance|risk|probability|odds) (?:of|for) (?:\w+ )?$/.test(sentence.masked.slice(0, found.index)) &&
      weather.length > 0
    )
      continue;
    const modality = modalityOf(sentence, found.index, found.index + found[0].length);
    if (modality === 'open' && (/[?]/.test(sentence.masked) || /\b(?:if|whether|in case)\b/.test(sentence.masked)))
      continue;
    const own = findsIn(reading, clause, 'date').flatMap(({ means }) => means);
    const dates = own.length > 0 ? own : findsIn(reading, whole, 'date').flatMap(({ means }) => means);
    const finds = findsIn(reading, clause, 'date').filter(({ means }) => means.length > 0);
    const word = { start: clause.start + found.index, end: clause.start + found.index + found[0].length };
    const [closest] = finds.toSorted((a, b) => distance(a, word) - distance(b, word));
    const inPart = findsIn(reading, partAt(clause, word.start), 'date').flatMap(({ means }) => means);
    const isOfOne = finds.length > 1 && !/\b(?:both|all|every|each|to|and)\b/.test(clause.masked);
    const meant = isOfOne ? (inPart.length > 0 ? inPart : (closest?.means ?? [])) : dates;
    const days = weather.filter(({ date }) => (!isOfOne && new Set(meant).size !== 1) || meant.includes(date));
    const isEvery = /\b(?:both|all|every|each)\b/.test(sentence.masked);
    const isTold = (isEvery ? days.every.bind(days) : days.some.bind(days))(
      (day) =>
        summary.test(day.summary) ||
        ((day.precipitation_percent ?? 0) >= 50 && /rain/.test(summary.source)) ||
        ((day.wind_mph ?? 0) >= 20 && /wind/.test(summary.source)),
    );
    if (modality === 'negated' ? isTold && days.length === 1 : !isTold || days.length === 0)
      complain(reading, 'weather', found[0]);
  }
}

const EXCUSE =
  /\b(?:technical|system|computer|server|network|connection) (?:issue|problem|difficult\w+|error|glitch|trouble|failure)s?\b|\b(?:system|server|site|scheduler|scheduling system) (?:is|was|seems|appears)(?: to be)? (?:down|offline|unavailable|slow|busy)\b|\boutage\b|\bglitch\w*\b|\bsomething went wrong\b|\bhiccups?\b|\bsystem error\b|\bisn't (?:answering|responding)\b/;

/** Failures are told only when something failed. */
function readExcuses(reading: Reading, { failed }: Backing, sentence: Stretch): void {
  const found = EXCUSE.exec(sentence.masked);
  if (found !== null && !failed) complain(reading, 'outcome', found[0]);
}
