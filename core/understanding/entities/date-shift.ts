import { offsetAt } from './offsets.ts';
import { anyPhrase } from './phrases.ts';
import { leadUp, type Text } from './tokens.ts';
import type { Utterance } from './utterance.ts';

const LATER = anyPhrase('later', 'after', 'afterwards', 'further|farther out|on|back', 'back', 'out');
const EARLIER = anyPhrase('earlier', 'sooner', 'before', 'ahead');
/** "push it back by two weeks", "postpone it for a week", "move it up a day". */
const PUTS_OFF =
  /\b(?:back|out|off|delay|postpone)(?: (?:it|that|this|my|the|\w+|visit|appointment)){0,4}?(?: (?:by|for|about|maybe|like|another|just))*$/;
const BRINGS_ON = /\b(?:up|forward)(?: (?:by|about|maybe|like|just))*$/;
/** Days in each unit; a month moves a visit to the same weekday four weeks on. */
const DAYS = { day: 1, 'working day': 1, week: 7, fortnight: 14, month: 28 } as const;

/**
 * By how many days an appointment is to be moved from where it is: "a week later", "push it back two weeks", "a day sooner".
 * Negative: earlier. Undefined where none is said, and where the amount counts from something else ("in a week").
 */
export function readDateShift(text: Utterance, taken: readonly boolean[]): number | undefined {
  for (let at = 0; at < text.tokens.length; at++) {
    const offset = taken[at] ? null : offsetAt(text, at);
    if (!offset) continue;
    const days = offset.value.amount * DAYS[offset.value.unit];
    if (LATER(text, offset.next) >= 0 || isPutOff(text, at)) return days;
    if (EARLIER(text, offset.next) >= 0 || isBroughtOn(text, at)) return -days;
  }
  return undefined;
}

const isPutOff = (text: Text, at: number): boolean => PUTS_OFF.test(leadUp(text, at, 6));
const isBroughtOn = (text: Text, at: number): boolean => BRINGS_ON.test(leadUp(text, at, 3));
