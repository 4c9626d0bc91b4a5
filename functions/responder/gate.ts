import type { GateKind } from '../../core/contracts/gate.ts';
import type { Backing } from './gate/backing.ts';
import { readClaims } from './gate/claims.ts';
import { readForm } from './gate/leaks.ts';
import { readPromises } from './gate/promises.ts';
import { recognised } from './gate/recognised.ts';
import type { Complaint } from './gate/text.ts';
import { readWords } from './gate/words.ts';

export { type Backing, backingOf } from './gate/backing.ts';

/**
 * `kinds`: why it was turned down, each once · `unbacked`: what no fact backs, each `kind:words`, at most 20 of at most 60
 * characters: the text's own words, for tests and never for a record.
 */
export interface Verdict {
  readonly passed: boolean;
  readonly kinds: GateKind[];
  readonly unbacked: string[];
}

const MOST = 20;

/**
 * Reads a reply, whoever wrote it, and checks everything that it states against the facts: dates, weekdays, times,
 * lengths of time, figures, prices, numbers to call, links, names, projects, what was done and what will be, and that
 * nothing of the inside shows. Words that name facts are covered first; what remains has to be ordinary English.
 *
 * It errs on the side of the facts: a text that fails is replaced by the template, which always passes.
 */
export function gate(text: string, backing: Backing): Verdict {
  const form = readForm(text, backing);
  if (form.length > 0) return verdictOf(form);
  const reading = recognised(text, backing);
  readClaims(reading, backing);
  readPromises(reading, backing);
  readWords(reading, backing);
  return verdictOf(reading.unbacked);
}

/** Nothing found is a pass. */
export function verdictOf(found: readonly Complaint[]): Verdict {
  const unbacked = [...new Set(found.map(({ kind, words }) => `${kind}:${words}`))].slice(0, MOST);
  return { passed: found.length === 0, kinds: [...new Set(found.map(({ kind }) => kind))], unbacked };
}
