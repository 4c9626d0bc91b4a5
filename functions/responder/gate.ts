import type { Backing } from './gate/backing.ts';
import { readClaims } from './gate/claims.ts';
import { readTimes } from './gate/clock.ts';
import { readDates } from './gate/dates.ts';
import { readFigures, readListNumbers, readMeasures, readPhones } from './gate/figures.ts';
import { readForm, readLeaks } from './gate/leaks.ts';
import { readPhrases } from './gate/phrases.ts';
import { readProjectWords } from './gate/projects.ts';
import { readPromises } from './gate/promises.ts';
import { readRelations } from './gate/relations.ts';
import { read } from './gate/text.ts';
import { readWords } from './gate/words.ts';

export { type Backing, backingOf } from './gate/backing.ts';

/** `unbacked`: what no fact backs, each `kind:words`, at most 20 of at most 60 characters. */
export interface Verdict {
  readonly passed: boolean;
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
  if (form.length > 0) return { passed: false, unbacked: form };
  const reading = read(text);
  readPhrases(reading, backing);
  readLeaks(reading, backing);
  readListNumbers(reading);
  readPhones(reading, backing);
  readProjectWords(reading, backing);
  readDates(reading, backing);
  readMeasures(reading, backing);
  readTimes(reading, backing);
  readFigures(reading, backing);
  readClaims(reading, backing);
  readPromises(reading, backing);
  readRelations(reading, backing);
  readWords(reading, backing);
  const unbacked = [...new Set(reading.unbacked)].slice(0, MOST);
  return { passed: unbacked.length === 0, unbacked };
}
