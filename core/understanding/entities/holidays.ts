import { addDays, certainDay, type Day, isBefore, weekdayFrom, weekdayUpTo } from './calendar.ts';
import { anyPhrase } from './phrases.ts';
import type { Match, Text } from './tokens.ts';

type Holiday = { readonly names: readonly string[]; readonly in: (year: number) => Day };

const fixed = (month: number, day: number) => (year: number) => certainDay(year, month, day);
const nthWeekday = (nth: number, weekday: number, month: number) => (year: number) =>
  addDays(weekdayFrom(certainDay(year, month, 1), weekday), (nth - 1) * 7);
const thanksgiving = nthWeekday(4, 4, 11);

/** US holidays that customers plan around. */
const HOLIDAYS: readonly Holiday[] = [
  { names: ["new year's|years|year eve", 'nye'], in: fixed(12, 31) },
  { names: ["new year's|years day?"], in: fixed(1, 1) },
  { names: ['mlk day?', 'martin luther king day?'], in: nthWeekday(3, 1, 1) },
  { names: ["valentine|valentines|valentine's day?"], in: fixed(2, 14) },
  { names: ["presidents|president's|presidents' day"], in: nthWeekday(3, 1, 2) },
  { names: ["st . patrick's|patricks day", "st patrick's|patricks day"], in: fixed(3, 17) },
  { names: ["april fools|fool's|fools' day?"], in: fixed(4, 1) },
  { names: ['easter sunday?'], in: easter },
  { names: ['cinco de mayo'], in: fixed(5, 5) },
  { names: ["mother's|mothers day"], in: nthWeekday(2, 7, 5) },
  { names: ['memorial day'], in: (year) => weekdayUpTo(certainDay(year, 5, 31), 1) },
  { names: ["father's|fathers day"], in: nthWeekday(3, 7, 6) },
  { names: ['juneteenth'], in: fixed(6, 19) },
  { names: ['independence day'], in: fixed(7, 4) },
  { names: ['labor|labour day'], in: nthWeekday(1, 1, 9) },
  { names: ['columbus day'], in: nthWeekday(2, 1, 10) },
  { names: ['halloween'], in: fixed(10, 31) },
  { names: ["veterans|veteran's day"], in: fixed(11, 11) },
  { names: ['thanksgiving day?'], in: thanksgiving },
  { names: ['black friday'], in: (year) => addDays(thanksgiving(year), 1) },
  { names: ['christmas|xmas eve'], in: fixed(12, 24) },
  { names: ['christmas|xmas day?'], in: fixed(12, 25) },
  { names: ['boxing day'], in: fixed(12, 26) },
];
const PHRASES = HOLIDAYS.map(({ names, in: on }) => ({ read: anyPhrase(...names), on }));
const ANY = anyPhrase(...HOLIDAYS.flatMap(({ names }) => names));

/** Days that are no holidays of an office. */
const WORKED = /^(?:valentine|st |april fools|easter|cinco|mother|father|halloween|black friday|boxing)/;

/** Whether offices may be closed on a day because of a holiday. */
export const isHoliday = (date: string): boolean =>
  HOLIDAYS.some(
    ({ names: [name = ''], in: on }) => !WORKED.test(name) && on(Number(date.slice(0, 4))).toString() === date,
  );

/** A holiday by name, as the next one from today on (today counting). */
export function holidayAt(text: Text & { readonly today: Day }, at: number): Match<Day> | null {
  if (ANY(text, at) < 0) return null;
  for (const { read, on } of PHRASES) {
    const next = read(text, at);
    if (next >= 0) return { value: upcoming(text.today, on), next };
  }
  return null;
}

function upcoming(today: Day, on: Holiday['in']): Day {
  const thisYear = on(today.year);
  return isBefore(thisYear, today) ? on(today.year + 1) : thisYear;
}

/** Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876). */
function easter(year: number): Day {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const moonShift = Math.floor((century + 8) / 25);
  const correction = Math.floor((century - moonShift + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const sunday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * sunday) / 451);
  const index = epact + sunday - 7 * late + 114;
  return certainDay(year, Math.floor(index / 31), (index % 31) + 1);
}
