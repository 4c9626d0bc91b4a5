import { offsetAt } from './offsets.ts';
import { anyPhrase } from './phrases.ts';
import { leadUp, type Text, wordAt } from './tokens.ts';
import type { Utterance } from './utterance.ts';

const LATER = anyPhrase('later', 'after', 'afterwards', 'further|farther out|on|back', 'back', 'out');
const EARLIER = anyPhrase('earlier', 'sooner', 'before', 'ahead');
/** "push it back by two weeks", "postpone it for a week", "push my windows visit a week". */
const PUTS_OFF =
  /\b(?:(?:back|out|off|delay|postpone)(?: \w+){0,4}?|(?:push|bump|shift|slide|move)(?: (?!(?:to|in|into|within|until|till|on|at)\b)\w+){1,4}?)(?: (?:by|for|about|maybe|like|another|just))*$/;
/** "move it up a day". */
const BRINGS_ON = /\b(?:up|forward)(?: (?:by|about|maybe|like|just))*$/;
/** Days in each unit; a month moves a visit to the same weekday four weeks on. */
const DAYS = { day: 1, 'working day': 1, week: 7, fortnight: 14, month: 28 } as const;

/**
 * By how many days an appointment is to be moved from where it is: "a week later", "push it back two weeks", "a day sooner",
 * "the day after".
 * Negative: earlier. Undefined where none is said, and where the amount counts from something else ("in a week").
 */
export function readDateShift(text: Utterance, taken: readonly boolean[]): number | undefined {
  for (let at = 0; at < text.tokens.length; at++) {
    if (taken[at]) continue;
    const neighbour = neighbourAt(text, at);
    if (neighbour !== undefined) return neighbour;
    const offset = offsetAt(text, at);
    if (!offset) continue;
    const days = offset.value.amount * DAYS[offset.value.unit];
    if (EARLIER(text, offset.next) >= 0 || isBroughtOn(text, at)) return -days;
    if (LATER(text, offset.next) >= 0 || isPutOff(text, at)) return days;
  }
  return undefined;
}

const DAY_AFTER = anyPhrase('the? next|following day', 'the|one? day after');
const DAY_BEFORE = anyPhrase('the? previous|prior day', 'the|one? day before');
/** "The next day you have", "the day after tomorrow", "the day before the 12th" count from something else. */
const COUNTS_FROM_ELSE =
  /^(?:available|open|you|tomorrow|next|yesterday|the|my|our|that's|i|we|christmas|\d.*|\w+day|january|february|march|april|may|june|july|august|september|october|november|december)$/;

/** "The day after", "the previous day". */
function neighbourAt(text: Utterance, at: number): number | undefined {
  for (const [phrase, days] of [
    [DAY_AFTER, 1],
    [DAY_BEFORE, -1],
  ] as const) {
    const next = phrase(text, at);
    if (next >= 0) return COUNTS_FROM_ELSE.test(wordAt(text, next)) ? undefined : days;
  }
  return undefined;
}

const isPutOff = (text: Text, at: number): boolean => PUTS_OFF.test(leadUp(text, at, 6));
const isBroughtOn = (text: Text, at: number): boolean => BRINGS_ON.test(leadUp(text, at, 3));
