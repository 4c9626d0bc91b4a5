import { Temporal } from 'temporal-polyfill';
import { claimsOf, isSandboxCustomer } from '../../runtime/sandbox-customers.ts';
import { type Project, pick } from '../../sandbox/seed.ts';
import { CATEGORIES } from '../../sandbox/seed-data.ts';
import { projectsOf, visitOf } from './own.ts';
import type { Done, Offered } from './watch.ts';
import { tenantsOf, WEEKDAYS } from './widgets.ts';

/** A date or a time as a reply names it, and the sentence that it is in. */
type Named = { value: string; sentence: string };

/**
 * Every date, weekday, time, name, number and figure in the words of a reply must be one that PF360, the weather or the
 * token holds for this customer, or the customer's own. Read from the text as a person reads it, not from the
 * assistant's facts.
 */
export function untrueWords(done: Done, offered: Offered): string[] {
  const { said, answer } = done;
  // What stands in quotation marks is the customer's or the office's.
  const text = answer.response.replaceAll('’', "'").replace(/"[^"]*"/g, '""');
  const backed = backing(done, offered);
  const wrong: string[] = [];
  for (const { value, sentence } of datesIn(text, backed.today)) {
    if (value.startsWith('!')) wrong.push(`the date ${value.slice(1)} has another weekday`);
    else if (!backed.dates.has(value) && !DENIES.test(sentence))
      wrong.push(`the date ${value} is nowhere: ${sentence}`);
  }
  for (const { value, sentence } of timesIn(text))
    if (!backed.times.has(value) && !DENIES.test(sentence)) wrong.push(`the time ${value} is nowhere: ${sentence}`);
  wrong.push(...misplaced(text, done, backed.today));

  const claims = isSandboxCustomer(said.customer) ? claimsOf(said.customer) : null;
  for (const [phone] of text.matchAll(/\b\d{3}-\d{3}-\d{4}\b/g))
    if (phone !== claims?.support_number) wrong.push(`the number ${phone} is nobody's`);
  const price = /\$ ?\d+/.exec(text)?.[0];
  if (price !== undefined) wrong.push(`a price: ${price}`);
  const spokenOf = projectsOf(said.customer, done.after).filter(({ category }) => inWords(text, category));
  const crew = new Set([...backed.subjects, ...spokenOf].flatMap((project) => technicianOf(project, done) ?? []));
  for (const name of TECHNICIANS(done)) if (text.includes(name) && !crew.has(name)) wrong.push(`${name} is not coming`);
  wrong.push(...untrueFigures(text, done));
  return wrong;
}

