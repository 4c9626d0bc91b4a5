import type { Act } from '../../core/contracts/act.ts';
import { type Reply, TurnState } from '../../core/contracts/turn.ts';
import type { ModelOutcome } from '../../core/ports/model.ts';
import { dataOf } from './data.ts';
import { backingOf, gate, type Verdict, verdictOf } from './gate.ts';
import { speechOf } from './speech.ts';
import { suggestionsOf } from './suggestions.ts';
import { joined, type Part } from './templates/fit.ts';
import { partsOf } from './templates/templates.ts';
import { weave } from './weave.ts';

/** What a model made of a reply's parts, and what it cost; `text` is null when it gave none in time. */
export interface Phrasing {
  readonly text: string | null;
  readonly usage: TurnState['usage'];
  /** Left out when it was not worth asking. */
  readonly outcome?: ModelOutcome;
}

/** Leads from one part of a reply to the next in words of its own; what it throws is no answer. See `weave`. */
export type Phrase = (turn: TurnState, parts: readonly Part[]) => Promise<Phrasing>;

export interface RespondDeps {
  /** Left out when no language model is configured. */
  readonly phrase?: Phrase;
}

export interface Response extends Omit<Phrasing, 'text'> {
  readonly reply: Reply;
}

/**
 * Speaks the acts of a turn. What it tells is always the template's; a model may lead from one part of an open or composite
 * answer to the next, in words that state nothing. The gate reads the parts, `weave` the words between them. `gate` in the
 * reply tells of the model's words, if there were any: what had to be left out, and how often, is counted from it.
 */
export async function respond(turn: TurnState, { phrase }: RespondDeps): Promise<Response> {
  const parts = partsOf(turn.acts, speechOf(turn));
  const template = joined(parts, turn.channel);
  const verdict = gate(template, backingOf(turn));
  const reply = (text: string, written_by: Reply['written_by'], { passed, kinds }: Verdict): Reply => ({
    text,
    suggestions: suggestionsOf(turn),
    data: dataOf(turn.acts),
    written_by,
    gate: { passed, unbacked: kinds },
  });
  if (phrase === undefined || !worthPhrasing(turn))
    return { reply: reply(template, 'template', verdict), usage: turn.usage };
  const { text, ...took } = await phrased(phrase, turn, parts);
  if (text === null) return { reply: reply(template, 'template', verdict), ...took };
  const woven = weave(text, parts, turn);
  const judged = verdictOf(woven.found);
  return woven.text === null || woven.text === template
    ? { reply: reply(template, 'template', judged), ...took }
    : { reply: reply(woven.text, 'model', judged), ...took };
}

/** What a model made of the parts; whatever goes wrong with it, the template speaks. */
async function phrased(phrase: Phrase, turn: TurnState, parts: readonly Part[]): Promise<Phrasing> {
  try {
    const { text, usage, ...more } = await phrase(turn, parts);
    const isText = typeof text === 'string' && text.trim() !== '';
    return { text: isText ? text.trim() : null, usage: TurnState.shape.usage.catch(turn.usage).parse(usage), ...more };
  } catch {
    return { text: null, usage: turn.usage };
  }
}

/** Acts that a model may lead over between: they tell what was read, and nothing is done or asked to be done. */
const TELLING: ReadonlySet<Act['act']> = new Set([
  'show_projects',
  'show_project',
  'show_appointment',
  'no_appointment',
  'no_appointments',
  'offer_dates',
  'no_dates',
  'offer_times',
  'no_times',
  'show_hours',
  'show_weather',
  'no_weather',
  'show_address',
  'show_notes',
]);

/** May stand beside what is told. */
const BESIDE: ReadonlySet<Act['act']> = new Set(['greet', 'thanks', 'resume', 'then']);

/**
 * Whether a model's words are worth asking for: an answer put together from several acts, or an open one (something out
 * of scope, a complaint). Ordinary steps are said by template; whatever is about a write always is, and so is a question back.
 */
export function worthPhrasing({ acts }: Pick<TurnState, 'acts'>): boolean {
  if (acts.length === 1) return acts.every(isOpen);
  const told = acts.filter(({ act }) => TELLING.has(act));
  return told.length >= 2 && acts.every(({ act }) => TELLING.has(act) || BESIDE.has(act));
}

const isOpen = (act: Act): boolean =>
  act.act === 'out_of_scope' || (act.act === 'handoff' && act.reason === 'complaint');
