import { type Passage, passage } from './free-text.ts';
import { streetAddresses } from './street-addresses.ts';
import type { Text } from './tokens.ts';

const NOT_IT =
  /\b(?:not|instead of|from|old|wrong|used to be|was|have|rather than|still says)(?: (?:the|at|my|address))*\s*$/i;

/** The address a message gives: the last full street address that is not called the wrong one, else what follows "it's". */
export function readAddress(text: Text, answering: boolean): Passage | undefined {
  const streets = streetAddresses(text).flatMap(({ from, to }) => {
    const start = text.tokens[from]?.start ?? 0;
    const found = passage(text.original, start, text.tokens[to - 1]?.end ?? start);
    return found ? [found] : [];
  });
  const right = streets.filter(({ start }) => !NOT_IT.test(text.original.slice(0, start)));
  const street = right.at(-1) ?? streets.at(-1);
  if (street) return street;
  return answering ? afterLeadIn(text.original) : corrected(text.original);
}

const FILLER =
  /^[\s,.:;]*(?:um+|uh+|ok|okay|yes|yeah|no|nope|well|so|actually|sorry|sure|please|oh|hi|hey)\b[,.:]?\s*/i;
const ANSWER_LEAD_IN =
  /^(?:(?:my|our|the|its|your) )?(?:(?:new|correct|right|real|actual|current|full|mailing) )?(?:(?:home |street |apartment |unit |house )?(?:address|place|house|one|location|zip|street|number)(?: code)?|it|that|i|we)(?: (?:would be|should be|is now|is|was changed to|changed to|live at|lives? at|am at|are at|moved to|moved over to))[:,]? +|^(?:it's|its|that's|thats|we're|i'm|im|were|new address:?)(?: now)?(?: at| in| on)? +|^(?:change|update|switch|use|try|make|put|set|send|fix)(?: (?:it|that|them|the address))?(?: (?:to|at|as))? +(?=\S*\d)|^just fix the \w+[,:]? +|^(?:same \w+|just)\b[^,]{0,60}(?:,| but) +(?=\S)/i;
const TRAILER =
  /[,.]? +(?:now|instead|please|pls|thanks|thank you|not \S+(?: \S+)?|same \w+|theres .*|there's .*|rear .*)[.!]*$/i;

function afterLeadIn(message: string): Passage | undefined {
  let start = 0;
  for (let length = leadInLength(message, start); length > 0; length = leadInLength(message, start)) start += length;
  const rest = message.slice(start);
  return passage(message, start, start + (TRAILER.exec(rest)?.index ?? rest.length));
}

const leadInLength = (message: string, start: number): number =>
  (FILLER.exec(message.slice(start)) ?? ANSWER_LEAD_IN.exec(message.slice(start)))?.[0].length ?? 0;

const CORRECTION =
  /\b(?:should (?:say|be|read)|(?:address|zip|street|unit|number|name|one|it|place) (?:is|should be|to be)(?: now)?|it's|its|now it's|moved to|change (?:it |the address |that )?to|changed to|switch (?:it )?to|update (?:it |the address )?to|to my \w+,|(?:i live|we live|i'm|we're|go(?:es)? in|rental|house|home) (?:at|on)|put|new address:?) +/gi;
const CAPITAL = "\\p{Lu}[\\p{L}\\p{N}'’-]*";
/** A word of a street's name in whatever language: "Calle de la Luna", "Rue de l'Église". */
const OF_A_NAME = `(?:(?:\\p{Lu}|St|Ft|Mt)\\.|${CAPITAL}|(?:de|del|della|dell|di|da|do|dos|du|des|la|le|las|los|les|of|the|van|von|der|den|am|an|y|e)(?= )|[dl]['’]\\p{L}[\\p{L}'’-]*)`;
const PLACE = new RegExp(
  `^(?!(?:INCORRECT|WRONG)\\b)(?:${CAPITAL}(?: ${CAPITAL}){0,3}|(?:apt|apartment|unit|suite|number|#) ?#?\\w+|\\d[\\w-]*(?: ${OF_A_NAME})*(?:, ?${OF_A_NAME}(?: ${OF_A_NAME})*)*(?:,? \\d{5})?|zip \\d{5})`,
  'u',
);

/** "1420 not 1418", "not 33606, 33607": one number in the place of another. */
const NUMBER_FOR_ANOTHER = /\b(\d+\w?),? (?:and )?not (?:the )?\d+|\bnot (?:the )?\d+\w?[,;:]?(?: but)? (\d+\w?)\b/i;

/** "My number is 813 555 2222" gives no house number. */
const PHONE = /^\(?\d{3}\)?[\s.-]*\d{3}[\s.-]*\d{4}\b/;

/** A street, unit, house number or ZIP code given as the right one: "It should say North Main, not South Main". */
function corrected(message: string): Passage | undefined {
  for (const lead of message.matchAll(CORRECTION)) {
    const start = lead.index + lead[0].length;
    const place = PLACE.exec(message.slice(start));
    if (place && !PHONE.test(message.slice(start))) return passage(message, start, start + place[0].length);
  }
  const swapped = NUMBER_FOR_ANOTHER.exec(message);
  const number = swapped?.[1] ?? swapped?.[2];
  if (!swapped || number === undefined) return undefined;
  const start = swapped.index + (swapped[1] === undefined ? swapped[0].lastIndexOf(number) : 0);
  return passage(message, start, start + number.length);
}
