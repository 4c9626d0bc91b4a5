import type { Act } from '../../core/contracts/act.ts';
import { type Reply, TurnState } from '../../core/contracts/turn.ts';
import { dataOf } from './data.ts';
import { askedOtherwise, leftOut } from './gate/left-out.ts';
import { type Backing, backingOf, gate, type Verdict, verdictOf } from './gate.ts';
import { speechOf } from './speech.ts';
import { suggestionsOf } from './suggestions.ts';
import { render } from './templates/templates.ts';

/** What a model made of the template's text, and what it cost; `text` is null when it gave none in time. */
export interface Phrasing {
  readonly text: string | null;
  readonly usage: TurnState['usage'];
}

/** Puts a reply into other words. It is told the turn's acts and the text to rephrase; what it throws is no answer. */
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
 * wrote is sent only when the gate finds every word backed and nothing of the draft is missing. `gate` in the reply tells of
 * the model's text, if there was one: how often and why a model is turned down is counted from it.
 */
export async function respond(turn: TurnState, { phrase }: RespondDeps): Promise<Response> {
  const backing = backingOf(turn);
  const template = render(turn.acts, speechOf(turn));
  const rest = { suggestions: suggestionsOf(turn), data: dataOf(turn.acts) };
  const reply = (text: string, written_by: Reply['written_by'], { passed, kinds }: Verdict): Reply => ({
    text,
    ...rest,
    written_by,
    gate: { passed, unbacked: kinds },
  });
  if (phrase === undefined || !worthPhrasing(turn)) {
    return { reply: reply(template, 'template', gate(template, backing)), usage: turn.usage };
  }
  const { text, usage } = await phrased(phrase, turn, template);
  if (text === null) return { reply: reply(template, 'template', gate(template, backing)), usage };
  const verdict = judge(text, template, turn, backing);
  return { reply: verdict.passed ? reply(text, 'model', verdict) : reply(template, 'template', verdict), usage };
}

/** What a model made of a draft; whatever goes wrong with it, the template speaks. */
async function phrased(phrase: Phrase, turn: TurnState, template: string): Promise<Phrasing> {
  try {
    const { text, usage } = await phrase(turn, template);
    const isText = typeof text === 'string' && text.trim() !== '';
    return { text: isText ? text.trim() : null, usage: TurnState.shape.usage.catch(turn.usage).parse(usage) };
  } catch {
    return { text: null, usage: turn.usage };
  }
}

/** The gate's verdict on a model's text, then whether it says all that the draft does, and asks what the draft asks. */
function judge(text: string, template: string, turn: TurnState, backing: Backing): Verdict {
  const verdict = gate(text, backing);
  if (!verdict.passed) return verdict;
  const asks = turn.acts.some(({ act }) => act === 'clarify');
  const missing = [
    ...leftOut(template, text, backing),
    ...(asks ? askedOtherwise(template, text) : []),
    ...(asks && !text.endsWith('?') ? ['?'] : []),
  ];
  return verdictOf(missing.map((words) => ({ kind: 'left_out', words })));
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
 * of scope, a complaint, a question back). Ordinary steps are said by template; whatever is about a write always is, and so
 * is a question to which a plain yes would mean something: that has to be asked in our words.
 */
export function worthPhrasing(turn: Pick<TurnState, 'acts' | 'session_context' | 'usage' | 'classified_by'>): boolean {
  const { acts, session_context: session, usage, classified_by } = turn;
  const isFree = session.pending_action === null && session.proposed === null;
  // A model that has just failed to read the message would only keep the customer waiting once more.
  const isSilent = usage.model_calls > 0 && classified_by !== 'bedrock';
  const isQuestion = (act: Act) => act.act === 'clarify' && isFree && !isSilent && !act.offer_person;
  if (acts.length === 1) return acts.every((act) => isOpen(act) || isQuestion(act));
  const told = acts.filter(({ act }) => TELLING.has(act));
  return told.length >= 2 && acts.every(({ act }) => TELLING.has(act) || BESIDE.has(act));
}

const isOpen = (act: Act): boolean =>
  act.act === 'out_of_scope' || (act.act === 'handoff' && act.reason === 'complaint');
