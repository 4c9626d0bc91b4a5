import type { Act } from '../../core/contracts/act.ts';
import type { Channel } from '../../core/contracts/turn.ts';
import { readConnection } from './gate/connection.ts';
import { type Complaint, normalise } from './gate/text.ts';
import { wantsYesOrNo } from './gate/yes-or-no.ts';
import { joined, MOST, type Part } from './templates/fit.ts';
import { ascii } from './wording/plain.ts';

/** What a model made of a reply's parts; `text` is null where they are not all there. `found`: what was left out, and why. */
export interface Woven {
  readonly text: string | null;
  readonly found: readonly Complaint[];
}

const MARKER = /\[(\d{1,2})\]/g;

/**
 * Puts the parts of a reply, which are code's own words, in the places that a model's text has for them, and reads what is
 * left of that text: it may lead from one part to the next and state nothing, and what does is left out. So no fact is ever in
 * a model's hands.
 *
 * @param woven  A model's text with the marks `[1]`, `[2]`, … for the parts, each once and in order.
 */
export function weave(
  woven: string,
  parts: readonly Part[],
  {
    acts,
    channel,
    user_message,
  }: { readonly acts: readonly Act[]; readonly channel: Channel; readonly user_message: string },
): Woven {
  const marks = [...woven.matchAll(MARKER)].map(([, number]) => Number(number));
  if (marks.length !== parts.length || marks.some((number, at) => number !== at + 1))
    return { text: null, found: [{ kind: 'left_out', words: marks.join(' ') }] };
  // What stands between the marks: a split at a pattern with a group has the group's text at every second place.
  const words = woven.split(MARKER).filter((_, at) => at % 2 === 0);
  const greeting = parts.findIndex(({ act }) => act === null || !WORDS_OF_WELCOME.has(act.act));
  const wants_yes_or_no = wantsYesOrNo(user_message);
  const leads = words.map((lead, at) =>
    readConnection(leadOf(lead, channel), {
      acts,
      wants_yes_or_no,
      before: parts[at]?.act ?? null,
      where: at === parts.length ? (asks(parts) ? 'nowhere' : 'last') : at <= greeting ? 'first' : 'between',
    }),
  );
  const pieces = leads.map(({ kept }, at) => led(kept, parts[at]?.text ?? '', channel)).filter((text) => text !== '');
  const text = joined(
    pieces.map((piece) => ({ text: piece, act: null })),
    channel,
  );
  const found = leads.flatMap((lead) => lead.found);
  return text.length > MOST[channel]
    ? { text: null, found: [...found, { kind: 'form', words: 'too long' }] }
    : { text, found };
}

/** After the question nothing is said: its answer is the customer's next word. */
const asks = (parts: readonly Part[]): boolean => parts.at(-1)?.text.endsWith('?') === true;

const WORDS_OF_WELCOME: ReadonlySet<Act['act']> = new Set(['greet', 'thanks']);

/** A model's own words, on one line, in the channel's letters. */
function leadOf(words: string, channel: Channel): string {
  const clean = normalise(words).replace(/\s+/g, ' ').replace(/ - /g, ', ').trim();
  return channel === 'sms' ? ascii(clean) : clean;
}

/** A part with the words that lead over to it: a list begins on a line of its own, and a sentence goes on after a comma. */
function led(lead: string, part: string, channel: Channel): string {
  if (lead === '' || part === '') return lead + part;
  const isList = channel !== 'voice' && part.includes('\n');
  if (/[.!:]$/.test(lead)) return `${lead}${isList ? '\n' : ' '}${part}`;
  if (!isList && GOES_ON.test(part)) return `${lead} ${part.charAt(0).toLowerCase()}${part.slice(1)}`;
  return `${lead.replace(/,$/, '')}:${isList ? '\n' : ' '}${part}`;
}

/** First words of parts that are no names. */
const GOES_ON =
  /^(?:The|Your|You|There|That|That's|These|Open|On|Is|It|Are|Which|What|Would|Does|Do|Shall|Nothing|No)\b/;
