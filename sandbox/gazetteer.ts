import { FOREIGN_CITIES, US_CITIES, US_STATES } from './gazetteer-data.ts';

export type Place = {
  name: string;
  latitude: number;
  longitude: number;
  country: string;
  countryCode: string;
  /** State or region in full. */
  region: string;
  zone: string;
};

/** ZIP prefix → place. */
const BY_ZIP = new Map<string, Place>();
/** Folded name → places, abroad first: the order in which the live API, going by population, tends to list them. */
const BY_NAME = new Map<string, Place[]>();
/** Folded state name or code → folded state name. */
const STATES = new Map<string, string>();

for (const { name, region, country, countryCode, latitude, longitude, zone } of FOREIGN_CITIES) {
  addByName({ name, region, country, countryCode, latitude, longitude, zone });
}
for (const [code, name] of Object.entries(US_STATES)) {
  STATES.set(fold(code), fold(name));
  STATES.set(fold(name), fold(name));
}
for (const [zone, cities] of Object.entries(US_CITIES)) {
  for (const [name, state, latitude, longitude, zips] of cities) {
    const region = US_STATES[state] ?? state;
    const place = { name, latitude, longitude, country: 'United States', countryCode: 'US', region, zone };
    addByName(place);
    for (const zip of zips.split(' ')) BY_ZIP.set(zip, place);
  }
}

/**
 * Finds places by ZIP (`33602`, `33602-1234`), by name (`Tampa`), or by name with state (`Tampa Florida`, `Tampa, FL`).
 * Empty when there is none.
 */
export function findPlaces(query: string): Place[] {
  const zip = /^(\d{5})(?:-\d{4})?$/.exec(query.trim())?.[1];
  if (zip !== undefined) return findZip(zip);
  const words = fold(query)
    .replace(/ (?:usa|us|united states)$/, '')
    .split(' ');
  const named = BY_NAME.get(words.join(' '));
  if (named !== undefined) return named;
  for (let end = words.length - 1; end > 0; end -= 1) {
    const region = words.slice(end).join(' ');
    const state = STATES.get(region) ?? region;
    const places = (BY_NAME.get(words.slice(0, end).join(' ')) ?? []).filter(
      (place) => fold(place.region) === state || fold(place.country) === state,
    );
    if (places.length > 0) return places;
  }
  return [];
}

/** The known place nearest to the point. */
export function nearestPlace(latitude: number, longitude: number): Place {
  const places = [...BY_NAME.values()].flat();
  const distance = (place: Place) =>
    (place.latitude - latitude) ** 2 + ((place.longitude - longitude) * Math.cos((latitude * Math.PI) / 180)) ** 2;
  return places.reduce((nearest, place) => (distance(place) < distance(nearest) ? place : nearest));
}

function findZip(zip: string): Place[] {
  for (const length of [5, 4, 3]) {
    const place = BY_ZIP.get(zip.slice(0, length));
    if (place !== undefined) return [place];
  }
  return [];
}

function addByName(place: Place): void {
  const key = fold(place.name);
  BY_NAME.set(key, [...(BY_NAME.get(key) ?? []), place]);
}

/** Lower case, without accents and punctuation, and with the usual abbreviations: `Saint Petersburg` = `St. Petersburg`. */
function fold(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’.]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .replace(/\bsaint\b/g, 'st')
    .replace(/\bft\b/g, 'fort');
}
