import { cardinalWord, ordinalAt } from './numbers.ts';
import { anyPhrase } from './phrases.ts';
import { isEndOfOpen, isFirstOpen } from './relative-order.ts';
import { leadUp, type Match, wordAt } from './tokens.ts';
import type { Utterance } from './utterance.ts';

/** As many as one would count down a list; larger numbers are order numbers. */
const MOST = 99;
const MOST_UNASKED = 9;

/**
 * Which of what was shown: 1-based, -1 for the last one. `taken` tokens belong to something else; while a project is asked
 * for, "the first slot" is none of those.
 */
export function readOrdinal(text: Utterance, taken: readonly boolean[], isProjectAsked = false): number | undefined {
  for (let at = 0; at < text.tokens.length; at++) {
    if (taken[at]) continue;
    if (isProjectAsked && isEndOfOpen(text, at) !== null) continue;
    const place = numbered(text, at) ?? fromAnEnd(text, at) ?? counted(text, at) ?? bareNumber(text, at);
    if (place !== null && !isRefused(text, at)) return place;
  }
  return undefined;
}

/** "not the first one", "rather than the second". */
const isRefused = (text: Utterance, at: number): boolean =>
  /\b(?:not|except|than|instead of)(?: the| my)?$/.test(leadUp(text, at, 3)) &&
  !/\bif not(?: the)?$/.test(leadUp(text, at, 3));

/** Asked to pick something: what stands alone is then a place in the list. */
const isPicking = ({ expecting }: Utterance): boolean =>
  expecting === 'project' || expecting === 'time' || expecting === 'date';

