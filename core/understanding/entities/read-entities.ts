import type { Expecting } from '../../contracts/understanding.ts';
import { readAddress } from './addresses.ts';
import { addDays, parseDay } from './calendar.ts';
import { readPlace } from './cities.ts';
import { clockText } from './clock.ts';
import { readDateShift } from './date-shift.ts';
import type { Entities, Exclusion } from './entities.ts';
import { insidePassages, type Passage } from './free-text.ts';
import { type Mention, type Mentions, mentionsIn } from './mentions.ts';
import { readNoteAnswer, readNoteBeside, readRequestedNote } from './notes.ts';
import { readOrdinal } from './ordinals.ts';
import { readProject } from './project-words.ts';
import { readReasonAnswer, readStatedReason } from './reasons.ts';
import { readRelativeOrder } from './relative-order.ts';
import { type DateExclusion, resolveDates } from './resolve-dates.ts';
import { resolveTimes, type TimeExclusion } from './resolve-times.ts';
import { minutesFromNowAt } from './times.ts';
import type { Utterance } from './utterance.ts';
import { utterance } from './utterance.ts';

export type ReadingContext = {
  /** `YYYY-MM-DD` and `HH:MM` in the tenant's zone. */
  readonly today: string;
  readonly time: string;
  readonly expecting: Expecting | null;
  /** When it is known: decides whether words are a note, a reason or an address. */
  readonly intent?: string;
};

/**
 * What a message says, read by rule alone. Never throws for a valid context, whatever the text. A note's text, a reason
 * and an address are taken out first: what stands in them is no date, time or project of the request.
 */
export function readEntities(message: string, { today, time, expecting, intent }: ReadingContext): Entities {
  const text = utterance(message, parseDay(today), answerTo(expecting, intent ?? null));
  const note = noteOf(message, expecting, intent ?? null);
  const address = addressOf(text, intent ?? null);
  const reason = reasonOf(message, expecting, intent ?? null);
  const silent = insidePassages(text, [note, address, expecting === 'reason' ? reason : undefined]);
  const mentions = intent === 'goodbye' ? NONE : mentionsIn(text, silent);
  const dates = resolveDates(text, mentions, intent ?? null);
  const times = resolveTimes(text, mentions, intent ?? null);
  const soon = times.time === undefined && dates.date === undefined ? fromNow(text, time, silent) : {};
  const taken = covered(silent, [...mentions.dates, ...mentions.times]);
  const excluded = putTogether(dates.excluded, times.excluded);
  return withoutAbsent({
    project: NO_PROJECT.has(intent ?? '') ? undefined : readProject(text, silent, intent ?? null),
    date: dates.date,
    time: times.time,
    time_window: times.time_window,
    ordinal: readOrdinal(text, taken, expecting === 'project'),
    ...readPlace(text, silent, intent ?? null),
    note_text: note?.words,
    reason: reason?.words,
    address: address?.words,
    date_problem: dates.date_problem,
    time_bound: times.time_bound,
    excluded: excluded.length > 0 ? excluded : undefined,
    relative_order: readRelativeOrder(text, silent, expecting === 'project'),
    weekday_filter: dates.weekday_filter,
    existing_date: dates.existing_date,
    date_shift:
      dates.date === undefined && (intent === 'reschedule_appointment' || isChoosing(expecting))
        ? readDateShift(text, taken)
        : undefined,
    ...soon,
  });
}

/** "not for today, bye": who takes leave asks for no day. */
const NONE: Mentions = { dates: [], times: [] };

/** A day is being chosen, or was: another can be counted from it. */
const isChoosing = (expecting: Expecting | null): boolean =>
  expecting === 'date' || expecting === 'time' || expecting === 'confirmation';

/** Intents that are about no project of the customer's. */
const NO_PROJECT: ReadonlySet<string> = new Set(['out_of_scope', 'greeting', 'thanks', 'goodbye']);

/** Intents beside which nothing is noted. */
const ASIDE_IS_NO_NOTE: ReadonlySet<string> = new Set([
  'out_of_scope',
  'talk_to_human',
  'help',
  'greeting',
  'thanks',
  'goodbye',
]);

/** A bare number answers what was asked, or what the classifier took it for. */
function answerTo(expecting: Expecting | null, intent: string | null): Expecting | null {
  if (intent === 'select_time') return 'time';
  return intent === 'select_date' && expecting !== 'date' ? 'date' : expecting;
}

/** The tokens that are spoken for. */
function covered(silent: readonly boolean[], mentions: readonly Mention[]): boolean[] {
  const taken = [...silent];
  for (const { from, to } of mentions) taken.fill(true, from, to);
  return taken;
}

function noteOf(message: string, expecting: Expecting | null, intent: string | null): Passage | undefined {
  if (expecting === 'note_text' && (intent === null || intent === 'add_note')) return readNoteAnswer(message);
  if (intent === 'add_note') return readRequestedNote(message);
  return intent !== null && ASIDE_IS_NO_NOTE.has(intent) ? undefined : readNoteBeside(message);
}

function addressOf(text: Utterance, intent: string | null): Passage | undefined {
  const answering = text.expecting === 'address' && (intent === null || intent === 'change_address');
  return answering || intent === 'change_address' ? readAddress(text, answering) : undefined;
}

function reasonOf(message: string, expecting: Expecting | null, intent: string | null): Passage | undefined {
  if (expecting === 'reason' && (intent === null || intent === 'cancel_appointment')) return readReasonAnswer(message);
  const rescheduling = intent === 'reschedule_appointment';
  return rescheduling || intent === 'cancel_appointment' ? readStatedReason(message, rescheduling) : undefined;
}

/** "in two hours", where a date or time was asked for. */
function fromNow(text: Utterance, now: string, silent: readonly boolean[]): Pick<Entities, 'date' | 'time'> {
  if (text.expecting !== 'time' && text.expecting !== 'date') return {};
  const [hour = 0, minute = 0] = now.split(':').map(Number);
  for (let at = 0; at < text.tokens.length; at++) {
    const minutes = silent[at] ? null : minutesFromNowAt(text, at);
    if (!minutes) continue;
    const then = hour * 60 + minute + minutes.value;
    return {
      date: addDays(text.today, Math.floor(then / MINUTES_A_DAY)).toString(),
      time: clockText(then % MINUTES_A_DAY),
    };
  }
  return {};
}

const MINUTES_A_DAY = 24 * 60;

/** "not Friday morning": a day and the part of it said right after are ruled out together. */
function putTogether(dates: readonly DateExclusion[], times: readonly TimeExclusion[]): Exclusion[] {
  const joined = new Set<TimeExclusion>();
  const days = dates.map(({ exclusion, to }) => {
    const time = times.find(({ from }) => from >= to && from - to <= 2);
    if (time) joined.add(time);
    return { ...exclusion, ...time?.exclusion };
  });
  return [...days, ...times.filter((time) => !joined.has(time)).map(({ exclusion }) => exclusion)];
}

function withoutAbsent(entities: { [K in keyof Entities]: Entities[K] | undefined }): Entities {
  return Object.fromEntries(Object.entries(entities).filter(([, value]) => value !== undefined)) as Entities;
}
