/** Shapes of what is no order number: times and spans of them, ordinals, dates in full. */
const ANOTHER_THING =
  /^(?:\d{1,2}(?:[:.]\d{2})?(?:[ap]\.?m?\.?|ish)?-\d{1,2}(?:[:.]\d{2})?(?:[ap]\.?m?\.?|ish)?|\d{1,2}[:.]\d{2}(?:[ap]\.?m?\.?)?|\d+(?:st|nd|rd|th)|\d{4}[-/]\d{2}[-/]\d{2}|\d{1,2}[-/]\d{1,2}[-/]\d{2,4})$/i;

/** Enough to be told from an amount or a size: "2x4", "65in". */
const SHORTEST = 5;
const SHORTEST_OF_DIGITS = 4;

/**
 * The pieces of a text that can be order numbers, whatever their shape: tenants write them as "WO-2291-B", "GD/77#1" and
 * "2026-0044" too. Whether one is, only the customer's projects tell.
 */
export function orderNumbersIn(text: string): string[] {
  return text
    .split(/\s+/)
    .map((piece) => piece.replace(/^[^\p{L}\p{N}]+|(?:['’]s)?[^\p{L}\p{N}]*$/gu, ''))
    .filter((piece) => /\d/.test(piece) && !ANOTHER_THING.test(piece))
    .filter((piece) => {
      const { length } = piece.replace(/[^\p{L}\p{N}]/gu, '');
      return length >= (/^\d+$/.test(piece) ? SHORTEST_OF_DIGITS : SHORTEST);
    });
}

/** The order number that a text is, with nothing beside it but signs; null when it is more, or digits alone. */
export function bareOrderNumber(text: string): string | null {
  const [piece, ...others] = orderNumbersIn(text);
  const isAll = piece !== undefined && others.length === 0 && !/\s/.test(text.trim());
  return isAll && /[^\d.,:]/.test(piece) ? piece : null;
}