const NUMBER = anyPhrase('number|option|choice|nr number?', '#', 'no .');
const SMALL_NUMBER = anyPhrase('item|slot|project|job number|#?');
const NAMES_ANOTHER_THING =
  /^(?:apt|apartment|unit|suite|phone|order|gate|code|house|street|address|room|lot|confirmation|same|street's)$/;

/** "number 2", "option three", "#4", "no. 2", "project 3". */
function numbered(text: Utterance, at: number): number | null {
  // "GD/77#1" is one order number.
  if (wordAt(text, at) === '#' && text.tokens[at]?.spaced === false) return null;
  const named = NUMBER(text, at);
  const next = named >= 0 ? named : SMALL_NUMBER(text, at);
  const number = next >= 0 ? numberAt(text, next) : null;
  if (!number || number.value < 1 || number.value > (isPicking(text) ? MOST : MOST_UNASKED)) return null;
  if (named < 0 && !endsThere(text, number.next)) return null;
  return NAMES_ANOTHER_THING.test(wordAt(text, at - 1)) ? null : number.value;
}

function numberAt(text: Utterance, at: number): Match<number> | null {
  const token = text.tokens[at];
  if (token?.kind !== 'int') return cardinalWord(text, at);
  const single = token.word.length <= 2 && text.tokens[at + 1]?.kind !== 'int';
  return single ? { value: token.value, next: at + 1 } : null;
}

const ENDS = /^(?:|[.,!?]|please|pls|thanks|on|works|is)$/;
const endsThere = (text: Utterance, at: number): boolean => ENDS.test(wordAt(text, at));

const LAST_OF_LIST = anyPhrase('at|on|from? the? very? bottom|end of the? list', 'the? latter');
const FIRST_OF_LIST = anyPhrase('at|on|from? the? very? top of the? list', 'the? former');
const AT_THE_BOTTOM = anyPhrase('at the very? bottom|end');
const SECOND_TO_LAST = anyPhrase('the? second|next to last');
const LAST = anyPhrase('the? very? last|bottom|final');
const TOP = anyPhrase('the? very? top');

/** "the last one", "top one", "whichever is at the bottom of the list", "the latter", "second to last". */
function fromAnEnd(text: Utterance, at: number): number | null {
  if (LAST_OF_LIST(text, at) >= 0) return -1;
  if (FIRST_OF_LIST(text, at) >= 0) return 1;
  if (SECOND_TO_LAST(text, at) >= 0) return -2;
  const bottom = AT_THE_BOTTOM(text, at);
  if (bottom >= 0 && isPicking(text) && endsThere(text, bottom)) return -1;
  const last = LAST(text, at);
  if (last >= 0 && isLastOfAll(text, at, last)) return -1;
  const top = TOP(text, at);
  return top >= 0 && THING_SHOWN.test(wordAt(text, top)) ? 1 : null;
}

const THING_SHOWN =
  /^(?:one|option|choice|slot|project|job|order|item|entry|opening|note|comment|remark|listed|you|on)$/;
const CALENDAR_THING = /^(?:time|date|day|appointment)$/;
const WAS_SHOWN = /^(?:|on|you|listed|offered|please)$/;

/** "the last one", "last slot", or a plain "the last" in answer; not "last week", "last time", "one last thing". */
function isLastOfAll(text: Utterance, at: number, next: number): boolean {
  const word = wordAt(text, next);
  if (THING_SHOWN.test(word)) return !/^(?:thing|question|time|more)$/.test(wordAt(text, next + 1));
  if (isPicking(text) && OF_THOSE(text, next) >= 0) return true;
  const isLed = wordAt(text, at) === 'the' || (at === 0 && endsThere(text, next));
  if (!isPicking(text) || !isLed || isFirstOpen(text, next)) return false;
  return CALENDAR_THING.test(word) ? WAS_SHOWN.test(wordAt(text, next + 1)) : endsThere(text, next);
}

const COUNTED =
  /^(?:one|ones|option|choice|slot|project|job|order|item|entry|note|comment|remark|listed|row|line|result|property)$/;
const COUNTED_WHEN_PICKING = /^(?:date|day|time|appointment|appt|opening|on|down|address|house|pick)$/;
const OF_THOSE = anyPhrase(
  'of those|these|them',
  'of the days|ones|times|slots|dates|options|two|three|four|projects|jobs',
);

/** "the second one", "my third project", "2nd option", "third down"; a bare "the second" in answer to which. */
function counted(text: Utterance, at: number): number | null {
  const start = wordAt(text, at) === 'the' ? at + 1 : at;
  const ordinal = ordinalAt(text, start);
  if (!ordinal || ordinal.value < 1 || ordinal.value > MOST || text.barred[start]) return null;
  if (/^(?:a|every|one|just|split)$/.test(wordAt(text, start - 1))) return null;
  if (ordinal.value === 1 && isFirstOpen(text, ordinal.next)) return null;
  const next = wordAt(text, ordinal.next);
  if (COUNTED.test(next) || OF_THOSE(text, ordinal.next) >= 0) return ordinal.value;
  if (COUNTED_WHEN_PICKING.test(next))
    return isPicking(text) && wordAt(text, ordinal.next + 1) !== 'of' ? ordinal.value : null;
  return isBareOrdinal(text, at, start, ordinal) ? ordinal.value : null;
}

const GOES_ON = /^(?:|[.,!?]|please|pls|thanks|ty|works|is|and|then|for|-|would|sounds|looks|&|if|first|second|third)$/;
const LEADS_TO_A_DAY = /\b(?:on|by|before|after|until|till|from|through|to|around|of)(?: the)?$/;

/** "the second" alone: a place in the list, unless it can be a day of the month where a day was asked for. */
function isBareOrdinal(text: Utterance, at: number, start: number, { value, next }: Match<number>): boolean {
  if (!GOES_ON.test(wordAt(text, next))) return false;
  // "Call me first", "ask her first": before that, and no place.
  if (start === at && value === 1 && /^(?:me|us|him|her|them|it|you)$/.test(wordAt(text, at - 1))) return false;
  if (start === at && at > 0 && !AROUND_AN_ANSWER.test(wordAt(text, at - 1))) return false;
  if (LEADS_TO_A_DAY.test(leadUp(text, start, 2))) return false;
  if (text.expecting === 'project') return true;
  if (text.expecting === 'time') return true;
  return text.expecting === 'date' && text.tokens[start]?.kind !== 'ordinal' && value <= 3;
}

const AROUND_AN_ANSWER =
  /^(?:the|i|would|like|want|pick|choose|take|i'll|let's|do|go|with|it's|its|um|uh|hmm|hm|oh|ok|okay|yes|yeah|please|number|maybe|probably|think|guess|say|just|for|me|and|sorry|no|[,.!?-]|works|is|fine|good|thanks|pls|one|on|list|actually|meant|mean|well)$/;

/** A bare "3" when it was asked which project. */
function bareNumber(text: Utterance, at: number): number | null {
  const number = text.expecting === 'project' && !text.barred[at] ? numberAt(text, at) : null;
  if (!number || number.value < 1 || number.value > MOST) return null;
  const others = text.tokens.filter((_, index) => index < at || index >= number.next);
  const pronoun = wordAt(text, at) === 'one' && others.length > 0;
  return !pronoun && others.every(({ word }) => AROUND_AN_ANSWER.test(word)) ? number.value : null;
}
