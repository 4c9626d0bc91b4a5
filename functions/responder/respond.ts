import type { Act } from '../../core/contracts/act.ts';
import type { Reply, TurnState } from '../../core/contracts/turn.ts';
import { dataOf } from './data.ts';
import { backingOf, gate, type Verdict } from './gate.ts';
import { speechOf } from './speech.ts';
import { suggestionsOf } from './suggestions.ts';
import { render } from './templates/templates.ts';

/** What a model made of the template's text, and what it cost; `text` is null when it gave none in time. */
export interface Phrasing {
  readonly text: string | null;
  readonly usage: TurnState['usage'];
}

/** Puts a reply into other words. It is told the turn's acts and the text to rephrase; it must not throw. */
export type Phrase = (turn: TurnState, template: string) => Promise<Phrasing>;

export interface RespondDeps {
  /** Left out when no language model is configured. */
  readonly phrase?: Phrase;
}

export interface Response {
  readonly reply: Reply;
  readonly usage: TurnState['usage'];
}

/**
 * Speaks the acts of a turn. The template is always made; a model may phrase an open or composite answer, and what it
 * wrote is sent only when the gate finds every word backed. `gate` in the reply tells of the model's text, if there was
 * one: how often a model is turned down is counted from it.
 */
export async function respond(turn: TurnState, { phrase }: RespondDeps): Promise<Response> {
  const backing = backingOf(turn);
  const template = render(turn.acts, speechOf(turn));
  const rest = { suggestions: suggestionsOf(turn), data: dataOf(turn.acts) };
  const own = (verdict: Verdict): Reply => ({ text: template, ...rest, written_by: 'template', gate: verdict });
  if (phrase === undefined || !worthPhrasing(turn.acts)) {
    return { reply: own(gate(template, backing)), usage: turn.usage };
  }
  const { text, usage } = await phrase(turn, template);
  if (text === null) return { reply: own(gate(template, backing)), usage };
  const verdict = gate(text.trim(), backing);
  if (!verdict.passed) return { reply: own(verdict), usage };
  return { reply: { text: text.trim(), ...rest, written_by: 'model', gate: verdict }, usage };
}

/** Acts whose words a model may choose: they tell what was read, and nothing is done or asked to be done. */
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
 * of scope, a complaint). Ordinary steps are said by template; whatever is about a write always is.
 */
export function worthPhrasing(acts: readonly Act[]): boolean {
  if (acts.length === 1) return acts.every(isOpen);
  const told = acts.filter(({ act }) => TELLING.has(act));
  return told.length >= 2 && acts.every(({ act }) => TELLING.has(act) || BESIDE.has(act));
}

const isOpen = (act: Act): boolean =>
  act.act === 'out_of_scope' || (act.act === 'handoff' && act.reason === 'complaint');
