/** A house number, in figures or in words, and what it is the number of. */
const HOUSE =
  /(?:^|[\s,#])\d+[\p{L}]?(?:[-/]\d+)?,?\s+(?=\p{L}|\d+(?:st|nd|rd|th)\b)|^(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty)\b(?:[\s-]+\w+){2}/iu;
const ZIP = /\b\d{5}(?:-\d{4})?(?=\W*$)/;
const ONLY_ZIP = /^(?:zip(?: code)?\W*)?(\d{5}(?:-\d{4})?)\W*$/i;
const ONLY_NUMBER = /^(?:number |no\.? |#)?(\d{1,4}\p{L}?|\d{6})\W*$/iu;
const UNIT = /(?:apartment|apt|unit|suite|ste|lot|floor|#)\.?\s*#?\s*\w+/iu;
const ONLY_UNIT = new RegExp(`^(${UNIT.source})\\W*$`, 'iu');
const STREET =
  /^\W*(\d+\S*)\s+((?:[\p{L}\d.']+\s+){0,4}?(?:street|st|avenue|ave?|road|rd|drive|dr|lane|ln|court|ct|boulevard|blvd|way|place|pl|terrace|ter|circle|cir|parkway|pkwy|highway|hwy|trail|trl|loop|run|path|square|sq|bend|row|walk|crescent|close|cove|point|plaza|broadway)\b\.?(?:\s+(?:[ns][ew]?|[ew])\b)?)(.*)$/iu;

/**
 * The whole address that a message means: its own, when it has a house number and a street, else the one spoken of
 * before with the part that was given in its place (a ZIP code, a house number, a unit, a street without its town).
 *
 * @param said   What the message gives.
 * @param before The address spoken of before; null when none was.
 * @returns Null when only a part is given that cannot be put into a whole one.
 */
export function wholeAddress(said: string, before: string | null): string | null {
  const old = before === null ? null : STREET.exec(before);
  const zip = ONLY_ZIP.exec(said)?.[1];
  if (zip !== undefined) {
    if (before === null || !HOUSE.test(before)) return null;
    return ZIP.test(before) ? before.replace(ZIP, zip) : `${before.replace(/[\s,.]+$/, '')} ${zip}`;
  }
  const number = ONLY_NUMBER.exec(said)?.[1];
  if (number !== undefined) return old === null ? null : `${number} ${old[2]}${old[3]}`;
  const unit = ONLY_UNIT.exec(said)?.[1];
  if (unit !== undefined) return old === null ? null : `${old[1]} ${old[2]} ${unit}${withoutUnit(old[3] ?? '')}`;
  const street = STREET.exec(said);
  if (street !== null && old !== null && /^\W*$/.test(street[3] ?? '')) {
    const isSameStreet = street[2]?.toLowerCase() === old[2]?.toLowerCase();
    return `${street[1]} ${street[2]}${isSameStreet ? old[3] : withoutUnit(old[3] ?? '')}`;
  }
  return HOUSE.test(said) ? said : null;
}

/** The unit that a message names beside other words: "hold on, unit 5"; null when it names none, or another number too. */
export function unitIn(said: string): string | null {
  const unit = UNIT_WITH_NUMBER.exec(said)?.[0];
  return unit === undefined || /\d/.test(said.replace(unit, '')) ? null : unit;
}

const UNIT_WITH_NUMBER =
  /\b(?:apartment|apt|unit|suite|ste|lot)\.?\s*#?\s*(?:\d+\p{L}?|\p{L}\d*)(?![\p{L}\d])|#\s*\d+\p{L}?/iu;

/** The address spoken of before in another town, whose ZIP code it would not have; null when no town is in it. */
export function inTown(town: string, before: string | null): string | null {
  const [, street, state] =
    before === null ? [] : (/^(.*\d.*?),\s*[^,\d]+(?:,\s*([A-Z]{2}))?(?:\s+[\d-]+)?$/u.exec(before) ?? []);
  return street === undefined ? null : `${street}, ${town}${state === undefined ? '' : `, ${state}`}`;
}

/** What follows a street, without the unit in it: that belongs to another house. */
const withoutUnit = (rest: string): string => rest.replace(new RegExp(`^[\\s,]*${UNIT.source}`, 'iu'), '');
