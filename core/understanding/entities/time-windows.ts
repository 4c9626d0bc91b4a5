import { weekdayAt } from './calendar-words.ts';
import type { TimeWindow } from './entities.ts';
import { anyPhrase, type Phrase, phrase } from './phrases.ts';
import { leadUp, type Match, wordAt } from './tokens.ts';
import type { Utterance } from './utterance.ts';

const PARTS: readonly [TimeWindow, Phrase][] = [
  [
    'morning',
    anyPhrase(
      'early|late|mid? -? morning|mornings|midmorning',
      'the? crack of dawn',
      'dawn',
      'the? first half|part of the? day',
      'early in the day',
      'the? start|beginning of the day',
    ),
  ],
  [
    'afternoon',
    anyPhrase(
      'early|late|mid? -? afternoon|afternoons|midafternoon',
      'the? end of the? day',
      'late in the day',
      'the? second|latter|last|later|back half|part of the? day',
    ),
  ],
  ['evening', anyPhrase('early|late|mid? -? evening|evenings', 'tonight', 'after|past work|dinner|supper')],
];
const FIRST_THING = phrase('first thing');
const NIGHT = phrase('night|nights');

/** A part of the day: "in the morning", "afternoons", "after work", "first thing", "PM". Greetings are none. */
export function windowAt(text: Utterance, at: number): Match<TimeWindow> | null {
  for (const [value, read] of PARTS) {
    const next = read(text, at);
    if (next >= 0) return isGreeting(text, at, next) ? null : { value, next };
  }
  const firstThing = FIRST_THING(text, at);
  if (firstThing >= 0) return isEarlyMorning(text, at, firstThing) ? { value: 'morning', next: firstThing } : null;
  const night = NIGHT(text, at);
  if (night >= 0) return isEvening(text, at) ? { value: 'evening', next: night } : null;
  return halfDayAt(text, at);
}

const WISHES = /^(?:good|great|nice|lovely|gd|happy|wonderful|fine|pleasant|your)$/;
const GREETED = /^(?:,|!|\.|all|everyone|everybody|team|there|folks|guys|to|y'all|you|sir|ma'am)?$/;

function isGreeting(text: Utterance, at: number, next: number): boolean {
  if (/^(?:after|the|end|crack|dawn|past|tonight)$/.test(wordAt(text, at))) return false;
  if (WISHES.test(wordAt(text, at - 1)) || /\btop of (?:the|da)$/.test(leadUp(text, at, 3))) return true;
  const opens = at === 0 && next === 1 && text.expecting !== 'time' && text.expecting !== 'date';
  return (
    opens && !wordAt(text, at).endsWith('s') && GREETED.test(wordAt(text, next)) && text.expecting !== 'confirmation'
  );
}

/** "first thing tomorrow", "first thing in the morning"; not "the first thing I saw". */
function isEarlyMorning(text: Utterance, at: number, next: number): boolean {
  const follows = wordAt(text, next);
  if (/^(?:in|tomorrow|on|please|if|that|,|\.|!|\?|works|is|for|would|this|next|or|and|)$/.test(follows)) {
    return wordAt(text, at - 1) !== 'the' || follows === 'in';
  }
  return weekdayAt(text, next) !== null;
}

function isEvening(text: Utterance, at: number): boolean {
  const before = wordAt(text, at - 1);
  if (before === 'last') return leadUp(text, at, 2) === 'the last';
  return !/^(?:any|every|good|all|whole|one|date|over|per|a|other|mid|nice)$/.test(before);
}

const BEFORE_AM = /^(?:the|in|early|late|an|any|only|prefer|either|tomorrow|today|mornings|or|\/|day)$/;

/** "AM" or "PM" on their own; "am" only where it cannot be the verb. */
function halfDayAt(text: Utterance, at: number): Match<TimeWindow> | null {
  const token = text.tokens[at];
  const spelled = /^[ap]$/.test(token?.word ?? '') && wordAt(text, at + 1) === '.' && wordAt(text, at + 2) === 'm';
  const half = spelled ? `${token?.word}m` : token?.word;
  const next = spelled ? at + 3 : at + 1;
  if (half === 'pm') return { value: 'afternoon', next };
  if (half !== 'am') return null;
  const verb = wordAt(text, at - 1) === 'i' || /^(?:i|we|not)$/.test(wordAt(text, next));
  const led =
    BEFORE_AM.test(wordAt(text, at - 1)) || weekdayAt(text, at - 1) !== null || text.tokens[at - 1]?.kind === 'ordinal';
  const answer = text.expecting === 'time' || text.expecting === 'date' || text.expecting === 'confirmation';
  const capitals =
    token !== undefined &&
    /^[Aa]\.?[Mm]$/.test(text.original.slice(token.start, token.end)) &&
    text.original.slice(token.start, token.end) === 'AM';
  const alone = at === 0 && (answer || capitals);
  return !verb && (led || spelled || alone) ? { value: 'morning', next } : null;
}
