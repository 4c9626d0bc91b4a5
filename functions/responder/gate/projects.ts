import type { Backing } from './backing.ts';
import { complain, cover, matches, type Reading } from './text.ts';

/** What a project can be about; each names a project, so it must be one of the customer's. */
const GOODS =
  'floors?|flooring|hardwood|laminate|vinyl|tiles?|tiling|carpets?|carpeting|windows|window(?= (?:project|job|install|installation|visit|work|order|measurement|appointment|replacement|crew|s\\b))|doors?|fences?|fencing|roof|roofs|roofing|gutters?|siding|decks?|decking|cabinets?|countertops?|counters?|blinds?|shades|shutters?|curtains?|drapes|bath|bathrooms?|showers?(?! (?:of|in|on|are|expected|possible|likely))|tubs?|vanity|kitchens?|backsplash|garage|insulation|patio|porch|pergola|awnings?|railings?|stairs|closets?|fireplace|skylights?|hvac|furnace|water heater|heater|plumbing|electrical|solar|generator|driveway|pavers|concrete|painting|drywall|basement|landscaping|appliances?|sink|faucet';
const TYPES =
  'installations?|installs?|installing|measurements?|measures?|measuring|repairs?|repairing|delivery|deliveries|inspections?|consultations?|replacements?|remodel(?:ing)?|renovations?|removals?|estimates?|service calls?';

const TERMS = new RegExp(`\\b(?:${GOODS})\\b|\\b(?:${TYPES})\\b`, 'giu');
/** Said of any visit and in many ways: an "installation" names no project by itself. */
const LOOSE = /^(?:install|measur(?!ements?$))|^(?:counter|shades|estimate|sink|service)/iu;

interface Term {
  readonly start: number;
  readonly end: number;
  readonly keys: readonly string[];
}

/** Covers words that name projects, and complains of those that name none of the customer's. */
export function readProjectWords(reading: Reading, { projects }: Backing): void {
  let last: Term | null = null;
  for (const match of matches(reading, TERMS)) {
    const start = match.index;
    const end = start + match[0].length;
    const keys = projects.filter(({ words }) => words.some((word) => isSameStem(word, match[0]))).map(({ key }) => key);
    const goesOn: boolean = last !== null && /^[ -]$/.test(reading.text.slice(last.end, start));
    const together: string[] = goesOn && last !== null ? keys.filter((key) => last?.keys.includes(key)) : keys;
    const isLoose = goesOn ? keys.length === 0 && /^install/iu.test(match[0]) : LOOSE.test(match[0]);
    if (together.length === 0 && !isLoose)
      complain(reading, 'project', goesOn && last !== null ? reading.text.slice(last.start, end) : match[0]);
    if (keys.length > 0) cover(reading, start, end, 'project', together.length > 0 ? together : keys);
    last = { start: goesOn && last !== null ? last.start : start, end, keys: together };
  }
}

/** Alike from their beginning on: floor and flooring, measure and measurement. */
export function isSameStem(a: string, b: string): boolean {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  const shorter = Math.min(one.length, other.length);
  return same >= Math.min(4, shorter) && same >= shorter - 2 && same >= 3;
}
