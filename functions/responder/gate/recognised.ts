import type { Backing } from './backing.ts';
import { readTimes } from './clock.ts';
import { readDates } from './dates.ts';
import { readFigures, readListNumbers, readMeasures, readPhones } from './figures.ts';
import { readLeaks } from './leaks.ts';
import { readPhrases } from './phrases.ts';
import { readProjectWords } from './projects.ts';
import { type Reading, read } from './text.ts';

/** A text with all that facts hold covered by marks, and complaints of what looks like a fact and is none. */
export function recognised(text: string, backing: Backing): Reading {
  const reading = read(text);
  readPhrases(reading, backing);
  readLeaks(reading, backing);
  readListNumbers(reading, backing);
  readPhones(reading, backing);
  readProjectWords(reading, backing);
  readDates(reading, backing);
  readMeasures(reading, backing);
  readTimes(reading, backing);
  readFigures(reading, backing);
  return reading;
}