/** A sentence that says of a date or time that it is not to be had, or takes up a span that was asked for. */
const DENIES =
  /\b(?:no open|nothing is open|isn't|is not|doesn't|not open|passed|too soon|too far|between|no appointment|no visit|don't see|not finished)\b/i;

const MONTHS = 'January|February|March|April|May|June|July|August|September|October|November|December';
const DATE = new RegExp(
  `(?:\\b(${WEEKDAYS.join('|')}), )?\\b(${MONTHS}) (\\d{1,2})(?:st|nd|rd|th)?(?!\\d)(?:, (\\d{4}))?`,
  'g',
);

/** `YYYY-MM-DD` of each date; one whose weekday does not go with it is marked with `!`. */
function datesIn(text: string, today: Temporal.PlainDate): Named[] {
  return sentencesOf(text).flatMap((sentence) =>
    [...sentence.matchAll(DATE)].map(([words, weekday, month = '', day, year]) => {
      const date = Temporal.PlainDate.from({
        year: year === undefined ? today.year : Number(year),
        month: MONTHS.split('|').indexOf(month) + 1,
        day: Number(day),
      });
      const fits = weekday === undefined || WEEKDAYS[date.dayOfWeek - 1] === weekday;
      return { value: fits ? date.toString() : `!${words}`, sentence };
    }),
  );
}

function timesIn(text: string): Named[] {
  return sentencesOf(text).flatMap((sentence) =>
    [...sentence.matchAll(/\b(\d{1,2})(?::(\d\d))? ?(AM|PM)\b/g)].map(([, hour, minute = '00', half]) => {
      const value = `${String((Number(hour) % 12) + (half === 'PM' ? 12 : 0)).padStart(2, '0')}:${minute}`;
      return { value, sentence };
    }),
  );
}

/** A line of a list is a sentence of its own. */
const sentencesOf = (text: string): string[] => text.split(/\n|(?<=[.?!])\s+/).filter((part) => part.trim() !== '');

type Backing = { dates: Set<string>; times: Set<string>; subjects: Project[]; today: Temporal.PlainDate };

function backing({ said, answer, before, after, at, listed }: Done, offered: Offered): Backing {
  const own = projectsOf(said.customer, after);
  const subjects = subjectsOf(answer, said, own);
  const today = at.toZonedDateTimeISO(zoneOf(said.customer)).toPlainDate();
  const dates = new Set<string>();
  const times = new Set<string>();
  for (const { number } of subjects)
    for (const date of offered.dates(number)) {
      dates.add(date);
      for (const time of offered.times(number, date)) times.add(time);
    }
  for (const visit of own.flatMap((project) =>
    [before, after, ...listed(project.number)].map((standing) => visitOf(project, standing)),
  )) {
    if (visit === null) continue;
    dates.add(visit.date);
    times.add(visit.time);
    times.add(visit.end);
  }
  // A visit that is gone by now is still spoken of: the one that was asked to be moved or cancelled.
  for (const { date, time, new_date, new_time } of [...said.shown, answer.metadata.pending_action ?? {}]) {
    for (const each of [date, new_date]) if (each !== undefined) dates.add(each);
    for (const each of [time, new_time]) if (each != null) times.add(each);
  }
  if (/\b(?:office|open right now|opens again|it is closed)\b/i.test(answer.response)) {
    for (const { opens, closes } of tenantsOf(said.customer, after))
      for (const time of [opens, closes]) times.add(time);
    for (let ahead = 0; ahead < 7; ahead += 1) dates.add(today.add({ days: ahead }).toString());
  }
  if (answer.data?.kind === 'weather') for (const { date } of answer.data.items) dates.add(date);
  if (/\bforecast for\b/i.test(answer.response))
    for (let ahead = 0; ahead < 16; ahead += 1) dates.add(today.add({ days: ahead }).toString());
  return { dates, times, subjects, today };
}

const zoneOf = (customer: string): string =>
  isSandboxCustomer(customer) ? claimsOf(customer).timezone : 'America/New_York';

/** The projects that a reply is about: those it names or shows, else those of the question before, else any. */
function subjectsOf({ response, data, metadata }: Done['answer'], said: Done['said'], own: Project[]): Project[] {
  const shown = data === null ? [] : 'project' in data ? [data.project.number] : [];
  const rows = data?.kind === 'projects' ? data.items.map(({ number }) => number) : [];
  const one = data?.kind === 'project' ? [data.item.number] : [];
  const asked = [metadata.pending_action, said.pending, ...said.shown].flatMap((each) => each?.project.number ?? []);
  const named = own.filter(({ number }) => response.includes(number)).map(({ number }) => number);
  const numbers = new Set([...shown, ...rows, ...one, ...asked, ...named]);
  const subjects = own.filter(({ number }) => numbers.has(number));
  return subjects.length > 0 ? subjects : own.filter(({ category }) => inWords(response, category));
}

/** Where numbers are not said, a project goes by its kind. */
const inWords = (text: string, category: string): boolean => text.toLowerCase().includes(category.toLowerCase());

/** "Your X is scheduled: D", "booked again and stands: D", "You're booked: X on D": of this very project. */
function misplaced(
  text: string,
  { before, after, recovered, said, listed }: Done,
  today: Temporal.PlainDate,
): string[] {
  const own = projectsOf(said.customer, after);
  return sentencesOf(text).flatMap((sentence) => {
    const project = own.find(({ number }) => sentence.includes(`order ${number}`));
    const isNone = /\bdoesn't have an appointment right now\b/.test(sentence);
    if (isNone && project !== undefined && !recovered.has(project.number)) {
      const held = [before, ...listed(project.number)].map((standing) => visitOf(project, standing));
      return held.includes(null) ? [] : [`"${sentence}", but PF360 has ${JSON.stringify(held.at(-1))}`];
    }
    if (!/\bis scheduled:|\bstands:|^You're booked:|\balready has an appointment:/.test(sentence)) return [];
    const [date] = datesIn(sentence, today);
    const [time] = timesIn(sentence);
    if (project === undefined || recovered.has(project.number)) return [];
    const visits = [before, after, ...listed(project.number)].map((standing) => visitOf(project, standing));
    const isThere = visits.some(
      (visit) => visit?.date === date?.value && (time === undefined || visit?.time === time.value),
    );
    return isThere ? [] : [`"${sentence}", but PF360 has ${JSON.stringify(visits[1])}`];
  });
}

const TECHNICIANS = ({ after }: Done): Set<string> =>
  new Set(
    [...new Set([...after.seed.projects.values()].map(({ tenant }) => tenant))].flatMap(({ technicians }) =>
      technicians.map((names) => names.join(' ')),
    ),
  );

function technicianOf(project: Project, { before, after, listed }: Done): string | null {
  const isAssigned = [before, after, ...listed(project.number)].some(
    (standing) => standing.progress(project).crew_assigned,
  );
  return isAssigned ? pick(project.tenant.technicians, CATEGORIES.indexOf(project.category)).join(' ') : null;
}

/** Degrees and chances of rain are those of the forecast beside the text, which is looked at by itself. */
function untrueFigures(text: string, { answer }: Done): string[] {
  const days = answer.data?.kind === 'weather' ? answer.data.items : [];
  const degrees = new Set(days.flatMap(({ high_f, low_f }) => [high_f, low_f].map((each) => Math.round(each ?? -999))));
  const chances = new Set(days.map((day) => Math.round(day.precipitation_percent ?? -999)));
  // Where something else is shown beside the weather, there is nothing to compare with.
  if (days.length === 0 && answer.data !== null) return [];
  return [
    ...[...text.matchAll(/(-?\d+)(?:°F| degrees)/g)].filter(([, figure]) => !degrees.has(Number(figure))),
    ...[...text.matchAll(/(\d+)% chance/g)].filter(([, figure]) => !chances.has(Number(figure))),
  ].map(([words]) => `${words} is not the forecast`);
}
