import { expect, test } from '@jest/globals';
import { noteDestination } from '../../core/understanding/projects.ts';
import { backingOf, gate } from '../../functions/responder/gate.ts';
import { turnOf } from '../fixtures/speech/scenarios.ts';
import { read } from './entities/reading.ts';

// Each is read by a pattern that repeats a choice. Were two of its choices the same word, every word more would double
// the time, and a message of 250 of them would never be read.
test.each<[string, (times: number) => unknown]>([
  ['a day that is ruled out', (times) => read(`not ${'really '.repeat(times)}xyz monday`)],
  ['an order number before a note', (times) => noteDestination(`41001${'_a'.repeat(times)}!`)],
  ['an announcement', (times) => gate(`I'm${' currently'.repeat(times)} here.`, backingOf(turnOf('greet')))],
  ['a promise', (times) => gate(`We'll${' happily'.repeat(times)} 1.`, backingOf(turnOf('greet')))],
])('a word said over and over is read in no time: %s', (_, reading) => {
  reading(1);
  const began = performance.now();
  reading(26);
  expect(performance.now() - began).toBeLessThan(3000);
});
