import { addDays, type Day, weekdayFrom } from './calendar.ts';
import type { DateMention } from './mentions.ts';
import { anyPhrase, phrase } from './phrases.ts';
import { wordAt } from './tokens.ts';
import type { Utterance } from './utterance.ts';

const THE_NEXT = anyPhrase('the next|following one?', 'the one after|following that?', 'the week after');
const THIS_ONE = anyPhrase('this|the one coming', 'this|the coming|upcoming one', 'the next one');
const GOES_NO_FURTHER = /^(?:|please|pls|then|instead|is|works|would|if|thanks|[.,!?;])$/;

/**
 * A day named only by another: "not this Friday but the next" is a week after it, "my day off is Wednesdays, so this
 * one coming" the first of them from today on. Null when nothing refers back.
 */
export function dayReferredTo(text: Utterance, dates: readonly DateMention[]): Day | null {
  for (const { reading, to } of dates.toReversed()) {
    if (reading.kind === 'days' && reading.unit === 'day' && !reading.told) {
      return refers(text, to, THE_NEXT) ? addDays(reading.span.start, 7) : null;
    }
    const weekday = reading.kind === 'weekdays' && reading.weekdays.length === 1 ? reading.weekdays[0] : undefined;
    if (weekday !== undefined && refers(text, to, THIS_ONE)) return weekdayFrom(text.today, weekday);
  }
  return null;
}

const AFTER_THAT = phrase('after that|then');

/** "we close on the 15th, what's the first date after that". */
export function isAfterThat(text: Utterance, from: number): boolean {
  return text.tokens.some((_, at) => at > from && AFTER_THAT(text, at) >= 0);
}

function refers(text: Utterance, from: number, back: ReturnType<typeof phrase>): boolean {
  for (let at = from; at < text.tokens.length; at++) {
    const next = back(text, at);
    if (next >= 0 && GOES_NO_FURTHER.test(wordAt(text, next))) return true;
  }
  return false;
}
