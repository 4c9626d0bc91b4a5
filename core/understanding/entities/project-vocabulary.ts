import { withinEdits } from './spelling.ts';

/**
 * What customers call the kinds of work, by family: every word of a family means its first one. A project whose
 * category or type has a word of the family is meant by any of the others.
 */
const FAMILIES: readonly (readonly string[])[] = [
  [
    'flooring',
    'floor',
    'floors',
    'floorings',
    'subfloor',
    'hardwood',
    'hardwoods',
    'laminate',
    'vinyl',
    'lvp',
    'plank',
    'planks',
    'linoleum',
    'parquet',
  ],
  ['carpet', 'carpets', 'carpeting', 'rug'],
  ['tile', 'tiles', 'tiling', 'grout'],
  ['window', 'windows', 'windoes'],
  ['door', 'doors', 'slider'],
  ['fence', 'fences', 'fencing', 'fense', 'fench'],
  ['roof', 'roofs', 'roofing', 'roofer', 'roofers', 'shingles', 'reroof'],
  ['siding'],
  ['gutter', 'gutters'],
  ['deck', 'decks', 'decking'],
  ['patio', 'patios'],
  ['porch'],
  ['pergola', 'pergolas'],
  ['awning', 'awnings'],
  ['sunroom'],
  ['enclosure'],
  ['cabinet', 'cabinets', 'cabinetry', 'cupboard', 'cupboards'],
  ['kitchen', 'kitchens'],
  ['countertop', 'countertops', 'counters', 'granite', 'quartz'],
  ['backsplash', 'backsplashes'],
  ['bathroom', 'bathrooms', 'bath', 'baths', 'restroom', 'washroom'],
  ['shower', 'showers'],
  ['tub', 'tubs', 'bathtub'],
  ['vanity', 'vanities'],
  ['toilet', 'toilets'],
  ['sink', 'sinks'],
  ['faucet', 'faucets'],
  ['blind', 'blinds', 'shade', 'shades', 'drapes', 'curtains'],
  ['shutter', 'shutters'],
  ['painting', 'paint', 'painter', 'painters'],
  ['insulation'],
  ['drywall'],
  ['plumbing', 'plumber', 'plumbers'],
  ['electrical', 'electric', 'electrician', 'electricians', 'wiring'],
  ['hvac', 'furnace', 'heating', 'cooling', 'ac', 'conditioner', 'conditioners', 'conditioning', 'boiler'],
  ['heater', 'heaters'],
  ['appliance', 'appliances', 'dishwasher'],
  ['solar'],
  ['lighting'],
  ['concrete'],
  ['driveway'],
  ['landscaping', 'landscaper', 'landscapers'],
  ['grill'],
  ['balcony'],
  ['closet', 'closets'],
  ['shed', 'sheds'],
  ['stair', 'stairs', 'staircase', 'stairway'],
  ['railing', 'railings', 'banister'],
  ['baseboard', 'baseboards', 'trim', 'molding', 'moulding', 'moldings'],
  ['mantel', 'mantle', 'mantels'],
  ['fireplace', 'fireplaces'],
  ['mirror', 'mirrors'],
  ['skylight', 'skylights'],
  ['generator'],
  ['shelving', 'shelves'],
  ['opener'],
  ['wallpaper'],
  ['pavers'],
  ['gazebo'],
  ['surround'],
  ['fan', 'fans'],
  ['screens'],
  ['wainscoting', 'paneling', 'panelling'],
  ['bench', 'benches'],
];

/** What is done to it. `installation` is what most projects are, so that its words tell little apart. */
const TYPES: readonly (readonly string[])[] = [
  ['installation', 'install', 'installs', 'instal', 'installing', 'installed', 'installations', 'fitting', 'fitted'],
  ['measurement', 'measure', 'measures', 'measuring', 'measured', 'measurements', 'template', 'templating'],
  ['repair', 'repairs', 'fix', 'fixing'],
  ['service', 'servicing', 'maintenance'],
  ['delivery', 'deliveries', 'delivered'],
  ['inspection', 'inspections', 'inspect'],
  ['remodel', 'remodeling', 'remodelling', 'renovation', 'reno'],
  ['replacement', 'replace', 'replacing'],
  ['consultation', 'consult', 'estimate', 'quote'],
  ['demolition', 'demo', 'tear', 'removal'],
];

const familyByWord = new Map(
  [...FAMILIES, ...TYPES].flatMap((family) => family.map((word) => [word, family[0] ?? word] as const)),
);
const typeWords = new Set(TYPES.flat());
/** Words long enough to be recognised misspelt, kinds of work before types. */
const MISSPELLABLE = [...FAMILIES, ...TYPES].flat().filter((word) => word.length >= 6);

/** Families near enough that one may be meant by the other when nothing fits better. */
const RELATED: ReadonlyMap<string, readonly string[]> = new Map([
  ['carpet', ['flooring']],
  ['tile', ['flooring', 'bathroom', 'backsplash']],
  ['flooring', ['carpet', 'tile']],
  ['kitchen', ['cabinet', 'countertop']],
  ['cabinet', ['kitchen']],
  ['countertop', ['kitchen']],
  ['shutter', ['blind', 'window']],
  ['blind', ['shutter', 'window']],
  ['shower', ['bathroom']],
  ['tub', ['bathroom']],
  ['vanity', ['bathroom']],
  ['toilet', ['bathroom']],
  ['gazebo', ['pergola']],
  ['patio', ['deck']],
  ['deck', ['patio']],
]);

export const familyOf = (word: string): string | undefined => familyByWord.get(word);
export const isTypeWord = (word: string): boolean => typeWords.has(word);
export const relatedTo = (family: string): readonly string[] => RELATED.get(family) ?? [];

/** Words of their own that lie one letter from a category. */
const OTHER_WORDS = new Set(
  'closest closes closed flooding showed shown shows slower pointing painting shatter shattered counter clothes windy doing'.split(
    ' ',
  ),
);

/** The category or type word that a misspelt one stands for: "flooing", "widows", "cabnets". */
export function vocabularyWord(word: string): string | undefined {
  if (familyByWord.has(word)) return word;
  if (word.length < 6 || OTHER_WORDS.has(word)) return undefined;
  return MISSPELLABLE.find((known) => known[0] === word[0] && isMisspelling(word, known));
}

/** One edit, and in shorter words none that only puts one letter for another, which would be another word. */
function isMisspelling(word: string, known: string): boolean {
  if (!withinEdits(word, known, 1)) return false;
  return known.length >= 8 || word.length !== known.length || hasSameLetters(word, known);
}

const hasSameLetters = (a: string, b: string): boolean => [...a].toSorted().join('') === [...b].toSorted().join('');
